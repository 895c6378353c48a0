"""Links that stay whole while nodes come into them and go out of them: plans of edits, pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from canvas.document.board import Board
from canvas.document.edits import (
    AddEdge,
    AddNode,
    BendEdge,
    DeleteEdges,
    DeleteNodes,
    Edit,
    Refused,
)
from canvas.document.graph import downstream
from canvas.document.records import INPUTS, OUTPUTS, Edge, Node, NodeKind, Port

GAP = 48.0
"""World units that a node keeps from the next one along the flow when it is put between two."""

Way = tuple[float, float]


def through(kind: NodeKind) -> tuple[Port, Port] | None:
    """The input and the output by which such a node stands in the middle of a link: of one kind,
    the input for one link."""
    for out in OUTPUTS[kind]:
        for port in INPUTS[kind]:
            if port.kind is out.kind and port.basic and not port.many:
                return port, out
    return None


def joints(board: Board, nodes: Collection[str]) -> list[Edge]:
    """The links that take the place of the ways that lead through these nodes."""
    found: dict[str, Edge] = {}
    for node in nodes:
        ports = through(board.nodes[node].kind)
        origin = _origin(board, node, nodes) if ports is not None else None
        if ports is None or origin is None:
            continue
        for edge in board.links_from(node, ports[1].name):
            if edge.target not in nodes:
                made = Edge(
                    source=origin.source, out=origin.out, target=edge.target, into=edge.into
                )
                found[made.id] = made
    return list(found.values())


def deleting(board: Board, nodes: Sequence[str]) -> list[Edit]:
    """Delete nodes, and join what they stood between where that is legal."""
    return _joined(board, [DeleteNodes(nodes)], joints(board, frozenset(nodes)))


def extracting(board: Board, nodes: Collection[str]) -> list[Edit]:
    """Take nodes out of the ways that lead through them, and join those; what else feeds a clip
    stays. A node that nothing leads through loses all that it feeds."""
    chosen = frozenset(nodes)
    cut = tuple(edge.id for node in nodes for edge in _passing(board, node, chosen))
    return _joined(board, [DeleteEdges(cut)], joints(board, chosen)) if cut else []


def inserting(board: Board, link: str, node: Node) -> list[Edit] | None:
    """Lead a link through a node, which may not be on the board yet; None where that is not
    legal."""
    edge, ports = board.edges.get(link), through(node.kind)
    if edge is None or ports is None or node.id in (edge.source, edge.target):
        return None
    into, out = ports
    if into.kind is not _kind_of(board, edge):
        return None
    old = (one.id for one in board.links_into(node.id, into.name))
    cut = tuple(dict.fromkeys((link, *old)))
    first = Edge(source=edge.source, out=edge.out, target=node.id, into=into.name)
    last = Edge(source=node.id, out=out.name, target=edge.target, into=edge.into)
    edits: list[Edit] = [DeleteEdges(cut), AddEdge(first), AddEdge(last)]
    draft = board.draft()
    try:
        for edit in edits if node.id in board.nodes else (AddNode(node), *edits):
            draft.take(edit)
    except Refused:
        return None
    return edits


def making_room(board: Board, link: str, node: Node, pos: Way) -> dict[str, Way]:
    """How far what follows a link moves to the right so that a node at `pos` fits before it."""
    target = board.nodes[board.edges[link].target]
    width, height = node.size
    needed = pos[0] + width + GAP - target.pos[0]
    beside = target.pos[0] + target.size[0] <= pos[0]
    apart = pos[1] + height + GAP / 2 <= target.pos[1]
    apart = apart or target.pos[1] + target.size[1] + GAP / 2 <= pos[1]
    if needed <= 0 or beside or apart:
        return {}
    left = target.pos[0]
    follows = {target.id, *downstream(board, (target.id,))} - {node.id, board.edges[link].source}
    moved = {id for id in follows if board.nodes[id].pos[0] >= left}
    moved |= {id for id in _feeders(board, moved) if id not in (node.id, board.edges[link].source)}
    return {id: (needed, 0.0) for id in sorted(moved) if not board.nodes[id].locked}


def carried_bends(board: Board, ways: Mapping[str, Way]) -> list[Edit]:
    """The bends of links that move with both their ends."""
    edits: list[Edit] = []
    for node, way in ways.items():
        for edge in board.links_into(node):
            if edge.bends and ways.get(edge.source) == way and way != (0.0, 0.0):
                edits.append(BendEdge(edge.id, shifted(edge.bends, way)))
    return edits


def shifted(bends: Iterable[Way], way: Way) -> tuple[Way, ...]:
    return tuple((x + way[0], y + way[1]) for x, y in bends)


def _joined(board: Board, edits: list[Edit], wanted: Iterable[Edge]) -> list[Edit]:
    """The edits, and those of the links that are legal after them."""
    draft = board.draft()
    for edit in edits:
        draft.take(edit)
    for edge in wanted:
        if draft.why_not(edge) is None:
            draft.take(AddEdge(edge))
            edits.append(AddEdge(edge))
    return edits


def _origin(board: Board, node: str, within: Collection[str]) -> Edge | None:
    """The link by which the flow through `node` comes in from outside."""
    seen = set()
    while node not in seen:
        seen.add(node)
        ports = through(board.nodes[node].kind)
        links = board.links_into(node, ports[0].name) if ports is not None else ()
        if not links:
            return None
        if links[0].source not in within:
            return links[0]
        node = links[0].source
    return None


def _passing(board: Board, node: str, within: Collection[str]) -> Iterator[Edge]:
    """The links to cut so that nothing leads through a node any more."""
    ports = through(board.nodes[node].kind)
    if ports is None:
        yield from (edge for edge in board.links_from(node) if edge.target not in within)
        return
    yield from (e for e in board.links_into(node, ports[0].name) if e.source not in within)
    yield from (e for e in board.links_from(node, ports[1].name) if e.target not in within)


def _feeders(board: Board, nodes: Collection[str]) -> Iterator[str]:
    """What feeds these nodes and nobody else."""
    for node in nodes:
        for edge in board.links_into(node):
            if all(one.target in nodes for one in board.links_from(edge.source)):
                yield edge.source


def _kind_of(board: Board, edge: Edge) -> object:
    kind = board.nodes[edge.source].kind
    return next(port.kind for port in OUTPUTS[kind] if port.name == edge.out)
