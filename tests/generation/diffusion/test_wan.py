"""Wan, by its tiny checkpoints: what is drawn is what the bare pipeline draws."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.generation.diffusion.conftest import SHOT, Drawn, Model


def bare(folder: Any, kind: str, **arguments: Any) -> NDArray[np.uint8]:
    """What the pipeline draws by itself, its colours turned into eight bits as it does that."""
    import diffusers
    import torch

    pipe = getattr(diffusers, kind).from_pretrained(folder, local_files_only=True)
    pipe.set_progress_bar_config(disable=True)
    seed = arguments.pop("seed", SHOT.seed)
    output = pipe(**arguments, generator=torch.Generator().manual_seed(seed), output_type="pil")
    return np.stack([np.asarray(frame) for frame in output.frames[0]])


PLAIN: dict[str, Any] = {
    "height": 32,
    "width": 32,
    "num_frames": 9,
    "num_inference_steps": 2,
    "guidance_scale": 3.0,
    "prompt": SHOT.prompt,
    "negative_prompt": "",
}


def test_words_alone_are_drawn_as_the_bare_pipeline_draws_them(model: Model, drawn: Drawn) -> None:
    order = model("wan")
    assert np.array_equal(drawn(order), bare(order.folder, "WanPipeline", **PLAIN))
