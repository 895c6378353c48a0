"""Frames that others drew become larger just as the bare pipeline makes them larger."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from assets.frames import Frames
from canvas.document.timing import Rate
from canvas.document.words import say
from generation.contract import (
    Cancelled,
    Media,
    ModelDamaged,
    Progress,
    ShotRequest,
    VideoReference,
)
from generation.manifest import Settings
from tests.assets.painted import write_clip
from tests.generation.diffusion.conftest import Checkpoint, Drawn, Model

KINDS = {
    "ltx-larger": "LTXLatentUpsamplePipeline",
    "ltx2-larger": "LTX2LatentUpsamplePipeline",
}
CLIP = Media(render="clip")
SHOT = ShotRequest(
    frames=9,
    width=128,
    height=128,
    rate=(16, 1),
    model="tiny",
    video=VideoReference(video=CLIP, use="same"),
)
DECODED = {"decode_timestep": 0.05, "decode_noise_scale": 0.025}


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven frames of 64 x 64: the last one holds for two more."""
    noise = np.random.default_rng(1).integers(0, 255, (7, 64, 64, 3), np.uint8)
    path = tmp_path_factory.mktemp("clips") / "clip.mp4"
    return write_clip(path, list(noise), rate=Rate(16))


def order(model: Model, name: str) -> Any:
    settings = Settings(steps=1, arguments=DECODED)
    return model(name, family=name, pipeline=KINDS[name], settings=settings)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_drawn_is_what_the_bare_pipeline_draws(
    model: Model, drawn: Drawn, clip: Path, name: str
) -> None:
    import diffusers
    import torch

    wanted = order(model, name)
    with Frames(clip, threads=1) as film:
        seen = [Image.fromarray(film.frame(min(at, 6))) for at in range(9)]
    pipe = getattr(diffusers, KINDS[name]).from_pretrained(wanted.folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    generator = torch.Generator().manual_seed(0)
    output = pipe(video=seen, width=64, height=64, generator=generator, output_type="np", **DECODED)
    bare = (np.asarray(output.frames[0]) * 255).round().astype(np.uint8)
    found = drawn(wanted, SHOT, lambda _media: clip)
    assert found.shape == (9, 128, 128, 3)
    assert np.array_equal(found, bare)


def test_it_tells_how_far_it_is_and_can_be_cancelled_in_the_middle(
    model: Model, drawn: Drawn, clip: Path
) -> None:
    from generation.backends.diffusion.backend import Diffusion

    wanted = order(model, "ltx-larger")
    wanted = replace(wanted, cache=None)
    backend, told = Diffusion(wanted), list[Progress]()
    whole = drawn(wanted, SHOT, lambda _media: clip, backend, told.append)
    phases = list(dict.fromkeys(each.phase for each in told))
    assert phases == ["loading", "encoding", "rendering", "decoding"]

    def leave(progress: Progress) -> None:
        if progress.phase == "decoding":
            raise Cancelled(say("Cancelled."))

    with pytest.raises(Cancelled):
        drawn(wanted, SHOT, lambda _media: clip, backend, leave)
    again = drawn(wanted, SHOT, lambda _media: clip, backend)
    assert np.array_equal(again, whole), "and nothing of it is left"


def test_its_parts_may_lie_in_a_whole_checkpoint(
    model: Model, drawn: Drawn, clip: Path, checkpoint: Checkpoint, tmp_path: Path
) -> None:
    alone = order(model, "ltx2-larger")
    whole = tmp_path / "whole"
    shutil.copytree(checkpoint("ltx2"), whole, ignore=shutil.ignore_patterns("transformer"))
    for part in ("vae", "latent_upsampler"):
        shutil.copytree(alone.folder / part, whole / part, dirs_exist_ok=True)
    among = replace(alone, folder=whole, cache=None)
    found = drawn(among, SHOT, lambda _media: clip)
    assert np.array_equal(found, drawn(alone, SHOT, lambda _media: clip))


def test_a_checkpoint_of_another_kind_is_refused(
    model: Model, drawn: Drawn, clip: Path, checkpoint: Checkpoint
) -> None:
    wrong = replace(order(model, "ltx-larger"), folder=checkpoint("ltx2"))
    with pytest.raises(ModelDamaged):
        drawn(wrong, SHOT, lambda _media: clip)
