"""Where an arrow runs: between its own points, or between the edges of the nodes that it holds on
to. Pure arithmetic in world units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from canvas.document.records import Node
from canvas.editor.camera import Box

Point: TypeAlias = tuple[float, float]
BoxOf: TypeAlias = Callable[[str], Box | None]

GAP = 8.0
"""World units that an arrow keeps from the node it holds on to."""

WEIGHTS = {"S": 1.5, "M": 2.5, "L": 5.0}
"""World units of an arrow's line."""

REACH = 14.0
"""World units that heads and the width of the line reach out of it, at least."""


@dataclass(frozen=True, slots=True)
class Line:
    """A quadratic curve; straight where `middle` lies half-way."""

    start: Point
    middle: Point
    """The control point."""
    end: Point

    def at(self, t: float) -> Point:
        u = 1 - t
        x, y = (
            u * u * a + 2 * t * u * b + t * t * c
            for a, b, c in zip(self.start, self.middle, self.end, strict=True)
        )
        return x, y

    def box(self, margin: float) -> Box:
        """The box around it, `margin` wider on every side."""
        turns = [0.0, 1.0]
        for a, b, c in zip(self.start, self.middle, self.end, strict=True):
            if a - 2 * b + c:
                turns.append(min(max((a - b) / (a - 2 * b + c), 0.0), 1.0))
        xs, ys = zip(*(self.at(t) for t in turns), strict=True)
        return min(xs) - margin, min(ys) - margin, max(xs) + margin, max(ys) + margin


def ends_of(towards: str, box: Box) -> tuple[Point, Point]:
    """The start and the end of an arrow that points to a corner of its box."""
    left, top, right, bottom = box
    x = (left, right) if "e" in towards else (right, left)
    y = (top, bottom) if "s" in towards else (bottom, top)
    return (x[0], y[0]), (x[1], y[1])


def boxed(start: Point, end: Point) -> tuple[Point, Point, str]:
    """The corner and the size of an arrow's box, and the corner that it points to."""
    towards = ("s" if end[1] >= start[1] else "n") + ("e" if end[0] >= start[0] else "w")
    corner = min(start[0], end[0]), min(start[1], end[1])
    size = max(abs(end[0] - start[0]), 1.0), max(abs(end[1] - start[1]), 1.0)
    return corner, size, towards


def line_of(node: Node, own: Box, box_of: BoxOf) -> Line:
    """Where an arrow runs: `own` is the box it was drawn in, `box_of` where other nodes lie."""
    start, end = ends_of(str(node.param("towards")), own)
    source, target = (_held(node, name, box_of) for name in ("from", "to"))
    bend = node.param("bend")
    return line_between(
        start, end, source, target, float(bend) if isinstance(bend, int | float) else 0.0
    )


def line_between(
    start: Point, end: Point, source: Box | None, target: Box | None, bend: float = 0.0
) -> Line:
    """The line between two points, or the edges of the boxes that stand for them."""
    start = _centre(source) if source is not None else start
    end = _centre(target) if target is not None else end
    middle = _control(start, end, bend)
    if source is not None:
        start = _leaving(source, middle, start)
    if target is not None:
        end = _leaving(target, middle, end)
    if not bend:
        middle = _half(start, end)
    return Line(start, middle, end)


def weight_of(node: Node) -> float:
    return WEIGHTS[str(node.param("weight"))]


def reach_of(weight: float) -> float:
    """World units that heads reach out of the line."""
    return max(REACH, weight * 4)


def bound(node: Node) -> tuple[str, ...]:
    """The nodes that an arrow's ends hold on to."""
    held = (str(node.param("from")), str(node.param("to")))
    return tuple(one for one in held if one)


def _held(node: Node, name: str, box_of: BoxOf) -> Box | None:
    other = str(node.param(name))
    return box_of(other) if other and other != node.id else None


def _centre(box: Box) -> Point:
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _half(a: Point, b: Point) -> Point:
    return (a[0] + b[0]) / 2, (a[1] + b[1]) / 2


def _control(start: Point, end: Point, bend: float) -> Point:
    x, y = _half(start, end)
    dx, dy = end[0] - start[0], end[1] - start[1]
    return x - dy * bend, y + dx * bend


def _leaving(box: Box, towards: Point, centre: Point) -> Point:
    """Where a line from the middle of a box to a point leaves the box, a gap further out."""
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    wide, high = (box[2] - box[0]) / 2 + GAP, (box[3] - box[1]) / 2 + GAP
    most = max(abs(dx) / wide, abs(dy) / high)
    if most <= 1.0:
        return centre if most == 0 else towards  # the other end lies within the box
    return centre[0] + dx / most, centre[1] + dy / most
