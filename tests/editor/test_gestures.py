"""Gestures: what they show while they last, what they do at their end, and that Esc undoes them."""

from __future__ import annotations

from typing import Any

import pytest

from canvas.document.board import Board
from canvas.document.change import Change
from canvas.editor.editor import Editor
from canvas.editor.gestures import gesture_for
from canvas.editor.hand import Button, Pointer
from tests.editor.conftest import EditingHand, Put, strokes


def play(editor: Editor, hand: EditingHand, pointers: list[Pointer]) -> None:
    gesture = gesture_for(editor, hand, pointers[0])
    if gesture is not None:
        editor.begin(gesture)
    for pointer in pointers[1:]:
        editor.feed(pointer)


def shown_at(editor: Editor, node: str) -> tuple[float, float]:
    row = editor.table.row(node)
    assert row is not None
    return editor.table.box(row)[:2]


def test_a_click_selects_and_another_one_elsewhere_lets_go(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)

    play(editor, hand, strokes((150, 150)))
    assert editor.selection == {node}

    play(editor, hand, strokes((900, 700)))
    assert editor.selection == frozenset()


@pytest.mark.parametrize("key", ["shift", "ctrl"])
def test_shift_and_ctrl_add_and_take_away(
    editor: Editor, hand: EditingHand, put: Put, key: str
) -> None:
    one, two = put("picture", 100, 100), put("picture", 500, 100)
    held: dict[str, Any] = {key: True}

    play(editor, hand, strokes((150, 150)))
    play(editor, hand, strokes((550, 150), **held))
    assert editor.selection == {one, two}

    play(editor, hand, strokes((150, 150), **held))
    assert editor.selection == {two}


