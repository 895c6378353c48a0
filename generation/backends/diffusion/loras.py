"""Small files that change a checkpoint: put on before a shot, and taken off again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import nn

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation import weights
from generation.backends.diffusion.checking import check_safetensors
from generation.backends.diffusion.loading import Pipe, dtype_of
from generation.backends.diffusion.troubles import NOT_RENDERED, told_by
from generation.contract import (
    ModelDamaged,
    ModelMissing,
    ModelOrder,
    RenderTrouble,
    UnsupportedInput,
)
from generation.manifest import Lora

_DENOISERS = ("transformer", "transformer_ref", "transformer_2", "unet")
_MARK = "_shotweave_lora"
"""On a denoiser: the row that it wears, or that none is known of it."""
_SECOND = "transformer_2"


def dress(pipe: Pipe, order: ModelOrder, row: Lora | None) -> None:
    """Let the pipeline wear this row and no other.

    Raises ModelMissing, ModelDamaged, or UnsupportedInput for a model that can wear none.
    """
    wearers = [part for name in _DENOISERS if (part := _part(pipe, name)) is not None]
    if all(getattr(part, _MARK, None) == row for part in wearers):
        return
    _undress(pipe, wearers)
    if row is None:
        return
    if not hasattr(pipe, "load_lora_weights"):
        raise _cannot_wear(order, row)
    try:
        with _widened(wearers, order):
            _put_on(pipe, order, row)
    except BaseException:  # Ctrl+C too: nothing half worn stays
        _undress(pipe, wearers)
        raise
    for part in wearers:
        setattr(part, _MARK, row)


def _put_on(pipe: Pipe, order: ModelOrder, row: Lora) -> None:
    for second in (False, True):
        if second and not (row.file_2 or _SECOND in row.into):
            continue
        if not second and row.into and set(row.into) == {_SECOND} and not row.file_2:
            continue
        path = _file(order, row, second=second and bool(row.file_2))
        named: dict[str, Any] = {"load_into_transformer_2": True} if second else {}
        try:
            pipe.load_lora_weights(
                path.parent,
                weight_name=path.name,
                adapter_name=_name(row),
                local_files_only=True,
                use_safetensors=True,
                **named,
            )
        except RenderTrouble:
            raise
        except Exception as error:  # peft and diffusers raise whatever a strange file made of them
            raise (told_by(error, order.device) or _unfit(order, row, str(error))) from error
    worn = [name for name, held in pipe.get_list_adapters().items() if _name(row) in held]
    if not worn:
        raise _unfit(order, row, "none of its weights belongs to the model")
    pipe.set_adapters(_name(row), row.strength)


@contextmanager
def _widened(wearers: list[nn.Module], order: ModelOrder) -> Iterator[None]:
    """While a LoRA is put on, weights of eight bits are as wide as they compute: its own take after
    them, and could not compute in eight."""
    narrow = [
        layer
        for part in wearers
        for layer in part.modules()
        if any(each.dtype is torch.float8_e4m3fn for each in layer.parameters(recurse=False))
    ]
    for layer in narrow:
        layer.to(dtype_of(order))
    try:
        yield
    finally:
        for layer in narrow:
            layer.to(torch.float8_e4m3fn)


def _undress(pipe: Pipe, wearers: list[nn.Module]) -> None:
    if any(getattr(part, "peft_config", None) for part in wearers):
        pipe.unload_lora_weights()
    for part in wearers:
        setattr(part, _MARK, None)


def _part(pipe: Pipe, name: str) -> nn.Module | None:
    part = getattr(pipe, name, None)
    return part if isinstance(part, nn.Module) else None


def _name(row: Lora) -> str:
    """Of the adapter: a name that may stand in the name of a module."""
    return "".join(letter if letter.isalnum() else "_" for letter in row.id) or "lora"


def _file(order: ModelOrder, row: Lora, *, second: bool) -> Path:
    path = weights.lora_file(order.folder, row, second=second)
    if path.suffix != ".safetensors":
        raise _unfit(order, row, f"{path.name} is no safetensors file")
    if not path.is_file():
        text = QT_TRANSLATE_NOOP("words", "“{row}” of {model} is not here: {file} is missing.")
        raise ModelMissing(
            say(text, row=row.name, model=order.manifest.name, file=path.name),
            meaning=NOT_RENDERED,
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Download it on the page of models, or choose another.")
            ),
            log=str(path),
        )
    check_safetensors(path, order.manifest)
    return path


def _unfit(order: ModelOrder, row: Lora, log: str) -> ModelDamaged:
    text = QT_TRANSLATE_NOOP("words", "“{row}” does not fit {model}.")
    return ModelDamaged(
        say(text, row=row.name, model=order.manifest.name),
        meaning=NOT_RENDERED,
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Choose the model without it, or one that it was made for.")
        ),
        log=log,
    )


def _cannot_wear(order: ModelOrder, row: Lora) -> UnsupportedInput:
    text = QT_TRANSLATE_NOOP("words", "Models like {model} cannot take “{row}” or any LoRA.")
    return UnsupportedInput(
        say(text, row=row.name, model=order.manifest.name),
        meaning=NOT_RENDERED,
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose the model without it.")),
    )
