"""Where comments are pinned on the canvas, and which lie so close that they are shown as one.

A pin on a node stands at its share of the node's box as it is shown now: it moves with a hand that
drags the node, and with its size. What a collapsed frame hides is pinned to the frame.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from canvas.document.remarks import Comment
from canvas.editor.spatial import NodeTable

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
    across, down = pin.spot or (1.0, 0.0)
    return left + (right - left) * across, top + (bottom - top) * down


def clusters(pins: Sequence[Pin], places: Sequence[Point], zoom: float) -> tuple[Cluster, ...]:
    """Pins by where they are shown: each joins the first cluster that is close on the screen.

    Cells as wide as what counts as close keep this linear. Where we look does not matter, so that
    nothing jumps while the view is moved."""
    reach = CLOSE / zoom
    cells: dict[tuple[int, int], list[int]] = {}
    found: list[tuple[Point, list[Pin]]] = []
    for pin, (x, y) in zip(pins, places, strict=True):
        column, row = math.floor(x / reach), math.floor(y / reach)
        near = (
            number
            for cell in _around(column, row)
            for number in cells.get(cell, ())
            if math.dist(found[number][0], (x, y)) < reach
        )
        number = min(near, default=None)
        if number is None:
            cells.setdefault((column, row), []).append(len(found))
            found.append(((x, y), [pin]))
        else:
            found[number][1].append(pin)
    return tuple(Cluster(*place, tuple(together)) for place, together in found)


def _around(column: int, row: int) -> list[tuple[int, int]]:
    return [(column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
