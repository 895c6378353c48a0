"""Where comments are pinned on the canvas, and which lie so close that they are shown as one.

A pin on a node stands at its share of the node's box as it is shown now: it moves with a hand that
drags the node, and with its size. What a collapsed frame hides is pinned to the frame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from canvas.document.remarks import Comment
from canvas.editor.spatial import Floats, NodeTable, Rows

Point = tuple[float, float]

CLOSE = 26.0
"""Logical pixels within which pins are shown as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """One thread as the canvas shows it."""

    thread: str
    node: str | None
    pos: Point
    spot: Point | None
    region: tuple[float, float, float, float] | None = None
    initials: str = ""
    colour: str = ""
    """#rrggbb"""
    answers: int = 0
    unread: bool = False
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """Pins that are shown as one, at a point of the world."""

    x: float
    y: float
    pins: tuple[Pin, ...]

    @property
    def unread(self) -> bool:
        return any(pin.unread for pin in self.pins)


def place_of(pin: Pin | Comment, table: NodeTable) -> Point | None:
    """Where it lies in the world; None where its node is gone."""
    if pin.node is None:
        return pin.pos
    row = table.shown_row(pin.node)
    if row is None:
        return None
    left, top, right, bottom = table.box(row)
    if table.ids[row] != pin.node:  # hidden in this frame
        return right, top
    across, down = pin.spot or _CORNER
    return left + (right - left) * across, top + (bottom - top) * down


class PinTable:
    """The pins of one screen, and where they are now. One thread, the board's.

    Nothing is worked out while there are none, and nothing anew while nothing has moved."""

    def __init__(self, table: NodeTable) -> None:
        self._table = table
        self._pins: tuple[Pin, ...] = ()
        self._rows: Rows | None = None
        self._made: tuple[float, Floats, Floats, tuple[Cluster, ...]] | None = None

    @property
    def pins(self) -> tuple[Pin, ...]:
        return self._pins

    def show(self, pins: Sequence[Pin]) -> None:
        """Show these, and no others."""
        self._pins = tuple(pins)
        self.stale()

    def stale(self) -> None:
        """Nodes may have come, gone or been hidden."""
        self._rows = self._made = None

    def clusters(self, zoom: float) -> tuple[Cluster, ...]:
        """What is shown at a zoom, and where; pins whose nodes are gone are not."""
        if not self._pins:
            return ()
        x, y = self._places()
        zoom = _stepped(zoom)
        made = self._made
        if made is None or made[0] != zoom or not (_equal(made[1], x) and _equal(made[2], y)):
            places = list(zip(x.tolist(), y.tolist(), strict=True))
            made = self._made = (zoom, x, y, clusters(self._shown, places, zoom))
        return made[3]

    def places_of(self, cluster: Cluster) -> list[Point]:
        """Where each of these pins lies by itself."""
        found = (place_of(pin, self._table) for pin in cluster.pins)
        return [place for place in found if place is not None]

    def _places(self) -> tuple[Floats, Floats]:
        if self._rows is None:
            self._look_up()
        rows, table = self._rows, self._table
        assert rows is not None
        x, y = self._x.copy(), self._y.copy()
        on = rows >= 0
        held = rows[on]
        x[on] = table.x[held] + table.w[held] * self._x[on]
        y[on] = table.y[held] + table.h[held] * self._y[on]
        return x, y

    def _look_up(self) -> None:
        """Of each pin: its node's row, or -1 on the bare field; its shares, or its place."""
        shown: list[Pin] = []
        rows: list[int] = []
        where: list[Point] = []
        for pin in self._pins:
            row = -1 if pin.node is None else self._table.shown_row(pin.node)
            if row is None:
                continue
            shown.append(pin)
            rows.append(row)
            hidden = row >= 0 and self._table.ids[row] != pin.node
            where.append(pin.pos if row < 0 else _CORNER if hidden else pin.spot or _CORNER)
        self._shown = tuple(shown)
        self._rows = np.array(rows, np.intp)
        self._x, self._y = np.array(where, np.float64).reshape(-1, 2).T


_equal = np.array_equal

_CORNER = (1.0, 0.0)
"""Where a node's pins are if nobody said more, and those of what it hides."""


def clusters(pins: Sequence[Pin], places: Sequence[Point], zoom: float) -> tuple[Cluster, ...]:
    """Pins by where they are shown: each joins the first cluster that is close on the screen.

    Cells as wide as what counts as close keep this linear. Where we look does not matter, so that
    nothing jumps while the view is moved."""
    reach = CLOSE / zoom
    cells: dict[tuple[int, int], list[int]] = {}
    found: list[tuple[Point, list[Pin]]] = []
    for pin, (x, y) in zip(pins, places, strict=True):
        column, row = math.floor(x / reach), math.floor(y / reach)
        joined = len(found)
        for cell in _around(column, row):
            for number in cells.get(cell, ()):
                if number < joined and math.dist(found[number][0], (x, y)) < reach:
                    joined = number
        if joined == len(found):
            cells.setdefault((column, row), []).append(joined)
            found.append(((x, y), [pin]))
        else:
            found[joined][1].append(pin)
    return tuple(Cluster(*place, tuple(together)) for place, together in found)


def _around(column: int, row: int) -> tuple[tuple[int, int], ...]:
    left, right, above, below = column - 1, column + 1, row - 1, row + 1
    return (
        *((left, above), (column, above), (right, above)),
        *((left, row), (column, row), (right, row)),
        *((left, below), (column, below), (right, below)),
    )


def _stepped(zoom: float) -> float:
    """The next smaller of the zooms, four to an octave, at which pins are gathered: while a hand
    zooms, they are the same ones for some frames."""
    return float(2.0 ** (math.floor(math.log2(zoom) * 4 + 1e-9) / 4))
