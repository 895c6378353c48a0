"""The part of the view that one frame paints anew: a few rectangles, painted in one go."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QRegion

from canvas.ui.painting.frame import PAD, Frame

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Patch:
    """Rectangles in device pixels that do not overlap."""

    parts: tuple[QRect, ...]
    region: QRegion
    room: QRect
    """All that is painted on, this patch and at least PAD more on every side."""
    whole: bool = False
    """It is all of the view, and what lies beyond is never shown."""

    @property
    def area(self) -> QRect:
        """The rectangle around it."""
        return self.region.boundingRect()

    @property
    def size(self) -> int:
        """Pixels in it."""
        return sum(part.width() * part.height() for part in self.parts)

    def meets(
        self, left: Floats, top: Floats, right: Floats, bottom: Floats, margin: float
    ) -> NDArray[np.bool_]:
        """Which of many boxes, in device pixels, come within `margin` of it."""
        met = np.zeros(len(left), np.bool_)
        for part in self.parts:
            x, y = part.left() - margin, part.top() - margin
            near = (right > x) & (bottom > y)
            near &= left < part.left() + part.width() + margin
            met |= near & (top < part.top() + part.height() + margin)
        return met

    def clip(self) -> QRegion:
        """The patch as a clip whose bounds are all that is painted on.

        Qt shortens lines at the bounds of the clip, and rounds differently then. With specks in
        the corners of the padding, the same line gives the same pixels whatever is painted.
        """
        if self.whole:
            # a plain rectangle is quicker, and nobody sees the padding
            return QRegion(self.room)
        corners = (QRect(at, QSize(1, 1)) for at in (self.room.topLeft(), self.room.bottomRight()))
        return self.region + QRegion(next(corners)) + QRegion(next(corners))


def whole(frame: Frame) -> Patch:
    """All of the view."""
    room = frame.area.adjusted(-PAD, -PAD, PAD, PAD)
    return Patch((frame.area,), QRegion(frame.area), room, whole=True)


def patch_of(region: QRegion, areas: Iterable[QRect], room: QRect) -> Patch:
    """A region and areas, which may overlap, as one patch."""
    for area in areas:
        region += QRegion(area)
    # Qt cuts a region into bands of rectangles
    return Patch(tuple(cast(Iterable[QRect], region)), region, room)
