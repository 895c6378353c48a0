"""Cards that lie over one another, told apart from those that can be drawn at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from canvas.editor.spatial import NodeTable, Rows

REACH = 9.0
"""World units that ports reach out of a card."""

MOST = 420
"""Cards in sight above which they are too small for the order to be seen."""


def layers(table: NodeTable, rows: Rows) -> list[Rows]:
    """Split rows in painting order into groups free of overlaps, to be drawn in turn."""
    if len(rows) > MOST or len(rows) < 2:
        return [rows]
    over = _overlaps(table, rows)
    if not over.any():
        return [rows]
    level = np.zeros(len(rows), np.intp)
    for index in np.flatnonzero(over.any(axis=1)).tolist():
        level[index] = level[over[index]].max() + 1
    return [rows[level == number] for number in range(int(level.max()) + 1)]


def _overlaps(table: NodeTable, rows: Rows) -> NDArray[np.bool_]:
    """Row by row, which of the rows before it lie under it."""
    x, y = table.x[rows] - REACH, table.y[rows] - REACH
    right, bottom = x + table.w[rows] + 2 * REACH, y + table.h[rows] + 2 * REACH
    meet = (x[:, None] < right) & (x < right[:, None]) & (y[:, None] < bottom)
    meet &= y < bottom[:, None]
    return np.tril(meet, -1)
