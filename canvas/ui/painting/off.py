"""Cards through which nothing flows: muted or bypassed."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from canvas.ui.painting.frame import Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.theme import NODE_RADIUS, Theme

OFF = {"muted": 0.6, "bypassed": 0.4}
"""How far a card that is off steps back into the field."""


def draw_off(painter: QPainter, frame: Frame, theme: Theme, box: QRect, mode: str) -> None:
    """A card that is muted steps back; one that is bypassed is struck through besides."""
    radius = NODE_RADIUS * frame.scale
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faded(theme.colours.field, OFF[mode]))
    painter.drawRoundedRect(box, radius, radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if mode == "bypassed":
        strike = QPen(theme.colours.soft, max(round(2 * frame.scale), round(frame.ratio), 1))
        strike.setDashPattern([4.0, 3.0])
        strike.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(strike)
        middle = box.top() + box.height() // 2
        painter.drawLine(box.left(), middle, box.right(), middle)
