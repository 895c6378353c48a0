"""The structure of arrays says what the board says."""

from __future__ import annotations

import random

import numpy as np
import pytest

from canvas.document.board import Board
from canvas.document.edits import AddEdge, AddNode, DeleteEdges, DeleteNodes, RestoreNodes, set_node
from canvas.document.records import Edge, Node, NodeKind, new_id
from canvas.editor.editor import Editor
from canvas.editor.ports import input_height, output_height
from tests.editor.conftest import Link, Put

DEPTHS = ("a1", "a2", "a3", "a4")


def in_step(editor: Editor, board: Board) -> None:
    """Compare every row with a table made anew."""
    fresh = Editor(board)
    for node in board.nodes:
        row, other = editor.table.row(node), fresh.table.row(node)
        assert row is not None
        assert other is not None
        assert editor.table.box(row) == fresh.table.box(other)
        assert editor.table.kind[row] == fresh.table.kind[other]
    assert int(editor.table.live.sum()) == len(board.nodes)
    for edge in board.edges:
        row, other = editor.wires.row(edge), fresh.wires.row(edge)
        assert row is not None
        assert other is not None
        assert editor.wires.ends[row] == pytest.approx(fresh.wires.ends[other])
        assert editor.wires.boxes[row] == pytest.approx(fresh.wires.boxes[other])
    assert int(editor.wires.live.sum()) == len(board.edges)
    order = [editor.table.ids[row] for row in editor.table.order if editor.table.live[row]]
    assert order == [fresh.table.ids[row] for row in fresh.table.order]
    fresh.close()


def test_a_table_follows_a_hundred_random_edits(
    board: Board, editor: Editor, put: Put, link: Link
) -> None:
    dice = random.Random(11)
    prompts = [put("prompt", 0, 200 * n) for n in range(6)]
    clips = [put("clip", 400, 300 * n) for n in range(6)]
    edges: list[str] = []
    for _ in range(100):
        what = dice.randrange(6)
        if what == 0:
            edges.append(link(dice.choice(prompts), "words", dice.choice(clips), "words"))
        elif what == 1 and edges:
            board.apply(DeleteEdges((edges.pop(),)))
        elif what == 2:
            put("note", dice.uniform(-999, 999), dice.uniform(-999, 999), z=dice.choice(DEPTHS))
        elif what == 3:
            board.apply(set_node(dice.choice(clips), size=(304.0, dice.uniform(100, 400))))
        elif what == 4:
            board.undo()
            live = {*board.edges}
            edges = [edge for edge in edges if edge in live]
        else:
            board.apply(set_node(dice.choice(prompts), pos=(dice.uniform(-9, 9), 1.0)))
        prompts = [id for id in prompts if id in board.nodes] or [put("prompt", 0, 0)]
        clips = [id for id in clips if id in board.nodes] or [put("clip", 9, 9)]
        in_step(editor, board)


def test_a_deleted_node_leaves_a_tombstone_that_undo_wakes(
    board: Board, editor: Editor, put: Put
) -> None:
    node = put("clip", 10, 20)
    row = editor.table.row(node)

    board.apply(DeleteNodes((node,)))
    assert editor.table.row(node) is None

    board.apply(RestoreNodes((node,)))
    assert editor.table.row(node) == row


def test_the_table_grows_past_its_first_capacity(board: Board, editor: Editor) -> None:
    nodes = [Node(id=new_id(), kind=NodeKind.note, pos=(n, n)) for n in range(1000)]
    board.apply(*(AddNode(node) for node in nodes))

    assert len(editor.table) == 1000
    assert editor.table.bounds() == (0, 0, 999 + 248, 999 + 120)


def test_culling_finds_just_what_touches_the_box_in_painting_order(
    editor: Editor, put: Put
) -> None:
    back, front = put("clip", 0, 0, z="a1"), put("clip", 50, 50, z="a5")
    frame = put("scene", -50, -50, z="a9")
    put("clip", 5000, 0)

    rows = editor.table.cull((10, 10, 60, 60))

    assert [editor.table.ids[row] for row in rows] == [frame, back, front]


