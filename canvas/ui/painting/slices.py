"""Boxes of any size from one small sprite: four corners drawn as they are, four sides stretched."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap

from canvas.ui.painting import checked

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sliced:
    """A square sprite: `reach` pixels lie outside the box it draws, `inner` of each corner inside.

    Between two corners lies one more pixel, from which sides are stretched; `fill` covers the rest.
    """

    pixmap: QPixmap
    reach: int
    inner: int
    fill: QColor | None = None

    def draw(self, painter: QPainter, boxes: Floats) -> None:
        """Draw (n, 4) boxes: x, y, width, height in whole device pixels."""
        if not len(boxes):
            return
        if self.fill is not None:
            self._fill(painter, boxes)
        checked.fragments(painter, self._frame(boxes), self.pixmap)

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

    def _frame(self, boxes: Floats) -> Floats:
        """Fragments of corners and sides, eight for each box."""
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
        made[..., 9] = 1.0
        every = made.reshape(-1, 9, checked.FRAGMENT)[:, _AROUND].reshape(-1, checked.FRAGMENT)
        return every[(every[:, 6] > 0) & (every[:, 7] > 0)]


_AROUND = np.array([0, 1, 2, 3, 5, 6, 7, 8])


def _spans(start: Floats, length: Floats, inner: Floats, reach: int, side: int) -> Floats:
    """Low corner, stretched middle, high corner of one axis: (n, 3, 4) of at, size, from, size."""
    made = np.empty((len(start), 3, 4))
    corner = inner + reach
    made[:, 0] = np.stack([start - reach, corner, np.zeros_like(start), corner], axis=1)
    made[:, 1, 0], made[:, 1, 1] = start + inner, length - 2 * inner
    made[:, 1, 2], made[:, 1, 3] = (side - 1) // 2, 1.0
    made[:, 2] = np.stack([start + length - inner, corner, side - corner, corner], axis=1)
    return made
