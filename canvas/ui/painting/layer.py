"""The static layer: what rests is painted once, ahead of a pan, and repaired where it changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion

from canvas.editor.camera import Box
from canvas.editor.damage import EVERYWHERE
from canvas.editor.spatial import Floats, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.frame import PAD, Frame
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import Patch, patch_of, whole

TOO_MUCH = 0.6
"""The share of the view past which all of it is painted anew."""

MANY = 40
"""Rectangles past which it is, too."""

ROOM = 192
"""Device pixels on every side of the view in which the board may be painted ahead of a pan."""

LEAD = 48
"""As many of them are painted at a time: one frame in many of a pan paints, the rest only copy."""

SOON = 16
"""Device pixels painted ahead under which more is painted, if nothing else has to be."""


SPILL = 16.0
"""Device pixels that what is written on a card may reach over its edge."""


def grown(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


class StaticLayer:
    """A pixmap larger than the view, in device pixels, in which the view moves about. Main thread.

    What it shows equals, pixel for pixel, what `BoardPainter.paint` would draw from nothing.
    """

    def __init__(self, board: BoardPainter) -> None:
        self._board = board
        self._shown: Frame | None = None
        self._view = QRect()
        self._valid = QRect()
        self._owed: tuple[Box, ...] = ()
        """Cards that the next frame is to paint better."""
        self.pixmap = QPixmap()
        self.direct = False
        """Paint everything in every frame: the fallback, and the yardstick."""

    @property
    def corner(self) -> QPoint:
        """Where on the pixmap the view's corner lies."""
        return self._view.topLeft()

    def bring(self, frame: Frame, damage: Iterable[Box]) -> QPixmap:
        """A copy of the view, PAD more on every side, once `update` has brought it up to date."""
        self.update(frame, damage)
        return self.pixmap.copy(self._view.adjusted(-PAD, -PAD, PAD, PAD))

    def in_reach(self, frame: Frame) -> Rows:
        """The nodes of which something may have been painted, ahead of a pan too."""
        reach = (ROOM + PAD) / frame.scale
        return self._board.editor.table.cull(frame.world(frame.area), 2 * reach)

    def draw(
        self, painter: QPainter, frame: Frame, damage: Iterable[Box], *, straight: bool
    ) -> None:
        """Draw the view. While the zoom moves nothing of a frame is of use to the next one: it may
        then be painted `straight` to where it is to be seen."""
        if frame.settled or not straight:
            self.update(frame, damage)
            painter.drawPixmap(-self.corner, self.pixmap)
            return
        self._board.begin()
        self._board.changes += 1
        self._shown, self._owed = None, ()
        painter.save()
        self._board.paint(painter, frame, whole(frame))
        painter.restore()

    def restore(self, painter: QPainter, boxes: Floats) -> None:
        """Draw the layer again within (n, 4) boxes of the view, where something lies over it."""
        x, y, right, bottom = boxes.T
        right, bottom = x + right, y + bottom
        x, right = (np.clip(side, 0, self._view.width()) for side in (x, right))
        y, bottom = (np.clip(side, 0, self._view.height()) for side in (y, bottom))
        made = np.zeros((len(boxes), checked.FRAGMENT))
        made[:, 0], made[:, 1] = (x + right) / 2, (y + bottom) / 2
        made[:, 2], made[:, 3] = x + self.corner.x(), y + self.corner.y()
        made[:, 4], made[:, 5] = right - x, bottom - y
        made[:, 6] = made[:, 7] = made[:, 9] = 1.0
        seen = (made[:, 4] > 0) & (made[:, 5] > 0)
        checked.fragments(painter, made[seen], self.pixmap, opaque=True)

    def update(self, frame: Frame, damage: Iterable[Box]) -> None:
        """Bring the layer up to a frame and its damage."""
        boxes = (*damage, *self._owed)
        self._board.begin()
        self._board.changes += bool(boxes)
        shown, self._shown = self._shown, frame
        beyond = 2 * (ROOM + PAD)
        size = QSize(frame.width + beyond, frame.height + beyond)
        if self.pixmap.size() != size:
            self.pixmap = QPixmap(size)
            shown = None
        patch = self._patch(frame, shown, boxes)
        if patch.parts:
            with QPainter(self.pixmap) as painter:
                painter.translate(self.corner)
                painter.setClipRegion(patch.region)
                self._board.paint(painter, frame, patch)
        table, late = self._board.editor.table, self._board.cards.late
        # a name that is larger than a small card reaches over its edge
        owed = (grown(table.box(row), SPILL / frame.scale) for row in late)
        self._owed = () if self._board.owes_all else tuple(owed)

    def _patch(self, frame: Frame, shown: Frame | None, boxes: tuple[Box, ...]) -> Patch:
        """What is to be painted anew, after the view has moved to where it is on the pixmap."""
        if shown is None or not self._can_move(frame, shown) or EVERYWHERE in boxes:
            return self._anew(frame)
        dx, dy = int(frame.left - shown.left), int(frame.top - shown.top)
        if abs(dx) > frame.width or abs(dy) > frame.height:
            return self._anew(frame)
        self._move(dx, dy)
        damaged = self._damaged(frame, boxes)
        region = self._ahead(dx, dy).translated(-self.corner)
        patch = patch_of(region, damaged, self.pixmap.rect().translated(-self.corner))
        if patch.size > frame.width * frame.height * TOO_MUCH or len(patch.parts) > MANY:
            return self._anew(frame)
        return patch

    def _anew(self, frame: Frame) -> Patch:
        self._view = self._valid = frame.area.translated(ROOM + PAD, ROOM + PAD)
        return whole(frame)

    def _can_move(self, frame: Frame, shown: Frame) -> bool:
        alike = replace(frame, left=shown.left, top=shown.top) == shown
        return alike and frame.settled and not self.direct

    def _move(self, dx: int, dy: int) -> None:
        """The board moves by whole pixels: the view moves the other way over the pixmap, which is
        scrolled where it has no more room for that."""
        room = self._room
        self._view = self._view.translated(-dx, -dy)
        if room.contains(self._view):
            return
        x, y = self._view.left(), self._view.top()
        if not room.left() <= x <= room.right() + 1 - self._view.width():
            x = room.right() + 1 - self._view.width() if dx > 0 else room.left()
        if not room.top() <= y <= room.bottom() + 1 - self._view.height():
            y = room.bottom() + 1 - self._view.height() if dy > 0 else room.top()
        by = QPoint(x, y) - self._view.topLeft()
        self._view = self._view.translated(by)
        kept = self._valid.translated(by).intersected(room)
        if not kept.isEmpty():
            self.pixmap.scroll(by.x(), by.y(), room)
        self._valid = kept

    @property
    def _room(self) -> QRect:
        return self.pixmap.rect().adjusted(PAD, PAD, -PAD, -PAD)

    def _ahead(self, dx: int, dy: int) -> QRegion:
        """What a pan brings into sight, and somewhat more of it; or, where nothing has to be
        painted, what it will soon bring into sight on one side."""
        view, room = self._view, self._room
        lacks = _beyond(self._valid, view)
        if not any(lacks):
            near = view.adjusted(-SOON, -SOON, SOON, SOON).intersected(room)
            soon = _beyond(self._valid, near)
            ways = (dx > 0, dy > 0, dx < 0, dy < 0)
            sides = [side for side in range(4) if soon[side] and ways[side]]
            if not sides:
                return QRegion()
            lacks[sides[0]] = True
        lead = view.adjusted(-LEAD, -LEAD, LEAD, LEAD).intersected(room)
        old = self._valid.intersected(lead)
        if not old.intersects(view):
            self._valid = QRect(view)
            return QRegion(view)
        new = self._valid = QRect(old)
        for lack, side in zip(lacks, ("Left", "Top", "Right", "Bottom"), strict=True):
            if lack:
                getattr(new, f"set{side}")(getattr(lead, side.lower())())
        return QRegion(self._valid) - QRegion(old)

    def _damaged(self, frame: Frame, boxes: Iterable[Box]) -> list[QRect]:
        """What has changed in sight, in device pixels; what was painted ahead and has changed is
        given up."""
        reach = grown(frame.world(frame.area), 2 * (ROOM + PAD) / frame.scale)
        near = (box for box in boxes if not _apart(box, reach))
        areas = [frame.rect(box).adjusted(-2, -2, 2, 2) for box in near]
        ahead = self._valid.translated(-self.corner)
        if any(not frame.area.contains(area.intersected(ahead)) for area in areas):
            self._valid = self._valid.intersected(self._view)
        return [area.intersected(frame.area) for area in areas if area.intersects(frame.area)]


def _apart(one: Box, other: Box) -> bool:
    """Told far quicker than by their pixels: most of what many people do is out of sight."""
    return one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


def _beyond(inner: QRect, outer: QRect) -> list[bool]:
    """On which sides (left, top, right, bottom) one reaches beyond the other."""
    return [
        outer.left() < inner.left(),
        outer.top() < inner.top(),
        outer.right() > inner.right(),
        outer.bottom() > inner.bottom(),
    ]
