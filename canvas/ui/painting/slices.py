"""Boxes of any size from one small sprite: four corners drawn as they are, four sides stretched.

Where many boxes have one size, that box is put together once and then copied whole: pixel for
pixel the same, ten times as quick.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from canvas.ui.painting import checked

Floats = NDArray[np.float64]

OFTEN = 8
"""Boxes of one size from which that size is worth putting together."""

LARGEST = 200_000
"""Pixels of a box above which it is not."""

MOST_PIXELS = 1_000_000
"""What all sizes of a sprite may take: 4 MB."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A pixmap with the sprite at its top, and under it boxes of some sizes, put together."""

    pixmap: QPixmap
    sizes: NDArray[np.int64]
    """Their keys, in order."""
    tops: NDArray[np.int64]


@dataclass(eq=False, slots=True)
class Sliced:
    """A square sprite: `reach` pixels lie outside the box it draws, `inner` of each corner inside.

    Between two corners lies one more pixel, from which sides are stretched; `fill` covers the rest.
    """

    pixmap: QPixmap
    reach: int
    inner: int
    fill: QColor | None = None
    depth: int | None = None
    """Pixels within the box beyond which nothing of a side is to be seen, so that it is not drawn:
    a card lies over it, or it is clear."""
    _kept: _Whole | None = field(default=None, init=False)

    def anew(self) -> Sliced:
        """The same sprite for boxes of other sizes."""
        return Sliced(self.pixmap, self.reach, self.inner, self.fill, self.depth)

    def draw(self, painter: QPainter, boxes: Floats) -> None:
        """Draw (n, 4) boxes: x, y, width, height in whole device pixels."""
        if not len(boxes):
            return
        sizes = _keys(boxes)
        whole = self._put_together(sizes)
        if whole is None:
            self._draw_slices(painter, boxes)
            return
        place = np.searchsorted(whole.sizes, sizes)
        place[place == len(whole.sizes)] = 0
        kept = whole.sizes[place] == sizes
        made = self._copies(boxes[kept], whole.tops[place[kept]])
        if not kept.all():
            rest = boxes[~kept]
            if self.fill is not None:
                self._fill(painter, rest)
            frames, owners = self._frame(rest)
            # one over the other as they come: where shadows meet, the last bit depends on that
            whose = np.concatenate([np.flatnonzero(kept), np.flatnonzero(~kept)[owners]])
            made = np.concatenate([made, frames])[np.argsort(whose, kind="stable")]
        checked.fragments(painter, made, whole.pixmap)

    def _draw_slices(self, painter: QPainter, boxes: Floats) -> None:
        if self.fill is not None:
            self._fill(painter, boxes)
        checked.fragments(painter, self._frame(boxes)[0], self.pixmap)

    def _put_together(self, sizes: NDArray[np.int64]) -> _Whole | None:
        """The boxes that are ready to be copied, with those that are wanted often."""
        if len(sizes) < OFTEN:
            return self._kept
        found, counts = np.unique(sizes, return_counts=True)
        often = found[(counts >= OFTEN) & (self._pixels(found) <= LARGEST)]
        kept = self._kept
        if kept is None or not np.isin(often, kept.sizes).all():
            both = often if kept is None else np.union1d(often, kept.sizes)
            fits = self._pixels(both).sum() <= MOST_PIXELS
            chosen = both if fits else often[np.cumsum(self._pixels(often)) <= MOST_PIXELS]
            self._kept = kept = self._compose(chosen) if len(chosen) else None
        return kept

    def _pixels(self, sizes: NDArray[np.int64]) -> NDArray[np.int64]:
        pixels: NDArray[np.int64] = (_wide(sizes) + 2 * self.reach) * (
            _high(sizes) + 2 * self.reach
        )
        return pixels

    def _compose(self, sizes: NDArray[np.int64]) -> _Whole:
        side, reach = self.pixmap.width(), self.reach
        high = _high(sizes) + 2 * reach
        tops = side + np.cumsum(high) - high
        pixmap = QPixmap(max(side, int(_wide(sizes).max()) + 2 * reach), side + int(high.sum()))
        pixmap.fill(Qt.GlobalColor.transparent)
        boxes = np.stack([np.full(len(sizes), reach), tops + reach, _wide(sizes), _high(sizes)])
        with QPainter(pixmap) as painter:
            painter.drawPixmap(0, 0, self.pixmap)
            self._draw_slices(painter, np.ascontiguousarray(boxes.T, np.float64))
        return _Whole(pixmap, sizes, tops)

    def _copies(self, boxes: Floats, tops: NDArray[np.int64]) -> Floats:
        made = np.zeros((len(boxes), checked.FRAGMENT))
        made[:, :2] = boxes[:, :2] + boxes[:, 2:] / 2
        made[:, 3] = tops
        made[:, 4:6] = boxes[:, 2:] + 2 * self.reach
        made[:, 6] = made[:, 7] = made[:, 9] = 1.0
        return made

    def _fill(self, painter: QPainter, boxes: Floats) -> None:
        assert self.fill is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.fill)
        inner_x, inner_y = self._inner(boxes)
        middle = boxes + np.stack([inner_x, inner_y, -2 * inner_x, -2 * inner_y], axis=1)
        checked.rects(painter, middle[(middle[:, 2] > 0) & (middle[:, 3] > 0)])

    def _inner(self, boxes: Floats) -> tuple[Floats, Floats]:
        half = np.floor(boxes[:, 2:] / 2)
        return np.minimum(self.inner, half[:, 0]), np.minimum(self.inner, half[:, 1])

    def _frame(self, boxes: Floats) -> tuple[Floats, NDArray[np.intp]]:
        """Fragments of corners and sides, up to eight for each box, and whose they are."""
        side = self.pixmap.width()
        inner_x, inner_y = self._inner(boxes)
        across = _spans(boxes[:, 0], boxes[:, 2], inner_x, self.reach, side)
        down = _spans(boxes[:, 1], boxes[:, 3], inner_y, self.reach, side)
        made = np.zeros((len(boxes), 3, 3, checked.FRAGMENT))
        for axis, spans in ((0, across[:, None, :]), (1, down[:, :, None])):
            made[..., axis] = spans[..., 0] + spans[..., 1] / 2
            made[..., 2 + axis] = spans[..., 2]
            made[..., 4 + axis] = spans[..., 3]
            made[..., 6 + axis] = spans[..., 1] / np.maximum(spans[..., 3], 1)
        if self.depth is not None:
            self._thin(
                made, boxes, np.minimum(inner_x, self.depth), np.minimum(inner_y, self.depth)
            )
        made[..., 9] = 1.0
        every = made.reshape(-1, 9, checked.FRAGMENT)[:, _AROUND].reshape(-1, checked.FRAGMENT)
        seen = (every[:, 6] > 0) & (every[:, 7] > 0)
        return every[seen], np.repeat(np.arange(len(boxes)), len(_AROUND))[seen]

    def _thin(self, made: Floats, boxes: Floats, deep_x: Floats, deep_y: Floats) -> None:
        """Leave of the sides only what can be seen."""
        side = self.pixmap.width()
        left_right = _spans(boxes[:, 0], boxes[:, 2], deep_x, self.reach, side)
        top_bottom = _spans(boxes[:, 1], boxes[:, 3], deep_y, self.reach, side)
        for end in (0, 2):
            for axis, piece, spans in (
                (0, made[:, 1, end], left_right[:, end]),
                (1, made[:, end, 1], top_bottom[:, end]),
            ):
                piece[:, axis] = spans[:, 0] + spans[:, 1] / 2
                piece[:, 2 + axis], piece[:, 4 + axis] = spans[:, 2], spans[:, 3]


_AROUND = np.array([0, 1, 2, 3, 5, 6, 7, 8])


def _keys(boxes: Floats) -> NDArray[np.int64]:
    """Width and height as one number."""
    sizes = boxes[:, 2:].astype(np.int64)
    return (sizes[:, 0] << 32) | sizes[:, 1]


def _wide(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return sizes >> 32


def _high(sizes: NDArray[np.int64]) -> NDArray[np.int64]:
    return sizes & 0xFFFFFFFF


def _spans(start: Floats, length: Floats, inner: Floats, reach: int, side: int) -> Floats:
    """Low corner, stretched middle, high corner of one axis: (n, 3, 4) of at, size, from, size."""
    made = np.empty((len(start), 3, 4))
    corner = inner + reach
    made[:, 0] = np.stack([start - reach, corner, np.zeros_like(start), corner], axis=1)
    made[:, 1, 0], made[:, 1, 1] = start + inner, length - 2 * inner
    made[:, 1, 2], made[:, 1, 3] = (side - 1) // 2, 1.0
    made[:, 2] = np.stack([start + length - inner, corner, side - corner, corner], axis=1)
    return made
