"""The field under everything: its colour, and a grid of dots that thins out from afar."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from canvas.ui.painting import checked
from canvas.ui.painting.frame import Frame
from canvas.ui.theme import GRID, Theme

CLOSEST = 15.0
"""Logical pixels that dots keep between them; closer ones leave every second one out."""

RADIUS = 1.1


def draw_ground(
    painter: QPainter, frame: Frame, theme: Theme, area: QRect, *, dots: bool = True
) -> None:
    """The colour of the field, and its dots where they are wanted."""
    painter.fillRect(area, theme.colours.field)
    if dots:
        _draw_dots(painter, frame, theme, area)


def _draw_dots(painter: QPainter, frame: Frame, theme: Theme, area: QRect) -> None:
    """One line of dots is drawn, and then copied down the area."""
    across = _places(frame, area.left(), area.width(), frame.left)
    down = _places(frame, area.top(), area.height(), frame.top)
    dot = draw_dot(theme, frame.ratio * min(max(frame.zoom, 0.9), 1.6))
    line = QPixmap(area.width(), dot.height())
    line.fill(theme.colours.field)
    made = np.zeros((len(across), checked.FRAGMENT))
    made[:, 0] = across - area.left() + (dot.width() % 2) / 2
    made[:, 1] = dot.height() / 2
    made[:, 4], made[:, 5] = dot.width(), dot.height()
    made[:, 6] = made[:, 7] = made[:, 9] = 1.0
    with QPainter(line) as lined:
        checked.fragments(lined, made, dot)
    for y in down.tolist():
        painter.drawPixmap(area.left(), int(y) - dot.height() // 2, line)


def spacing(zoom: float) -> float:
    """World units between dots at a zoom: 24, 48, 96 and so on."""
    return GRID * 2.0 ** max(math.ceil(math.log2(CLOSEST / (GRID * zoom))), 0)


def draw_dot(theme: Theme, scale: float) -> QPixmap:
    side = 2 * math.ceil(RADIUS * scale) + 1
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.dot)
        painter.drawEllipse(QPointF(side / 2, side / 2), RADIUS * scale, RADIUS * scale)
    return pixmap


def _places(frame: Frame, start: int, length: int, origin: float) -> NDArray[np.float64]:
    """Whole device pixels of the dots along one axis, a dot's reach beyond the area."""
    step = spacing(frame.zoom) * frame.scale
    first = math.floor((start - 4 - origin) / step)
    last = math.ceil((start + length + 4 - origin) / step)
    places: NDArray[np.float64] = np.floor(np.arange(first, last + 1) * step + 0.5) + origin
    return places
