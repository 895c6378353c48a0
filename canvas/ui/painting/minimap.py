"""The whole board in a corner: its nodes as colours, the others on it, and the part in sight."""

from __future__ import annotations

import time
from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from canvas.editor.camera import Box, Camera
from canvas.editor.editor import Editor
from canvas.editor.peers import Peer
from canvas.editor.spatial import Floats, Rows
from canvas.ui.painting.mapping import Blocks
from canvas.ui.painting.mixing import faded
from canvas.ui.painting.sprites import panel_shadow
from canvas.ui.theme import Theme

SIZE = (176.0, 108.0)
MARGIN, PADDING, RADIUS = 14.0, 10.0, 10.0
SPREAD = 32.0
"""Logical pixels that the shadow reaches around."""

REST = 0.12
"""Seconds between two drawings of the board while nodes move."""

FOLLOWS = 0.06
"""Seconds between two drawings of where the others are."""

SMALLEST = 7.0
"""Logical pixels of the frame around what is in sight, at the least."""

MANY = 5000
"""Nodes above which the map is not drawn anew while a gesture lasts."""

ROOMY = (520.0, 360.0)
"""Logical pixels of a view that has room for a map."""

STRAY = 0.01
"""The share of nodes at each end that may lie too far away to be shown where they are."""

MOSTLY_AIR = 8
"""How many times as wide as what most nodes take a board may be before strays are left out."""

LEAST = (400.0, 300.0)
"""World units that a map shows at the least."""


