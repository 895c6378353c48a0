"""What makes a checkpoint quicker: another attention, compiled blocks, steps that are skipped."""

from __future__ import annotations

import importlib
from typing import Any

import torch
from torch import nn

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.running import blocks_of
from generation.backends.diffusion.shot import Shot
from generation.backends.diffusion.troubles import NOT_RENDERED
from generation.contract import ModelOrder, UnsupportedInput
from generation.speed import ATTENTIONS, FIRST_BLOCK, SKIPPING

_THRESHOLD = 0.05
"""How much the first block may change before the others are asked again, where nobody says."""
_ATTENTION, _COMPILED = "_shotweave_attention", "_shotweave_compiled"
"""On a denoiser: what was set before."""


def tune(pipe: Pipe, order: ModelOrder, shot: Shot) -> None:
    """Set the denoisers as the order and the shot's quality want it; cheap when nothing changes.

    Raises UnsupportedInput for an attention that is not installed here.
    """
    for part in _denoisers(pipe):
        _attend(part, str(order.speed.get("attention") or ""), order)
        if order.speed.get("compile"):
            _compile(part, order.speed["compile"])
        _skip(part, order, shot)


def _attend(part: Any, wanted: str, order: ModelOrder) -> None:
    if getattr(part, _ATTENTION, "") == wanted or not hasattr(part, "set_attention_backend"):
        return
    if wanted and wanted not in ATTENTIONS:
        raise _no_attention(wanted, order, "it is none of: " + ", ".join(ATTENTIONS))
    try:
        if wanted:
            part.set_attention_backend(wanted)
        else:
            part.reset_attention_backend()
    except (RuntimeError, ValueError, ImportError) as error:  # the package for it is not here
        raise _no_attention(wanted, order, str(error)) from error
    setattr(part, _ATTENTION, wanted)


def _compile(part: nn.Module, how: Any) -> None:
    """Block by block, which warms up in seconds. What watches a block stays outside of it."""
    if getattr(part, _COMPILED, False):
        return
    torch._dynamo.config.suppress_errors = True  # what cannot be compiled runs as it is
    backend = how if isinstance(how, str) else "inductor"
    for block in blocks_of(part):  # the hooks of a block run around its forward
        block.forward = torch.compile(block.forward, backend=backend)
    setattr(part, _COMPILED, True)


def _skip(part: Any, order: ModelOrder, shot: Shot) -> None:
    """Let steps in which little changes answer as the one before."""
    if not hasattr(part, "enable_cache"):
        return
    settings = shot.settings
    how = shot.request.skip or settings.cache
    wanted = how == FIRST_BLOCK and order.manifest.family in SKIPPING
    threshold = (settings.cache_threshold or _THRESHOLD) if wanted else None
    known = getattr(part, "_cache_config", None)
    if getattr(known, "threshold", None) == threshold:
        return
    if known is not None:
        part.disable_cache()
    if threshold is not None:
        hooks: Any = importlib.import_module("diffusers.hooks")  # untyped, and late
        part.enable_cache(hooks.FirstBlockCacheConfig(threshold=threshold))


def _denoisers(pipe: Pipe) -> list[nn.Module]:
    return [
        part
        for name, part in pipe.components.items()
        if isinstance(part, nn.Module) and name.startswith(("transformer", "unet"))
    ]


def _no_attention(wanted: str, order: ModelOrder, log: str) -> UnsupportedInput:
    text = QT_TRANSLATE_NOOP("words", "{model} cannot use the attention “{name}” here.")
    remedy = QT_TRANSLATE_NOOP(
        "words", "Install the Python package for it, or choose another on the Models page: Speed."
    )
    return UnsupportedInput(
        say(text, model=order.manifest.name, name=wanted),
        meaning=NOT_RENDERED,
        remedy=say(remedy),
        log=log,
    )
