"""The padlock of what is locked, and the square of a card that a person has given a colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from canvas.ui.painting.ink import Ink

LOCK = 13.0
"""World units that a padlock measures."""

SQUARE, SQUARE_RADIUS = 12.0, 3.5
"""The coloured square lies over the smaller one of the card's kind."""


def padlock(ink: Ink, colour: QColor, scale: float) -> QPixmap:
    """Drawn once for each scale."""
    return ink.kept(("padlock", colour.rgba(), scale), lambda: _draw_padlock(colour, scale))


def square(ink: Ink, colour: str, scale: float) -> QPixmap | None:
    """A rounded square in a person's colour; None where it is no colour."""
    paint = QColor(colour)
    if not paint.isValid():
        return None
    return ink.kept(("square", colour, scale), lambda: _draw_square(paint, scale))


def _draw_padlock(colour: QColor, scale: float) -> QPixmap:
    side = max(round(LOCK * scale), 1)
    pixmap = _clear(side)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        unit = side / LOCK
        painter.setPen(QPen(colour, 1.4 * unit))
        painter.drawArc(QRectF(3.8 * unit, 1.2 * unit, 5.4 * unit, 8 * unit), 0, 180 * 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(
            QRectF(2.2 * unit, 5.4 * unit, 8.6 * unit, 6.4 * unit), 1.6 * unit, 1.6 * unit
        )
    return pixmap


def _draw_square(colour: QColor, scale: float) -> QPixmap:
    side = max(round(SQUARE * scale), 1)
    pixmap = _clear(side)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        radius = SQUARE_RADIUS * scale
        painter.drawRoundedRect(QRectF(0, 0, side, side), radius, radius)
    return pixmap


def _clear(side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap
