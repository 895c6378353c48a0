"""The ports of the cards in sight as arrays, worked out once a card."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from canvas.document.board import Board
from canvas.editor.folding import HEADER
from canvas.editor.hits import ports_of
from canvas.editor.ports import PortEnd
from canvas.editor.spatial import NodeTable, Rows
from canvas.editor.wiring import FLOW_CODE
from canvas.ui.painting.frame import Frame
from canvas.ui.painting.glyphs import NEUTRAL, Glyphs

Floats = NDArray[np.float64]
Mark = tuple[float, float, int, bool]
"""Where a port sits, what flows through it, and whether it is linked."""


class PortMarks:
    """Offsets from a card's corner and flows, kept until the card changes."""

    def __init__(self, board: Board, table: NodeTable) -> None:
        self._board = board
        self._table = table
        self._marks: dict[str, tuple[tuple[float, float], Floats]] = {}

    def forget(self, nodes: Iterable[str] | None = None) -> None:
        if nodes is None:
            self._marks.clear()
        else:
            for node in nodes:
                self._marks.pop(node, None)

    def draw(self, painter: QPainter, frame: Frame, glyphs: Glyphs, rows: Rows) -> None:
        """Draw the ports of these rows in one call."""
        marks = [self._of(row) for row in rows.tolist()]
        counts = [len(one) for one in marks]
        if not sum(counts):
            return
        every = np.concatenate(marks)
        x = frame.x(np.repeat(self._table.x[rows], counts))
        y = frame.y(np.repeat(self._table.y[rows], counts))
        x += np.floor(every[:, 0] * frame.scale + 0.5)
        y += np.floor(every[:, 1] * frame.scale + 0.5)
        glyphs.draw_ports(painter, x, y, every[:, 2].astype(np.intp), every[:, 3] > 0)

    def _of(self, row: int) -> Floats:
        node = self._table.ids[row]
        size = (float(self._table.w[row]), float(self._table.h[row]))
        kept = self._marks.get(node)
        if kept is not None and kept[0] == size:
            return kept[1]
        left, top, _, _ = self._table.box(row)
        found = [
            (x - left, y - top, FLOW_CODE[end.kind], self._linked(end))
            for end, x, y in ports_of(self._board, self._table, row)
        ]
        if size[1] <= HEADER:
            found = _stacked(found)
        made = np.array(found, np.float64).reshape(-1, 4)
        self._marks[node] = (size, made)
        return made

    def _linked(self, end: PortEnd) -> bool:
        links = self._board.links_from if end.output else self._board.links_into
        return bool(links(end.node, end.port))


def _stacked(ports: list[Mark]) -> list[Mark]:
    """One mark for all ports in one place, as on a collapsed card: a neutral one for several
    flows."""
    places: dict[tuple[float, float], list[Mark]] = {}
    for one in ports:
        places.setdefault(one[:2], []).append(one)
    made: list[Mark] = []
    for (x, y), here in places.items():
        flows = {flow for _, _, flow, _ in here}
        flow = flows.pop() if len(flows) == 1 else NEUTRAL
        made.append((x, y, flow, any(linked for *_, linked in here)))
    return made
