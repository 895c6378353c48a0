"""Collapsed scene frames: how many shots they hide, and what the first of them look like."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect
from PySide6.QtGui import QPainter

from canvas.document.board import Board
from canvas.editor.camera import Box
from canvas.editor.spatial import NodeTable, Rows
from canvas.ui.painting.cards import Cards
from canvas.ui.painting.faces import Face, Faces, cover_of
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.ink import Ink, Style
from canvas.ui.painting.pictures import Placed, Tiles
from canvas.ui.theme import CONTROL, MEDIUM, Theme

COVERS = 3
PICTURES: Box = (12.0, 12.0, 292.0, 92.0)
"""World units from the corner of a collapsed frame: where its pictures lie side by side."""

GAP, FOOT = 6.0, 12.0
COUNT = Style(CONTROL, MEDIUM)


@dataclass(frozen=True, slots=True)
class Inside:
    """What a collapsed frame says of what it hides."""

    count: str
    shots: int
    nodes: int
    covers: tuple[str, ...]
    """Hashes of thumbnails, shots in the film's order first."""


class Folded:
    """Draws what stands on collapsed frames. Main thread."""

    def __init__(
        self, board: Board, table: NodeTable, faces: Faces, tiles: Tiles, ink: Ink, cards: Cards
    ) -> None:
        self._board, self._table = board, table
        self._faces, self._tiles, self._ink, self._cards = faces, tiles, ink, cards
        self._kept: dict[str, tuple[Face, int, Inside]] = {}

    def draw(self, painter: QPainter, frame: Frame, theme: Theme, rows: Rows) -> None:
        for row in rows[self._table.folded[rows]].tolist():
            inside = self.of(self._table.ids[row])
            self._pictures(painter, frame, theme, row, inside)
            self._count(painter, frame, theme, row, inside)

    def of(self, node: str) -> Inside:
        """What a frame hides, worked out anew when its face or what is hidden has changed."""
        face, version = self._faces.of(node), self._table.hidings
        kept = self._kept.get(node)
        if kept is None or kept[0] is not face or kept[1] != version:
            kept = self._kept[node] = (face, version, self._looked_up(node))
        return kept[2]

    def _looked_up(self, node: str) -> Inside:
        board, hidden = self._board, self._table.hidden_behind(node)
        within = set(hidden)
        shots = [shot.node for shot in board.film if shot.node in within]
        rest = sorted(hidden, key=lambda id: (*board.nodes[id].pos[::-1], id))
        found: dict[str, None] = {}
        for id in (*shots, *rest):
            cover = cover_of(board, id)
            if cover is not None:
                found[cover] = None
            if len(found) == COVERS:
                break
        count = _counted(len(shots), len(hidden))
        return Inside(count, len(shots), len(hidden), tuple(found))

    def _pictures(
        self, painter: QPainter, frame: Frame, theme: Theme, row: int, inside: Inside
    ) -> None:
        left, top, right, bottom = PICTURES
        wide = (right - left - GAP * (COVERS - 1)) / COVERS
        starts = [left + (wide + GAP) * number for number in range(COVERS)]
        places = [self._place(frame, row, (x, top, x + wide, bottom)) for x in starts]
        bare = theme.colours.slate_bottom if inside.shots else theme.colours.raised
        for place in places[: inside.nodes]:
            painter.fillRect(place, bare)
        placed = [Placed(hash, box) for hash, box in zip(inside.covers, places, strict=False)]
        self._tiles.draw(painter, placed, theme.colours.raised, exact=frame.settled)

    def _count(
        self, painter: QPainter, frame: Frame, theme: Theme, row: int, inside: Inside
    ) -> None:
        box = self._place(frame, row, (FOOT, PICTURES[3], PICTURES[2], float(self._table.h[row])))
        room = int(box.width() / frame.labels_grown)
        drawn = self._ink.line(inside.count, COUNT, theme.colours.soft, room, frame.labels)
        if drawn is not None:
            y = box.top() + (box.height() - int(drawn.height() * frame.labels_grown)) // 2
            self._cards.copy_at(painter, drawn, box.left(), y, frame.labels_grown)

    def _place(self, frame: Frame, row: int, box: Box) -> QRect:
        """A box of a frame in device pixels, rounded alike on every frame."""
        s = frame.scale
        x = math.floor(self._table.x[row] * s + 0.5) + int(frame.left)
        y = math.floor(self._table.y[row] * s + 0.5) + int(frame.top)
        left, top, right, bottom = (int(v * s + 0.5) for v in box)
        return QRect(x + left, y + top, max(right - left, 1), max(bottom - top, 1))


def _counted(shots: int, nodes: int) -> str:
    translate = QCoreApplication.translate
    if not nodes:
        return translate("Card", "Empty")
    held = translate("Card", "{count} nodes").format(count=nodes)
    if not shots:
        return held
    return translate("Card", "{count} shots").format(count=shots) + " · " + held
