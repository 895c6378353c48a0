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
        columns = _spans(boxes[:, 0], boxes[:, 2], inner_x, self.reach, side)
        rows = _spans(boxes[:, 1], boxes[:, 3], inner_y, self.reach, side)
        parts = [
            _fragments(columns[c], rows[r]) for r in range(3) for c in range(3) if (r, c) != (1, 1)
        ]
        every = np.stack(parts, axis=1).reshape(-1, checked.FRAGMENT)
        return np.ascontiguousarray(every[(every[:, 6] > 0) & (every[:, 7] > 0)])


def _spans(start: Floats, length: Floats, inner: Floats, reach: int, side: int) -> list[Floats]:
    """Low corner, stretched middle, high corner of one axis: (n, 4) of at, size, source, size."""
    low = np.stack([start - reach, inner + reach, np.zeros_like(start), inner + reach], axis=1)
    between = length - 2 * inner
    middle_source = np.full_like(start, (side - 1) // 2)
    middle = np.stack([start + inner, between, middle_source, np.ones_like(start)], axis=1)
    high = np.stack([start + length - inner, inner + reach, side - inner - reach, inner + reach], 1)
    return [low, middle, high]


def _fragments(column: Floats, row: Floats) -> Floats:
    made = np.zeros((len(column), checked.FRAGMENT))
    made[:, 0] = column[:, 0] + column[:, 1] / 2
    made[:, 1] = row[:, 0] + row[:, 1] / 2
    made[:, 2], made[:, 4] = column[:, 2], column[:, 3]
    made[:, 3], made[:, 5] = row[:, 2], row[:, 3]
    made[:, 6] = column[:, 1] / np.maximum(column[:, 3], 1)
    made[:, 7] = row[:, 1] / np.maximum(row[:, 3], 1)
    made[:, 9] = 1.0
    return made
