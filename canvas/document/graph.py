"""Questions about what feeds what. The one module that knows networkx, which costs a quarter of a
second to import and so waits until the first question that needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from canvas.document.board import Board
from canvas.document.records import Edge, NodeKind
from canvas.document.words import Sentence

if TYPE_CHECKING:
    import networkx as nx


def why_not_connect(board: Board, edge: Edge) -> Sentence | None:
    """Why this link may not be made, None if it may. O(what the target feeds)."""
    return board.draft().why_not(edge)


def broken_edges(board: Board) -> frozenset[str]:
    """Links shown broken: each loop's greatest, and all but the least into a single input."""
    return board.broken


def upstream(board: Board, id: str) -> tuple[str, ...]:
    """All that a node depends on, each after what it depends on itself; without the node."""
    return tuple(_ordered(board, _reached([id], _sources(board)))[:-1])


def downstream(board: Board, ids: Iterable[str]) -> frozenset[str]:
    """All that depends on any of these nodes; without them."""
    asked = [id for id in ids if id in board.nodes]
    return _reached(asked, _targets(board)) - frozenset(asked)


def render_order(board: Board, ids: Iterable[str]) -> list[str]:
    """These nodes, each after those of them that it depends on by any way; otherwise by id, the
    same everywhere."""
    asked = [id for id in ids if id in board.nodes]
    wanted = frozenset(asked)
    return [id for id in _ordered(board, _reached(asked, _sources(board))) if id in wanted]


def parent_of(board: Board, id: str) -> str | None:
    """The live scene frame that holds a node. A loop of frames ends at the root: none of its
    members has a parent."""
    parent = _frame_above(board, id)
    above, seen = parent, {id}
    while above is not None and above not in seen:
        seen.add(above)
        above = _frame_above(board, above)
    return None if above == id else parent


def parents_of(board: Board) -> dict[str, str]:
    """By node, the scene frame that holds it as `parent_of` says; nodes that lie in none are left
    out."""
    nodes = board.nodes
    frames = {id for id, node in nodes.items() if node.kind is NodeKind.scene}
    found = [(id, node.parent) for id, node in nodes.items() if node.parent in frames]
    parents = {id: parent for id, parent in found if parent is not None}
    for frame in frames & parents.keys():
        if parent_of(board, frame) is None:
            del parents[frame]
    return parents


def held_by(board: Board, frame: str) -> frozenset[str]:
    """All nodes inside a scene frame, those inside its inner frames too."""
    children: dict[str, list[str]] = {}
    for id, parent in parents_of(board).items():
        children.setdefault(parent, []).append(id)
    return _reached([frame], lambda id: children.get(id, ())) - {frame}


def _frame_above(board: Board, id: str) -> str | None:
    parent = board.nodes[id].parent if id in board.nodes else None
    frame = board.nodes.get(parent) if parent is not None else None
    return frame.id if frame is not None and frame.kind is NodeKind.scene else None


def _sources(board: Board) -> Callable[[str], Iterable[str]]:
    return lambda id: (edge.source for edge in board.links_into(id))


def _targets(board: Board) -> Callable[[str], Iterable[str]]:
    return lambda id: (edge.target for edge in board.links_from(id))


def _reached(start: Iterable[str], step: Callable[[str], Iterable[str]]) -> frozenset[str]:
    """Everything that can be reached, the start included; each node is visited once, however many
    ways lead to it."""
    seen = set(start)
    waiting = list(seen)
    while waiting:
        for other in step(waiting.pop()):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return frozenset(seen)


def _ordered(board: Board, ids: frozenset[str]) -> list[str]:
    """Topological, and by id where the links leave it open."""
    import networkx as nx  # late: see above

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(ids)
    graph.add_edges_from(
        (edge.source, id) for id in ids for edge in board.links_into(id) if edge.source in ids
    )
    return list(nx.lexicographical_topological_sort(graph))
