"""What a search has found, over the board: all else steps back a little, each hit has a line."""

from __future__ import annotations

from itertools import starmap

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRegion

from canvas.editor.editor import Editor
from canvas.editor.spatial import Rows
from canvas.ui.painting import checked
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.theme import NODE_RADIUS, Theme

MANY = 300
"""Hits in sight above which nothing is dimmed and no corner is round: they are the picture."""

DIMMED = 0.55
REACH = 3
"""Logical pixels between a card's edge and its line."""


class Finds:
    """Painted with the overlay, in device pixels. Main thread."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._of: tuple[str, ...] = ()
        self._rows: Rows = np.zeros(0, np.intp)

    def draw(self, painter: QPainter, frame: Frame, theme: Theme) -> None:
        if not self._editor.found:
            return
        boxes = self._boxes(frame)
        colour = theme.colours.accent
        if len(boxes) > MANY or frame.detail is Detail.far:
            painter.setPen(QPen(colour, max(1.0, frame.ratio)))
            painter.setBrush(faded(colour, 0.25))
            checked.rects(painter, boxes)
        else:
            self._dim(painter, frame, boxes, theme.colours.field)
            self._rings(painter, frame, boxes, QPen(colour, 2 * frame.ratio))
        self._now(painter, frame, colour)

    def _boxes(self, frame: Frame) -> NDArray[np.float64]:
        """The hits in sight."""
        editor = self._editor
        if self._of is not editor.found:
            self._of, self._rows = editor.found, editor.table.rows(editor.found)
        marked = np.zeros(len(editor.table.live), np.bool_)
        marked[self._rows] = True
        seen = editor.table.cull(frame.world(frame.area), 8 / frame.zoom)
        return frame.boxes(editor.table, seen[marked[seen]])

    def _dim(
        self, painter: QPainter, frame: Frame, boxes: NDArray[np.float64], ground: QColor
    ) -> None:
        region = QRegion(frame.area)
        for x, y, wide, high in boxes.astype(np.int64).tolist():
            region -= QRegion(QRect(x, y, wide, high))
        painter.save()
        painter.setClipRegion(region)
        painter.fillRect(frame.area, faded(ground, DIMMED))
        painter.restore()

    def _rings(
        self, painter: QPainter, frame: Frame, boxes: NDArray[np.float64], pen: QPen
    ) -> None:
        reach = REACH * frame.ratio
        radius = NODE_RADIUS * frame.scale + reach
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for box in starmap(QRectF, boxes.tolist()):
            painter.drawRoundedRect(box.adjusted(-reach, -reach, reach, reach), radius, radius)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _now(self, painter: QPainter, frame: Frame, colour: QColor) -> None:
        """The hit that is looked at has a strong line, however small it is."""
        now = self._editor.found_now
        rows = self._editor.table.rows(() if now is None else (now,))
        if len(rows):
            boxes = frame.boxes(self._editor.table, rows)
            self._rings(painter, frame, boxes, QPen(colour, 3.5 * frame.ratio))
