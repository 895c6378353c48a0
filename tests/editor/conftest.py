"""A board in memory with a hand that really edits it.

- `board`: an empty board. `put` adds a node, `link` a link; both return ids.
- `editor`: a 1000x800 view of it at 100 %, the world's (0, 0) in its top left corner.
- `hand`: every verb of a gesture, made into edits of the board, one step of undo each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from canvas.app.rewiring import inserting, making_room
from canvas.document.board import Board
from canvas.document.edits import AddEdge, AddNode, BendEdge, DeleteEdges, set_node
from canvas.document.records import INPUTS, SIZES, Edge, Node, NodeKind, new_id
from canvas.document.words import Sentence
from canvas.editor.camera import Box, Camera
from canvas.editor.editor import Editor
from canvas.editor.hand import Pointer
from canvas.editor.ports import PortEnd

Put = Callable[..., str]
Link = Callable[..., str]


class EditingHand:
    """A hand without a session: edits go straight to the board."""

    def __init__(self, board: Board) -> None:
        self._board = board

    def move(self, nodes: Sequence[str], dx: float, dy: float, gesture: str = "") -> None:
        moved = [
            set_node(id, pos=(self._board.nodes[id].pos[0] + dx, self._board.nodes[id].pos[1] + dy))
            for id in nodes
            if not self._board.nodes[id].locked
        ]
        self._board.apply(*moved, label="Move", gesture=gesture)

    def duplicate(self, nodes: Sequence[str], dx: float, dy: float) -> Sequence[str]:
        copies = [
            replace(node, id=new_id(), pos=(node.pos[0] + dx, node.pos[1] + dy))
            for node in (self._board.nodes[id] for id in nodes)
        ]
        self._board.apply(*(AddNode(copy) for copy in copies), label="Duplicate")
        return [copy.id for copy in copies]

    def resize(self, boxes: Mapping[str, Box]) -> None:
        edits = [
            set_node(id, pos=box[:2], size=(box[2] - box[0], box[3] - box[1]))
            for id, box in boxes.items()
        ]
        self._board.apply(*edits, label="Resize")

    def connect(self, source: PortEnd, target: PortEnd) -> None:
        self._board.apply(*self._gone(target), AddEdge(_edge(source, target)), label="Connect")

    def comment(self, pos: tuple[float, float], node: str | None) -> None:
        self.commented = (pos, node)

    def reconnect(self, link: str, source: PortEnd, target: PortEnd) -> None:
        removed = {link, *(id for edit in self._gone(target) for id in edit.ids)}
        edge = AddEdge(_edge(source, target))
        self._board.apply(DeleteEdges(tuple(removed)), edge, label="Connect")

    def bend(self, link: str, bends: Sequence[tuple[float, float]]) -> None:
        self._board.apply(BendEdge(link, tuple(bends)), label="Bend link")

    def may_insert(self, link: str, node: str) -> bool:
        return inserting(self._board, link, self._board.nodes[node]) is not None

    def insert_into(self, link: str, node: str, dx: float, dy: float) -> None:
        found = self._board.nodes[node]
        edits = inserting(self._board, link, found)
        assert edits is not None
        pos = (found.pos[0] + dx, found.pos[1] + dy)
        room = making_room(self._board, link, found, pos)
        room[node] = (dx, dy)
        moved = [
            set_node(id, pos=(self._board.nodes[id].pos[0] + x, self._board.nodes[id].pos[1] + y))
            for id, (x, y) in room.items()
        ]
        self._board.apply(*moved, *edits, label="Insert into link")

    def disconnect(self, links: Sequence[str]) -> None:
        self._board.apply(DeleteEdges(tuple(links)), label="Disconnect")

    def why_not(self, source: PortEnd, target: PortEnd) -> Sentence | None:
        draft = self._board.draft()
        for removal in self._gone(target) if target.port else ():
            draft.take(removal)
        return draft.why_not(_edge(source, target))

    def landings(self, source: PortEnd, target: str) -> Sequence[str]:
        ports = INPUTS[self._board.nodes[target].kind]
        ends = [(p, PortEnd(target, p.name, p.kind, output=False)) for p in ports]
        fitting = [port for port, end in ends if self.why_not(source, end) is None]
        taken = [p for p in fitting if not p.many and self._board.links_into(target, p.name)]
        return [p.name for p in (*(p for p in fitting if p not in taken), *taken)]

    def _gone(self, target: PortEnd) -> list[DeleteEdges]:
        ports = INPUTS[self._board.nodes[target.node].kind]
        if any(port.name == target.port and port.many for port in ports):
            return []
        old = tuple(edge.id for edge in self._board.links_into(target.node, target.port))
        return [DeleteEdges(old)] if old else []


def _edge(source: PortEnd, target: PortEnd) -> Edge:
    return Edge(source=source.node, out=source.port, target=target.node, into=target.port)


@pytest.fixture
def board() -> Board:
    return Board.new(person="somebody")


@pytest.fixture
def put(board: Board) -> Put:
    def put(kind: str, x: float, y: float, **fields: Any) -> str:
        text = fields.pop("text", "")
        fields.setdefault("size", SIZES[NodeKind(kind)])
        node = Node(id=new_id(), kind=NodeKind(kind), pos=(x, y), **fields)
        board.apply(AddNode(node, text))
        return node.id

    return put


@pytest.fixture
def link(board: Board) -> Link:
    def link(source: str, out: str, target: str, into: str) -> str:
        edge = Edge(source=source, out=out, target=target, into=into)
        board.apply(AddEdge(edge))
        return edge.id

    return link


@pytest.fixture
def editor(board: Board) -> Iterator[Editor]:
    editor = Editor(board)
    editor.camera = Camera(x=500, y=400, width=1000, height=800)
    yield editor
    editor.close()


@pytest.fixture
def hand(board: Board) -> EditingHand:
    return EditingHand(board)


def strokes(
    start: tuple[float, float], *stops: tuple[float, float], up: bool = True, **held: Any
) -> list[Pointer]:
    """A press, moves, and the release at the last stop unless `up` is False."""
    made = [Pointer(*start, **held), *(Pointer(*stop, **held) for stop in stops)]
    return [*made, replace(made[-1], up=True)] if up else made
