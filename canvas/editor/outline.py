"""The board as a tree: scene frames with what they hold, everything in the order of reading."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection
from typing import TypeAlias

from canvas.document.board import Board
from canvas.document.records import Node
from canvas.editor.walking import LINE

Key: TypeAlias = tuple[float, float, str]
Place: TypeAlias = tuple[str | None, int]
"""The frame that holds a node (None: the board itself), and which of its rows it is."""


class Outline:
    """Who lies in whom, kept in step node by node. Belongs to the board's thread.

    With `only`, just these nodes and the frames around them are listed.
    """

    def __init__(self, board: Board) -> None:
        self._board = board
        self._only: frozenset[str] | None = None
        self._rows: dict[str | None, list[Key]] = {}
        self._held: dict[str, tuple[str | None, Key]] = {}

    def load(self, only: Collection[str] | None = None) -> None:
        """Take in the whole board anew."""
        self._only = None if only is None else self._with_frames(only)
        self._rows, self._held = {None: []}, {}
        for id in self._board.nodes if self._only is None else self._only:
            self._held[id] = held = self._wanted(id)
            self._rows.setdefault(held[0], []).append(held[1])
        for rows in self._rows.values():
            rows.sort()

    def __contains__(self, id: object) -> bool:
        return id in self._held

    def __len__(self) -> int:
        return len(self._held)

    def count(self, frame: str | None) -> int:
        """How many rows a frame, or the board, has."""
        return len(self._rows.get(frame, ()))

    def id_at(self, frame: str | None, row: int) -> str:
        return self._rows[frame][row][2]

    def ids(self, frame: str | None) -> list[str]:
        return [key[2] for key in self._rows.get(frame, ())]

    def where(self, id: str) -> Place:
        """Raises KeyError for a node that is not listed."""
        frame, key = self._held[id]
        return frame, bisect_left(self._rows[frame], key)

    def place_for(self, id: str) -> Place | None:
        """Where a node belongs now, counted without itself; None if it is not to be listed."""
        if id not in self._board.nodes or (self._only is not None and id not in self._only):
            return None
        frame, key = self._wanted(id)
        row = bisect_left(self._rows.get(frame, ()), key)
        held = self._held.get(id)
        if held is not None and held[0] == frame and held[1] < key:
            row -= 1
        return frame, row

    def remove(self, id: str) -> None:
        frame, row = self.where(id)
        del self._rows[frame][row]
        del self._held[id]

    def insert(self, id: str) -> None:
        """List a node where `place_for` says."""
        frame, key = self._wanted(id)
        rows = self._rows.setdefault(frame, [])
        rows.insert(bisect_left(rows, key), key)
        self._held[id] = (frame, key)

    def path(self, id: str) -> list[str]:
        """The frames around a listed node, the outermost first."""
        found: list[str] = []
        frame = self._held[id][0]
        while frame is not None:
            found.insert(0, frame)
            frame = self._held[frame][0]
        return found

    def homeless(self, frame: str) -> list[str]:
        """Nodes that are listed elsewhere while this frame, come back, is what holds them."""
        nodes = self._board.nodes
        return [id for id, held in self._held.items() if nodes[id].parent == frame != held[0]]

    # -- one node

    def _wanted(self, id: str) -> tuple[str | None, Key]:
        node = self._board.nodes[id]
        x, y = node.pos
        return self._frame_of(node), (math.floor(y / LINE), x, id)

    def _frame_of(self, node: Node) -> str | None:
        """The frame that holds a node; two that hold each other, as a merge may make them, both
        stand on the board."""
        nodes = self._board.nodes
        frame = above = node.parent if node.parent in nodes else None
        seen: set[str] = set()
        while above is not None and above not in seen:
            if above == node.id:
                return None
            seen.add(above)
            parent = nodes[above].parent
            above = parent if parent in nodes else None
        return frame if above is None else None

    def _with_frames(self, only: Collection[str]) -> frozenset[str]:
        nodes = self._board.nodes
        wanted: set[str] = set()
        for id in only:
            above: str | None = id
            while above is not None and above in nodes and above not in wanted:
                wanted.add(above)
                above = nodes[above].parent
        return frozenset(wanted)
