"""From a first picture to a last: a dissolve, or a morph where the flow is sure."""

from __future__ import annotations

import itertools
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from assets.pictures import read_picture
from generation.backends.animatic import morph
from generation.backends.animatic.between import Dissolve, Succession
from tests.generation.animatic.conftest import Shoot, shot

Pixels = NDArray[np.uint8]


class Plain:
    """A drawing of one colour that counts how often it was asked."""

    def __init__(self, level: int) -> None:
        self.level, self.asked = level, 0

    def frame(self, number: int) -> Pixels:
        self.asked += 1
        return np.full((4, 6, 3), self.level, np.uint8)


def levels(frames: int, *, loop: bool = False) -> list[int]:
    drawings = [Plain(0), Plain(200)]
    row = Succession(drawings, [0, frames - 1], [Dissolve(*drawings)], frames, loop)
    return [int(row.frame(number)[0, 0, 0]) for number in range(frames)]


def test_one_gives_way_to_the_other_evenly_and_softly() -> None:
    seen = levels(41)
    assert seen[:8] == [0] * 8
    assert seen[-8:] == [200] * 8
    assert seen[20] == 100
    assert all(0 <= b - a <= 18 for a, b in itertools.pairwise(seen))


def test_only_what_is_seen_is_drawn() -> None:
    one, other = Plain(0), Plain(200)
    row = Succession([one, other], [0, 40], [Dissolve(one, other)], 41, False)
    row.frame(0)
    assert (one.asked, other.asked) == (1, 0)
    row.frame(40)
    assert (one.asked, other.asked) == (1, 1)


def test_a_loop_goes_there_and_back() -> None:
    seen = levels(40, loop=True)
    assert seen[0] == 0
    assert seen[20] == 200
    assert seen[1:20] == seen[:20:-1]


@pytest.fixture
def cup(pictures: Path) -> Pixels:
    return cv2.resize(read_picture(pictures / "coffee.jpg"), (960, 640))


def bent(picture: Pixels, by: float) -> Pixels:
    """The middle of the picture pushed aside."""
    high, wide = picture.shape[:2]
    y, x = np.mgrid[0:high, 0:wide].astype(np.float32)
    near = np.exp(-(((x - wide / 2) / (wide / 4)) ** 2) - ((y - high / 2) / (high / 4)) ** 2)
    return cv2.remap(picture, x - by * near, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


def test_a_small_change_is_found_there_and_back(cup: Pixels) -> None:
    found = morph.flows(cup, bent(cup, 24))
    assert found is not None
    there, back = found
    middle = there.shape[0] // 2, there.shape[1] // 2
    grain = 960 / there.shape[1]
    assert abs(there[middle][0] * grain - 24) < 4
    assert abs(back[middle][0] * grain + 24) < 4


@pytest.mark.parametrize("other", ["rocket.jpg", "moon.jpg", "cat.jpg"])
def test_quite_another_picture_is_never_morphed(other: str, cup: Pixels, pictures: Path) -> None:
    picture = cv2.resize(read_picture(pictures / other), (960, 640))
    assert morph.flows(cup, picture) is None


def test_the_same_picture_or_another_size_is_dissolved(cup: Pixels) -> None:
    assert morph.flows(cup, cup) is None
    assert morph.flows(cup, cup[:600]) is None


def test_another_colour_is_dissolved(cup: Pixels) -> None:
    assert morph.flows(cup, 255 - bent(cup, 10)) is None


def test_halfway_a_morph_shows_the_thing_halfway(cup: Pixels, tmp_path: Path, shoot: Shoot) -> None:
    first, last = cup, bent(cup, 30)
    half = bent(cup, 15)
    for name, picture in (("first", first), ("last", last), ("half", half)):
        cv2.imwrite(f"{tmp_path}/{name}.png", picture[..., ::-1])
    request = shot(
        f"{tmp_path}/first.png", "static shot", last=f"{tmp_path}/last.png", frames=25, width=480
    )
    halfway = shoot(request)[12].astype(float)
    truth = shoot(shot(f"{tmp_path}/half.png", "static shot", width=480))[0]
    ghost = (shoot(request)[0].astype(float) + shoot(request)[-1]) / 2
    assert np.abs(halfway - truth).mean() < 0.6 * np.abs(ghost - truth).mean()
