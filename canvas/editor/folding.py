"""What is collapsed: a card that shows its header only, a scene frame that hides what it holds.

The registers of size stay as they are: expanding shows everything as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.graph import parents_of
from canvas.document.records import PARAMS, Node, NodeKind

HEADER = 34.0
"""World units: how high a collapsed card is."""

FOLDED_FRAME = (304.0, 136.0)
"""World units that a collapsed scene frame measures."""

FOLDABLE = frozenset(kind for kind, params in PARAMS.items() if "collapsed" in params)

_HIDING = frozenset({"parent", "p.collapsed"})


def is_folded(node: Node) -> bool:
    """Whether a node is collapsed."""
    return node.kind in FOLDABLE and node.params.get("collapsed") is True


def shown_size(node: Node) -> tuple[float, float]:
    """How large a node is on the board, collapsed or not."""
    if not is_folded(node):
        return node.size
    if node.kind is NodeKind.scene:
        return FOLDED_FRAME
    return node.size[0], min(HEADER, node.size[1])


def hidden_in(board: Board, frames: Iterable[str]) -> Mapping[str, str]:
    """Every node that a collapsed one of these scene frames hides, with the outermost such frame:
    the one that stands for it on the board."""
    folded = {id for id in frames if id in board.nodes and is_folded(board.nodes[id])}
    if not folded:
        return {}
    children = children_of(board)
    found: dict[str, str] = {}
    for frame in folded:
        waiting = list(children.get(frame, ())) if frame not in found else []
        while waiting:
            id = waiting.pop()
            found[id] = frame  # an inner frame's claim gives way to an outer one's
            waiting += children.get(id, ())
    return found


def children_of(board: Board) -> Mapping[str, list[str]]:
    """By scene frame, the nodes that lie right in it."""
    children: dict[str, list[str]] = {}
    for id, parent in parents_of(board).items():
        children.setdefault(parent, []).append(id)
    return children


def may_hide(change: Change) -> bool:
    """Whether a change may hide nodes or show them again."""
    nodes = change.updated.get("nodes", {}).values()
    if any(registers & _HIDING for registers in nodes):
        return True
    return bool(change.added.get("nodes") or change.removed.get("nodes"))
