"""Collapsed cards and scene frames: what is shown, what is hidden, where wires end."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.document.edits import AddNode, Refused, set_node
from canvas.document.graph import held_by, parent_of, parents_of
from canvas.document.records import Node, NodeKind
from canvas.editor.editor import Editor
from canvas.editor.folding import FOLDED_FRAME, HEADER, hidden_in
from canvas.editor.gestures import gesture_for
from canvas.editor.holding import holds_locked, inside, with_hidden
from canvas.ui.theme import NODE_HEADER
from tests.editor.conftest import EditingHand, Link, Put, strokes


def fold(board: Board, *nodes: str, folded: bool = True) -> None:
    value = True if folded else None
    board.apply(*(set_node(id, params={"collapsed": value}) for id in nodes), label="Collapse")


def box_of(editor: Editor, node: str) -> tuple[float, float, float, float]:
    row = editor.table.row(node)
    assert row is not None
    return editor.table.box(row)


@pytest.fixture
def scene(put: Put) -> dict[str, str]:
    """A frame with a clip and an inner frame with a note, and a prompt outside."""
    made = {"frame": put("scene", 300, 100, size=(600.0, 500.0))}
    made["clip"] = put("clip", 320, 140, parent=made["frame"])
    made["inner"] = put("scene", 320, 400, size=(300.0, 180.0), parent=made["frame"])
    made["note"] = put("note", 340, 420, parent=made["inner"])
    made["words"] = put("prompt", 0, 140)
    return made


def test_a_collapsed_card_is_its_header_and_comes_back_as_it_was(
    board: Board, editor: Editor, put: Put
) -> None:
    node = put("clip", 100, 100)
    whole = box_of(editor, node)
    assert HEADER == NODE_HEADER

    fold(board, node)
    assert box_of(editor, node) == (whole[0], whole[1], whole[2], whole[1] + HEADER)
    assert board.nodes[node].size == (304, 218)

    board.undo()
    assert box_of(editor, node) == whole


def test_the_wires_of_a_collapsed_card_end_half_way_down_its_header(
    board: Board, editor: Editor, put: Put, link: Link
) -> None:
    words, clip = put("prompt", 0, 100), put("clip", 500, 100)
    wire = editor.wires.row(link(words, "words", clip, "words"))
    assert wire is not None
    before = editor.wires.ends[wire].tolist()

    fold(board, words, clip)
    x0, y0, x1, y1 = editor.wires.ends[wire][:4]
    assert (x0, y0, x1, y1) == (248, 100 + HEADER / 2, 500, 100 + HEADER / 2)

    board.undo()
    assert editor.wires.ends[wire].tolist() == before


def test_a_collapsed_frame_hides_all_that_it_holds(
    board: Board, editor: Editor, scene: dict[str, str]
) -> None:
    editor.select((scene["clip"], scene["words"]))

    fold(board, scene["frame"])

    left, top, right, bottom = box_of(editor, scene["frame"])
    assert (right - left, bottom - top) == FOLDED_FRAME
    assert [editor.table.row(scene[name]) for name in ("clip", "inner", "note")] == [None] * 3
    assert editor.selection == {scene["words"]}, "what is hidden is not selected"
    editor.select_all()
    assert editor.selection == {scene["words"], scene["frame"]}
    assert editor.hit(340, 200).node == scene["frame"], "all of it can be grasped"
    assert editor.hit(700, 500).empty

    board.undo()
    assert box_of(editor, scene["clip"]) == (320, 140, 624, 358)


def test_the_outermost_collapsed_frame_stands_for_what_is_hidden(
    board: Board, editor: Editor, scene: dict[str, str]
) -> None:
    fold(board, scene["frame"], scene["inner"])
    found = hidden_in(board, editor.table.frames())
    assert found == dict.fromkeys((scene["clip"], scene["inner"], scene["note"]), scene["frame"])

    fold(board, scene["frame"], folded=False)
    assert hidden_in(board, editor.table.frames()) == {scene["note"]: scene["inner"]}
    assert editor.table.row(scene["note"]) is None


def test_wires_to_hidden_nodes_end_at_the_frame_and_wires_within_are_gone(
    board: Board, editor: Editor, scene: dict[str, str], put: Put, link: Link
) -> None:
    second = put("clip", 640, 140, parent=scene["frame"])
    into = link(scene["words"], "words", scene["clip"], "words")
    within = link(scene["clip"], "video", second, "previous")
    outside = put("clip", 1200, 140)
    out = link(second, "video", outside, "previous")

    fold(board, scene["frame"])

    left, top, right, bottom = box_of(editor, scene["frame"])
    rows = {id: editor.wires.row(id) for id in (into, within, out)}
    assert rows[within] is None
    assert tuple(editor.wires.ends[rows[into]][2:4]) == (left, (top + bottom) / 2)
    assert tuple(editor.wires.ends[rows[out]][:2]) == (right, (top + bottom) / 2)

    fold(board, scene["frame"], folded=False)
    assert editor.wires.row(within) is not None


def test_a_link_made_to_a_hidden_node_ends_at_its_frame(
    board: Board, editor: Editor, scene: dict[str, str], link: Link
) -> None:
    fold(board, scene["frame"])
    row = editor.wires.row(link(scene["words"], "words", scene["clip"], "words"))
    assert row is not None
    assert editor.wires.ends[row][2] == box_of(editor, scene["frame"])[0]


def test_a_moved_collapsed_frame_takes_its_wires_along(
    board: Board, editor: Editor, hand: EditingHand, scene: dict[str, str], link: Link
) -> None:
    wire = editor.wires.row(link(scene["words"], "words", scene["clip"], "words"))
    assert wire is not None
    fold(board, scene["frame"])
    pointers = strokes((400, 150), (450, 200), (470, 250), up=False)
    gesture = gesture_for(editor, hand, pointers[0])
    assert gesture is not None
    editor.begin(gesture)
    for pointer in pointers[1:]:
        editor.feed(pointer)
    assert editor.wires.ends[wire][2] == box_of(editor, scene["frame"])[0] != 300


def test_an_arrow_to_a_hidden_node_points_at_its_frame(
    board: Board, editor: Editor, scene: dict[str, str], put: Put
) -> None:
    arrow = put("arrow", 0, 0, params={"from": scene["words"], "to": scene["clip"]})
    before = editor.sketches.line(arrow)
    fold(board, scene["frame"])
    left, top, _, bottom = box_of(editor, scene["frame"])
    line = editor.sketches.line(arrow)
    assert line is not None
    assert line.end[0] == pytest.approx(left, abs=24)
    assert top <= line.end[1] <= bottom

    board.apply(set_node(scene["frame"], pos=(300, 500)), label="Move")
    moved = editor.sketches.line(arrow)
    assert moved is not None
    assert moved.end[1] > line.end[1] + 100
    board.undo()
    board.undo()
    assert editor.sketches.line(arrow) == before


def test_a_collapsed_frame_is_one_thing_even_with_something_locked_in_it(
    board: Board, scene: dict[str, str]
) -> None:
    board.apply(set_node(scene["clip"], locked=True), label="Lock")
    assert scene["clip"] not in inside(board, [scene["frame"]])
    assert not holds_locked(board, scene["frame"])

    fold(board, scene["frame"])
    held = {scene[name] for name in ("frame", "clip", "inner", "note")}
    assert set(inside(board, [scene["frame"]])) == held
    assert set(with_hidden(board, [scene["frame"]])) == held
    assert holds_locked(board, scene["frame"])


def test_a_loaded_board_shows_what_it_showed(
    board: Board, editor: Editor, scene: dict[str, str], link: Link
) -> None:
    link(scene["words"], "words", scene["clip"], "words")
    fold(board, scene["frame"], scene["words"])
    again = Editor(board)
    table, fresh = editor.table, again.table
    for node in board.nodes:
        mine, theirs = table.row(node), fresh.row(node)
        assert (mine is None) == (theirs is None)
        if mine is not None and theirs is not None:
            assert table.box(mine) == fresh.box(theirs)
    assert editor.wires.ends[: len(editor.wires)].tolist() == again.wires.ends[:1].tolist()
    again.close()


PARENTS = st.lists(st.tuples(st.integers(0, 7), st.integers(-1, 8), st.booleans()), max_size=14)


@given(PARENTS)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_what_frames_hold_is_read_alike_one_by_one_and_all_at_once(
    moves: list[tuple[int, int, bool]],
) -> None:
    """Loops of frames, frames that are gone and parents that are no frames hold nothing."""
    board = Board.new(person="somebody")
    kinds = [NodeKind.scene] * 5 + [NodeKind.note] * 3
    board.apply(*(AddNode(Node(id=f"n{i}", kind=kind)) for i, kind in enumerate(kinds)))
    for node, parent, folded in moves:
        edits = set_node(f"n{node}", parent=None if parent < 0 else f"n{parent}")
        with suppress(Refused):  # a loop of frames
            board.apply(edits, label="Move")
        if node < 5:
            fold(board, f"n{node}", folded=folded)
    parents = parents_of(board)
    assert parents == {id: p for id in board.nodes if (p := parent_of(board, id)) is not None}
    frames = [f"n{i}" for i in range(5)]
    hidden = hidden_in(board, frames)
    folded_frames = [id for id in frames if board.nodes[id].params.get("collapsed")]
    assert set(hidden) == {id for frame in folded_frames for id in held_by(board, frame)}
    assert all(id in held_by(board, frame) for id, frame in hidden.items())
    assert all(frame not in hidden for frame in hidden.values())
