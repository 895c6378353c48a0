"""The wires as a structure of arrays: end points that follow the nodes, boxes, and what flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from canvas.document.board import Board
from canvas.document.records import Edge, NodeKind, PortKind
from canvas.editor.camera import Box
from canvas.editor.ports import input_height, output_height, port_named
from canvas.editor.spatial import KINDS, Floats, NodeTable, Rows

FLOWS = tuple(PortKind)
FLOW_CODE: Mapping[PortKind, int] = {kind: code for code, kind in enumerate(FLOWS)}

SEGMENTS = 24
"""Straight pieces that a curve is flattened into where it is looked at closely."""

FIRST_CAPACITY = 256


class WireTable:
    """Row by row: ends (x0, y0) at an output, (x1, y1) at an input, bend, box and flow."""

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
        self.ends: Floats = np.zeros((FIRST_CAPACITY, 5))
        self.boxes: Floats = np.zeros((FIRST_CAPACITY, 4))
        self._drop: Floats = np.zeros((FIRST_CAPACITY, 2))

    def __len__(self) -> int:
        return len(self.ids)

    def load(self) -> None:
        """Take in every link of the board at once; the nodes have to be there already."""
        edges = {id: edge for id, edge in self._board.edges.items() if self._has_ends(edge)}
        count = len(edges)
        self.ids = list(edges)
        self._row = {id: row for row, id in enumerate(self.ids)}
        self._grow(count)
        self.live[:count] = True
        self.live[count:] = False
        linked, row_of = _linked_ports(edges.values()), self._nodes.shown_row
        n = self._nodes
        for ends, name in ((self.source, "source"), (self.target, "target")):
            found = (row_of(getattr(edge, name)) for edge in edges.values())
            ends[:count] = [row for row in found if row is not None]
        kinds = [KINDS[code] for code in n.kind.tolist()]
        heights = n.h.tolist()
        pairs = zip(self.source[:count].tolist(), self.target[:count].tolist(), strict=True)
        nodes = self._board.nodes
        for row, (edge, (source, target)) in enumerate(zip(edges.values(), pairs, strict=True)):
            self.flow[row] = _flow(nodes[edge.source].kind, edge.out)
            self.live[row] = source != target  # both ends behind one collapsed frame
            self._drop[row, 0] = output_height(kinds[source], heights[source])
            ports = linked[edge.target]
            self._drop[row, 1] = input_height(kinds[target], ports, edge.into, heights[target])
        self._follow(np.arange(count))
        self._mark_broken()

    def _mark_broken(self) -> None:
        """Links that would close a circle carry nothing, and are drawn so."""
        self.broken[:] = False
        for id in self._board.broken:
            row = self._row.get(id)
            if row is not None:
                self.broken[row] = True

    def _has_ends(self, edge: Edge) -> bool:
        row = self._nodes.shown_row
        return row(edge.source) is not None and row(edge.target) is not None

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
            self.live[row] = False
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
        chosen = np.zeros(len(self._nodes.x), np.bool_)
        chosen[nodes] = True
        count = len(self)
        touched = chosen[self.source[:count]] | chosen[self.target[:count]]
        return np.flatnonzero(touched & self.live[:count])

    def follow(self, nodes: Rows) -> None:
        """Draw the ends after nodes that have moved."""
        if len(nodes):
            self._follow(self.touching(nodes))

    def row(self, id: str) -> int | None:
        row = self._row.get(id)
        return row if row is not None and self.live[row] else None

    def hide(self, id: str | None, *, hidden: bool) -> None:
        """Take a link out of sight while a hand has pulled it off its port."""
        row = self._row.get(id or "")
        if row is not None and id in self._board.edges:
            self.live[row] = not hidden

    def cull(self, box: Box, margin: float = 0.0) -> Rows:
        """Live wires whose boxes touch the box grown by `margin`."""
        left, top, right, bottom = box
        b = self.boxes[: len(self)]
        touching = (b[:, 0] < right + margin) & (b[:, 2] > left - margin)
        touching &= (b[:, 1] < bottom + margin) & (b[:, 3] > top - margin)
        return np.flatnonzero(touching & self.live[: len(self)])

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
        points = flattened(self.ends[rows])
        distance = _distance(points[:, :-1], points[:, 1:], np.array([x, y])).min(axis=1)
        best = int(distance.argmin())
        return self.ids[rows[best]] if distance[best] <= slack else None

    def _enter(self, edge: Edge, linked: frozenset[str]) -> None:
        source, target = self._nodes.shown_row(edge.source), self._nodes.shown_row(edge.target)
        if source is None or target is None:
            return
        id = edge.id
        row = self._row.get(id)
        if row is None:
            row = len(self.ids)
            self._row[id] = row
            self.ids.append(id)
            self._grow(row + 1)
        from_kind, to_kind = KINDS[self._nodes.kind[source]], KINDS[self._nodes.kind[target]]
        self.source[row], self.target[row] = source, target
        self.flow[row] = _flow(self._board.nodes[edge.source].kind, edge.out)
        self.live[row] = source != target
        self._drop[row] = (
            output_height(from_kind, float(self._nodes.h[source])),
            input_height(to_kind, linked, edge.into, float(self._nodes.h[target])),
        )

    def _follow(self, rows: Rows) -> None:
        n, s, t = self._nodes, self.source[rows], self.target[rows]
        ends = np.stack(
            [
                n.x[s] + n.w[s],
                n.y[s] + self._drop[rows, 0],
                n.x[t],
                n.y[t] + self._drop[rows, 1],
            ],
            axis=1,
        )
        self.ends[rows, :4] = ends
        self.ends[rows, 4] = bend(ends)
        self.boxes[rows] = _boxes(self.ends[rows])

    def _grow(self, count: int) -> None:
        if count <= len(self.source):
            return
        more = max(count, 2 * len(self.source)) - len(self.source)
        for name in ("source", "target", "flow", "live", "broken", "ends", "boxes", "_drop"):
            old = getattr(self, name)
            pad = np.zeros((more, *old.shape[1:]), old.dtype)
            setattr(self, name, np.concatenate([old, pad]))


def bend(ends: Floats) -> Floats:
    """How far a wire runs out of its port before it turns, in the ends' own units."""
    across, down = ends[:, 2] - ends[:, 0], np.abs(ends[:, 3] - ends[:, 1])
    forward = np.maximum(across * 0.5, np.minimum(24.0 + down * 0.25, 72.0))
    backward = np.minimum(72.0 + np.abs(across) * 0.25, 220.0)
    return np.where(across >= 0, forward, backward)


