"""Stable Video Diffusion: a picture that moves. It reads no words."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import torch

from generation.backends.diffusion.family import Call, Family
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.shot import Shot
from generation.contract import Camera

_STILL, _LIVELY = 40, 255
"""How much moves at the weakest and at the strongest camera."""


class Svd(Family):
    """StableVideoDiffusionPipeline."""

    text_parts = ()
    redraws = False
    """It decodes a few frames at a time."""

    def call(self, shot: Shot) -> Call:
        arguments = self.plain(shot)
        arguments["max_guidance_scale"] = arguments.pop("guidance_scale")
        rate = shot.request.rate
        arguments["fps"] = max(1, round(rate[0] / rate[1]))
        arguments["image"] = shot.first
        if (strength := _strength(shot.request.motion.camera)) is not None:
            arguments["motion_bucket_id"] = strength
        return Call(arguments=arguments)

    def words(self, shot: Shot) -> dict[str, Any]:
        return {}

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        return latents[0]

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        return scaled(pipe, pictures)


def scaled(pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
    """Latents of single pictures, as a VAE of Stable Diffusion scales them."""
    vae = pipe.vae
    found = vae.encode(pictures.to(pipe._execution_device, vae.dtype)).latent_dist.mode().float()
    shift = getattr(vae.config, "shift_factor", None) or 0.0
    latents: torch.Tensor = (found - shift) * vae.config.scaling_factor
    return latents


def _strength(camera: Camera) -> int | None:
    """How much is to move; the model does not follow where to."""
    axes = [abs(axis) for axis in astuple(camera) if isinstance(axis, float | int)]
    if not any(axes):
        return None
    return round(_STILL + (_LIVELY - _STILL) * max(axes) / 10)
