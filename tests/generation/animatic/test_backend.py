"""What a request becomes: exact frames, the same every time, and a plain sentence where it can't be
drawn.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from assets.encoding import ClipWriter
from assets.frames import Frames
from canvas.document.timing import Rate
from generation.backends.animatic.backend import Animatic
from generation.catalogue import installed
from generation.contract import (
    BadRequest,
    Camera,
    Keyframe,
    Media,
    MediaMissing,
    Motion,
    Path2D,
    Region,
    ShotRequest,
    Slate,
    UnsupportedInput,
)
from tests.generation.animatic.conftest import Shoot, shot

CUP = Region(box=(0.12, 0.02, 0.7, 0.95))
EVERY_KIND = {
    "still": shot("coffee.jpg", "push in"),
    "nothing said": shot("coffee.jpg"),
    "handheld": shot("rocket.jpg", "handheld, pan left", seed=9),
    "whip": shot("cat.jpg", "whip pan right"),
    "draft": shot("moon.jpg", "tilt up", quality="draft"),
    "loop": shot("coffee.jpg", "truck left", loop=True),
    "panel": shot("coffee.jpg", "push in", width=3600, height=2026, frames=3),
    "parallax": shot("coffee.jpg", "orbit right", motion=Motion(subject=CUP)),
    "path": shot(
        "coffee.jpg",
        "static shot",
        motion=Motion(paths=(Path2D(points=((0.5, 0.5), (0.7, 0.4)), region=CUP),)),
    ),
    "first to last": shot("coffee.jpg", "push in", last="cat.jpg"),
    "burned in": shot("coffee.jpg", slate=Slate(title="First sip", number="2C")),
    "slate": shot(prompt="特写，缓慢推近，然后左摇", slate=Slate(title="倒计时", number="2A")),
    "card": shot(slate=Slate(title="The Last Mile", number="1")),
    "portrait": shot("astronaut.jpg", "push in", width=180, height=320),
    "odd sides": shot("coffee.jpg", "pan left", width=321, height=181),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_shot_gives_exactly_its_frames(kind: str, shoot: Shoot) -> None:
    request = EVERY_KIND[kind]
    frames = shoot(request)
    assert len(frames) == request.frames
    for frame in frames:
        assert frame.shape == (request.height, request.width, 3)
        assert frame.dtype == np.uint8
        assert frame.flags.c_contiguous
        assert frame.std() > 3


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_the_same_request_gives_the_same_pixels(kind: str, shoot: Shoot) -> None:
    one, other = shoot(EVERY_KIND[kind]), shoot(EVERY_KIND[kind])
    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("frames", [1, 2, 3, 25])
def test_a_shot_of_any_length_has_that_length(frames: int, shoot: Shoot) -> None:
    for words in ("", "push in then pan left", "whip pan", "handheld"):
        assert len(shoot(shot("coffee.jpg", words, frames=frames))) == frames
    assert len(shoot(shot("coffee.jpg", last="cat.jpg", frames=frames))) == frames
    assert len(shoot(shot(prompt="wide, push in then pan left", frames=frames))) == frames


PROGRAM = """
import hashlib, sys
from pathlib import Path
from generation.backends.animatic.backend import Animatic
from tests.generation.animatic.test_backend import EVERY_KIND
for kind in sys.argv[2:]:
    digest = hashlib.sha256()
    for frame in Animatic().frames(
        EVERY_KIND[kind], lambda media: Path(sys.argv[1]) / media.asset, lambda progress: None
    ):
        digest.update(frame)
    print(digest.hexdigest())
"""


def test_another_process_draws_the_same_pixels(shoot: Shoot, pictures: Path) -> None:
    kinds = ["still", "handheld", "parallax", "first to last", "whip", "slate"]
    root = Path(__file__).resolve().parents[3]
    more = {"PYTHONPATH": str(root), "PYTHONHASHSEED": "77", "OMP_NUM_THREADS": "4"}
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(pictures), *kinds],
        env=os.environ | more,
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    here = [hashlib.sha256(b"".join(map(bytes, shoot(EVERY_KIND[kind])))) for kind in kinds]
    assert told.stdout.split() == [digest.hexdigest() for digest in here]


def test_another_seed_shakes_otherwise(shoot: Shoot) -> None:
    request = shot("coffee.jpg", "handheld")
    one, other = shoot(request), shoot(replace(request, seed=5))
    assert not np.array_equal(one[6], other[6])


def test_closing_the_frames_stops_the_drawing(pictures: Path) -> None:
    frames = Animatic().frames(
        shot("coffee.jpg", "push in", frames=500), lambda m: pictures / m.asset, lambda p: None
    )
    assert isinstance(frames, Iterator)
    next(frames)
    frames.close()  # type: ignore[attr-defined]
    with pytest.raises(StopIteration):
        next(frames)


def test_nothing_is_read_before_the_first_frame_is_asked_for() -> None:
    def never(media: Media) -> Path:
        raise AssertionError("read too early")

    Animatic().frames(shot("coffee.jpg"), never, lambda progress: None)


def test_the_manifest_names_this_version() -> None:
    manifest = installed().find("animatic")
    assert manifest is not None
    assert manifest.version == Animatic.version
    assert manifest.backend == "generation.backends.animatic.backend:Animatic"


# Pictures that move


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Eight frames that grow brighter."""
    path = tmp_path / "clip.mp4"
    with ClipWriter(path, rate=Rate(24), width=320, height=180) as writer:
        for number in range(8):
            writer.write(np.full((180, 320, 3), 20 + 25 * number, np.uint8))
    return path