def test_a_click_on_one_of_several_selected_selects_it_alone(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    one, two = put("picture", 100, 100), put("picture", 500, 100)
    editor.select((one, two))

    play(editor, hand, strokes((150, 150)))

    assert editor.selection == {one}


def test_a_trembling_click_moves_nothing(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)

    play(editor, hand, strokes((150, 150), (152, 149)))

    assert board.nodes[node].pos == (100, 100)


def test_a_drag_moves_all_that_is_selected_in_one_step_of_undo(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    one, two = put("picture", 100, 100), put("note", 500, 400)
    editor.select((one, two))

    play(editor, hand, strokes((150, 150), (160, 170), (237, 211), ctrl=True))

    # Ctrl holds the guides off; it was on a selected node, so nothing was deselected
    assert board.nodes[one].pos == (187, 161)
    assert board.nodes[two].pos == (587, 461)
    board.undo()
    assert board.nodes[one].pos == (100, 100)
    assert board.nodes[two].pos == (500, 400)


def test_the_board_hears_of_a_drag_once_at_its_end(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    put("picture", 100, 100)
    heard: list[Change] = []
    board.listen(heard.append)

    pointers = strokes((150, 150), *((150 + n, 150) for n in range(5, 300, 7)))
    play(editor, hand, pointers[:-1])
    assert heard == []

    editor.feed(pointers[-1])
    assert len(heard) == 1


def test_escape_leaves_the_board_as_it_was(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)
    before = board.encode()

    play(editor, hand, strokes((150, 150), (300, 300), up=False))
    assert shown_at(editor, node) != (100, 100)

    assert editor.cancel()
    assert shown_at(editor, node) == (100, 100)
    assert board.encode() == before
    assert not editor.gesturing


def test_a_dragged_box_falls_into_line_and_shows_its_guide(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    put("picture", 100, 100)
    moved = put("picture", 440, 400)

    pointers = strokes((480, 480), (300, 480), (143, 480))
    play(editor, hand, pointers[:-1])
    assert any(guide.upright and guide.at == 100 for guide in editor.shown.guides)

    editor.feed(pointers[-1])
    assert board.nodes[moved].pos[0] == 100
    assert editor.shown.guides == ()


def test_shift_keeps_a_drag_to_one_axis(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)

    pointers = strokes((150, 150), (250, 190), ctrl=True)
    play(
        editor,
        hand,
        [pointers[0], *(Pointer(p.x, p.y, up=p.up, shift=True, ctrl=True) for p in pointers[1:])],
    )

    assert board.nodes[node].pos == (200, 100)


def test_alt_leaves_the_node_and_carries_a_copy(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)

    pointers = strokes((150, 150), (250, 400), alt=True)
    play(editor, hand, pointers[:-1])
    assert editor.shown.ghosts is not None
    assert shown_at(editor, node) == (100, 100)

    editor.feed(pointers[-1])
    (copy,) = editor.selection
    assert copy != node
    assert board.nodes[node].pos == (100, 100)
    assert board.nodes[copy].pos == pytest.approx((200, 350), abs=6)


def test_a_scene_frame_takes_along_what_it_holds(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    frame = put("scene", 100, 100, size=(500.0, 400.0))
    inside = put("picture", 200, 200, parent=frame)
    outside = put("picture", 700, 500)

    play(editor, hand, strokes((101, 300), (151, 300), up=False, ctrl=True))

    assert shown_at(editor, frame) == (150, 100)
    assert shown_at(editor, inside) == (250, 200)
    assert shown_at(editor, outside) == (700, 500)


def test_a_locked_node_stays(board: Board, editor: Editor, hand: EditingHand, put: Put) -> None:
    node = put("picture", 100, 100, locked=True)

    play(editor, hand, strokes((150, 150), (300, 300)))

    assert board.nodes[node].pos == (100, 100)


def test_a_marquee_selects_what_it_touches(editor: Editor, hand: EditingHand, put: Put) -> None:
    one, two = put("picture", 100, 100), put("picture", 400, 100)
    put("picture", 700, 500)
    frame = put("scene", 50, 50, size=(900.0, 700.0))

    play(editor, hand, strokes((70, 380), (300, 250), (500, 150)))

    assert editor.selection == {one, two}, "a scene frame counts only when all of it is inside"
    assert frame in editor.board.nodes


def test_a_marquee_with_shift_adds(editor: Editor, hand: EditingHand, put: Put) -> None:
    one, two = put("picture", 100, 100), put("picture", 500, 100)
    editor.select((one,))

    play(editor, hand, strokes((480, 400), (600, 150), shift=True))

    assert editor.selection == {one, two}


def test_escape_gives_back_the_selection_before_a_marquee(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    one, _ = put("picture", 100, 100), put("picture", 500, 100)
    editor.select((one,))

    play(editor, hand, strokes((480, 400), (600, 150), up=False))
    editor.cancel()

    assert editor.selection == {one}
    assert editor.shown.marquee is None


@pytest.mark.parametrize("held", [{"button": Button.middle}, {"space": True}])
def test_the_middle_button_and_space_pan(
    editor: Editor, hand: EditingHand, put: Put, held: dict[str, Any]
) -> None:
    put("picture", 100, 100)
    before = editor.camera.to_screen(0, 0)

    play(editor, hand, strokes((150, 150), (170, 190), **held))

    after = editor.camera.to_screen(0, 0)
    assert (after[0] - before[0], after[1] - before[1]) == (20, 40)
    assert editor.selection == frozenset()


def test_the_hand_tool_pans_with_the_left_button(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100)
    editor.tool = "hand"

    play(editor, hand, strokes((150, 150), (250, 150)))

    assert board.nodes[node].pos == (100, 100)
    assert editor.camera.to_screen(100, 100)[0] == 200


def test_a_corner_resizes_and_one_undo_gives_the_size_back(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100, size=(200.0, 100.0))
    editor.select((node,))

    play(editor, hand, strokes((300, 200), (350, 260)))
    assert (board.nodes[node].pos, board.nodes[node].size) == ((100, 100), (250, 160))

    board.undo()
    assert board.nodes[node].size == (200, 100)


def test_the_opposite_corner_stays_where_it_is(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100, size=(200.0, 100.0))
    editor.select((node,))

    play(editor, hand, strokes((100, 100), (900, 700)))

    left, top = board.nodes[node].pos
    wide, high = board.nodes[node].size
    assert (left + wide, top + high) == (300, 200)
    assert min(wide, high) >= 48, "a node stays big enough to be grasped"


def test_shift_keeps_the_proportions_of_what_is_resized(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    node = put("picture", 100, 100, size=(200.0, 100.0))
    editor.select((node,))

    play(editor, hand, strokes((300, 200), (500, 210), shift=True))

    assert board.nodes[node].size == (400, 200)


def test_a_click_on_a_wire_selects_it_alone(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Any
) -> None:
    words, clip = put("prompt", 100, 100), put("clip", 600, 100)
    edge = link(words, "words", clip, "words")
    editor.select((clip,))
    row = editor.wires.row(edge)
    assert row is not None
    x0, y0, x1, y1, *_ = editor.wires.ends[row]

    play(editor, hand, strokes(((x0 + x1) / 2, (y0 + y1) / 2)))

    assert editor.links == {edge}
    assert editor.selection == frozenset()


def test_what_vanishes_is_no_longer_selected(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    from canvas.document.edits import DeleteNodes

    node = put("picture", 100, 100)
    editor.select((node,))

    board.apply(DeleteNodes((node,)))

    assert editor.selection == frozenset()
