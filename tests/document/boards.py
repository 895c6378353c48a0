"""Boards to test with: builders of records, all that a board says, edits chosen by numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

from canvas.document.board import Board, Refused
from canvas.document.change import Change
from canvas.document.edits import (
    AddAsset,
    AddEdge,
    AddNode,
    AddShot,
    AddTake,
    DeleteEdges,
    DeleteNodes,
    DeleteShots,
    Edit,
    PutCue,
    PutMark,
    RestoreNodes,
    SetMeta,
    SetNode,
    SetShot,
    TypeText,
)
from canvas.document.ordering import between
from canvas.document.records import (
    SIZES,
    WRITABLE,
    Asset,
    Cue,
    Edge,
    Mark,
    Node,
    NodeKind,
    Shot,
    Take,
    Transition,
)
from canvas.document.timing import Rate

relaxed = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
"""For every property: no time limit, and the same examples each time."""


def a_node(id: str, kind: str = "prompt", **registers: Any) -> Node:
    size = registers.pop("size", SIZES[NodeKind(kind)])
    return Node(id=id, kind=NodeKind(kind), size=size, **registers)


def an_asset(letter: str = "a", kind: str = "picture", **facts: Any) -> Asset:
    """An asset whose hash is 64 times a letter from a to f."""
    return Asset(hash=letter * 64, kind=kind, mime="x/y", suffix=".x", bytes=1, **facts)


def a_take(id: str, node: str, asset: Asset, **facts: Any) -> Take:
    told: dict[str, Any] = {"frames": 96, "rate": Rate(24), "made": "2026-11-22T00:00:00Z", **facts}
    return Take(id=id, node=node, key=f"key-{id}", asset=asset.hash, model="animatic", **told)


def a_link(source: str, target: str, into: str = "words", out: str = "words") -> Edge:
    return Edge(source=source, out=out, target=target, into=into)


def a_board(*edits: Edit, person: str = "ann") -> Board:
    """A board that already holds what the edits bring, with nothing to undo."""
    board = Board.new(person=person, title="Test")
    if edits:
        board.apply(*edits, undoable=False)
    return board


def a_copy(board: Board, person: str) -> Board:
    return Board.load([board.encode()], person=person)


def joined(first: Board, second: Board) -> None:
    """From now on each hears at once what the other does."""

    def carry(target: Board, source: Board) -> Callable[[Change], None]:
        def hear(change: Change) -> None:
            if change.origin == source.person:
                target.receive(change.update, source.person)

        return hear

    first.listen(carry(second, first))
    second.listen(carry(first, second))


def everything(board: Board) -> dict[str, Any]:
    """All that a board says, deleted records too."""
    mirror = board._mirror  # the maps with deleted edges, shots, cues and marks have no other door
    return {
        **seen(board),
        "all_nodes": dict(mirror.all_nodes),
        "all_edges": dict(mirror.all_edges),
        "all_shots": dict(mirror.all_shots),
        "all_cues": dict(mirror.all_cues),
        "all_marks": dict(mirror.all_marks),
        "texts": {id: text for id, text in mirror.texts.items() if text},
    }


def seen(board: Board) -> dict[str, Any]:
    """What a person sees of a board."""
    return {
        "meta": board.meta,
        "nodes": dict(board.nodes),
        "words": {id: board.text(id) for id in board.nodes},
        "edges": dict(board.edges),
        "broken": board.broken,
        "into": {id: board.links_into(id) for id in board.nodes},
        "from": {id: board.links_from(id) for id in board.nodes},
        "film": board.film,
        "takes": dict(board.takes),
        "takes of": {id: board.takes_of(id) for id in board.nodes},
        "renders": dict(board.renders),
        "assets": dict(board.assets),
        "cues": dict(board.cues),
        "marks": dict(board.marks),
    }


KINDS = ("prompt", "clip", "picture", "scene", "element", "video", "clip", "prompt")
JOINTS = (
    ("prompt", "words", "clip", "words"),
    ("picture", "picture", "clip", "first"),
    ("clip", "video", "clip", "previous"),
    ("clip", "video", "clip", "guide"),
    ("clip", "video", "clip", "previous"),
    ("element", "cast", "clip", "cast"),
    ("picture", "picture", "element", "pictures"),
)
ACTIONS = (
    "add",
    "move",
    "rename",
    "param",
    "frame",
    "delete",
    "restore",
    "type",
    "type",
    "link",
    "link",
    "unlink",
    "shoot",
    "reshoot",
    "unshoot",
    "import",
    "take",
    "cue",
    "mark",
    "meta",
)


def edit_of(board: Board, action: str, a: int, b: int) -> Edit | None:
    """The edit that these numbers choose on this board; it may be one that is refused. None where
    there is nothing to choose from."""
    nodes = sorted(board.nodes)
    node = nodes[a % len(nodes)] if nodes else ""
    if action == "add":
        return AddNode(a_node(f"n{a}-{b}-{len(board.all_nodes)}", KINDS[a % len(KINDS)]))
    if action == "import":
        return AddAsset(an_asset("abcdef"[a % 6], ("picture", "video", "sound")[b % 3]))
    if action == "meta":
        return SetMeta(title=f"Film {a}", rate=Rate(24 + b % 7), width=640 + a % 100)
    if action == "cue":
        return PutCue(Cue(id=f"c{a % 3}", kind="caption", at=b, text="Hi", deleted=b % 3 == 0))
    if action == "mark":
        return PutMark(Mark(id=f"m{a % 3}", kind="view", name=f"{b}", value={"zoom": b / 7}))
    if not nodes:
        return None
    return _edit_of_node(board, action, node, a, b) or _edit_of_film(board, action, node, a, b)


def _edit_of_node(board: Board, action: str, node: str, a: int, b: int) -> Edit | None:
    nodes = sorted(board.nodes)
    other = nodes[b % len(nodes)]
    if action == "move":
        return SetNode(node, pos=(a / 7, -b), z=between(board.nodes[other].z, None))
    if action == "rename":
        return SetNode(node, title=f"Title {b}", locked=b % 2 == 0, color="#12ab9F")
    if action == "param" and board.nodes[node].kind is NodeKind.clip:
        return SetNode(node, params={"seed": b, "guidance": None if b % 3 else a % 50 / 4})
    if action == "frame":
        return SetNode(node, parent=None if b % 4 == 0 else other)
    if action == "delete":
        return DeleteNodes([node, other] if a % 5 == 0 else [node])
    if action == "restore":
        gone = sorted(board.all_nodes.keys() - board.nodes.keys())
        return RestoreNodes([gone[b % len(gone)]]) if gone else None
    if action == "type" and board.nodes[node].kind in WRITABLE:
        text = board.text(node)
        at = b % (len(text) + 1)
        return TypeText(
            node, at, min(a % 4, len(text) - at), ("", "x", "né", "推近", "😀🎬")[b % 5]
        )
    if action == "link":
        return _link_of(board, a, b)
    if action == "unlink" and board.edges:
        edges = sorted(board.edges)
        return DeleteEdges([edges[b % len(edges)]])
    return None


def _link_of(board: Board, a: int, b: int) -> Edit | None:
    """Between nodes of the right kinds; it may still close a loop or find its input taken."""
    from_kind, out, to_kind, into = JOINTS[(a + b) % len(JOINTS)]
    sources = sorted(id for id, node in board.nodes.items() if node.kind == from_kind)
    targets = sorted(id for id, node in board.nodes.items() if node.kind == to_kind)
    if not sources or not targets:
        return None
    return AddEdge(a_link(sources[a % len(sources)], targets[b % len(targets)], into, out))


def _edit_of_film(board: Board, action: str, node: str, a: int, b: int) -> Edit | None:
    shots = sorted(board.shots)
    if action == "shoot":
        last = board.film[-1].seq if board.film else None
        id = f"s{a}-{b}-{len(board.shots)}"
        return AddShot(Shot(id=id, node=node, seq=between(last, None), number=f"{b}"))
    if action == "reshoot" and shots:
        return SetShot(shots[a % len(shots)], in_=b % 9, transition=Transition("dissolve", b % 30))
    if action == "unshoot" and shots:
        return DeleteShots([shots[a % len(shots)]])
    if action == "take":
        pictures = sorted(board.assets)
        if pictures:
            return AddTake(a_take(f"t{a}-{b}", node, board.assets[pictures[b % len(pictures)]]))
    return None


def act(board: Board, action: str, a: int, b: int, **how: Any) -> Change | None:
    """Make the chosen edit, undo or redo; None if there was none or it was refused."""
    if action == "undo":
        return board.undo()
    if action == "redo":
        return board.redo()
    edit = edit_of(board, action, a, b)
    try:
        return board.apply(edit, **how) if edit is not None else None
    except Refused:
        return None
