"""Strokes of a pen: thinned, quantised, written as text and read again."""

from __future__ import annotations

import base64

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from canvas.editor.strokes import (
    STEPS,
    decoded,
    distance,
    encoded,
    grain_for,
    in_world,
    quantised,
    simplified,
)

words = st.integers(0, STEPS)
stroke = st.lists(st.tuples(words, words, words), min_size=1, max_size=40)


@given(st.lists(stroke, max_size=6))
def test_strokes_come_back_as_they_were_written(strokes: list[list[tuple[int, int, int]]]) -> None:
    arrays = [np.array(one, np.uint16) for one in strokes]
    back = decoded(encoded(arrays))
    assert [one.tolist() for one in back] == [one.tolist() for one in arrays]


@pytest.mark.parametrize(
    "text",
    [
        "no base64 at all!",
        "猫",
        base64.b64encode(np.array([9, 1, 2, 3], "<u2").tobytes()).decode(),  # torn
        base64.b64encode(np.array([0, 0], "<u2").tobytes()).decode(),  # a stroke without points
        base64.b64encode(b"\x01").decode(),
    ],
)
def test_what_holds_no_strokes_is_read_as_none(text: str) -> None:
    assert decoded(text) == ()


@given(
    st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=2, max_size=80),
    st.sampled_from([0.1, 1.0, 12.0]),
)
def test_a_thinned_stroke_leaves_none_of_its_points_far_behind(
    points: list[tuple[float, float]], tolerance: float
) -> None:
    whole = np.array([(x, y, 1.0) for x, y in points])
    thin = simplified(whole, tolerance)
    assert (thin[0] == whole[0]).all()
    assert (thin[-1] == whole[-1]).all()
    for x, y in points:
        assert distance(thin, x, y) <= tolerance * 1.0001 + 1e-9


def test_a_straight_stroke_keeps_its_two_ends_only() -> None:
    whole = np.array([(x, x * 0.5, 1.0) for x in range(200)], np.float64)
    assert len(simplified(whole, 0.01)) == 2


def test_a_stroke_pressed_harder_half_way_keeps_the_change() -> None:
    whole = np.array([(x, 0.0, 1.0 if 40 < x < 60 else 0.2) for x in range(100)], np.float64)
    assert len(simplified(whole, 0.5)) > 4


def test_quantised_points_are_off_by_half_a_step_at_most() -> None:
    grain, corner = grain_for(1.0), (-37.3, 12.9)
    rng = np.random.default_rng(3)
    points = np.column_stack([rng.uniform(-37.3, 900, 50), rng.uniform(12.9, 700, 50), np.ones(50)])
    back = in_world(quantised(points, corner, grain), corner, (grain, grain))
    assert np.abs(back - points).max() <= grain / 2 + 1e-9


@pytest.mark.parametrize("zoom", [0.02, 0.3, 1.0, 8.0])
def test_a_step_is_never_more_than_an_eighth_of_a_pixel_where_it_was_drawn(zoom: float) -> None:
    assert grain_for(zoom) * zoom <= 1 / 8
