"""No frame of any shot ever looks past the border of its picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.backends.animatic.poses import Floats, Room, path_for
from generation.backends.animatic.view import MOST_OVERSCAN, Fitted, Ground, fitted
from generation.grammar import moves_from

WORDS = (
    "",
    "push in",
    "fast push in",
    "pull back",
    "zoom in 4x",
    "pan left",
    "very fast pan right",
    "pan 60 degrees right",
    "tilt up",
    "truck left",
    "crane down fast",
    "orbit right",
    "roll clockwise 40 degrees",
    "handheld, shaky camera",
    "whip pan right",
    "dutch angle, push in, then pan left, then pull back",
    "push in while tilting up and rolling clockwise, handheld",
)
SIZES = ((1920, 1080), (1280, 720), (640, 360), (1080, 1920), (6000, 900), (700, 5000), (37, 41))


def seen(view: Fitted, frames: int, depth: float = 1.0) -> Floats:
    """Where in the picture the corners of every frame look: (frames, 2, 4)."""
    wide, high = view.ground.frame
    corners = np.array(
        [[-0.5, wide - 0.5, -0.5, wide - 0.5], [-0.5, -0.5, high - 0.5, high - 0.5], [1.0] * 4]
    )
    points = view.matrices(np.arange(frames, dtype=np.float64), depth) @ corners
    return np.asarray(points[:, :2] / points[:, 2:])


def fit(
    words: str, size: tuple[int, int], frame: tuple[int, int], *, chained: bool = False
) -> Fitted:
    ground = Ground(*size, frame, focus=(0.3, 0.8))
    room = Room(*(2 * ground.half - ground.shape))
    path = path_for(moves_from(words), 48, 2.0, seed=5, room=room)
    return fitted(replace(path, chained=chained), ground)


def is_inside(points: Floats, size: tuple[int, int]) -> bool:
    low, high = points.min(axis=(0, 2)), points.max(axis=(0, 2))
    return bool(np.all(low >= -0.5 - 1e-6) and np.all(high <= np.array(size) - 0.5 + 1e-6))


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", WORDS)
def test_every_view_lies_inside_the_picture(
    words: str, size: tuple[int, int], chained: bool
) -> None:
    assert is_inside(seen(fit(words, size, (1280, 720), chained=chained), 48), size)


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    size=st.tuples(st.integers(20, 4000), st.integers(20, 4000)),
    frame=st.tuples(st.integers(16, 2000), st.integers(16, 2000)),
)
def test_it_does_whatever_the_shapes_and_the_words(
    words: list[str], size: tuple[int, int], frame: tuple[int, int]
) -> None:
    assert is_inside(seen(fit(". ".join(words), size, frame), 48), size)


def test_travel_is_held_back_rather_than_the_picture_blown_up() -> None:
    calm = fit("static shot", (1280, 720), (1280, 720))
    hasty = fit("pan 60 degrees right", (1280, 720), (1280, 720))
    assert hasty.nearest <= calm.nearest * MOST_OVERSCAN * 1.01
    assert hasty.path.gain < 1


def test_a_push_keeps_its_target_where_it_is_in_the_frame() -> None:
    view = fit("push in", (4000, 4000), (1280, 720))
    target = np.array([0.3 * 4000 - 0.5, 0.8 * 4000 - 0.5, 1.0])
    places = np.linalg.inv(view.matrices(np.arange(48, dtype=np.float64))) @ target
    places = places[:, :2] / places[:, 2:]
    assert np.ptp(places, axis=0).max() < 0.5


def test_a_chained_shot_begins_with_exactly_the_whole_picture() -> None:
    view = fit("pan left", (1280, 720), (1280, 720), chained=True)
    first = view.matrices(np.array([0.0]))[0]
    assert np.allclose(first / first[2, 2], np.eye(3), atol=1e-9)
    closer = np.asarray(view.closer)
    assert closer[-1] > 1.05
    assert np.abs(np.diff(closer, n=2)).max() < 0.003


def test_near_layers_move_more_than_far_ones() -> None:
    view = fit("truck right", (1920, 1080), (1280, 720))
    near, far = (np.ptp(seen(view, 48, depth)[:, 0, 0]) for depth in (0.9, 1.4))
    assert near > 1.4 * far


def test_layers_coincide_where_the_camera_has_not_moved() -> None:
    path = path_for(moves_from("push in"), 48, 2.0, room=Room())
    view = fitted(path, Ground(1920, 1280, (1280, 720), focus=(0.2, 0.9)), 1.4)
    near, far = (view.matrices(np.array([0.0]), depth)[0] for depth in (1.0, 1.4))
    assert np.allclose(near, far)
