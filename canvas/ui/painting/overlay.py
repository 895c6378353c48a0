"""What moves over the board: selection, hover, marquee, guides, the link in hand, playing clips."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from canvas.editor.editor import Editor, LinkInHand
from canvas.editor.hits import ports_of
from canvas.editor.ports import PortEnd
from canvas.editor.sketches import ARROW
from canvas.editor.spatial import SCENE, Rows
from canvas.editor.wiring import bend, flattened
from canvas.ui.language import tell
from canvas.ui.painting import checked
from canvas.ui.painting.carried import Carried
from canvas.ui.painting.company import Company
from canvas.ui.painting.drafts import Drafts
from canvas.ui.painting.finds import Finds
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.glyphs import PORT, draw_port
from canvas.ui.painting.guides import Guides
from canvas.ui.painting.ink import Style
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.painting.light import Light
from canvas.ui.painting.linkmarks import LinkMarks
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.motion import Motion, Playing
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import whole
from canvas.ui.painting.pins import Pins
from canvas.ui.painting.scribes import Scribes
from canvas.ui.painting.wires import draw_wires, pen, placed
from canvas.ui.theme import CONTROL, MEDIUM, Theme

Floats = NDArray[np.float64]

REFUSAL = Style(CONTROL, MEDIUM)
REFUSAL_ROOM = 340


class Overlay:
    """Painted in every frame over the static layer, in device pixels. Main thread."""

    def __init__(self, editor: Editor, board: BoardPainter) -> None:
        self._editor = editor
        self._board = board
        self._chosen: tuple[frozenset[str], list[str], Rows] | None = None
        self._motion = Motion(editor.table, board)
        self._carried = Carried(board)
        self._finds = Finds(editor)
        self._company = Company(editor, board.ink, board.cards)
        self._scribes = Scribes(editor, board.ink, board.cards)
        self.light = Light(editor)
        self.pins = Pins(editor, board)
        self._guides = Guides(editor)
        self._drafts = Drafts(editor)
        self._marks = LinkMarks(editor, board)

    def draw(
        self,
        painter: QPainter,
        frame: Frame,
        playing: Mapping[str, Playing],
        beneath: StaticLayer,
    ) -> None:
        """Draw all of it over what was drawn of the layer `beneath`."""
        theme = self._board.theme
        apart = self._editor.apart
        self._carried.draw_wires(painter, frame, beneath)
        self._motion.draw(painter, frame, playing, apart, carried=False)
        self._carried.draw_cards(painter, frame)
        if len(apart):
            self._motion.draw(painter, frame, playing, apart, carried=True)
        self._wires(painter, frame, theme)
        self._finds.draw(painter, frame, theme)
        self._hover(painter, frame)
        self._company.draw_renders(painter, frame)
        self._company.draw_selections(painter, frame)
        self._scribes.draw(painter, frame, theme)
        self._selection(painter, frame, theme)
        shown = self._editor.shown
        if shown.ghosts is not None:
            self._ghosts(painter, frame, theme, *shown.ghosts)
        self._guides.draw(painter, frame, theme)
        self._marks.under(painter, frame)
        if shown.link is not None:
            self._link(painter, frame, theme, shown.link)
        if shown.marquee is not None:
            box = frame.rect(shown.marquee)
            painter.fillRect(box, faded(theme.colours.selection, 0.10))
            painter.setPen(QPen(theme.colours.selection, frame.ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
        self._marks.over(painter, frame)
        self._drafts.draw(painter, frame, theme)
        self.light.draw(painter, frame, theme)
        self.pins.draw(painter, frame)
        self._company.draw_signs(painter, frame)
        self._company.draw_cursors(painter, frame)

    def _wires(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        wires = self._editor.wires
        found = (row for id in self._editor.links for row in wires.rows(id).tolist())
        rows = np.array([row for row in found if wires.live[row]], np.intp)
        if len(rows):
            draw_wires(painter, frame, theme, wires, whole(frame), marked=rows)

    def _hover(self, painter: QPainter, frame: Frame) -> None:
        hover, editor = self._editor.hover, self._editor
        if hover.node is None or editor.gesturing or frame.detail is Detail.far:
            return
        row = editor.table.row(hover.node)
        if row is None:
            return
        if hover.port is not None:
            self._halo(painter, frame, hover.port)
        elif hover.node not in editor.selection and editor.table.kind[row] not in (SCENE, ARROW):
            rows = np.array([row], np.intp)
            self._board.sprites(frame).hover.draw(painter, frame.boxes(self._editor.table, rows))
            self._ports_again(painter, frame, rows)

    def _selection(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        table = self._editor.table
        rows = self._selected_rows()
        boxes = frame.boxes(table, rows)
        seen = (boxes[:, 0] < frame.width + 8) & (boxes[:, 0] + boxes[:, 2] > -8)
        seen &= (boxes[:, 1] < frame.height + 8) & (boxes[:, 1] + boxes[:, 3] > -8)
        rows, boxes = rows[seen], boxes[seen]
        if not len(rows):
            return
        if frame.detail is Detail.far:
            painter.setPen(QPen(theme.colours.selection, frame.ratio))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            checked.rects(painter, boxes)
            return
        boxed = table.kind[rows] != ARROW  # arrows show their ends instead: see Drafts
        self._board.sprites(frame).ring.draw(painter, boxes[boxed])
        self._ports_again(painter, frame, rows)

    def _selected_rows(self) -> Rows:
        """Looked up once for a selection: thousands may be selected."""
        key = (self._editor.selection, self._editor.table.ids)
        if self._chosen is None or any(a is not b for a, b in zip(self._chosen, key, strict=False)):
            self._chosen = (*key, self._editor.table.known_rows(self._editor.selection))
        rows = self._chosen[2]
        return rows[self._editor.table.live[rows]]

    def _ports_again(self, painter: QPainter, frame: Frame, rows: Rows) -> None:
        """Ports lie on the ring, not under it."""
        if frame.readable:
            glyphs = self._board.sprites(frame).glyphs
            self._board.ports.draw(painter, frame, glyphs, rows)

    def _ghosts(
        self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows, dx: float, dy: float
    ) -> None:
        """Where copies will be."""
        table = self._editor.table
        boxes = frame.boxes(table, rows, dx, dy)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme.colours.selection, 0.14))
        checked.rects(painter, boxes)
        self._board.sprites(frame).ring.draw(painter, boxes)

    # -- the link in hand

    def _link(self, painter: QPainter, frame: Frame, theme: Theme, link: LinkInHand) -> None:
        start, pointer = self._middle(link.start), (link.x, link.y)
        end = self._middle(link.end) if link.end is not None else None
        if start is None:
            return
        first, last = (start, end or pointer) if link.start.output else (end or pointer, start)
        colour = theme.colours.bad if link.refusal else theme.port_colour(link.start.kind)
        ends = np.array([[*first, *last, 0.0]])
        ends[:, 4] = bend(ends)
        points = placed(frame, flattened(ends, 40))
        pieces = np.concatenate([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 4)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pen(colour, max(2 * frame.scale, 1.5 * frame.ratio)))
        checked.lines(painter, np.ascontiguousarray(pieces))
        for port in (link.start, link.end):
            if port is not None:
                self._halo(painter, frame, port)
        if end is None:
            self._loose_end(painter, frame, theme, pointer, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if link.refusal is not None:
            self._refusal(painter, frame, theme, tell(link.refusal), pointer)

    def _loose_end(
        self,
        painter: QPainter,
        frame: Frame,
        theme: Theme,
        at: tuple[float, float],
        colour: QColor,
    ) -> None:
        middle = _point(frame, *at)
        radius = max(4 * frame.scale, 3.5 * frame.ratio)
        painter.setPen(QPen(theme.colours.field, 1.5 * frame.ratio))
        painter.setBrush(colour)
        painter.drawEllipse(middle, radius, radius)

    def _halo(self, painter: QPainter, frame: Frame, port: PortEnd) -> None:
        """A port that is pointed at, enlarged on a soft ground."""
        at = self._middle(port)
        if at is None:
            return
        theme, middle = self._board.theme, _point(frame, *at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme.port_colour(port.kind), 0.28))
        painter.drawEllipse(middle, PORT * frame.scale, PORT * frame.scale)
        draw_port(painter, middle, port.kind, frame.scale * 1.2, theme)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _refusal(
        self,
        painter: QPainter,
        frame: Frame,
        theme: Theme,
        text: str,
        at: tuple[float, float],
    ) -> None:
        """Why the link may not land here, on a plate beside the pointer."""
        r, c = frame.ratio, theme.colours
        room = (round(REFUSAL_ROOM * r), round(120 * r))
        letters = self._board.ink.line(text, REFUSAL, c.text, room[0], r)
        if letters is None:
            return
        middle = _point(frame, *at)
        wide, high = letters.width() + 20 * r, letters.height() + 12 * r
        left = min(middle.x() + 16 * r, frame.width - wide - 8 * r)
        top = min(middle.y() + 18 * r, frame.height - high - 8 * r)
        box = QRectF(round(left), round(top), wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(QPen(c.bad, r))
        painter.setBrush(c.panel)
        painter.drawRoundedRect(box, 8 * r, 8 * r)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawPixmap(round(box.left() + 10 * r), round(box.top() + 6 * r), letters)

    def _middle(self, port: PortEnd) -> tuple[float, float] | None:
        """Where a port sits; one that its card does not show yet counts as half-way down."""
        table = self._editor.table
        row = table.row(port.node)
        if row is None:
            return None
        for end, x, y in ports_of(self._editor.board, table, row):
            if end == port:
                return x, y
        left, top, right, bottom = table.box(row)
        return (right if port.output else left), (top + bottom) / 2


def _point(frame: Frame, x: float, y: float) -> QPointF:
    return QPointF(x * frame.scale + frame.left, y * frame.scale + frame.top)
