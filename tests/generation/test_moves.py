"""The 6-axis control as moves."""

from __future__ import annotations

import pytest

from generation.contract import Camera
from generation.moves import PRESETS, Kind, moves_from_camera


def test_a_control_at_rest_asks_for_nothing() -> None:
    assert not moves_from_camera(Camera())


@pytest.mark.parametrize(
    ("camera", "told"),
    [
        (Camera(horizontal=4), "truck right"),
        (Camera(horizontal=-4), "truck left"),
        (Camera(vertical=4), "crane up"),
        (Camera(pan=4), "pan right"),
        (Camera(tilt=-4), "tilt down"),
        (Camera(roll=4), "roll clockwise"),
        (Camera(zoom=4), "zoom in"),
        (Camera(zoom=-4, pan=4), "pan right + zoom out"),
    ],
)
def test_each_axis_moves_the_camera_its_own_way(camera: Camera, told: str) -> None:
    assert moves_from_camera(camera).told() == told


def test_ten_is_faster_than_one() -> None:
    (slow,) = moves_from_camera(Camera(pan=1)).stages[0].moves
    (fast,) = moves_from_camera(Camera(pan=10)).stages[0].moves
    assert slow.speed < 1 < fast.speed


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_moves(preset: str) -> None:
    moves = moves_from_camera(Camera(preset=preset))
    assert moves
    assert moves.has(Kind.zoom)


def test_an_unknown_preset_is_an_error() -> None:
    with pytest.raises(KeyError):
        moves_from_camera(Camera(preset="sideways_somersault"))
