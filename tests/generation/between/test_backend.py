"""A clip at the film's rate: what was drawn stands where it stood, cuts stay cuts, sound stays."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from canvas.document.timing import Rate
from generation.backends.between.backend import Between
from generation.contract import BadRequest, Media, Progress, Rendered, ShotRequest, VideoReference
from generation.dubbing import dub
from generation.messages import Failed, Finished, Render, Report, name_of
from generation.stage import Stage, Wishes
from tests.assets.painted import write_clip
from tests.generation.between.test_midway import SIZE, Pixels, likeness, pan, zoom

CLIP = Media(render="clip")
TO_FILM = 24


def asked(frames: int, **more: object) -> ShotRequest:
    wanted = {"frames": frames, "width": SIZE[0], "height": SIZE[1], "model": "between", **more}
    same = VideoReference(video=CLIP, use="same")
    return ShotRequest(video=same, **wanted)  # type: ignore[arg-type]  # a shot by its fields


def drawn(path: Path, request: ShotRequest) -> list[Pixels]:
    told: list[Progress] = []
    frames = Between().frames(request, lambda _media: path, told.append)
    return [frame.copy() for frame in frames]


def test_every_third_frame_of_a_film_at_24_is_one_that_was_drawn_at_16(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "clip.mp4", [pan(n) for n in range(5)], rate=Rate(16))
    kept = drawn(path, asked(5, rate=(16, 1)))
    film = drawn(path, asked(7))
    for number in (0, 3, 6):
        assert np.array_equal(film[number], kept[number * 2 // 3])
    for number in (1, 2, 4, 5):
        truth = pan(number * 2 / 3)
        nearest = kept[round(number * 2 / 3)]
        assert likeness(film[number], truth) > likeness(nearest, truth) + 5


@pytest.mark.parametrize(("rate", "frames"), [((7, 1), 2), ((24_000, 1001), 3)])
def test_it_gives_as_many_as_asked_and_holds_the_last_one(
    tmp_path: Path, rate: tuple[int, int], frames: int
) -> None:
    scenes = [pan(n) for n in range(frames)]
    path = write_clip(tmp_path / "clip.mp4", scenes, rate=Rate(*rate))
    seconds = frames / Fraction(*rate)
    film = drawn(path, asked(int(seconds * TO_FILM) + 3))
    assert len(film) == int(seconds * TO_FILM) + 3
    assert np.array_equal(film[-1], film[-2])


def test_a_cut_inside_the_clip_stays_one(tmp_path: Path) -> None:
    scenes = [pan(0), pan(1), zoom(2), zoom(3)]
    path = write_clip(tmp_path / "clip.mp4", scenes, rate=Rate(8))
    film = drawn(path, asked(10))
    sides = [likeness(frame, pan(1)) > likeness(frame, zoom(2)) for frame in film]
    assert sides == [True] * 5 + [False] * 5
    assert np.array_equal(film[4], film[3])
    assert np.array_equal(film[5], film[6])


def test_without_a_clip_it_says_so() -> None:
    with pytest.raises(BadRequest, match="no clip"):
        Between().frames(ShotRequest(frames=1), lambda _media: Path(), print)


def rendered(folder: Path, clip: Path, request: ShotRequest) -> Rendered:
    """By the render process's own hand."""
    said: list[Report] = []
    order = Render(
        job=1,
        backend="generation.backends.between.backend:Between",
        version="1",
        request=request,
        files={name_of(CLIP): clip},
        master=folder / "master.mp4",
        proxy=folder / "proxy.mp4",
        thumbnail=folder / "thumbnail.jpg",
        model=None,
    )
    Stage(said.append, Wishes()).carry_out(order)
    last = said[-1]
    assert isinstance(last, Finished), last.trouble if isinstance(last, Failed) else last
    return last.rendered


def sound(path: Path) -> list[str]:
    with av.open(str(path)) as container:
        packets = [bytes(each) for each in container.demux(audio=0) if each.dts is not None]
    return [hashlib.sha256(each).hexdigest() for each in packets]


def tone(seconds: float) -> NDArray[np.float32]:
    wave = 0.5 * np.sin(2 * np.pi * 440 * np.arange(round(seconds * 24_000)) / 24_000)
    return np.repeat(wave[:, None], 2, axis=1).astype(np.float32)


def test_its_sound_goes_along_untouched_and_its_length_stays(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", [pan(n) for n in range(4)], rate=Rate(8))
    dub(clip, tone(0.5), 24_000)
    made = rendered(tmp_path, clip, asked(12))
    assert sound(made.master) == sound(clip)
    with av.open(str(made.master)) as container:
        stream = container.streams.video[0]
        assert stream.average_rate == Fraction(24)
        assert stream.frames == 12
        assert float((stream.duration or 0) * (stream.time_base or 0)) == pytest.approx(0.5)


def test_a_silent_clip_stays_silent(tmp_path: Path) -> None:
    clip = write_clip(tmp_path / "clip.mp4", [pan(n) for n in range(2)], rate=Rate(8))
    made = rendered(tmp_path, clip, asked(6))
    with av.open(str(made.master)) as container:
        assert not container.streams.audio
