"""The start page in its window."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from canvas.ui.banner import Banners
from canvas.ui.start import StartPage
from canvas.ui.theme import Theme


class StartWindow(QMainWindow):
    """The start page with room for messages."""

    def __init__(self, theme: Theme, language: str, theme_setting: str) -> None:
        super().__init__()
        self.page = StartPage(theme, language, theme_setting)
        self.setCentralWidget(self.page)
        self.banners = Banners(self.page, theme)
        self.setWindowTitle("Shotweave")
        self.resize(QSize(1120, 720).boundedTo(self.screen().availableSize()))

    def set_theme(self, theme: Theme) -> None:
        self.page.set_theme(theme)
        self.banners.set_theme(theme)
