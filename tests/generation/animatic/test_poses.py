"""The camera's path: eased, seeded, and a pure function of time."""

from __future__ import annotations

import numpy as np
import pytest

from generation.backends.animatic.poses import (
    LENS,
    PITCH,
    PUSH,
    ROLL,
    YAW,
    Floats,
    Room,
    X,
    Y,
    eased,
    path_for,
)
from generation.grammar import moves_from

FRAMES = np.arange(96, dtype=np.float64)


def poses(words: str, *, seed: int = 0, loop: bool = False, room: Room | None = None) -> Floats:
    path = path_for(moves_from(words), 96, 4.0, seed=seed, loop=loop, room=room or Room())
    return path.at(FRAMES)


def test_a_move_starts_and_stops_softly() -> None:
    place = eased(np.linspace(0, 1, 1001))
    pace = np.diff(place) * 1000
    assert place[0] == 0
    assert place[-1] == 1
    assert np.all(pace >= 0)
    assert pace[0] < 0.02 > pace[-1]
    assert np.abs(np.diff(pace)).max() < 0.02
    assert pace.max() < 1.5


@pytest.mark.parametrize(
    ("words", "column", "sign"),
    [
        ("push in", PUSH, 1),
        ("pull back", PUSH, -1),
        ("zoom in", LENS, 1),
        ("zoom out", LENS, -1),
        ("pan right", YAW, 1),
        ("pan left", YAW, -1),
        ("tilt up", PITCH, 1),
        ("tilt down", PITCH, -1),
        ("truck right", X, 1),
        ("truck left", X, -1),
        ("crane up", Y, -1),
        ("crane down", Y, 1),
        ("orbit right", X, 1),
        ("orbit left", X, -1),
        ("roll clockwise", ROLL, 1),
        ("whip left", X, -1),
    ],
)
def test_each_move_goes_its_own_way(words: str, column: int, sign: int) -> None:
    table = poses(words)
    assert np.sign(table[-1, column] - table[0, column]) == sign
    assert np.all(np.sign(np.diff(table[:, column])) * sign >= 0)


def test_an_orbit_turns_back_to_what_it_goes_round() -> None:
    table = poses("orbit right")
    assert table[-1, X] > table[0, X]
    assert table[-1, YAW] < table[0, YAW]


def test_a_dolly_zoom_walks_in_while_the_lens_widens() -> None:
    table = poses("dolly zoom")
    assert table[-1, PUSH] > 0.2
    assert np.allclose(table[:, PUSH], -table[:, LENS])


def test_slow_goes_less_far_and_fast_farther() -> None:
    slow, plain, fast = (poses(f"{pace} push in")[-1, PUSH] for pace in ("slow", "", "fast"))
    assert slow < plain < fast


def test_then_makes_one_move_after_the_other() -> None:
    table = poses("push in, then pan left")
    assert np.ptp(table[:44, YAW]) < 1e-3
    assert np.ptp(table[52:, PUSH]) < 1e-3


def test_the_seconds_of_the_words_are_kept() -> None:
    table = poses("push in for 1 second, then hold")
    assert table[30, PUSH] < table[-1, PUSH] + 1e-9
    assert np.isclose(poses("push in for 1 second, then pan left")[24, PUSH], table[-1, PUSH])


def test_a_still_nobody_moves_hardly_drifts_and_a_static_one_does_not() -> None:
    drift = poses("a cat on a sofa")
    assert 0 < np.ptp(drift) < 0.04
    assert not poses("a cat on a sofa, static shot").any()


def test_unrest_is_smooth_seeded_and_small() -> None:
    one, same, other = (
        poses("handheld", seed=3),
        poses("handheld", seed=3),
        poses("handheld", seed=4),
    )
    assert np.array_equal(one, same)
    assert not np.allclose(one, other)
    assert np.abs(one[:, [X, Y]]).max() < 0.03
    assert np.abs(np.diff(one[:, X], n=2)).max() < 0.002


@pytest.mark.parametrize("words", ["push in", "pan left", "handheld", "orbit", "handheld, push in"])
def test_a_loop_ends_where_it_began(words: str) -> None:
    path = path_for(moves_from(words), 48, 2.0, seed=1, loop=True, room=Room())
    start, end = path.at(np.array([0.0, 48.0]))
    assert np.allclose(start, end, atol=1e-9)


def test_a_wide_picture_is_panned_farther() -> None:
    near = np.ptp(poses("truck right")[:, X])
    assert np.ptp(poses("truck right", room=Room(2.0, 0.0))[:, X]) > 1.5 * near


@pytest.mark.parametrize(
    "words",
    [
        "push in for 99999999 seconds then pan left for 0.00001 seconds then pull back",
        "zoom in 99999999x",
        "pan left 99999 degrees, then roll clockwise 99999 degrees",
    ],
)
def test_numbers_beyond_reason_still_give_a_path(words: str) -> None:
    table = poses(words)
    assert np.isfinite(table).all()
    assert np.abs(table).max() < 4
