"""Corners and edges: one node or several, in proportion, from the middle, within bounds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.document.edits import set_node
from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.resizing import SMALLEST, placed, stretched
from tests.editor.conftest import EditingHand, Put, strokes

BOX = (100.0, 100.0, 300.0, 200.0)
SIDES = ("nw", "n", "ne", "e", "se", "s", "sw", "w")
Point = tuple[float, float]


def pull(editor: Editor, hand: EditingHand, start: Point, end: Point, **held: Any) -> None:
    pointers = strokes(start, ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2), end, **held)
    gesture = gesture_for(editor, hand, pointers[0])
    assert gesture is not None
    editor.begin(gesture)
    for pointer in pointers[1:]:
        editor.feed(pointer)


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        ("e", (100, 100, 340, 200)),
        ("w", (140, 100, 300, 200)),
        ("s", (100, 100, 300, 230)),
        ("n", (100, 130, 300, 200)),
        ("se", (100, 100, 340, 230)),
        ("nw", (140, 130, 300, 200)),
    ],
)
def test_a_pulled_side_moves_and_the_others_stay(
    sides: str, expected: tuple[float, float, float, float]
) -> None:
    assert stretched(BOX, sides, (40, 30)) == expected


def test_from_the_middle_both_sides_move() -> None:
    assert stretched(BOX, "e", (40, 0), centred=True) == (60, 100, 340, 200)
    assert stretched(BOX, "se", (40, 30), centred=True) == (60, 70, 340, 230)


def test_in_proportion_an_edge_grows_the_other_way_too() -> None:
    assert stretched(BOX, "e", (200, 0), proportional=True) == (100, 50, 500, 250)
    assert stretched(BOX, "se", (200, 0), proportional=True) == (100, 100, 500, 300)


@given(
    st.sampled_from(SIDES),
    st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9)),
    st.booleans(),
    st.booleans(),
)
def test_nothing_gets_smaller_than_it_may_or_turns_inside_out(
    sides: str, way: Point, proportional: bool, centred: bool
) -> None:
    box = stretched(BOX, sides, way, proportional=proportional, centred=centred)
    assert box[2] - box[0] >= SMALLEST - 1e-3
    assert box[3] - box[1] >= SMALLEST - 1e-3
    if proportional:
        assert (box[2] - box[0]) / (box[3] - box[1]) == pytest.approx(2.0)
    if not (centred or proportional):
        for index, side in enumerate("wnes"):
            assert side in sides or box[index] == BOX[index]


def test_boxes_keep_their_places_in_the_box_around_them() -> None:
    around, pulled = (0.0, 0.0, 100.0, 100.0), (0.0, 0.0, 200.0, 50.0)
    assert placed((50.0, 50.0, 100.0, 100.0), around, pulled) == (100, 25, 200, 50)


def test_an_edge_resizes_and_one_undo_gives_the_size_back(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)
    editor.select((node,))

    pull(editor, hand, (348, 260), (400, 300), ctrl=True)
    assert board.nodes[node].pos == (100, 100)
    assert board.nodes[node].size == (300, 192), "only the width, however the hand went"

    board.undo()
    assert board.nodes[node].size == (248, 192)


def test_several_are_resized_by_the_box_around_them_in_one_step(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    one, two = put("note", 100, 100, size=(100.0, 100.0)), put("note", 300, 100, size=(100.0, 50.0))
    fixed = put("note", 100, 400, size=(100.0, 100.0), locked=True)
    editor.select((one, two, fixed))

    pull(editor, hand, (400, 200), (700, 300), ctrl=True)

    assert [board.nodes[id].pos for id in (one, two)] == [(100, 100), (500, 100)]
    assert [board.nodes[id].size for id in (one, two)] == [(200, 200), (200, 100)]
    assert board.nodes[fixed].size == (100, 100), "locked nodes stay as they are"
    board.undo()
    assert [board.nodes[id].size for id in (one, two)] == [(100, 100), (100, 50)]


def test_a_resized_frame_does_not_move_what_it_holds(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    frame = put("scene", 100, 100, size=(400.0, 300.0))
    held = put("note", 200, 200, parent=frame)
    editor.select((frame,))

    pull(editor, hand, (500, 400), (600, 500), ctrl=True)

    assert board.nodes[frame].size == (500, 400)
    assert board.nodes[held].pos == (200, 200)


def test_a_pulled_edge_falls_into_line_and_shows_it(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)
    put("picture", 452, 400)
    editor.select((node,))

    pull(editor, hand, (348, 260), (449, 260), up=False)
    assert any(guide.upright and guide.at == 452 for guide in editor.shown.guides)
    assert editor.cancel()
    assert board.nodes[node].size == (248, 192)


def test_links_follow_while_a_card_is_resized_and_given_up(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Any
) -> None:
    words = put("prompt", 100, 100)
    wire = editor.wires.row(link(words, "words", put("clip", 600, 100), "words"))
    before = editor.wires.ends[wire].tolist()
    editor.select((words,))

    pull(editor, hand, (348, 220), (398, 320), up=False, ctrl=True)
    during = editor.wires.ends[wire].tolist()
    assert during[0] == 398
    assert during[1] > before[1]
    editor.cancel()
    assert editor.wires.ends[wire].tolist() == before


def test_a_locked_node_is_not_resized(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)
    editor.select((node,))
    board.apply(set_node(node, locked=True), label="Lock")
    assert editor.hit(348, 292).corner == ""
