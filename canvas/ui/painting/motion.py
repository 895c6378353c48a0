"""What plays inside cards: pictures that move, where a hand leafs, how far a sound has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QRegion

from canvas.editor.carrying import among as picked
from canvas.editor.spatial import NodeTable, Rows
from canvas.ui.painting import checked, plates
from canvas.ui.painting.cards import BAR, BAR_GROUND
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


@dataclass(frozen=True, slots=True)
class _Seen:
    """Something that moves, and the device pixels that it fills."""

    node: str
    row: int
    shown: Playing
    box: QRect


class Motion:
    """Draws over the cards that the static layer shows at rest. Main thread, device pixels."""

    def __init__(self, table: NodeTable, board: BoardPainter) -> None:
        self._table = table
        self._board = board

    def draw(
        self,
        painter: QPainter,
        frame: Frame,
        playing: Mapping[str, Playing],
        apart: Rows,
        *,
        carried: bool,
    ) -> None:
        """Draw what moves in cards that rest, or only in those `apart` that a hand carries."""
        if not playing or frame.detail is Detail.far:
            return
        seen = self._seen(frame, playing, set(apart.tolist()), carried)
        if not seen:
            return
        over = self._over(frame, [one.row for one in seen], apart if carried else None)
        free = [one for one in seen if one.row not in over]
        self._draw_all(painter, frame, free)
        for one in seen:
            if one.row in over:
                painter.save()
                painter.setClipRegion(_without(one.box, over[one.row]))
                self._draw_all(painter, frame, [one])
                painter.restore()

    def _seen(
        self, frame: Frame, playing: Mapping[str, Playing], held: set[int], carried: bool
    ) -> list[_Seen]:
        found = []
        for node, one in playing.items():
            row = self._table.row(node)
            if row is None or (row in held) != carried:
                continue
            boxes = self._board.cards.picture_boxes(frame, row)
            if boxes and boxes[0].intersects(frame.area):
                found.append(_Seen(node, row, one, boxes[0]))
        return found

    def _over(
        self, frame: Frame, rows: list[int], among: Rows | None = None
    ) -> dict[int, list[QRect]]:
        """For those of these rows over which other cards (`among` some) lie: where those are."""
        t = self._table
        sight = t.cull(frame.world(frame.area))
        if among is not None:
            sight = sight[picked(sight, among)]
        place = np.full(len(t.x), -1, np.intp)
        place[sight] = np.arange(len(sight))
        mine = np.array([row for row in rows if place[row] >= 0], np.intp)
        left, top, own = t.x[sight], t.y[sight], place[mine]
        right, bottom = left + t.w[sight], top + t.h[sight]
        meets = (left < right[own, None]) & (right > left[own, None])
        meets &= (top < bottom[own, None]) & (bottom > top[own, None])
        meets &= np.arange(len(sight)) > own[:, None]
        found: dict[int, list[QRect]] = {}
        for index in np.flatnonzero(meets.any(axis=1)).tolist():
            boxes = frame.boxes(t, sight[meets[index]]).astype(int).tolist()
            found[int(mine[index])] = [QRect(*box) for box in boxes]
        return found

    def _draw_all(self, painter: QPainter, frame: Frame, seen: Sequence[_Seen]) -> None:
        """Those that nothing lies over, layer by layer: two dozen cost little more than one."""
        films = [one for one in seen if one.shown.image is not None]
        for one in films:
            _picture(painter, frame, one)
        _bars(painter, frame, films)
        for one in seen:
            if one.shown.image is None:
                self._sound(painter, frame, one.node, one.shown, one.box)
            if one.shown.line is not None:
                _line(painter, frame, one.box, one.shown.line)
        if frame.detail is not Detail.near:
            return
        if seen:
            corners = np.array([one.box.getRect() for one in seen], np.float64)
            self._board.sprites(frame).glyphs.round_off(painter, corners)
        for one in seen:
            if one.shown.time:
                self._time(painter, frame, one)

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

    def _time(self, painter: QPainter, frame: Frame, one: _Seen) -> None:
        """At the foot: of a film on the left, of a sound where its playhead is not."""
        ground, grown, box = plates.BADGE_GROUND, frame.labels_grown, one.box
        text = one.shown.time
        plate = plates.badge(self._board.ink, text, ground, box.width(), frame.labels)
        if plate is None:
            return
        inset = round(8 * frame.scale)
        x, y = box.left() + inset, box.bottom() + 1 - inset - int(plate.height() * grown)
        at = one.shown.line if one.shown.line is not None else one.shown.share
        if one.shown.image is None and at is not None and at < 0.5:
            x = box.right() + 1 - inset - int(plate.width() * grown)
        self._board.cards.copy_at(painter, plate, x, y, grown)


def _picture(painter: QPainter, frame: Frame, one: _Seen) -> None:
    image, box = one.shown.image, one.box
    if image is None:
        return
    if image.size() == box.size():
        painter.drawImage(box.topLeft(), image)
        return
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, frame.settled)
    painter.drawImage(QRectF(box), image, covered(image, box))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)


def _bars(painter: QPainter, frame: Frame, seen: Sequence[_Seen]) -> None:
    """How far each has played, along the feet of the pictures."""
    timed = [one for one in seen if one.shown.share is not None]
    if not timed:
        return
    boxes = np.array([one.box.getRect() for one in timed], np.float64)
    shares = np.array([one.shown.share for one in timed], np.float64)
    high = max(round(BAR * frame.scale), round(frame.ratio))
    boxes[:, 1] += boxes[:, 3] - high
    boxes[:, 3] = high
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(BAR_GROUND)
    checked.rects(painter, boxes)
    boxes[:, 2] = np.floor(boxes[:, 2] * np.clip(shares, 0.0, 1.0) + 0.5)
    painter.setBrush(Qt.GlobalColor.white)
    checked.rects(painter, np.ascontiguousarray(boxes[boxes[:, 2] > 0]))


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
