"""Groups are picked up together, and single members can be reached (features 5.1, 5.2)."""

from __future__ import annotations

import pytest

from canvas.document.board import Board
from canvas.document.edits import DeleteNodes, set_node
from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.grouping import fresh_groups, regrouped
from canvas.editor.hand import Pointer
from tests.editor.conftest import EditingHand, Put, strokes


def play(editor: Editor, hand: EditingHand, pointers: list[Pointer]) -> None:
    gesture = gesture_for(editor, hand, pointers[0])
    if gesture is not None:
        editor.begin(gesture)
    for pointer in pointers[1:]:
        editor.feed(pointer)


@pytest.fixture
def three(board: Board, put: Put) -> tuple[str, str, str]:
    """Two notes of one group, and one of none."""
    one, two, lone = put("note", 0, 100), put("note", 300, 100), put("note", 600, 100)
    board.apply(*(set_node(id, params={"group": "g"}) for id in (one, two)), label="Group")
    return one, two, lone


ONE, TWO, LONE = (50, 150), (350, 150), (650, 150)


def test_a_click_on_a_member_selects_the_group_and_shift_adds_it(
    editor: Editor, hand: EditingHand, three: tuple[str, str, str]
) -> None:
    one, two, lone = three
    play(editor, hand, strokes(ONE))
    assert editor.selection == {one, two}

    play(editor, hand, strokes(LONE))
    play(editor, hand, strokes(TWO, shift=True))
    assert editor.selection == {one, two, lone}


def test_ctrl_reaches_one_member_and_clicks_stay_within_the_group(
    editor: Editor, hand: EditingHand, three: tuple[str, str, str]
) -> None:
    one, two, _ = three
    play(editor, hand, strokes(ONE, ctrl=True))
    assert editor.selection == {one}

    play(editor, hand, strokes(TWO))
    assert editor.selection == {two}, "inside the group a click means one member"

    play(editor, hand, strokes(LONE))
    play(editor, hand, strokes(TWO))
    assert editor.selection == {one, two}, "coming from outside it means the group again"


def test_a_double_click_reaches_one_member(
    editor: Editor, hand: EditingHand, three: tuple[str, str, str]
) -> None:
    one, _, lone = three
    play(editor, hand, strokes(ONE))
    assert editor.reach(one)
    assert editor.selection == {one}
    assert not editor.reach(one), "the next one is for writing"
    assert not editor.reach(lone)


def test_a_marquee_takes_whole_groups(
    editor: Editor, hand: EditingHand, three: tuple[str, str, str]
) -> None:
    one, two, _ = three
    play(editor, hand, strokes((-20, 60), (100, 260)))
    assert editor.selection == {one, two}


def test_a_marquee_adds_with_shift_and_turns_around_with_ctrl(
    editor: Editor, hand: EditingHand, three: tuple[str, str, str]
) -> None:
    one, two, lone = three
    editor.select((one, two))

    play(editor, hand, strokes((580, 60), (800, 260), shift=True))
    assert editor.selection == {one, two, lone}

    play(editor, hand, strokes((280, 60), (800, 260), ctrl=True))
    assert editor.selection == frozenset()


def test_a_drag_of_one_member_moves_all(
    board: Board, editor: Editor, hand: EditingHand, three: tuple[str, str, str]
) -> None:
    one, two, lone = three
    play(editor, hand, strokes(ONE, (70, 180), (90, 190), ctrl=False))
    moved = [board.nodes[id].pos != pos for id, pos in ((one, (0, 100)), (two, (300, 100)))]
    assert moved == [True, True]
    assert board.nodes[lone].pos == (600, 100)


def test_a_group_of_which_one_is_left_is_none(
    board: Board, editor: Editor, three: tuple[str, str, str]
) -> None:
    one, two, _ = three
    board.apply(DeleteNodes((two,)), label="Delete")
    assert editor.groups.around(one) == {one}
    board.undo()
    assert editor.groups.around(one) == {one, two}
    board.undo()
    assert editor.groups.around(one) == {one}


def test_copies_make_a_group_of_their_own_and_a_lone_copy_none(
    board: Board, three: tuple[str, str, str]
) -> None:
    nodes = [board.nodes[id] for id in three]
    fresh = fresh_groups(nodes)
    groups = {regrouped(node, fresh).params.get("group") for node in nodes[:2]}
    assert len(groups) == 1
    assert groups.isdisjoint({None, "g"})
    assert "group" not in regrouped(nodes[0], fresh_groups(nodes[:1])).params
