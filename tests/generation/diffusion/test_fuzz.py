"""Whatever a person asks for: what the matcher lets through, no pipeline stumbles over.

The manifests are the ones that come with the program, their checkpoints and sizes tiny.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.catalogue import read
from generation.contract import (
    Camera,
    Keyframe,
    Media,
    ModelOrder,
    Motion,
    Path2D,
    Progress,
    Region,
    ShotRequest,
    SoundPart,
    Subject,
    VideoReference,
)
from generation.given import INPUTS
from generation.manifest import Manifest
from generation.match import fitted, match
from tests.generation.diffusion.conftest import Checkpoint
from tests.generation.diffusion.sights import Sights, sights

__all__ = ["sights"]
pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning"),
]
TINY = {
    "wan2.1-t2v-1.3b": "wan",
    "wan2.1-vace-1.3b": "wan-vace",
    "wan2.2-ti2v-5b": "wan-small-card",
    "wan2.2-i2v-a14b": "wan-between-two-experts",
    "ltx-video": "ltx",
    "ltx-2": "ltx2",
    "svd-xt": "svd",
    "animatediff": "animatediff",
    "z-image-turbo": "z-image",
    "qwen-image-edit-plus": "qwen-edit",
    "minimax-h3": "h3",
}
A_HANDFUL, THOUSANDS = 3, 1200
ADMITTED = 0.15
"""Of all requests this share must come through, or the test tests nothing."""
WORDS = (
    "a fox",
    "狐狸在雪地里跑",
    "@Fox waits for @nobody",
    "",
    "🦊" * 700,
    "x " * 4000,
    "\u202e \x00",
)
PICTURES = ("fox", "snow", "dawn", "wide")


class Asking:
    """Requests at random; the same seed asks the same."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def request(self, model: str) -> ShotRequest:
        chance = self._random
        return ShotRequest(
            model=model,
            frames=chance.choice((1, 2, 5, 9, 13, 16, 17, 24, chance.randint(1, 40))),
            rate=chance.choice(((24, 1), (25, 1), (30000, 1001), (8, 1), (16, 1), (60, 1))),
            width=chance.randint(16, 160),
            height=chance.randint(16, 160),
            quality=chance.choice(("final", "final", "draft")),
            seed=chance.choice((0, 1, -1, 2**31, 2**63 - 1, 2**70)),
            prompt=chance.choice(WORDS),
            negative=chance.choice(("", "blurred", WORDS[4])),
            guidance=chance.choice((None, 0.0, 1.0, 3.5, 100.0, float("nan"), -2.0)),
            steps=chance.choice((None, 0, 1, 2, 4, 10_000)),
            loop=chance.random() < 0.2,
            **self._pictures(),
            **self._moves(),
        )

    def _some(self, most: int) -> range:
        return range(self._random.choice((0, 0, 1, 2, most)))

    def _media(self) -> Media:
        if self._random.random() < 0.2:
            return Media(render="walk", frame=self._random.choice((-1, 0, 3, 400)))
        return Media(asset=self._random.choice(PICTURES))

    def _pictures(self) -> dict[str, Any]:
        chance = self._random
        keys = tuple(
            Keyframe(
                picture=self._media(),
                at=chance.choice((0, 0, -1, -1, 3, 8, 500, -3)),
                strength=chance.choice((1.0, 0.5, 0.0, 7.0, float("nan"))),
            )
            for _ in self._some(4)
        )
        subjects = tuple(
            Subject(
                name=name, description="red", pictures=tuple(self._media() for _ in self._some(3))
            )
            for name in ("Fox", "", "Ann")[: len(self._some(3))]
        )
        return {
            "keyframes": keys,
            "subjects": subjects,
            "references": tuple(self._media() for _ in self._some(5)),
            "video": self._video() if chance.random() < 0.3 else None,
            "sounds": (SoundPart(kind="speech", text="Hm."),) if chance.random() < 0.2 else (),
        }

    def _video(self) -> VideoReference:
        mask = self._random.choice((None, Media(asset="left half")))
        use = self._random.choice(("guide", "edit"))
        return VideoReference(video=Media(asset="walk"), use=use, mask=mask)

    def _moves(self) -> dict[str, Any]:
        chance = self._random
        if chance.random() < 0.5:
            return {}
        axes = {axis: chance.uniform(-10, 10) for axis in ("pan", "tilt", "zoom", "roll")}
        paths = tuple(
            Path2D(
                points=tuple(
                    (chance.uniform(-0.5, 1.5), chance.uniform(-0.5, 1.5))
                    for _ in range(chance.choice((2, 2, 9)))
                ),
                region=chance.choice((None, Region(box=(0.1, 0.1, 0.3, 0.3)))),
            )
            for _ in self._some(6)
        )
        camera = chance.choice((Camera(), Camera(**axes), Camera(preset="down_back")))
        return {"motion": Motion(camera=camera, paths=paths)}


