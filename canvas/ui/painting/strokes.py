"""Ink: the strokes of a pen, as wide as the hand pressed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPainter, QPainterPath

from canvas.document.records import Node
from canvas.editor import strokes
from canvas.editor.sketches import Sketches, pen_width, stretched_grain
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.outlines import path_of, thick

Floats = NDArray[np.float64]

MOST_CORNERS = 600_000
"""Corners of all paths that are kept."""

LIGHTEST = 0.35
"""The share of its width that a pen keeps when it hardly touches."""

THINNEST = 0.9
"""Device pixels of the thinnest line."""


class Paths:
    """Paths by what they show; bounded. Main thread."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPainterPath] = OrderedDict()
        self._corners = 0

    def get(self, key: Hashable) -> QPainterPath | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def keep(self, key: Hashable, path: QPainterPath) -> QPainterPath:
        self._kept[key] = path
        self._corners += path.elementCount()
        while self._corners > MOST_CORNERS and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._corners -= old.elementCount()
        return path


class Strokes:
    """Draws ink nodes. Main thread."""

    def __init__(self, sketches: Sketches, paths: Paths) -> None:
        self._sketches = sketches
        self._paths = paths

    def draw(
        self, painter: QPainter, frame: Frame, record: Node, box: Floats, colour: QColor
    ) -> None:
        """Draw one node in its box of world left, top, right, bottom."""
        corner = frame.rect((float(box[0]), float(box[1]), float(box[2]), float(box[3]))).topLeft()
        size = (float(box[2] - box[0]), float(box[3] - box[1]))
        key = ("ink", record.param("strokes"), pen_width(record), size, frame.scale)
        path = self._paths.get(key)
        if path is None:
            path = self._paths.keep(key, self._path(record, size, frame.scale))
        fill(painter, path, corner, colour)

    def _path(self, record: Node, size: tuple[float, float], scale: float) -> QPainterPath:
        step = stretched_grain(record, size)
        width = pen_width(record) * scale
        in_world = (strokes.in_world(one, (0, 0), step) for one in self._sketches.words(record))
        return stroke_path(((one[:, :2] * scale, one[:, 2]) for one in in_world), width)


def stroke_path(lines: Iterable[tuple[Floats, Floats]], width: float) -> QPainterPath:
    """Lines of points in device pixels, each with its pressures, drawn with a pen this wide."""
    shapes: list[Floats] = []
    for points, pressure in lines:
        share = LIGHTEST + (1.0 - LIGHTEST) * pressure
        shapes += thick(points, np.maximum(share * width, THINNEST))
    return path_of(shapes)


def fill(painter: QPainter, path: QPainterPath, corner: QPoint, colour: QColor) -> None:
    """Fill a path whose (0, 0) lies at a whole device pixel."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    painter.translate(corner)
    painter.fillPath(path, colour)
    painter.translate(-corner)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
