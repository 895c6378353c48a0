"""Z-Image: one picture from words, in few steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from generation.backends.diffusion.families.svd import scaled
from generation.backends.diffusion.family import Call, Family
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.shot import Shot

_TOKENS = 512
_NAMES = ("prompt_embeds", "negative_prompt_embeds")


class ZImage(Family):
    """ZImagePipeline."""

    def call(self, shot: Shot) -> Call:
        arguments = self.plain(shot)
        del arguments["num_frames"]
        if not shot.guided:  # above 0 it would want what to avoid, which others read above 1
            arguments["guidance_scale"] = 0.0
        return Call(arguments=arguments)

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor]:
        guided = "negative_prompt" in words
        both = pipe.encode_prompt(
            words["prompt"],
            device,
            guided,
            words.get("negative_prompt"),
            max_sequence_length=_TOKENS,
        )
        return {name: made[0] for name, made in zip(_NAMES, both, strict=True) if made}

    def spoken(self, kept: dict[str, torch.Tensor]) -> dict[str, Any]:
        """A list each, for the pipeline joins them as lists."""
        return {name: [each] for name, each in kept.items()}

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        return latents

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        return scaled(pipe, pictures)

    def decode(self, pipe: Pipe, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        with torch.no_grad():
            decoded = pipe.vae.decode(*args, **named)[0]
        return pipe.image_processor.postprocess(decoded, output_type="np")

    def pictures(self, output: Any) -> NDArray[np.float32]:
        drawn: NDArray[np.float32] = np.asarray(output.images)
        return drawn
