"""Checkpoints that are torn, of another kind, or unsafe: each is told of by name, with a remedy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from canvas.document.words import Sentence
from generation.contract import (
    DeviceLost,
    DriverTooOld,
    ModelDamaged,
    ModelMissing,
    OutOfMemory,
    RenderTrouble,
)
from tests.generation.diffusion.conftest import SHOT, Checkpoint, Drawn, Model

WEIGHTS = "diffusion_pytorch_model.safetensors"
Spoil = Callable[[Path, Checkpoint], None]
BAD: dict[str, tuple[Spoil, type[RenderTrouble], str]] = {}
"""How a checkpoint is spoilt, what that is, and what the person is told the name of."""


def bad(kind: type[RenderTrouble], told: str) -> Callable[[Spoil], Spoil]:
    def note(spoil: Spoil) -> Spoil:
        BAD[spoil.__name__.replace("_", " ")] = spoil, kind, told
        return spoil

    return note


def edited(path: Path, **more: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text()), **more}))


@bad(ModelMissing, "model_index.json")
def no_index(folder: Path, _: Checkpoint) -> None:
    (folder / "model_index.json").unlink()


@bad(ModelDamaged, "model_index.json")
def an_index_of_noise(folder: Path, _: Checkpoint) -> None:
    (folder / "model_index.json").write_bytes(b"\xff\x00{{{")


@bad(ModelDamaged, "WanVACEPipeline")
def another_pipeline(folder: Path, _: Checkpoint) -> None:
    edited(folder / "model_index.json", _class_name="WanVACEPipeline")


@bad(ModelDamaged, "my_pipeline")
def a_pipeline_of_its_own(folder: Path, _: Checkpoint) -> None:
    (folder / "my_pipeline.py").write_text("raise SystemExit('it ran')")
    edited(folder / "model_index.json", _class_name=["my_pipeline", "Mine"])


@bad(ModelDamaged, "my_transformer")
def a_component_of_its_own(folder: Path, _: Checkpoint) -> None:
    (folder / "transformer" / "my_transformer.py").write_text("raise SystemExit('it ran')")
    edited(folder / "model_index.json", transformer=["my_transformer", "Mine"])


@bad(ModelDamaged, "remote.Encoder")
def an_encoder_of_its_own(folder: Path, _: Checkpoint) -> None:
    edited(folder / "text_encoder" / "config.json", auto_map={"AutoModel": "remote.Encoder"})


@bad(ModelDamaged, "remote.Words")
def a_tokenizer_of_its_own(folder: Path, _: Checkpoint) -> None:
    edited(
        folder / "tokenizer" / "tokenizer_config.json", auto_map={"AutoTokenizer": "remote.Words"}
    )


@bad(ModelDamaged, "transformer/part-1.bin")
def a_pickle_that_an_index_names(folder: Path, _: Checkpoint) -> None:
    (folder / "transformer" / "part-1.bin").write_bytes(b"\x80\x04cos\nsystem\n.")
    index = {"weight_map": {"a": "part-1.bin"}}
    (folder / "transformer" / f"{WEIGHTS}.index.json").write_text(json.dumps(index))


@bad(ModelDamaged, "transformers.pipeline")
def a_function_instead_of_a_component(folder: Path, _: Checkpoint) -> None:
    edited(folder / "model_index.json", vae=["transformers", "pipeline"])


@bad(ModelDamaged, "transformer/pytorch_model.bin")
def a_pickle(folder: Path, _: Checkpoint) -> None:
    (folder / "transformer" / WEIGHTS).unlink()
    (folder / "transformer" / "pytorch_model.bin").write_bytes(b"\x80\x04cos\nsystem\n.")


@bad(ModelMissing, "vae")
def no_component(folder: Path, _: Checkpoint) -> None:
    shutil.rmtree(folder / "vae")


@bad(ModelMissing, "transformer/part-2.safetensors")
def a_missing_shard(folder: Path, _: Checkpoint) -> None:
    (folder / "transformer" / WEIGHTS).rename(folder / "transformer" / "part-1.safetensors")
    index = {"weight_map": {"a": "part-1.safetensors", "b": "part-2.safetensors"}}
    (folder / "transformer" / f"{WEIGHTS}.index.json").write_text(json.dumps(index))


@bad(ModelMissing, "../../elsewhere.safetensors")
def a_shard_that_lies_elsewhere(folder: Path, _: Checkpoint) -> None:
    index = {"weight_map": {"a": "../../elsewhere.safetensors"}}
    (folder / "transformer" / f"{WEIGHTS}.index.json").write_text(json.dumps(index))


@bad(ModelDamaged, f"transformer/{WEIGHTS}")
def a_torn_file(folder: Path, _: Checkpoint) -> None:
    path = folder / "transformer" / WEIGHTS
    path.write_bytes(path.read_bytes()[:-1000])


@bad(ModelDamaged, f"vae/{WEIGHTS}")
def an_empty_file(folder: Path, _: Checkpoint) -> None:
    (folder / "vae" / WEIGHTS).write_bytes(b"")


@bad(ModelDamaged, f"vae/{WEIGHTS}")
def a_header_larger_than_the_file(folder: Path, _: Checkpoint) -> None:
    path = folder / "vae" / WEIGHTS
    path.write_bytes(b"\xff" * 8 + path.read_bytes()[8:])


@bad(ModelMissing, "tokenizer/tokenizer.json")
def no_tokenizer(folder: Path, _: Checkpoint) -> None:
    (folder / "tokenizer" / "tokenizer.json").unlink()


@bad(ModelDamaged, "tokenizer")
def a_tokenizer_of_noise(folder: Path, _: Checkpoint) -> None:
    (folder / "tokenizer" / "tokenizer.json").write_bytes(b"{}")


@bad(ModelDamaged, "transformer")
def weights_of_another_architecture(folder: Path, checkpoint: Checkpoint) -> None:
    shutil.copy(checkpoint("wan-image") / "transformer" / WEIGHTS, folder / "transformer" / WEIGHTS)


@bad(ModelDamaged, "transformer")
def a_weight_that_is_missing(folder: Path, _: Checkpoint) -> None:
    rewritten(
        folder / "transformer" / WEIGHTS,
        lambda name, each: None if name == "proj_out.bias" else each,
    )


@bad(ModelDamaged, "transformer")
def weights_that_are_no_numbers(folder: Path, _: Checkpoint) -> None:
    rewritten(folder / "transformer" / WEIGHTS, lambda _name, each: each * float("nan"))


@bad(ModelDamaged, "vae")
def a_decoder_that_has_no_numbers(folder: Path, _: Checkpoint) -> None:
    rewritten(
        folder / "vae" / WEIGHTS,
        lambda name, each: each * float("inf") if name.startswith("decoder") else each,
    )


@bad(ModelDamaged, "text_encoder")
def words_that_are_no_numbers(folder: Path, _: Checkpoint) -> None:
    rewritten(
        folder / "text_encoder" / "model.safetensors", lambda _name, each: each * float("nan")
    )


def rewritten(path: Path, change: Callable[[str, Any], Any]) -> None:
    from safetensors.torch import load_file, save_file

    changed = {name: change(name, each) for name, each in load_file(path).items()}
    path.unlink()
    save_file(
        {name: each for name, each in changed.items() if each is not None}, path, {"format": "pt"}
    )


def spoken(sentence: Sentence | None) -> str:
    assert sentence is not None
    return sentence.text.format(**sentence.values)


@pytest.mark.parametrize("how", BAD)
def test_a_bad_checkpoint_is_told_of(
    how: str, checkpoint: Checkpoint, model: Model, drawn: Drawn, tmp_path: Path
) -> None:
    spoil, kind, told = BAD[how]
    folder = tmp_path / "model"
    shutil.copytree(checkpoint("wan"), folder)
    spoil(folder, checkpoint)
    order = model("wan", folder=folder, pipeline="WanPipeline")
    with pytest.raises(kind) as caught:
        drawn(order)
    assert type(caught.value) is kind
    assert told in spoken(caught.value.what)
    assert caught.value.remedy is not None
    assert caught.value.meaning is not None
    assert order.cache is not None
    if how == "words that are no numbers":
        assert not order.cache.exists(), "and they are kept"


def test_what_is_repaired_draws_at_once(
    checkpoint: Checkpoint, model: Model, drawn: Drawn, tmp_path: Path
) -> None:
    from generation.backends.diffusion.backend import Diffusion

    folder = tmp_path / "model"
    shutil.copytree(checkpoint("wan"), folder)
    a_torn_file(folder, checkpoint)
    order = model("wan", folder=folder)
    backend = Diffusion(order)
    with pytest.raises(ModelDamaged):
        drawn(order, backend=backend)
    shutil.copy(checkpoint("wan") / "transformer" / WEIGHTS, folder / "transformer" / WEIGHTS)
    assert np.array_equal(drawn(order, backend=backend), drawn(model("wan")))


@pytest.mark.parametrize(
    ("change", "kind", "told"),
    [
        ({"_class_name": "WanModularPipeline"}, ModelDamaged, "WanModularPipeline"),
        ({"transformer": None}, ModelMissing, "transformer"),
        ({"transformer": ["diffusers", "WanTransformer3DModel"]}, ModelDamaged, "transformer"),
        ({"vae": ["my_vae", "Mine"]}, ModelDamaged, "my_vae"),
    ],
)
@pytest.mark.filterwarnings("ignore:.*weight_norm.*:FutureWarning")
def test_a_bad_modular_checkpoint_is_told_of(
    change: dict[str, Any],
    kind: type[RenderTrouble],
    told: str,
    checkpoint: Checkpoint,
    model: Model,
    drawn: Drawn,
    tmp_path: Path,
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(checkpoint("h3"), folder)
    edited(folder / "modular_model_index.json", **change)
    order = model("h3", family="h3", folder=folder, pipeline="modular:MiniMaxH3Blocks")
    with pytest.raises(kind) as caught:
        drawn(order, replace(SHOT, frames=124, width=64, height=64))
    assert told in spoken(caught.value.what)
    assert caught.value.remedy is not None


def test_a_family_that_nobody_knows_is_told_of(model: Model, drawn: Drawn) -> None:
    with pytest.raises(ModelMissing):
        drawn(model("wan", family="of tomorrow"))


@pytest.mark.parametrize("device", ["cuda:7", "mps"])
def test_a_card_that_is_not_there_is_told_of(device: str, model: Model, drawn: Drawn) -> None:
    with pytest.raises((DeviceLost, DriverTooOld)) as caught:
        drawn(replace(model("wan"), device=device))
    assert caught.value.remedy is not None


def test_memory_that_is_not_there_is_told_of() -> None:
    import torch

    from generation.backends.diffusion.troubles import told_by

    with pytest.raises(RuntimeError) as caught:
        torch.empty(1 << 60, dtype=torch.uint8)
    assert isinstance(told_by(caught.value, "cpu"), OutOfMemory)
    assert isinstance(told_by(torch.OutOfMemoryError("CUDA out of memory."), "cuda:0"), OutOfMemory)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("The NVIDIA driver on your system is too old (found version 11040).", DriverTooOld),
        ("CUDA driver version is insufficient for CUDA runtime version", DriverTooOld),
        ("CUDA error: an illegal memory access was encountered", DeviceLost),
        ("CUDA error: unspecified launch failure", DeviceLost),
        ("HIP error: invalid device ordinal", DeviceLost),
        ("MPS backend out of memory (MPS allocated: 17.90 GB)", OutOfMemory),
    ],
)
def test_what_cards_say_is_understood(words: str, kind: type[RenderTrouble]) -> None:
    """Their words as torch passes them on; a card that says them is not at hand here."""
    from generation.backends.diffusion.troubles import told_by

    found = told_by(RuntimeError(words), "cuda:0")
    assert type(found) is kind
    assert found.remedy is not None


def test_an_error_of_ours_stays_an_error() -> None:
    from generation.backends.diffusion.troubles import told_by

    assert told_by(ValueError("shapes do not match"), "cuda:0") is None


def test_the_prompt_is_not_blamed(model: Model, drawn: Drawn) -> None:
    assert len(drawn(model("wan", pipeline="WanPipeline"), SHOT)) == SHOT.frames
