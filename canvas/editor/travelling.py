"""Where a camera goes: the way there, how far it may go, and where most of a board lies."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import replace

import numpy as np

from canvas.editor.camera import FARTHEST, Box, Camera, clamped
from canvas.editor.spatial import NodeTable, Rows

END_OF_WORLD = 1e12
"""World units from the origin that a camera may stand away: no node lies farther."""

TRACE = 0.08
"""Seconds before a release that tell how fast the hand was."""

LEAST_TRACE = 0.02
"""Seconds of movement without which there is no speed to speak of."""


def bounded(camera: Camera, before: Camera) -> Camera:
    """The camera within the world and the two ends of the zoom; `before` for one that is no
    number."""
    if not all(map(math.isfinite, (camera.x, camera.y, camera.zoom, camera.width, camera.height))):
        return before
    x, y, zoom = _within(camera.x), _within(camera.y), clamped(camera.zoom)
    if (x, y, zoom) == (camera.x, camera.y, camera.zoom):
        return camera
    return replace(camera, x=x, y=y, zoom=zoom)


def between(start: Camera, end: Camera, share: float) -> Camera:
    """A stop on the way, 0..1. Zooms evenly to the eye, and everything in sight moves straight."""
    if share >= 1.0:
        return end
    zoom = start.zoom * (end.zoom / start.zoom) ** share
    if math.isclose(start.zoom, end.zoom):
        done = share
    else:
        done = (1 / zoom - 1 / start.zoom) / (1 / end.zoom - 1 / start.zoom)
    return replace(
        end,
        x=start.x + (end.x - start.x) * done,
        y=start.y + (end.y - start.y) * done,
        zoom=zoom,
    )


def eased(share: float) -> float:
    """Quick at first, slow at the end: a cubic ease-out."""
    return 1.0 - (1.0 - min(max(share, 0.0), 1.0)) ** 3


def gathered(table: NodeTable, rows: Rows, camera: Camera) -> Box | None:
    """The box around these nodes; where no zoom would show all of it, around those in the thick
    of them: one node that strayed to the end of the world must not hide all others."""
    box = table.bounds(rows)
    wide, high = camera.width / FARTHEST, camera.height / FARTHEST
    if box is None or (box[2] - box[0] <= wide and box[3] - box[1] <= high):
        return box
    x, y = table.x[rows] + table.w[rows] / 2, table.y[rows] + table.h[rows] / 2
    # the middle one there is, not the mean of two: between two strays lies nothing
    middle_x, middle_y = _middle(x), _middle(y)
    near = rows[(np.abs(x - middle_x) <= wide / 2) & (np.abs(y - middle_y) <= high / 2)]
    return table.bounds(near) if len(near) else table.bounds(rows[:1])


def _middle(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(np.partition(values, len(values) // 2)[len(values) // 2])


def _within(value: float) -> float:
    return min(max(value, -END_OF_WORLD), END_OF_WORLD)


class Trace:
    """The last moments of a movement, for the speed at which it was let go."""

    def __init__(self) -> None:
        self._stops: deque[tuple[float, float, float]] = deque(maxlen=32)

    def clear(self) -> None:
        self._stops.clear()

    def note(self, x: float, y: float, seconds: float) -> None:
        self._stops.append((x, y, seconds))

    def speed(self, seconds: float) -> tuple[float, float]:
        """Units a second over the last moments; nothing for a hand that has rested."""
        recent = [stop for stop in self._stops if seconds - stop[2] <= TRACE]
        if len(recent) < 3:
            return 0.0, 0.0
        first, last = recent[0], recent[-1]
        passed = last[2] - first[2]
        if passed < LEAST_TRACE:
            return 0.0, 0.0
        return (last[0] - first[0]) / passed, (last[1] - first[1]) / passed
