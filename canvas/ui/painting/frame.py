"""The numbers of one picture of the board: from world units to device pixels, and how close."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from canvas.editor.camera import Box, Camera
from canvas.editor.spatial import NodeTable, Rows

Floats = NDArray[np.float64]


class Detail(IntEnum):
    """How much of a card is drawn: a block of colour, a card with its picture, or all of it."""

    far = 0
    middle = 1
    near = 2


LABELS = 0.76
"""The least zoom that names of cards and scenes, and badges, are drawn for."""

READABLE = 0.5
"""The zoom under which bars stand in for the lines of a text."""

ROOMY = 0.62
"""The zoom from which facts stand beside names."""

FARTHEST = 2**29
"""Device pixels from the view's corner that a rectangle reaches at most."""

HANDFUL = 24
"""Nodes that are carried at once before thin lines lose their smoothness on the way."""

PAD = 64
"""Device pixels around the view that may be painted on, and are never shown."""

_NEARER_FROM = (0.14, 0.23)
_HYSTERESIS = 1.07


def detail_for(zoom: float, before: Detail | None = None) -> Detail:
    """The level for a zoom; near a border it stays what it was before."""
    found = Detail(sum(zoom >= border for border in _NEARER_FROM))
    if before is None or before == found:
        return found
    border = _NEARER_FROM[min(found, before)]
    inside = border / _HYSTERESIS <= zoom < border * _HYSTERESIS
    return before if inside and abs(before - found) == 1 else found


@dataclass(frozen=True, slots=True)
class Frame:
    """World point (x, y) lies at device pixel (x * scale + left, y * scale + top).

    `left` and `top` are whole numbers: a pan moves every pixel of the picture alike.
    """

    scale: float
    left: float
    top: float
    width: int
    height: int
    ratio: float
    detail: Detail
    letters: float
    """The scale that letters are drawn at: `scale`, or one nearby while the zoom moves."""
    rough: bool = False
    """So much moves that thin lines need not be smooth."""

    @property
    def labels(self) -> float:
        """The scale of names and badges: from afar they stay readable, as on a map."""
        return max(self.letters, LABELS * self.ratio)

    @property
    def labels_grown(self) -> float:
        """By how much they are scaled while the zoom moves."""
        return max(self.scale, LABELS * self.ratio) / self.labels

    @property
    def readable(self) -> bool:
        """Whether words on cards can be read."""
        return self.zoom >= READABLE

    @property
    def roomy(self) -> bool:
        """Whether a card has room for more than its name."""
        return self.zoom >= ROOMY

    @property
    def settled(self) -> bool:
        """Whether the zoom rests; while it moves, letters and pictures are old ones, scaled."""
        return self.letters == self.scale

    @property
    def zoom(self) -> float:
        return self.scale / self.ratio

    def x(self, world: Floats) -> Floats:
        """Whole device pixels; the rounding does not depend on where the camera is."""
        return np.floor(world * self.scale + 0.5) + self.left

    def y(self, world: Floats) -> Floats:
        return np.floor(world * self.scale + 0.5) + self.top

    def size(self, world: Floats) -> Floats:
        """Whole device pixels, at least one."""
        return np.maximum(np.floor(world * self.scale + 0.5), 1.0)

    def boxes(self, table: NodeTable, rows: Rows, dx: float = 0.0, dy: float = 0.0) -> Floats:
        """Nodes as (n, 4) of x, y, width, height in whole device pixels, shifted by world units."""
        x, y = self.x(table.x[rows] + dx), self.y(table.y[rows] + dy)
        return np.stack([x, y, self.size(table.w[rows]), self.size(table.h[rows])], axis=1)

    def rect(self, box: Box) -> QRect:
        """The device rectangle of a world box, its sides rounded as `x` and `y` round."""
        left, right = (_near(box[side] * self.scale, self.left) for side in (0, 2))
        top, bottom = (_near(box[side] * self.scale, self.top) for side in (1, 3))
        return QRect(left, top, max(right - left, 1), max(bottom - top, 1))

    def world(self, area: QRect) -> Box:
        """The part of the world behind a device rectangle."""
        return (
            (area.left() - self.left) / self.scale,
            (area.top() - self.top) / self.scale,
            (area.left() + area.width() - self.left) / self.scale,
            (area.top() + area.height() - self.top) / self.scale,
        )

    @property
    def area(self) -> QRect:
        return QRect(0, 0, self.width, self.height)


def _near(away: float, origin: float) -> int:
    """A whole device pixel that a QRect can hold: what is farther is out of sight all the same."""
    return int(min(max(math.floor(away + 0.5) + origin, -FARTHEST), FARTHEST))


def frame_of(
    camera: Camera,
    before: Detail | None = None,
    *,
    letters: float | None = None,
    held: int = 0,
) -> Frame:
    """The frame for a camera; `letters` is the scale of letters while the zoom moves, `held` how
    many nodes a hand holds."""
    left, top = camera.origin
    return Frame(
        scale=camera.scale,
        left=left,
        top=top,
        width=_covering(camera.width * camera.ratio),
        height=_covering(camera.height * camera.ratio),
        ratio=camera.ratio,
        detail=detail_for(camera.zoom, before),
        letters=camera.scale if letters is None else letters,
        rough=held > HANDFUL,
    )


def _covering(pixels: float) -> int:
    """At 150 % a view may end in the middle of a device pixel: that pixel is painted too."""
    return math.ceil(pixels - 1e-6)


def letters_for(scale: float, before: float) -> float:
    """While the zoom moves letters keep their scale, until they would be far too large or small."""
    if 0.7 < scale / before < 1.45:
        return before
    return float(2.0 ** (round(np.log2(scale) * 2) / 2))
