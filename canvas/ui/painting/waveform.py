"""A sound drawn as bars, as loud as it is there; whole device pixels, the same from any side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from canvas.ui.painting import checked
from canvas.ui.painting.frame import Frame
from canvas.ui.waves import Loudness

STEP, GAP = 3.0, 1.0
"""World units from one bar to the next, and those that stay free between them."""

CURVE = 0.65


def draw_waveform(
    painter: QPainter,
    frame: Frame,
    box: QRect,
    loudness: Loudness,
    colour: QColor,
    *,
    upto: float = 1.0,
) -> None:
    """Bars about the middle of a box, those up to a share of it; silence is a row of dots."""
    bars = _bars(frame, box, loudness)
    end = box.left() + upto * box.width()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    checked.rects(painter, np.ascontiguousarray(bars[bars[:, 0] < end]))


def _bars(frame: Frame, box: QRect, loudness: Loudness) -> NDArray[np.float64]:
    least = max(round(frame.ratio), 1)
    step = max(round(STEP * frame.scale), 2 * least)
    wide = max(step - max(round(GAP * frame.scale), least), 1)
    count = max(box.width() // step, 1)
    edges = np.arange(count) * len(loudness) // count
    # ears hear in steps of the same ratio: a quiet voice is more than a tenth of a shout
    loud = (np.maximum.reduceat(loudness, edges) / 255) ** CURVE
    half = np.maximum(np.floor(loud * (box.height() // 2 - least) + 0.5), least)
    left = box.left() + (box.width() - count * step + (step - wide)) // 2
    middle = box.top() + box.height() // 2
    return np.stack(
        [left + np.arange(count) * step, middle - half, np.full(count, wide), 2 * half], axis=1
    ).astype(np.float64)
