"""Arrows: a curve with heads, and what it says in its middle."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from canvas.document.records import Node
from canvas.editor.arrows import Line, weight_of
from canvas.editor.sketches import along
from canvas.ui.painting.frame import READABLE, Frame
from canvas.ui.painting.ink import Ink, Style
from canvas.ui.painting.outlines import path_of, thick
from canvas.ui.painting.strokes import THINNEST, Paths, fill
from canvas.ui.theme import BODY, MEDIUM, Theme

Floats = NDArray[np.float64]

LABEL = Style(BODY, MEDIUM)
LABEL_ROOM, LABEL_PAD = 220.0, 6.0
"""World units that a label may be wide, and keeps free around its words."""

HEAD, HEAD_WIDE = 3.4, 1.5
"""Length of a head in widths of the line, with what the thinnest has anyway; half its width as a
share of that."""


class Arrows:
    """Draws arrows. Main thread."""

    def __init__(self, paths: Paths, ink: Ink) -> None:
        self._paths = paths
        self._ink = ink

    def draw(
        self, painter: QPainter, frame: Frame, record: Node, line: Line, colour: QColor
    ) -> None:
        """Draw one arrow without its label."""
        weight, heads = weight_of(record), str(record.param("heads"))
        corner = _corner(frame, line)
        key = ("arrow", _relative(line), weight, heads, frame.scale)
        path = self._paths.get(key)
        if path is None:
            path = self._paths.keep(key, arrow_path(line, weight, heads, frame.scale))
        fill(painter, path, corner, colour)

    def label(self, painter: QPainter, frame: Frame, theme: Theme, line: Line, words: str) -> None:
        """Draw what an arrow says on a plate over its middle."""
        if not words or frame.zoom < READABLE:
            return
        scale = frame.letters
        plate = self._ink.kept(
            ("arrow label", words, scale, theme.name), lambda: self._plate(words, scale, theme)
        )
        grown = frame.scale / scale
        x, y = line.at(0.5)
        wide, high = plate.width() * grown, plate.height() * grown
        left = math.floor(x * frame.scale - wide / 2 + 0.5) + int(frame.left)
        top = math.floor(y * frame.scale - high / 2 + 0.5) + int(frame.top)
        if frame.settled:
            painter.drawPixmap(left, top, plate)
        else:
            painter.drawPixmap(QRectF(left, top, wide, high), plate, QRectF(plate.rect()))

    def _plate(self, words: str, scale: float, theme: Theme) -> QPixmap:
        room = round(LABEL_ROOM * scale)
        letters = self._ink.line(words, LABEL, theme.colours.text, room, scale) or QPixmap(1, 1)
        pad = round(LABEL_PAD * scale)
        made = QPixmap(letters.width() + 2 * pad, letters.height() + pad)
        made.fill(Qt.GlobalColor.transparent)
        with QPainter(made) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colours.field)
            painter.drawRoundedRect(QRectF(made.rect()), pad, pad)
            painter.drawPixmap(QPointF(pad, pad / 2), letters)
        return made


def arrow_path(line: Line, weight: float, heads: str, scale: float) -> QPainterPath:
    """The filled shape of an arrow, in device pixels from where its line starts."""
    points = (along(line) - np.array(line.start)) * scale
    width = max(weight * scale, THINNEST)
    length = float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())
    head = min(HEAD * width + 4.0 * min(scale, 1.0), length * 0.6)
    shapes: list[Floats] = []
    if heads in ("end", "both") and length > 1:
        points, tip = _headed(points, head)
        shapes.append(tip)
    if heads == "both" and length > 1:
        points, tip = _headed(points[::-1], head)
        shapes.append(tip)
    return path_of([*shapes, *thick(points, np.full(len(points), width))])


def _headed(points: Floats, head: float) -> tuple[Floats, Floats]:
    """A line cut back to the foot of its head, and the head: (3, 2)."""
    tip = points[-1]
    gone = np.linalg.norm(points - tip, axis=1)
    inside = int(np.flatnonzero(gone >= head * 0.8)[-1]) if (gone >= head * 0.8).any() else 0
    foot = points[inside]
    way = (tip - foot) / max(float(np.linalg.norm(tip - foot)), 1e-9)
    base, out = tip - way * head, np.array([-way[1], way[0]]) * head / 2 * HEAD_WIDE / 1.5
    # the same way round as the ribbon, or they would cancel out where they overlap
    triangle = np.stack([tip, base - out, base + out])
    return np.concatenate([points[: inside + 1], (tip - way * head * 0.7)[None]]), triangle


def _relative(line: Line) -> tuple[float, ...]:
    x, y = line.start
    return (line.middle[0] - x, line.middle[1] - y, line.end[0] - x, line.end[1] - y)


def _corner(frame: Frame, line: Line) -> QPoint:
    x = math.floor(line.start[0] * frame.scale + 0.5) + int(frame.left)
    y = math.floor(line.start[1] * frame.scale + 0.5) + int(frame.top)
    return QPoint(x, y)
