"""Guides: a box that is dragged near an edge or a middle of another one falls into line with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from canvas.editor.camera import Box
from canvas.editor.spatial import Floats


@dataclass(frozen=True, slots=True)
class Guide:
    """A line in world units; `upright` ones stand at x = `at` and run from y = `start` to `end`."""

    upright: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Snapped:
    dx: float = 0.0
    dy: float = 0.0
    guides: tuple[Guide, ...] = ()


def snapped(
    moving: Box, others: Floats, reach: float, *, across: bool = True, down: bool = True
) -> Snapped:
    """The least nudge that lines `moving` up with one of `others` (n, 4), and the guides for it.

    `across` and `down` say along which axes it may be nudged.
    """
    if not len(others):
        return Snapped()
    dx = _nudge(moving[0], moving[2], others[:, 0], others[:, 2], reach) if across else None
    dy = _nudge(moving[1], moving[3], others[:, 1], others[:, 3], reach) if down else None
    x, y = 0.0 if dx is None else dx, 0.0 if dy is None else dy
    placed = (moving[0] + x, moving[1] + y, moving[2] + x, moving[3] + y)
    guides = [
        *([] if dx is None else _guides(placed, others, upright=True)),
        *([] if dy is None else _guides(placed, others, upright=False)),
    ]
    return Snapped(x, y, tuple(guides))


def _lines(low: Floats, high: Floats) -> Floats:
    return np.stack([low, (low + high) / 2, high])


def _nudge(low: float, high: float, lows: Floats, highs: Floats, reach: float) -> float | None:
    ours = np.array([low, (low + high) / 2, high])
    gaps = (_lines(lows, highs)[:, None, :] - ours[None, :, None]).ravel()
    nearest = int(np.abs(gaps).argmin())
    return float(gaps[nearest]) if abs(gaps[nearest]) <= reach else None


def _guides(placed: Box, others: Floats, *, upright: bool) -> list[Guide]:
    along, across = (0, 1) if upright else (1, 0)
    ours = (placed[along], (placed[along] + placed[along + 2]) / 2, placed[along + 2])
    theirs = _lines(others[:, along], others[:, along + 2])
    made: list[Guide] = []
    for at in ours:
        level = (np.abs(theirs - at) < 1e-6).any(axis=0)
        if level.any():
            start = min(float(others[level, across].min()), placed[across])
            end = max(float(others[level, across + 2].max()), placed[across + 2])
            made.append(Guide(upright, at, start, end))
    return made
