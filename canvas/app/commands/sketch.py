"""What the pen, the arrow and the text tool put on the board."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np

from canvas.app import sketching
from canvas.app.arrows import box_of
from canvas.app.commands.nodes import front_of
from canvas.app.commands.registry import command
from canvas.app.layout import scene_at
from canvas.app.session import Session
from canvas.document.edits import AddNode, DeleteNodes, Edit, SetNode, set_node
from canvas.document.ordering import between
from canvas.document.records import Json, Node, NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.arrows import Point, boxed, line_of
from canvas.editor.strokes import FINEST
from canvas.editor.texts import SIZES, roughly


@command("sketch.text", title=QT_TRANSLATE_NOOP("commands", "Write on the board"))
def write_text(
    session: Session,
    pos: Point,
    text: str = "",
    *,
    width: float | None = None,
    size: str = "M",
    color: str | None = None,
    gesture: str = "",
) -> str:
    """Put words right on the board; with `width` their lines break there. Returns the node's id."""
    box = roughly(text, SIZES[size], width)
    params: dict[str, Json] = {"size": size, "wrap": width is not None}
    node = _new(session, NodeKind.text, pos, box, color, params)
    session.apply(AddNode(node, text), label="Add text", gesture=gesture)
    return node.id


@command("sketch.arrow", title=QT_TRANSLATE_NOOP("commands", "Draw an arrow"))
def draw_arrow(
    session: Session,
    start: Point,
    end: Point,
    *,
    source: str = "",
    target: str = "",
    color: str | None = None,
    params: Mapping[str, Json] | None = None,
) -> str:
    """Put an arrow on the board, between two points or the nodes that its ends hold on to. Returns
    its id."""
    corner, size, towards = boxed(start, end)
    ends: dict[str, Json] = {"towards": towards, "from": source, "to": target}
    node = _new(session, NodeKind.arrow, corner, size, color, {**(params or {}), **ends})
    session.apply(AddNode(node), label="Add arrow")
    return node.id


@command("sketch.point", title=QT_TRANSLATE_NOOP("commands", "Point an arrow elsewhere"))
def point_arrow(session: Session, node: str, end: str, at: Point, onto: str = "") -> None:
    """Pull one end of an arrow, "start" or "end", to a point or to the node that it then holds."""
    board = session.board
    arrow = board.nodes[node]
    boxes = {id: box_of(one) for id, one in board.nodes.items() if id in _held(arrow)}
    line = line_of(arrow, box_of(arrow), boxes.get)
    start, stop = (at, line.end) if end == "start" else (line.start, at)
    corner, size, towards = boxed(start, stop)
    params: dict[str, Json] = {"towards": towards, "from" if end == "start" else "to": onto}
    session.apply(set_node(node, pos=corner, size=size, params=params), label="Point arrow")


@command("sketch.draw", title=QT_TRANSLATE_NOOP("commands", "Draw"))
def draw(
    session: Session,
    points: Sequence[tuple[float, float, float]],
    *,
    width: float = 4.0,
    grain: float = FINEST,
    color: str | None = None,
    into: str = "",
) -> tuple[str, ...]:
    """Draw a stroke through world points with pressures of 0 to 1, added to the ink node `into`
    where it fits. Returns the nodes that hold it: a long one needs several."""
    pieces = sketching.cut(np.array(points, np.float64).reshape(-1, 3), grain)
    board = session.board
    held = board.nodes.get(into)
    if held is not None and len(pieces) == 1 and held.kind is NodeKind.ink:
        grown = sketching.joined(held, pieces[0])
        if grown is not None:
            session.apply(grown, label="Draw")
            return (into,)
    made: list[Node] = []
    z = front_of(board.nodes.values())
    for piece in pieces:
        blank = Node(id=new_id(), kind=NodeKind.ink, z=z, color=color)
        node = sketching.ink_node(blank, piece, grain, width)
        made.append(_framed(session, node))
        z = between(z, None)
    session.apply(*(AddNode(node) for node in made), label="Draw")
    return tuple(node.id for node in made)


@command("sketch.erase", title=QT_TRANSLATE_NOOP("commands", "Erase"))
def erase(session: Session, strokes: Mapping[str, Collection[int]]) -> None:
    """Take whole strokes, by their place in each ink node, off the board; what has none left goes.
    Locked ink stays."""
    edits: list[Edit] = []
    gone: list[str] = []
    for id, places in strokes.items():
        node = session.board.nodes.get(id)
        if node is None or node.locked or node.kind is not NodeKind.ink or not places:
            continue
        left: SetNode | None = sketching.without(node, places)
        if left is None:
            gone.append(id)
        else:
            edits.append(left)
    if gone:
        edits.append(DeleteNodes(gone))
    if edits:
        session.apply(*edits, label="Erase")


def _new(
    session: Session,
    kind: NodeKind,
    pos: Point,
    size: tuple[float, float],
    color: str | None,
    params: Mapping[str, Json],
) -> Node:
    z = front_of(session.board.nodes.values())
    node = Node(
        id=new_id(), kind=kind, pos=pos, size=size, z=z, color=color or None, params=dict(params)
    )
    return _framed(session, node)


def _framed(session: Session, node: Node) -> Node:
    """A node in the scene frame that it lies in."""
    return replace(node, parent=scene_at(session.board, node.pos, node.size))


def _held(arrow: Node) -> frozenset[str]:
    return frozenset(str(arrow.param(name)) for name in ("from", "to"))
