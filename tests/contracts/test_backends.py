"""What generation.contract.Backend promises, of everything that draws: one suite for all."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from canvas.document.words import say
from generation.contract import (
    Backend,
    Cancelled,
    Media,
    MediaMissing,
    Preview,
    Progress,
    RenderTrouble,
    ShotRequest,
    Sounding,
    Spending,
    Watched,
)
from generation.fingerprint import plain
from tests.contracts.backends import SUBJECTS as OURS
from tests.contracts.backends import Subject
from tests.contracts.peer import PeerSubject
from tests.generation.diffusion.conftest import Checkpoint
from tests.generation.diffusion.sights import Sights

pytestmark = [
    # the scheduler of LTX reads a tensor in a way that numpy gives up
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    # the sound of H3 is made with a module that torch gives up
    pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning"),
]
SUBJECTS = {
    **OURS,
    # only what is shaken by a hand shows the seed, and previews go to the board
    "peer": PeerSubject("peer", OURS["animatic"].request, seeded=False, looks=False),
}
PHASES = ("queued", "loading", "encoding", "rendering", "decoding", "writing")
Frames = NDArray[np.uint8]


@dataclass
class Stand:
    """Something that draws, set up; and one shot of it, with all that was said meanwhile."""

    subject: Subject
    backend: Backend
    sights: Sights
    progress: list[Progress] = field(default_factory=list)
    previews: list[Preview] = field(default_factory=list)
    told: tuple[Progress, ...] = ()
    """What was said of the first shot, from loading on."""

    def draw(self, request: ShotRequest | None = None) -> Frames:
        frames = []
        for frame in self.begun(request or self.subject.request):
            assert frame.flags.c_contiguous
            frames.append(frame.copy())
        return np.stack(frames)

    def begun(self, request: ShotRequest) -> Iterator[Frames]:
        return self.backend.frames(request, self.sights, self.progress.append)


@pytest.fixture(scope="module", params=SUBJECTS)
def stand(
    request: pytest.FixtureRequest, checkpoint: Checkpoint, sights: Sights
) -> Iterator[Stand]:
    """Shared by all tests of one subject: shot after shot, as in the render process."""
    subject = SUBJECTS[request.param]
    if isinstance(subject, PeerSubject):
        request.getfixturevalue("company")
    with _small_pictures() if subject.family == "qwen-edit" else nullcontext():
        yield Stand(subject, subject.made(checkpoint), sights)


def _small_pictures() -> AbstractContextManager[None]:
    """It blows up every picture to a megapixel otherwise, which takes a processor seconds."""
    from tests.generation.diffusion.tiny_pictures import looking_small

    return looking_small()


@pytest.fixture(scope="module")
def first(stand: Stand) -> Frames:
    """Its shot, watched."""
    if isinstance(stand.backend, Watched):
        stand.backend.watch(stand.previews.append)
    drawn = stand.draw()
    stand.told = tuple(stand.progress)
    return drawn


def test_exactly_the_frames_that_were_asked_for(stand: Stand, first: Frames) -> None:
    asked = stand.subject.request
    assert first.shape == (asked.frames, asked.height, asked.width, 3)
    assert first.dtype == np.uint8


@pytest.fixture(scope="module")
def again(stand: Stand, first: Frames) -> tuple[Frames, int]:
    """Its shot once more, and how many words were said of it."""
    before = len(stand.progress)
    return stand.draw(), len(stand.progress) - before


def test_the_same_shot_twice_is_the_same(first: Frames, again: tuple[Frames, int]) -> None:
    assert np.array_equal(again[0], first)


def test_another_seed_gives_other_frames(stand: Stand, first: Frames) -> None:
    if not stand.subject.seeded:
        pytest.skip("its seed is not seen in this shot")
    asked = stand.subject.request
    other = ShotRequest(**{**_fields(asked), "seed": asked.seed + 1})
    assert not np.array_equal(stand.draw(other), first)


def _fields(request: ShotRequest) -> dict[str, object]:
    return {name: getattr(request, name) for name in plain(request)}


def test_progress_only_grows(stand: Stand, first: Frames) -> None:
    told = stand.told
    assert told, "not a word"
    places = [PHASES.index(progress.phase) for progress in told]
    assert places == sorted(places), "the phases are out of order"
    for phase in set(places):
        done = [
            (progress.done + progress.share) / progress.total
            for progress, place in zip(told, places, strict=True)
            if place == phase
        ]
        assert done == sorted(done)
        assert 0 <= done[0] <= done[-1] <= 1
    assert all(0 <= progress.share <= 1 for progress in told)


def test_what_is_shown_meanwhile_is_a_small_picture_of_it(stand: Stand, first: Frames) -> None:
    if not stand.subject.looks:
        assert stand.previews == []
        return
    assert stand.previews, "nothing was shown"
    for preview in stand.previews:
        assert 0 <= preview.frame < stand.subject.request.frames
        with Image.open(io.BytesIO(preview.jpeg)) as picture:
            assert picture.format == "JPEG"
            assert max(picture.size) <= 256


def test_what_it_took_is_told(stand: Stand, first: Frames) -> None:
    if not isinstance(stand.backend, Spending):
        pytest.skip("it needs nothing worth telling of")
    spent = stand.backend.spent()
    assert spent is not None
    assert spent.denoising > 0
    assert spent.ram > 0


def test_its_sound_is_samples_or_silence(stand: Stand, first: Frames) -> None:
    heard = stand.backend.sound() if isinstance(stand.backend, Sounding) else None
    if heard is None:
        return
    samples, rate = heard
    assert samples.dtype == np.float32
    assert samples.ndim == 2
    assert np.abs(samples).max() <= 1
    seconds = stand.subject.request.frames * stand.subject.request.rate[1]
    assert len(samples) / rate == pytest.approx(seconds / stand.subject.request.rate[0], abs=0.5)


def test_closing_it_is_giving_it_up(stand: Stand, first: Frames) -> None:
    frames = stand.begun(stand.subject.request)
    next(frames)
    frames.close()  # type: ignore[attr-defined]  # a generator, as the contract wants it
    said = len(stand.progress)
    assert next(frames, None) is None
    assert len(stand.progress) == said
    assert np.array_equal(stand.draw(), first)


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_who_is_cancelled_stops_at_once_and_draws_again(
    share: float, stand: Stand, first: Frames, again: tuple[Frames, int]
) -> None:
    words = again[1]
    left = min(round(share * words), words - 1)
    heard: list[Progress] = []

    def report(progress: Progress) -> None:
        heard.append(progress)
        if len(heard) > left:
            raise Cancelled(say("Cancelled."))

    with pytest.raises(Cancelled):
        for _ in stand.backend.frames(stand.subject.request, stand.sights, report):
            pass
    assert len(heard) == left + 1, "it went on"
    assert np.array_equal(stand.draw(), first)


def test_a_picture_that_is_gone_is_told_of(stand: Stand, first: Frames) -> None:
    asked = stand.subject.pictured
    if asked is None:
        pytest.skip("this shot has no pictures")

    def find(media: Media) -> Path:
        if media.asset == "gone":
            raise MediaMissing(say("It is gone."))
        return stand.sights(media)

    with pytest.raises(MediaMissing):
        list(stand.backend.frames(asked, find, stand.progress.append))
    assert np.array_equal(stand.draw(), first)


def test_a_picture_that_is_none_is_told_of(stand: Stand, first: Frames, tmp_path: Path) -> None:
    asked = stand.subject.pictured
    if asked is None:
        pytest.skip("this shot has no pictures")
    (tmp_path / "gone").write_bytes(b"this is no picture")
    with pytest.raises(RenderTrouble) as caught:
        list(
            stand.backend.frames(
                asked,
                lambda media: tmp_path / "gone" if media.asset == "gone" else stand.sights(media),
                stand.progress.append,
            )
        )
    assert caught.value.code != "render_failed"


def test_a_fresh_one_draws_the_same(
    stand: Stand, first: Frames, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    """Nothing of earlier shots is in a frame; nor is it in what is kept on the disk."""
    for _ in range(2):
        fresh = Stand(stand.subject, stand.subject.made(checkpoint, tmp_path), stand.sights)
        assert np.array_equal(fresh.draw(), first)
