"""Tiny checkpoints of true architectures, with random weights, built once a run.

- `checkpoint("wan")`: the folder of one, as a person would have it; see BUILDERS of tiny_*.py.
- `model("wan", ...)`: a manifest and the order to draw with it.
- `drawn(order, request)`: the frames as an array.

torch and diffusers are imported with the first fixture that needs them, not when tests are found.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.contract import Media, ModelOrder, Progress, ShotRequest
from generation.manifest import Limits, Manifest, Settings

TINY = ("tiny_wan", "tiny_ltx", "tiny_clips", "tiny_pictures", "tiny_h3")
"""Modules that have BUILDERS: name -> function that gives a pipeline."""
BACKEND = "generation.backends.diffusion.backend:Diffusion"
SHOT = ShotRequest(
    frames=9, width=32, height=32, model="tiny", prompt="a fox crosses the snow", seed=1, steps=2
)
LIMITS = Limits(frames_step=4, frames_offset=1, multiple=16, side_low=16, side_high=64)

Checkpoint = Callable[[str], Path]
Model = Callable[..., ModelOrder]
Drawn = Callable[..., NDArray[np.uint8]]


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Checkpoint:
    folder = tmp_path_factory.mktemp("checkpoints")

    def built(name: str) -> Path:
        place = folder / name
        if not place.is_dir():
            import torch

            torch.set_num_threads(1)
            torch.manual_seed(0)
            _builder(name)().save_pretrained(place)
        return place

    return built


def _builder(name: str) -> Callable[[], Any]:
    for module in TINY:
        try:
            builders = importlib.import_module(f"tests.generation.diffusion.{module}").BUILDERS
        except ModuleNotFoundError:
            continue
        if name in builders:
            found: Callable[[], Any] = builders[name]
            return found
    raise KeyError(name)


@pytest.fixture
def model(checkpoint: Checkpoint, tmp_path: Path) -> Model:
    def order(
        name: str, *, family: str = "wan", folder: Path | None = None, **more: Any
    ) -> ModelOrder:
        settings = more.pop("settings", Settings(steps=2, guidance=3.0))
        manifest = Manifest(
            id=name,
            name=name,
            backend=BACKEND,
            version="1",
            family=family,
            limits=more.pop("limits", LIMITS),
            defaults={"final": settings},
            folder=folder or checkpoint(name),
            **more,
        )
        return ModelOrder(
            manifest=manifest, folder=folder or checkpoint(name), cache=tmp_path / "cache"
        )

    return order


def no_media(media: Media) -> Path:
    raise AssertionError(f"nobody asked for {media}")


def nothing(progress: Progress) -> None:
    """Nobody listens."""


@pytest.fixture
def drawn() -> Drawn:
    """Draw a shot in this process, with a backend of its own unless one is given."""

    def frames(
        order: ModelOrder,
        request: ShotRequest = SHOT,
        media: Callable[[Media], Path] = no_media,
        backend: Any = None,
        report: Callable[[Progress], None] = nothing,
    ) -> NDArray[np.uint8]:
        from generation.backends.diffusion.backend import Diffusion

        drawing = backend or Diffusion(order)
        return np.stack([frame.copy() for frame in drawing.frames(request, media, report)])

    return frames
