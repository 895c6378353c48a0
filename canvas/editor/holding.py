"""What scene frames hold, as the board reads it: a loop of frames holds nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping

from canvas.document.board import Board
from canvas.document.graph import held_by, parent_of
from canvas.document.records import NodeKind
from canvas.editor.folding import children_of, is_folded


def inside(board: Board, nodes: Iterable[str], *, locked: bool = False) -> tuple[str, ...]:
    """These nodes, and all that the scene frames among them hold, each once; unknown ones are left
    out, and locked ones with what they hold unless `locked`. A collapsed frame is one thing: all
    that it hides comes along."""
    asked = [id for id in nodes if id in board.nodes]
    children: Mapping[str, list[str]] = {}
    if any(board.nodes[id].kind is NodeKind.scene for id in asked):
        children = children_of(board)
    found: dict[str, None] = {}
    waiting = deque((id, locked) for id in asked)
    while waiting:
        id, whatever = waiting.popleft()
        node = board.nodes[id]
        if id in found or (node.locked and not whatever):
            continue
        found[id] = None
        whatever = whatever or is_folded(node)
        waiting += ((child, whatever) for child in children.get(id, ()))
    return tuple(found)


def holds_locked(board: Board, node: str) -> bool:
    """Whether a node is locked, or a collapsed frame that hides something locked."""
    if board.nodes[node].locked:
        return True
    hidden = held_by(board, node) if is_folded(board.nodes[node]) else frozenset()
    return any(board.nodes[id].locked for id in hidden)


def loose(board: Board, nodes: Iterable[str]) -> tuple[str, ...]:
    """These nodes and all that their scene frames hold, as far as it may go: what is locked stays,
    and so does a collapsed frame that hides such a thing, as a whole."""
    taken = inside(board, nodes)
    fixed = [id for id in taken if holds_locked(board, id)]
    stay = frozenset(inside(board, fixed, locked=True))
    return tuple(id for id in taken if id not in stay)


def with_hidden(board: Board, nodes: Iterable[str]) -> tuple[str, ...]:
    """These nodes, and what the collapsed scene frames among them hide."""
    asked = [id for id in dict.fromkeys(nodes) if id in board.nodes]
    folded = [id for id in asked if is_folded(board.nodes[id])]
    return tuple(dict.fromkeys((*asked, *inside(board, folded, locked=True))))


def topmost(board: Board, nodes: Iterable[str]) -> tuple[str, ...]:
    """The nodes of these that lie in none of the others."""
    asked = [id for id in dict.fromkeys(nodes) if id in board.nodes]
    chosen = set(asked)
    return tuple(id for id in asked if not chosen.intersection(ancestors(board, id)))


def ancestors(board: Board, node: str) -> tuple[str, ...]:
    """The scene frames around a node, the nearest first."""
    found: dict[str, None] = {}
    above = parent_of(board, node)
    while above is not None and above not in found:
        found[above] = None
        above = parent_of(board, above)
    return tuple(found)
