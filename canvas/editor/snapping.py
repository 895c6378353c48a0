"""Falling into line: a box that is dragged or resized meets edges and middles of others, keeps
equal gaps between neighbours, or stands on the dots of the grid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from canvas.editor.camera import Box
from canvas.editor.spatial import Floats

SAME = 1e-4
"""World units within which two lines, or two gaps, count as one."""


@dataclass(frozen=True, slots=True)
class Guide:
    """A line in world units; `upright` ones stand at x = `at` and run from y = `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Room between two neighbours that is as wide as another: from `start` to `end` along x at
    y = `at`, or along y at x = `at` where `upright`."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Snapped:
    dx: float = 0.0
    dy: float = 0.0
    guides: tuple[Guide, ...] = ()
    gaps: tuple[Gap, ...] = ()


def snapped(
    moving: Box,
    others: Floats,
    reach: float,
    *,
    across: bool = True,
    down: bool = True,
    grid: float | None = None,
) -> Snapped:
    """The least nudge that puts `moving` in line with `others` (n, 4), or at equal distances from
    its neighbours, within `reach`; with `grid`, onto its dots where nothing else is nearer.

    `across` and `down` say along which axes it may be nudged.
    """
    found = [
        _nudge(moving, others, reach, grid, axis) if free else None
        for axis, free in enumerate((across, down))
    ]
    dx, dy = (0.0 if nudge is None else nudge for nudge in found)
    placed = (moving[0] + dx, moving[1] + dy, moving[2] + dx, moving[3] + dy)
    guides: list[Guide] = []
    gaps: list[Gap] = []
    for axis, nudge in enumerate(found):
        if nudge is not None and len(others):
            guides += _guides(placed, _thirds(placed, axis), others, axis)
            gaps += _equal_gaps(placed, others, axis)
    return Snapped(dx, dy, tuple(guides), tuple(gaps))


def snapped_sides(
    box: Box, sides: str, others: Floats, reach: float, *, grid: float | None = None
) -> Snapped:
    """How far the pulled sides of a box (n, e, s, w) still have to go to be in line."""
    nudges, guides = [0.0, 0.0], list[Guide]()
    for axis, (low, high) in enumerate((("w", "e"), ("n", "s"))):
        if low not in sides and high not in sides:
            continue
        at = box[axis] if low in sides else box[axis + 2]
        nudge = _nearest([_to_lines([at], others, axis, reach), _to_grid(at, grid)])
        if nudge is not None:
            nudges[axis] = nudge
            guides += _guides(box, [at + nudge], others, axis)
    return Snapped(nudges[0], nudges[1], tuple(guides))


def _nudge(
    moving: Box, others: Floats, reach: float, grid: float | None, axis: int
) -> float | None:
    found = [_to_grid(moving[axis], grid)]
    if len(others):
        found.append(_to_lines(_thirds(moving, axis), others, axis, reach))
        found.append(_to_gaps(moving, others, axis, reach))
    return _nearest(found)


def _nearest(nudges: Iterable[float | None]) -> float | None:
    return min((one for one in nudges if one is not None), key=abs, default=None)


def _to_grid(at: float, grid: float | None) -> float | None:
    return None if grid is None else round(at / grid) * grid - at


def _thirds(box: Box, axis: int) -> list[float]:
    """The lines of a box: its two edges and its middle."""
    low, high = box[axis], box[axis + 2]
    return [low, (low + high) / 2, high]


def _lines(others: Floats, axis: int) -> Floats:
    low, high = others[:, axis], others[:, axis + 2]
    return np.stack([low, (low + high) / 2, high])


def _to_lines(ours: Sequence[float], others: Floats, axis: int, reach: float) -> float | None:
    if not len(others):
        return None
    gaps = (_lines(others, axis)[:, None, :] - np.array(ours)[None, :, None]).ravel()
    nearest = float(gaps[int(np.abs(gaps).argmin())])
    return nearest if abs(nearest) <= reach else None


def _guides(placed: Box, ours: Sequence[float], others: Floats, axis: int) -> list[Guide]:
    theirs, across = _lines(others, axis) if len(others) else np.zeros((3, 0)), 1 - axis
    made: list[Guide] = []
    for at in ours:
        level = (np.abs(theirs - at) < SAME).any(axis=0)
        if level.any():
            start = min(float(others[level, across].min()), placed[across])
            end = max(float(others[level, across + 2].max()), placed[across + 2])
            made.append(Guide(axis == 0, at, start, end))
    return made


# -- equal gaps


def _beside(moving: Box, others: Floats, axis: int) -> tuple[Floats, Floats]:
    """The boxes level with `moving`, before it and after it along an axis."""
    across = 1 - axis
    level = (others[:, across] < moving[across + 2]) & (others[:, across + 2] > moving[across])
    row, middle = others[level], (moving[axis] + moving[axis + 2]) / 2
    return row[row[:, axis + 2] <= middle], row[row[:, axis] >= middle]


def _rooms(row: Floats, axis: int) -> Floats:
    """The empty stretches between the boxes of a row: (n, 2) of start and end."""
    if len(row) < 2:
        return np.zeros((0, 2))
    ordered = row[row[:, axis].argsort()]
    ends = np.maximum.accumulate(ordered[:, axis + 2])[:-1]
    rooms = np.stack([ends, ordered[1:, axis]], axis=1)
    return rooms[rooms[:, 1] > rooms[:, 0] + SAME]


def _to_gaps(moving: Box, others: Floats, axis: int, reach: float) -> float | None:
    """To the middle between two neighbours, or as far from one as others are from each other."""
    before, after = _beside(moving, others, axis)
    rooms = np.concatenate([_rooms(before, axis), _rooms(after, axis)])
    sizes, (low, high) = rooms[:, 1] - rooms[:, 0], (moving[axis], moving[axis + 2])
    ways: list[Floats] = []
    if len(before):
        ways.append(before[:, axis + 2].max() + sizes - low)
    if len(after):
        ways.append(after[:, axis].min() - sizes - high)
    if len(before) and len(after):
        free = float(after[:, axis].min() - before[:, axis + 2].max()) - (high - low)
        if free > 0:
            ways.append(np.array([before[:, axis + 2].max() + free / 2 - low]))
    every = np.concatenate(ways) if ways else np.zeros(0)
    if not len(every):
        return None
    nearest = float(every[int(np.abs(every).argmin())])
    return nearest if abs(nearest) <= reach else None


def _equal_gaps(placed: Box, others: Floats, axis: int) -> list[Gap]:
    """The gaps beside `placed` that are as wide as another one of its row, with those."""
    before, after = _beside(placed, others, axis)
    own = np.zeros((0, 2))
    if len(before):
        own = np.array([[before[:, axis + 2].max(), placed[axis]]])
    if len(after):
        own = np.concatenate([own, [[placed[axis + 2], after[:, axis].min()]]])
    own = own[own[:, 1] > own[:, 0] + SAME]
    every = np.concatenate([_rooms(before, axis), _rooms(after, axis), own])
    sizes = every[:, 1] - every[:, 0]
    alike = np.abs(sizes[:, None] - (own[:, 1] - own[:, 0])[None, :]) < SAME
    shown = (alike & (alike.sum(axis=0) > 1)[None, :]).any(axis=1)
    at = (placed[1 - axis] + placed[3 - axis]) / 2
    return [Gap(axis == 1, at, *room) for room in every[shown].tolist()]
