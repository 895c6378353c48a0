"""What lies under the pointer."""

from __future__ import annotations

from itertools import pairwise

import pytest

from canvas.document.board import Board
from canvas.document.edits import set_node
from canvas.document.records import NodeKind
from canvas.editor.editor import Editor
from canvas.editor.hits import corner_at, ports_of
from tests.editor.conftest import Link, Put


def test_the_front_most_of_two_cards_is_hit(editor: Editor, put: Put) -> None:
    put("picture", 100, 100, z="a1")
    front = put("picture", 150, 150, z="a2")

    assert editor.hit(200, 200).node == front


def test_the_empty_field_is_nothing(editor: Editor, put: Put) -> None:
    put("picture", 100, 100)

    assert editor.hit(900, 700).empty


def test_a_port_is_hit_before_its_card(editor: Editor, put: Put) -> None:
    clip = put("clip", 200, 100)
    row = editor.table.row(clip)
    assert row is not None
    ports = ports_of(editor.board, editor.table, row)

    for end, x, y in ports:
        assert editor.hit(x - 3, y + 2).port == end


def test_every_shown_port_of_every_kind_lies_on_its_card_and_apart_from_the_others(
    editor: Editor, put: Put
) -> None:
    for index, kind in enumerate(NodeKind):
        row = editor.table.row(put(kind, 1000 * index, 0))
        assert row is not None
        left, top, right, bottom = editor.table.box(row)
        ports = ports_of(editor.board, editor.table, row)
        assert all(x in (left, right) and top < y < bottom for _, x, y in ports)
        heights = sorted(y for end, _, y in ports if not end.output)
        assert all(b - a >= 16 for a, b in pairwise(heights))


def test_ports_are_too_small_to_grasp_from_afar(editor: Editor, put: Put) -> None:
    clip = put("clip", 200, 100)
    editor.zoom(0.2)
    row = editor.table.row(clip)
    assert row is not None

    _, x, y = ports_of(editor.board, editor.table, row)[0]

    assert editor.hit(*editor.camera.to_screen(x + 4, y)).port is None


def test_a_scene_frame_is_grasped_by_its_border_and_its_name_only(editor: Editor, put: Put) -> None:
    frame = put("scene", 100, 100, size=(600.0, 500.0))

    assert editor.hit(102, 300).node == frame
    assert editor.hit(150, 85).node == frame
    assert editor.hit(400, 400).empty


def test_a_wire_over_a_scene_frame_wins(editor: Editor, put: Put, link: Link) -> None:
    put("scene", 0, 0, size=(900.0, 700.0))
    edge = link(put("prompt", 20, 100), "words", put("clip", 500, 100), "words")
    row = editor.wires.row(edge)
    assert row is not None
    x0, y0, x1, y1, *_ = editor.wires.ends[row]

    assert editor.hit((x0 + x1) / 2, (y0 + y1) / 2).wire == edge


def test_what_is_selected_has_corners_and_edges_around_all_of_it(editor: Editor, put: Put) -> None:
    one, two = put("picture", 100, 100), put("picture", 500, 300)
    assert editor.hit(102, 102).corner == ""

    editor.select((one,))
    assert editor.hit(100, 100).corner == "nw"
    assert editor.hit(220, 101).corner == "n"

    editor.select((one, two))
    assert editor.hit(102, 102).corner == "nw"
    assert editor.hit(748, 100).corner == "ne"
    assert editor.hit(348, 292).corner == "", "the corner of one of several"
    assert editor.hit(600, 100).corner == "n"


def test_what_is_small_on_the_screen_can_still_be_dragged(editor: Editor, put: Put) -> None:
    one = put("picture", 100, 100)
    editor.select((one,))
    editor.camera = editor.camera.zoom_at(100, 100, 0.1)
    assert editor.hit(102, 102).corner == ""
    assert editor.hit(102, 102).node == one


def test_locked_and_collapsed_nodes_have_no_corners(board: Board, editor: Editor, put: Put) -> None:
    one = put("picture", 100, 100)
    editor.select((one,))
    for registers in ({"locked": True}, {"params": {"collapsed": True}}):
        board.apply(set_node(one, **registers), label="Change")
        assert editor.hit(100, 100).corner == ""
        board.undo()
    assert editor.hit(100, 100).corner == "nw"


@pytest.mark.parametrize(
    ("x", "y", "corner"),
    [(0, 0, "nw"), (100, 3, "ne"), (-2, 50, "sw"), (98, 51, "se"), (50, 0, ""), (0, 25, "")],
)
def test_corners(x: float, y: float, corner: str) -> None:
    assert corner_at((0, 0, 100, 50), x, y, 4) == corner
