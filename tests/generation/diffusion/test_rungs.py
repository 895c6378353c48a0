"""The rungs of the ladder on every architecture: narrowed and streamed, each still draws.

The processor stands in for the card: what a rung does to the weights is the same there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from generation.contract import Keyframe, Media, ModelOrder, ShotRequest
from tests.generation.diffusion.conftest import Drawn, Model

pytestmark = [
    # the scheduler of LTX reads a tensor in a way that numpy gives up
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    # the sound of H3 is made with a module that torch gives up
    pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning"),
]

SHOT = ShotRequest(
    frames=9, width=64, height=64, model="tiny", prompt="a fox crosses the snow", seed=1, steps=2
)
FIRST = (Keyframe(picture=Media(asset="1")),)
FAMILIES: dict[str, tuple[str, ShotRequest]] = {
    "wan": ("wan", SHOT),
    "wan-vace": ("wan-vace", SHOT),
    "ltx": ("ltx", SHOT),
    "ltx2": ("ltx2", SHOT),
    "svd": ("svd", replace(SHOT, keyframes=FIRST)),
    "animatediff": ("animatediff", replace(SHOT, frames=4)),
    "z-image": ("z-image", replace(SHOT, frames=1)),
}


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[Media], Path]:
    path = tmp_path / "picture.png"
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)).save(path)
    return lambda media: path


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the processor take part in a rung, which it is otherwise left out of."""
    from generation.backends.diffusion import placing

    def play(rung: str) -> None:
        import torch
        from torch import nn

        cpu = torch.device("cpu")

        def lower(part: Any, order: ModelOrder) -> None:
            if isinstance(part, nn.Module):
                placing.narrow(part, order) if rung == "fp8" else placing.group(part, cpu)

        def place(pipe: Any, order: ModelOrder) -> None:
            for name in placing._LARGE:
                lower(getattr(pipe, name, None), order)

        def place_reader(parts: dict[str, Any], order: ModelOrder) -> None:
            for part in parts.values():
                lower(part, order)

        monkeypatch.setattr(placing, "place", place)
        monkeypatch.setattr(placing, "place_reader", place_reader)

    return play


@pytest.mark.parametrize(
    ("name", "rung"),
    [
        *((name, "fp8") for name in FAMILIES),
        # how they are streamed is one for all; these differ in what is streamed
        *((name, "stream") for name in ("wan", "ltx2", "svd")),
    ],
)
def test_every_architecture_draws_at_the_lower_rungs(
    name: str,
    rung: str,
    model: Model,
    drawn: Drawn,
    played: Callable[[str], None],
    picture: Callable[[Media], Path],
) -> None:
    family, shot = FAMILIES[name]
    order = model(name, family=family)
    plain = drawn(order, shot, picture).astype(float)
    played(rung)
    lowered = drawn(replace(order, cache=None), shot, picture).astype(float)
    assert lowered.shape == plain.shape
    if rung == "stream":
        assert np.array_equal(lowered, plain), "where the weights lie changes nothing"
    else:
        # eight bits of each weight: another picture, of the same kind
        assert np.abs(lowered - plain).mean() < 40
