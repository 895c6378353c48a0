"""A true change from one picture into the next by optical flow, where the two are close enough for
that.

Large moves and changed colours ghost, so the flow must find its way there and back again; where it
does not, the pictures dissolve.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.backends.animatic.plate import Pixels, level_of, opaque, scales_of, see_through
from generation.backends.animatic.poses import Floats
from generation.backends.animatic.view import Fitted

Flow = NDArray[np.float32]

WIDE = 560
"""Pixels across at which the flow is sought."""
RETURNS, STRAY = 0.8, 1.6
"""This share of the pixels must come back to within STRAY pixels of where they started."""
ALIKE = 16.0
"""Mean difference, in levels, of one picture carried over to the other."""
FARTHEST = 0.16
"""Of the width: what moves farther than this ghosts."""
ALL_THE_SAME = 0.4
"""Flows of a mean length under this many pixels have nothing to carry: a dissolve does as well."""


class Morph:
    """Two pictures of one size on one plane, and the flows between them."""

    def __init__(
        self, first: Pixels, second: Pixels, flows: tuple[Flow, Flow], fitted: Fitted
    ) -> None:
        self.size = fitted.ground.frame
        self.there, self.back = flows
        self.grain = first.shape[1] / self.there.shape[1]
        times = np.arange(fitted.path.frames, dtype=np.float64)
        self.matrices = fitted.matrices(times)
        scale = float(np.median(scales_of(self.matrices, self.size)))
        self.levels = [level_of(see_through(picture), scale) for picture in (first, second)]

    def frame(self, number: int, share: float) -> Pixels:
        x, y = _grid(self.matrices[number], self.size)
        one = self._carried(0, x, y, self.back, share)
        other = self._carried(1, x, y, self.there, 1 - share)
        return opaque(cv2.addWeighted(one, 1 - share, other, share, 0).astype(np.uint8, copy=False))

    def _carried(self, which: int, x: Flow, y: Flow, flow: Flow, share: float) -> Pixels:
        level, placing = self.levels[which]
        grain = np.float32(self.grain)
        by = cv2.remap(
            flow,
            (x + 0.5) / grain - 0.5,
            (y + 0.5) / grain - 0.5,
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )
        by = by * np.float32(share * self.grain)
        across = (x + by[..., 0]) * np.float32(placing[0, 0]) + np.float32(placing[0, 2])
        down = (y + by[..., 1]) * np.float32(placing[1, 1]) + np.float32(placing[1, 2])
        drawn = cv2.remap(level, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return drawn.astype(np.uint8, copy=False)


def flows(first: Pixels, second: Pixels) -> tuple[Flow, Flow] | None:
    """The way from one picture to the other and back, (h, w, 2) in pixels of a small size; None
    where a morph would ghost, or do nothing.
    """
    if first.shape != second.shape:
        return None
    small = [_small(picture) for picture in (first, second)]
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in small]
    seeker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    there, back = (_flow(seeker, *pair) for pair in (grey, grey[::-1]))
    return (there, back) if _trusted(small, there, back) else None


def _flow(seeker: cv2.DISOpticalFlow, start: NDArray[Any], end: NDArray[Any]) -> Flow:
    empty = np.zeros((*start.shape, 2), np.float32)
    return np.asarray(seeker.calc(start, end, empty), np.float32)


def _trusted(small: list[Pixels], there: Flow, back: Flow) -> bool:
    length = np.hypot(there[..., 0], there[..., 1])
    if length.mean() < ALL_THE_SAME or np.quantile(length, 0.98) > FARTHEST * there.shape[1]:
        return False
    x, y = _pixel_grid(there.shape[1], there.shape[0])
    across, down = x + there[..., 0], y + there[..., 1]
    returned = cv2.remap(back, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    astray = np.hypot(*np.moveaxis(there + returned, 2, 0))
    carried = cv2.remap(small[1], across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    unlike = np.abs(carried.astype(np.float32) - small[0]).mean()
    return bool((astray < STRAY).mean() > RETURNS and unlike < ALIKE)


def _small(picture: Pixels) -> Pixels:
    high, wide = picture.shape[:2]
    size = min(WIDE, wide), max(16, round(high * min(WIDE, wide) / wide))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _pixel_grid(wide: int, high: int) -> tuple[Flow, Flow]:
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    return x, y


def _grid(matrix: Floats, size: tuple[int, int]) -> tuple[Flow, Flow]:
    """Where in the picture each pixel of the frame looks."""
    x, y = (axis.astype(np.float64) for axis in _pixel_grid(*size))
    depth = matrix[2, 0] * x + matrix[2, 1] * y + matrix[2, 2]
    across = (matrix[0, 0] * x + matrix[0, 1] * y + matrix[0, 2]) / depth
    down = (matrix[1, 0] * x + matrix[1, 1] * y + matrix[1, 2]) / depth
    return across.astype(np.float32), down.astype(np.float32)