def flattened(ends: Floats, segments: int = SEGMENTS) -> Floats:
    """Points along cubic curves: (wires, 5) ends with bends -> (wires, segments + 1, 2)."""
    t = np.linspace(0.0, 1.0, segments + 1)
    u = 1.0 - t
    a, b, c, d = u**3, 3 * u * u * t, 3 * u * t * t, t**3
    x0, y0, x1, y1, out = (ends[:, column, None] for column in range(5))
    points = np.empty((len(ends), segments + 1, 2))
    points[:, :, 0] = a * x0 + b * (x0 + out) + c * (x1 - out) + d * x1
    points[:, :, 1] = (a + b) * y0 + (c + d) * y1
    return points


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


def _boxes(ends: Floats) -> Floats:
    out = ends[:, 4]
    left = np.minimum(ends[:, 0], ends[:, 2] - out)
    right = np.maximum(ends[:, 0] + out, ends[:, 2])
    top, bottom = np.minimum(ends[:, 1], ends[:, 3]), np.maximum(ends[:, 1], ends[:, 3])
    return np.stack([left, top, right, bottom], axis=1)


def _distance(a: Floats, b: Floats, point: Floats) -> Floats:
    """How far `point` is from each straight piece a-b."""
    along = b - a
    length = np.maximum((along**2).sum(axis=-1), 1e-12)
    t = np.clip(((point - a) * along).sum(axis=-1) / length, 0.0, 1.0)
    gap: Floats = np.linalg.norm(a + along * t[..., None] - point, axis=-1)
    return gap
