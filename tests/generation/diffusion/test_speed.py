"""Speed settings: each is taken and given back, and none changes what it must not change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from generation.contract import ModelOrder, ShotRequest, UnsupportedInput
from generation.manifest import Settings
from tests.generation.diffusion.conftest import SHOT, Drawn, Model

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    # torch's compiler looks at parts of torch that torch has given up
    pytest.mark.filterwarnings("ignore::DeprecationWarning:torch"),
    pytest.mark.filterwarnings("ignore::FutureWarning:torch"),
]
FINAL = Settings(steps=4, guidance=3.0)
SLOW = replace(SHOT, steps=4)
DRAFT = replace(SLOW, quality="draft")


def with_draft(order: ModelOrder, **more: Any) -> ModelOrder:
    defaults = {"final": FINAL, "draft": replace(FINAL, **more)}
    return replace(order, manifest=replace(order.manifest, defaults=defaults))


@pytest.mark.parametrize(
    ("name", "family", "size"),
    [("wan", "wan", 32), ("wan-vace", "wan-vace", 32), ("ltx", "ltx", 64)],
)
def test_a_draft_may_skip_blocks_and_the_final_after_it_skips_none(
    model: Model, drawn: Drawn, name: str, family: str, size: int
) -> None:
    from generation.backends.diffusion.backend import Diffusion

    order = model(name, family=family, settings=FINAL)
    final = replace(SLOW, width=size, height=size)
    drawing = Diffusion(with_draft(order, cache="first-block", cache_threshold=10.0))
    skipped = drawn(order, replace(final, quality="draft"), backend=drawing)
    assert not np.array_equal(skipped, drawn(order, final))
    unskipped = replace(final, quality="draft", skip="never")
    assert np.array_equal(drawn(order, unskipped, backend=drawing), drawn(order, final))
    other = replace(final, seed=2)
    assert np.array_equal(drawn(order, other, backend=drawing), drawn(order, other))


@pytest.mark.parametrize(("name", "frames"), [("z-image", 1), ("ltx2", 9)])
def test_a_family_that_can_skip_nothing_draws_its_drafts_whole(
    model: Model, drawn: Drawn, name: str, frames: int
) -> None:
    still = ShotRequest(frames=frames, width=64, height=64, prompt="a fox", steps=2, seed=1)
    order = with_draft(model(name, family=name), cache="first-block", cache_threshold=9.0)
    draft = replace(still, quality="draft")
    assert np.array_equal(drawn(order, still), drawn(order, draft))


def test_another_attention_draws_the_same_but_for_its_rounding(model: Model, drawn: Drawn) -> None:
    order = model("wan", settings=FINAL)
    other = drawn(replace(order, speed={"attention": "_native_math"}), SLOW).astype(int)
    assert np.abs(other - drawn(order, SLOW)).max() <= 2


@pytest.mark.parametrize("attention", ["flash", "sage", "sage_hub", "nonsense"])
def test_an_attention_that_is_not_here_is_told_by_name(
    model: Model, drawn: Drawn, attention: str
) -> None:
    order = replace(model("wan"), speed={"attention": attention})
    with pytest.raises(UnsupportedInput, match=attention):
        drawn(order)


def test_compiled_blocks_draw_the_same_and_can_be_left_in_the_middle(
    model: Model, drawn: Drawn
) -> None:
    from generation.backends.diffusion.backend import Diffusion
    from generation.contract import Cancelled, Progress

    order = replace(model("wan", settings=FINAL), speed={"compile": "eager"})
    drawing = Diffusion(order)
    plain = drawn(replace(order, speed={}), SLOW)
    assert np.array_equal(drawn(order, SLOW, backend=drawing), plain)
    told: list[Progress] = []

    def stop(progress: Progress) -> None:
        told.append(progress)
        if progress.phase == "rendering" and progress.done == 1 and progress.share:
            raise Cancelled(progress.phase)  # type: ignore[arg-type]  # nobody reads it

    with pytest.raises(Cancelled):
        drawn(order, replace(SLOW, seed=3), backend=drawing, report=stop)
    assert told[-1].done == 1
    second = replace(SLOW, seed=4)
    assert np.array_equal(
        drawn(order, second, backend=drawing), drawn(replace(order, speed={}), second)
    )
