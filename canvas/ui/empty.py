"""What an empty board says: the next step, as buttons."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from canvas.ui.controls import Button, Panel, text_label
from canvas.ui.icons import icon
from canvas.ui.theme import BODY, Theme


class EmptyBoard(Panel):
    """Lies in the middle of the field until there is a first node."""

    pictures_requested = Signal()
    prompt_requested = Signal()
    sample_requested = Signal()

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme = theme
        self._title = text_label("", "", 18, strong=True)
        self._hint = text_label("", "soft", BODY)
        self.pictures = Button(primary=True)
        self.prompt, self.sample = Button(), Button()
        self.pictures.clicked.connect(self.pictures_requested)
        self.prompt.clicked.connect(self.prompt_requested)
        self.sample.clicked.connect(self.sample_requested)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.pictures, self.prompt, self.sample):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(44, 38, 44, 38)
        column.setSpacing(8)
        for label in (self._title, self._hint):
            column.addWidget(label, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        column.addLayout(buttons)
        over.installEventFilter(self)
        self.set_theme(theme)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        c = theme.colours
        self.pictures.setIcon(icon("picture", theme, 16, colour=c.on_accent))
        self.prompt.setIcon(icon("prompt", theme, 16, colour=c.words))
        self.sample.setIcon(icon("film", theme, 16, colour=c.video))
        self.update()

    def retranslate(self) -> None:
        self._title.setText(self.tr("Begin your film"))
        self._hint.setText(self.tr("Everything you put here becomes part of it."))
        self.pictures.setText(self.tr("Drop pictures here"))
        self.prompt.setText(self.tr("Write a brief"))
        self.sample.setText(self.tr("Open the sample"))
        self.adjustSize()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self._theme.colours
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pen = QPen(c.line2, 1.5)
            pen.setDashPattern([4, 4])
            painter.setPen(pen)
            painter.setBrush(c.panel)
            painter.setOpacity(0.92)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 16, 16)

    def _place(self) -> None:
        over = self.parentWidget()
        if over is not None:
            size = self.sizeHint()
            self.setGeometry(
                (over.width() - size.width()) // 2,
                (over.height() - size.height()) // 2,
                size.width(),
                size.height(),
            )