def small(manifest: Manifest, folder: Path) -> Manifest:
    """The manifest for a checkpoint and shots that are tiny; what it takes stays."""
    step, least = manifest.limits.multiple, manifest.limits.frames_low
    if manifest.family == "h3" and not find_spec("torchvision"):  # it says so, of a guide
        inputs = {name: count for name, count in manifest.inputs.items() if name != "guide"}
        manifest = replace(manifest, inputs=inputs)
    limits = replace(
        manifest.limits,
        frames_low=least if manifest.family == "h3" else min(least, 9),
        frames_high=max(least, min(manifest.limits.frames_high, 17)),
        side_low=max(step, 64 if manifest.family == "ltx2" else 0),
        side_high=160,
        pixels_high=96 * 96,
        steps_high=2,
        steps_low=min(manifest.limits.steps_low, 2),
    )
    return replace(manifest, folder=folder, limits=limits, loras=(), lora=None)


def admitted(manifest: Manifest, seeds: range) -> Iterator[tuple[int, ShotRequest]]:
    """What of so many requests comes through; the rest is refused for an input that has a name."""
    names = {given.name for given in INPUTS} | {"size", "frames", "rate", "pictures"}
    for seed in seeds:
        asked = Asking(seed).request(manifest.id)
        found = match(asked, manifest)
        if not found.refused:
            yield seed, fitted(asked, manifest)
        assert all(note.what in names for note in found.refused), found.refused


def draw_all(manifest: Manifest, seeds: range, sights: Sights, most: int | None = None) -> int:
    from generation.backends.diffusion.backend import Diffusion
    from tests.generation.diffusion.tiny_pictures import looking_small

    assert manifest.folder is not None
    backend = Diffusion(ModelOrder(manifest=manifest, folder=manifest.folder))
    drawn = 0
    for seed, request in islice(admitted(manifest, seeds), most):
        try:
            with looking_small():
                frames = [frame.copy() for frame in backend.frames(request, sights, _silent)]
        except Exception as error:  # whatever it is: which seed it was has to be told
            raise AssertionError(f"{manifest.id}, seed {seed}: {request}") from error
        assert np.stack(frames).shape == (request.frames, request.height, request.width, 3), seed
        drawn += 1
    return drawn


def _silent(progress: Progress) -> None:
    """Nobody listens."""


def tiny(model: str, checkpoint: Checkpoint) -> Manifest:
    manifest = read().find(model)
    assert manifest is not None
    return small(manifest, checkpoint(TINY[model]))


@pytest.mark.parametrize("model", TINY)
def test_what_is_let_through_is_drawn(model: str, checkpoint: Checkpoint, sights: Sights) -> None:
    few = 1 if model == "minimax-h3" else A_HANDFUL  # which draws five seconds at the least
    assert draw_all(tiny(model, checkpoint), range(400), sights, most=few) == few


@pytest.mark.soak
@pytest.mark.parametrize("model", TINY)
def test_thousands_that_are_let_through_are_drawn(
    model: str, checkpoint: Checkpoint, sights: Sights
) -> None:
    manifest = tiny(model, checkpoint)
    assert draw_all(manifest, range(1000, 1000 + THOUSANDS), sights) > THOUSANDS * ADMITTED


@pytest.mark.parametrize("model", TINY)
def test_enough_is_let_through(model: str, tmp_path: Path) -> None:
    manifest = read().find(model)
    assert manifest is not None
    found = list(admitted(small(manifest, tmp_path), range(200)))
    assert len(found) > 200 * ADMITTED
