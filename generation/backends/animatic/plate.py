"""A picture ready to be looked at from anywhere: filtered once for the scales that a shot shows it
at, then sampled bilinearly at exact sub-pixel places.

A level holds the picture low-passed for one scale, with about 1.5 samples to a pixel of the frame.
Sampling one therefore neither shimmers (nothing in it is finer than a frame pixel can show) nor
goes soft and sharp in turn as the sub-pixel phase changes. Where a shot goes through scales, two
neighbouring levels are mixed.
"""

from __future__ import annotations

import math
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.backends.animatic.poses import Floats

Pixels = NDArray[np.uint8]

STEP = 1.25
"""From level to level the picture's scale changes by this much."""
ONE_LEVEL = 1.42
"""A shot whose scales differ less than this needs one level only, a little soft at one end and a
little crisp at the other; mixing two costs twice the time, and rounds to whole levels in steps.
"""
SOFTNESS = 0.34
"""Sigma of the low-pass, in frame pixels; what bilinear sampling adds makes it about 0.45."""
DENSITY = 1.5
"""Samples to a frame pixel of a picture that has to be made smaller."""
FINE_DENSITY = 2.1
"""And of one that has to be made larger: at its own size it must come out as it went in. No whole
number, so that no phase of the pixels is favoured.
"""


class Scratch:
    """Memory that is drawn into again and again: fresh pages for each frame would cost as much time
    as the drawing. One drawing at a time.
    """

    def __init__(self) -> None:
        self._blocks: dict[str, Pixels] = {}

    def array(self, name: str, *shape: int) -> Pixels:
        """Uninitialised (shape); what it held under this name before is gone."""
        size = math.prod(shape)
        block = self._blocks.get(name)
        if block is None or block.size < size:
            block = self._blocks[name] = np.empty(size, np.uint8)
        return block[:size].reshape(shape)


class Plate:
    """A picture and its levels. Opaque RGB (h, w, 3), or premultiplied RGBA (h, w, 4) that fades
    out at its border.
    """

    def __init__(self, picture: Pixels, scales: Floats) -> None:
        """`scales`: picture pixels to a frame pixel, over the shot."""
        self.opaque = picture.shape[2] == 3
        self.picture = see_through(picture) if self.opaque else picture
        self.widest, self.nearest = float(scales.max()), float(scales.min())
        single = self.widest / self.nearest < ONE_LEVEL
        self.single = math.sqrt(self.widest * self.nearest) if single else None
        self._level = lru_cache(maxsize=3)(self._made)

    def draw(
        self, matrix: Floats, scale: float, size: tuple[int, int], scratch: Scratch | None = None
    ) -> Pixels:
        """(height, width, 4) of the view `matrix` (frame pixels -> picture pixels); `size` is
        (width, height). With `scratch` the result is good until the next drawing with it.
        """
        scratch = scratch or Scratch()
        below, above = (scratch.array(name, size[1], size[0], 4) for name in ("below", "above"))
        if self.single:
            return self._sampled(0, matrix, below)
        place = math.log(self.widest / scale) / math.log(STEP)
        index = max(int(place), 0)
        share = min(max(place - index, 0.0), 1.0)
        self._sampled(index, matrix, below)
        if share > 1e-3:
            self._sampled(index + 1, matrix, above)
            cv2.addWeighted(below, 1 - share, above, share, 0, dst=below)
        return below

    def _sampled(self, index: int, matrix: Floats, into: Pixels) -> Pixels:
        level, placing = self._level(index)
        warp(
            level,
            placing @ matrix,
            into,
            cv2.BORDER_REPLICATE if self.opaque else cv2.BORDER_CONSTANT,
        )
        return into

    def _made(self, index: int) -> tuple[Pixels, Floats]:
        """A level, and the matrix from pixels of the picture to its own."""
        scale = self.single or self.widest / STEP**index
        return level_of(self.picture, scale)


def warp(picture: Pixels, matrix: Floats, into: Pixels, border: int) -> None:
    """The picture through a matrix from pixels of `into` to its own."""
    size = into.shape[1], into.shape[0]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    matrix = matrix / matrix[2, 2]
    if np.abs(matrix[2, :2]).max() < 1e-12:
        cv2.warpAffine(picture, matrix[:2], size, dst=into, flags=flags, borderMode=border)
    else:
        cv2.warpPerspective(picture, matrix, size, dst=into, flags=flags, borderMode=border)


def level_of(picture: Pixels, scale: float) -> tuple[Pixels, Floats]:
    """The picture low-passed for `scale` picture pixels to a frame pixel, and the matrix into
    it.
    """
    if 1.15 <= scale <= 2.0:
        return _softened(picture, SOFTNESS * scale), np.eye(3)
    high, wide = picture.shape[:2]
    finer = scale < DENSITY
    density = FINE_DENSITY if finer else DENSITY
    width, height = (max(1, round(side * density / scale)) for side in (wide, high))
    way = cv2.INTER_CUBIC if finer else cv2.INTER_AREA
    sized = cv2.resize(picture, (width, height), interpolation=way).astype(np.uint8, copy=False)
    ratio = np.array([width / wide, height / high])
    placing = np.diag([*ratio, 1.0])
    placing[:2, 2] = ratio / 2 - 0.5
    # a picture no finer than the frame has nothing to be rid of
    blur = 0.3 * min(max((scale - 1) / 0.15, 0.0), 1.0) if finer else 0.28
    return _softened(sized, blur * density), placing


def _softened(picture: Pixels, sigma: float) -> Pixels:
    if sigma < 0.1:
        return picture
    blurred = cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE)
    return blurred.astype(np.uint8, copy=False)


def scales_of(matrices: Floats, size: tuple[int, int]) -> Floats:
    """(n,): picture pixels to a frame pixel in the middle of each view."""
    middle = np.array([size[0] / 2 - 0.5, size[1] / 2 - 0.5, 1.0])
    at = matrices @ middle
    point = at[:, :2] / at[:, 2:]
    slope = matrices[:, :2, :2] - point[:, :, None] * matrices[:, 2:, :2]
    return np.asarray(np.sqrt(np.abs(np.linalg.det(slope / at[:, 2, None, None]))))


def see_through(picture: Pixels) -> Pixels:
    """RGB -> RGBA: four channels are sampled twice as fast as three."""
    return cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA).astype(np.uint8, copy=False)


def opaque(drawn: Pixels, into: Pixels | None = None) -> Pixels:
    """RGBA -> RGB, (height, width, 3)."""
    into = np.empty((*drawn.shape[:2], 3), np.uint8) if into is None else into
    cv2.cvtColor(drawn, cv2.COLOR_RGBA2RGB, dst=into)
    return into
