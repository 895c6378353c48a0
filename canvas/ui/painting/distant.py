"""Cards seen from afar: with their pictures and hints of text, or as blocks of colour."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from canvas.document.board import Board
from canvas.document.records import NodeKind
from canvas.editor.spatial import KIND_CODE, KINDS, SCENE, NodeTable, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.areas import picture_area
from canvas.ui.painting.bars import draw_word_bars
from canvas.ui.painting.faces import cover_of
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.mixing import faded, mixed
from canvas.ui.painting.pictures import Dots, Placed, Places, Tiles
from canvas.ui.painting.sprites import Sprites
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

PATIENCE = 0.012
"""Seconds of one frame that may go into looking pictures up."""

NONE = -1
"""A row that shows no picture."""

TINT = 0.34
"""How much of a kind's colour a block keeps."""


class Covers:
    """For each row the picture that stands for it, as a number; kept until the node changes."""

    def __init__(self, board: Board, table: NodeTable) -> None:
        self._board = board
        self._table = table
        self._codes: NDArray[np.int64] = np.zeros(0, np.int64)
        self._stale: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self._hashes: list[str] = []
        self._code: dict[str, int] = {}
        self.unfinished = False
        """Whether there was no time to look all of them up."""

    def of(self, rows: Rows) -> NDArray[np.int64]:
        """A number for each row, the last one known; -1 where there is no picture."""
        self._grow()
        until = time.perf_counter() + PATIENCE
        self.unfinished = False
        for row in rows[self._stale[rows]].tolist():
            if time.perf_counter() > until:
                self.unfinished = True
                break
            hash = cover_of(self._board, self._table.ids[row])
            self._codes[row] = NONE if hash is None else self._enter(hash)
            self._stale[row] = False
        return self._codes[rows]

    def __len__(self) -> int:
        """How many different pictures there are."""
        return len(self._hashes)

    def hash(self, code: int) -> str:
        return self._hashes[code]

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        self._grow()
        self._stale[slice(None) if nodes is None else self._table.known_rows(nodes)] = True

    def _enter(self, hash: str) -> int:
        if hash not in self._code:
            self._code[hash] = len(self._hashes)
            self._hashes.append(hash)
        return self._code[hash]

    def _grow(self) -> None:
        more = len(self._table.x) - len(self._codes)
        if more > 0:
            self._codes = np.concatenate([self._codes, np.full(more, NONE, np.int64)])
            self._stale = np.concatenate([self._stale, np.ones(more, np.bool_)])


