"""Weights in fewer bits: GGUF files, and checkpoints that were saved with a library's help."""

from __future__ import annotations

import importlib
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.backends.diffusion import troubles
from generation.contract import ModelMissing, ModelOrder

if TYPE_CHECKING:
    from generation.backends.diffusion.checking import Part

RUNG = "quantised"
_DENOISERS = ("transformer", "transformer_2", "transformer_ref")
_PACKAGES = {
    "bitsandbytes": "bitsandbytes",
    "bitsandbytes_4bit": "bitsandbytes",
    "bitsandbytes_8bit": "bitsandbytes",
    "torchao": "torchao",
    "quanto": "optimum.quanto",
    "modelopt": "modelopt",
    "auto-round": "auto_round",
    "sdnq": "sdnq",
    "gguf": "gguf",
}
"""How a checkpoint says that it was quantised -> the Python package that reads it."""


def file_of(part: Part, order: ModelOrder) -> Path | None:
    """The GGUF file that a component is loaded from: where the order wants it, or where there is
    nothing else. It lies in the component's folder, beside its config.json."""
    found = sorted(part.folder.glob("*.gguf"))
    if not found:
        return None
    whole = any(part.folder.glob("*.safetensors"))
    wanted = order.rung == RUNG and part.name in _DENOISERS
    return found[0] if wanted or not whole else None


def load(part: Part, kind: Any, path: Path, order: ModelOrder, dtype: torch.dtype) -> Any:
    """A component from its GGUF file. Raises ModelMissing without the package that reads it, and
    whatever diffusers raises of a strange file."""
    _must_have("gguf", order)
    diffusers: Any = importlib.import_module("diffusers")  # its lazy names have no types
    made = kind.from_single_file(
        str(path),
        quantization_config=diffusers.GGUFQuantizationConfig(compute_dtype=dtype),
        config=str(part.folder.parent),
        subfolder=part.name,
        torch_dtype=dtype,
        local_files_only=True,
    )
    lacking = [name for name, each in made.named_parameters() if each.is_meta]
    if lacking:
        told = f"{len(lacking)} weights are missing, such as {lacking[0]}"
        raise troubles.other_kind(order.manifest, part.name, part.kind, told)
    return made.eval()


def check_package(part: Part, order: ModelOrder) -> None:
    """Raises ModelMissing for a component that a package quantised which is not installed here."""
    try:
        config = json.loads((part.folder / "config.json").read_text("utf-8"))
    except (OSError, ValueError):  # whoever loads it says so
        return
    told = config.get("quantization_config") if isinstance(config, dict) else None
    method = str(told.get("quant_method", "")) if isinstance(told, dict) else ""
    if method in _PACKAGES:
        _must_have(_PACKAGES[method], order)


def _must_have(package: str, order: ModelOrder) -> None:
    name, _, inner = package.partition(".")
    if importlib.util.find_spec(name) is not None and (
        not inner or importlib.util.find_spec(package) is not None
    ):
        return
    text = QT_TRANSLATE_NOOP("words", "{model} cannot be read without the Python package {name}.")
    remedy = QT_TRANSLATE_NOOP("words", "Install {name} beside torch, or choose another model.")
    shown = package.replace(".", "-").replace("_", "-")
    raise ModelMissing(
        say(text, model=order.manifest.name, name=shown),
        meaning=troubles.NOT_RENDERED,
        remedy=say(remedy, name=shown),
        log=package,
    )
