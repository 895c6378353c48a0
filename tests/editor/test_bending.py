"""Links led through bends: rows, curves, and the hand that makes, moves and removes bends
(features.md 5.1: reroute by a double click on a link)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from canvas.document.board import Board
from canvas.document.edits import BendEdge, DeleteEdges, DeleteNodes, set_node
from canvas.document.schema import MOST_BENDS
from canvas.editor.bending import boxes, flattened, pieces
from canvas.editor.editor import Editor
from canvas.editor.leading import straighten, turn
from tests.editor.conftest import EditingHand, Link, Put, strokes
from tests.editor.test_gestures import play


@pytest.fixture
def bent(board: Board, put: Put, link: Link) -> str:
    """A link from (248, ~174) to (600, ~164), led over (420, 400)."""
    words, clip = put("prompt", 0, 100), put("clip", 600, 100)
    edge = link(words, "words", clip, "words")
    board.apply(BendEdge(edge, ((420.0, 400.0),)))
    return edge


def test_a_wire_passes_through_its_bends_and_ends_at_its_ports(editor: Editor, bent: str) -> None:
    rows = editor.wires.rows(bent)
    assert len(rows) == 2
    first, last = editor.wires.ends[rows]
    start, end = editor.wires.ports_of(bent)
    assert tuple(first[:2]) == start
    assert tuple(first[2:4]) == tuple(last[:2]) == (420.0, 400.0)
    assert tuple(last[2:4]) == end


def test_a_wire_is_smooth_at_its_bends_and_level_at_its_ports() -> None:
    made = pieces([(0.0, 0.0), (100.0, 50.0), (40.0, 200.0), (300.0, 210.0)])
    for before, after in pairwise(made):
        leaving = before[6:8] / np.linalg.norm(before[6:8])
        assert leaving == pytest.approx(after[4:6] / np.linalg.norm(after[4:6]))
    assert made[0, 5] == made[-1, 7] == 0.0
    assert made[0, 4] > 0
    assert made[-1, 6] > 0


def test_points_on_one_another_make_no_curve_that_is_no_number() -> None:
    made = pieces([(5.0, 5.0), (5.0, 5.0), (5.0, 5.0)])
    assert np.isfinite(flattened(made)).all()


def test_every_curve_lies_in_its_box() -> None:
    chance = np.random.default_rng(3)
    made = pieces([(float(x), float(y)) for x, y in chance.uniform(-500, 500, (40, 2))])
    points, around = flattened(made, 64), boxes(made)
    assert (points[:, :, 0] >= around[:, None, 0] - 1e-6).all()
    assert (points[:, :, 1] >= around[:, None, 1] - 1e-6).all()
    assert (points[:, :, 0] <= around[:, None, 2] + 1e-6).all()
    assert (points[:, :, 1] <= around[:, None, 3] + 1e-6).all()


def test_wires_brought_up_to_date_equal_wires_loaded_anew(
    board: Board, editor: Editor, bent: str
) -> None:
    edge = board.edges[bent]
    board.apply(BendEdge(bent, ((300.0, 0.0), (350.0, 50.0), (500.0, 400.0))))
    board.apply(set_node(edge.target, pos=(900.0, 300.0)))
    board.apply(BendEdge(bent, ((310.0, 10.0), (500.0, 400.0))))
    fresh = Editor(board)
    try:
        mine, theirs = editor.wires.rows(bent), fresh.wires.rows(bent)
        assert len(mine) == 3, "the fourth piece sleeps"
        assert editor.wires.ends[mine] == pytest.approx(fresh.wires.ends[theirs])
        assert editor.wires.boxes[mine] == pytest.approx(fresh.wires.boxes[theirs])
    finally:
        fresh.close()


@pytest.mark.parametrize("gone", ["link", "node"])
def test_no_piece_is_left_of_a_link_that_is_gone(
    board: Board, editor: Editor, bent: str, gone: str
) -> None:
    edge = board.edges[bent]
    board.apply(DeleteEdges([bent]) if gone == "link" else DeleteNodes([edge.source]))
    assert not len(editor.wires.rows(bent))
    assert not editor.wires.live.any()
    assert editor.wires.hit(420, 400, 3) is None
    board.undo()
    assert editor.wires.hit(420, 400, 3) == bent


def test_a_bend_is_found_under_the_pointer_before_its_wire(editor: Editor, bent: str) -> None:
    found = editor.hit(422, 398)
    assert (found.wire, found.bend) == (bent, 0)
    x, y = flattened(editor.wires.ends[editor.wires.rows(bent)[:1]])[0][12]
    along = editor.hit(float(x), float(y))
    assert (along.wire, along.bend) == (bent, None)


def test_a_bend_follows_the_hand_in_one_step(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    editor.snapping = False
    play(editor, hand, strokes((420, 400), (450, 430), (480, 500)))
    assert board.edges[bent].bends == ((480.0, 500.0),)
    assert editor.bend == (bent, 0)
    board.undo()
    assert board.edges[bent].bends == ((420.0, 400.0),)


def test_escape_puts_a_bend_back(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    play(editor, hand, strokes((420, 400), (480, 500), up=False))
    assert editor.wires.bends(bent) == ((480.0, 500.0),)
    editor.cancel()
    assert editor.wires.bends(bent) == board.edges[bent].bends == ((420.0, 400.0),)


def test_a_bend_falls_level_with_the_port_beside_it(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    start, _ = editor.wires.ports_of(bent)
    play(editor, hand, strokes((420, 400), (430, start[1] + 4)))
    assert board.edges[bent].bends == ((430.0, start[1]),)


def test_a_wire_that_is_pulled_gets_a_bend_where_it_was_taken(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    words, clip = put("prompt", 0, 100), put("clip", 600, 100)
    edge = link(words, "words", clip, "words")
    start, end = editor.wires.ports_of(edge)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    play(editor, hand, strokes(middle, (400, 500)))
    assert board.edges[edge].bends == ((400.0, 500.0),)


def test_a_click_on_a_wire_selects_it_and_bends_nothing(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    x, y = flattened(editor.wires.ends[editor.wires.rows(bent)[:1]])[0][12]
    play(editor, hand, strokes((float(x), float(y))))
    assert editor.links == {bent}
    assert len(board.edges[bent].bends) == 1


def test_a_double_click_adds_a_bend_in_its_place_along_the_wire_and_takes_one_away(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    start, end = editor.wires.ports_of(bent)
    turn(editor, hand, bent, None, (550.0, 300.0))
    assert board.edges[bent].bends == ((420.0, 400.0), (550.0, 300.0))
    turn(editor, hand, bent, None, (start[0] + 10, start[1] + 5))
    assert [x for x, _ in board.edges[bent].bends] == [start[0] + 10, 420.0, 550.0]
    turn(editor, hand, bent, 1, (420.0, 400.0))
    assert [x for x, _ in board.edges[bent].bends] == [start[0] + 10, 550.0]
    assert end[0] == 600


def test_delete_takes_the_selected_bend_and_leaves_the_link(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    assert not straighten(editor, hand)
    play(editor, hand, strokes((420, 400)))
    assert editor.bend == (bent, 0)
    assert straighten(editor, hand)
    assert board.edges[bent].bends == ()
    assert editor.bend is None
    assert editor.links == {bent}


def test_a_wire_takes_no_more_bends_than_a_board_keeps(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    full = tuple((300.0 + n, 300.0) for n in range(MOST_BENDS))
    board.apply(BendEdge(bent, full))
    turn(editor, hand, bent, None, (260.0, 200.0))
    assert board.edges[bent].bends == full


def test_bends_are_carried_while_both_ends_are(
    board: Board, editor: Editor, hand: EditingHand, bent: str
) -> None:
    edge = board.edges[bent]
    rows = editor.table.rows([edge.source, edge.target])
    editor.hold(rows, 30.0, -10.0)
    assert editor.wires.bends(bent) == ((450.0, 390.0),)
    editor.hold(rows[:1], 5.0, 0.0)
    assert editor.wires.bends(bent) == ((420.0, 400.0),)


def test_wires_of_a_muted_node_are_faint_and_others_are_not(
    board: Board, editor: Editor, put: Put, link: Link, bent: str
) -> None:
    edge = board.edges[bent]
    other = link(put("prompt", 0, 600), "words", edge.target, "words")
    board.apply(set_node(edge.source, params={"mode": "muted"}))
    assert editor.wires.faint[editor.wires.rows(bent)].all()
    assert not editor.wires.faint[editor.wires.rows(other)].any()
    fresh = Editor(board)
    try:
        assert fresh.wires.faint[fresh.wires.rows(bent)].all()
        assert not fresh.wires.faint[fresh.wires.rows(other)].any()
    finally:
        fresh.close()
    board.apply(set_node(edge.source, params={"mode": None}))
    assert not editor.wires.faint.any()


def test_a_link_pulled_off_its_port_is_hidden_with_all_its_pieces_and_comes_back(
    editor: Editor, bent: str
) -> None:
    editor.wires.hide(bent, hidden=True)
    assert not editor.wires.live.any()
    editor.wires.hide(bent, hidden=False)
    assert len(editor.wires.rows(bent)) == 2
