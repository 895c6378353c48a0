"""AnimateDiff: an adapter that makes the pictures of Stable Diffusion 1.5 move."""

from __future__ import annotations

import importlib
from dataclasses import replace
from typing import Any

import torch

from generation.backends.diffusion import loading
from generation.backends.diffusion.checking import Index, Part, read_index
from generation.backends.diffusion.families.svd import scaled
from generation.backends.diffusion.family import Family
from generation.backends.diffusion.loading import Pipe, Report
from generation.contract import ModelOrder

_ADAPTER = "motion_adapter"
_STILL = "StableDiffusionPipeline"
_UNWANTED = ("safety_checker", "feature_extractor", "image_encoder")
"""Of the model of pictures; a clip has no use for them."""


class AnimateDiff(Family):
    """AnimateDiffPipeline."""

    redraws = False
    """It decodes a few frames at a time."""

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        without = (*self.text_parts, *_UNWANTED)
        found = read_index(order.folder, order.manifest)
        index = _with_adapter(found, order)
        pipe = loading.load(order, report, without=without, exact=self.exact, index=index)
        if index is not found:
            pipe.scheduler = _clock(pipe.scheduler)
        return pipe

    def embed(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device
    ) -> dict[str, torch.Tensor]:
        guided = "negative_prompt" in words
        said, avoided = pipe.encode_prompt(
            words["prompt"], device, 1, guided, words.get("negative_prompt")
        )
        if not guided:
            return {"prompt_embeds": said}
        return {"prompt_embeds": said, "negative_prompt_embeds": avoided}

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        return scaled(pipe, pictures)


def _with_adapter(index: Index, order: ModelOrder) -> Index:
    """A checkpoint of Stable Diffusion becomes one of AnimateDiff by the adapter beside it."""
    if index.pipeline != _STILL:
        return index
    adapter = Part(_ADAPTER, "diffusers", "MotionAdapter", order.folder / _ADAPTER)
    return replace(index, pipeline="AnimateDiffPipeline", parts=(*index.parts, adapter))


def _clock(still: Any) -> Any:
    """The steps that the adapters learned with; those of a model of pictures flicker."""
    diffusers: Any = importlib.import_module("diffusers")
    return diffusers.DDIMScheduler.from_config(
        still.config,
        clip_sample=False,
        timestep_spacing="linspace",
        beta_schedule="linear",
        steps_offset=1,
    )
