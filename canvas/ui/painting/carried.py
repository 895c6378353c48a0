"""Cards that a hand carries over the board, and their wires: the rest of the board rests."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from canvas.editor.carrying import among
from canvas.editor.editor import SHADOW
from canvas.editor.spatial import SCENE, Floats, Rows
from canvas.ui.painting.frame import HANDFUL, Detail, Frame
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import Patch, whole
from canvas.ui.painting.sketched import sketched
from canvas.ui.painting.wires import draw_wires

REACH = 128
"""Device pixels that a crowd is shifted by before it is painted anew, unless all of it was."""

WHOLE = 12_000_000
"""Device pixels over which a crowd may be spread to be painted whole, seen or not: 48 MB."""


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Many cards as they were painted, and where they were then."""

    look: object
    apart: Rows
    rows: Rows
    boxes: Floats
    corner: QPoint
    pixmap: QPixmap
    whole: bool


class Carried:
    """Painted with the overlay, in device pixels. Main thread."""

    def __init__(self, board: BoardPainter) -> None:
        self._board = board
        self._kept: _Crowd | None = None
        self._between: tuple[object, Rows, QRegion] | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        editor = self._board.editor
        apart = editor.apart[editor.table.live[editor.apart]]
        if not len(apart):
            self._kept = self._between = None
            return
        sight = editor.table.cull(frame.world(frame.area), SHADOW)
        own = among(sight, apart)
        self._wires(painter, frame, apart, sight[~own])
        if len(apart) > HANDFUL and frame.settled:
            self._crowd(painter, frame, apart)
        else:
            self._board.paint_carried(painter, frame, sight[own])

    def _crowd(self, painter: QPainter, frame: Frame, apart: Rows) -> None:
        """Many cards are painted once, and then shifted together."""
        board = self._board
        table = board.editor.table
        look = (frame.scale, frame.ratio, frame.detail, board.theme.name, board.changes)
        kept = self._kept
        if kept is not None and kept.look == look and np.array_equal(kept.apart, apart):
            shifts = frame.boxes(table, kept.rows) - kept.boxes
            dx, dy = (int(side) for side in np.median(shifts[:, :2], axis=0))
            # where it falls into line a card may round to the next pixel: nobody sees that move
            together = (np.abs(shifts - (dx, dy, 0, 0)) <= 1).all()
            if together and (kept.whole or max(abs(dx), abs(dy)) <= REACH):
                painter.drawPixmap(kept.corner + QPoint(dx, dy), kept.pixmap)
                return
        rows = self._wanted(frame, apart)
        if len(rows):
            self._kept = made = self._painted(frame, apart, rows, look)
            painter.drawPixmap(made.corner, made.pixmap)
            if board.unfinished:
                self._kept = None

    def _wanted(self, frame: Frame, apart: Rows) -> Rows:
        """All that is carried, from the lowest up, or as much as may soon come in sight."""
        table, seen = self._board.editor.table, frame.area.adjusted(-REACH, -REACH, REACH, REACH)
        boxes = frame.boxes(table, apart)
        span = (boxes[:, :2] + boxes[:, 2:]).max(axis=0) - boxes[:, :2].min(axis=0)
        if span[0] * span[1] <= WHOLE:
            left, top = boxes[:, :2].min(axis=0)
            seen = seen.united(QRect(int(left), int(top), math.ceil(span[0]), math.ceil(span[1])))
        rows = table.cull(frame.world(seen), SHADOW)
        return rows[among(rows, apart)]

    def _painted(self, frame: Frame, apart: Rows, rows: Rows, look: object) -> _Crowd:
        table = self._board.editor.table
        boxes = frame.boxes(table, rows)
        room = math.ceil(SHADOW * frame.scale) + 2
        low, high = boxes[:, :2].min(axis=0), (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
        corner = QPoint(int(low[0]) - room, int(low[1]) - room)
        pixmap = QPixmap(*(int(side) + 2 * room for side in high - low))
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            painter.translate(-corner)
            self._board.paint_carried(painter, frame, rows)
        return _Crowd(look, apart, rows, boxes, corner, pixmap, len(rows) == len(apart))

    def _wires(self, painter: QPainter, frame: Frame, apart: Rows, resting: Rows) -> None:
        """They run under the cards that rest, but for the ports that they lead to."""
        board = self._board
        editor, rough = board.editor, len(apart) > HANDFUL
        rows = editor.wires.touching(apart)
        if not len(rows):
            return
        patch = whole(frame)
        if frame.detail is not Detail.far:
            patch = Patch(patch.parts, self._free(frame, apart, resting), patch.room)
        hurried = replace(frame, rough=rough)
        table, theme = editor.wires, board.theme
        draw_wires(painter, hurried, theme, table, patch, apart=rows, carried=True)
        ends = among(resting, np.concatenate([table.source[rows], table.target[rows]]))
        if frame.readable and frame.settled and ends.any():
            board.ports.draw(painter, frame, board.sprites(frame).glyphs, resting[ends])

    def _free(self, frame: Frame, apart: Rows, resting: Rows) -> QRegion:
        """The view without the cards that rest: worked out once while they do."""
        kept, key = self._between, (frame, self._board.changes)
        if kept is None or kept[0] != key or not np.array_equal(kept[1], apart):
            kept = self._between = (key, apart, _between(self._board, frame, resting))
        return kept[2]


def _between(board: BoardPainter, frame: Frame, rows: Rows) -> QRegion:
    """The view without these cards."""
    table, region = board.editor.table, QRegion()
    cards = rows[(table.kind[rows] != SCENE) & ~sketched(table.kind[rows])]
    for box in frame.boxes(table, cards).astype(int).tolist():
        region += QRect(*box)
    return QRegion(frame.area) - region
