"""Wan 2.1 and 2.2: words, a first and a last picture, one expert or two."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import torch

from generation.backends.diffusion.family import Call, Family
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.shot import Shot

_TOKENS = 512


class Wan(Family):
    """WanPipeline and WanImageToVideoPipeline; a checkpoint for both changes with the picture."""

    kin: Collection[str] = ("WanPipeline", "WanImageToVideoPipeline")

    def call(self, shot: Shot) -> Call:
        arguments = self.plain(shot)
        if shot.settings.guidance_2 is not None:
            arguments["guidance_scale_2"] = shot.settings.guidance_2
        if shot.first is None:
            return Call(arguments=arguments, pipeline="WanPipeline")
        arguments["image"] = shot.first
        if shot.last is not None:
            arguments["last_image"] = shot.last
        return Call(arguments=arguments, pipeline="WanImageToVideoPipeline")

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor]:
        guided = "negative_prompt" in words
        said, avoided = pipe.encode_prompt(
            words["prompt"],
            words.get("negative_prompt"),
            do_classifier_free_guidance=guided,
            max_sequence_length=_TOKENS,
            device=device,
        )
        if not guided:
            return {"prompt_embeds": said}
        return {"prompt_embeds": said, "negative_prompt_embeds": avoided}

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        vae = pipe.vae
        clip = pictures.to(pipe._execution_device, vae.dtype).unsqueeze(2)
        found = vae.encode(clip).latent_dist.mode()[:, :, 0].float()
        shape = (1, -1, 1, 1)
        mean = torch.tensor(vae.config.latents_mean, device=found.device).view(shape)
        spread = torch.tensor(vae.config.latents_std, device=found.device).view(shape)
        code: torch.Tensor = (found - mean) / spread
        return code
