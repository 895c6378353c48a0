"""The whole board in a corner: rectangles, and the part of it in sight."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from canvas.editor.camera import Box, Camera
from canvas.editor.editor import Editor
from canvas.editor.spatial import SCENE
from canvas.ui.painting import checked
from canvas.ui.painting.sprites import panel_shadow
from canvas.ui.theme import Theme

SIZE = (176.0, 108.0)
MARGIN, PADDING, RADIUS = 14.0, 10.0, 10.0
SPREAD = 32.0
"""Logical pixels that the shadow reaches around."""

REST = 0.12
"""Seconds between two drawings of the board while nodes move."""

ROOMY = (520.0, 360.0)
"""Logical pixels of a view that has room for a map."""


class Minimap:
    """Drawn over the view, in logical pixels. Main thread."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._drawn = QPixmap()
        self._key: object = None
        self._bounds: Box | None = None
        self._since = 0.0
        self.stale = True
        self.visible = True

    def touch(self) -> None:
        """Nodes have moved, come or gone."""
        self.stale = True
        self._bounds = None

    def box(self, camera: Camera) -> QRectF | None:
        """Where the map lies in the view; None where there is no room, or no more to show than
        is in sight."""
        if not self.visible or camera.width < ROOMY[0] or camera.height < ROOMY[1]:
            return None
        if not self._editor.board.nodes or self._all_in_sight(camera):
            return None
        left, top = camera.width - MARGIN - SIZE[0], camera.height - MARGIN - SIZE[1]
        return QRectF(left, top, *SIZE)

    def _all_in_sight(self, camera: Camera) -> bool:
        """A map of what is seen anyway would only cover it."""
        board, seen = self._board(), camera.view
        return (
            seen[0] <= board[0]
            and seen[1] <= board[1]
            and board[2] <= seen[2]
            and board[3] <= seen[3]
        )

    def _board(self) -> Box:
        if self._bounds is None:
            self._bounds = self._editor.table.bounds() or (0.0, 0.0, 1.0, 1.0)
        return self._bounds

    def world_at(self, camera: Camera, x: float, y: float) -> tuple[float, float] | None:
        """The world point under a point of the view, if that is on the map."""
        box = self.box(camera)
        if box is None or not box.contains(QPointF(x, y)):
            return None
        return self.place(camera, x, y)

    def place(self, camera: Camera, x: float, y: float) -> tuple[float, float]:
        """The world point that a point of the view stands for on the map, or beyond its edge."""
        box = self.box(camera) or QRectF(0, 0, *SIZE)
        left, top, scale = self._mapping()
        return (x - box.left() - left) / scale, (y - box.top() - top) / scale

    def draw(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        box = self.box(camera)
        if box is None:
            return
        self._refresh(camera.ratio, theme)
        painter.drawPixmap(box.topLeft() - QPointF(SPREAD, SPREAD), self._drawn)
        left, top, scale = self._mapping()
        world = camera.view
        seen = QRectF(
            box.left() + left + world[0] * scale,
            box.top() + top + world[1] * scale,
            (world[2] - world[0]) * scale,
            (world[3] - world[1]) * scale,
        ).intersected(box.adjusted(3, 3, -3, -3))
        if not seen.isEmpty():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colours.selection, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(seen, 3, 3)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _mapping(self) -> tuple[float, float, float]:
        """Where the world's (0, 0) lies on the map, and map pixels to a world unit."""
        bounds = self._board()
        wide, high = max(bounds[2] - bounds[0], 400.0), max(bounds[3] - bounds[1], 300.0)
        scale = min((SIZE[0] - 2 * PADDING) / wide, (SIZE[1] - 2 * PADDING) / high)
        left = SIZE[0] / 2 - (bounds[0] + bounds[2]) / 2 * scale
        top = SIZE[1] / 2 - (bounds[1] + bounds[3]) / 2 * scale
        return left, top, scale

    def _refresh(self, ratio: float, theme: Theme) -> None:
        key = (ratio, theme.name)
        now = time.monotonic()
        due = self.stale and now - self._since > REST
        if key != self._key or due:
            self._key, self._since, self.stale = key, now, False
            self._drawn = self._draw(ratio, theme)

    def _draw(self, ratio: float, theme: Theme) -> QPixmap:
        pixmap = QPixmap(
            round((SIZE[0] + 2 * SPREAD) * ratio), round((SIZE[1] + 2 * SPREAD) * ratio)
        )
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self._draw_panel(painter, ratio, theme)
            painter.translate(SPREAD * ratio, SPREAD * ratio)
            self._draw_nodes(painter, ratio, theme)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _draw_panel(self, painter: QPainter, ratio: float, theme: Theme) -> None:
        box = np.array([[SPREAD, SPREAD, *SIZE]]) * ratio
        panel_shadow(theme, ratio).draw(painter, np.floor(box + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.line, ratio))
        painter.setBrush(theme.colours.panel)
        inside = QRectF(*box[0]).adjusted(ratio / 2, ratio / 2, -ratio / 2, -ratio / 2)
        painter.drawRoundedRect(inside, RADIUS * ratio, RADIUS * ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _draw_nodes(self, painter: QPainter, ratio: float, theme: Theme) -> None:
        table = self._editor.table
        rows = np.flatnonzero(table.live)
        left, top, scale = self._mapping()
        boxes = np.stack([table.x[rows], table.y[rows], table.w[rows], table.h[rows]], axis=1)
        boxes *= scale * ratio
        boxes[:, 0] += left * ratio
        boxes[:, 1] += top * ratio
        boxes = np.floor(boxes + 0.5)
        boxes[:, 2:] = np.maximum(boxes[:, 2:], 1.0)
        scenes = table.kind[rows] == SCENE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.raised)
        checked.rects(painter, np.ascontiguousarray(boxes[scenes]))
        painter.setBrush(theme.colours.line2)
        checked.rects(painter, np.ascontiguousarray(boxes[~scenes]))
