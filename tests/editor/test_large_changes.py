"""A change of thousands of nodes leaves the view as many small changes would."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from canvas.document.board import Board
from canvas.document.edits import AddEdge, AddNode, DeleteNodes, Edit
from canvas.document.records import Edge, Node, NodeKind, new_id
from canvas.editor.editor import MANY, Editor


def chain(count: int) -> tuple[list[str], list[Edit]]:
    """Clips each of which goes on from the one before it."""
    nodes = [Node(id=new_id(), kind=NodeKind.clip, pos=(n * 400.0, n % 7)) for n in range(count)]
    links = [
        AddEdge(Edge(source=a.id, out="video", target=b.id, into="previous"))
        for a, b in pairwise(nodes)
    ]
    return [node.id for node in nodes], [*map(AddNode, nodes), *links]


def assert_shows(editor: Editor, board: Board) -> None:
    """Every link of the board has the same wire as in a view that was opened just now."""
    fresh = Editor(board)
    for id in board.edges:
        row, other = editor.wires.row(id), fresh.wires.row(id)
        assert row is not None
        assert other is not None
        assert np.array_equal(editor.wires.ends[row], fresh.wires.ends[other])
        assert np.array_equal(editor.wires.boxes[row], fresh.wires.boxes[other])
    assert editor.bounds() == fresh.bounds()
    fresh.close()


def test_many_nodes_that_come_go_and_come_back_at_once(board: Board, editor: Editor) -> None:
    few, edits = chain(5)
    board.apply(*edits)
    many, edits = chain(MANY)
    board.apply(*edits)
    assert_shows(editor, board)
    editor.select(many)
    board.apply(DeleteNodes([*many[: MANY // 2], few[0]]))
    board.apply(DeleteNodes(many))
    assert editor.selection == frozenset()
    assert_shows(editor, board)
    board.undo()
    board.undo()
    assert len(board.edges) == MANY - 1 + 4
    assert_shows(editor, board)
