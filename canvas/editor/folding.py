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

_REGROUPING = frozenset({"parent", "p.collapsed", "p.group"})


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
    parents = parents_of(board)
    within: dict[str, str | None] = {}
    found = {id: _outermost(id, parents, folded, within) for id in parents}
    return {id: frame for id, frame in found.items() if frame is not None}


def may_regroup(change: Change) -> bool:
    """Whether a change may hide nodes, show them again or group them."""
    nodes = change.updated.get("nodes", {}).values()
    if any(registers & _REGROUPING for registers in nodes):
        return True
    return bool(change.added.get("nodes") or change.removed.get("nodes"))


def _outermost(
    id: str,
    parents: Mapping[str, str],
    folded: Iterable[str],
    within: dict[str, str | None],
) -> str | None:
    """The collapsed frame around a node that is nearest to the root; `within` remembers."""
    chain: list[str] = []
    at: str | None = id
    while at is not None and at not in within:
        chain.append(at)
        at = parents.get(at)
    around = within[at] or (at if at in folded else None) if at is not None else None
    for one in reversed(chain):
        within[one] = around
        around = around or (one if one in folded else None)
    return within[id]
