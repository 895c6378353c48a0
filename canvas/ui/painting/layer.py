"""The static layer: what rests is painted once, scrolled by a pan, repaired where it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter, QPixmap

from canvas.editor.camera import Box
from canvas.editor.damage import EVERYWHERE
from canvas.ui.painting.frame import PAD, Frame
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import Patch, patch_of, whole

TOO_MUCH = 0.6
"""The share of the view past which all of it is painted anew."""

MANY = 40
"""Rectangles past which it is, too."""


class StaticLayer:
    """A pixmap of the whole view in device pixels, PAD more on every side. Main thread.

    What it holds equals, pixel for pixel, what `BoardPainter.paint` would draw from nothing.
    """

    def __init__(self, board: BoardPainter) -> None:
        self._board = board
        self._pixmap = QPixmap()
        self._shown: Frame | None = None
        self.direct = False
        """Paint everything in every frame: the fallback, and the yardstick."""

    def bring(self, frame: Frame, damage: Iterable[Box]) -> QPixmap:
        """Bring the layer up to a frame and its damage. Returns it; it is the layer's own."""
        boxes = tuple(damage)
        self._board.begin()
        shown, self._shown = self._shown, frame
        size = QSize(frame.width + 2 * PAD, frame.height + 2 * PAD)
        if self._pixmap.size() != size:
            self._pixmap = QPixmap(size)
            shown = None
        patch = self._patch(frame, shown, boxes)
        if patch.parts:
            with QPainter(self._pixmap) as painter:
                painter.translate(PAD, PAD)
                painter.setClipRegion(patch.region)
                self._board.paint(painter, frame, patch)
        return self._pixmap

    def _patch(self, frame: Frame, shown: Frame | None, boxes: tuple[Box, ...]) -> Patch:
        """What is to be painted anew, after what is still right has been scrolled to its place."""
        if shown is None or not self._can_scroll(frame, shown) or EVERYWHERE in boxes:
            return whole(frame)
        dx, dy = int(frame.left - shown.left), int(frame.top - shown.top)
        patch = patch_of(_strips(frame, dx, dy) + _damaged(frame, boxes))
        if patch.size > frame.width * frame.height * TOO_MUCH or len(patch.parts) > MANY:
            return whole(frame)
        if dx or dy:
            self._pixmap.scroll(dx, dy, frame.area.translated(PAD, PAD))
        return patch

    def _can_scroll(self, frame: Frame, shown: Frame) -> bool:
        alike = replace(frame, left=shown.left, top=shown.top) == shown
        return alike and frame.settled and not self.direct


def _strips(frame: Frame, dx: int, dy: int) -> list[QRect]:
    """What a pan by whole pixels brings into sight."""
    w, h = frame.width, frame.height
    if abs(dx) >= w or abs(dy) >= h:
        return [frame.area]
    strips = []
    if dx:
        strips.append(QRect(0 if dx > 0 else w + dx, 0, abs(dx), h))
    if dy:
        strips.append(QRect(0, 0 if dy > 0 else h + dy, w, abs(dy)))
    return strips


def _damaged(frame: Frame, boxes: Iterable[Box]) -> list[QRect]:
    """What has changed, in device pixels."""
    areas = (frame.rect(box).adjusted(-2, -2, 2, 2) for box in boxes)
    return [area.intersected(frame.area) for area in areas if area.intersects(frame.area)]
