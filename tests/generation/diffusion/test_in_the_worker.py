"""A checkpoint that a person put into a folder, drawn by the real render process."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest
from PIL import Image

from assets.frames import Frames
from generation.catalogue import read
from generation.contract import Cancelled, ModelOrder, Progress, ShotRequest
from generation.manifest import Manifest
from generation.match import fitted, match
from generation.messages import (
    Doing,
    Failed,
    Finished,
    Render,
    Showing,
    trouble_from_plain,
)
from generation.process import CancelWish, Inbox, RenderProcess, carry_out
from tests.generation.conftest import PATIENCE
from tests.generation.diffusion.conftest import BACKEND, SHOT, Checkpoint, Drawn

MANIFEST = f"""
id = "tiny"
name = "Tiny Wan"
backend = "{BACKEND}"
version = "1"
family = "wan"
pipeline = "WanPipeline"
rate = [16, 1]
licence = "Apache-2.0"

[inputs]
words = 1
negative = 1
seed = 1
steps = 1
guidance = 1

[limits]
frames_step = 4
frames_offset = 1
frames_low = 5
frames_high = 33
multiple = 16
side_high = 256

[defaults.final]
steps = 3
guidance = 4.0
"""


@pytest.fixture(scope="module")
def added(checkpoint: Checkpoint, tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """A model as a person adds one: a folder with its files and a manifest, and no code."""
    place = tmp_path_factory.mktemp("models") / "tiny"
    shutil.copytree(checkpoint("wan"), place)
    (place / "manifest.toml").write_text(MANIFEST, encoding="utf-8")
    found = read((), place.parent).find("tiny")
    assert found is not None
    return found


class Rendering:
    """Orders for one process, and all that is heard of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.inbox: Inbox = SimpleQueue()
        self.process = RenderProcess(self.inbox)
        self.progress: list[Progress] = []
        self.previews: list[bytes] = []
        self.seen: list[str] = []
        """The phase in which each preview came."""
        self._jobs = 0
        self.then: Callable[[], None] = lambda: None

    def render(self, manifest: Manifest, request: ShotRequest) -> Finished:
        self._jobs += 1
        assert manifest.folder is not None
        order = Render(
            job=self._jobs,
            backend=manifest.backend,
            version=manifest.version,
            request=request,
            files={},
            master=self.folder / f"{self._jobs}.mp4",
            proxy=self.folder / f"{self._jobs}-proxy.mp4",
            thumbnail=self.folder / f"{self._jobs}.jpg",
            model=ModelOrder(
                manifest=manifest, folder=manifest.folder, cache=self.folder / "cache"
            ),
        )
        outcome = carry_out(self.process, self.inbox, order, patience=PATIENCE, hear=self._hear)
        if isinstance(outcome, Failed):
            raise trouble_from_plain(outcome.trouble)
        assert isinstance(outcome, Finished), outcome
        return outcome

    def _hear(self, report: object) -> None:
        if isinstance(report, Doing):
            self.progress.append(report.progress)
            self.then()
        if isinstance(report, Showing):
            self.previews.append(report.preview.jpeg)
            self.seen.append(self.progress[-1].phase)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir() if path.is_file())

    def cancel(self) -> None:
        self.inbox.put(CancelWish(self._jobs))


@pytest.fixture(scope="module")
def _process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rendering]:
    """One process for all of it: to load the libraries takes it seconds."""
    rendering = Rendering(tmp_path_factory.mktemp("made"))
    yield rendering
    rendering.process.leave()


@pytest.fixture
def rendering(_process: Rendering) -> Rendering:
    _process.progress.clear()
    _process.previews.clear()
    _process.seen.clear()
    _process.then = lambda: None
    return _process


def test_a_folder_and_a_manifest_are_enough(
    added: Manifest, rendering: Rendering, drawn: Drawn
) -> None:
    """From the words to the clip: fitted, drawn in steps with previews, and written."""
    asked = ShotRequest(frames=14, width=60, height=30, model="tiny", prompt="a fox", seed=3)
    assert not match(asked, added).refused
    taken = fitted(asked, added)
    made = rendering.render(added, taken).rendered
    with Frames(made.master) as clip:
        assert (clip.frames, clip.width, clip.height) == (taken.frames, taken.width, taken.height)
        written = clip.frame(0).astype(int)
    assert made.thumbnail.stat().st_size > 0
    assert added.folder is not None
    there = drawn(ModelOrder(manifest=added, folder=added.folder), taken)
    assert np.abs(there[0].astype(int) - written).mean() < 12, "the clip shows other frames"
    phases = list(dict.fromkeys(progress.phase for progress in rendering.progress))
    assert phases == ["loading", "encoding", "rendering", "decoding", "writing"]


def test_previews_come_out_of_the_process(added: Manifest, rendering: Rendering) -> None:
    rendering.render(added, replace(SHOT, width=128, height=128, steps=4, guidance=3.0))
    first = rendering.seen[0]
    assert first == "rendering", "nothing was seen before the frames were there"
    with Image.open(io.BytesIO(rendering.previews[0])) as picture:
        assert picture.size == (128, 128)


@pytest.mark.parametrize("phase", ["rendering", "decoding"])
def test_a_shot_is_given_up_in_the_middle_and_the_next_is_drawn(
    phase: str, added: Manifest, rendering: Rendering
) -> None:
    steps = 200 if phase == "rendering" else 1
    long = ShotRequest(
        frames=33, width=256, height=256, model="tiny", prompt="a fox", steps=steps, guidance=3.0
    )

    def give_up() -> None:
        if rendering.progress[-1].phase == phase:
            rendering.cancel()
            rendering.then = lambda: None

    rendering.then = give_up
    before = rendering.files()
    with pytest.raises(Cancelled):
        rendering.render(added, replace(long, seed=len(phase)))
    assert rendering.files() == before
    assert rendering.progress[-1].phase == phase
    assert rendering.render(added, SHOT).rendered.frames == SHOT.frames
