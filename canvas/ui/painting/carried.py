"""Cards that a hand carries over the board, and their wires: the rest of the board rests."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPixmap, QRegion

from canvas.editor.carrying import among
from canvas.editor.editor import SHADOW
from canvas.editor.spatial import SCENE, Floats, Rows
from canvas.ui.painting.frame import HANDFUL, Detail, Frame
from canvas.ui.painting.layer import StaticLayer
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import Patch, whole
from canvas.ui.painting.sketched import sketched
from canvas.ui.painting.wires import draw_wires

REACH = 128
"""Device pixels that a crowd is shifted by before it is painted anew, unless all of it was."""

CELL = 32
"""Device pixels of a cell by which is told what wires run over."""

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

    def draw_wires(self, painter: QPainter, frame: Frame, beneath: StaticLayer) -> None:
        """They run under the cards that rest, but for the ports that they lead to."""
        apart = self._apart
        if not len(apart):
            self._between = None
            return
        rows = self._board.editor.wires.touching(apart)
        if len(rows):
            resting = self._board.editor.table.cull(frame.world(frame.area), SHADOW)
            self._wires(painter, frame, rows, resting[~among(resting, apart)], beneath)

    def draw_cards(self, painter: QPainter, frame: Frame) -> None:
        apart = self._apart
        if not len(apart):
            self._kept = None
        elif len(apart) > HANDFUL and frame.settled:
            self._crowd(painter, frame, apart)
        else:
            sight = self._board.editor.table.cull(frame.world(frame.area), SHADOW)
            self._board.paint_carried(painter, frame, sight[among(sight, apart)])

    @property
    def _apart(self) -> Rows:
        editor = self._board.editor
        return editor.apart[editor.table.live[editor.apart]]

    def _crowd(self, painter: QPainter, frame: Frame, apart: Rows) -> None:
        """Many cards are painted once, and then shifted together."""
        board = self._board
        table = board.editor.table
        look = (frame.scale, frame.ratio, frame.detail, board.theme.name, board.changes)
        kept = self._kept
        if kept is not None and kept.look == look and np.array_equal(kept.apart, apart):
            shifts = frame.boxes(table, kept.rows) - kept.boxes
            dx, dy = np.sort(shifts[:, :2], axis=0)[len(shifts) // 2].astype(int).tolist()
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

    def _wires(
        self,
        painter: QPainter,
        frame: Frame,
        rows: Rows,
        resting: Rows,
        beneath: StaticLayer,
    ) -> None:
        board, patch = self._board, whole(frame)
        covered, kept = frame.detail is not Detail.far, frame.settled
        if covered and not kept:
            patch = Patch(patch.parts, self._free(frame, resting), patch.room)
        hurried = replace(frame, rough=len(self._apart) > HANDFUL)
        table, theme = board.editor.wires, board.theme
        drawn = draw_wires(painter, hurried, theme, table, patch, apart=rows, carried=True)
        if covered and kept:  # far quicker than to draw lines around so many cards
            boxes = frame.boxes(board.editor.table, _covering(board, resting))
            beneath.restore(painter, boxes[_crossed(frame, drawn, boxes)])
        ends = among(resting, np.concatenate([table.source[rows], table.target[rows]]))
        if frame.readable and frame.settled and ends.any():
            board.ports.draw(painter, frame, board.sprites(frame).glyphs, resting[ends])

    def _free(self, frame: Frame, resting: Rows) -> QRegion:
        """The view without the cards that rest: worked out once while they do."""
        kept, key = self._between, (frame, self._board.changes)
        if kept is None or kept[0] != key or not np.array_equal(kept[1], resting):
            kept = self._between = (key, resting, _between(self._board, frame, resting))
        return kept[2]


def _covering(board: BoardPainter, rows: Rows) -> Rows:
    """Those under which a wire is not to be seen."""
    kinds = board.editor.table.kind[rows]
    found: Rows = rows[(kinds != SCENE) & ~sketched(kinds)]
    return found


def _between(board: BoardPainter, frame: Frame, rows: Rows) -> QRegion:
    """The view without these cards."""
    region = QRegion()
    cards = _covering(board, rows)
    for box in frame.boxes(board.editor.table, cards).astype(int).tolist():
        region += QRect(*box)
    return QRegion(frame.area) - region


def _crossed(frame: Frame, pieces: Floats, boxes: Floats) -> NDArray[np.bool_]:
    """Which boxes (n, 4) of x, y, width, height straight pieces may cross, told by cells of the
    view: each counts what covers it, and sums of those tell whether a box has any."""
    reach = 2 * max(frame.scale, frame.ratio) + CELL / 8
    cells = frame.width // CELL + 1, frame.height // CELL + 1
    low = _cells(np.minimum(pieces[:, :2], pieces[:, 2:]) - reach, cells)
    high = _cells(np.maximum(pieces[:, :2], pieces[:, 2:]) + reach, cells) + 1
    wide, size = cells[0] + 1, (cells[0] + 1) * (cells[1] + 1)
    begins = np.concatenate([low[:, 1] * wide + low[:, 0], high[:, 1] * wide + high[:, 0]])
    ends = np.concatenate([low[:, 1] * wide + high[:, 0], high[:, 1] * wide + low[:, 0]])
    marks = np.bincount(begins, minlength=size) - np.bincount(ends, minlength=size)
    covered = marks.reshape(-1, wide).cumsum(axis=0).cumsum(axis=1) > 0
    sums = np.zeros((cells[1] + 2, cells[0] + 2), np.intp)
    sums[1:, 1:] = covered.cumsum(axis=0).cumsum(axis=1)
    x0, y0 = _cells(boxes[:, :2], cells).T
    x1, y1 = _cells(boxes[:, :2] + boxes[:, 2:], cells).T + 1
    found: NDArray[np.bool_] = sums[y1, x1] - sums[y0, x1] - sums[y1, x0] + sums[y0, x0] > 0
    return found


def _cells(points: Floats, cells: tuple[int, int]) -> NDArray[np.intp]:
    most = (cells[0] - 1, cells[1] - 1)
    return np.minimum(np.maximum(points * (1 / CELL), 0), most).astype(np.intp)
