"""How renders stand, and what is off, on cards too small for words: bars, edges and strokes."""

from __future__ import annotations

import time
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from canvas.document.board import Board
from canvas.document.flow import mode_of
from canvas.document.records import Node
from canvas.editor.spatial import NodeTable, Rows
from canvas.ui.painting import checked
from canvas.ui.painting.faces import RENDERED, StateOf, WhereOf, here, shown_asset
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.mixing import faded
from canvas.ui.theme import Theme

Floats = NDArray[np.float64]

STATES = ("", "stale", "queued", "running", "failed", "lost")
MODES = ("on", "muted", "bypassed")

PATIENCE = 0.004
"""Seconds of one frame that may go into asking how renders stand."""

BAR_SHARE, LEAST_BAR = 0.14, 2.0
"""How high a bar is: a share of the card, or logical pixels at least."""

OFF = (0.0, 0.6, 0.4)
"""By mode, how far a card steps back into the field."""


class Signs:
    """For each row how its render stands, how far it is, and whether it is off; kept until the
    node changes. Main thread."""

    def __init__(self, board: Board, table: NodeTable, state_of: StateOf) -> None:
        self._board, self._table, self._state_of = board, table, state_of
        self._states: NDArray[np.int8] = np.zeros(0, np.int8)
        self._modes: NDArray[np.int8] = np.zeros(0, np.int8)
        self._done: Floats = np.zeros(0)
        self._stale: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.where_of: WhereOf = here
        self.unfinished = False
        """Whether there was no time to ask for all."""

    def begin(self) -> None:
        self.unfinished = False

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        self._grow()
        self._stale[slice(None) if nodes is None else self._table.known_rows(nodes)] = True

    def draw(
        self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows, boxes: Floats
    ) -> None:
        """Mark those of many cards that are not simply there."""
        self._look(rows)
        states, modes = self._states[rows], self._modes[rows]
        painter.setPen(Qt.PenStyle.NoPen)
        self._off(painter, frame, theme, modes, boxes)
        marked = np.flatnonzero(states)  # few of many
        if len(marked):
            done = self._done[rows[marked]]
            self._bars(painter, frame, theme, states[marked], done, boxes[marked])

    def _off(
        self,
        painter: QPainter,
        frame: Frame,
        theme: Theme,
        modes: NDArray[np.int8],
        boxes: Floats,
    ) -> None:
        if not modes.any():
            return
        for code in (1, 2):
            _fill(painter, faded(theme.colours.field, OFF[code]), boxes[modes == code])
        struck = boxes[modes == 2].copy()
        struck[:, 1] += np.floor(struck[:, 3] / 2)
        struck[:, 3] = max(round(frame.ratio), 1)
        _fill(painter, theme.colours.soft, struck)

    def _bars(
        self,
        painter: QPainter,
        frame: Frame,
        theme: Theme,
        states: NDArray[np.int8],
        done: Floats,
        boxes: Floats,
    ) -> None:
        c = theme.colours
        feet = _feet(frame, boxes)
        waits, runs, failed, lost = (states == code for code in (2, 3, 4, 5))
        _fill(painter, c.soft, feet[waits])
        _fill(painter, c.line2, feet[runs])
        share = feet[runs].copy()
        share[:, 2] = np.maximum(np.floor(share[:, 2] * done[runs]), 1.0)
        _fill(painter, c.accent, share)
        _fill(painter, c.bad, feet[failed])
        for edge in _edges(frame, boxes[failed]):
            _fill(painter, c.bad, edge)
        halves = feet[lost].copy()
        halves[:, 2] = np.maximum(np.floor(halves[:, 2] * 0.4), 1.0)
        _fill(painter, c.bad, halves)
        halves[:, 0] += feet[lost][:, 2] - halves[:, 2]
        _fill(painter, c.bad, halves)
        corner = feet[states == 1].copy()
        corner[:, 0] += corner[:, 2] - corner[:, 3]
        corner[:, 1] = boxes[states == 1][:, 1]
        corner[:, 2] = corner[:, 3]
        _fill(painter, c.accent, corner)

    def _look(self, rows: Rows) -> None:
        self._grow()
        until = time.perf_counter() + PATIENCE
        for row in rows[self._stale[rows]].tolist():
            if time.perf_counter() > until:
                self.unfinished = True
                return
            node = self._board.nodes[self._table.ids[row]]
            self._modes[row] = MODES.index(mode_of(node))
            self._states[row] = 0
            self._stale[row] = False
            if node.kind in RENDERED:
                found = self._state_of(node.id)
                self._done[row] = min(max(found.progress, 0.0), 1.0)
                if found.state in STATES:
                    self._states[row] = STATES.index(found.state)
            if not self._states[row] and self.where_of is not here:
                self._look_for_file(row, node)

    def _look_for_file(self, row: int, node: Node) -> None:
        """A file that is on its way has a bar like a render."""
        asset = shown_asset(self._board, node)
        where = self.where_of(asset.hash) if asset is not None else None
        if where is None:
            return
        if where.moves:
            self._states[row] = STATES.index("running")
            self._done[row] = where.share or 0.0
        elif where.state == "failed":
            self._states[row] = STATES.index("failed")

    def _grow(self) -> None:
        more = len(self._table.x) - len(self._stale)
        if more > 0:
            self._states = np.concatenate([self._states, np.zeros(more, np.int8)])
            self._modes = np.concatenate([self._modes, np.zeros(more, np.int8)])
            self._done = np.concatenate([self._done, np.zeros(more)])
            self._stale = np.concatenate([self._stale, np.ones(more, np.bool_)])


def _fill(painter: QPainter, colour: QColor, boxes: Floats) -> None:
    painter.setBrush(colour)
    checked.rects(painter, np.ascontiguousarray(boxes))


def _feet(frame: Frame, boxes: Floats) -> Floats:
    """A bar along the foot of each box."""
    made = boxes.copy()
    least = round(LEAST_BAR * frame.ratio)
    high = np.clip(np.floor(boxes[:, 3] * BAR_SHARE), least, boxes[:, 3])
    made[:, 1] += made[:, 3] - high
    made[:, 3] = high
    return made


def _edges(frame: Frame, boxes: Floats) -> list[Floats]:
    """Four lines along the sides of each box, within it."""
    line = max(round(frame.ratio), 1)
    top, bottom, left, right = (boxes.copy() for _ in range(4))
    top[:, 3] = bottom[:, 3] = left[:, 2] = right[:, 2] = line
    bottom[:, 1] += boxes[:, 3] - line
    right[:, 0] += boxes[:, 2] - line
    return [top, bottom, left, right]
