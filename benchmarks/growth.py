"""What moves cost a board's document for good: bytes a move, in drags and at random; in memory, and
packed as a journal keeps it and a room sends it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.boards import BATCH, generate
from canvas.document.board import Board
from canvas.document.edits import AddEdge, AddNode, Edit, SetNode
from collab.packing import packed
from collab.wire import BOARD, Step2

BURST = 60
"""Moves of one node while it is dragged once."""


def large(nodes: int) -> Board:
    """A board of that many nodes with their words and links, nothing of it in the undo."""
    plan = generate(nodes)
    board = Board.new(person="benchmark", title="Benchmark")
    edits: list[Edit] = [AddNode(node, plan.texts.get(node.id, "")) for node in plan.nodes]
    edits += [AddEdge(edge) for edge in plan.edges.values()]
    for start in range(0, len(edits), BATCH):
        board.apply(*edits[start : start + BATCH], undoable=False)
    return board


def measured(nodes: int, moves: int) -> dict[str, float]:
    state = large(nodes).encode()
    grown: dict[str, float] = {"document_mb": round(len(state) / 1e6, 2)}
    for name, steps in (("drag", _drags), ("random", _jumps)):
        board = Board.load([state], person="benchmark")
        journal = 0
        before, before_packed = _sizes(board)
        for id, pos, gesture in steps(list(board.nodes), moves):
            journal += len(board.apply(SetNode(id, pos=pos), gesture=gesture).update)
        after, after_packed = _sizes(board)
        grown[f"{name}_bytes_per_move"] = round((after - before) / moves, 2)
        grown[f"{name}_packed_bytes_per_move"] = round((after_packed - before_packed) / moves, 2)
        grown[f"{name}_update_bytes"] = round(journal / moves, 1)
    return grown


def _sizes(board: Board) -> tuple[int, int]:
    state = board.encode()
    return len(state), len(packed(Step2(BOARD, state)).data)


Steps = Iterator[tuple[str, tuple[float, float], str]]


def _drags(ids: list[str], moves: int) -> Steps:
    dice = random.Random(5)
    for at in range(moves // BURST):
        id = dice.choice(ids)
        x, y = dice.random() * 4000, dice.random() * 4000
        for step in range(BURST):
            yield id, (x + 3.0 * step, y + 1.5 * step), f"drag {at}"


def _jumps(ids: list[str], moves: int) -> Steps:
    dice = random.Random(6)
    for _ in range(moves):
        yield dice.choice(ids), (dice.random() * 4000, dice.random() * 4000), ""
