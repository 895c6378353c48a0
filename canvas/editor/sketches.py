"""Arrows and ink on one screen: where they run now, also while a hand holds what they hold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Set

import numpy as np

from canvas.document.board import Board
from canvas.document.records import Json, Node, NodeKind
from canvas.editor import strokes
from canvas.editor.arrows import Line, bound, line_of, reach_of, weight_of
from canvas.editor.camera import Box
from canvas.editor.spatial import KIND_CODE, Floats, NodeTable, Rows
from canvas.editor.strokes import Words

ARROW, INK = KIND_CODE[NodeKind.arrow], KIND_CODE[NodeKind.ink]

SEGMENTS = 24
"""Straight pieces that an arrow's curve is drawn in."""


class Sketches:
    """Follows the table of nodes; an arrow's row has the box that the arrow runs in. One thread."""

    def __init__(self, board: Board, table: NodeTable) -> None:
        self._board = board
        self._table = table
        self._lines: dict[str, Line] = {}
        self._bound: dict[str, tuple[str, ...]] = {}
        self._holders: dict[str, set[str]] = {}
        self._strokes: dict[str, tuple[Mapping[str, Json], tuple[Words, ...]]] = {}

    def load(self) -> None:
        """Take in every arrow of the board."""
        self._lines.clear()
        self._bound.clear()
        self._holders.clear()
        self._strokes.clear()
        table = self._table
        rows = np.flatnonzero(table.kind[: len(table)] == ARROW).tolist()
        self.put([table.ids[row] for row in rows])

    def put(self, ids: Iterable[str]) -> None:
        """Bring these nodes in step with the board, and the arrows that hold on to them."""
        chosen = tuple(ids)
        for id in chosen:
            self._enter(id, self._board.nodes.get(id))
        self.follow(self._table.rows(chosen))

    def joined(self, rows: Rows) -> Rows:
        """These rows and those of the arrows that hold on to them."""
        if not self._holders:
            return rows
        ids = [self._table.ids[row] for row in rows.tolist()]
        for row in rows[self._table.folded[rows]].tolist():
            ids += self._table.hidden_behind(self._table.ids[row])
        held = {arrow for id in ids for arrow in self._holders.get(id, ())}
        return np.union1d(rows, self._table.rows(held)).astype(np.intp) if held else rows

    def follow(self, rows: Rows) -> None:
        """Nodes have moved or changed: lay their arrows anew."""
        joined = self.joined(rows)
        for row in joined[self._table.kind[joined] == ARROW].tolist():
            self._lay(row)

    def line(self, node: str) -> Line | None:
        """Where an arrow runs."""
        return self._lines.get(node)

    def arrows_among(self, nodes: Set[str]) -> Set[str]:
        """Those of the nodes that are arrows with a line."""
        return self._lines.keys() & nodes

    def strokes(self, node: str) -> tuple[Floats, ...]:
        """The strokes of an ink node in world units: (n, 3) of x, y and pressure."""
        row, record = self._table.row(node), self._board.nodes.get(node)
        if row is None or record is None:
            return ()
        left, top, right, bottom = self._table.box(row)
        step = stretched_grain(record, (right - left, bottom - top))
        return tuple(strokes.in_world(one, (left, top), step) for one in self.words(record))

    def words(self, record: Node) -> tuple[Words, ...]:
        """The strokes of an ink node as it keeps them."""
        kept = self._strokes.get(record.id)
        if kept is None or kept[0] is not record.params:
            kept = record.params, strokes.decoded(str(record.param("strokes")))
            self._strokes[record.id] = kept
        return kept[1]

    def end_at(self, node: str, x: float, y: float, slack: float) -> str:
        """The end of an arrow within `slack` of a point: "start", "end" or none."""
        line = self._lines.get(node)
        if line is None:
            return ""
        ends = {"end": line.end, "start": line.start}
        away = {name: math.hypot(x - at[0], y - at[1]) for name, at in ends.items()}
        nearest = min(away, key=away.__getitem__)
        return nearest if away[nearest] <= slack else ""

    def near(self, row: int, x: float, y: float, slack: float) -> bool:
        """Whether a world point lies on an arrow or a stroke, or within `slack` of it."""
        node = self._table.ids[row]
        record = self._board.nodes.get(node)
        if record is None:
            return False
        if record.kind is NodeKind.arrow:
            line = self._lines.get(node)
            reach = slack + weight_of(record) / 2
            return line is not None and strokes.distance(along(line), x, y) <= reach
        return bool(self.strokes_at(node, x, y, slack))

    def crosses(self, row: int, box: Box) -> bool:
        """Whether an arrow or a stroke reaches into a box of the world."""
        node = self._table.ids[row]
        line = self._lines.get(node)
        drawn = (along(line),) if line is not None else self.strokes(node)
        return any(strokes.crosses(one, box) for one in drawn)

    def strokes_at(self, node: str, x: float, y: float, slack: float) -> tuple[int, ...]:
        """Which strokes of an ink node pass within `slack` of a world point."""
        record = self._board.nodes.get(node)
        if record is None or record.kind is not NodeKind.ink:
            return ()
        reach = slack + pen_width(record) / 2
        found = enumerate(self.strokes(node))
        return tuple(at for at, one in found if strokes.distance(one, x, y) <= reach)

    def _enter(self, id: str, record: Node | None) -> None:
        for other in self._bound.pop(id, ()):
            self._holders[other].discard(id)
            if not self._holders[other]:
                del self._holders[other]
        self._lines.pop(id, None)
        if record is None:
            self._strokes.pop(id, None)
        elif record.kind is NodeKind.arrow:
            self._bound[id] = bound(record)
            for other in self._bound[id]:
                self._holders.setdefault(other, set()).add(id)

    def _lay(self, row: int) -> None:
        table = self._table
        record = self._board.nodes.get(table.ids[row])
        if record is None:
            return
        table.put(record.id)  # in its own box again, wherever a hand may hold it
        line = line_of(record, table.box(row), self._box_of)
        self._lines[record.id] = line
        left, top, right, bottom = line.box(reach_of(weight_of(record)))
        table.x[row], table.y[row] = left, top
        table.w[row], table.h[row] = right - left, bottom - top

    def _box_of(self, node: str) -> Box | None:
        row = self._table.shown_row(node)
        return None if row is None else self._table.box(row)


def along(line: Line, segments: int = SEGMENTS) -> Floats:
    """Points along an arrow's line, (segments + 1, 2)."""
    t = np.linspace(0.0, 1.0, segments + 1)[:, None]
    a, b, c = (np.array(one) for one in (line.start, line.middle, line.end))
    made: Floats = (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c
    return made


def pen_width(record: Node) -> float:
    """World units of an ink node's pen at full pressure."""
    width = record.param("width")
    return float(width) if isinstance(width, int | float) else 1.0


def stretched_grain(record: Node, size: tuple[float, float]) -> tuple[float, float]:
    """World units of one step across and down, for strokes in a box of this size."""
    grain, span = record.param("grain"), record.param("span")
    step = float(grain) if isinstance(grain, int | float) else strokes.FINEST
    if not isinstance(span, list) or len(span) != 2:
        return step, step
    wide, high = (float(one) if isinstance(one, int | float) else 1.0 for one in span)
    return step * size[0] / wide, step * size[1] / high
