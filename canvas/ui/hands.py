"""What a hand on the canvas does to the board: gestures and insertions, by way of the commands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from canvas.app.commands import links, nodes, rewire
from canvas.app.layout import scene_at
from canvas.app.rewiring import inserting
from canvas.document.edits import AddEdge, AddNode, AddShot, DeleteEdges, Edit
from canvas.document.ordering import between
from canvas.document.records import INPUTS, SIZES, Edge, Node, NodeKind, Shot, new_id
from canvas.document.words import Sentence
from canvas.editor.camera import Box
from canvas.editor.ports import PortEnd
from canvas.ui.insertion import Insertion
from canvas.ui.sketch_hand import SketchHand, resized


class BoardHand(SketchHand):
    """Fulfils canvas.editor.hand.Hand. A refused edit is told, and nothing is written."""

    def move(self, nodes_: Sequence[str], dx: float, dy: float, gesture: str = "") -> None:
        self.attempt(lambda: nodes.move_nodes(self._session, nodes_, dx, dy, gesture=gesture))

    def duplicate(self, nodes_: Sequence[str], dx: float, dy: float) -> Sequence[str]:
        return self.attempt(lambda: nodes.duplicate(self._session, nodes_, dx, dy)) or ()

    def resize(self, boxes: Mapping[str, Box]) -> None:
        gesture = f"resize-{new_id()}"
        self.attempt(lambda: nodes.reshape(self._session, boxes, gesture=gesture))
        for node in boxes:
            self.attempt(lambda node=node: resized(self._session, node, gesture))  # type: ignore[misc]  # mypy wants no default in a lambda

    def connect(self, source: PortEnd, target: PortEnd) -> None:
        ends = (source.node, source.port, target.node, target.port)
        self.attempt(lambda: links.connect(self._session, *ends))

    def reconnect(self, link: str, source: PortEnd, target: PortEnd) -> None:
        ends = (source.node, source.port, target.node, target.port)
        self.attempt(lambda: links.reconnect(self._session, link, *ends))

    def bend(self, link: str, bends: Sequence[tuple[float, float]]) -> None:
        self.attempt(lambda: rewire.bend(self._session, link, bends))

    def may_insert(self, link: str, node: str) -> bool:
        board = self._session.board
        fits = inserting(board, link, board.nodes[node]) is not None
        return fits and not self._session.looks_only

    def insert_into(self, link: str, node: str, dx: float, dy: float) -> None:
        x, y = self._session.board.nodes[node].pos
        self.attempt(lambda: rewire.insert(self._session, link, node, (x + dx, y + dy)))

    def disconnect(self, links_: Sequence[str]) -> None:
        self.attempt(lambda: links.disconnect(self._session, links_))

    def why_not(self, source: PortEnd, target: PortEnd) -> Sentence | None:
        return links.why_not(self._session, source.node, source.port, target.node, target.port)

    def landings(self, source: PortEnd, target: str) -> Sequence[str]:
        return links.ports_for(self._session, source.node, source.port, target)

    def insert(
        self,
        one: Insertion,
        pos: tuple[float, float],
        origin: PortEnd | None = None,
        *,
        text: str = "",
    ) -> str | None:
        """Put a new node at `pos`, linked to the port that was pulled, in one step of undo.

        A new clip also goes to the end of the film: that is what people make clips for.
        """
        node = self._made(one.kind, pos)
        edits: list[Edit] = [AddNode(node, text)]
        if origin is not None:
            edits += self._link(node, one.port, origin)
        if one.kind is NodeKind.clip:
            film = self._session.board.film
            seq = between(film[-1].seq if film else None, None)
            edits.append(AddShot(Shot(id=new_id(), node=node.id, seq=seq)))
        label = f"Add {one.kind}"
        change = self.attempt(lambda: self._session.apply(*edits, label=label))
        return node.id if change is not None else None

    def _made(self, kind: NodeKind, pos: tuple[float, float]) -> Node:
        board, size = self._session.board, SIZES[kind]
        return Node(
            id=new_id(),
            kind=kind,
            pos=pos,
            size=size,
            z=nodes.front_of(board.nodes.values()),
            parent=None if kind is NodeKind.scene else scene_at(board, pos, size),
        )

    def _link(self, node: Node, port: str, origin: PortEnd) -> list[Edit]:
        if origin.output:
            edge = Edge(source=origin.node, out=origin.port, target=node.id, into=port)
            return [AddEdge(edge)]
        edge = Edge(source=node.id, out=port, target=origin.node, into=origin.port)
        return [*self._give_up(origin), AddEdge(edge)]

    def _give_up(self, target: PortEnd) -> list[Edit]:
        """An input that takes one link gives up the one it has."""
        board = self._session.board
        ports = INPUTS[board.nodes[target.node].kind]
        if any(port.name == target.port and port.many for port in ports):
            return []
        old = tuple(link.id for link in board.links_into(target.node, target.port))
        return [DeleteEdges(old)] if old else []