class Minimap:
    """Drawn over the view, in logical pixels. Main thread.

    The board is drawn into a pixmap now and then; a frame copies that, and adds what moves.
    """

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._blocks = Blocks(editor)
        self._drawn, self._panel = QPixmap(), QPixmap()
        self._peopled = QPixmap()
        self._peers: tuple[Peer, ...] = ()
        self._peers_key: object = None
        self._peers_at = 0.0
        self._key: object = None
        self._bounds: tuple[Box, Box] = ((0.0, 0.0, 1.0, 1.0),) * 2
        self._moved = True
        self._since = 0.0
        self.stale = True
        self.unfinished = False
        """Whether another frame would show more than the last one did."""

    def touch(self, *, moved: bool = True) -> None:
        """Nodes have moved, come or gone; or, if none has `moved`, others are selected."""
        self.stale = True
        self._moved = self._moved or moved

    # -- where it lies, and what lies where on it

    def box(self, camera: Camera) -> QRectF | None:
        """Where the map lies in the view; None where there is no room, or no more to show than
        is in sight."""
        if not self._editor.show_minimap or camera.width < ROOMY[0] or camera.height < ROOMY[1]:
            return None
        if not self._editor.board.nodes or self._all_in_sight(camera):
            return None
        left, top = camera.width - MARGIN - SIZE[0], camera.height - MARGIN - SIZE[1]
        return QRectF(left, top, *SIZE)

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

    def seen(self, camera: Camera, view: Box) -> QRectF:
        """Where a part of the world lies on the map, in the view's pixels; cut to the map."""
        return _seen(self.box(camera) or QRectF(0, 0, *SIZE), self._mapping(), view)

    def holds(self, camera: Camera, x: float, y: float) -> bool:
        """Whether a point of the view is on the frame around what is in sight."""
        seen = self.seen(camera, camera.view)
        return not seen.isNull() and _grown(seen).contains(QPointF(x, y))

    def _all_in_sight(self, camera: Camera) -> bool:
        """A map of what is seen anyway would only cover it."""
        (board, _), seen = self._extents(), camera.view
        return (
            seen[0] <= board[0]
            and seen[1] <= board[1]
            and board[2] <= seen[2]
            and board[3] <= seen[3]
        )

    def _extents(self) -> tuple[Box, Box]:
        """The box around all nodes, and the part of it that the map shows."""
        if self._moved and not self._waits():
            self._moved = False
            table = self._editor.table
            rows = np.flatnonzero(table.live)
            whole = table.bounds(rows) or (0.0, 0.0, 1.0, 1.0)
            self._bounds = whole, _shown(table.x[rows], table.y[rows], whole)
        return self._bounds

    def _waits(self) -> bool:
        """Whether there are so many nodes that the map lets a hand put them down first."""
        return len(self._editor.table) > MANY and self._editor.gesturing

    def _mapping(self) -> tuple[float, float, float]:
        """Where the world's (0, 0) lies on the map, and map pixels to a world unit."""
        _, bounds = self._extents()
        wide, high = max(bounds[2] - bounds[0], LEAST[0]), max(bounds[3] - bounds[1], LEAST[1])
        scale = min((SIZE[0] - 2 * PADDING) / wide, (SIZE[1] - 2 * PADDING) / high)
        left = SIZE[0] / 2 - (bounds[0] + bounds[2]) / 2 * scale
        top = SIZE[1] / 2 - (bounds[1] + bounds[3]) / 2 * scale
        return left, top, scale

    # -- painting

    def draw(self, painter: QPainter, camera: Camera, theme: Theme) -> None:
        box = self.box(camera)
        self.unfinished = False
        if box is None:
            return
        self._refresh(camera.ratio, theme)
        self.unfinished = self.stale and not self._waits()
        self._follow_peers(camera, theme)
        painter.drawPixmap(box.topLeft() - QPointF(SPREAD, SPREAD), self._peopled)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._frame(painter, self.seen(camera, camera.view), theme.colours.selection, 1.5)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _follow_peers(self, camera: Camera, theme: Theme) -> None:
        """The others on the map, often enough for the eye to follow."""
        peers = self._editor.peers
        there = tuple((peer.id, peer.colour) for peer in peers)
        key = (there, self._drawn.cacheKey(), camera.width, camera.height)
        if peers is self._peers and key == self._peers_key:
            return
        now = time.monotonic()
        if peers and key == self._peers_key and now - self._peers_at < FOLLOWS:
            self.unfinished = True
            return
        self._peers, self._peers_key, self._peers_at = peers, key, now
        self._peopled = self._drawn
        box = self.box(camera)
        if self._editor.peers and box is not None:
            self._peopled = self._drawn.copy()
            with QPainter(self._peopled) as painter:
                painter.translate(QPointF(SPREAD, SPREAD) - box.topLeft())
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                self._draw_peers(painter, box, theme)

    def _draw_peers(self, painter: QPainter, box: QRectF, theme: Theme) -> None:
        """What the others see, and where their hands are."""
        mapping, inner = self._mapping(), box.adjusted(4, 4, -4, -4)
        left, top, scale = mapping
        for peer in self._editor.peers:
            colour = QColor(peer.colour)
            if peer.view is not None and all(map(isfinite, peer.view)):
                self._frame(painter, _seen(box, mapping, peer.view), colour, 1.0)
            if peer.cursor is None or not all(map(isfinite, peer.cursor)):
                continue
            x, y = peer.cursor
            spot = QPointF(box.left() + left + x * scale, box.top() + top + y * scale)
            if inner.contains(spot):
                painter.setPen(QPen(theme.colours.panel, 1.0))
                painter.setBrush(colour)
                painter.drawEllipse(spot, 3.0, 3.0)

    def _frame(self, painter: QPainter, seen: QRectF, colour: QColor, wide: float) -> None:
        if seen.isNull():
            return
        painter.setPen(QPen(colour, wide))
        painter.setBrush(faded(colour, 0.08))
        sharp = QRectF(_grown(seen).toRect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(sharp, 3, 3)

    def _refresh(self, ratio: float, theme: Theme) -> None:
        key = (ratio, theme)
        now = time.monotonic()
        due = self.stale and now - self._since > REST and not self._waits()
        if key != self._key:
            self._key, due = key, True
            self._panel = _draw_panel(ratio, theme)
        if due:
            self.stale = False
            self._drawn = self._draw(ratio, theme)
            self._since = time.monotonic()

    def _draw(self, ratio: float, theme: Theme) -> QPixmap:
        pixmap = self._panel.copy()
        with QPainter(pixmap) as painter:
            painter.translate(round(SPREAD * ratio), round(SPREAD * ratio))
            rows = np.flatnonzero(self._editor.table.live)
            self._blocks.draw(painter, self._boxes(rows, ratio), rows, theme, ratio)
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _boxes(self, rows: Rows, ratio: float) -> Floats:
        """Nodes as whole device pixels of the map; those that strayed lie on its edge."""
        table = self._editor.table
        left, top, scale = self._mapping()
        inside = np.array([4.0, 4.0, SIZE[0] - 4.0, SIZE[1] - 4.0])
        x, y = table.x[rows] * scale + left, table.y[rows] * scale + top
        right, bottom = x + table.w[rows] * scale, y + table.h[rows] * scale
        x, right = (np.clip(side, inside[0], inside[2] - 1) for side in (x, right))
        y, bottom = (np.clip(side, inside[1], inside[3] - 1) for side in (y, bottom))
        boxes = np.floor(np.stack([x, y, right, bottom], axis=1) * ratio + 0.5)
        boxes[:, 2:] = np.maximum(boxes[:, 2:] - boxes[:, :2], 1.0)
        return boxes


def _draw_panel(ratio: float, theme: Theme) -> QPixmap:
    wide, high = (round((side + 2 * SPREAD) * ratio) for side in SIZE)
    pixmap = QPixmap(wide, high)
    pixmap.fill(Qt.GlobalColor.transparent)
    box = np.array([[SPREAD, SPREAD, *SIZE]]) * ratio
    with QPainter(pixmap) as painter:
        panel_shadow(theme, ratio).draw(painter, np.floor(box + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colours.line, ratio))
        painter.setBrush(theme.colours.panel)
        inside = QRectF(*box[0]).adjusted(ratio / 2, ratio / 2, -ratio / 2, -ratio / 2)
        painter.drawRoundedRect(inside, RADIUS * ratio, RADIUS * ratio)
    return pixmap


def _shown(x: Floats, y: Floats, whole: Box) -> Box:
    """The part of a board that a map of it shows: all of it, but for a few nodes so far away that
    all others would be one dot."""
    if not len(x):
        return whole
    sides = [
        _side(values, low, high)
        for values, low, high in ((x, whole[0], whole[2]), (y, whole[1], whole[3]))
    ]
    (left, right), (top, bottom) = sides
    return left, top, right, bottom


def _side(values: Floats, low: float, high: float) -> tuple[float, float]:
    few = max(int(len(values) * STRAY), min(len(values) // 3, 1))
    ordered = np.partition(values, (few, len(values) - 1 - few))
    first, last = float(ordered[few]), float(ordered[len(values) - 1 - few])
    spread = max(last - first, 10 * LEAST[0])
    if high - low <= MOSTLY_AIR * spread:
        return low, high
    return max(low, first - spread), min(high, last + spread)


def _seen(box: QRectF, mapping: tuple[float, float, float], view: Box) -> QRectF:
    """Where a part of the world lies on a map that fills a box; cut to it."""
    left, top, scale = mapping
    low, high = (-SIZE[0], -SIZE[1]), (2 * SIZE[0], 2 * SIZE[1])
    x0, y0, x1, y1 = (
        min(max(value * scale + away, low[axis]), high[axis])
        for value, away, axis in zip(view, (left, top) * 2, (0, 1) * 2, strict=True)
    )
    inner = box.adjusted(3, 3, -3, -3)
    left, right = max(box.left() + x0, inner.left()), min(box.left() + x1, inner.right())
    top, bottom = max(box.top() + y0, inner.top()), min(box.top() + y1, inner.bottom())
    if left > right or top > bottom:
        return QRectF()
    return QRectF(left, top, max(right - left, 1e-3), max(bottom - top, 1e-3))


def _grown(seen: QRectF) -> QRectF:
    """Of a great board a small part is in sight: it stays to be seen, and to be taken hold of."""
    wide, high = (max(SMALLEST - side, 0.0) / 2 for side in (seen.width(), seen.height()))
    return seen.adjusted(-wide, -high, wide, high)
