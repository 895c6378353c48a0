"""What a hand does to nodes: add, move, rename, write, copy, delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from canvas.app.arrows import let_go, released
from canvas.app.commands.registry import command
from canvas.app.commands.unfit import all_locked
from canvas.app.layout import Scenes, inside, scene_at, with_hidden
from canvas.app.rewiring import carried_bends, deleting, shifted
from canvas.app.session import Session
from canvas.app.takes import copied_take
from canvas.document.board import Board
from canvas.document.edits import (
    AddEdge,
    AddNode,
    AddTake,
    Edit,
    set_node,
)
from canvas.document.edits import (
    set_text as text_edit,
)
from canvas.document.ordering import between
from canvas.document.records import SIZES, Edge, Json, Node, NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.camera import Box
from canvas.editor.folding import is_folded, shown_size
from canvas.editor.grouping import fresh_groups, regrouped

MIN_SIZE = 48.0
"""World units: a node stays big enough to be grasped."""


@command("node.add", title=QT_TRANSLATE_NOOP("commands", "Add node"))
def add_node(
    session: Session,
    kind: NodeKind | str,
    pos: tuple[float, float],
    *,
    title: str = "",
    text: str = "",
    params: Mapping[str, Json] | None = None,
    refs: Sequence[str] = (),
    size: tuple[float, float] | None = None,
) -> str:
    """Put a new node with its top left corner at `pos`, in front of the others. Returns its id."""
    kind = NodeKind(kind)
    size = size or SIZES[kind]
    node = Node(
        id=new_id(),
        kind=kind,
        pos=pos,
        size=size,
        z=front_of(session.board.nodes.values()),
        parent=None if kind is NodeKind.scene else scene_at(session.board, pos, size),
        title=title,
        refs=tuple(refs),
        params=dict(params or {}),
    )
    session.apply(AddNode(node, text), label=f"Add {kind}")
    return node.id


@command(
    "node.delete",
    title=QT_TRANSLATE_NOOP("commands", "Delete"),
    keys=("Delete", "Backspace"),
    menu="edit",
)
def delete_nodes(session: Session, nodes: Sequence[str]) -> None:
    """Delete nodes with their links and shots, and join the clips that one of them stood between;
    undo brings all of it back. What a scene frame holds stays, what a collapsed one hides goes."""
    if nodes:
        nodes = with_hidden(session.board, nodes)
        edits = (*let_go(session.board, nodes), *deleting(session.board, tuple(nodes)))
        session.apply(*edits, label=counted("Delete", nodes))


@command("node.move", title=QT_TRANSLATE_NOOP("commands", "Move"))
def move_nodes(
    session: Session, nodes: Sequence[str], dx: float, dy: float, *, gesture: str = ""
) -> None:
    """Move nodes, and what their scene frames hold, by world units; dropped into a scene frame they
    belong to it."""
    carried = inside(session.board, nodes)
    if nodes and not carried:
        raise all_locked()
    edits = moved(session.board, dict.fromkeys(carried, (dx, dy)))
    if edits:
        session.apply(*edits, label=counted("Move", nodes), gesture=gesture)


@command("node.place", title=QT_TRANSLATE_NOOP("commands", "Arrange"))
def place_nodes(
    session: Session, places: Mapping[str, tuple[float, float]], *, gesture: str = ""
) -> None:
    """Put nodes at new top left corners, each where `places` says: align, distribute, tidy."""
    edits = [set_node(id, pos=pos) for id, pos in places.items()]
    if edits:
        session.apply(*edits, label=counted("Arrange", tuple(places)), gesture=gesture)


@command("node.resize", title=QT_TRANSLATE_NOOP("commands", "Resize"))
def resize_node(
    session: Session,
    node: str,
    pos: tuple[float, float],
    size: tuple[float, float],
    *,
    gesture: str = "",
) -> None:
    """Give a node a new top left corner and size in world units."""
    size = (max(size[0], MIN_SIZE), max(size[1], MIN_SIZE))
    session.apply(set_node(node, pos=pos, size=size), label="Resize", gesture=gesture)


@command("node.reshape", title=QT_TRANSLATE_NOOP("commands", "Resize several"))
def reshape(session: Session, boxes: Mapping[str, Box], *, gesture: str = "") -> None:
    """Give nodes new boxes (left, top, right, bottom) in one step."""
    edits: list[Edit] = []
    for id, (left, top, right, bottom) in boxes.items():
        was = session.board.nodes[id].size
        size = (_least(right - left, was[0]), _least(bottom - top, was[1]))
        edits.append(set_node(id, pos=(left, top), size=size))
    if edits:
        session.apply(*edits, label=counted("Resize", tuple(boxes)), gesture=gesture)


@command("node.rename", title=QT_TRANSLATE_NOOP("commands", "Rename"), keys=("F2",), menu="edit")
def rename(session: Session, node: str, title: str) -> None:
    """Give a node another title."""
    session.apply(set_node(node, title=title.strip()), label="Rename")


@command("node.write", title=QT_TRANSLATE_NOOP("commands", "Write"))
def set_text(session: Session, node: str, text: str, *, gesture: str = "") -> None:
    """Make a node's text read `text`; only what differs is written, so that two people can write at
    once."""
    edit = text_edit(session.board.text(node), node, text)
    if edit is not None:
        session.apply(edit, label="Write", gesture=gesture)


@command("node.set", title=QT_TRANSLATE_NOOP("commands", "Set parameter"))
def set_param(
    session: Session, nodes: Sequence[str], name: str, value: Json, *, gesture: str = ""
) -> None:
    """Set one parameter of several nodes; None goes back to the default."""
    edits = [set_node(id, params={name: value}) for id in nodes]
    if edits:
        session.apply(*edits, label=f"Set {name}", gesture=gesture)


@command("node.paint", title=QT_TRANSLATE_NOOP("commands", "Color"))
def set_color(session: Session, nodes: Sequence[str], color: str | None) -> None:
    """Give nodes a colour, "#rrggbb", or their kind's own with None."""
    if nodes:
        session.apply(*(set_node(id, color=color) for id in nodes), label="Color")


