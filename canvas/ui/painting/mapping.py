"""Many nodes as small blocks of colour: what the map in the corner is made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from canvas.document.records import NodeKind
from canvas.editor.editor import Editor
from canvas.editor.spatial import KINDS, SCENE, Floats, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.mixing import faded, mixed
from canvas.ui.theme import Theme

SMALL = 3
"""Device pixels up to which blocks are set in memory: tens of thousands of them cost nothing."""

TINT = 0.62
"""How much of its kind's colour a block keeps on the panel."""

LOOSE = frozenset({NodeKind.arrow, NodeKind.ink})
"""Kinds whose box is mostly air: they leave a trace only."""


class Blocks:
    """Draws the nodes of one board. Main thread."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor

    def draw(
        self, painter: QPainter, boxes: Floats, rows: Rows, theme: Theme, ratio: float
    ) -> None:
        """Nodes (n, 4) in whole device pixels, none left of or above the painter's origin."""
        kinds = self._editor.table.kind[rows]
        scenes = kinds == SCENE
        self._scenes(painter, boxes[scenes], theme, ratio)
        chosen = np.zeros(len(self._editor.table.live), np.bool_)
        chosen[self._editor.table.rows(self._editor.selection)] = True
        marked = chosen[rows]
        small = (boxes[:, 2:] <= SMALL).all(axis=1) & ~scenes
        colours = [_colour(kind, theme) for kind in KINDS]
        painter.setPen(Qt.PenStyle.NoPen)
        for code, colour in enumerate(colours):
            of_kind = (kinds == code) & ~small & ~scenes
            painter.setBrush(colour)
            checked.rects(painter, np.ascontiguousarray(boxes[of_kind]))
        palette = np.array([*(c.rgba() for c in colours), theme.colours.selection.rgba()])
        codes = np.where(marked, len(KINDS), kinds)
        _scatter(painter, boxes[small], palette[codes[small]])
        self._selected(painter, boxes[marked & ~small], theme, ratio)

    def _scenes(self, painter: QPainter, boxes: Floats, theme: Theme, ratio: float) -> None:
        painter.setPen(QPen(theme.colours.line2, ratio))
        painter.setBrush(theme.colours.raised)
        checked.rects(painter, np.ascontiguousarray(boxes))

    def _selected(self, painter: QPainter, boxes: Floats, theme: Theme, ratio: float) -> None:
        painter.setPen(QPen(theme.colours.selection, ratio))
        painter.setBrush(faded(theme.colours.selection, 0.45))
        checked.rects(painter, np.ascontiguousarray(boxes))


def _colour(kind: NodeKind, theme: Theme) -> QColor:
    share = TINT / 3 if kind in LOOSE else TINT
    return mixed(theme.node_colour(kind), theme.colours.panel, share)


def _scatter(painter: QPainter, boxes: Floats, colours: NDArray[np.int64]) -> None:
    """Set the pixels of many small boxes at once, the last ones on top."""
    if not len(boxes):
        return
    x, y, wide, high = boxes.astype(np.intp).T
    image = np.zeros((int(y.max()) + SMALL + 1, int(x.max()) + SMALL + 1), np.uint32)
    for down in range(SMALL):
        for right in range(SMALL):
            there = (wide > right) & (high > down)
            image[y[there] + down, x[there] + right] = colours[there]
    rows, columns = image.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    painter.drawImage(0, 0, QImage(image.data, columns, rows, image.strides[0], form))
