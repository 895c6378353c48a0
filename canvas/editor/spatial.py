"""The structure of arrays behind the canvas: where nodes lie, kept in step with the board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from canvas.document.records import Node, NodeKind
from canvas.editor.camera import Box
from canvas.editor.folding import is_folded, shown_size

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

KINDS = tuple(NodeKind)
KIND_CODE: Mapping[NodeKind, int] = {kind: code for code, kind in enumerate(KINDS)}
SCENE = KIND_CODE[NodeKind.scene]

FIRST_CAPACITY = 256


class NodeTable:
    """Row by row: x, y (top left), w, h in world units, kind and whether the node is on the board.

    A node keeps its row for good; a deleted one leaves a tombstone that undo wakes. What a
    collapsed scene frame hides has a row that does not live. Nodes in a hand are shown away from
    where the board has them, until `put_down`. One thread owns it.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.x: Floats = np.zeros(FIRST_CAPACITY)
        self.y: Floats = np.zeros(FIRST_CAPACITY)
        self.w: Floats = np.zeros(FIRST_CAPACITY)
        self.h: Floats = np.zeros(FIRST_CAPACITY)
        self.kind: NDArray[np.int8] = np.zeros(FIRST_CAPACITY, np.int8)
        self.live: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        self.folded: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        self.locked: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        self._there: NDArray[np.bool_] = np.zeros(FIRST_CAPACITY, np.bool_)
        self._stand_ins: dict[int, int] = {}
        self.hidings = 0
        """Grows whenever other nodes are hidden than before."""
        self._row: dict[str, int] = {}
        self._z: list[str] = []
        self._order: Rows | None = None
        self._lifted: dict[int, tuple[float, float]] = {}
        self._stretched: dict[int, Box] = {}
        self._shifted: dict[int, tuple[float, float]] = {}
        """What others carry, and how far."""
        self._at: tuple[Rows, Rows, Floats] | None = None
        """Rows that were lifted, those of them that are there, and where the board has them."""
        self._nodes: Mapping[str, Node] = {}

    def __len__(self) -> int:
        """Rows in use, tombstones too."""
        return len(self.ids)

    def load(self, nodes: Mapping[str, Node]) -> None:
        """Take in every node of a board at once."""
        self._nodes, self._at = nodes, None
        count = len(nodes)
        self.ids = list(nodes)
        self._row = {id: row for row, id in enumerate(self.ids)}
        self._z = [node.z for node in nodes.values()]
        self._order = None
        self._grow(count)
        values = list(nodes.values())
        boxes = np.array([(*n.pos, *shown_size(n)) for n in values], np.float64).reshape(-1, 4)
        self.x[:count], self.y[:count], self.w[:count], self.h[:count] = boxes.T
        self.kind[:count] = [KIND_CODE[node.kind] for node in values]
        self.folded[:count] = [is_folded(node) for node in values]
        self.locked[:count] = [node.locked for node in values]
        self._there[:count] = True
        self._there[count:] = False
        self._stand_ins = {}
        self.live[:] = self._there

    def put(self, id: str) -> int:
        """Bring one row in step with its node, which may be new or gone. Returns the row."""
        self._at = None
        node = self._nodes.get(id)
        row = self._row.get(id)
        if row is None:
            row = self._append(id)
        if node is None:
            self.live[row] = self._there[row] = False
            return row
        if self._z[row] != node.z or not self._there[row]:
            self._z[row] = node.z
            self._order = None
        self.kind[row] = KIND_CODE[node.kind]
        self.folded[row] = is_folded(node)
        self.locked[row] = node.locked
        self._there[row] = True
        self.live[row] = row not in self._stand_ins
        self._place(row, node)
        return row

    def hide(self, frames: Mapping[str, str]) -> list[str]:
        """Hide exactly these nodes, each behind its collapsed frame. Returns those that were not
        hidden so before, or are not now."""
        rows = {self._row[id]: self._row[frame] for id, frame in frames.items()}
        changed = {row for row, _ in rows.items() ^ self._stand_ins.items()}
        if not changed:
            return []
        self._stand_ins = rows
        self.hidings += 1
        self.live[:] = self._there
        self.live[list(rows)] = False
        return [self.ids[row] for row in changed]

    def shown_row(self, id: str) -> int | None:
        """The row that stands for a node on the board: its own, or of the frame that hides it."""
        row = self._row.get(id)
        if row is None or not self._there[row]:
            return None
        return self._stand_ins.get(row, row)

    def shown_rows(self) -> Mapping[str, int]:
        """By id the row that stands for each node on the board."""
        if self._there[: len(self)].all():
            rows = self._row
        else:
            there = self._there.tolist()
            rows = {id: row for id, row in self._row.items() if there[row]}
        if not self._stand_ins:
            return rows
        return {id: self._stand_ins.get(row, row) for id, row in rows.items()}

    def hidden_behind(self, frame: str) -> tuple[str, ...]:
        """What a collapsed scene frame hides."""
        behind = self._row.get(frame)
        return tuple(self.ids[row] for row, one in self._stand_ins.items() if one == behind)

    def frames(self) -> list[str]:
        """Every scene frame, hidden ones too."""
        rows = np.flatnonzero(self._there & (self.kind == SCENE))
        return [self.ids[row] for row in rows.tolist()]

    def row(self, id: str) -> int | None:
        """The row of a node that is to be seen."""
        row = self._row.get(id)
        return row if row is not None and self.live[row] else None

    def rows(self, ids: Iterable[str]) -> Rows:
        found = (self.row(id) for id in ids)
        return np.array([row for row in found if row is not None], np.intp)

    def known_rows(self, ids: Iterable[str]) -> Rows:
        """The rows of nodes, hidden ones and tombstones too: they stay what they are."""
        found = (self._row.get(id) for id in ids)
        return np.array([row for row in found if row is not None], np.intp)

    def box(self, row: int) -> Box:
        x, y = float(self.x[row]), float(self.y[row])
        return x, y, x + float(self.w[row]), y + float(self.h[row])

    def bounds(self, rows: Rows | None = None) -> Box | None:
        """The box around these rows, or around every live node."""
        chosen = np.flatnonzero(self.live) if rows is None else rows
        if not len(chosen):
            return None
        x, y = self.x[chosen], self.y[chosen]
        right, bottom = x + self.w[chosen], y + self.h[chosen]
        return float(x.min()), float(y.min()), float(right.max()), float(bottom.max())

    def cull(self, box: Box, margin: float = 0.0) -> Rows:
        """Live rows that touch the grown box, in painting order: scenes, then back to front."""
        left, top, right, bottom = box
        touching = self.live & (self.x < right + margin) & (self.x + self.w > left - margin)
        touching &= (self.y < bottom + margin) & (self.y + self.h > top - margin)
        order = self.order
        return order[touching[order]]

    @property
    def order(self) -> Rows:
        """All rows in painting order, worked out when it is asked for."""
        if self._order is None:
            ranked = sorted(range(len(self)), key=self.ids.__getitem__)
            ranked.sort(key=self._z.__getitem__)
            order = np.array(ranked, np.intp)
            scenes = self.kind[order] == SCENE
            self._order = np.concatenate([order[scenes], order[~scenes]])
        return self._order

    def ordered(self, rows: Rows) -> Rows:
        """These rows in painting order."""
        chosen = np.zeros(len(self.x), np.bool_)
        chosen[rows] = True
        return self.order[chosen[self.order]]

    def lift(self, rows: Rows, dx: float, dy: float) -> None:
        """Show nodes away from where the board has them, while a hand holds them."""
        self._lifted.update(dict.fromkeys(rows.tolist(), (dx, dy)))
        if not self._stretched:
            rows, at = self._places(rows)
            self.x[rows], self.y[rows] = at[:, 0] + dx, at[:, 1] + dy
            return
        for row in rows[self._there[rows]].tolist():
            self.put(self.ids[row])

    def _places(self, lifted: Rows) -> tuple[Rows, Floats]:
        """Those of these rows that are there, and where the board has them: looked up once while
        the same rows are lifted and none changes."""
        if self._at is None or self._at[0] is not lifted:
            rows = lifted[self._there[lifted]]
            at = [self._nodes[self.ids[row]].pos for row in rows.tolist()]
            self._at = lifted, rows, np.array(at, np.float64).reshape(-1, 2)
        return self._at[1:]

    def stretch(self, row: int, box: Box) -> None:
        """Show a node in another box while a hand holds its corner."""
        self._stretched[row] = box
        self.put(self.ids[row])

    @property
    def stretched(self) -> tuple[int, ...]:
        """The rows that are shown in another box than the board has them in."""
        return tuple(self._stretched)

    @property
    def held(self) -> Rows:
        """The rows that are shown away from where the board has them."""
        return np.array([*self._lifted, *self._stretched], np.intp)

    def away(self, row: int) -> tuple[float, float]:
        """How far from where the board has it a hand holds a node."""
        return self._lifted.get(row) or self._shifted.get(row, (0.0, 0.0))

    def shift(self, moved: Mapping[int, tuple[float, float]]) -> None:
        """Show exactly these rows away from where the board has them: the hands of others hold
        them. What our own hand holds follows that."""
        changed = {row for row, _ in moved.items() ^ self._shifted.items()}
        self._shifted = dict(moved)
        for row in changed:
            self.put(self.ids[row])

    @property
    def shifted(self) -> Mapping[int, tuple[float, float]]:
        """The rows in the hands of others, and how far those have carried them."""
        return self._shifted

    def put_down(self) -> None:
        """Show every node where the board has it."""
        held = self.held.tolist()
        self._lifted.clear()
        self._stretched.clear()
        for row in held:
            self.put(self.ids[row])

    def _place(self, row: int, node: Node) -> None:
        dx, dy = self.away(row)
        x, y, (w, h) = node.pos[0] + dx, node.pos[1] + dy, shown_size(node)
        if row in self._stretched:
            x, y, right, bottom = self._stretched[row]
            w, h = right - x, bottom - y
        self.x[row], self.y[row], self.w[row], self.h[row] = x, y, w, h

    def _append(self, id: str) -> int:
        row = len(self.ids)
        self.ids.append(id)
        self._row[id] = row
        self._z.append("")
        self._order = None
        self._grow(row + 1)
        return row

    def _grow(self, count: int) -> None:
        if count <= len(self.x):
            return
        more = max(count, 2 * len(self.x)) - len(self.x)
        for name in ("x", "y", "w", "h", "kind", "live", "folded", "locked", "_there"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.zeros(more, old.dtype)]))
