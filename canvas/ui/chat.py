"""A few words at one's own pointer, seen by everybody while they are written, gone soon after."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from canvas.ui.avatars import ink_on
from canvas.ui.bench import Bench
from canvas.ui.presenting import Presenting
from canvas.ui.sheet import rgba
from canvas.ui.theme import BODY, MEDIUM, font
from canvas.ui.view import CanvasView
from collab.colours import COLOURS

LINGERS = 6000
"""Milliseconds that words stay after the last key."""

LONGEST = 140
"""Characters: no more can be read in passing."""

AWAY = QPoint(14, 16)
"""From the pointer to the corner of the words."""


class Chat(QObject):
    """Main thread. One bubble; it follows the pointer until Escape, a press or some silence."""

    def __init__(self, bench: Bench, view: CanvasView, presenting: Presenting) -> None:
        super().__init__(view)
        self._bench, self._view, self._presenting = bench, view, presenting
        self.field = ChatField(view)
        self.field.textChanged.connect(self._said)
        self.field.returnPressed.connect(self._enter)
        self.field.left.connect(self.close)
        self._at = QPoint()
        self._silence = QTimer(self, singleShot=True, interval=LINGERS)
        self._silence.timeout.connect(self.close)

    def open(self) -> None:
        """Begin a bubble at the pointer, or in the middle while that is elsewhere."""
        view = self._view
        here = view.mapFromGlobal(view.cursor().pos())
        if not view.rect().contains(here):
            here = view.rect().center()
        together = self._bench.session.together
        self.field.dress(together.me.colour or COLOURS[1])
        self.field.clear()
        view.installEventFilter(self)
        self.field.show()
        self.field.raise_()
        self.field.setFocus()
        self._place(here)
        self._silence.start()

    def close(self) -> None:
        """Say no more: what was said fades for the others."""
        self._silence.stop()
        self._view.removeEventFilter(self)
        if self.field.isVisible():
            had = self.field.hasFocus()
            self.field.hide()
            if had:
                self._view.setFocus()
        self._presenting.say("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.MouseMove and isinstance(event, QMouseEvent):
            self._place(event.position().toPoint())
        elif event.type() is QEvent.Type.MouseButtonPress:
            self.close()
        return False

    def _said(self, words: str) -> None:
        if self.field.isVisible():
            self._presenting.say(words)
            self._silence.start()
            self.field.fit()
            self._place(self._at)

    def _enter(self) -> None:
        """Keep it to be read; the next letter begins anew. Nothing to say ends it."""
        if self.field.text().strip():
            self.field.selectAll()
            self._silence.start()
        else:
            self.close()

    def _place(self, at: QPoint) -> None:
        self._at = at
        view, field = self._view, self.field
        corner = at + AWAY
        left = min(max(corner.x(), 4), max(view.width() - field.width() - 4, 4))
        top = min(max(corner.y(), 4), max(view.height() - field.height() - 4, 4))
        field.move(left, top)
        if not view.underMouse():  # the others see the words where the bubble is
            self._presenting.point(QPointF(at))


class ChatField(QLineEdit):
    """A real field, so that input methods work in it."""

    left = Signal()

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self.hide()
        self.setMaxLength(LONGEST)
        self.setFont(font(BODY, MEDIUM))
        self.setAccessibleName(self.tr("Say something to everybody here"))
        self.setPlaceholderText(self.tr("Say something…"))

    def dress(self, colour: str) -> None:
        ground = QColor(colour)
        ink = ink_on(ground)
        self.setStyleSheet(
            f"QLineEdit {{ background: {rgba(ground)}; color: {rgba(ink)}; border: none;"
            f" border-radius: 11px; border-top-left-radius: 2px; padding: 0 10px;"
            f" min-height: 32px; selection-background-color: {rgba(ink, 0.25)};"
            f" selection-color: {rgba(ink)}; }}"
        )
        palette = self.palette()
        faint = QColor(ink)
        faint.setAlphaF(0.6)
        palette.setColor(palette.ColorRole.PlaceholderText, faint)
        self.setPalette(palette)
        self.fit()

    def fit(self) -> None:
        """As wide as its words."""
        shown = self.text() or self.placeholderText()
        self.resize(min(self.fontMetrics().horizontalAdvance(shown) + 34, 420), 32)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() in (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.TabFocusReason):
            self.left.emit()
