"""Strokes of a pen as a node keeps them: thinned, quantised and written as one short text.

The text is base64 of little-endian 16-bit words: for each stroke how many points it has, then x, y
and the pressure of each. x and y count steps of the node's `grain` from its top left corner, the
pressure goes from 0 to 65535. What cannot be read counts as no strokes.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Words = NDArray[np.uint16]

MOST_POINTS = 2000
"""What one node holds; a longer stroke goes on in another node."""

STEPS = 65535
"""The largest coordinate, in steps of the grain, and the full pressure."""

FINEST = 1 / 16
"""World units of one step for what is drawn at 100 %."""

_COLUMNS = 3


def encoded(strokes: Sequence[Words]) -> str:
    """Strokes of (n, 3) words as text."""
    parts = [part for one in strokes for part in (np.array([len(one)], "<u2"), one.ravel())]
    if not parts:
        return ""
    return base64.b64encode(np.concatenate(parts).astype("<u2").tobytes()).decode("ascii")


@lru_cache(maxsize=512)
def decoded(text: str) -> tuple[Words, ...]:
    """The strokes of a text as (n, 3) words; none where it is torn or no such text."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return ()
    words = np.frombuffer(data[: len(data) // 2 * 2], "<u2")
    found: list[Words] = []
    at = 0
    while at < len(words):
        count = int(words[at]) * _COLUMNS
        stroke = words[at + 1 : at + 1 + count]
        if not count or len(stroke) < count:
            return ()
        found.append(stroke.reshape(-1, _COLUMNS))
        at += 1 + count
    return tuple(found)


def counted(strokes: Sequence[Words]) -> int:
    """Points of all strokes together."""
    return sum(len(stroke) for stroke in strokes)


def grain_for(zoom: float) -> float:
    """World units of one step for what is drawn at this zoom: a sixteenth of a pixel or less."""
    return float(FINEST / 2.0 ** np.floor(np.log2(max(zoom, 1e-6))))


def simplified(points: Floats, tolerance: float) -> Floats:
    """The fewest of the points (x, y, pressure) that stay within `tolerance` world units of all.

    Ramer, Douglas and Peucker; a change of pressure counts as a detour of up to the tolerance.
    """
    if len(points) < 3:
        return points
    measured = points * np.array([1.0, 1.0, tolerance * 4])
    kept = np.zeros(len(points), np.bool_)
    kept[[0, -1]] = True
    open_ = [(0, len(points) - 1)]
    while open_:
        first, last = open_.pop()
        if last - first < 2:
            continue
        away = _away(measured[first + 1 : last], measured[first], measured[last])
        furthest = int(away.argmax())
        if away[furthest] > tolerance:
            middle = first + 1 + furthest
            kept[middle] = True
            open_ += [(first, middle), (middle, last)]
    return points[kept]


def _away(points: Floats, a: Floats, b: Floats) -> Floats:
    """How far points are from the straight piece a-b."""
    along = b - a
    length = max(float(along @ along), 1e-12)
    t = np.clip((points - a) @ along / length, 0.0, 1.0)
    gap: Floats = np.linalg.norm(points - a - t[:, None] * along, axis=1)
    return gap


def quantised(points: Floats, origin: tuple[float, float], grain: float) -> Words:
    """World points (x, y, pressure 0..1) as the words of a node whose corner is `origin`."""
    steps = (points[:, :2] - np.array(origin)) / grain
    pressure = points[:, 2:] * STEPS
    return np.clip(np.concatenate([steps, pressure], axis=1) + 0.5, 0, STEPS).astype(np.uint16)


def fits(points: Floats, origin: tuple[float, float], grain: float) -> bool:
    """Whether every point can be told from a corner in steps of the grain."""
    steps = (points[:, :2] - np.array(origin)) / grain
    return bool(((steps >= 0) & (steps <= STEPS)).all())


def in_world(stroke: Words, corner: tuple[float, float], step: tuple[float, float]) -> Floats:
    """A stroke as (n, 3) of world x, y and pressure; a step may differ across and down."""
    points = stroke.astype(np.float64)
    points[:, 0] = corner[0] + points[:, 0] * step[0]
    points[:, 1] = corner[1] + points[:, 1] * step[1]
    points[:, 2] /= STEPS
    return points


def crosses(points: Floats, box: tuple[float, float, float, float]) -> bool:
    """Whether a line through points reaches into a box."""
    low, high = np.array(box[:2]), np.array(box[2:])
    a = points[:-1, :2] if len(points) > 1 else points[:, :2]
    way = points[1:, :2] - a if len(points) > 1 else np.zeros_like(a)
    # where each piece enters and leaves the box's stripes [Liang and Barsky 1984]
    with np.errstate(divide="ignore", invalid="ignore"):
        first, last = (low - a) / way, (high - a) / way
    still, inside = way == 0, (a >= low) & (a <= high)
    enters = np.where(still, np.where(inside, 0.0, 2.0), np.minimum(first, last))
    leaves = np.where(still, 1.0, np.maximum(first, last))
    begin, end = np.maximum(enters.max(axis=1), 0.0), np.minimum(leaves.min(axis=1), 1.0)
    return bool((begin <= end).any())


def distance(points: Floats, x: float, y: float) -> float:
    """How far a point is from a line through points, in world units."""
    at = np.array([x, y])
    if len(points) == 1:
        return float(np.linalg.norm(points[0, :2] - at))
    a, b = points[:-1, :2], points[1:, :2]
    along = b - a
    length = np.maximum((along**2).sum(axis=1), 1e-12)
    t = np.clip(((at - a) * along).sum(axis=1) / length, 0.0, 1.0)
    return float(np.linalg.norm(a + along * t[:, None] - at, axis=1).min())
