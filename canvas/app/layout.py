"""Where things go on the canvas: pure arithmetic over nodes, in world units."""

from __future__ import annotations

from collections import deque
from collections.abc import Container, Iterable, Mapping, Sequence

from canvas.document.board import Board
from canvas.document.records import Node, NodeKind

GAP = 48.0
"""World units between neighbours, two dots of the grid."""

GRID = 24.0


class Scenes:
    """The scene frames of a board as they lie now, to be asked for many places."""

    def __init__(self, board: Board, *, apart_from: Container[str] = ()) -> None:
        found = [
            node
            for node in board.nodes.values()
            if node.kind is NodeKind.scene and node.id not in apart_from
        ]
        self._front_first = sorted(found, key=lambda node: (node.z, node.id), reverse=True)

    def at(self, pos: tuple[float, float], size: tuple[float, float]) -> str | None:
        """The front-most one that holds the middle of a node at `pos`."""
        x, y = pos[0] + size[0] / 2, pos[1] + size[1] / 2
        return next((node.id for node in self._front_first if _holds(node, x, y)), None)


def scene_at(
    board: Board,
    pos: tuple[float, float],
    size: tuple[float, float],
    *,
    apart_from: Container[str] = (),
) -> str | None:
    """The front-most scene frame that holds the middle of a node at `pos`."""
    return Scenes(board, apart_from=apart_from).at(pos, size)


def inside(board: Board, nodes: Iterable[str], *, locked: bool = False) -> tuple[str, ...]:
    """These nodes, and all that the scene frames among them hold, each once; unknown ones are left
    out, and locked ones with what they hold unless `locked`."""
    asked = list(nodes)
    children: Mapping[str, list[str]] = {}
    if any(board.nodes[id].kind is NodeKind.scene for id in asked if id in board.nodes):
        children = children_of(board)
    found: dict[str, None] = {}
    waiting = deque(asked)
    while waiting:
        id = waiting.popleft()
        if id in found or id not in board.nodes or (board.nodes[id].locked and not locked):
            continue
        found[id] = None
        waiting += children.get(id, ())
    return tuple(found)


def children_of(board: Board) -> Mapping[str, list[str]]:
    """By scene frame, the nodes that lie right in it."""
    children: dict[str, list[str]] = {}
    for node in board.nodes.values():
        if node.parent is not None:
            children.setdefault(node.parent, []).append(node.id)
    return children


def topmost(board: Board, nodes: Iterable[str]) -> tuple[str, ...]:
    """The nodes of these that lie in none of the others."""
    asked = [id for id in dict.fromkeys(nodes) if id in board.nodes]
    chosen = set(asked)
    return tuple(id for id in asked if not chosen.intersection(ancestors(board, id)))


def ancestors(board: Board, node: str) -> tuple[str, ...]:
    """The scene frames around a node, the nearest first."""
    found: dict[str, None] = {}
    above = board.nodes[node].parent
    while above is not None and above in board.nodes and above not in found:
        found[above] = None
        above = board.nodes[above].parent
    return tuple(found)


def below(nodes: Iterable[Node]) -> tuple[float, float]:
    """A free corner under everything, on the grid: where newcomers go when nobody says where."""
    placed = list(nodes)
    if not placed:
        return (0.0, 0.0)
    left = min(node.pos[0] for node in placed)
    bottom = max(node.pos[1] + node.size[1] for node in placed)
    return (_on_grid(left), _on_grid(bottom + GAP))


def in_rows(
    sizes: Sequence[tuple[float, float]], corner: tuple[float, float], columns: int
) -> list[tuple[float, float]]:
    """Top left corners of cells of one size, `columns` to a row, none overlapping."""
    if not sizes:
        return []
    wide = max(width for width, _ in sizes) + GAP
    high = max(height for _, height in sizes) + GAP
    return [
        (corner[0] + (index % columns) * wide, corner[1] + (index // columns) * high)
        for index in range(len(sizes))
    ]


def free(
    nodes: Iterable[Node], corner: tuple[float, float], size: tuple[float, float]
) -> tuple[float, float]:
    """`corner`, moved down until a box of this size overlaps no node but scene frames."""
    boxes = [node for node in nodes if node.kind is not NodeKind.scene]
    x, y = corner
    while True:
        struck = [node for node in boxes if _overlap(node, (x, y), size)]
        if not struck:
            return (x, y)
        y = _on_grid(max(node.pos[1] + node.size[1] for node in struck) + GAP / 2)


def _overlap(node: Node, corner: tuple[float, float], size: tuple[float, float]) -> bool:
    return (
        node.pos[0] < corner[0] + size[0]
        and corner[0] < node.pos[0] + node.size[0]
        and node.pos[1] < corner[1] + size[1]
        and corner[1] < node.pos[1] + node.size[1]
    )


def _holds(node: Node, x: float, y: float) -> bool:
    left, top = node.pos
    return left <= x <= left + node.size[0] and top <= y <= top + node.size[1]


def _on_grid(value: float) -> float:
    return -(-value // GRID) * GRID
