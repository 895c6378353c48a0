"""Copy, cut and paste: nodes as text, within a board and from one to another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter

from canvas.app.arrows import rebound
from canvas.app.clipping import Clipping, at_rate, clipping, fetch, from_text, to_text
from canvas.app.commands.nodes import counted, front_of
from canvas.app.commands.registry import command
from canvas.app.layout import Scenes, below, inside, loose
from canvas.app.rewiring import shifted
from canvas.app.session import Session
from canvas.app.takes import copied_take
from canvas.document.board import Board
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddShot,
    AddTake,
    DeleteNodes,
    Edit,
    set_node,
)
from canvas.document.ordering import between
from canvas.document.records import Edge, Node, NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble
from canvas.editor.arranging import Boxed, bounds
from canvas.editor.grouping import fresh_groups, regrouped

OFFSET = 24.0
"""World units that a paste lies away from what was copied, and each further one from the last."""


PIECE = 400
"""Edits of a large paste that are made in one go."""


@command("node.copy", title=QT_TRANSLATE_NOOP("commands", "Copy"), keys=("Ctrl+C",), menu="edit")
def copy(session: Session, nodes: Sequence[str]) -> str:
    """Nodes, and what their scene frames hold, as the text that `node.paste` takes."""
    board = session.board
    return to_text(clipping(board, inside(board, nodes, locked=True), media=session.store.root))


@command("node.cut", title=QT_TRANSLATE_NOOP("commands", "Cut"), keys=("Ctrl+X",), menu="edit")
def cut(session: Session, nodes: Sequence[str]) -> str:
    """Copy nodes, then delete them. Locked ones, and collapsed frames that hide such, are neither
    copied nor deleted."""
    board = session.board
    session.must_be_writable()
    taken = loose(board, nodes)
    text = to_text(clipping(board, taken, media=session.store.root))
    if taken:
        session.apply(DeleteNodes(taken), label=counted("Cut", taken))
    return text


@command("node.paste", title=QT_TRANSLATE_NOOP("commands", "Paste"), keys=("Ctrl+V",), menu="edit")
def paste(
    session: Session,
    text: str,
    *,
    pos: tuple[float, float] | None = None,
    linked: bool = False,
) -> tuple[str, ...]:
    """Put copied nodes on the board, with the links among them and their files, their middle at
    `pos`. Returns their ids. Raises NoNodes where `text` is none.

    Without `pos` they come beside what they were copied from, or under everything on another board.
    With `linked` they are fed by what feeds the originals. The nodes come without the files that
    are nowhere to be found.
    """
    session.must_be_writable()
    clip = from_text(text)
    fetch(clip, session.store)
    return place(session, clip, pos=pos, linked=linked)


@command(
    "node.paste_linked",
    title=QT_TRANSLATE_NOOP("commands", "Paste with incoming links"),
    keys=("Ctrl+Shift+V",),
    menu="edit",
)
def paste_linked(
    session: Session, text: str, *, pos: tuple[float, float] | None = None
) -> tuple[str, ...]:
    """Paste nodes that are fed by what feeds the originals. Returns their ids."""
    return paste(session, text, pos=pos, linked=True)


def place(
    session: Session,
    clip: Clipping,
    *,
    pos: tuple[float, float] | None = None,
    linked: bool = False,
    shots: bool = True,
) -> tuple[str, ...]:
    """Paste nodes whose files are in the store already, as far as they are to be had; one step of
    undo. The ids, from the back to the front. Without `shots` none of them comes into the film."""
    pasting = _Pasting(session.board, clip, pos, linked=linked, shots=shots)
    session.apply(*pasting.edits(), label=counted("Paste", tuple(pasting.copies)))
    return tuple(pasting.copies.values())


class Placing:
    """A large paste in pieces, so that a screen answers in between; one step of undo in the end.

    Nobody else's hand may edit until it is through: that would part the step in two.
    """

    def __init__(
        self,
        session: Session,
        clip: Clipping,
        *,
        pos: tuple[float, float] | None = None,
        linked: bool = False,
        shots: bool = True,
    ) -> None:
        session.must_be_writable()
        self._session = session
        pasting = _Pasting(session.board, clip, pos, linked=linked, shots=shots)
        self._edits = list(pasting.edits())
        self._done = 0
        self._gesture = f"paste {new_id()}"
        self._label = counted("Paste", tuple(pasting.copies))
        self.nodes = tuple(pasting.copies.values())
        """The ids that are being made, from the back to the front."""

    @property
    def share(self) -> float:
        """How much is done, 0..1."""
        return self._done / max(len(self._edits), 1)

    def step(self) -> bool:
        """Lay the next piece out. Says whether there is more. Raises Refused; nothing is left of
        the paste then."""
        piece = self._edits[self._done : self._done + PIECE]
        try:
            self._session.apply(*piece, label=self._label, gesture=self._gesture)
        except Trouble:
            self.cancel()
            raise
        self._done += len(piece)
        return self._done < len(self._edits)

    def cancel(self) -> None:
        """Take back what has been laid out."""
        self._session.give_up(self._gesture)


class _Pasting:
    """The edits that one clipping comes to on a board."""

    def __init__(
        self,
        board: Board,
        clip: Clipping,
        pos: tuple[float, float] | None,
        *,
        linked: bool,
        shots: bool,
    ) -> None:
        clip = at_rate(clip, board.meta.rate)
        self._board, self._clip, self._linked, self._in_film = board, clip, linked, shots
        self._home = clip.lineage == board.meta.lineage
        self.copies = {node.id: new_id() for node in clip.nodes}
        self._known = board.assets.keys() | {asset.hash for asset in clip.assets}
        self._way = self._way_to(pos)

    def edits(self) -> list[Edit]:
        clip, board = self._clip, self._board
        assets = [AddAsset(asset) for asset in clip.assets if asset.hash not in board.assets]
        return [*assets, *self._nodes(), *self._takes(), *self._links(), *self._shots()]

    def _way_to(self, pos: tuple[float, float] | None) -> tuple[float, float]:
        """How far from where they were the nodes come to lie."""
        left, top, right, bottom = bounds(_boxed(node) for node in self._clip.nodes) or (0,) * 4
        if pos is not None:
            return (pos[0] - (left + right) / 2, pos[1] - (top + bottom) / 2)
        if not self._home:
            x, y = below(self._board.nodes.values())
            return (x - left, y - top)
        stays = any(node.id in self._board.nodes for node in self._clip.nodes)
        return (OFFSET, OFFSET) if stays else (0.0, 0.0)

    def _nodes(self) -> Iterator[Edit]:
        """Frames before what they hold; each keeps its depth among the others."""
        clip, scenes = self._clip, Scenes(self._board)
        frames = _outside_in(clip.nodes)
        depth: dict[str, str] = {}
        fresh = fresh_groups(clip.nodes)
        z = front_of(self._board.nodes.values())
        for node in clip.nodes:
            depth[node.id] = z
            z = between(z, None)
        rest = [node for node in clip.nodes if node.id not in frames]
        for node in (*frames.values(), *rest):
            x, y = node.pos[0] + self._way[0], node.pos[1] + self._way[1]
            parent = self.copies[node.parent or ""] if node.parent in frames else None
            if parent is None and node.kind is not NodeKind.scene:
                parent = scenes.at((x, y), node.size)
            made = replace(
                rebound(regrouped(node, fresh), self.copies),
                id=self.copies[node.id],
                pos=(x, y),
                z=depth[node.id],
                parent=parent,
                refs=tuple(hash for hash in node.refs if hash in self._known),
                locked=False,
                deleted=False,
                take=None,
            )
            yield AddNode(made, clip.texts.get(node.id, ""))

    def _takes(self) -> Iterator[Edit]:
        chosen = {take.id: take for take in self._clip.takes}
        for node in self._clip.nodes:
            take = chosen.get(node.take or "")
            if take is not None and take.asset in self._known:
                copied = copied_take(take, replace(node, id=self.copies[node.id]))
                yield AddTake(copied)
                yield set_node(copied.node, take=copied.id)

    def _links(self) -> Iterator[Edit]:
        """Those among the nodes; with `linked`, those into them too."""
        for edge in _along_the_flow(self._clip.edges):
            source = self.copies.get(edge.source)
            if source is None and self._linked and self._home:
                source = edge.source if edge.source in self._board.nodes else None
            if source is not None and edge.target in self.copies:
                target = self.copies[edge.target]
                bends = shifted(edge.bends, self._way) if edge.source in self.copies else ()
                yield AddEdge(replace(edge, source=source, target=target, bends=bends))

    def _shots(self) -> Iterator[Edit]:
        """Copies beside their originals are not in the film, as duplicates are not; what was cut
        comes back to its place, and what comes from elsewhere goes to the end."""
        film = self._board.film
        last = film[-1].seq if film else None
        for shot in self._clip.shots if self._in_film else ():
            if shot.node not in self.copies or (self._home and shot.node in self._board.nodes):
                continue
            seq = shot.seq if self._home else between(last, None)
            last = seq
            node = self.copies[shot.node]
            yield AddShot(replace(shot, id=new_id(), node=node, seq=seq, deleted=False))


def _boxed(node: Node) -> Boxed:
    return Boxed(node.id, node.pos, node.size)


def _outside_in(nodes: Iterable[Node]) -> Mapping[str, Node]:
    """The scene frames among them, each after the one that holds it; a loop ends at the root."""
    frames = {node.id: node for node in nodes if node.kind is NodeKind.scene}
    ordered: dict[str, Node] = {}
    for frame in frames.values():
        chain: dict[str, Node] = {}
        at: Node | None = frame
        while at is not None and at.id not in ordered and at.id not in chain:
            chain[at.id] = at
            at = frames.get(at.parent or "")
        looped = at is not None and at.id in chain
        for one in reversed(chain.values()):
            ordered[one.id] = replace(one, parent=None) if looped else one
            looped = False
    return ordered


def _along_the_flow(edges: Sequence[Edge]) -> list[Edge]:
    """Links out of the sources first: no link is then ever laid into a chain that goes on, which
    would have to be followed to its end."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for edge in edges:
        sorter.add(edge.target, edge.source)
    try:
        place = {id: index for index, id in enumerate(sorter.static_order())}
    except CycleError:  # made by another program; the board says what is wrong with it
        return list(edges)
    return sorted(edges, key=lambda edge: place[edge.source])
