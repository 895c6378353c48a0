"""Boxes put in order, as geometry."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as some

from canvas.editor.arranging import (
    LAYER_GAP,
    NEIGHBOUR_GAP,
    Boxed,
    Point,
    aligned,
    bounds,
    distributed,
    tidied,
)

SMALL, TALL, WIDE = (
    Boxed("small", (0, 0), (10, 10)),
    Boxed("tall", (50, -20), (20, 100)),
    Boxed("wide", (200, 40), (80, 20)),
)


@pytest.mark.parametrize(
    ("edge", "places"),
    [
        ("left", {"small": (0, 0), "tall": (0, -20), "wide": (0, 40)}),
        ("right", {"small": (270, 0), "tall": (260, -20), "wide": (200, 40)}),
        ("centre", {"small": (135, 0), "tall": (130, -20), "wide": (100, 40)}),
        ("top", {"small": (0, -20), "tall": (50, -20), "wide": (200, -20)}),
        ("bottom", {"small": (0, 70), "tall": (50, -20), "wide": (200, 60)}),
        ("middle", {"small": (0, 25), "tall": (50, -20), "wide": (200, 20)}),
    ],
)
def test_boxes_fall_on_one_line(edge: str, places: dict[str, Point]) -> None:
    assert aligned([SMALL, TALL, WIDE], edge) == places


def test_gaps_become_equal_and_the_outermost_stay() -> None:
    places = distributed([WIDE, SMALL, TALL], 0)
    outermost = {name: places[name] for name in ("small", "wide")}
    assert outermost == {"small": (0, 0), "wide": (200, 40)}
    left, right = places["tall"][0] - 10, 200 - (places["tall"][0] + 20)
    assert left == right == 85
    assert distributed([SMALL, WIDE], 0) == {"small": (0, 0), "wide": (200, 40)}


def test_boxes_without_room_overlap_by_the_same() -> None:
    crowd = [Boxed(name, (0, at), (10, 40)) for name, at in (("a", 0), ("b", 50), ("c", 30))]
    places = distributed(crowd, 1)
    assert [places[name][1] for name in "acb"] == [0, 25, 50]


def test_nothing_is_put_in_order_without_a_fault() -> None:
    assert [aligned([], "left"), distributed([], 0), tidied([], [])] == [{}, {}, {}]
    assert bounds([]) is None


def at(places: Mapping[str, Point], boxes: list[Boxed]) -> list[Boxed]:
    return [Boxed(box.id, places[box.id], box.size) for box in boxes]


def test_a_flow_runs_from_left_to_right_with_its_feed_close_by() -> None:
    names = ("words", "picture", "first", "more", "second")
    boxes = [Boxed(name, (index * -40, index * 31), (100, 50)) for index, name in enumerate(names)]
    links = [("words", "first"), ("picture", "first"), ("first", "second"), ("more", "second")]
    places = tidied(boxes, links)
    step = 100 + LAYER_GAP
    columns = {name: (place[0] - places["words"][0]) / step for name, place in places.items()}
    assert columns == {"words": 0, "picture": 0, "first": 1, "more": 1, "second": 2}
    assert places["picture"][1] - places["words"][1] == 50 + NEIGHBOUR_GAP
    assert places["words"] == (-160, 0), "the corner of it all stays"


def test_crossing_links_are_uncrossed() -> None:
    boxes = [
        Boxed("a", (0, 0), (10, 10)),
        Boxed("b", (0, 20), (10, 10)),
        Boxed("of b", (50, 0), (10, 10)),
        Boxed("of a", (50, 20), (10, 10)),
        Boxed("end", (90, 0), (10, 10)),
    ]
    links = [("a", "of a"), ("b", "of b"), ("of a", "end"), ("of b", "end")]
    places = tidied(boxes, links)
    assert (places["a"][1] < places["b"][1]) == (places["of a"][1] < places["of b"][1])


def test_links_in_a_loop_and_to_nowhere_are_laid_out_all_the_same() -> None:
    boxes = [Boxed(name, (index * 10, 0), (10, 10)) for index, name in enumerate("abc")]
    links = [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"), ("a", "gone"), ("gone", "b")]
    places = tidied(boxes, links)
    assert places["a"][0] < places["b"][0] < places["c"][0]


boards = some.lists(
    some.tuples(
        some.integers(-900, 900),
        some.integers(-900, 900),
        some.integers(10, 300),
        some.integers(10, 300),
    ),
    min_size=1,
    max_size=24,
)


@given(boards, some.lists(some.tuples(some.integers(0, 23), some.integers(0, 23)), max_size=40))
def test_a_tidy_board_has_no_overlaps_keeps_its_corner_and_stays_as_it_is(
    found: list[tuple[int, int, int, int]], pairs: list[tuple[int, int]]
) -> None:
    boxes = [Boxed(f"{n:02}", (x, y), (w, h)) for n, (x, y, w, h) in enumerate(found)]
    links = [(f"{min(a, b):02}", f"{max(a, b):02}") for a, b in pairs]
    places = tidied(boxes, links)
    laid = at(places, boxes)
    before, after = bounds(boxes), bounds(laid)
    assert before is not None
    assert after is not None
    assert after[:2] == pytest.approx(before[:2])
    for index, one in enumerate(laid):
        for other in laid[:index]:
            apart = (
                one.right <= other.pos[0]
                or other.right <= one.pos[0]
                or one.bottom <= other.pos[1]
                or other.bottom <= one.pos[1]
            )
            assert apart, (one, other)
    for source, target in links:
        if source in places and target in places and source != target:
            assert places[source][0] < places[target][0]
    again = tidied(laid, links)
    for name, place in again.items():
        assert place == pytest.approx(places[name])
