"""Frames become a master, a proxy, a thumbnail and previews, or nothing at all."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assets.disk import DiskFull
from assets.frames import Frames
from generation.contract import Preview, RenderTrouble, ShotRequest
from generation.intake import measured
from generation.recording import Recording, jpeg
from tests.generation.conftest import until


class Set:
    """A recording of grey frames that brighten, and the looks at it."""

    def __init__(self, folder: Path, request: ShotRequest) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.request = request
        self.shown: list[Preview] = []
        self.recording = Recording(
            request,
            master=folder / "master.mp4",
            proxy=folder / "proxy.mp4",
            thumbnail=folder / "thumbnail.jpg",
            show=self.shown.append,
        )

    def frame(self, number: int) -> NDArray[np.uint8]:
        size = (self.request.height, self.request.width, 3)
        return np.full(size, min(40 + 10 * number, 255), np.uint8)

    def add(self, count: int) -> None:
        for number in range(count):
            self.recording.add(self.frame(number))

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


def test_master_and_proxy_hold_the_same_frames(tmp_path: Path) -> None:
    stage = Set(tmp_path, ShotRequest(frames=5, width=640, height=360, rate=(30000, 1001)))
    stage.add(5)
    made = stage.recording.finish()
    assert made.frames == 5
    assert measured(made.master) == (5, 640, 360)
    assert measured(made.proxy) == (5, 320, 180)
    with Frames(made.proxy, threads=1) as proxy:
        assert (proxy.rate.numerator, proxy.rate.denominator) == (30000, 1001)
        greys = [int(proxy.frame(number)[90, 160, 1]) for number in range(5)]
    assert all(abs(grey - 40 - 10 * number) <= 3 for number, grey in enumerate(greys))


def test_the_thumbnail_is_from_the_middle_and_never_blown_up(tmp_path: Path) -> None:
    stage = Set(tmp_path, ShotRequest(frames=5, width=320, height=180))
    stage.add(5)
    with Image.open(stage.recording.finish().thumbnail) as picture:
        assert picture.size == (320, 180)
        assert abs(picture.convert("L").getpixel((9, 9)) - 60) <= 3  # type: ignore[operator]  # one channel


def test_a_picture_of_any_shape_fits_its_box() -> None:
    tall = np.zeros((2000, 10, 3), np.uint8)
    assert Image.open(io.BytesIO(jpeg(tall, (640, 360), quality=80))).size == (2, 360)


def test_the_first_frame_is_shown_at_once(tmp_path: Path) -> None:
    stage = Set(tmp_path, ShotRequest(frames=2, width=64, height=36))
    stage.add(1)
    until(lambda: [preview.frame for preview in stage.shown] == [0])
    stage.recording.discard()


def test_an_odd_size_keeps_all_its_pixels(tmp_path: Path) -> None:
    stage = Set(tmp_path, ShotRequest(frames=2, width=65, height=37))
    stage.add(2)
    assert measured(stage.recording.finish().master) == (2, 66, 38)


def test_discarding_leaves_nothing(tmp_path: Path) -> None:
    stage = Set(tmp_path / "made", ShotRequest(frames=5, width=64, height=36))
    stage.add(4)
    until(lambda: stage.files() == ["master.mp4", "proxy.mp4", "thumbnail.jpg"])
    stage.recording.discard()
    assert stage.files() == []


def test_too_few_frames_are_no_shot(tmp_path: Path) -> None:
    stage = Set(tmp_path, ShotRequest(frames=5, width=64, height=36))
    stage.add(4)
    with pytest.raises(RenderTrouble) as caught:
        stage.recording.finish()
    assert "got 4 frames" in caught.value.log
    stage.recording.discard()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_disk_that_fills_up_stops_the_drawing(tmp_path: Path) -> None:
    """What the encoding thread meets is raised where frames are added."""
    tmp_path.joinpath("thumbnail.jpg").symlink_to("/dev/full")
    stage = Set(tmp_path, ShotRequest(frames=200, width=64, height=36))
    with pytest.raises(DiskFull):
        stage.add(200)
    stage.recording.discard()
    assert stage.files() == []


@pytest.mark.parametrize(
    "wrong",
    [
        np.zeros((36, 65, 3), np.uint8),
        np.zeros((36, 64, 4), np.uint8),
        np.zeros((36, 64, 3), np.float32),
    ],
)
def test_a_frame_of_another_kind_is_refused(tmp_path: Path, wrong: NDArray[np.uint8]) -> None:
    stage = Set(tmp_path, ShotRequest(frames=5, width=64, height=36))
    with pytest.raises(RenderTrouble):
        stage.recording.add(wrong)
    stage.recording.discard()
