"""Pins: where they stand while nodes move, grow, fold and go, and which are shown as one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.document.board import Board
from canvas.document.edits import DeleteNodes, set_node
from canvas.editor.commenting import comment
from canvas.editor.editor import Editor
from canvas.editor.hand import Pointer
from canvas.editor.pins import CLOSE, Pin, PinTable, clusters, place_of
from tests.document.boards import relaxed
from tests.editor.conftest import EditingHand, Put


def pin(thread: str = "t", **where: object) -> Pin:
    told: dict[str, object] = {"node": None, "pos": (0.0, 0.0), "spot": None, **where}
    return Pin(thread=thread, **told)  # type: ignore[arg-type]  # by name


@pytest.fixture
def table(editor: Editor) -> PinTable:
    return PinTable(editor.table)


def spots(table: PinTable, zoom: float = 1.0) -> list[tuple[float, float]]:
    return [(one.x, one.y) for one in table.clusters(zoom)]


def test_no_pins_are_no_work(table: PinTable) -> None:
    assert table.clusters(1.0) == ()


def test_a_pin_on_the_bare_field_stays_where_it_is(table: PinTable) -> None:
    table.show([pin(pos=(40.0, -7.0))])
    assert spots(table) == [(40, -7)]


def test_a_pin_moves_and_grows_with_its_node(
    editor: Editor, board: Board, put: Put, table: PinTable
) -> None:
    """R10.9"""
    node = put("clip", 100, 100, size=(200, 100))
    table.show([pin(node=node, spot=(0.5, 0.25))])
    assert spots(table) == [(200, 125)]
    board.apply(set_node(node, pos=(0, 0), size=(400, 400)))
    table.stale()
    assert spots(table) == [(200, 100)]


def test_a_pin_follows_a_node_in_the_hand(editor: Editor, put: Put, table: PinTable) -> None:
    """R10.9"""
    node = put("clip", 0, 0, size=(100, 100))
    table.show([pin(node=node, spot=(0.0, 0.0))])
    editor.hold(editor.table.rows([node]), 30.0, 5.0)
    assert spots(table) == [(30, 5)]
    assert place_of(table.pins[0], editor.table) == (30, 5)


def test_a_pin_of_a_node_that_is_gone_is_not_shown(
    board: Board, put: Put, table: PinTable, editor: Editor
) -> None:
    """R10.9"""
    node, other = put("clip", 0, 0), put("clip", 900, 0)
    table.show([pin("a", node=node, spot=(0, 0)), pin("b", node=other, spot=(0, 0))])
    board.apply(DeleteNodes([node]))
    table.stale()
    assert [one.pins[0].thread for one in table.clusters(1.0)] == ["b"]
    assert place_of(table.pins[0], editor.table) is None


def test_pins_of_what_a_collapsed_frame_hides_stand_at_the_frame(
    board: Board, put: Put, table: PinTable, editor: Editor
) -> None:
    frame = put("scene", 0, 0, size=(800, 600))
    node = put("clip", 100, 100, parent=frame)
    table.show([pin(node=node, spot=(0.5, 0.5))])
    board.apply(set_node(frame, params={"collapsed": True}))
    table.stale()
    left, top, right, _ = editor.table.box(editor.table.row(frame) or 0)
    assert (left, top) == (0, 0)
    assert spots(table) == [(right, top)]
    assert place_of(table.pins[0], editor.table) == (right, top)


def test_nothing_is_gathered_anew_while_nothing_has_moved(table: PinTable) -> None:
    table.show([pin(str(n), pos=(n * 100.0, 0.0)) for n in range(5)])
    first = table.clusters(1.0)
    assert table.clusters(1.0) is first
    assert table.clusters(1.1) is first  # nor at every step of a zoom
    assert table.clusters(0.5) is not first


def test_pins_that_lie_close_on_the_screen_are_shown_as_one() -> None:
    pins = [pin(str(n)) for n in range(3)]
    places = [(0.0, 0.0), (20.0, 0.0), (500.0, 0.0)]
    assert [len(one.pins) for one in clusters(pins, places, 1.0)] == [2, 1]
    assert [len(one.pins) for one in clusters(pins, places, 0.01)] == [3]
    assert [len(one.pins) for one in clusters(pins, places, 4.0)] == [1, 1, 1]


def test_something_unread_in_it_makes_a_number_unread() -> None:
    both = clusters([pin("a"), pin("b", unread=True)], [(0.0, 0.0), (1.0, 1.0)], 1.0)
    assert [one.unread for one in both] == [True]


place = st.tuples(st.floats(-500, 500), st.floats(-500, 500))


@relaxed
@given(st.lists(place, max_size=40), st.sampled_from((0.05, 0.4, 1.0, 3.0)))
def test_every_pin_is_in_one_cluster_and_clusters_stand_apart(
    places: list[tuple[float, float]], zoom: float
) -> None:
    pins = [pin(str(n)) for n in range(len(places))]
    found = clusters(pins, places, zoom)
    assert sorted(one.thread for each in found for one in each.pins) == sorted(
        one.thread for one in pins
    )
    middles = [(one.x, one.y) for one in found]
    for number, a in enumerate(middles):
        for b in middles[:number]:
            assert math.dist(a, b) * zoom >= CLOSE * (1 - 1e-9)


# -- the tool


def press(editor: Editor, hand: EditingHand, x: float, y: float) -> None:
    editor.take("comment")
    editor.begin(comment(editor, hand, Pointer(x, y)))
    editor.feed(Pointer(x, y, up=True))


def test_the_tool_asks_about_the_node_under_it(editor: Editor, hand: EditingHand, put: Put) -> None:
    node = put("clip", 100, 100)
    press(editor, hand, 150, 150)
    assert hand.commented == ((150, 150), node)
    assert editor.tool == "select"
    press(editor, hand, 5, 5)
    assert hand.commented == ((5, 5), None)
