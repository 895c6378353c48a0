"""Arrows around a viewfinder that say how the camera moves."""

from __future__ import annotations

import math
from collections.abc import Callable

import cv2
import numpy as np

from generation.backends.animatic.plate import Pixels
from generation.moves import Kind, Move, Stage

CORAL = (255, 122, 133)
"""The colour of motion, everywhere in the app."""
FINE = 4

Point = tuple[float, float]
Box = tuple[int, int, int, int]


class Marks:
    """A see-through layer of the frame's size to draw arrows on; lengths in frame pixels."""

    def __init__(self, size: tuple[int, int], unit: float) -> None:
        self.size, self.unit = size, unit
        self.plane = np.zeros((size[1] * FINE, size[0] * FINE), np.uint8)
        self.thick = max(1, round(unit * 0.05 * FINE))

    def line(self, points: list[Point]) -> None:
        bent = np.array([[round(x * FINE), round(y * FINE)] for x, y in points], np.int32)
        cv2.polylines(self.plane, [bent], False, 255, self.thick, cv2.LINE_AA)

    def arrow(self, points: list[Point]) -> None:
        """Along the points, with its head at the last one."""
        self.line(points)
        (x0, y0), (x1, y1) = points[-2], points[-1]
        heading = math.atan2(y1 - y0, x1 - x0)
        reach = self.unit * 0.17
        wings = [heading + math.pi - 0.62, heading + math.pi + 0.62]
        tips = [(x1 + reach * math.cos(w), y1 + reach * math.sin(w)) for w in wings]
        self.line([tips[0], (x1, y1), tips[1]])

    def arc(self, centre: Point, radii: Point, start: float, end: float) -> list[Point]:
        turns = np.linspace(math.radians(start), math.radians(end), 40)
        return [
            (centre[0] + radii[0] * math.cos(t), centre[1] + radii[1] * math.sin(t)) for t in turns
        ]

    def letters(self) -> Pixels:
        """Premultiplied RGBA, (height, width, 4)."""
        alpha = cv2.resize(self.plane, self.size, interpolation=cv2.INTER_AREA)
        colour = np.array([*CORAL, 255], np.float32) / 255
        return np.rint(alpha[..., None].astype(np.float32) * colour).astype(np.uint8)


def arrows(stage: Stage, shake: float, size: tuple[int, int], box: Box, unit: float) -> Pixels:
    """The marks of one stage around the viewfinder at `box` (left, top, right, bottom)."""
    marks = Marks(size, unit)
    for move in stage.moves:
        if move.kind in _DRAWN:
            _DRAWN[move.kind](marks, move, box)
    if shake:
        _unrest(marks, box)
    return marks.letters()


def _side(marks: Marks, move: Move, box: Box) -> None:
    left, top, right, bottom = box
    edge, middle, gap = (right if move.way > 0 else left), (top + bottom) / 2, marks.unit * 0.3
    start = edge + move.way * gap
    marks.arrow([(start, middle), (start + move.way * marks.unit * 0.85, middle)])
    if move.kind is Kind.whip:
        for shift in (-0.22, 0.22):
            y = middle + shift * marks.unit
            marks.line([(start, y), (start + move.way * marks.unit * 0.45, y)])
    if move.kind is Kind.truck:
        y = middle + marks.unit * 0.24
        marks.line([(start, y), (start + move.way * marks.unit * 0.85, y)])


def _height(marks: Marks, move: Move, box: Box) -> None:
    _, top, right, bottom = box
    x, middle, half = right + marks.unit * 0.5, (top + bottom) / 2, marks.unit * 0.55
    if move.kind is Kind.tilt:
        bend = marks.arc((x - half * 0.5, middle), (half * 0.9, half), 50, -50)
        marks.arrow(bend if move.way > 0 else bend[::-1])
    else:
        marks.arrow([(x, middle + move.way * half), (x, middle - move.way * half)])


def _corners(marks: Marks, move: Move, box: Box) -> None:
    left, top, right, bottom = box
    middle = ((left + right) / 2, (top + bottom) / 2)
    for corner in ((left, top), (right, top), (left, bottom), (right, bottom)):
        away = np.sign(np.array(corner) - middle)
        lean = away * np.array([0.86, 0.5])
        near = np.array(corner) + lean * marks.unit * 0.16
        far = np.array(corner) + lean * marks.unit * 0.66
        ends = [far, near] if move.way > 0 else [near, far]
        marks.arrow([(float(x), float(y)) for x, y in ends])


def _around(marks: Marks, move: Move, box: Box) -> None:
    left, _, right, bottom = box
    centre = ((left + right) / 2, bottom - marks.unit * 0.02)
    bend = marks.arc(centre, ((right - left) * 0.3, marks.unit * 0.42), 160, 20)
    marks.arrow(bend if move.way > 0 else bend[::-1])


def _turn(marks: Marks, move: Move, box: Box) -> None:
    left, top, right, _ = box
    centre = ((left + right) / 2, top + marks.unit * 0.25)
    bend = marks.arc(centre, (marks.unit * 1.1, marks.unit * 0.6), 215, 325)
    marks.arrow(bend if move.way > 0 else bend[::-1])


def _unrest(marks: Marks, box: Box) -> None:
    left, top, _, bottom = box
    xs = np.linspace(left - marks.unit * 0.9, left - marks.unit * 0.3, 40)
    wave = (top + bottom) / 2 + marks.unit * 0.1 * np.sin(np.linspace(0, 4 * math.pi, 40))
    marks.line([(float(x), float(y)) for x, y in zip(xs, wave, strict=True)])


_DRAWN: dict[Kind, Callable[[Marks, Move, Box], None]] = {
    Kind.pan: _side,
    Kind.truck: _side,
    Kind.whip: _side,
    Kind.tilt: _height,
    Kind.crane: _height,
    Kind.push: _corners,
    Kind.zoom: _corners,
    Kind.dolly_zoom: _corners,
    Kind.orbit: _around,
    Kind.roll: _turn,
}
