"""Where things go on the canvas: pure arithmetic over nodes, in world units."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence

from canvas.document.board import Board
from canvas.document.records import Node, NodeKind
from canvas.editor.folding import children_of, is_folded, shown_size
from canvas.editor.holding import (
    ancestors,
    holds_locked,
    inside,
    loose,
    topmost,
    with_hidden,
)

__all__ = [
    "GAP",
    "GRID",
    "Scenes",
    "ancestors",
    "below",
    "children_of",
    "free",
    "holds_locked",
    "in_rows",
    "inside",
    "loose",
    "scene_at",
    "topmost",
    "with_hidden",
]

GAP = 48.0
"""World units between neighbours, two dots of the grid."""

GRID = 24.0


class Scenes:
    """The scene frames of a board as they lie now, to be asked for many places; collapsed ones
    take nothing in."""

    def __init__(self, board: Board, *, apart_from: Container[str] = ()) -> None:
        found = [
            node
            for node in board.nodes.values()
            if node.kind is NodeKind.scene and node.id not in apart_from and not is_folded(node)
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
    wide, high = shown_size(node)
    return (
        node.pos[0] < corner[0] + size[0]
        and corner[0] < node.pos[0] + wide
        and node.pos[1] < corner[1] + size[1]
        and corner[1] < node.pos[1] + high
    )


def _holds(node: Node, x: float, y: float) -> bool:
    left, top = node.pos
    return left <= x <= left + node.size[0] and top <= y <= top + node.size[1]


def _on_grid(value: float) -> float:
    return -(-value // GRID) * GRID
