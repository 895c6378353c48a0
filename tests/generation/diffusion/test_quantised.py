"""Weights in fewer bits: a GGUF file beside a component's description, or a package that lacks."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generation.contract import ModelDamaged, ModelMissing, ShotRequest
from tests.generation.diffusion.conftest import Drawn, Model

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
SHOT = ShotRequest(frames=9, width=64, height=64, prompt="a fox", seed=1, steps=2)


@pytest.fixture
def small(checkpoint: Any, tmp_path: Path) -> Callable[..., Path]:
    """A checkpoint of LTX whose transformer is a GGUF file, alone or beside the whole one."""

    def folder(*, whole: bool = False, leave_out: int = 0) -> Path:
        place = tmp_path / "small"
        shutil.copytree(checkpoint("ltx"), place)
        (weights,) = (place / "transformer").glob("*.safetensors")
        save_gguf(weights, place / "transformer" / "small-Q8_0.gguf", leave_out)
        if not whole:
            weights.unlink()
        return place

    return folder


def save_gguf(weights: Path, to: Path, leave_out: int = 0) -> None:
    """Eight bits for the layers whose rows are of 32, the rest as it is."""
    import gguf
    from safetensors.numpy import load_file

    writer = gguf.GGUFWriter(str(to), arch="ltxv")
    for name, values in list(load_file(weights).items())[leave_out:]:
        if name.endswith(".weight") and values.ndim == 2 and values.shape[1] % 32 == 0:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(name, gguf.quantize(values, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, values)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def test_a_gguf_file_draws_nearly_what_the_whole_weights_draw(
    model: Model, drawn: Drawn, small: Callable[..., Path]
) -> None:
    whole = drawn(model("ltx", family="ltx"), SHOT).astype(int)
    fewer = drawn(model("ltx", family="ltx", folder=small()), SHOT)
    apart = np.abs(fewer - whole)
    assert apart.max() > 0
    assert apart.mean() < 3


def test_a_gguf_file_is_taken_at_its_rung_only_where_the_whole_weights_are_there(
    model: Model, drawn: Drawn, small: Callable[..., Path]
) -> None:
    order = model("ltx", family="ltx", folder=small(whole=True))
    whole = drawn(model("ltx", family="ltx"), SHOT)
    assert np.array_equal(drawn(order, SHOT), whole)
    assert not np.array_equal(drawn(replace(order, rung="quantised"), SHOT), whole)


def test_a_gguf_file_that_is_torn_or_lacks_weights_is_damaged(
    model: Model, drawn: Drawn, small: Callable[..., Path]
) -> None:
    folder = small(leave_out=1)
    with pytest.raises(ModelDamaged):
        drawn(model("ltx", family="ltx", folder=folder), SHOT)
    (path,) = (folder / "transformer").glob("*.gguf")
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(ModelDamaged):
        drawn(model("ltx", family="ltx", folder=folder), SHOT)


@pytest.mark.parametrize(
    ("method", "package"),
    [("bitsandbytes", "bitsandbytes"), ("torchao", "torchao"), ("quanto", "optimum-quanto")],
)
def test_a_checkpoint_that_wants_a_package_names_it(
    model: Model, drawn: Drawn, checkpoint: Any, tmp_path: Path, method: str, package: str
) -> None:
    folder = tmp_path / "wanting"
    shutil.copytree(checkpoint("ltx"), folder)
    path = folder / "transformer" / "config.json"
    config = json.loads(path.read_text())
    path.write_text(json.dumps({**config, "quantization_config": {"quant_method": method}}))
    with pytest.raises(ModelMissing, match=package):
        drawn(model("ltx", family="ltx", folder=folder), SHOT)
