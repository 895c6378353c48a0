"""Reaching every node without a mouse: the neighbour in a direction, the next in reading."""

from __future__ import annotations

import numpy as np

from canvas.document.board import Board
from canvas.editor.spatial import NodeTable, Rows

LINE = 96.0
"""World units within which tops count as one line of reading."""


def reading_order(table: NodeTable) -> Rows:
    """Live rows from the top left to the bottom right, line by line."""
    rows = np.flatnonzero(table.live[: len(table)])
    return rows[np.lexsort((table.x[rows], np.floor(table.y[rows] / LINE)))]


def next_in_order(table: NodeTable, start: int | None, step: int) -> int | None:
    """The row `step` places after `start`, around the end; without a start the first or last."""
    order = reading_order(table)
    if not len(order):
        return None
    if start is None:
        return int(order[0 if step > 0 else -1])
    at = int(np.flatnonzero(order == start)[0])
    return int(order[(at + step) % len(order)])


def nearest_to(table: NodeTable, x: float, y: float) -> int | None:
    """The row whose middle is nearest to a world point."""
    rows = np.flatnonzero(table.live[: len(table)])
    if not len(rows):
        return None
    return int(rows[np.hypot(*_away(table, rows, x, y)).argmin()])


def neighbour(table: NodeTable, start: int, dx: int, dy: int) -> int | None:
    """The nearest row in a direction: (1, 0) is right, (0, -1) up. None at the end of the board."""
    left, top, right, bottom = table.box(start)
    rows = np.flatnonzero(table.live[: len(table)])
    away_x, away_y = _away(table, rows, (left + right) / 2, (top + bottom) / 2)
    ahead = away_x * dx + away_y * dy
    aside = np.abs(away_x * dy) + np.abs(away_y * dx)
    ok = (ahead > 1.0) & (rows != start) & (aside <= 2 * ahead)
    if not ok.any():
        return None
    return int(rows[ok][(ahead + 2 * aside)[ok].argmin()])


def along_links(board: Board, table: NodeTable, start: int, dx: int) -> int | None:
    """The row that a node feeds (right) or is fed by (left), the nearest of several; None without
    such a link, or up and down."""
    node = table.ids[start]
    if dx > 0:
        ends = [link.target for link in board.links_from(node)]
    else:
        ends = [link.source for link in board.links_into(node)] if dx else []
    rows = table.rows(dict.fromkeys(ends))
    if not len(rows):
        return None
    left, top, right, bottom = table.box(start)
    away = _away(table, rows, (left + right) / 2, (top + bottom) / 2)
    return int(rows[np.hypot(*away).argmin()])


def _away(table: NodeTable, rows: Rows, x: float, y: float) -> tuple[np.ndarray, np.ndarray]:
    return (
        table.x[rows] + table.w[rows] / 2 - x,
        table.y[rows] + table.h[rows] / 2 - y,
    )
