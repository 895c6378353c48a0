"""Where a new node goes so that all of it is seen."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.editor.camera import Box, Camera

EDGE = 16.0
"""Pixels that stay free around it."""

Point = tuple[float, float]


def in_sight(pos: Point, size: Point, camera: Camera, covered: Sequence[Box] = ()) -> Point:
    """The place nearest to `pos` where a node of this size is whole in the view, under nothing that
    lies over the board: `covered` are boxes in pixels of the view. What does not fit stays."""
    left, top = camera.to_screen(*pos)
    wide, high = size[0] * camera.zoom, size[1] * camera.zoom
    if wide > camera.width - 2 * EDGE or high > camera.height - 2 * EDGE:
        return pos

    def inside(x: float, y: float) -> Point:
        return (
            min(max(x, EDGE), camera.width - EDGE - wide),
            min(max(y, EDGE), camera.height - EDGE - high),
        )

    def bare(at: Point) -> bool:
        box = (at[0], at[1], at[0] + wide, at[1] + high)
        return not any(_meet(box, other) for other in covered)

    start = inside(left, top)
    tried = [start, *(inside(*at) for over in covered for at in _around(start, wide, high, over))]
    found = [at for at in tried if bare(at)]
    best = min(found or [start], key=lambda at: abs(at[0] - left) + abs(at[1] - top))
    return pos if best == (left, top) else camera.to_world(*best)


def _around(at: Point, wide: float, high: float, over: Box) -> tuple[Point, ...]:
    """Beside, over and under what lies there."""
    x, y = at
    return (
        (over[0] - EDGE - wide, y),
        (over[2] + EDGE, y),
        (x, over[1] - EDGE - high),
        (x, over[3] + EDGE),
    )


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
