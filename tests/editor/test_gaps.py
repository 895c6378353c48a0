"""Equal gaps and the grid: what a dragged or pulled box falls on besides lines (features 5.1)."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.snapping import Gap, snapped, snapped_sides
from tests.editor.conftest import EditingHand, Put, strokes

ROW = np.array([[0.0, 0.0, 100.0, 100.0], [150.0, 0.0, 250.0, 100.0]])
"""Two boxes 50 apart."""


def test_a_box_after_two_keeps_their_gap() -> None:
    found = snapped((303.0, 33.0, 403.0, 133.0), ROW, 6.0, down=False)

    assert found.dx == -3.0
    assert {(gap.start, gap.end) for gap in found.gaps} == {(100.0, 150.0), (250.0, 300.0)}


def test_a_box_before_two_keeps_their_gap() -> None:
    found = snapped((-148.0, 33.0, -48.0, 133.0), ROW, 6.0, down=False)

    assert found.dx == -2.0
    assert {(gap.start, gap.end) for gap in found.gaps} == {(100.0, 150.0), (-50.0, 0.0)}


def test_a_box_between_two_stands_in_the_middle() -> None:
    apart = np.array([[0.0, 0.0, 100.0, 100.0], [333.0, 7.0, 433.0, 107.0]])

    found = snapped((170.0, 20.0, 270.0, 120.0), apart, 6.0, down=False)

    assert found.dx == -3.5
    assert found.gaps == (Gap(False, 70.0, 100.0, 166.5), Gap(False, 70.0, 266.5, 333.0))


def test_gaps_count_down_a_column_too() -> None:
    found = snapped((33.0, 303.0, 133.0, 403.0), ROW[:, [1, 0, 3, 2]], 6.0, across=False)

    assert found.dy == -3.0
    assert all(gap.upright for gap in found.gaps)
    assert len(found.gaps) == 2


def test_boxes_of_another_row_have_no_say() -> None:
    found = snapped((303.0, 533.0, 403.0, 633.0), ROW, 6.0, down=False)

    assert found.dx == 0.0
    assert found.gaps == ()


def test_a_frame_around_the_dragged_box_is_no_neighbour() -> None:
    framed = np.concatenate([ROW, [[-500.0, -500.0, 900.0, 700.0]]])

    assert snapped((303.0, 33.0, 403.0, 133.0), framed, 6.0, down=False).dx == -3.0


def test_the_grid_takes_what_no_line_is_nearer_to() -> None:
    alone = np.zeros((0, 4))
    assert snapped((31.0, 50.0, 131.0, 150.0), alone, 6.0, grid=24.0).dx == -7.0
    assert snapped((31.0, 50.0, 131.0, 150.0), alone, 6.0, grid=24.0).dy == -2.0

    near = np.array([[33.0, 500.0, 60.0, 600.0]])
    assert snapped((31.0, 50.0, 131.0, 150.0), near, 6.0, grid=24.0).dx == 2.0


def test_pulled_sides_fall_into_line_and_the_others_stay() -> None:
    found = snapped_sides((500.0, 0.0, 653.0, 103.0), "e", np.array([[650.0, 300, 700, 400]]), 6.0)

    assert (found.dx, found.dy) == (-3.0, 0.0)
    assert [(guide.upright, guide.at) for guide in found.guides] == [(True, 650.0)]


@given(
    st.lists(
        st.tuples(
            *(st.floats(-1e9, 1e9) for _ in range(2)), *(st.floats(1, 1e4) for _ in range(2))
        ),
        max_size=8,
    ),
    st.tuples(*(st.floats(-1e9, 1e9) for _ in range(2)), *(st.floats(1, 1e4) for _ in range(2))),
    st.booleans(),
)
def test_no_snap_is_longer_than_its_reach(
    others: list[tuple[float, float, float, float]],
    moving: tuple[float, float, float, float],
    grid: bool,
) -> None:
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h in others]).reshape(-1, 4)
    x, y, w, h = moving

    found = snapped((x, y, x + w, y + h), boxes, 6.0, grid=24.0 if grid else None)

    assert max(abs(found.dx), abs(found.dy)) <= (12.0 if grid else 6.0) + 1e-6
    assert np.isfinite([found.dx, found.dy]).all()


def test_a_dragged_node_shows_equal_gaps_and_falls_into_them(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    put("note", 0, 100)
    put("note", 220, 130)
    moved = put("note", 700, 155)
    pointers = strokes((710, 165), (500, 165), (453, 165))

    gesture = gesture_for(editor, hand, pointers[0])
    assert gesture is not None
    editor.begin(gesture)
    for pointer in pointers[1:-1]:
        editor.feed(pointer)
    assert {(gap.start, gap.end) for gap in editor.shown.gaps} == {(170, 220), (390, 440)}

    editor.feed(pointers[-1])
    assert board.nodes[moved].pos[0] == 440
    assert editor.shown.gaps == ()


@pytest.mark.parametrize(("ctrl", "expected"), [(False, (120, 144)), (True, (127, 139))])
def test_nodes_fall_on_the_grid_where_it_is_on_and_ctrl_lets_go(
    board: Board, editor: Editor, hand: EditingHand, put: Put, ctrl: bool, expected: object
) -> None:
    editor.snap_grid = True
    node = put("note", 100, 100)
    pointers = strokes((110, 110), (150, 120), (137, 149), ctrl=ctrl)

    gesture = gesture_for(editor, hand, pointers[0])
    assert gesture is not None
    editor.begin(gesture)
    for pointer in pointers[1:]:
        editor.feed(pointer)

    assert board.nodes[node].pos == expected