@pytest.mark.parametrize(("frame", "level"), [(0, 20), (3, 95), (-1, 195), (None, 20)])
def test_a_frame_of_a_video_can_be_the_first_picture(
    clip: Path, frame: int | None, level: int, shoot: Shoot
) -> None:
    key = Keyframe(picture=Media(asset=str(clip), frame=frame))
    seen = shoot(shot(keyframes=(key,), prompt="static shot"))[0]
    assert abs(float(seen.mean()) - level) < 3


def test_a_chained_shot_goes_on_from_the_very_picture(clip: Path, shoot: Shoot) -> None:
    last = shoot(shot("coffee.jpg", "push in", frames=8))[-1]
    with ClipWriter(clip, rate=Rate(24), width=320, height=180) as writer:
        writer.write(last)
    key = Keyframe(picture=Media(render=str(clip), frame=-1))
    first, *_, end = shoot(shot(keyframes=(key,), prompt="pan left", frames=24))
    with Frames(clip) as coded:
        assert np.abs(first.astype(float) - coded.frame(0)).mean() < 1.5
    assert np.abs(end.astype(float) - last).mean() > 6


# First to last


def test_a_shot_goes_from_its_first_picture_to_its_last(shoot: Shoot) -> None:
    request = shot("coffee.jpg", "static shot", last="rocket.jpg", frames=25)
    frames = shoot(request)
    first, last = (shoot(shot(name, "static shot"))[0] for name in ("coffee.jpg", "rocket.jpg"))
    assert np.array_equal(frames[0], first)
    assert np.array_equal(frames[-1], last)
    mixed = (first.astype(float) + last) / 2
    assert np.abs(frames[12] - mixed).mean() < 2


def test_a_keyframe_in_the_middle_is_met(shoot: Shoot) -> None:
    keys = [("coffee.jpg", 0), ("rocket.jpg", 12), ("cat.jpg", -1)]
    keyframes = tuple(Keyframe(picture=Media(asset=name), at=at) for name, at in keys)
    frames = shoot(shot(keyframes=keyframes, prompt="static shot", frames=25))
    rocket = shoot(shot("rocket.jpg", "static shot"))[0]
    assert np.array_equal(frames[12], rocket)


# What cannot be drawn


@pytest.mark.parametrize(
    "wrong",
    [
        {"frames": 0},
        {"width": 8},
        {"height": 9000},
        {"rate": (0, 1)},
        {"quality": "splendid"},
        {"motion": Motion(camera=Camera(pan=11))},
        {"motion": Motion(camera=Camera(zoom=float("nan")))},
        {"motion": Motion(camera=Camera(preset="up_up_away"))},
        {"motion": Motion(paths=(Path2D(points=((0.5, 0.5),)),))},
        {"motion": Motion(paths=(Path2D(points=((0, 0), (1, 1))),) * 7)},
        {"motion": Motion(subject=Region(box=(0.2, 0.2, 0.0, 0.3)))},
        {"motion": Motion(subject=Region(box=(2.0, 0.2, 0.3, 0.3)))},
        {"motion": Motion(subject=Region())},
        {"keyframes": (Keyframe(picture=Media(asset="coffee.jpg"), at=99),)},
    ],
)
def test_what_cannot_be_drawn_is_refused_at_once_with_a_way_out(wrong: dict[str, object]) -> None:
    request = replace(shot("coffee.jpg"), **wrong)  # type: ignore[arg-type]
    with pytest.raises(BadRequest) as refused:
        Animatic().frames(request, lambda media: Path(), lambda progress: None)
    assert str(refused.value.what).endswith(".")
    assert refused.value.remedy


def test_a_picture_that_is_not_there_is_missed_by_name_of_error(shoot: Shoot) -> None:
    with pytest.raises(MediaMissing) as trouble:
        shoot(shot("nowhere.jpg"))
    assert "not on this computer" in str(trouble.value)


@pytest.mark.parametrize("name", ["torn.jpg", "torn.mp4"])
def test_a_torn_picture_is_refused_with_a_plain_sentence(
    name: str, tmp_path: Path, shoot: Shoot
) -> None:
    torn = tmp_path / name
    torn.write_bytes(b"\xff\xd8\xff\xe0 torn")
    with pytest.raises(UnsupportedInput) as trouble:
        shoot(shot(str(torn)))
    assert "torn" in str(trouble.value)
    assert "Traceback" not in str(trouble.value)


def test_a_path_with_spaces_chinese_and_emoji_is_read(tmp_path: Path, shoot: Shoot) -> None:
    odd = tmp_path / "我的 film 🎬" / "图 片.png"
    odd.parent.mkdir()
    picture: NDArray[np.uint8] = np.full((200, 300, 3), 90, np.uint8)
    odd.write_bytes(cv2.imencode(".png", picture)[1].tobytes())
    assert shoot(shot(str(odd)))


def test_a_request_of_one_frame_at_any_rate_is_drawn(shoot: Shoot) -> None:
    request = ShotRequest(frames=1, rate=(30000, 1001), width=64, height=48, prompt="orbit")
    assert len(shoot(request)) == 1
