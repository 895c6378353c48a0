"""Lines of any width as filled shapes: ribbons along them, discs at their ends and sharp turns.

Qt fills a shape alike whatever part of the view is painted, which it does not do for lines.
"""

from __future__ import annotations

import itertools

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream
from PySide6.QtGui import QPainterPath

Floats = NDArray[np.float64]

SUBPIXEL = 16
"""Corners lie on sixteenths of a device pixel: the same ones wherever the camera is."""

GENTLE = 0.5
"""Radians: a sharper turn ends a ribbon, and a disc makes it round."""

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE, _LINE, _WINDING = 0, 1, 1


def thick(points: Floats, widths: Floats) -> list[Floats]:
    """The shapes, each (corners, 2), of a line through (n, 2) points, `widths` pixels wide there.

    All turn the same way: where they overlap they add up, and never cancel out.
    """
    points, widths = _thinned(points, widths)
    radius = widths / 2
    if len(points) < 2:
        return [disc(points[0], float(radius[0]))]
    along = np.diff(points, axis=0)
    along /= np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-9)
    out = np.stack([-along[:, 1], along[:, 0]], axis=1)
    breaks = [0, *_sharp(points, along, out, radius).tolist(), len(points) - 1]
    shapes = [disc(points[at], float(radius[at])) for at in breaks]
    for first, last in itertools.pairwise(breaks):
        shapes.append(_ribbon(points, out, radius, first, last))
    return shapes


def disc(middle: Floats, radius: float) -> Floats:
    """A disc as (sides, 2), turning as the ribbons do."""
    sides = int(np.clip(np.ceil(np.sqrt(radius * 24.0)), 6, 48))
    angle = -np.arange(sides) * (2 * np.pi / sides)
    made: Floats = middle + radius * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return made


def path_of(shapes: list[Floats]) -> QPainterPath:
    """Closed polygons, each (corners, 2) in device pixels, as one path.

    Written in the form that QPainterPath reads: calls for single corners would take far longer.
    """
    parts = [_elements(one) for one in shapes]
    # not joined by numpy: that would turn the bytes of each number around
    head = np.array([sum(len(part) for part in parts)], ">i4").tobytes()
    foot = np.array([0, _WINDING], ">i4").tobytes()
    data = b"".join([head, *(part.tobytes() for part in parts), foot])
    path = QPainterPath()
    QDataStream(QByteArray(data)) >> path
    return path


def _sharp(points: Floats, along: Floats, out: Floats, radius: Floats) -> NDArray[np.intp]:
    """The inner points at which a ribbon would fold over itself, or show its corners."""
    turn = np.arccos(np.clip((along[:-1] * along[1:]).sum(axis=1), -1.0, 1.0))
    normal = _normals(out)
    folded = np.zeros(len(along), np.bool_)
    for side in (1.0, -1.0):
        edge = np.diff(points + side * normal * radius[:, None], axis=0)
        folded |= (edge * along).sum(axis=1) <= 0
    found: NDArray[np.intp] = 1 + np.flatnonzero((turn > GENTLE) | folded[:-1] | folded[1:])
    return found


def _normals(out: Floats) -> Floats:
    """At each point the middle between the normals of its two pieces."""
    both = np.concatenate([out[:1], out[:-1] + out[1:], out[-1:]])
    made: Floats = both / np.maximum(np.linalg.norm(both, axis=1, keepdims=True), 1e-9)
    return made


def _ribbon(points: Floats, out: Floats, radius: Floats, first: int, last: int) -> Floats:
    reach = _normals(out[first:last]) * radius[first : last + 1, None]
    spine = points[first : last + 1]
    return np.concatenate([spine + reach, (spine - reach)[::-1]])


def _elements(polygon: Floats) -> NDArray[np.void]:
    snapped = np.floor(polygon * SUBPIXEL + 0.5) / SUBPIXEL
    closed = np.concatenate([snapped, snapped[:1]])
    made = np.zeros(len(closed), _ELEMENT)
    made["kind"] = _LINE
    made["kind"][0] = _MOVE
    made["x"], made["y"] = closed[:, 0], closed[:, 1]
    return made


def _thinned(points: Floats, widths: Floats) -> tuple[Floats, Floats]:
    """Without points that fall on the same half pixel as the one before."""
    cells = np.floor(points * 2.0)
    fresh = np.ones(len(points), np.bool_)
    fresh[1:] = (cells[1:] != cells[:-1]).any(axis=1)
    return points[fresh], widths[fresh]
