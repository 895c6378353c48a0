"""The button of the top bar that opens the list of comments, with how many are unread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QToolButton

from canvas.ui.controls import Panel, tool_button
from canvas.ui.icons import icon
from canvas.ui.theme import SEMIBOLD, Theme, font

SIDE = 32


class CommentsButton(Panel):
    """Main thread."""

    wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme, self._unread = theme, 0
        self.setFixedSize(SIDE + 8, SIDE)
        self.button: QToolButton = tool_button(icon("comment", theme), size=SIDE)
        self.button.setParent(self)
        self.button.clicked.connect(self.wanted)
        self._badge = Badge(self)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.button.setIcon(icon("comment", theme))
        self._badge.update()

    def show_unread(self, count: int) -> None:
        if count != self._unread:
            self._unread = count
            self.retranslate()

    def retranslate(self) -> None:
        some = self.tr("Comments, {n} unread").format(n=self._unread)
        words = some if self._unread else self.tr("Comments")
        self.button.setToolTip(words)
        self.button.setAccessibleName(words)
        self._badge.show_count(self._unread, self._theme)


class Badge(Panel):
    """A number in the corner; it takes no clicks."""

    def __init__(self, parent: CommentsButton) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._count = 0
        self._theme: Theme | None = None
        self.setGeometry(SIDE - 15, 1, 22, 16)

    def show_count(self, count: int, theme: Theme) -> None:
        self._count, self._theme = count, theme
        self.setVisible(count > 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._theme is None or not self._count:
            return
        c = self._theme.colours
        text = str(self._count) if self._count < 100 else "99"
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.accent)
            box = QRectF(0, 0, 16 if len(text) < 2 else 22, 16)
            painter.drawRoundedRect(box, 8, 8)
            painter.setPen(c.on_accent)
            painter.setFont(font(10, SEMIBOLD, tabular=True))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
