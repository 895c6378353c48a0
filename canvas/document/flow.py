"""What really flows along the links: a muted node gives nothing, and a bypassed clip hands on what
it is fed, the shot before it or else the picture that it begins with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from canvas.document.board import Board
from canvas.document.records import INPUTS, Node, NodeKind


@dataclass(frozen=True, slots=True)
class Flow:
    """What feeds one input, as it stands after muting and bypassing."""

    sources: tuple[str, ...]
    """Nodes, in the order of the links' ids, each once."""
    reads: frozenset[str]
    """Ids of all nodes and links looked at on the way: only their changes can change this."""


def mode_of(node: Node) -> str:
    """on, muted or bypassed."""
    mode = node.params.get("mode")
    return mode if isinstance(mode, str) else "on"


def is_off(node: Node) -> bool:
    """Whether a node counts as unlinked: muted, or bypassed with nothing to hand on."""
    mode = mode_of(node)
    return mode == "muted" or (mode == "bypassed" and node.kind is not NodeKind.clip)


def flow_into(board: Board, node: str, port: str) -> Flow:
    """Who feeds an input of a node. O(links that are looked at)."""
    found: dict[str, None] = {}
    reads: set[str] = set()
    for edge in board.links_into(node, port):
        reads |= {edge.id, edge.source}
        source = board.nodes[edge.source]
        if mode_of(source) == "on":
            found[source.id] = None
        elif not is_off(source):
            handed = _handed_on(board, source.id, reads)
            if handed is not None:
                found[handed] = None
    return Flow(tuple(found), frozenset(reads))


def reads_of(board: Board, node: str) -> frozenset[str]:
    """Everything that what feeds a node depends on, the node itself included."""
    found = board.nodes.get(node)
    ports = INPUTS[found.kind] if found is not None else ()
    return frozenset({node}).union(*(flow_into(board, node, port.name).reads for port in ports))


def fed_nodes(board: Board, node: str, port: str) -> Iterator[Node]:
    """The nodes that feed an input."""
    return (board.nodes[id] for id in flow_into(board, node, port).sources)


def _handed_on(board: Board, clip: str, reads: set[str]) -> str | None:
    """What a bypassed clip gives in place of itself. Each takes one shot before it, so bypassed
    ones make a chain: its far end, else the nearest picture to that."""
    chain: list[str] = []
    at: str | None = clip
    while at is not None and at not in chain:
        chain.append(at)
        source = _only(board, at, "previous", reads)
        if source is not None and mode_of(source) == "on":
            return source.id
        at = source.id if source is not None and not is_off(source) else None
    pictures = (_only(board, one, "first", reads) for one in reversed(chain))
    return next((one.id for one in pictures if one is not None and mode_of(one) == "on"), None)


def _only(board: Board, node: str, port: str, reads: set[str]) -> Node | None:
    """The one node that is linked to an input which takes one link."""
    for edge in board.links_into(node, port):
        reads |= {edge.id, edge.source}
        return board.nodes[edge.source]
    return None
