"""A field for plain words whose lines stand as far apart as they do on the cards."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QTextBlockFormat, QTextCursor
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
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setPlainText(text)
        self._space()

    @property
    def step(self) -> float:
        """Pixels from line to line."""
        return self._step

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
