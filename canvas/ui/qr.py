"""A link as a code for cameras, drawn as pixels: QR model 2, ISO/IEC 18004."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

QUIET = 4
"""Modules of light around the code: what the standard asks for."""

DARK, LIGHT = QColor("#0E1014"), QColor("#FFFFFF")
"""The same in every theme: cameras want dark on light."""


def drawn(words: str) -> QImage:
    """One pixel a module, with its quiet zone."""
    import segno  # late: only for whoever shares

    code = segno.make_qr(words, error="l")  # fewer and larger squares; screens are clean
    matrix = tuple(code.matrix)
    side = len(matrix) + 2 * QUIET
    made = QImage(side, side, QImage.Format.Format_RGB32)
    made.fill(LIGHT)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                made.setPixelColor(x + QUIET, y + QUIET, DARK)
    return made


class QrCode(QWidget):
    """A code as large as whole pixels for each module allow."""

    def __init__(self, side: int = 224) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.image = QImage()
        self._words = ""

    def sizeHint(self) -> QSize:
        return self.size()

    def show_words(self, words: str) -> None:
        if words != self._words:
            self._words = words
            self.image = drawn(words) if words else QImage()
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(LIGHT)
            painter.setOpacity(1.0 if self._words else 0.06)
            painter.drawRoundedRect(self.rect(), 10, 10)
            if not self._words:
                return
            ratio = self.devicePixelRatioF()
            step = max(int(self.width() * ratio // self.image.width()), 1)
            side = step * self.image.width() / ratio
            left = (self.width() - side) / 2
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.translate(left, left)
            painter.scale(step / ratio, step / ratio)
            painter.drawImage(0, 0, self.image)
