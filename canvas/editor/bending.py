"""The shape of a wire that is led through points: pure arithmetic in world units.

A piece of a wire is a cubic curve, kept as eight numbers: where it begins and ends, and how it
leaves the one and comes into the other, both as a way along x and along y.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Point = tuple[float, float]

COLUMNS = 8
"""x0, y0, x1, y1, then x and y of how it leaves, x and y of how it comes in."""

SEGMENTS = 24
"""Straight pieces that a curve is flattened into where it is looked at closely."""

ROUND = 3.0
"""A piece leaves a bend by its length divided by this."""

LEAVE, LEAST_LEAVE = 120.0, 24.0
"""The most and the least that a wire runs straight out of a port before it turns to a bend."""


def pieces(points: Sequence[Point]) -> Floats:
    """The curves through these points, smooth at each, level at both ends: (points - 1, 8)."""
    at = np.array(points, np.float64)
    along = np.diff(at, axis=0)
    length = np.hypot(along[:, 0], along[:, 1])
    made = np.zeros((len(along), COLUMNS))
    made[:, :2], made[:, 2:4] = at[:-1], at[1:]
    straight = along / np.maximum(length, 1e-9)[:, None]
    # half-way between both ways, and the shorter the sharper the turn is
    ways = (straight[1:] + straight[:-1]) / 2
    made[1:, 4:6] = ways * (length[1:] / ROUND)[:, None]
    made[:-1, 6:8] = ways * (length[:-1] / ROUND)[:, None]
    made[0, 4], made[-1, 6] = (_leaves(float(length[end])) for end in (0, -1))
    return made


def _leaves(length: float) -> float:
    return max(min(length / 2, LEAVE), min(length, LEAST_LEAVE))


def bend(ends: Floats) -> Floats:
    """How far a wire without bends runs out of its port before it turns, in the ends' own units."""
    across, down = ends[:, 2] - ends[:, 0], np.abs(ends[:, 3] - ends[:, 1])
    forward = np.maximum(across * 0.5, np.minimum(24.0 + down * 0.25, 72.0))
    backward = np.minimum(72.0 + np.abs(across) * 0.25, 220.0)
    return np.where(across >= 0, forward, backward)


def flattened(ends: Floats, segments: int = SEGMENTS) -> Floats:
    """Points along cubic curves -> (curves, segments + 1, 2). Five numbers of a curve are enough
    where it leaves level and comes in as it leaves."""
    t = np.linspace(0.0, 1.0, segments + 1)
    u = 1.0 - t
    a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
    x0, y0, x1, y1, leaves = (ends[:, column, None] for column in range(5))
    comes = ends[:, 6, None] if ends.shape[1] == COLUMNS else leaves
    points = np.empty((len(ends), segments + 1, 2))
    points[:, :, 0] = a * x0 + b * (x0 + leaves) + c * (x1 - comes) + d * x1
    points[:, :, 1] = (a + b) * y0 + (c + d) * y1
    if ends.shape[1] == COLUMNS and ends[:, 5:8:2].any():
        points[:, :, 1] += b * ends[:, 5, None] - c * ends[:, 7, None]
    return points


def cut(ends: Floats, counts: NDArray[np.int64]) -> Floats:
    """Points along cubic curves, curve after curve, so many pieces of each: x and y ->
    (2, sum(counts + 1))."""
    spots = counts + 1
    t = np.arange(spots.sum()) - np.repeat(np.cumsum(spots) - spots, spots)
    t = t / np.repeat(counts, spots)
    points = np.empty((2, len(t)))
    for axis, point in enumerate(points):
        start, end, leaves, comes = (ends[:, column] for column in range(axis, COLUMNS, 2))
        way = end - start
        point[:] = np.repeat(3 * (leaves + comes) - 2 * way, spots)
        for factor in (3 * (way - 2 * leaves - comes), 3 * leaves, start):
            point *= t
            point += np.repeat(factor, spots)
    return points


def unevenness(ends: Floats) -> Floats:
    """How much each curve turns: cut into n pieces, it stays within this / n² of them."""
    most = np.zeros(len(ends))
    for before, after in ((4, 6), (6, 4)):
        x = ends[:, 2] - ends[:, 0] - 2 * ends[:, before] - ends[:, after]
        y = ends[:, 3] - ends[:, 1] - 2 * ends[:, before + 1] - ends[:, after + 1]
        most = np.maximum(most, x * x + y * y)
    return 0.75 * np.sqrt(most)


def boxes(ends: Floats) -> Floats:
    """A box around each curve: around the four points that shape it."""
    x = np.stack([ends[:, 0], ends[:, 2], ends[:, 0] + ends[:, 4], ends[:, 2] - ends[:, 6]])
    y = np.stack([ends[:, 1], ends[:, 3], ends[:, 1] + ends[:, 5], ends[:, 3] - ends[:, 7]])
    return np.stack([x.min(axis=0), y.min(axis=0), x.max(axis=0), y.max(axis=0)], axis=1)


def distance(a: Floats, b: Floats, point: Floats) -> Floats:
    """How far `point` is from each straight piece a-b."""
    along = b - a
    length = np.maximum((along**2).sum(axis=-1), 1e-12)
    t = np.clip(((point - a) * along).sum(axis=-1) / length, 0.0, 1.0)
    gap: Floats = np.linalg.norm(a + along * t[..., None] - point, axis=-1)
    return gap


def crossed(a: Floats, b: Floats, start: Point, end: Point) -> NDArray[np.bool_]:
    """Which straight pieces a-b a stroke from `start` to `end` crosses or touches."""
    p, q = np.array(start), np.array(end)
    across = _side(p, q, a) * _side(p, q, b) <= 0
    along = _side(a, b, p) * _side(a, b, q) <= 0
    return np.asarray(across & along & ((a != b).any(axis=-1)))


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """On which side of the line a-b a point lies, as a sign."""
    one, two = b - a, point - a
    sides: Floats = np.sign(one[..., 0] * two[..., 1] - one[..., 1] * two[..., 0])
    return sides
