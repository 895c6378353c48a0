"""Where a pipeline's components lie while it draws: the rungs of the ladder."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from generation.backends.diffusion import troubles
from generation.backends.diffusion.loading import Pipe, dtype_of
from generation.contract import ModelOrder

_LARGE = ("transformer", "transformer_2", "unet", "text_encoder", "text_encoder_2")
"""What is narrowed or streamed; an encoder of words only where the pipeline itself needs it."""
WIDE = ("norm", "embed", "patch", "proj_out", "shared", "relative", r"\.wo$", "lm_head")
"""Layers that keep their numbers at rung fp8. T5 turns what it gives `wo` into the kind of numbers
that it finds there, and a head shares its weights with what reads the words: neither can compute in
eight bits."""


def device_of(order: ModelOrder) -> torch.device:
    """Raises DeviceLost or DriverTooOld for a card that is not there."""
    device = torch.device(order.device)
    if device.type == "mps" and not torch.backends.mps.is_available():
        raise troubles.no_device(order.device)
    if device.type == "cuda":
        _wake(order)
    return device


def tile(pipe: Pipe, order: ModelOrder) -> None:
    """Decode in tiles or whole, as the order says: tiles take less room, and have seams."""
    vae = getattr(pipe, "vae", None)
    wanted = bool(order.speed.get("tiling"))
    if vae is None or not hasattr(vae, "enable_tiling"):
        return
    if wanted != bool(getattr(vae, "use_tiling", False)):
        (vae.enable_tiling if wanted else vae.disable_tiling)()


def place(pipe: Pipe, order: ModelOrder) -> None:
    """Put a freshly loaded pipeline where its rung wants it."""
    device = device_of(order)
    if device.type == "cpu":
        return
    if order.rung == "resident":
        pipe.to(device)
    elif order.rung == "stream":
        _stream(pipe, order, device)
    else:
        if order.rung == "fp8":
            for name in _LARGE:
                narrow(getattr(pipe, name, None), order)
        pipe.enable_model_cpu_offload(device=device)


def place_reader(parts: dict[str, Any], order: ModelOrder) -> None:
    """Put the encoder of words where it can work, for a moment."""
    device = device_of(order)
    if device.type == "cpu":
        return
    for part in parts.values():
        if not isinstance(part, nn.Module):
            continue
        if order.rung == "stream":
            group(part, device)
            continue
        if order.rung == "fp8":
            narrow(part, order)
        part.to(device)


def take_back(parts: dict[str, Any], order: ModelOrder) -> None:
    """Give the room of the encoder of words to the pictures."""
    if order.device == "cpu" or order.rung == "stream":  # streamed parts leave by themselves
        return
    for part in parts.values():
        if isinstance(part, nn.Module):
            part.to("cpu")
    if order.device.startswith("cuda"):
        torch.cuda.empty_cache()


def _wake(order: ModelOrder) -> None:
    try:
        torch.cuda.init()  # type: ignore[no-untyped-call]  # torch has not typed it
        count = torch.cuda.device_count()
    except (RuntimeError, AssertionError) as error:  # built without it, no driver, or an old one
        known = troubles.told_by(error, order.device)
        raise known or troubles.no_device(order.device, str(error)) from error
    if (torch.device(order.device).index or 0) >= count:
        raise troubles.no_device(order.device, f"{count} devices")
    torch.cuda.set_device(order.device)  # what is measured and waited for is measured there


def _stream(pipe: Pipe, order: ModelOrder, device: torch.device) -> None:
    for name, part in pipe.components.items():
        if not isinstance(part, nn.Module):
            continue
        if name in _LARGE:
            group(part, device)
        else:
            part.to(device)


def group(part: nn.Module, device: torch.device) -> None:
    """Bring its layers onto the device one by one, the next while one works."""
    from diffusers.hooks.group_offloading import apply_group_offloading

    if getattr(part, "_shotweave_grouped", False):
        return
    apply_group_offloading(
        part,
        onload_device=device,
        offload_device=torch.device("cpu"),
        offload_type="leaf_level",
        use_stream=device.type == "cuda",
    )
    part._shotweave_grouped = True  # type: ignore[assignment]  # a mark, not a weight


def narrow(part: Any, order: ModelOrder) -> None:
    """Keep its weights in eight bits each, and compute as before."""
    from diffusers.hooks.layerwise_casting import apply_layerwise_casting

    if not isinstance(part, nn.Module) or getattr(part, "_shotweave_narrow", False):
        return
    apply_layerwise_casting(
        part,
        storage_dtype=torch.float8_e4m3fn,
        compute_dtype=dtype_of(order),
        skip_modules_pattern=WIDE,
    )
    part._shotweave_narrow = True  # type: ignore[assignment]  # a mark, not a weight
