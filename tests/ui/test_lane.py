"""Where shots lie in the film strip: pure numbers."""

from __future__ import annotations

import pytest

from canvas.ui.lane import GAP, Lane, Spot, scale_for
from tests.assets.painted import film, moving


def lane(*lengths: int, scale: float = 2.0, scroll: float = 0.0) -> Lane:
    return Lane(film([(moving("a", 500), length) for length in lengths]), scale, scroll)


def test_shots_are_as_wide_as_they_are_long() -> None:
    slots = lane(24, 48, 96).seen(1000)
    assert [slot.width + (0 if slot.index == 2 else GAP) for slot in slots] == [48, 96, 192]
    assert [slot.left for slot in slots] == [0, 48, 144]


def test_a_dissolve_begins_the_next_shot_where_both_are_seen() -> None:
    strip = Lane(film([(moving("a", 48), 48), (moving("b", 48), 48, 0, 12)]), 1.0)
    assert [slot.left for slot in strip.seen(200)] == [0, 36]
    assert strip.length == 84


def test_a_film_fills_the_strip_a_long_one_scrolls_and_a_short_one_leaves_room() -> None:
    film_of_8_s = film([(moving("a", 192), 192)])
    assert scale_for(film_of_8_s, 960) == 5
    short = film([(moving("a", 48), 48)])
    assert scale_for(short, 960) == 10
    long = film([(moving("a", 500), 24 * 600)])
    assert scale_for(long, 960) * 24 == pytest.approx(22)
    strip = Lane(long, scale_for(long, 960))
    assert strip.most_scroll(960) == pytest.approx(600 * 22 - 960)


def test_a_place_and_its_frame_agree_while_scrolled() -> None:
    strip = lane(24, 48, 96, scroll=100)
    for frame in (50, 51, 120, 167):
        assert strip.frame_at(strip.x_of(frame) + 0.5) == frame
    assert strip.frame_at(-1000) == 0
    assert strip.frame_at(5000) == 167


def test_only_what_is_in_sight_is_given() -> None:
    strip = lane(*[24] * 1000, scroll=48 * 500)
    assert [slot.index for slot in strip.seen(96)] == [500, 501, 502]


def test_edges_can_be_taken_and_the_middle_too() -> None:
    strip = lane(24, 48)
    assert strip.spot(2) == Spot(0, "start")
    assert strip.spot(43) == Spot(0, "end")
    assert strip.spot(24) == Spot(0)
    assert strip.spot(49) == Spot(1, "start")
    assert strip.spot(-1) is None
    assert strip.spot(2000) is None


def test_a_drop_goes_to_the_nearer_side() -> None:
    strip = lane(24, 24, 24)
    assert [strip.gap_at(x) for x in (0, 30, 60, 90, 143)] == [0, 1, 1, 2, 3]
    assert strip.gap_x(0) < strip.gap_x(1) < strip.gap_x(3)


def test_an_empty_film_has_nothing_anywhere() -> None:
    strip = lane()
    assert strip.seen(500) == []
    assert strip.spot(10) is None
    assert strip.frame_at(10) == 0
    assert strip.gap_at(10) == 0