@command(
    "node.lock",
    title=QT_TRANSLATE_NOOP("commands", "Lock or unlock"),
    keys=("P", "Ctrl+Shift+L"),
    menu="arrange",
)
def toggle_locked(session: Session, nodes: Sequence[str]) -> None:
    """Lock nodes against being moved, resized or deleted by hand; when all of them are locked,
    unlock them."""
    if nodes:
        locked = not all(session.board.nodes[id].locked for id in nodes)
        session.apply(
            *(set_node(id, locked=locked) for id in nodes), label="Lock" if locked else "Unlock"
        )


@command(
    "node.raise", title=QT_TRANSLATE_NOOP("commands", "Bring to front"), keys=("]",), menu="arrange"
)
def raise_to_front(session: Session, nodes: Sequence[str]) -> None:
    """Draw nodes over all others, in the order that they have among themselves."""
    _restack(session, nodes, front=True)


@command(
    "node.lower", title=QT_TRANSLATE_NOOP("commands", "Send to back"), keys=("[",), menu="arrange"
)
def lower_to_back(session: Session, nodes: Sequence[str]) -> None:
    """Draw nodes under all others, in the order that they have among themselves."""
    _restack(session, nodes, front=False)


@command(
    "node.duplicate",
    title=QT_TRANSLATE_NOOP("commands", "Duplicate"),
    keys=("Ctrl+D",),
    menu="edit",
)
def duplicate(
    session: Session, nodes: Sequence[str], dx: float = 24.0, dy: float = 24.0
) -> tuple[str, ...]:
    """Copy nodes, and what their scene frames hold, with their words, settings, chosen takes and
    incoming links. Returns the copies' ids, those of `nodes` first and in order."""
    board = session.board
    chosen = inside(board, nodes, locked=True)
    copies = {id: new_id() for id in chosen}
    edits: list[Edit] = []
    z = front_of(board.nodes.values())
    fresh = fresh_groups(board.nodes[id] for id in chosen)
    for id in chosen:
        edits += _copy(session, regrouped(board.nodes[id], fresh), copies, (dx, dy), z)
        z = between(z, None)
    for id in chosen:
        edits += [AddEdge(_link_copied(edge, copies, (dx, dy))) for edge in board.links_into(id)]
    if edits:
        session.apply(*edits, label=counted("Duplicate", chosen))
    return tuple(copies.values())


