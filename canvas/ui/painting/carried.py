"""Cards that a hand carries over the board, and their wires: the rest of the board rests."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QRegion

from canvas.editor.carrying import among
from canvas.editor.editor import SHADOW
from canvas.editor.spatial import SCENE, Rows
from canvas.ui.painting.frame import HANDFUL, Detail, Frame
from canvas.ui.painting.painter import BoardPainter
from canvas.ui.painting.patch import Patch, whole
from canvas.ui.painting.sketched import sketched
from canvas.ui.painting.wires import draw_wires


class Carried:
    """Painted with the overlay, in device pixels. Main thread."""

    def __init__(self, board: BoardPainter) -> None:
        self._board = board

    def draw(self, painter: QPainter, frame: Frame) -> None:
        editor = self._board.editor
        apart = editor.apart[editor.table.live[editor.apart]]
        if not len(apart):
            return
        sight = editor.table.cull(frame.world(frame.area), SHADOW)
        own = among(sight, apart)
        self._wires(painter, frame, apart, sight[~own])
        self._board.paint_carried(painter, frame, sight[own])

    def _wires(self, painter: QPainter, frame: Frame, apart: Rows, resting: Rows) -> None:
        """They run under the cards that rest, but for the ports that they lead to."""
        board = self._board
        editor, rough = board.editor, len(apart) > HANDFUL
        rows = editor.wires.touching(apart)
        if not len(rows):
            return
        patch = whole(frame)
        if frame.detail is not Detail.far:
            patch = Patch(patch.parts, _between(board, frame, resting), patch.room)
        hurried = replace(frame, rough=rough)
        table, theme = editor.wires, board.theme
        draw_wires(painter, hurried, theme, table, patch, apart=rows, carried=True)
        ends = among(resting, np.concatenate([table.source[rows], table.target[rows]]))
        if frame.readable and frame.settled and ends.any():
            board.ports.draw(painter, frame, board.sprites(frame).glyphs, resting[ends])


def _between(board: BoardPainter, frame: Frame, rows: Rows) -> QRegion:
    """The view without these cards."""
    table, region = board.editor.table, QRegion()
    cards = rows[(table.kind[rows] != SCENE) & ~sketched(table.kind[rows])]
    for box in frame.boxes(table, cards).astype(int).tolist():
        region += QRect(*box)
    return QRegion(frame.area) - region
