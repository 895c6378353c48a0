"""Which clips a change of the board touches: those whose picture may now be another one."""

from __future__ import annotations

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.graph import downstream
from canvas.document.records import NodeKind

LOOK_ONLY = frozenset({"pos", "size", "z", "parent", "color", "locked", "p.group", "p.collapsed"})
"""Registers of a node that no picture depends on."""


class Affected:
    """Remembers where links lead, for one that is gone no longer says it. On the thread that owns
    the board."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._targets = {id: edge.target for id, edge in board.edges.items()}

    def by(self, change: Change) -> frozenset[str]:
        """The live clips that this change and everything downstream of it concern."""
        board = self._board
        if change.touches("meta"):
            touched = set(board.nodes)
        else:
            touched = self._nodes(change) | self._ends(change) | self._shown(change)
        if not touched:
            return frozenset()
        reached = touched | set(downstream(board, touched))
        return frozenset(
            id for id in reached if id in board.nodes and board.nodes[id].kind is NodeKind.clip
        )

    def _nodes(self, change: Change) -> set[str]:
        deep = {
            id
            for id, registers in change.updated.get("nodes", {}).items()
            if not registers <= LOOK_ONLY
        }
        whole = change.added.get("nodes", frozenset()) | change.removed.get("nodes", frozenset())
        return deep | whole | change.touches("texts")

    def _ends(self, change: Change) -> set[str]:
        """Where links that came or went lead."""
        ends = set()
        for id in change.touches("edges"):
            edge = self._board.edges.get(id)
            if edge is not None:
                self._targets[id] = edge.target
            if id in self._targets:
                ends.add(self._targets[id])
        return ends

    def _shown(self, change: Change) -> set[str]:
        """Nodes of shots and takes: a shot's number stands on its slate."""
        board = self._board
        shots = (board.shots.get(id) for id in change.touches("shots"))
        takes = (board.takes.get(id) for id in change.touches("takes"))
        return {record.node for record in (*shots, *takes) if record is not None}
