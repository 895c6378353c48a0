"""A field for plain words whose lines stand as far apart as they do on the cards."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextBlockFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QWidget

LEADING = 1.5
"""Distance of baselines, in sizes of the letters."""

LOWER = 0.085
"""By how much of their size letters stand lower here than on a card: Qt puts the baseline of a line
of fixed height at four fifths of it."""


class WordsField(QTextEdit):
    """Takes plain text only. All scripts share one line height: Chinese does not push lines apart.

    A plain text field of Qt would be lighter, but it has no line heights.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = 0.0
        self._leading = LEADING
        self._hint = ""
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlainText(text)
        self._space()

    @property
    def step(self) -> float:
        """Pixels from line to line."""
        return self._step

    def setPlaceholderText(self, text: str) -> None:
        """Painted by ourselves: Qt gives it a line's room, and cuts a second one."""
        self._hint = text
        self.setAccessibleDescription(text)
        self.viewport().update()

    def placeholderText(self) -> str:
        return self._hint

    def hint_height(self) -> float:
        """Pixels that it takes as the field is wide now; 0 while there are words."""
        if not self._hint or not self.document().isEmpty():
            return 0.0
        room, wraps = self._hint_room(), Qt.TextFlag.TextWordWrap.value
        lines = self.fontMetrics().boundingRect(room, wraps, self._hint)
        return lines.height() + 2 * self.document().documentMargin()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._hint or not self.document().isEmpty():
            return
        with QPainter(self.viewport()) as painter:
            painter.setFont(self.font())
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(self._hint_room(), Qt.TextFlag.TextWordWrap.value, self._hint)

    def _hint_room(self) -> QRect:
        margin = round(self.document().documentMargin())
        down = margin + max(round((self._step - self.fontMetrics().height()) / 2), 0)
        return QRect(margin, down, self.viewport().width() - 2 * margin, 10_000)

    def set_leading(self, leading: float) -> None:
        """Set the distance of baselines, in sizes of the letters."""
        self._leading = leading
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._space()

    def _space(self) -> None:
        step = self.font().pointSizeF() * self.logicalDpiY() / 72 * self._leading
        if step <= 0 or step == self._step:
            return
        self._step = step
        look = QTextBlockFormat()
        look.setLineHeight(step, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.mergeBlockFormat(look)
        self.document().clearUndoRedoStacks()  # or Ctrl+Z would bring the old spacing back