class Distant:
    """Draws many small cards. Main thread."""

    def __init__(
        self, table: NodeTable, covers: Covers, tiles: Tiles, dots: Dots, stamps: Dots
    ) -> None:
        self._table = table
        self._covers = covers
        self._tiles = tiles
        self._dots, self._stamps = Places(dots), Places(stamps)

    def draw_middle(
        self, painter: QPainter, frame: Frame, sprites: Sprites, theme: Theme, rows: Rows
    ) -> None:
        """Cards with their pictures; words are only hinted at."""
        boxes = frame.boxes(self._table, rows)
        sprites.card.draw(painter, boxes)
        self._hints(painter, frame, theme, rows, boxes)
        self._pictures(painter, frame, theme, rows, boxes)
        x, y = boxes[:, 0] + round(16 * frame.scale), boxes[:, 1] + round(17.5 * frame.scale)
        sprites.glyphs.draw_marks(painter, x, y, self._table.kind[rows].astype(np.intp))

    def draw_far(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        """Blocks: the picture, or the colour of the kind."""
        t = self._table
        boxes = frame.boxes(self._table, rows)
        boxes[:, 2:] = np.maximum(boxes[:, 2:], 2.0)
        kinds = t.kind[rows]
        self._scenes(painter, frame, theme, boxes[kinds == SCENE])
        slots = self._slots(self._dots, rows, fetch=frame.settled)
        painter.setPen(Qt.PenStyle.NoPen)
        for code, kind in enumerate(KINDS):
            plain = (kinds == code) & (slots < 0)
            if kind is not NodeKind.scene and plain.any():
                painter.setBrush(_block(theme, kind))
                checked.rects(painter, boxes[plain])
        pictured = slots >= 0
        self._dots.dots.draw(painter, slots[pictured], boxes[pictured])

    def _slots(self, places: Places, rows: Rows, *, fetch: bool) -> NDArray[np.intp]:
        codes, covers = self._covers.of(rows), self._covers
        return places.of(codes, len(covers), covers.hash, fetch=fetch)

    def _scenes(self, painter: QPainter, frame: Frame, theme: Theme, boxes: Floats) -> None:
        """Their borders are bars: the corner of an outline drawn by a pen is there or not there,
        depending on where the painted area ends."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded(theme.colours.line, 0.35))
        checked.rects(painter, np.ascontiguousarray(boxes))
        painter.setBrush(theme.colours.line2)
        x, y, wide, high = boxes.T
        line = np.full_like(x, max(round(frame.ratio), 1))
        bars = [
            np.stack(bar, axis=1)
            for bar in (
                (x, y, wide, line),
                (x, y + high - line, wide, line),
                (x, y, line, high),
                (x + wide - line, y, line, high),
            )
        ]
        checked.rects(painter, np.concatenate(bars))

    def _pictures(
        self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows, boxes: Floats
    ) -> None:
        rows, places = self._picture_boxes(frame, rows, boxes)
        codes, clips = self._covers.of(rows), self._table.kind[rows] == KIND_CODE[NodeKind.clip]
        painter.setPen(Qt.PenStyle.NoPen)
        for chosen, colour in (
            ((codes < 0) & clips, theme.colours.slate_bottom),
            ((codes < 0) & ~clips, theme.colours.raised),
        ):
            painter.setBrush(colour)
            checked.rects(painter, places[chosen])
        shown = codes >= 0
        if not frame.settled:
            slots = self._slots(self._stamps, rows, fetch=False)
            shown &= slots < 0
            self._stamps.dots.draw(painter, slots[slots >= 0], places[slots >= 0])
        placed = [
            Placed(self._covers.hash(code), QRect(*box))
            for code, box in zip(
                codes[shown].tolist(), places[shown].astype(np.intp).tolist(), strict=True
            )
        ]
        self._tiles.draw(painter, placed, theme.colours.raised, exact=frame.settled)

    def _picture_boxes(self, frame: Frame, rows: Rows, boxes: Floats) -> tuple[Rows, Floats]:
        """The rows that show a picture, and where, in whole device pixels."""
        t, s = self._table, frame.scale
        areas = _areas(t.kind[rows], t.w[rows], t.h[rows])
        places = np.floor(areas * s + 0.5)
        places[:, 2:] = np.maximum(places[:, 2:] - places[:, :2], 1.0)
        places[:, :2] += boxes[:, :2]
        kept = areas[:, 2] > 0
        return rows[kept], places[kept]

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
        draw_word_bars(painter, frame, theme, self._table, rows)


def _areas(kinds: NDArray[np.int8], wide: Floats, high: Floats) -> Floats:
    """`picture_area` for many cards at once: left, top, right, bottom, or zeros."""
    made = np.zeros((len(kinds), 4))
    for kind in (NodeKind.picture, NodeKind.clip, NodeKind.video, NodeKind.element):
        chosen = kinds == KIND_CODE[kind]
        sample = picture_area(kind, 1000.0, 1000.0)
        assert sample is not None
        left, top, right, bottom = sample
        made[chosen, 0], made[chosen, 1] = left, top
        made[chosen, 2] = wide[chosen] + (right - 1000.0)
        made[chosen, 3] = high[chosen] + (bottom - 1000.0)
    made[(made[:, 2] - made[:, 0] < 8) | (made[:, 3] - made[:, 1] < 8)] = 0.0
    return made


def _block(theme: Theme, kind: NodeKind) -> QColor:
    if kind is NodeKind.note:
        return theme.colours.note
    return mixed(theme.node_colour(kind), theme.colours.card, TINT)