def _link_copied(edge: Edge, copies: Mapping[str, str], way: tuple[float, float]) -> Edge:
    """The link of a copy; its bends come along where both ends do."""
    bends = shifted(edge.bends, way) if edge.source in copies else ()
    source = copies.get(edge.source, edge.source)
    return replace(edge, source=source, target=copies[edge.target], bends=bends)


def _least(length: float, was: float) -> float:
    """What is small already may stay so."""
    return max(length, min(was, MIN_SIZE))


def front_of(nodes: Iterable[Node]) -> str:
    """A z over all of theirs."""
    return between(max((node.z for node in nodes), default=None), None)


def counted(verb: str, nodes: Sequence[str]) -> str:
    """What the history says: Move 3 nodes."""
    return f"{verb} {len(nodes)} nodes" if len(nodes) != 1 else f"{verb} node"


def moved(board: Board, ways: Mapping[str, tuple[float, float]]) -> list[Edit]:
    """The edits that move each node by its way; what its scene frame does not carry belongs to the
    one that it comes to lie in."""
    scenes = Scenes(board, apart_from=ways)
    edits: list[Edit] = []
    for id, (dx, dy) in ways.items():
        node = board.nodes[id]
        pos = (node.pos[0] + dx, node.pos[1] + dy)
        parent = node.parent
        holder = board.nodes.get(parent or "")
        hidden = holder is not None and is_folded(holder)
        if node.kind is not NodeKind.scene and parent not in ways and not hidden:
            parent = scenes.at(pos, shown_size(node))
        if parent == node.parent:
            edits.append(set_node(id, pos=pos))
        else:
            edits.append(set_node(id, pos=pos, parent=parent))
    return edits + carried_bends(board, ways)


def _restack(session: Session, nodes: Sequence[str], *, front: bool) -> None:
    board = session.board
    chosen = sorted((board.nodes[id] for id in nodes), key=lambda node: (node.z, node.id))
    raised = set(nodes)
    others = [node.z for node in board.nodes.values() if node.id not in raised]
    if not chosen or not others:
        return
    edits: list[Edit] = []
    z = max(others) if front else min(others)
    for node in chosen if front else reversed(chosen):
        z = between(z, None) if front else between(None, z)
        edits.append(set_node(node.id, z=z))
    session.apply(*edits, label="Bring to front" if front else "Send to back")


def _copy(
    session: Session, node: Node, copies: Mapping[str, str], by: tuple[float, float], z: str
) -> list[Edit]:
    board = session.board
    node = released(board, node, copies)
    copy = replace(
        node,
        id=copies[node.id],
        pos=(node.pos[0] + by[0], node.pos[1] + by[1]),
        z=z,
        parent=copies.get(node.parent or "", node.parent if node.parent in board.nodes else None),
        locked=False,
        take=None,
    )
    chosen = board.takes.get(node.take or "")
    if chosen is None:
        return [AddNode(copy, board.text(node.id))]
    take = copied_take(chosen, copy)
    return [
        AddNode(copy, board.text(node.id)),
        AddTake(take),
        set_node(copy.id, take=take.id),
    ]
