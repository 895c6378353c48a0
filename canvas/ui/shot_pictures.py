"""A clip's pictures in the inspector: what it is made from, its subject, and its takes."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from canvas.app.commands.takes import choose_take
from canvas.document.records import Edge, Json, PortKind
from canvas.editor.ports import PortEnd
from canvas.ui.bench import Bench
from canvas.ui.controls import Button, Panel, Thumb, emptied, heading, wrapped
from canvas.ui.kinds import port_name
from canvas.ui.language import tell
from canvas.ui.painting.faces import model_name
from generation.fit.precision import precision_said


class ReferencesSection(Panel):
    """Every picture that the clip is made from; a click finds its node, the plus brings one in."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._shown: tuple[tuple[str, str, str | None], ...] | None = None
        self._heading = heading()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._add = Button("+")
        self._add.setFixedSize(52, 52)
        self._add.clicked.connect(self._bring_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addLayout(self._grid)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        board = self._bench.session.board
        edges = [
            edge
            for port in ("first", "last", "previous", "cast", "references", "guide")
            for edge in board.links_into(clip, port)
        ]
        shown = tuple((edge.source, edge.into, self._looks(edge)) for edge in edges)
        if (clip, shown) == (self._clip, self._shown):
            return
        self._clip, self._shown = clip, shown
        emptied(self._grid, keep=self._add)
        for place, edge in enumerate(edges):
            self._grid.addWidget(self._thumb(edge), place // 4, place % 4)
        self._grid.addWidget(self._add, len(edges) // 4, len(edges) % 4)
        self._add.setVisible(not self._bench.session.looks_only)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("References"))
        self._add.setToolTip(self.tr("Bring in a picture for this shot"))
        self._add.setAccessibleName(self.tr("Bring in a picture for this shot"))
        self._shown = None
        if self._clip:
            self.show_clip(self._clip)

    def _looks(self, edge: Edge) -> str | None:
        node = self._bench.session.board.nodes[edge.source]
        return node.take or (node.refs[0] if node.refs else None)

    def _thumb(self, edge: Edge) -> Thumb:
        thumb = Thumb(64, 52)
        thumb.show_picture(self._bench.pictures.of_node(edge.source), port_name(edge.into))
        thumb.setToolTip(self._bench.session.board.nodes[edge.source].title)
        thumb.clicked.connect(lambda node=edge.source: self._find(node))
        return thumb

    def _find(self, node: str) -> None:
        self._bench.editor.select([node])
        self._bench.editor.show([node])

    def _bring_in(self) -> None:
        board = self._bench.session.board
        taken = board.links_into(self._clip, "first")
        port = "references" if taken else "first"
        node = board.nodes[self._clip]
        pos = (node.pos[0] - 248 - 72, node.pos[1] + node.size[1] + 24)
        end = PortEnd(self._clip, port, PortKind.picture, output=False)
        self._bench.bring_in(kind="picture", pos=pos, origin=end)


class SubjectSection(Panel):
    """What stands in front: a box drawn on a small picture of the first frame."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._heading = heading()
        self._box = SubjectBox()
        self._box.drawn.connect(self._drawn)
        self._clear = Button(quiet=True)
        self._clear.clicked.connect(lambda: self._drawn(None))
        self._hint = wrapped("", "soft", 12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self._heading, 1)
        top.addWidget(self._clear)
        column.addLayout(top)
        column.addWidget(self._box)
        column.addWidget(self._hint)
        self.retranslate()

    def show_clip(self, clip: str) -> None:
        self._clip = clip
        board = self._bench.session.board
        first = board.links_into(clip, "first")
        picture = self._bench.pictures.of_node(first[0].source) if first else QPixmap()
        self.setVisible(not picture.isNull())
        box = _four(board.nodes[clip].param("subject"))
        self._box.show_subject(picture, box, self._bench.theme.colours.cast)
        self._box.setEnabled(not self._bench.session.looks_only)
        self._clear.setVisible(box is not None and not self._bench.session.looks_only)

    def retranslate(self) -> None:
        self._heading.setText(self.tr("Subject"))
        self._clear.setText(self.tr("Clear"))
        self._hint.setText(self.tr("Draw a box around what stands in front: it moves by itself."))

    def _drawn(self, box: object) -> None:
        value: Json = list(box) if isinstance(box, tuple) else None
        self._bench.set_param(self._clip, "subject", value)


def _four(value: Json) -> tuple[float, float, float, float] | None:
    if not isinstance(value, list) or len(value) != 4:
        return None
    left, top, width, height = (float(v) if isinstance(v, (int, float)) else 0.0 for v in value)
    return left, top, width, height


class SubjectBox(QWidget):
    """The picture with its box. `drawn` tells x, y, width, height as shares of the picture."""

    drawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._picture = QPixmap()
        self._box: tuple[float, float, float, float] | None = None
        self._start: QPointF | None = None
        self._now: QPointF | None = None
        self._colour = QColor("cyan")
        self.setFixedHeight(150)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def show_subject(
        self, picture: QPixmap, box: tuple[float, float, float, float] | None, colour: QColor
    ) -> None:
        self._picture, self._box, self._colour = picture, box, colour
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = self._now = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._start is not None:
            self._now = event.position()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drawn = self._drawn()
        self._start = self._now = None
        self.update()
        if drawn is not None:
            self.drawn.emit(drawn)

    def paintEvent(self, event: QPaintEvent) -> None:
        place = self._place()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            shape = QPainterPath()
            shape.addRoundedRect(place, 7, 7)
            painter.setClipPath(shape)
            painter.drawPixmap(place, self._picture, QRectF(self._picture.rect()))
            box = self._drawn() or self._box
            if box is None:
                return
            inside = QRectF(
                place.left() + box[0] * place.width(),
                place.top() + box[1] * place.height(),
                box[2] * place.width(),
                box[3] * place.height(),
            )
            shade = QPainterPath()
            shade.addRect(place)
            hole = QPainterPath()
            hole.addRect(inside)
            painter.fillPath(shade.subtracted(hole), QColor(0, 0, 0, 120))
            pen = painter.pen()
            pen.setColor(self._colour)
            pen.setWidthF(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(inside)

    def sizeHint(self) -> QSize:
        return QSize(200, 150)

    def _place(self) -> QRectF:
        """Where the picture lies in the widget."""
        room, size = QRectF(self.rect()), QRectF(self._picture.rect())
        if size.isEmpty():
            return room
        scale = min(room.width() / size.width(), room.height() / size.height())
        place = QRectF(0, 0, size.width() * scale, size.height() * scale)
        place.moveTopLeft(QPointF(0, (room.height() - place.height()) / 2))
        return place

    def _drawn(self) -> tuple[float, float, float, float] | None:
        """The box under the hand, kept inside the picture; None while it is only a click."""
        if self._start is None or self._now is None:
            return None
        place = self._place()
        box = QRectF(self._start, self._now).normalized().intersected(place)
        if box.width() < 6 or box.height() < 6:
            return None
        return (
            round((box.left() - place.left()) / place.width(), 4),
            round((box.top() - place.top()) / place.height(), 4),
            round(box.width() / place.width(), 4),
            round(box.height() / place.height(), 4),
        )


class TakesSection(Panel):
    """Every result of a clip; the chosen one is outlined, a click chooses another."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self._bench = bench
        self._clip = ""
        self._shown: object = None
        self._heading = heading()
        self._grid = QGridLayout()
        self._grid.setSpacing(6)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._heading)
        column.addLayout(self._grid)

    def show_clip(self, clip: str) -> None:
        board = self._bench.session.board
        takes, chosen = board.takes_of(clip), board.nodes[clip].take
        self.setVisible(bool(takes))
        self._clip = clip
        shown = (clip, tuple(take.id for take in takes), chosen)
        if shown == self._shown:
            return
        self._shown = shown
        self._heading.setText(self.tr("Takes ({n})").format(n=len(takes)))
        emptied(self._grid)
        numbered = list(enumerate(takes, start=1))
        for place, (number, take) in enumerate(reversed(numbered)):
            thumb = Thumb(86, 54)
            thumb.show_picture(
                self._bench.pictures.of(take.asset), str(number), chosen=take.id == chosen
            )
            named = self.tr("Take {n}: {model}").format(n=number, model=model_name(take.model))
            how = precision_said(str(take.recipe.get("precision", "")))
            thumb.setToolTip(f"{named} · {tell(how)}" if how else named)
            thumb.clicked.connect(lambda id=take.id: self._choose(id))
            self._grid.addWidget(thumb, place // 3, place % 3)

    def retranslate(self) -> None:
        self._shown = None
        if self._clip in self._bench.session.board.nodes:
            self.show_clip(self._clip)

    def _choose(self, take: str) -> None:
        clip, session = self._clip, self._bench.session
        self._bench.hand.attempt(lambda: choose_take(session, clip, take))
