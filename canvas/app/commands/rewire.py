"""Nodes put into links and taken out of them; bends; nodes turned off and on."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.nodes import counted, front_of, moved
from canvas.app.commands.registry import command
from canvas.app.layout import scene_at
from canvas.app.rewiring import extracting, inserting, making_room
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.edits import AddNode, AddShot, BendEdge, Edit, Refused, set_node
from canvas.document.flow import mode_of
from canvas.document.graph import held_by
from canvas.document.ordering import between
from canvas.document.records import PARAMS, SIZES, Node, NodeKind, Shot, new_id
from canvas.document.words import QT_TRANSLATE_NOOP, say

Point = tuple[float, float]


@command(
    "node.extract",
    title=QT_TRANSLATE_NOOP("commands", "Take out of the flow"),
    keys=("Ctrl+Shift+X",),
    menu="edit",
)
def extract(session: Session, nodes: Sequence[str]) -> None:
    """Unlink nodes from what comes before and after them and join that; what else feeds a clip
    stays."""
    edits = extracting(session.board, nodes)
    if not edits:
        raise Refused(
            say(QT_TRANSLATE_NOOP("words", "Nothing here has a link to be taken out of."))
        )
    session.apply(*edits, label=counted("Extract", nodes))


@command("link.bend", title=QT_TRANSLATE_NOOP("commands", "Bend link"))
def bend(session: Session, link: str, bends: Sequence[Point], *, gesture: str = "") -> None:
    """Lead a link's wire through these points of the board, or straight with none."""
    session.apply(BendEdge(link, tuple(bends)), label="Bend link", gesture=gesture)


@command("link.insert", title=QT_TRANSLATE_NOOP("commands", "Insert into link"))
def insert(session: Session, link: str, node: str, pos: Point | None = None) -> None:
    """Lead a link through a node, moved to `pos`; what follows makes room."""
    board = session.board
    found = board.nodes[node]
    edits = inserting(board, link, found)
    if edits is None:
        raise _cannot_go_between()
    at = pos or found.pos
    ways = making_room(board, link, found, at)
    if at != found.pos:
        ways[node] = (at[0] - found.pos[0], at[1] - found.pos[1])
    session.apply(*moved(board, ways), *edits, label="Insert into link")


@command("link.insert_new", title=QT_TRANSLATE_NOOP("commands", "Insert here"))
def insert_new(session: Session, link: str, kind: NodeKind | str, pos: Point) -> str:
    """Put a new node with its top left corner at `pos` and lead a link through it. Returns its id.

    A new clip comes into the film after the shot that feeds it."""
    board, kind = session.board, NodeKind(kind)
    node = Node(
        id=new_id(),
        kind=kind,
        pos=pos,
        size=SIZES[kind],
        z=front_of(board.nodes.values()),
        parent=scene_at(board, pos, SIZES[kind]),
    )
    edits = inserting(board, link, node)
    if edits is None:
        raise _cannot_go_between()
    room = moved(board, making_room(board, link, node, pos))
    shots = _shot_after(board, board.edges[link].source, node)
    session.apply(*room, AddNode(node), *edits, *shots, label=f"Add {kind}")
    return node.id


@command(
    "node.mute",
    title=QT_TRANSLATE_NOOP("commands", "Mute or unmute"),
    keys=("Ctrl+M",),
    menu="edit",
)
def mute(session: Session, nodes: Sequence[str]) -> None:
    """Let nodes count as unlinked, and keep muted clips out of the film; when all of them are
    muted, turn them on."""
    _turn(session, nodes, "muted", "Mute")


@command(
    "node.bypass",
    title=QT_TRANSLATE_NOOP("commands", "Bypass or use"),
    keys=("Ctrl+B",),
    menu="edit",
)
def bypass(session: Session, nodes: Sequence[str]) -> None:
    """Let clips hand on what they are fed instead of being rendered; when all of them are
    bypassed, turn them on."""
    _turn(session, nodes, "bypassed", "Bypass")


def _turn(session: Session, nodes: Sequence[str], mode: str, label: str) -> None:
    """A scene frame stands for all that it holds."""
    board = session.board
    chosen: dict[str, None] = {}
    for id in nodes:
        is_frame = board.nodes[id].kind is NodeKind.scene
        for one in sorted(held_by(board, id)) if is_frame else (id,):
            if "mode" in PARAMS[board.nodes[one].kind]:
                chosen[one] = None
    if not chosen:
        raise Refused(
            say(QT_TRANSLATE_NOOP("words", "Notes and drawings feed nothing: they are never off."))
        )
    on = all(mode_of(board.nodes[id]) == mode for id in chosen)
    edits = [set_node(id, params={"mode": None if on else mode}) for id in chosen]
    session.apply(*edits, label="Turn on" if on else counted(label, tuple(chosen)))


def _shot_after(board: Board, source: str, node: Node) -> list[Edit]:
    if node.kind is not NodeKind.clip:
        return []
    film = board.film
    after = next((n for n in reversed(range(len(film))) if film[n].node == source), len(film) - 1)
    before = film[after].seq if film else None
    following = film[after + 1].seq if after + 1 < len(film) else None
    return [AddShot(Shot(id=new_id(), node=node.id, seq=between(before, following)))]


def _cannot_go_between() -> Refused:
    return Refused(
        say(
            QT_TRANSLATE_NOOP(
                "words", "This node cannot stand in this link: it must take and give the same."
            )
        )
    )
