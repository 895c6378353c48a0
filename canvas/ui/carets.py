"""The carets of others in the words that are open here, with whose they are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QTextCursor
from PySide6.QtWidgets import QApplication, QWidget

from canvas.editor.peers import Peer
from canvas.ui.avatars import ink_on
from canvas.ui.bench import Bench
from canvas.ui.splices import units
from canvas.ui.text import BoardText
from canvas.ui.theme import SEMIBOLD, font

FLAG = 15
"""Pixels that a name stands high."""


class Carets(QObject):
    """Main thread. At most one field has the keyboard; there they are shown."""

    def __init__(self, bench: Bench, window: QWidget) -> None:
        super().__init__(window)
        self._bench, self._window = bench, window
        self.shown: CaretLayer | None = None
        self._stop = bench.editor.listen(self._edited)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self._app = app
        app.focusChanged.connect(self._focused)
        self._focused(None, window.focusWidget())

    def close_down(self) -> None:
        self._stop()
        self._app.focusChanged.disconnect(self._focused)

    def _focused(self, _old: QWidget | None, new: QWidget | None) -> None:
        if isinstance(new, BoardText) and self._window.isAncestorOf(new):
            if self.shown is None or self.shown.field is not new:
                self._leave()
                self.shown = CaretLayer(new)
                self.shown.destroyed.connect(self._gone)
                self.shown.show_peers(self._bench.editor.peers)
        elif new is not None:
            self._leave()

    def _leave(self) -> None:
        layer, self.shown = self.shown, None
        if layer is not None:
            layer.destroyed.disconnect(self._gone)
            layer.close_down()

    def _gone(self) -> None:
        self.shown = None

    def _edited(self, what: str) -> None:
        if what == "peers" and self.shown is not None:
            self.shown.show_peers(self._bench.editor.peers)


class CaretLayer(QWidget):
    """Lies over the words of one field, and lets everything through."""

    def __init__(self, field: BoardText) -> None:
        super().__init__(field.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.field = field
        self._told: dict[str, tuple[int, int]] = {}
        self.carets: dict[str, tuple[Peer, QTextCursor]] = {}
        """Cursors of the field's own document move along with what is written around them."""
        self._flags: dict[tuple[str, str], QPixmap] = {}
        field.viewport().installEventFilter(self)
        field.textChanged.connect(self.update)
        field.verticalScrollBar().valueChanged.connect(self.update)
        self.setGeometry(field.viewport().rect())
        self.show()

    def close_down(self) -> None:
        self.hide()
        self.deleteLater()

    def show_peers(self, peers: tuple[Peer, ...]) -> None:
        here = {
            peer.id: peer for peer in peers if peer.caret and peer.caret.node == self.field.node
        }
        for id in self.carets.keys() - here.keys():
            del self.carets[id]
            self._told.pop(id, None)
        for id, peer in here.items():
            assert peer.caret is not None
            place = peer.caret.start, peer.caret.end
            if self._told.get(id) != place:
                self._told[id] = place
                self.carets[id] = peer, self._cursor(*place)
        self.update()

    def _cursor(self, start: int, end: int) -> QTextCursor:
        text = self.field.toPlainText()
        made = QTextCursor(self.field.document())
        made.setKeepPositionOnInsert(True)
        made.setPosition(units(text, min(start, len(text))))
        made.setPosition(units(text, min(end, len(text))), QTextCursor.MoveMode.KeepAnchor)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self.field.viewport().rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            for peer, cursor in self.carets.values():
                self._draw(painter, peer, cursor)

    def _draw(self, painter: QPainter, peer: Peer, cursor: QTextCursor) -> None:
        colour = QColor(peer.colour)
        if cursor.hasSelection():
            ground = QColor(colour)
            ground.setAlpha(70)
            for box in self._marked(cursor):
                painter.fillRect(box, ground)
        at = self.field.cursorRect(self._at(cursor.position()))
        painter.fillRect(QRectF(at.left(), at.top(), 2, at.height()), colour)
        flag = self._flag(peer)
        left = min(at.left(), self.width() - flag.width())
        above = at.top() - FLAG
        painter.drawPixmap(QPoint(max(left, 0), above if above >= 0 else at.bottom()), flag)

    def _at(self, position: int) -> QTextCursor:
        made = QTextCursor(self.field.document())
        made.setPosition(position)
        return made

    def _marked(self, cursor: QTextCursor) -> list[QRectF]:
        """One box a line of what somebody has marked."""
        boxes: list[QRectF] = []
        position, end = cursor.selectionStart(), cursor.selectionEnd()
        while position < end and len(boxes) < 60:
            line = self._at(position)
            line.movePosition(QTextCursor.MoveOperation.EndOfLine)
            last = min(line.position(), end)
            first, stop = (
                self.field.cursorRect(self._at(position)),
                self.field.cursorRect(self._at(last)),
            )
            wide = max(stop.left() - first.left(), 3)
            boxes.append(QRectF(first.left(), first.top(), wide, first.height()))
            position = max(last, position) + 1
        return boxes

    def _flag(self, peer: Peer) -> QPixmap:
        key = (peer.name, peer.colour)
        if key not in self._flags:
            self._flags[key] = _drawn_flag(peer, self.devicePixelRatioF())
        return self._flags[key]


def _drawn_flag(peer: Peer, density: float) -> QPixmap:
    face = font(10, SEMIBOLD)
    colour = QColor(peer.colour)
    probe = QPixmap(1, 1)
    with QPainter(probe) as measure:
        measure.setFont(face)
        metrics = measure.fontMetrics()
        name = metrics.elidedText(peer.name, Qt.TextElideMode.ElideRight, 140)
        wide = metrics.horizontalAdvance(name) + 8
    made = QPixmap(round(wide * density), round(FLAG * density))
    made.setDevicePixelRatio(density)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(0, 0, wide, FLAG), 3, 3)
        painter.setPen(ink_on(colour))
        painter.setFont(face)
        painter.drawText(QRectF(0, 0, wide, FLAG), Qt.AlignmentFlag.AlignCenter, name)
    return made
