"""A checkpoint that a person put into a folder, drawn by the real render process."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import SimpleQueue

import numpy as np
import pytest

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
side_high = 128

[defaults.final]
steps = 3
guidance = 4.0
"""


@pytest.fixture
def added(checkpoint: Checkpoint, tmp_path: Path) -> Manifest:
    """A model as a person adds one: a folder with its files and a manifest, and no code."""
    place = tmp_path / "models" / "tiny"
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

    def cancel(self) -> None:
        self.inbox.put(CancelWish(self._jobs))


@pytest.fixture
def rendering(tmp_path: Path) -> Iterator[Rendering]:
    folder = tmp_path / "made"
    folder.mkdir()
    rendering = Rendering(folder)
    yield rendering
    rendering.process.leave()


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


def test_a_shot_is_given_up_within_a_step_and_the_next_is_drawn(
    added: Manifest, rendering: Rendering
) -> None:
    endless = ShotRequest(frames=33, width=128, height=128, model="tiny", prompt="a fox", steps=200)

    def give_up() -> None:
        if rendering.progress[-1].phase == "rendering":
            began.append(time.monotonic())
            rendering.cancel()
            rendering.then = lambda: None

    began: list[float] = []
    rendering.then = give_up
    with pytest.raises(Cancelled):
        rendering.render(added, endless)
    assert [path.name for path in rendering.folder.iterdir() if path.is_file()] == []
    assert rendering.progress[-1].done < 200
    assert rendering.render(added, SHOT).rendered.frames == SHOT.frames
