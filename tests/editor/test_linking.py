"""Links drawn by hand."""

from __future__ import annotations

from canvas.document.board import Board
from canvas.document.edits import set_node
from canvas.editor.editor import Editor
from canvas.editor.hits import ports_of
from canvas.editor.linking import PORT_REACH
from tests.editor.conftest import EditingHand, Link, Put, strokes
from tests.editor.test_gestures import play


def port(editor: Editor, node: str, name: str) -> tuple[float, float]:
    row = editor.table.row(node)
    assert row is not None
    ports = ports_of(editor.board, editor.table, row)
    return next((x, y) for end, x, y in ports if end.port == name)


def links(board: Board) -> set[tuple[str, str]]:
    return {(edge.source, edge.into) for edge in board.edges.values()}


def test_a_link_snaps_to_the_nearest_port_that_may_take_it(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    picture, clip = put("picture", 50, 100), put("clip", 500, 100)
    x, y = port(editor, clip, "last")

    play(editor, hand, strokes(port(editor, picture, "picture"), (x - 12, y + 6)))

    assert links(board) == {(picture, "last")}


def test_while_it_is_in_hand_it_shows_where_it_would_land(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    words, clip = put("prompt", 50, 100), put("clip", 500, 100)
    x, y = port(editor, clip, "words")

    play(editor, hand, strokes(port(editor, words, "words"), (x - 5, y), up=False))

    link = editor.shown.link
    assert link is not None
    assert link.end is not None
    assert (link.end.node, link.end.port, link.refusal) == (clip, "words", None)


def test_a_port_of_another_kind_refuses_with_a_reason(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    note, words = put("element", 500, 100), put("prompt", 50, 100)
    x, y = port(editor, note, "pictures")

    pointers = strokes(port(editor, words, "words"), (x - 5, y))
    play(editor, hand, pointers[:-1])
    assert editor.shown.link is not None
    assert editor.shown.link.refusal is not None

    editor.feed(pointers[-1])
    assert links(board) == set()
    assert editor.wish is None, "a refused link asks for nothing"


def test_a_link_that_would_close_a_circle_is_refused(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    one, two = put("clip", 50, 100), put("clip", 550, 100)
    link(one, "video", two, "previous")
    x, y = port(editor, one, "previous")

    pointers = strokes(port(editor, two, "video"), (x + 2, y))
    play(editor, hand, pointers[:-1])
    assert editor.shown.link is not None
    assert editor.shown.link.refusal is not None

    editor.feed(pointers[-1])
    assert len(board.edges) == 1


def test_a_link_dropped_on_a_card_takes_the_first_free_port(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    first, second, clip = put("picture", 50, 50), put("picture", 50, 400), put("clip", 500, 100)
    link(first, "picture", clip, "first")

    play(editor, hand, strokes(port(editor, second, "picture"), (700, 250)))

    assert links(board) == {(first, "first"), (second, "last")}


def test_a_link_may_begin_at_an_input(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    words, clip = put("prompt", 50, 100), put("clip", 500, 100)

    play(editor, hand, strokes(port(editor, clip, "words"), (150, 160)))

    assert links(board) == {(words, "words")}


def test_a_link_let_go_over_the_field_asks_for_a_node_that_fits(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    words = put("prompt", 50, 100)
    heard: list[str] = []
    editor.listen(heard.append)

    play(editor, hand, strokes(port(editor, words, "words"), (600, 500)))

    assert "insert" in heard
    assert editor.wish is not None
    assert (editor.wish.x, editor.wish.y) == (600, 500)
    assert (editor.wish.start.node, editor.wish.start.port) == (words, "words")


def test_a_click_on_a_port_asks_for_nothing(editor: Editor, hand: EditingHand, put: Put) -> None:
    words = put("prompt", 50, 100)

    play(editor, hand, strokes(port(editor, words, "words")))

    assert editor.wish is None


def test_a_linked_input_gives_its_link_to_the_hand(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    picture, clip = put("picture", 50, 100), put("clip", 500, 100)
    link(picture, "picture", clip, "first")

    play(editor, hand, strokes(port(editor, clip, "first"), port(editor, clip, "last")))
    assert links(board) == {(picture, "last")}

    board.undo()
    assert links(board) == {(picture, "first")}, "one step of undo"


def test_a_link_pulled_off_and_let_go_over_the_field_is_gone(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    picture, clip = put("picture", 50, 100), put("clip", 500, 100)
    link(picture, "picture", clip, "first")

    play(editor, hand, strokes(port(editor, clip, "first"), (450, 600)))

    assert links(board) == set()


def test_escape_puts_a_pulled_link_back(
    board: Board, editor: Editor, hand: EditingHand, put: Put, link: Link
) -> None:
    picture, clip = put("picture", 50, 100), put("clip", 500, 100)
    edge = link(picture, "picture", clip, "first")

    play(editor, hand, strokes(port(editor, clip, "first"), (450, 600), up=False))
    assert editor.wires.row(edge) is None

    editor.cancel()
    assert editor.wires.row(edge) is not None
    assert links(board) == {(picture, "first")}


def test_out_of_reach_of_every_port_nothing_snaps(
    editor: Editor, hand: EditingHand, put: Put
) -> None:
    words, clip = put("prompt", 50, 100), put("clip", 500, 100)
    x, y = port(editor, clip, "words")

    away = (x - PORT_REACH - 3, y)
    play(editor, hand, strokes(port(editor, words, "words"), away, up=False))

    assert editor.shown.link is not None
    assert editor.shown.link.end is None


def test_a_locked_card_takes_no_link_dropped_on_it(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    words, clip = put("prompt", 50, 100), put("clip", 500, 100)
    board.apply(set_node(clip, locked=True))

    pointers = strokes(port(editor, words, "words"), (700, 250))
    play(editor, hand, pointers[:-1])
    assert editor.shown.link is not None
    assert str(editor.shown.link.refusal).startswith("This node is locked:"), "and it says why"
    editor.feed(pointers[-1])

    assert links(board) == set()


def test_a_node_that_only_gives_says_so(
    board: Board, editor: Editor, hand: EditingHand, put: Put
) -> None:
    clip, words = put("clip", 500, 100), put("prompt", 50, 100)
    table = editor.table
    row = table.row(words)
    assert row is not None
    pointers = strokes(port(editor, clip, "video"), (table.x[row] + 60, table.y[row] + 60))
    play(editor, hand, pointers[:-1])
    assert editor.shown.link is not None
    assert str(editor.shown.link.refusal) == "Links begin at this node; none can end in it."
