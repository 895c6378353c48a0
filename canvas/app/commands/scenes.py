"""Putting nodes into scene frames and out of them without a pointer: the outline's drag."""

from __future__ import annotations

from collections.abc import Sequence

from canvas.app.commands.nodes import counted
from canvas.app.commands.registry import command
from canvas.app.layout import GAP, inside
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.edits import Edit, set_node
from canvas.document.records import Node, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say


class NotIntoItself(Trouble):
    """A scene frame was to hold itself."""

    code = "not_into_itself"


@command("node.into", title=QT_TRANSLATE_NOOP("commands", "Put into a scene frame"))
def put_into(session: Session, nodes: Sequence[str], scene: str | None) -> None:
    """Let a scene frame hold nodes, placed below what it holds already and grown to fit; with None
    let them stand on the board, beside their frame. Locked nodes stay. Raises NotIntoItself."""
    board = session.board
    going = [id for id in _tops(board, nodes) if not board.nodes[id].locked]
    going = [id for id in going if board.nodes[id].parent != scene]
    if scene is not None and scene in inside(board, going, locked=True):
        raise NotIntoItself(
            say(QT_TRANSLATE_NOOP("words", "A scene frame cannot lie inside itself.")),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        )
    edits = _taken_in(board, going, board.nodes[scene]) if scene else _let_out(board, going)
    if edits:
        session.apply(*edits, label=counted("Move", going))


def _taken_in(board: Board, going: Sequence[str], frame: Node) -> list[Edit]:
    """Each in a row below the last thing in the frame, the frame growing down and to the right."""
    held = [node for node in board.nodes.values() if node.parent == frame.id]
    left, top = frame.pos[0] + GAP, frame.pos[1] + GAP
    y = max((node.pos[1] + node.size[1] + GAP / 2 for node in held), default=top)
    right, edits = frame.pos[0] + frame.size[0], list[Edit]()
    for id in going:
        node = board.nodes[id]
        edits += _carried(board, node, left - node.pos[0], y - node.pos[1], frame.id)
        right = max(right, left + node.size[0] + GAP)
        y += node.size[1] + GAP / 2
    bottom = max(frame.pos[1] + frame.size[1], y + GAP / 2)
    size = (right - frame.pos[0], bottom - frame.pos[1])
    return [*edits, set_node(frame.id, size=size)] if going and size != frame.size else edits


def _let_out(board: Board, going: Sequence[str]) -> list[Edit]:
    """Each to the right of the outermost frame around it, as high as it stood."""
    edits: list[Edit] = []
    for id in going:
        node = board.nodes[id]
        frame = _outermost(board, node)
        dx = frame.pos[0] + frame.size[0] + GAP - node.pos[0]
        edits += _carried(board, node, dx, 0.0, None)
    return edits


def _carried(board: Board, node: Node, dx: float, dy: float, parent: str | None) -> list[Edit]:
    """The edits that move a node with all it holds, and give it to a frame."""
    edits: list[Edit] = []
    for id in inside(board, [node.id], locked=True):
        x, y = board.nodes[id].pos
        whose = {"parent": parent} if id == node.id else {}
        edits.append(set_node(id, pos=(x + dx, y + dy), **whose))
    return edits


def _tops(board: Board, nodes: Sequence[str]) -> list[str]:
    """Those that no other of them holds, in the order of reading."""
    chosen = {id for id in nodes if id in board.nodes}
    tops = [id for id in chosen if not chosen & set(_around(board, board.nodes[id]))]
    return sorted(tops, key=lambda id: (board.nodes[id].pos[1], board.nodes[id].pos[0], id))


def _around(board: Board, node: Node) -> list[str]:
    found: list[str] = []
    above = board.nodes.get(node.parent or "")
    while above is not None and above.id not in found:
        found.append(above.id)
        above = board.nodes.get(above.parent or "")
    return found


def _outermost(board: Board, node: Node) -> Node:
    around = [id for id in _around(board, node) if board.nodes[id].kind is NodeKind.scene]
    return board.nodes[around[-1]] if around else node
