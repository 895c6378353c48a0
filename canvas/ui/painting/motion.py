"""What plays inside cards: pictures that move, where a hand leafs, how far a sound has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from canvas.editor.spatial import NodeTable, Rows
from canvas.ui.painting import plates
from canvas.ui.painting.cards import draw_bar
from canvas.ui.painting.frame import Detail, Frame
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.pictures import covered
from canvas.ui.painting.waveform import draw_waveform

LINE_EDGE = QColor(0, 0, 0, 110)
"""Beside the line that says where a hand leafs: it stands out on any picture."""


@dataclass(frozen=True, slots=True)
class Playing:
    """What moves in a card at this moment."""

    image: QImage | None = None
    """The frame of a clip; a sound has none."""
    share: float | None = None
    """How far it has played, 0..1."""
    time: str = ""
    line: float | None = None
    """How far across a line stands: where the pointer is."""


class Motion:
    """Draws over the cards that the static layer shows at rest. Main thread, device pixels."""

    def __init__(self, table: NodeTable, board: BoardPainter) -> None:
        self._table = table
        self._board = board

    def draw(self, painter: QPainter, frame: Frame, playing: Mapping[str, Playing]) -> None:
        if not playing or frame.detail is Detail.far:
            return
        sight = self._table.cull(frame.world(frame.area))
        for node, one in playing.items():
            row = self._table.row(node)
            boxes = [] if row is None else self._board.cards.picture_boxes(frame, row)
            if row is None or not boxes or not boxes[0].intersects(frame.area):
                continue
            over = self._over(frame, sight, row)
            if over:
                painter.save()
                painter.setClipRegion(_without(boxes[0], over))
            self._draw_one(painter, frame, node, one, boxes[0])
            if over:
                painter.restore()

    def _over(self, frame: Frame, sight: Rows, row: int) -> list[QRect]:
        """The cards that lie over this one."""
        t = self._table
        at = np.flatnonzero(sight == row)
        above = sight[int(at[0]) + 1 :] if len(at) else sight[:0]
        left, top, right, bottom = t.box(row)
        meets = (t.x[above] < right) & (t.x[above] + t.w[above] > left)
        meets &= (t.y[above] < bottom) & (t.y[above] + t.h[above] > top)
        return [QRect(*box) for box in frame.boxes(t, above[meets]).astype(int).tolist()]

    def _draw_one(
        self, painter: QPainter, frame: Frame, node: str, one: Playing, box: QRect
    ) -> None:
        if one.image is None:
            self._sound(painter, frame, node, one, box)
        else:
            self._picture(painter, frame, one.image, one, box)
        if one.line is not None:
            _line(painter, frame, box, one.line)
        if frame.detail is Detail.near and one.image is not None:
            corners = np.array([box.getRect()], np.float64)
            self._board.sprites(frame).glyphs.round_off(painter, corners)
        if frame.detail is Detail.near and one.time:
            self._time(painter, frame, one.time, box)

    def _picture(
        self, painter: QPainter, frame: Frame, image: QImage, one: Playing, box: QRect
    ) -> None:
        if image.size() == box.size():
            painter.drawImage(box.topLeft(), image)
        else:
            smooth = frame.settled
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(QRectF(box), image, covered(image, box))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        if one.share is not None:
            draw_bar(painter, frame, box, one.share, Qt.GlobalColor.white)

    def _sound(self, painter: QPainter, frame: Frame, node: str, one: Playing, box: QRect) -> None:
        """What has been heard of it, in the colour of what runs, up to the playhead."""
        waves, sound = self._board.cards.waves, self._board.faces.of(node).sound
        if one.share is None or waves is None or not sound:
            return
        loudness = waves.of(sound)
        accent = self._board.theme.colours.accent
        if loudness is not None:
            draw_waveform(painter, frame, box, loudness, accent, upto=one.share)
        wide = max(round(1.5 * frame.ratio), 1)
        x = box.left() + round(one.share * (box.width() - wide))
        painter.fillRect(QRect(x, box.top(), wide, box.height()), accent)

    def _time(self, painter: QPainter, frame: Frame, text: str, box: QRect) -> None:
        ground, grown = plates.BADGE_GROUND, frame.labels_grown
        plate = plates.badge(self._board.ink, text, ground, box.width(), frame.labels)
        if plate is not None:
            inset = round(8 * frame.scale)
            x, y = box.left() + inset, box.bottom() + 1 - inset - int(plate.height() * grown)
            self._board.cards.copy_at(painter, plate, x, y, grown)


def _line(painter: QPainter, frame: Frame, box: QRect, share: float) -> None:
    wide = max(round(frame.ratio), 1)
    x = box.left() + round(share * (box.width() - wide))
    ground = QRect(x - wide, box.top(), 3 * wide, box.height()).intersected(box)
    painter.fillRect(ground, LINE_EDGE)
    painter.fillRect(QRect(x, box.top(), wide, box.height()), Qt.GlobalColor.white)


def _without(box: QRect, over: Iterable[QRect]) -> QRegion:
    region = QRegion(box)
    for one in over:
        region -= QRegion(one)
    return region
