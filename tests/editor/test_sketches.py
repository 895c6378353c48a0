"""Arrows that hold on to nodes, and ink, on one screen."""

from __future__ import annotations

import math

import numpy as np
import pytest

from canvas.document.board import Board
from canvas.document.edits import DeleteNodes, set_node
from canvas.editor.arrows import GAP
from canvas.editor.damage import hull
from canvas.editor.editor import Editor
from canvas.editor.gestures import marquee
from canvas.editor.hand import Pointer
from canvas.editor.sketches import along
from canvas.editor.strokes import encoded
from tests.editor.conftest import Put

Spot = tuple[float, float]


@pytest.fixture
def pair(put: Put) -> tuple[str, str, str]:
    """Two notes, and an arrow from the one to the other."""
    a = put("note", 100, 100, size=(100.0, 100.0))
    b = put("note", 500, 100, size=(100.0, 100.0))
    arrow = put("arrow", 0, 0, params={"from": a, "to": b})
    return a, b, arrow


def test_an_arrow_runs_from_edge_to_edge_of_what_it_holds(
    editor: Editor, pair: tuple[str, str, str]
) -> None:
    line = editor.sketches.line(pair[2])
    assert line is not None
    assert line.start == pytest.approx((200 + GAP, 150))
    assert line.end == pytest.approx((500 - GAP, 150))


def test_an_arrow_follows_a_node_in_the_hand_and_goes_back_when_it_is_let_go(
    editor: Editor, pair: tuple[str, str, str]
) -> None:
    _, b, arrow = pair
    before = editor.sketches.line(arrow)
    editor.hold(editor.table.rows([b]), 0.0, 300.0)
    held = editor.sketches.line(arrow)
    assert held is not None
    assert held.end[1] > 300
    box = editor.table.box(editor.table.rows([arrow])[0])
    assert box[3] >= held.end[1], "what is drawn lies in the row's box, or it would be culled"
    editor.begin(iter_nothing())
    editor.cancel()
    assert editor.sketches.line(arrow) == before


def test_an_arrow_follows_a_node_that_somebody_moves(
    board: Board, editor: Editor, pair: tuple[str, str, str]
) -> None:
    board.apply(set_node(pair[1], pos=(500.0, 600.0)))
    line = editor.sketches.line(pair[2])
    assert line is not None
    assert line.end[1] > 500


def test_what_changes_when_a_held_node_moves_is_painted_again_with_its_arrow(
    editor: Editor, pair: tuple[str, str, str]
) -> None:
    editor.damage.take()
    editor.hold(editor.table.rows([pair[1]]), 0.0, 300.0)
    line = editor.sketches.line(pair[2])
    assert line is not None
    left, top, right, bottom = hull(list(editor.damage.take()))
    for x, y in along(line).tolist():
        assert left <= x <= right
        assert top <= y <= bottom


def test_an_arrow_whose_node_somebody_else_deletes_runs_to_its_own_point(
    board: Board, editor: Editor, pair: tuple[str, str, str]
) -> None:
    board.apply(DeleteNodes([pair[1]]))
    line = editor.sketches.line(pair[2])
    assert line is not None
    assert all(math.isfinite(one) for one in (*line.start, *line.middle, *line.end))


def test_an_arrow_to_itself_and_one_within_its_node_stay_finite(editor: Editor, put: Put) -> None:
    """Bad input: a file may say anything."""
    frame = put("scene", 0, 0)
    inner = put("note", 300, 300)
    for ends in ({"from": frame, "to": inner}, {"from": "gone", "to": "gone"}):
        arrow = put("arrow", 10, 10, params=ends)
        line = editor.sketches.line(arrow)
        assert line is not None
        assert all(math.isfinite(one) for one in (*line.start, *line.middle, *line.end))


def test_arrows_and_ink_are_hit_on_their_lines_only(editor: Editor, put: Put) -> None:
    arrow = put("arrow", 100, 100, size=(200.0, 200.0))
    points = np.array([[0, 0, 65535], [3200, 0, 65535]], np.uint16)
    ink = put(
        "ink",
        500,
        500,
        size=(200.0, 200.0),
        params={"strokes": encoded([points]), "span": [200.0, 200.0]},
    )
    assert editor.hit(200, 200).node == arrow
    assert editor.hit(110, 290).node is None, "in its box, far from its line"
    assert editor.hit(600, 501).node == ink
    assert editor.hit(600, 650).node is None


def test_a_marquee_takes_arrows_and_ink_by_their_lines_only(editor: Editor, put: Put) -> None:
    """A long arrow's box is mostly air: what lies in it is not the arrow."""
    arrow = put("arrow", 100, 100, size=(200.0, 200.0))
    points = np.array([[0, 0, 65535], [3200, 0, 65535]], np.uint16)
    strokes = {"strokes": encoded([points]), "span": [200.0, 200.0]}
    ink = put("ink", 500, 500, size=(200.0, 200.0), params=strokes)

    assert taken(editor, (90, 240), (150, 310)) == set()
    assert taken(editor, (180, 180), (220, 220)) == {arrow}, "across its middle"
    assert taken(editor, (90, 90), (310, 310)) == {arrow}, "around all of it"
    assert taken(editor, (520, 560), (690, 690)) == set()
    assert taken(editor, (590, 490), (600, 510)) == {ink}, "between two of its points"


def taken(editor: Editor, start: Spot, end: Spot) -> frozenset[str]:
    """What a marquee from here to there selects."""
    editor.begin(marquee(editor, Pointer(*start)))
    editor.feed(Pointer(*end))
    editor.feed(Pointer(*end, up=True))
    return editor.selection


def test_a_line_that_lies_over_a_card_leaves_the_card_within_reach(
    editor: Editor, put: Put
) -> None:
    note = put("note", 300, 300, size=(200.0, 200.0))
    put("arrow", 0, 0, size=(900.0, 700.0), z="z")
    assert editor.hit(330, 480).node == note


def test_the_ends_of_the_one_selected_arrow_can_be_grasped(editor: Editor, put: Put) -> None:
    arrow = put("arrow", 100, 100, size=(200.0, 200.0))
    assert editor.hit(300, 300).corner == ""
    editor.select([arrow])
    assert editor.hit(300, 300).corner == "end"
    assert editor.hit(100, 100).corner == "start"
    assert editor.hit(100, 300).corner == "", "an arrow has no corners of a box"


def test_stretched_ink_is_hit_where_it_is_drawn(board: Board, editor: Editor, put: Put) -> None:
    points = np.array([[0, 1600, 65535], [3200, 1600, 65535]], np.uint16)
    ink = put(
        "ink",
        100,
        100,
        size=(200.0, 200.0),
        params={"strokes": encoded([points]), "span": [200.0, 200.0]},
    )
    assert editor.hit(150, 200).node == ink
    board.apply(set_node(ink, size=(200.0, 400.0)))
    assert editor.hit(150, 200).node is None
    assert editor.hit(150, 300).node == ink


def iter_nothing():  # type: ignore[no-untyped-def]  # a gesture that waits
    while True:
        yield
