"""Cards seen from afar: with their pictures and hints of text, or as blocks of colour."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from canvas.document.board import Board
from canvas.document.records import NodeKind
from canvas.editor.spatial import KIND_CODE, KINDS, SCENE, NodeTable, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.areas import picture_area, words_area
from canvas.ui.painting.faces import cover_of
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.pictures import Dots, Placed, Tiles
from canvas.ui.painting.plates import draw_slate_ground
from canvas.ui.painting.sprites import Sprites
from canvas.ui.painting.wires import mixed
from canvas.ui.theme import PICTURE_INSET, Theme

Floats = NDArray[np.float64]

UNKNOWN, NONE = -2, -1
"""What a row shows has not been looked up yet; it shows no picture."""

TINT = 0.34
"""How much of a kind's colour a block keeps."""


class Covers:
    """For each row the picture that stands for it, as a number; kept until the node changes."""

    def __init__(self, board: Board, table: NodeTable) -> None:
        self._board = board
        self._table = table
        self._codes: NDArray[np.int64] = np.full(0, UNKNOWN, np.int64)
        self._hashes: list[str] = []
        self._code: dict[str, int] = {}

    def of(self, rows: Rows) -> NDArray[np.int64]:
        """A number for each row, -1 where there is no picture."""
        self._grow()
        for row in rows[self._codes[rows] == UNKNOWN].tolist():
            hash = cover_of(self._board, self._table.ids[row])
            self._codes[row] = NONE if hash is None else self._enter(hash)
        return self._codes[rows]

    def hash(self, code: int) -> str:
        return self._hashes[code]

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        if nodes is None:
            self._codes[:] = UNKNOWN
            return
        self._grow()
        self._codes[self._table.rows(nodes)] = UNKNOWN

    def _enter(self, hash: str) -> int:
        if hash not in self._code:
            self._code[hash] = len(self._hashes)
            self._hashes.append(hash)
        return self._code[hash]

    def _grow(self) -> None:
        more = len(self._table.x) - len(self._codes)
        if more > 0:
            self._codes = np.concatenate([self._codes, np.full(more, UNKNOWN, np.int64)])


class Distant:
    """Draws many small cards. Main thread."""

    def __init__(self, table: NodeTable, covers: Covers, tiles: Tiles, dots: Dots) -> None:
        self._table = table
        self._covers = covers
        self._tiles = tiles
        self._dots = dots

    def draw_middle(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Cards with their pictures; words are only hinted at."""
        boxes = frame.boxes(self._table, rows)
        sprites.card.draw(painter, boxes)
        self._hints(painter, frame, theme, rows, boxes)
        self._pictures(painter, frame, theme, rows)
        x, y = boxes[:, 0] + round(16 * frame.scale), boxes[:, 1] + round(17.5 * frame.scale)
        sprites.glyphs.draw_marks(painter, x, y, self._table.kind[rows].astype(np.intp))

    def draw_far(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        """Blocks: the picture, or the colour of the kind."""
        t = self._table
        boxes = frame.boxes(self._table, rows)
        boxes[:, 2:] = np.maximum(boxes[:, 2:], 2.0)
        kinds = t.kind[rows]
        self._scenes(painter, frame, theme, boxes[kinds == SCENE])
        slots = self._slots(rows, fetch=frame.settled)
        painter.setPen(Qt.PenStyle.NoPen)
        for code in np.unique(kinds[kinds != SCENE]).tolist():
            painter.setBrush(_block(theme, KINDS[code]))
            plain = (kinds == code) & (slots < 0)
            checked.rects(painter, np.ascontiguousarray(boxes[plain]))
        pictured = slots >= 0
        self._dots.draw(painter, slots[pictured], boxes[pictured])

    def _slots(self, rows: Rows, *, fetch: bool) -> NDArray[np.intp]:
        codes = self._covers.of(rows)
        used = np.unique(codes[codes >= 0])
        slot_of = np.full(int(used.max()) + 2 if len(used) else 1, -1, np.intp)
        for code in used.tolist():
            slot_of[code] = self._dots.slot(self._covers.hash(code), fetch=fetch)
        return slot_of[codes]

    def _scenes(self, painter: QPainter, frame: Frame, theme: Theme, boxes: Floats) -> None:
        ground = QColor(theme.colours.line)
        ground.setAlphaF(0.35)
        painter.setPen(theme.colours.line2)
        painter.setBrush(ground)
        checked.rects(painter, np.ascontiguousarray(boxes))

    def _pictures(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        codes = self._covers.of(rows)
        placed: list[Placed] = []
        for row, code in zip(rows.tolist(), codes.tolist(), strict=True):
            box = self._picture_box(frame, row)
            if box is None:
                continue
            if code >= 0:
                placed.append(Placed(self._covers.hash(code), box))
            elif self._table.kind[row] == KIND_CODE[NodeKind.clip]:
                draw_slate_ground(painter, box, theme.colours)
            else:
                painter.fillRect(box, theme.colours.raised)
        self._tiles.draw(painter, placed, theme.colours.raised, exact=frame.settled)

    def _picture_box(self, frame: Frame, row: int) -> QRect | None:
        t = self._table
        area = picture_area(KINDS[t.kind[row]], float(t.w[row]), float(t.h[row]))
        if area is None:
            return None
        s = frame.scale
        left = int(frame.x(t.x[row : row + 1])[0] + np.floor(area[0] * s + 0.5))
        top = int(frame.y(t.y[row : row + 1])[0] + np.floor(area[1] * s + 0.5))
        return QRect(
            left,
            top,
            max(int((area[2] - area[0]) * s + 0.5), 1),
            max(int((area[3] - area[1]) * s + 0.5), 1),
        )

    def _hints(
        self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows, boxes: Floats
    ) -> None:
        """Bars in place of titles, and of the lines of a prompt."""
        s, high = frame.scale, max(round(4.5 * frame.scale), 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colours.line2)
        titles = np.stack(
            [
                boxes[:, 0] + round(28 * s),
                boxes[:, 1] + round(15 * s),
                np.floor(boxes[:, 2] * 0.36),
                np.full(len(rows), high),
            ],
            axis=1,
        )
        checked.rects(painter, titles)
        prompts = rows[self._table.kind[rows] == KIND_CODE[NodeKind.prompt]]
        checked.rects(painter, self._word_bars(frame, prompts, high))

    def _word_bars(self, frame: Frame, rows: Rows, high: int) -> Floats:
        t, s, bars = self._table, frame.scale, []
        for row in rows.tolist():
            area = words_area(NodeKind.prompt, float(t.w[row]), float(t.h[row]))
            x = frame.x(t.x[row : row + 1])[0] + round(PICTURE_INSET * 1.5 * s)
            y = frame.y(t.y[row : row + 1])[0]
            if area is not None:
                wide = (area[2] - area[0]) * s
                lines = min(int((area[3] - area[1]) / 19), 3)
                for line, share in zip(range(lines), (0.94, 0.82, 0.5), strict=False):
                    top = y + round((area[1] + 6 + 19 * line) * s)
                    bars.append((x, top, round(wide * share), high))
        return np.array(bars, np.float64).reshape(-1, 4)


def _block(theme: Theme, kind: NodeKind) -> QColor:
    if kind is NodeKind.note:
        return theme.colours.note
    return mixed(theme.node_colour(kind), theme.colours.card, TINT)
