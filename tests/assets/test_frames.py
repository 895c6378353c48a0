"""Random access to frames, against clips whose frames carry their numbers."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import numpy as np
import pytest

from assets.disk import NotThere
from assets.frames import CannotRead, Frames
from canvas.document.timing import Rate
from tests.assets.painted import (
    PATCHES,
    number_of,
    numbered_clip,
    patches,
    patches_of,
    write_clip,
)


def ffmpeg(*arguments: object) -> None:
    asked = ["ffmpeg", "-v", "error", "-y", *(str(one) for one in arguments)]
    subprocess.run(asked, check=True, capture_output=True)


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return numbered_clip(tmp_path / "clip.mp4", 150)


ENCODINGS = {
    "master": ("mp4", "-c copy"),
    "b-frames and one keyframe": ("mp4", "-c:v libx264 -bf 3 -g 250 -sc_threshold 0"),
    "b-frames in mov": ("mov", "-c:v libx264 -bf 2 -g 30"),
    "matroska": ("mkv", "-c:v libx264 -bf 2 -g 24"),
    "webm": ("webm", "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 2M"),
    "motion jpeg": ("avi", "-c:v mjpeg -q:v 3"),
    "prores": ("mov", "-c:v prores_ks"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_any_frame_in_any_order_is_the_right_one(clip: Path, encoding: str) -> None:
    suffix, options = ENCODINGS[encoding]
    path = clip.with_name(f"made.{suffix}")
    ffmpeg("-i", clip, *options.split(), path)
    wanted = random.Random(7).sample(range(150), 40)
    with Frames(path) as frames:
        assert frames.frames == 150
        assert [number_of(frames.frame(number)) for number in wanted] == wanted
        assert [number_of(frame) for frame in frames.between(0, 150)] == list(range(150))


@pytest.mark.parametrize("rate", [Rate(24000, 1001), Rate(30000, 1001), Rate(25), Rate(60)])
def test_the_rate_is_exact(tmp_path: Path, rate: Rate) -> None:
    with Frames(numbered_clip(tmp_path / "clip.mp4", 31, rate=rate)) as frames:
        assert (frames.rate, frames.frames) == (rate, 31)
        assert number_of(frames.frame(30)) == 30


def test_a_frame_outside_the_clip_is_an_index_error(clip: Path) -> None:
    with Frames(clip) as frames:
        for number in (-1, 150):
            with pytest.raises(IndexError):
                frames.frame(number)


def test_a_picture_may_be_kept_and_changed(clip: Path) -> None:
    with Frames(clip) as frames:
        first = frames.frame(3)
        first[:] = 0
        assert number_of(frames.frame(3)) == 3
        assert frames.frame(4).flags.c_contiguous


def test_encoding_a_decoded_frame_does_not_mislead_the_next_seek(clip: Path) -> None:
    """A writer puts its own time into the frames it is given."""
    with Frames(clip) as frames:
        for number in (10, 11, 12):
            frames.decoded(number).pts = 9000
        assert [number_of(frames.frame(n)) for n in (12, 13, 5, 140)] == [12, 13, 5, 140]


def test_variable_rate_is_mapped_by_time(tmp_path: Path) -> None:
    """Ten frames at 24, then ten that each last four times as long."""
    fast = numbered_clip(tmp_path / "fast.mp4", 10)
    slow = numbered_clip(tmp_path / "slow.mp4", 10, first=10, rate=Rate(6))
    names = tmp_path / "list.txt"
    names.write_text(f"file '{fast}'\nfile '{slow}'\n")
    uneven = tmp_path / "uneven.mkv"
    ffmpeg("-f", "concat", "-safe", 0, "-i", names, "-c", "copy", uneven)
    with Frames(uneven) as frames:
        total = 10 / 24 + 10 / 6
        assert abs(frames.frames / float(frames.rate) - total) < 0.2
        for number in range(frames.frames):
            time = (number + 0.5) / float(frames.rate)
            expected = time * 24 if time < 10 / 24 else 10 + (time - 10 / 24) * 6
            shown = number_of(frames.frame(number))
            assert shown in {min(19, int(expected - 0.1)), min(19, int(expected + 0.1))}


def test_a_clip_that_was_cut_without_encoding_begins_at_its_first_frame(clip: Path) -> None:
    """Stream copy leaves an edit list and a start time that is not zero."""
    path = clip.with_name("cut.mkv")
    ffmpeg("-ss", 3, "-i", clip, "-c", "copy", path)
    with Frames(path) as frames:
        first = number_of(frames.frame(0))
        assert [number_of(frames.frame(n)) - first for n in (0, 1, 20, 5)] == [0, 1, 20, 5]


@pytest.mark.parametrize(
    ("options", "levels"),
    [
        ("-vf scale=out_color_matrix=bt709:out_range=tv -colorspace bt709 -color_range tv", 3),
        ("-vf scale=out_color_matrix=bt601:out_range=tv -colorspace smpte170m", 3),
        ("-vf scale=out_color_matrix=bt601:out_range=tv", 3),
        ("-vf scale=out_color_matrix=bt709:out_range=pc -colorspace bt709 -color_range pc", 3),
        ("-pix_fmt yuv444p -vf scale=out_color_matrix=bt709 -colorspace bt709", 3),
    ],
)
def test_the_tags_decide_how_colours_are_read(tmp_path: Path, options: str, levels: int) -> None:
    """Untagged and small means BT.601, as every player reads it."""
    raw = tmp_path / "raw.rgb"
    raw.write_bytes(patches().tobytes() * 3)
    path = tmp_path / "clip.mp4"
    given = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "320x180", "-i", raw)
    coded = options if "pix_fmt" in options else f"{options} -pix_fmt yuv420p"
    ffmpeg(*given, *coded.split(), "-c:v", "libx264", "-crf", 8, path)
    with Frames(path) as frames:
        seen = patches_of(frames.frame(1))
    assert np.abs(np.array(seen) - np.array(PATCHES)).max() <= levels, seen


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_video_comes_upright(tmp_path: Path, degrees: int) -> None:
    picture = patches()
    clip = write_clip(tmp_path / "clip.mp4", [picture] * 3)
    turned = tmp_path / "turned.mp4"
    ffmpeg("-i", clip, "-c", "copy", "-metadata:s:v:0", f"rotate={degrees}", turned)
    shown = tmp_path / "shown.rgb"
    ffmpeg("-i", turned, "-frames:v", 1, "-pix_fmt", "rgb24", "-f", "rawvideo", shown)
    with Frames(turned) as frames:
        assert not frames.plain
        size = (frames.height, frames.width, 3)
        expected = np.frombuffer(shown.read_bytes(), np.uint8).reshape(size)
        off = np.abs(frames.frame(1).astype(int) - expected)
        assert off.mean() < 2


def test_pixels_that_are_not_square_are_stretched(tmp_path: Path) -> None:
    clip = numbered_clip(tmp_path / "clip.mp4", 3, size=(360, 288))
    wide = tmp_path / "wide.mp4"
    ffmpeg("-i", clip, "-vf", "setsar=16/11", "-c:v", "libx264", wide)
    with Frames(wide) as frames:
        assert (frames.width, frames.height) == (524, 288)
        assert frames.frame(0).shape == (288, 524, 3)


@pytest.mark.parametrize("data", [b"", b"not a video at all" * 50, b"\x00" * 5000])
def test_what_is_no_video_is_refused_with_a_plain_sentence(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(data)
    with pytest.raises(CannotRead, match="clip"):
        Frames(path)


def test_a_sound_has_no_frames(tmp_path: Path) -> None:
    path = tmp_path / "sound.wav"
    ffmpeg("-f", "lavfi", "-i", "sine=duration=1", path)
    with pytest.raises(CannotRead):
        Frames(path)


def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(NotThere, match="gone"):
        Frames(tmp_path / "gone.mp4")
