"""Where we look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.editor.camera import FARTHEST, NEAREST, Camera

PLACES = st.floats(-1e12, 1e12)
ZOOMS = st.floats(FARTHEST, NEAREST)


@given(x=PLACES, y=PLACES, zoom=ZOOMS, ratio=st.sampled_from([1.0, 1.25, 1.5, 2.0]))
def test_a_point_comes_back_from_the_screen_even_a_trillion_units_out(
    x: float, y: float, zoom: float, ratio: float
) -> None:
    camera = Camera(x, y, zoom, 1280, 800, ratio)

    there = camera.to_world(*camera.to_screen(x + 10, y - 10))

    assert there == pytest.approx((x + 10, y - 10), abs=1e-2)


@given(x=PLACES, zoom=ZOOMS, ratio=st.sampled_from([1.0, 1.5, 2.0]))
def test_the_world_lies_on_whole_device_pixels(x: float, zoom: float, ratio: float) -> None:
    left, top = Camera(x, x / 3, zoom, 1281, 801, ratio).origin

    assert left == int(left)
    assert top == int(top)


@given(px=st.floats(0, 1280), py=st.floats(0, 800), zoom=ZOOMS, factor=st.floats(0.1, 10))
def test_what_lies_under_the_cursor_stays_there_while_the_zoom_moves(
    px: float, py: float, zoom: float, factor: float
) -> None:
    camera = Camera(120, -40, zoom, 1280, 800)
    under = (120 + (px - 640) / zoom, -40 + (py - 400) / zoom)

    after = camera.zoom_at(px, py, factor)

    # half a pixel: the origin is snapped
    assert after.to_screen(*under) == pytest.approx((px, py), abs=0.51)


def test_the_zoom_stays_within_its_bounds() -> None:
    assert Camera(zoom=1).zoom_at(0, 0, 1e9).zoom == NEAREST
    assert Camera(zoom=1).zoom_at(0, 0, 1e-9).zoom == FARTHEST


def test_panning_a_whole_pixel_moves_the_origin_by_one() -> None:
    camera = Camera(10.3, 7.7, 0.37, 1000, 700)

    moved = camera.panned(1, -3)

    assert moved.origin == (camera.origin[0] + 1, camera.origin[1] - 3)


def test_fitting_shows_the_whole_box_and_never_closer_than_asked() -> None:
    small = Camera(width=1000, height=800).fitted((0, 0, 100, 100))
    large = Camera(width=1000, height=800).fitted((-5000, -200, 5000, 200), margin=50)

    assert small.zoom == 1.0
    assert large.to_screen(-5000, 0)[0] == pytest.approx(50, abs=1)
    assert large.to_screen(5000, 0)[0] == pytest.approx(950, abs=1)


def test_showing_a_box_in_sight_does_not_pan() -> None:
    camera = Camera(500, 400, 1, 1000, 800)

    assert camera.showing((100, 100, 300, 300)) == camera


@pytest.mark.parametrize("box", [(2000, 100, 2200, 200), (-900, -700, -800, -600)])
def test_showing_a_box_out_of_sight_pans_until_it_is_in(box: tuple[float, ...]) -> None:
    camera = Camera(500, 400, 1, 1000, 800).showing((box[0], box[1], box[2], box[3]))

    left, top = camera.to_screen(box[0], box[1])
    right, bottom = camera.to_screen(box[2], box[3])

    assert 0 < left < right < 1000
    assert 0 < top < bottom < 800


def test_a_resized_view_keeps_its_top_left_corner() -> None:
    camera = Camera(500, 400, 0.5, 1000, 800)

    wider = camera.resized(1400, 900, 1.0)

    assert wider.to_world(0, 0) == pytest.approx(camera.to_world(0, 0))
