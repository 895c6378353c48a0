"""What really flows along the links: a muted node gives nothing, and what a bypassed clip is fed
goes on to what it feeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from canvas.document.board import Board
from canvas.document.records import INPUTS, Node, NodeKind

PASSES = ("previous", "first")
"""What a bypassed clip hands on: the shot before it, else the picture that it begins with."""


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
    waiting = [(node, port)]
    seen = set(waiting)
    while waiting:
        for edge in board.links_into(*waiting.pop()):
            reads |= {edge.id, edge.source}
            source = board.nodes[edge.source]
            if mode_of(source) == "on":
                found[source.id] = None
            elif not is_off(source):
                asked = (source.id, _handed_on(board, source.id, reads))
                if asked not in seen:
                    seen.add(asked)
                    waiting.append(asked)
    return Flow(tuple(found), frozenset(reads))


def reads_of(board: Board, node: str) -> frozenset[str]:
    """Everything that what feeds a node depends on, the node itself included."""
    found = board.nodes.get(node)
    ports = INPUTS[found.kind] if found is not None else ()
    return frozenset({node}).union(*(flow_into(board, node, port.name).reads for port in ports))


def fed_nodes(board: Board, node: str, port: str) -> Iterator[Node]:
    """The nodes that feed an input."""
    return (board.nodes[id] for id in flow_into(board, node, port).sources)


def _handed_on(board: Board, clip: str, reads: set[str]) -> str:
    """The input whose content a bypassed clip hands on."""
    before = flow_into(board, clip, PASSES[0])
    reads |= before.reads
    return PASSES[0] if before.sources else PASSES[1]
