"""LTX-2: pictures anywhere in the shot, and sound that is made with them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import torch

from generation.backends.diffusion.families.ltx import (
    Ltx,
    pinned,
    shape_of,
    tokens_of,
    unpacked,
)
from generation.backends.diffusion.family import Call, Sound
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder

_SQUEEZE = {"gemma4": 18, "gemma4_unified": 18}
"""How hard a pinned picture is squeezed, as the frames were that the checkpoint learned from; by
the kind of its text encoder."""
_SQUEEZED = 33
_UNGUIDED = {
    **dict.fromkeys(("stg_scale", "audio_stg_scale"), 0.0),
    **dict.fromkeys(("modality_scale", "audio_modality_scale", "audio_guidance_scale"), 1.0),
}


class Ltx2(Ltx):
    """LTX2ConditionPipeline."""

    longest = 1024
    redraws = False
    """The sound is not kept with the latents of the pictures."""

    def __init__(self) -> None:
        self._squeeze = _SQUEEZED
        self._perturbs = True

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        pipe = super().load(order, report)
        self._perturbs = bool(pipe.transformer.config.perturbed_attn)
        self._squeeze = _SQUEEZE.get(_encoder_of(order), _SQUEEZED)
        return pipe

    def call(self, shot: Shot) -> Call:
        return Call(arguments={**self._guiding(shot), **super().call(shot).arguments})

    def conditions(self, shot: Shot) -> list[Any]:
        """The pipeline counts latents where it says frames: all but the first hold eight."""
        from diffusers.pipelines.ltx2.pipeline_ltx2_condition import LTX2VideoCondition

        return [
            LTX2VideoCondition(
                frames=shot.picture(key.picture),
                index=latent_at(frame, shot.request.frames),
                strength=key.strength,
                crf=self._squeeze,
            )
            for frame, key in pinned(shot)
        ]

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor]:
        """Only the rows that are words: with what fills them up, a prompt has 400 MB."""
        made = super().embed(pipe, words, device)
        return {name: each[:, _first(made, name) :] for name, each in made.items()}

    def spoken(self, kept: dict[str, torch.Tensor]) -> dict[str, Any]:
        return {name: _filled(each, self.longest) for name, each in kept.items()}

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        """The tokens of pinned pictures come after those of the shot."""
        return unpacked(pipe, latents[:, : tokens_of(pipe, shot)], shot)

    def tile(self, pipe: Pipe, order: ModelOrder, shot: Shot) -> None:
        """In tiles of 16 latents that never leave one alone: its decoder wants two at least."""
        super().tile(pipe, order, shot)
        if order.speed.get("tiling"):
            rows, columns = shape_of(pipe, shot)[1:]
            across = pipe.vae_spatial_compression_ratio
            pipe.vae.enable_tiling(
                tile_sample_stride_height=stride_for(rows) * across,
                tile_sample_stride_width=stride_for(columns) * across,
            )

    def sound(self, output: Any, pipe: Pipe) -> Sound | None:
        samples = np.ascontiguousarray(output.audio[0].float().cpu().numpy().T)
        return samples, int(pipe.vocoder.config.output_sampling_rate)

    def _guiding(self, shot: Shot) -> dict[str, Any]:
        """Further passes a step that would change nothing are left out."""
        if not shot.guided:
            return dict(_UNGUIDED)
        return {} if self._perturbs else {"stg_scale": 0.0, "audio_stg_scale": 0.0}


def latent_at(frame: int, frames: int) -> int:
    """The latent that a picture at this frame belongs to: latent k starts at frame 8k - 7."""
    if frame == 0:
        return 0
    last = (frames - 1) // 8
    return last if frame == frames - 1 else min(max(round((frame - 1) / 8) + 1, 1), last)


def stride_for(latents: int) -> int:
    """How far apart tiles stand, so that none begins at the last latent."""
    return next(stride for stride in (14, 13) if (latents - 1) % stride or latents <= stride)


def _encoder_of(order: ModelOrder) -> str:
    config = json.loads((order.folder / "text_encoder" / "config.json").read_text("utf-8"))
    return str(config.get("model_type", ""))


def _first(made: dict[str, torch.Tensor], name: str) -> int:
    """The first row that is a word: the tokenizer fills up on the left."""
    negative = name.startswith("negative")
    mask = made["negative_prompt_attention_mask" if negative else "prompt_attention_mask"]
    return int(mask[0].argmax())


def _filled(kept: torch.Tensor, longest: int) -> torch.Tensor:
    """As long as the connectors want it; the rows that are no words are masked."""
    missing = longest - kept.shape[1]
    empty = kept.new_zeros((kept.shape[0], missing, *kept.shape[2:]))
    return torch.cat([empty, kept], dim=1)
