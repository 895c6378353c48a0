"""The wires as a structure of arrays: end points that follow the nodes, boxes, and what flows.

A wire that is led through bends has a row for each of its pieces, any other wire has one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from canvas.document.board import Board
from canvas.document.flow import is_off, mode_of
from canvas.document.records import Edge, NodeKind, PortKind
from canvas.editor import bending
from canvas.editor.bending import COLUMNS, Point
from canvas.editor.bending import bend as bend
from canvas.editor.bending import flattened as flattened
from canvas.editor.camera import Box
from canvas.editor.ports import input_height, output_height, port_named
from canvas.editor.spatial import KINDS, Floats, NodeTable, Rows

FLOWS = tuple(PortKind)
FLOW_CODE: Mapping[PortKind, int] = {kind: code for code, kind in enumerate(FLOWS)}

FIRST_CAPACITY = 256


class WireTable:
    """Row by row: the curve (see bending.py) from an output to an input, or from bend to bend, its
    box, and what flows."""

    def __init__(self, board: Board, nodes: NodeTable) -> None:
        self._board = board
        self._nodes = nodes
        self.ids: list[str] = []
        self._row: dict[str, int] = {}
        self.source: Rows = np.zeros(FIRST_CAPACITY, np.intp)
        self.target: Rows = np.zeros(FIRST_CAPACITY, np.intp)
        self.flow: NDArray[np.int8] = np.zeros(FIRST_CAPACITY, np.int8)
        self.live: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        self.broken: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        self.faint: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        """Nothing flows: one end is muted."""
        self.ends: Floats = np.zeros((FIRST_CAPACITY, COLUMNS))
        self.boxes: Floats = np.zeros((FIRST_CAPACITY, 4))
        self._drop: Floats = np.zeros((FIRST_CAPACITY, 2))
        self._more: dict[str, list[int]] = {}
        """The rows of a wire with bends after its first."""
        self._led: dict[str, tuple[Point, ...]] = {}
        """Bends as a hand holds them, which the board does not know."""

    def __len__(self) -> int:
        return len(self.ids)

    def load(self) -> None:
        """Take in every link of the board at once; the nodes have to be there already."""
        shown = self._nodes.shown_rows()
        edges = {
            id: edge
            for id, edge in self._board.edges.items()
            if edge.source in shown and edge.target in shown
        }
        count = len(edges)
        self.ids = list(edges)
        self._row = {id: row for row, id in enumerate(self.ids)}
        self._more = {}
        self._grow(count)
        every = list(edges.values())
        self.source[:count] = source = [shown[edge.source] for edge in every]
        self.target[:count] = target = [shown[edge.target] for edge in every]
        # not where both ends are behind one collapsed frame
        self.live[:count] = self.source[:count] != self.target[:count]
        self.live[count:] = False
        nodes = self._board.nodes
        self.flow[:count] = [_flow(nodes[edge.source].kind, edge.out) for edge in every]
        self._drop[:count] = self._heights(every, source, target)
        self._fade(every)
        self._follow(np.arange(count))
        for edge in every:
            if edge.bends:
                self._part(edge)
        self._mark_broken()

    def _heights(
        self, edges: Sequence[Edge], source: Sequence[int], target: Sequence[int]
    ) -> Floats:
        """How far under the tops of its two nodes each link sits: (n, 2)."""
        linked, n = _linked_ports(edges), self._nodes
        kinds, heights = [KINDS[code] for code in n.kind.tolist()], n.h.tolist()
        made = np.empty((len(edges), 2))
        made[:, 0] = [output_height(kinds[row], heights[row]) for row in source]
        made[:, 1] = [
            input_height(kinds[row], linked[edge.target], edge.into, heights[row])
            for edge, row in zip(edges, target, strict=True)
        ]
        return made

    def _fade(self, edges: Iterable[Edge]) -> None:
        """Mark the wires of nodes that are off; few boards have any."""
        self.faint[:] = False
        off = {id for id, node in self._board.nodes.items() if "mode" in node.params}
        for row, edge in enumerate(edges) if off else ():
            self.faint[row] = (edge.source in off or edge.target in off) and self._is_faint(edge)

    def _is_faint(self, edge: Edge) -> bool:
        source, target = self._board.nodes[edge.source], self._board.nodes[edge.target]
        unused = mode_of(target) == "bypassed" and edge.into not in ("previous", "first")
        return is_off(source) or is_off(target) or unused

    def _mark_broken(self) -> None:
        """Links that would close a circle carry nothing, and are drawn so."""
        self.broken[:] = False
        for id in self._board.broken:
            self.broken[self._all(id)] = True

    def put(self, id: str) -> None:
        """Bring one link in step with the board, and its neighbours where ports have shifted."""
        self._put(id)
        self._mark_broken()

    def _put(self, id: str) -> None:
        edge = self._board.edges.get(id)
        if edge is None:
            row = self._row.get(id)
            if row is None or not self.live[row]:
                return
            self.live[self._all(id)] = False
            self.relay(self._nodes.ids[self.target[row]])
            return
        self._enter(edge, frozenset())
        self.relay(edge.target)

    def relay(self, node: str) -> None:
        """Work out anew at which ports the links of a node end."""
        if node not in self._board.nodes:
            return
        linked = linked_ports(self._board, node)
        for edge in self._board.links_into(node):
            self._enter(edge, linked)
        for edge in self._board.links_from(node):
            self._enter(edge, linked_ports(self._board, edge.target))
        row = self._nodes.shown_row(node)
        if row is not None:
            self.follow(np.array([row], np.intp))

    def touching(self, nodes: Rows) -> Rows:
        """The live wires that begin or end at these nodes."""
        count = len(self)
        source, target = self.source[:count], self.target[:count]
        if len(nodes) == 1:  # somebody else moves one card: ten times as quick
            touched = (source == nodes[0]) | (target == nodes[0])
        else:
            chosen = np.zeros(len(self._nodes.x), np.bool_)
            chosen[nodes] = True
            touched = chosen[source] | chosen[target]
        return np.flatnonzero(touched & self.live[:count])

    def follow(self, nodes: Rows) -> None:
        """Draw the ends after nodes that have moved."""
        if len(nodes):
            self._follow(self.touching(nodes))

    def row(self, id: str) -> int | None:
        row = self._row.get(id)
        return row if row is not None and self.live[row] else None

    def rows(self, id: str) -> Rows:
        """The rows of a link's pieces as they are shown, from the output on."""
        every = self._all(id)
        return every[self.live[every]]

    def _all(self, id: str) -> Rows:
        """Those that sleep too."""
        first = self._row.get(id)
        return np.array([] if first is None else [first, *self._more.get(id, ())], np.intp)

    def hide(self, id: str | None, *, hidden: bool) -> None:
        """Take a link out of sight while a hand has pulled it off its port."""
        if id is not None and id in self._board.edges:
            self.live[self._all(id)[: 1 + len(self.bends(id))]] = not hidden

    def bends(self, id: str) -> tuple[Point, ...]:
        """The points that a link's wire is led through, as they are shown now."""
        led = self._led.get(id)
        if led is not None:
            return led
        edge, row = self._board.edges.get(id), self._row.get(id)
        if edge is None or row is None or not edge.bends:
            return ()
        dx, dy = self._nodes.away(int(self.source[row]))
        if (dx, dy) != self._nodes.away(int(self.target[row])):
            return edge.bends
        return tuple((x + dx, y + dy) for x, y in edge.bends)

    def lead(self, id: str, bends: tuple[Point, ...] | None) -> None:
        """Show a link led through other points than the board says; None ends that."""
        if bends is None:
            self._led.pop(id, None)
        else:
            self._led[id] = bends
        edge = self._board.edges.get(id)
        if edge is not None and self.row(id) is not None:
            self._part(edge)

    def cull(self, box: Box, margin: float = 0.0) -> Rows:
        """Live wires whose boxes touch the box grown by `margin`."""
        left, top, right, bottom = box
        b = self.boxes[: len(self)]
        touching = (b[:, 0] < right + margin) & (b[:, 2] > left - margin)
        touching &= (b[:, 1] < bottom + margin) & (b[:, 3] > top - margin)
        return np.flatnonzero(touching & self.live[: len(self)])

    def box(self, row: int) -> Box:
        left, top, right, bottom = self.boxes[row].tolist()
        return left, top, right, bottom

    def bounds(self, rows: Rows) -> Box | None:
        if not len(rows):
            return None
        b = self.boxes[rows]
        low, high = b.min(axis=0), b.max(axis=0)
        return float(low[0]), float(low[1]), float(high[2]), float(high[3])

    def hit(self, x: float, y: float, slack: float) -> str | None:
        """The link that passes within `slack` world units of a point, the nearest one."""
        rows = self.cull((x, y, x, y), slack)
        if not len(rows):
            return None
        best, away = self._nearest(rows, x, y)
        return self.ids[rows[best]] if away <= slack else None

    def bend_at(self, x: float, y: float, slack: float) -> tuple[str, int] | None:
        """The link and the number of the bend within `slack` of a point."""
        near = dict.fromkeys(self.ids[row] for row in self.cull((x, y, x, y), slack).tolist())
        for id in near if self._more else ():
            for index, (bx, by) in enumerate(self.bends(id)):
                if abs(bx - x) <= slack and abs(by - y) <= slack:
                    return id, index
        return None

    def piece_at(self, id: str, x: float, y: float) -> int:
        """Which piece of a link's wire passes nearest to a point: 0 is the one at the output."""
        return self._nearest(self.rows(id), x, y)[0]

    def crossed(self, start: Point, end: Point) -> frozenset[str]:
        """The links that a stroke crosses."""
        box = (
            min(start[0], end[0]),
            min(start[1], end[1]),
            max(start[0], end[0]),
            max(start[1], end[1]),
        )
        rows = self.cull(box, 1.0)
        if not len(rows):
            return frozenset()
        points = flattened(self.ends[rows])
        met = bending.crossed(points[:, :-1], points[:, 1:], start, end).any(axis=1)
        return frozenset(self.ids[row] for row in rows[met].tolist())

    def _nearest(self, rows: Rows, x: float, y: float) -> tuple[int, float]:
        """The nearest of these rows, counted among them, and how far away it is."""
        points = flattened(self.ends[rows])
        gaps = bending.distance(points[:, :-1], points[:, 1:], np.array([x, y])).min(axis=1)
        best = int(gaps.argmin())
        return best, float(gaps[best])

    def _enter(self, edge: Edge, linked: frozenset[str]) -> None:
        source, target = self._nodes.shown_row(edge.source), self._nodes.shown_row(edge.target)
        if source is None or target is None:
            return
        id = edge.id
        row = self._row.get(id)
        if row is None:
            row = self._row[id] = self._append(id)
        from_kind, to_kind = KINDS[self._nodes.kind[source]], KINDS[self._nodes.kind[target]]
        self.source[row], self.target[row] = source, target
        self.flow[row] = _flow(self._board.nodes[edge.source].kind, edge.out)
        self.live[row] = source != target
        self.faint[row] = self._is_faint(edge)
        self._drop[row] = (
            output_height(from_kind, float(self._nodes.h[source])),
            input_height(to_kind, linked, edge.into, float(self._nodes.h[target])),
        )

        if edge.bends or id in self._more:
            self._part(edge)

    def _append(self, id: str) -> int:
        row = len(self.ids)
        self.ids.append(id)
        self._grow(row + 1)
        return row

    def _part(self, edge: Edge) -> None:
        """Give a link a row for each piece of its wire; rows that are left over sleep."""
        id, first = edge.id, self._row[edge.id]
        more = self._more.setdefault(id, [])
        wanted = len(self.bends(id))
        while len(more) < wanted:
            more.append(self._append(id))
        for name in ("source", "target", "flow", "broken", "faint", "_drop"):
            values = getattr(self, name)
            values[more] = values[first]
        self.live[more[:wanted]] = self.live[first]
        self.live[more[wanted:]] = False
        self._follow(np.array([first], np.intp))

    def _follow(self, rows: Rows) -> None:
        n, s, t = self._nodes, self.source[rows], self.target[rows]
        ends = np.zeros((len(rows), COLUMNS))
        ends[:, 0], ends[:, 1] = n.x[s] + n.w[s], n.y[s] + self._drop[rows, 0]
        ends[:, 2], ends[:, 3] = n.x[t], n.y[t] + self._drop[rows, 1]
        ends[:, 4] = ends[:, 6] = bend(ends)
        self.ends[rows] = ends
        self.boxes[rows] = bending.boxes(ends)
        if self._more:
            for id in dict.fromkeys(self.ids[row] for row in rows.tolist()):
                self._lead_through(id)

    def _lead_through(self, id: str) -> None:
        """Lay the pieces of a wire with bends between its ports."""
        bends = self.bends(id) if id in self._more else ()
        if not bends:
            return
        first = self._row[id]
        x0, y0, x1, y1 = self._ports_of(first)
        made = bending.pieces(((x0, y0), *bends, (x1, y1)))
        rows = [first, *self._more[id][: len(bends)]]
        self.ends[rows] = made
        self.boxes[rows] = bending.boxes(made)

    def ports_of(self, id: str) -> tuple[Point, Point]:
        """Where a link begins and ends."""
        x0, y0, x1, y1 = self._ports_of(self._row[id])
        return (x0, y0), (x1, y1)

    def _ports_of(self, row: int) -> Box:
        n, s, t = self._nodes, self.source[row], self.target[row]
        start = float(n.x[s] + n.w[s]), float(n.y[s] + self._drop[row, 0])
        return *start, float(n.x[t]), float(n.y[t] + self._drop[row, 1])

    def _grow(self, count: int) -> None:
        if count <= len(self.source):
            return
        more = max(count, 2 * len(self.source)) - len(self.source)
        for name in (
            "source",
            "target",
            "flow",
            "live",
            "broken",
            "faint",
            "ends",
            "boxes",
            "_drop",
        ):
            old = getattr(self, name)
            pad = np.zeros((more, *old.shape[1:]), old.dtype)
            setattr(self, name, np.concatenate([old, pad]))


def linked_ports(board: Board, node: str) -> frozenset[str]:
    """The inputs of a node that something is linked to."""
    return frozenset(edge.into for edge in board.links_into(node))


def _linked_ports(edges: Iterable[Edge]) -> dict[str, frozenset[str]]:
    """For each node the inputs that something is linked to, in one go."""
    found: dict[str, set[str]] = defaultdict(set)
    for edge in edges:
        found[edge.target].add(edge.into)
    return {node: frozenset(ports) for node, ports in found.items()}


@lru_cache(maxsize=256)
def _flow(kind: NodeKind, out: str) -> int:
    port = port_named(kind, out, output=True)
    return FLOW_CODE[port.kind if port else PortKind.words]
