"""Which ports could take a link, links drawn by keys, and what is said beside one in hand
(features.md 5.2 and 3 J: everything by keyboard)."""

from __future__ import annotations

import pytest

from canvas.document.board import Board
from canvas.document.edits import set_node
from canvas.document.records import PortKind
from canvas.editor.editor import Editor
from canvas.editor.fitting import fitting
from canvas.editor.hits import ports_of
from canvas.editor.ports import PortEnd
from canvas.editor.reaching import Reach
from tests.editor.conftest import EditingHand, Link, Put, strokes
from tests.editor.test_gestures import play
from tests.editor.test_linking import links, port


@pytest.fixture
def reach(editor: Editor, hand: EditingHand) -> Reach:
    return Reach(editor, hand)


def test_only_ports_of_the_kind_that_close_no_loop_fit(
    board: Board, editor: Editor, put: Put, link: Link
) -> None:
    one, two, three = (put("clip", 0, 250.0 * n) for n in range(3))
    link(one, "video", two, "previous")
    fits = fitting(board, PortEnd(two, "video", PortKind.video, output=True))
    ends = [end for row in range(3) for end, _, _ in ports_of(board, editor.table, row)]
    assert {(end.node, end.port) for end in ends if fits.takes(end)} == {(three, "previous")}


def test_what_fits_is_what_the_board_would_take(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    """The quick answer for all ports in sight equals the slow one for each."""
    clips = [put("clip", 0, 250.0 * n) for n in range(4)]
    others = [put(kind, 500, 200.0 * n) for n, kind in enumerate(("prompt", "picture", "element"))]
    link(clips[0], "video", clips[1], "previous")
    link(clips[1], "video", clips[2], "previous")
    link(others[1], "picture", others[2], "pictures")
    ends = [end for row in range(7) for end, _, _ in ports_of(board, editor.table, row)]
    for start in ends:
        fits = fitting(board, start)
        for end in ends:
            if end.output == start.output:
                assert not fits.takes(end)
                continue
            source, target = (start, end) if start.output else (end, start)
            may = hand.why_not(source, target) is None
            assert fits.takes(end) == may, (start, end)


def test_keys_take_a_link_to_the_nearest_port_ahead_and_on_in_any_direction(
    board: Board, editor: Editor, reach: Reach, put: Put
) -> None:
    words = put("prompt", 50, 100)
    near, below = put("clip", 400, 60), put("clip", 400, 400)
    assert reach.begin(words)
    assert editor.shown.link is not None
    assert editor.shown.link.end is not None
    assert editor.shown.link.end.node == near
    reach.step(0, 1)
    assert editor.shown.link.end.node == below
    reach.step(0, 1)
    assert editor.shown.link.end.node == below, "nothing lies farther down"
    reach.land()
    assert {(edge.source, edge.target) for edge in board.edges.values()} == {(words, below)}
    assert not reach.active
    board.undo()
    assert not board.edges


def test_escape_gives_a_link_of_the_keys_up(
    board: Board, editor: Editor, reach: Reach, put: Put
) -> None:
    words = put("prompt", 50, 100)
    put("clip", 400, 60)
    assert reach.begin(words)
    assert reach.active
    editor.cancel()
    assert not reach.active
    reach.land()
    assert not board.edges


def test_no_link_is_taken_where_nothing_in_sight_could_take_it(
    editor: Editor, reach: Reach, put: Put
) -> None:
    words, note = put("prompt", 50, 100), put("note", 50, 400)
    put("clip", 5000, 60)
    assert not reach.begin(words)
    assert not reach.begin(note)
    assert not editor.gesturing


def test_another_gesture_ends_the_link_of_the_keys(
    editor: Editor, hand: EditingHand, reach: Reach, put: Put
) -> None:
    words = put("prompt", 50, 100)
    put("clip", 400, 60)
    assert reach.begin(words)
    play(editor, hand, strokes((800, 700), (900, 750), up=False))
    assert not reach.active


def test_a_full_input_says_whose_place_the_link_takes(
    editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    first, second = put("picture", 50, 50, title="Rain"), put("picture", 50, 400)
    clip = put("clip", 500, 100)
    link(first, "picture", clip, "first")
    x, y = port(editor, clip, "first")
    play(editor, hand, strokes(port(editor, second, "picture"), (x - 4, y), up=False))
    assert editor.shown.link is not None
    assert editor.shown.link.refusal is None
    assert str(editor.shown.link.remark) == "Takes the place of “Rain”."
    play(
        editor, hand, strokes(port(editor, second, "picture"), port(editor, clip, "last"), up=False)
    )
    assert editor.shown.link.remark is None


def test_a_link_to_a_muted_node_says_that_nothing_flows(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    words, clip = put("prompt", 50, 100), put("clip", 500, 100)
    board.apply(set_node(words, params={"mode": "muted"}))
    play(editor, hand, strokes(port(editor, words, "words"), port(editor, clip, "words")))
    assert links(board) == {(words, "words")}
    play(editor, hand, strokes(port(editor, words, "words"), port(editor, clip, "words"), up=False))
    assert editor.shown.link is not None
    assert "muted" in str(editor.shown.link.remark)


def test_shift_while_dropping_a_link_asks_for_no_list(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    words = put("prompt", 50, 100)
    play(editor, hand, strokes(port(editor, words, "words"), (600, 500)))
    assert editor.wish is not None
    assert not editor.wish.quick
    play(editor, hand, strokes(port(editor, words, "words"), (600, 500), shift=True))
    assert editor.wish.quick


def test_a_collapsed_card_gathers_its_ports_at_its_header_and_takes_links(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    words, clip = put("prompt", 50, 100), put("clip", 500, 100)
    board.apply(set_node(clip, params={"collapsed": True}))
    row = editor.table.row(clip)
    assert row is not None
    _, top, _, bottom = editor.table.box(row)
    places = [y for _, _, y in ports_of(board, editor.table, row)]
    assert all(top <= y <= bottom for y in places)
    play(editor, hand, strokes(port(editor, words, "words"), (500, (top + bottom) / 2)))
    assert links(board) == {(words, "words")}
    (edge,) = board.edges
    assert top <= editor.wires.ends[editor.wires.rows(edge)[0], 3] <= bottom