def test_a_held_node_is_shown_elsewhere_until_it_is_put_down(
    board: Board, editor: Editor, put: Put
) -> None:
    node = put("clip", 10, 20)
    row = editor.table.rows((node,))

    editor.table.lift(row, 100, -5)
    assert editor.table.box(row[0])[:2] == (110, 15)

    board.apply(set_node(node, pos=(1000.0, 0.0)))
    assert editor.table.box(row[0])[:2] == (1100, -5), "others may move it meanwhile"

    editor.table.put_down()
    assert editor.table.box(row[0])[:2] == (1000, 0)


def test_a_node_that_others_move_while_it_is_held_follows_them(
    board: Board, editor: Editor, put: Put
) -> None:
    """Where it stands on the board is looked up once, until it changes."""
    node, other = put("clip", 10, 20), put("clip", 500, 20)
    rows = editor.table.rows((node, other))
    for step in (5, 6):
        editor.table.lift(rows, step, 0)
        assert editor.table.box(rows[0])[0] == 10 + step

    board.apply(set_node(node, pos=(1000.0, 0.0)))
    editor.table.lift(rows, 7, 0)
    assert [editor.table.box(row)[0] for row in rows.tolist()] == [1007, 507]


def test_a_wire_ends_at_the_ports_it_joins(editor: Editor, put: Put, link: Link) -> None:
    words, clip = put("prompt", 0, 0), put("clip", 500, 40)
    edge = link(words, "words", clip, "words")

    row = editor.wires.row(edge)

    assert row is not None
    start = output_height(NodeKind.prompt, 120)
    end = 40 + input_height(NodeKind.clip, frozenset({"words"}), "words", 218)
    assert editor.wires.ends[row, :4].tolist() == [248, start, 500, end]


def test_a_first_link_to_a_rare_port_makes_room_for_it(
    editor: Editor, put: Put, link: Link
) -> None:
    words, picture, clip = put("prompt", 0, 0), put("picture", 0, 300), put("clip", 500, 0)
    chained = put("clip", 0, 600)
    edge = link(chained, "video", clip, "previous")
    row = editor.wires.row(edge)
    assert row is not None
    before = editor.wires.ends[row, 3]

    link(picture, "picture", clip, "references")

    assert editor.wires.ends[row, 3] < before, "the ports above move closer"
    assert words in editor.board.nodes


def test_a_point_near_a_curve_hits_it_and_one_far_away_does_not(
    editor: Editor, put: Put, link: Link
) -> None:
    edge = link(put("prompt", 0, 0), "words", put("clip", 600, 300), "words")
    row = editor.wires.row(edge)
    assert row is not None
    x0, y0, x1, y1, *_ = editor.wires.ends[row]

    assert editor.wires.hit((x0 + x1) / 2, (y0 + y1) / 2, 5) == edge
    assert editor.wires.hit((x0 + x1) / 2, y0 - 60, 5) is None


def test_a_hidden_wire_is_neither_seen_nor_hit(editor: Editor, put: Put, link: Link) -> None:
    edge = link(put("prompt", 0, 0), "words", put("clip", 600, 0), "words")

    editor.wires.hide(edge, hidden=True)
    assert len(editor.wires.cull((-1e9, -1e9, 1e9, 1e9))) == 0

    editor.wires.hide(edge, hidden=False)
    assert len(editor.wires.cull((-1e9, -1e9, 1e9, 1e9))) == 1


def test_boxes_hold_the_whole_curve(editor: Editor, put: Put, link: Link) -> None:
    from canvas.editor.wiring import flattened

    link(put("prompt", 900, 0), "words", put("clip", 0, 300), "words")
    points = flattened(editor.wires.ends[:1])[0]
    left, top, right, bottom = editor.wires.boxes[0]

    assert np.all((points[:, 0] >= left - 1e-9) & (points[:, 0] <= right + 1e-9))
    assert np.all((points[:, 1] >= top - 1e-9) & (points[:, 1] <= bottom + 1e-9))


def test_two_links_that_close_a_circle_together_leave_one_drawn_as_broken(
    board: Board, editor: Editor, put: Put, link: Link
) -> None:
    one, two = put("clip", 0, 0), put("clip", 600, 0)
    other = Board.load([board.encode()], person="somebody else")
    other.apply(AddEdge(Edge(source=two, out="video", target=one, into="previous")))
    link(one, "video", two, "previous")
    assert not editor.wires.broken.any()

    board.receive(other.encode(), "somebody else")

    assert len(board.broken) == 1
    shown = {editor.wires.ids[row] for row in np.flatnonzero(editor.wires.broken)}
    assert shown == board.broken
