"""LoRAs: worn as the bare pipeline wears them, taken off without a trace, refused by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.contract import (
    ModelDamaged,
    ModelMissing,
    ModelOrder,
    ShotRequest,
    UnsupportedInput,
)
from generation.manifest import Lora, Settings
from tests.generation.diffusion.conftest import SHOT, Drawn, Model

LOOK = Lora(id="a look.1", name="A look", file="look.safetensors", strength=0.5)
Place = Callable[..., Path]


@pytest.fixture
def put(checkpoint: Any, tmp_path: Path) -> Place:
    """A folder with a checkpoint, and a LoRA beside it that was trained for `kind`."""

    def folder(kind: str = "wan", name: str = LOOK.file, to: str = "wan") -> Path:
        import shutil

        place = tmp_path / "model"
        if not place.exists():
            shutil.copytree(checkpoint(to), place)
        save_lora(checkpoint(kind), place, name)
        return place

    return folder


def save_lora(checkpoint: Path, place: Path, name: str, seed: int = 5) -> None:
    import diffusers
    import torch
    from peft import LoraConfig, get_peft_model_state_dict

    pipe = diffusers.DiffusionPipeline.from_pretrained(checkpoint, local_files_only=True)
    torch.manual_seed(seed)
    part = pipe.transformer
    part.add_adapter(
        LoraConfig(r=4, lora_alpha=4, init_lora_weights=False, target_modules=["to_q", "to_v"])
    )
    layers = get_peft_model_state_dict(part)
    type(pipe).save_lora_weights(place, transformer_lora_layers=layers, weight_name=name)


def bare(
    folder: Path,
    *,
    strength: float | None,
    into: tuple[str, ...] = ("look",),
    seed: int = SHOT.seed,
    **more: Any,
) -> Any:
    """What the pipeline draws by itself; `into` names an adapter of each expert that wears it."""
    import diffusers
    import torch

    pipe = diffusers.WanPipeline.from_pretrained(folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    if strength is not None:
        for number, name in enumerate(into):
            expert = {"load_into_transformer_2": True} if number else {}
            pipe.load_lora_weights(
                folder, weight_name=f"{name}.safetensors", adapter_name="look", **expert
            )
        pipe.set_adapters("look", strength)
    given = {"num_inference_steps": 2, "guidance_scale": 3.0, "negative_prompt": "", **more}
    output = pipe(
        prompt=SHOT.prompt,
        height=32,
        width=32,
        num_frames=9,
        generator=torch.Generator().manual_seed(seed),
        output_type="np",
        **given,
    )
    return (output.frames[0] * 255).round().astype(np.uint8)


def test_a_lora_is_worn_at_its_strength_and_taken_off_again(
    model: Model, drawn: Drawn, put: Place
) -> None:
    from generation.backends.diffusion.backend import Diffusion

    folder = put()
    order = wearing(model, folder, draft=LOOK.id)
    drawing = Diffusion(order)
    plain, worn = bare(folder, strength=None), bare(folder, strength=0.5)
    draft = _draft(SHOT)
    assert not np.array_equal(plain, worn)
    assert np.array_equal(drawn(order, SHOT, backend=drawing), plain)
    assert np.array_equal(drawn(order, draft, backend=drawing), worn)
    assert np.array_equal(drawn(order, SHOT, backend=drawing), plain)


def test_a_row_may_have_fewer_steps_of_its_own(model: Model, drawn: Drawn, put: Place) -> None:
    """As those are that were distilled: few steps, no guidance, and so nothing to avoid."""
    folder = put()
    order = model("wan", folder=folder, lora=LOOK, settings=Settings(steps=1, guidance=1.0))
    alone: dict[str, Any] = {
        "num_inference_steps": 1,
        "guidance_scale": 1.0,
        "negative_prompt": None,
    }
    shot = _with(SHOT, steps=None, negative="rain")
    assert np.array_equal(drawn(order, shot), bare(folder, strength=0.5, **alone))


def test_each_of_two_experts_wears_its_own(model: Model, drawn: Drawn, put: Place) -> None:
    folder = put(kind="wan-two-experts", to="wan-two-experts")
    save_lora(folder, folder, "low.safetensors", seed=6)
    both = bare(folder, strength=0.5, into=("look", "low"), num_inference_steps=4)
    one = bare(folder, strength=0.5, num_inference_steps=4)
    assert not np.array_equal(one, both)
    settings = Settings(steps=4, guidance=3.0)
    row = Lora(id="look", name="A look", file=LOOK.file, file_2="low.safetensors", strength=0.5)
    shot = _with(SHOT, steps=None)
    order = model("wan-two-experts", folder=folder, lora=row, settings=settings)
    assert np.array_equal(drawn(order, shot), both)
    single = Lora(id="look", name="A look", file=LOOK.file, strength=0.5)
    order = model("wan-two-experts", folder=folder, lora=single, settings=settings)
    assert np.array_equal(drawn(order, shot), one)


def test_a_lora_that_is_not_there_is_told_by_name(model: Model, drawn: Drawn, put: Place) -> None:
    order = model("wan", folder=put(name="another.safetensors"), lora=LOOK)
    with pytest.raises(ModelMissing, match=r"A look.*look\.safetensors"):
        drawn(order)


def test_a_lora_of_another_architecture_is_refused_and_leaves_the_model_as_it_was(
    model: Model, drawn: Drawn, put: Place
) -> None:
    from generation.backends.diffusion.backend import Diffusion

    folder = put(kind="ltx")
    order = wearing(model, folder, draft=LOOK.id)
    drawing = Diffusion(order)
    with pytest.raises(ModelDamaged, match="does not fit"):
        drawn(order, _draft(SHOT), backend=drawing)
    assert np.array_equal(drawn(order, SHOT, backend=drawing), bare(folder, strength=None))


@pytest.mark.parametrize("content", [b"", b"not safetensors at all", b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_lora_that_is_no_lora_is_refused(
    model: Model, drawn: Drawn, put: Place, content: bytes
) -> None:
    folder = put()
    (folder / LOOK.file).write_bytes(content)
    with pytest.raises(ModelDamaged):
        drawn(model("wan", folder=folder, lora=LOOK))


def test_a_pickled_lora_is_not_opened(model: Model, drawn: Drawn, put: Place) -> None:
    folder = put()
    (folder / "look.bin").write_bytes((folder / LOOK.file).read_bytes())
    row = Lora(id="look", name="A look", file="look.bin")
    with pytest.raises(ModelDamaged, match="does not fit"):
        drawn(model("wan", folder=folder, lora=row))


def test_a_model_that_can_wear_none_says_so(model: Model, drawn: Drawn, tmp_path: Path) -> None:
    order = model("svd", family="svd", lora=LOOK)
    from PIL import Image

    from generation.contract import Keyframe, Media

    Image.new("RGB", (64, 64), "navy").save(tmp_path / "first.png")
    shot = ShotRequest(
        frames=2, width=64, height=64, keyframes=(Keyframe(picture=Media(asset="1")),)
    )
    with pytest.raises(UnsupportedInput, match="A look"):
        drawn(order, shot, lambda media: tmp_path / "first.png")


def wearing(model: Model, folder: Path, *, draft: str) -> ModelOrder:
    """An order of a checkpoint whose drafts wear the row."""
    from dataclasses import replace

    order = model("wan", folder=folder, loras=(LOOK,))
    settings = order.manifest.defaults["final"]
    defaults = {"final": settings, "draft": replace(settings, lora=draft)}
    return replace(order, manifest=replace(order.manifest, defaults=defaults))


def _draft(shot: ShotRequest) -> ShotRequest:
    return _with(shot, quality="draft")


def _with(shot: ShotRequest, **more: Any) -> ShotRequest:
    from dataclasses import replace

    return replace(shot, **more)


def test_a_lora_is_worn_over_weights_of_eight_bits(model: Model, drawn: Drawn, put: Place) -> None:
    from generation.backends.diffusion import placing
    from generation.backends.diffusion.backend import Diffusion

    folder = put()
    order = wearing(model, folder, draft=LOOK.id)
    drawing = Diffusion(order)
    drawn(order, SHOT, backend=drawing)
    placing.narrow(drawing._drawing._pipes[""].transformer, order)
    other = _with(SHOT, seed=SHOT.seed + 1)  # the first is known without being denoised
    narrow = drawn(order, other, backend=drawing).astype(int)
    worn = drawn(order, _draft(other), backend=drawing)
    assert np.abs(worn - bare(folder, strength=0.5, seed=other.seed).astype(int)).mean() < 3
    assert not np.array_equal(worn, narrow)
