"""Flat sheets at their depths under one moving camera: what every shot with a picture is drawn
from.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from generation.backends.animatic.plate import Pixels, Plate, Scratch, opaque, scales_of
from generation.backends.animatic.poses import Floats
from generation.backends.animatic.view import Fitted

SHUTTER = 0.5
"""The share of a frame's time in which it is exposed."""
BLUR_FROM = 18.0
"""Frame pixels of travel in one frame (at 1280 across) from which a frame is blurred by its
motion.
"""
MOST_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Sheet:
    """A flat piece of the picture: opaque RGB, or premultiplied RGBA that covers only part of
    it.
    """

    pixels: Pixels
    depth: float = 1.0
    origin: tuple[int, int] = (0, 0)
    """Where its top left pixel lies in the picture."""
    grain: float = 1.0
    """Picture pixels to one of its own."""
    travel: Floats | None = None
    """(frames, 2): how far it is moved of its own accord at each frame, in picture pixels."""


class _Drawn:
    """A sheet with its view at every frame."""

    def __init__(self, sheet: Sheet, fitted: Fitted, frames: int) -> None:
        self.sheet, self.fitted = sheet, fitted
        self.size = fitted.ground.frame
        self.matrices = self.at(np.arange(frames, dtype=np.float64))
        self.scales = scales_of(self.matrices, self.size)
        self.plate = Plate(sheet.pixels, self.scales)

    def at(self, times: Floats) -> Floats:
        """(n, 3, 3): frame pixels -> pixels of the sheet."""
        matrices = self.fitted.matrices(times, self.sheet.depth)
        offset = np.tile(np.array(self.sheet.origin, np.float64), (len(times), 1))
        if self.sheet.travel is not None:
            steps = np.arange(len(self.sheet.travel))
            moved = [np.interp(times, steps, column) for column in self.sheet.travel.T]
            offset += np.stack(moved, axis=1)
        placed = np.tile(np.eye(3), (len(times), 1, 1))
        placed[:, [0, 1], [0, 1]] = 1 / self.sheet.grain
        placed[:, :2, 2] = (0.5 - offset) / self.sheet.grain - 0.5
        return placed @ matrices

    def covered(self, matrix: Floats) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of the part of the frame that the sheet may touch."""
        wide, high = self.size
        if self.plate.opaque:
            return 0, 0, wide, high
        down, across = self.sheet.pixels.shape[:2]
        corners = np.array([[-1, across, -1, across], [-1, -1, down, down], [1, 1, 1, 1]])
        seen = np.linalg.inv(matrix) @ corners
        x, y = seen[:2] / seen[2]
        left, top = max(0, math.floor(x.min())), max(0, math.floor(y.min()))
        right, bottom = min(wide, math.ceil(x.max()) + 1), min(high, math.ceil(y.max()) + 1)
        return left, top, max(right, left), max(bottom, top)


class Stack:
    """Sheets drawn back to front; the first one is opaque and covers every view of the camera."""

    def __init__(self, sheets: Sequence[Sheet], fitted: Fitted) -> None:
        self.fitted = fitted
        self.size = fitted.ground.frame
        self.frames = fitted.path.frames
        self.drawn = [_Drawn(sheet, fitted, self.frames) for sheet in sheets]
        self._canvas, self._sheet = Scratch(), Scratch()
        self.haste = _haste(self.drawn[-1].matrices, self.size)

    def alike(self, other: Stack) -> bool:
        """Whether both are one flat picture, of one size, seen in the same way."""
        if len(self.drawn) != 1 or len(other.drawn) != 1:
            return False
        mine, its = self.drawn[0].matrices, other.drawn[0].matrices
        return mine.shape == its.shape and bool(np.allclose(mine, its))

    def frame(self, number: int) -> Pixels:
        """(height, width, 3) RGB, good until the next frame is drawn."""
        if self.haste[number] * 1280 / self.size[0] > BLUR_FROM:
            return self._exposed(number)
        matrices = [drawn.matrices[number] for drawn in self.drawn]
        out = self._canvas.array("frame", self.size[1], self.size[0], 3)
        return opaque(self._sharp(matrices, number, self.size), out)

    def _sharp(self, matrices: Sequence[Floats], number: int, size: tuple[int, int]) -> Pixels:
        ground, *rest = zip(self.drawn, matrices, strict=True)
        picture = ground[0].plate.draw(ground[1], ground[0].scales[number], size, self._canvas)
        for drawn, matrix in rest:
            _laid_over(picture, drawn, matrix, drawn.scales[number], self._sheet)
        return picture

    def _exposed(self, number: int) -> Pixels:
        """The mean of what the open shutter sees, drawn at half size: nothing in it is sharp."""
        wide, high = self.size
        small = (wide // 2, high // 2)
        spread = np.diag([wide / small[0], high / small[1], 1.0])
        spread[:2, 2] = (np.diag(spread)[:2] - 1) / 2
        count = int(min(max(self.haste[number] * SHUTTER / 3, 4), MOST_SAMPLES))
        times = number + SHUTTER * ((np.arange(count) + 0.5) / count - 0.5)
        views = [drawn.at(np.clip(times, 0, self.frames - 1)) @ spread for drawn in self.drawn]
        total = np.zeros((small[1], small[0], 4), np.float32)
        for moment in range(count):
            picture = self._sharp([view[moment] for view in views], number, small)
            cv2.accumulateWeighted(picture, total, 1 / (moment + 1))
        mean = np.rint(total).astype(np.uint8)
        return opaque(cv2.resize(mean, self.size, interpolation=cv2.INTER_CUBIC).astype(np.uint8))


def _haste(matrices: Floats, size: tuple[int, int]) -> Floats:
    """(n,): by how many frame pixels the picture moves past the frame's middle or a corner, from
    frame to frame.
    """
    wide, high = size
    points = np.array([[wide / 2, 0, wide, 0, wide], [high / 2, 0, 0, high, high], [1.0] * 5])
    if len(matrices) < 2:
        return np.zeros(len(matrices))
    seen = np.linalg.inv(matrices[:-1]) @ matrices[1:] @ points
    moved = np.hypot(*np.moveaxis(seen[:, :2] / seen[:, 2:] - points[:2], 1, 0)).max(axis=1)
    return np.asarray(np.maximum(np.append(moved, 0), np.append(0, moved)))


def _laid_over(
    picture: Pixels, drawn: _Drawn, matrix: Floats, scale: float, scratch: Scratch
) -> None:
    """Draw a see-through sheet over the picture, in place, only where it may show."""
    left, top, right, bottom = drawn.covered(matrix)
    right, bottom = min(right, picture.shape[1]), min(bottom, picture.shape[0])
    if right <= left or bottom <= top:
        return
    corner = np.array([[1, 0, left], [0, 1, top], [0, 0, 1.0]])
    sheet = drawn.plate.draw(matrix @ corner, scale, (right - left, bottom - top), scratch)
    under = scratch.array("under", *sheet.shape)
    np.copyto(under, picture[top:bottom, left:right])
    lay_over(under, sheet, scratch)
    picture[top:bottom, left:right] = under


def lay_over(below: Pixels, above: Pixels, scratch: Scratch) -> None:
    """Premultiplied RGBA over opaque RGBA, in place."""
    clear = scratch.array("clear", *above.shape[:2])
    share = scratch.array("share", *above.shape)
    cv2.extractChannel(above, 3, dst=clear)
    cv2.bitwise_not(clear, dst=clear)
    cv2.cvtColor(clear, cv2.COLOR_GRAY2RGBA, dst=share)
    cv2.multiply(below, share, dst=below, scale=1 / 255)
    cv2.add(below, above, dst=below)
