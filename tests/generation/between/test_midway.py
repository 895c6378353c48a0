"""What stands between two frames is where the movement has it, and nothing stands in a cut."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from generation.backends.between.midway import Midway

Pixels = NDArray[np.uint8]
SIZE = (320, 180)


@cache
def ground(seed: int) -> Pixels:
    """Soft patches and fine grain, larger than the frame."""
    rng = np.random.default_rng(seed)
    coarse = cv2.resize(rng.uniform(0, 255, (12, 20, 3)), (640, 360), interpolation=cv2.INTER_CUBIC)
    fine = cv2.GaussianBlur(rng.uniform(-60, 60, (360, 640, 3)), (0, 0), 1.5) * 3
    return np.asarray(np.clip(coarse + fine, 0, 255), np.uint8)


def moved(picture: Pixels, matrix: list[list[float]]) -> Pixels:
    found = cv2.warpAffine(picture, np.array(matrix, np.float64), SIZE, flags=cv2.INTER_CUBIC)
    return np.asarray(found, np.uint8)


def pan(time: float) -> Pixels:
    return moved(ground(1), [[1, 0, -60 - 7 * time], [0, 1, -50 - 3 * time]])


def zoom(time: float) -> Pixels:
    scale = 0.8 * 1.03**time
    return moved(ground(2), [[scale, 0, 160 - 320 * scale], [0, scale, 90 - 180 * scale]])


def passing(time: float) -> Pixels:
    """Something crosses a ground that moves the other way, and covers and uncovers it."""
    behind = moved(ground(3), [[1, 0, -80 + 2 * time], [0, 1, -60]]).astype(np.float64)
    place = [[1.0, 0.0, 60 + 11 * time], [0.0, 1.0, 40.0]]
    thing = moved(ground(4)[:90, :110], place)
    mask = moved(np.full((90, 110, 3), 255, np.uint8), place) / 255
    return np.rint(behind * (1 - mask) + thing * mask).astype(np.uint8)


def likeness(one: Pixels, other: Pixels) -> float:
    """PSNR, in decibels."""
    error = float(((one.astype(np.float64) - other) ** 2).mean())
    return float(10 * np.log10(255**2 / max(error, 1e-9)))


@pytest.mark.parametrize("scene", [pan, zoom, passing])
def test_it_is_far_nearer_to_the_truth_than_a_frame_repeated_or_two_mixed(
    scene: Callable[[float], Pixels],
) -> None:
    first, second = scene(3), scene(4)
    midway = Midway(first, second)
    assert not midway.cut
    for share in (1 / 3, 0.5):
        truth = scene(3 + share)
        mixed = cv2.addWeighted(first, 1 - share, second, share, 0)
        found = likeness(midway.at(share), truth)
        assert found > likeness(first, truth) + 8
        assert found > likeness(np.asarray(mixed, np.uint8), truth) + 6


def test_where_it_begins_and_ends_the_frames_themselves_stand() -> None:
    first, second = pan(0), pan(1)
    midway = Midway(first, second)
    assert np.array_equal(midway.at(0.0), first)
    assert np.array_equal(midway.at(1.0), second)


def test_a_cut_shows_one_scene_or_the_other_and_never_a_mix() -> None:
    first, second = pan(0), zoom(0)
    midway = Midway(first, second)
    assert midway.cut
    assert np.array_equal(midway.at(0.4), first)
    assert np.array_equal(midway.at(0.5), second)


def test_a_cut_between_plain_grounds_is_one() -> None:
    plain = np.full((180, 320, 3), 90, np.uint8)
    assert not Midway(plain, plain).cut
    assert np.array_equal(Midway(plain, plain).at(0.3), plain)
    assert Midway(plain, pan(0)).cut
    assert Midway(plain, np.full_like(plain, 170)).cut


def test_it_is_the_same_every_time_and_the_frames_are_left_as_they_were() -> None:
    first, second = passing(0), passing(1)
    kept = first.copy(), second.copy()
    assert np.array_equal(Midway(first, second).at(0.4), Midway(first, second).at(0.4))
    assert np.array_equal(first, kept[0])
    assert np.array_equal(second, kept[1])


def test_a_large_frame_keeps_its_size_and_its_detail() -> None:
    def scene(time: float) -> Pixels:
        wide = cv2.resize(ground(5)[:120], (1400, 262), interpolation=cv2.INTER_CUBIC)
        return np.ascontiguousarray(wide[:, int(20 + 12 * time) :][:, :1200])

    first, second = scene(0), scene(1)
    found = Midway(first, second).at(0.5)
    assert found.shape == (262, 1200, 3)
    assert likeness(found, scene(0.5)) > 30


PHOTOS = Path(__file__).parents[4] / "shared" / "media"


@pytest.mark.skipif(not PHOTOS.is_dir(), reason="needs the pictures beside the working tree")
@pytest.mark.parametrize("name", ["astronaut.jpg", "coffee.jpg"])
def test_a_photograph_that_is_panned_stays_sharp(name: str) -> None:
    photo = np.asarray(cv2.imread(str(PHOTOS / name)), np.uint8)
    photo = np.asarray(cv2.resize(photo, (480, 320), interpolation=cv2.INTER_AREA), np.uint8)

    def scene(time: float) -> Pixels:
        return moved(photo, [[1, 0, -40 - 6 * time], [0, 1, -60 - 2 * time]])

    first, second, truth = scene(0), scene(1), scene(0.5)
    mixed = np.asarray(cv2.addWeighted(first, 0.5, second, 0.5, 0), np.uint8)
    found = likeness(Midway(first, second).at(0.5), truth)
    assert found > likeness(first, truth) + 8
    assert found > likeness(mixed, truth) + 6
