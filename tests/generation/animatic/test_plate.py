"""Sub-pixel exact, without shimmer, without softness."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.backends.animatic.plate import Plate, level_of, opaque, scales_of


def waves(size: int, period: float) -> NDArray[np.uint8]:
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    value = 128 + 100 * np.sin(2 * np.pi * x / period) * np.cos(2 * np.pi * y / (period * 1.3))
    return np.repeat(np.rint(value).astype(np.uint8)[..., None], 3, axis=2)


def view(scale: float, x: float, y: float) -> NDArray[np.float64]:
    return np.array([[scale, 0, x], [0, scale, y], [0, 0, 1.0]])


@pytest.mark.parametrize("scale", [0.6, 1.0, 1.4, 1.9, 3.0])
def test_a_hundredth_of_a_pixel_is_a_hundredth_of_a_pixel(scale: float) -> None:
    """A soft spot, moved in steps of 0.01 frame pixels, moves in just such steps."""
    x, y = np.meshgrid(np.arange(800), np.arange(800))
    spot = 240 * np.exp(-((x - 401.3) ** 2 + (y - 398.8) ** 2) / (2 * (9 * scale) ** 2))
    picture = np.repeat(np.rint(spot).astype(np.uint8)[..., None], 3, axis=2)
    plate = Plate(picture, np.array([scale]))
    places = np.arange(0, 1.5, 0.01)
    left, top = 401.3 - 80 * scale, 398.8 - 45 * scale
    found = []
    for step in places:
        frame = plate.draw(view(scale, left + step * scale, top), scale, (160, 90))[..., 0]
        found.append(np.average(np.arange(160), weights=frame.sum(axis=0)))
    assert np.abs(np.array(found) - (80 - places)).max() < 0.02
    assert np.abs(np.diff(found) + 0.01).max() < 0.025


@pytest.mark.parametrize("scale", [1.7, 2.0, 2.7])
def test_what_is_finer_than_a_pixel_does_not_shimmer(scale: float) -> None:
    picture = waves(700, period=scale * 1.35)
    plate = Plate(picture, np.array([scale]))
    drawn = [plate.draw(view(scale, 50 + p, 50), scale, (120, 80))[..., 0] for p in (0, 0.3, 0.7)]
    assert max(float(frame.std()) for frame in drawn) < 12


@pytest.mark.parametrize("scale", [1.0, 1.3, 1.5, 1.8, 2.5])
def test_what_a_frame_can_show_stays_clear_at_every_phase(scale: float) -> None:
    picture = waves(900, period=scale * 5)
    plate = Plate(picture, np.array([scale]))
    phases = np.linspace(0, 1, 8, endpoint=False) * scale
    clear = [plate.draw(view(scale, 50 + p, 50), scale, (160, 90))[..., 0].std() for p in phases]
    assert min(clear) > 0.68 * picture.std()
    assert max(clear) - min(clear) < 0.06 * max(clear)


def test_a_long_push_changes_its_sharpness_without_a_jump() -> None:
    picture = waves(1400, period=9)
    scales = np.geomspace(2.4, 1.0, 40)
    plate = Plate(picture, scales)
    clear = np.array([plate.draw(view(s, 200, 200), s, (240, 135))[..., 0].std() for s in scales])
    assert np.abs(np.diff(clear)).max() < 0.06 * clear.mean()


def test_levels_lie_exactly_over_the_picture() -> None:
    for scale in (0.5, 1.5, 3.3):
        level, placing = level_of(waves(301, 40), scale)
        corner = placing @ np.array([-0.5, -0.5, 1])
        far = placing @ np.array([300.5, 300.5, 1])
        assert np.allclose(corner[:2], -0.5)
        assert np.allclose(far[:2], np.array(level.shape[1::-1]) - 0.5)


def test_the_scale_of_a_view_is_measured_in_its_middle() -> None:
    turned = np.array([[1.2, -0.5, 3], [0.5, 1.2, 4], [0, 0, 1.0]])
    assert np.allclose(scales_of(turned[None], (320, 180)), 1.3)


def test_a_frame_comes_out_as_plain_rgb() -> None:
    picture = np.zeros((90, 160, 3), np.uint8)
    picture[..., 0] = 200
    frame = opaque(Plate(picture, np.array([1.0])).draw(np.eye(3), 1.0, (160, 90)))
    assert frame.shape == (90, 160, 3)
    assert frame[45, 80].tolist() == [200, 0, 0]
