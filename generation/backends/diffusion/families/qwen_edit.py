"""Qwen-Image-Edit-Plus: up to three pictures, and one sentence of what becomes of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from generation.backends.diffusion import loading
from generation.backends.diffusion.family import Call, Family
from generation.backends.diffusion.loading import Pipe, Report
from generation.backends.diffusion.numbering import first_number, numbered
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder, Progress
from generation.pulse import beating


class QwenEdit(Family):
    """QwenImageEditPlusPipeline. It reads the words while it looks at the pictures."""

    text_parts = ()

    def load(self, order: ModelOrder, report: Report) -> Pipe:
        folder = order.folder / "processor"
        with beating(report, Progress(phase="loading", done=0, total=1)):
            from generation.backends.diffusion.seeing import qwen2_processor  # late: transformers

            given = {"processor": qwen2_processor(folder)} if folder.is_dir() else {}
        return loading.load(order, report, exact=self.exact, given=given)

    def call(self, shot: Shot) -> Call:
        arguments = self.plain(shot)
        del arguments["num_frames"]
        arguments["true_cfg_scale"] = arguments.pop("guidance_scale")
        arguments["image"] = looked_at(shot)
        return Call(arguments=arguments)

    def words(self, shot: Shot) -> dict[str, Any]:
        told = {"prompt": shot.words(numbered(shot.request, "Picture {}", first_number(shot)))}
        # nothing to avoid is a space: without any the pipeline leaves its guidance out
        return {**told, "negative_prompt": shot.request.negative or " "} if shot.guided else told

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        width, height = shot.size
        found: torch.Tensor = pipe._unpack_latents(latents, height, width, pipe.vae_scale_factor)
        return found[0].transpose(0, 1)

    def example(self, pipe: Pipe, pictures: torch.Tensor) -> torch.Tensor:
        vae = pipe.vae
        clip = pictures.to(pipe._execution_device, vae.dtype).unsqueeze(2)
        found = vae.encode(clip).latent_dist.mode()[:, :, 0].float()
        mean = torch.tensor(vae.config.latents_mean, device=found.device).view(1, -1, 1, 1)
        spread = torch.tensor(vae.config.latents_std, device=found.device).view(1, -1, 1, 1)
        code: torch.Tensor = (found - mean) / spread
        return code

    def decode(self, pipe: Pipe, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        with torch.no_grad():
            decoded = pipe.vae.decode(*args, **named)[0]
        return pipe.image_processor.postprocess(decoded[:, :, 0], output_type="np")

    def pictures(self, output: Any) -> NDArray[np.float32]:
        drawn: NDArray[np.float32] = np.asarray(output.images)
        return drawn


def looked_at(shot: Shot) -> list[Image.Image]:
    """The picture that is edited, the cast's pictures, and the loose ones: in the order of their
    numbers."""
    edited = [shot.first] if shot.first is not None else []
    return [*edited, *shot.references()]
