"""Where cameras go: ways between two views, the ends of the world, the speed of a hand."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.editor.camera import FARTHEST, NEAREST, Camera
from canvas.editor.spatial import NodeTable
from canvas.editor.travelling import Trace, between, bounded, eased, gathered

PLACES = st.floats(-1e6, 1e6)
ZOOMS = st.floats(FARTHEST, NEAREST)
CAMERAS = st.builds(Camera, x=PLACES, y=PLACES, zoom=ZOOMS)
SHARES = [step / 16 for step in range(17)]


@given(CAMERAS, CAMERAS)
def test_a_way_ends_exactly_where_it_leads(start: Camera, end: Camera) -> None:
    assert between(start, end, 1.0) is end
    begun = between(start, end, 0.0)
    assert (begun.x, begun.y, begun.zoom) == pytest.approx((start.x, start.y, start.zoom))


@given(CAMERAS, CAMERAS)
def test_a_way_never_turns_back(start: Camera, end: Camera) -> None:
    stops = [between(start, end, share) for share in SHARES]
    for name in ("x", "y", "zoom"):
        values = [getattr(stop, name) for stop in stops]
        away = values[-1] - values[0]
        slack = 1e-9 * max(map(abs, values)) + 1e-9
        assert all((b - a) * math.copysign(1, away) >= -slack for a, b in pairwise(values))


def test_what_is_seen_moves_straight_while_the_zoom_changes() -> None:
    """A pan of the centre at even speed would swing what one looks at out of sight."""
    start, end = Camera(x=0, y=0, zoom=0.05), Camera(x=4000, y=1000, zoom=2.0)
    ways = [between(start, end, share).to_screen(4000, 1000) for share in SHARES]
    first, last = np.array(ways[0]), np.array(ways[-1])
    along = (last - first) / np.linalg.norm(last - first)
    for way in ways:
        dx, dy = np.array(way) - first
        assert abs(along[0] * dy - along[1] * dx) < 2


def test_an_ease_begins_fast_and_ends_slowly() -> None:
    steps = [b - a for a, b in pairwise(eased(share) for share in SHARES)]

    assert (eased(0), eased(1), eased(7), eased(-1)) == (0, 1, 1, 0)
    assert all(a > b > 0 for a, b in pairwise(steps))


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_camera_that_is_no_number_is_the_one_before(value: float) -> None:
    before = Camera(x=5, y=6)
    for field in ("x", "y", "zoom", "width", "height"):
        assert bounded(replace(before, **{field: value}), before) is before


def test_a_sound_camera_is_left_as_it_is() -> None:
    camera = Camera(x=1e9, y=-3.25, zoom=0.7)
    assert bounded(camera, Camera()) is camera


def table(*places: tuple[float, float]) -> NodeTable:
    made = NodeTable()
    for row, (x, y) in enumerate(places):
        made.ids.append(f"n{row}")
        made.x[row], made.y[row], made.w[row], made.h[row] = x, y, 300, 200
        made.live[row] = True
    return made


def test_a_board_that_fits_is_gathered_whole() -> None:
    rows = np.arange(3)
    assert gathered(table((0, 0), (9000, 0), (0, 9000)), rows, Camera()) == (0, 0, 9300, 9200)
    assert gathered(table(), rows[:0], Camera()) is None


def test_strays_on_both_sides_do_not_draw_the_view_into_the_void_between() -> None:
    places = [(400.0 * at, 0.0) for at in range(9)]
    made = table(*places, (1e9, 1e9), (-1e9, 5.0), (1e12, -1e12))

    assert gathered(made, np.arange(12), Camera()) == (0, 0, 3500, 200)


def test_two_nodes_too_far_apart_show_one_of_them() -> None:
    made = table((0, 0), (1e9, 0))
    found = gathered(made, np.arange(2), Camera())

    assert found in ((0, 0, 300, 200), (1e9, 0, 1e9 + 300, 200))


def test_the_speed_of_a_hand_is_that_of_its_last_moments() -> None:
    trace = Trace()
    for step in range(20):
        trace.note(0.0, 0.0, step / 100)
    for step in range(1, 11):
        trace.note(10.0 * step, -5.0 * step, 0.19 + step / 100)

    assert trace.speed(0.29) == pytest.approx((1000, -500))
    assert trace.speed(0.29 + 0.2) == (0.0, 0.0)


def test_a_jump_without_time_has_no_speed() -> None:
    trace = Trace()
    for x in (0.0, 100.0, 200.0):
        trace.note(x, 0.0, 0.0)
    assert trace.speed(0.0) == (0.0, 0.0)
    trace.clear()
    assert trace.speed(0.0) == (0.0, 0.0)
