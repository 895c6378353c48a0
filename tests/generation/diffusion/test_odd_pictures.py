"""Reference pictures of any shape that a file may have: a point, a hair, a wall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from generation.contract import Keyframe, Media, ShotRequest, Subject
from tests.generation.diffusion.conftest import Drawn, Model

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning"),
]
SHOT = ShotRequest(
    frames=9, width=64, height=64, model="tiny", prompt="@Fox waits", seed=1, steps=1
)
SIZES = ((1, 1), (1, 3000), (3000, 1), (2500, 2000))


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]} x {size[1]}")
def odd(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Media], Path]:
    width, height = request.param
    path = tmp_path / "odd.png"
    Image.fromarray(np.full((height, width, 3), 90, np.uint8)).save(path)
    return lambda media: path


@pytest.mark.parametrize("family", ["wan-vace", "qwen-edit"])
def test_a_reference_of_any_shape_is_looked_at(
    family: str, model: Model, drawn: Drawn, odd: Callable[[Media], Path]
) -> None:
    from tests.generation.diffusion.tiny_pictures import looking_small

    fox = Subject(name="Fox", pictures=(Media(asset="odd"),))
    shot = replace(SHOT, subjects=(fox,), references=(Media(asset="odd"),))
    if family == "qwen-edit":
        shot = replace(shot, frames=1)
    with looking_small():
        frames = drawn(replace(model(family, family=family), cache=None), shot, odd)
    assert frames.shape == (shot.frames, 64, 64, 3)


def test_a_first_picture_of_any_shape_fills_the_frame(
    model: Model, drawn: Drawn, odd: Callable[[Media], Path]
) -> None:
    shot = replace(SHOT, keyframes=(Keyframe(picture=Media(asset="odd")),))
    order = replace(model("ltx", family="ltx"), cache=None)
    assert drawn(order, shot, odd).shape == (9, 64, 64, 3)


def test_h3_looks_at_references_of_any_shape(model: Model, odd: Callable[[Media], Path]) -> None:
    from generation.backends.diffusion import modular
    from generation.backends.diffusion.families.h3 import H3
    from generation.backends.diffusion.shot import Shot

    family, order = H3(), model("h3", family="h3")
    pipe = family.load(order, lambda progress: None)
    shot = replace(SHOT, frames=124, references=(Media(asset="odd"),))
    call = family.call(Shot(shot, order, odd))
    made = modular.run(pipe, family._readers[:1], call.arguments, ["normalized_references"])
    (seen,) = made["normalized_references"]
    assert max(seen.image.size) <= 4 * min(seen.image.size)
