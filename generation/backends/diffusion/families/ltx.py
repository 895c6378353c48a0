"""LTX-Video: pictures at any frame of the shot, each as strongly as is wished."""

from __future__ import annotations

from typing import Any

import torch

from generation.backends.diffusion.family import Call, Family
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.shot import Shot

_SAID = ("prompt_embeds", "prompt_attention_mask")
_AVOIDED = ("negative_prompt_embeds", "negative_prompt_attention_mask")


class Ltx(Family):
    """LTXConditionPipeline."""

    longest = 256
    """Tokens of the words."""

    def call(self, shot: Shot) -> Call:
        arguments = self.plain(shot)
        rate = shot.request.rate
        arguments["frame_rate"] = rate[0] / rate[1]
        conditions = self.conditions(shot)
        if conditions:  # an empty list would crash the pipeline
            arguments["conditions"] = conditions
        return Call(arguments=arguments)

    def conditions(self, shot: Shot) -> list[Any]:
        from diffusers.pipelines.ltx.pipeline_ltx_condition import LTXVideoCondition

        return [
            LTXVideoCondition(
                image=shot.picture(key.picture), frame_index=frame, strength=key.strength
            )
            for frame, key in pinned(shot)
        ]

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor]:
        guided = "negative_prompt" in words
        made = pipe.encode_prompt(
            words["prompt"],
            words.get("negative_prompt"),
            do_classifier_free_guidance=guided,
            max_sequence_length=self.longest,
            device=device,
        )
        names = (*_SAID, *_AVOIDED) if guided else _SAID
        return dict(zip(names, made, strict=False))

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        """The tokens of pinned pictures come before those of the shot."""
        return unpacked(pipe, latents[:, -tokens_of(pipe, shot) :], shot)

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        clip = pictures.to(pipe._execution_device, pipe.vae.dtype).unsqueeze(2)
        found = pipe.vae.encode(clip).latent_dist.mode()
        normal: torch.Tensor = pipe._normalize_latents(
            found, pipe.vae.latents_mean, pipe.vae.latents_std
        )
        return normal[:, :, 0].float()


def pinned(shot: Shot) -> list[tuple[int, Any]]:
    """Frame and picture of everything that is pinned in time; a loop ends as it starts."""
    keys = dict(shot.keyframes)
    if shot.request.loop and 0 in keys and shot.request.frames > 1:
        keys.setdefault(shot.request.frames - 1, keys[0])
    return sorted(keys.items())


def shape_of(pipe: Pipe, shot: Shot) -> tuple[int, int, int]:
    """Frames, rows and columns of latents."""
    width, height = shot.size
    across = pipe.vae_spatial_compression_ratio
    frames = (shot.request.frames - 1) // pipe.vae_temporal_compression_ratio + 1
    return frames, height // across, width // across


def tokens_of(pipe: Pipe, shot: Shot) -> int:
    frames, rows, columns = shape_of(pipe, shot)
    return frames * rows * columns


def unpacked(pipe: Pipe, tokens: torch.Tensor, shot: Shot) -> torch.Tensor:
    """(frames, channels, rows, columns) of a shot's own tokens."""
    latents: torch.Tensor = pipe._unpack_latents(
        tokens,
        *shape_of(pipe, shot),
        pipe.transformer_spatial_patch_size,
        pipe.transformer_temporal_patch_size,
    )
    return latents[0].transpose(0, 1)
