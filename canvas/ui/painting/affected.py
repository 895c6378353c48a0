"""On which nodes a change of the board can be seen."""

from __future__ import annotations

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.editor.editor import PLACES


def only_places(change: Change) -> bool:
    """Whether nodes were moved and nothing else."""
    moved = change.updated.get("nodes", {})
    roots = {*change.added, *change.removed, *change.updated}
    return roots == {"nodes"} and bool(moved) and all(keys <= PLACES for keys in moved.values())


def touched_nodes(board: Board, change: Change) -> frozenset[str] | None:
    """Nodes on which a change can be seen, with those that they feed; None where it may be any."""
    modes = change.updated.get("nodes", {}).values()
    if any("p.mode" in registers for registers in modes):
        return None  # what a bypassed clip hands on is seen farther down
    links = [board.edges.get(id) for id in change.touches("edges")]
    if change.touches("assets") or change.touches("meta") or None in links:
        return None
    found = set(change.touches("nodes") | change.touches("texts"))
    found |= {board.takes[id].node for id in change.touches("takes") if id in board.takes}
    for link in links:
        if link is not None:
            found |= {link.source, link.target}
    fed = {link.target for node in found for link in board.links_from(node)}
    return frozenset(found | fed)
