"""The models of single pictures: Qwen-Image-Edit-Plus and Z-Image, as small as they can be."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import diffusers
import torch
from transformers import (
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2VLImageProcessor,
    Qwen3Config,
    Qwen3Model,
)

from generation.backends.diffusion.seeing import Qwen2Pictures
from tests.generation.diffusion.tiny_words import qwen_words

_WIDTH = 16
_LOOK = 128 * 128


@contextmanager
def looking_small() -> Iterator[None]:
    """Let Qwen-Image-Edit-Plus look at its pictures small: it blows each up to a megapixel."""
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as edit

    true = edit.VAE_IMAGE_SIZE, edit.CONDITION_IMAGE_SIZE
    edit.VAE_IMAGE_SIZE = edit.CONDITION_IMAGE_SIZE = _LOOK
    try:
        yield
    finally:
        edit.VAE_IMAGE_SIZE, edit.CONDITION_IMAGE_SIZE = true


class Edits:
    """Saves Qwen-Image-Edit-Plus as its authors do, with a processor of the full kind."""

    def __init__(self, pipe: Any) -> None:
        self.pipe = pipe

    def save_pretrained(self, folder: Path | str) -> None:
        self.pipe.save_pretrained(folder)
        named_as_released(Path(folder) / "model_index.json", "processor", "Qwen2VLProcessor")
        named_as_released(Path(folder) / "processor/processor_config.json", "", "Qwen2VLProcessor")


def named_as_released(path: Path, part: str, kind: str) -> None:
    """Write the class that a released checkpoint names: `part` of an index, or a processor's."""
    table = json.loads(path.read_text())
    table[part or "processor_class"] = ["transformers", kind] if part else kind
    path.write_text(json.dumps(table, indent=2))


def qwen_edit() -> Any:
    """Qwen-Image-Edit-Plus: pictures and what is to change in them."""
    torch.manual_seed(0)
    words = qwen_words()
    return Edits(
        diffusers.QwenImageEditPlusPipeline(
            tokenizer=words,
            processor=_processor(words),
            text_encoder=_seeing_reader(words),
            vae=_qwen_vae(),
            transformer=_qwen_transformer(),
            scheduler=diffusers.FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True),
        )
    )


def z_image() -> Any:
    """Z-Image: words become one picture."""
    torch.manual_seed(0)
    words = qwen_words()
    return diffusers.ZImagePipeline(
        tokenizer=words,
        text_encoder=_qwen3(len(words)),
        vae=_still_vae(),
        transformer=_z_transformer(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
    )


def _processor(words: Any) -> Any:
    sizes = {"shortest_edge": 28 * 28, "longest_edge": 56 * 56}
    return Qwen2Pictures(
        image_processor=Qwen2VLImageProcessor(size=sizes),
        tokenizer=words,
        chat_template=words.chat_template,
    )


def _seeing_reader(words: Any) -> Any:
    mark = words.convert_tokens_to_ids
    config = Qwen2_5_VLConfig(
        text_config={
            "vocab_size": len(words),
            "hidden_size": _WIDTH,
            "intermediate_size": _WIDTH,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 2,
            "rope_scaling": {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default"},
        },
        vision_config={
            "depth": 1,
            "hidden_size": _WIDTH,
            "intermediate_size": _WIDTH,
            "num_heads": 2,
            "out_hidden_size": _WIDTH,
            "fullatt_block_indexes": [0],
        },
        image_token_id=mark("<|image_pad|>"),
        video_token_id=mark("<|video_pad|>"),
        vision_start_token_id=mark("<|vision_start|>"),
        vision_end_token_id=mark("<|vision_end|>"),
    )
    return Qwen2_5_VLForConditionalGeneration(config).eval()


def _qwen_transformer() -> Any:
    return diffusers.QwenImageTransformer2DModel(
        in_channels=16,
        out_channels=4,
        num_layers=2,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=_WIDTH,
        axes_dims_rope=(8, 4, 4),
    ).eval()


def _qwen_vae() -> Any:
    return diffusers.AutoencoderKLQwenImage(
        base_dim=4,
        z_dim=4,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4,
        latents_std=[1.0] * 4,
    ).eval()


def _qwen3(vocabulary: int) -> Any:
    config = Qwen3Config(
        vocab_size=vocabulary,
        hidden_size=_WIDTH,
        intermediate_size=_WIDTH,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        head_dim=8,
        max_position_embeddings=512,
    )
    return Qwen3Model(config).eval()


def _still_vae() -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=(8, 8, 8, 8),
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=16,
        norm_num_groups=4,
        scaling_factor=0.3611,
        shift_factor=0.1159,
    ).eval()


def _z_transformer() -> Any:
    model = diffusers.ZImageTransformer2DModel(
        in_channels=16,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=_WIDTH,
        axes_dims=[8, 4, 4],
        axes_lens=[1024, 64, 64],
    )
    with torch.no_grad():  # the class leaves these two to the checkpoint
        model.x_pad_token.fill_(1.0)
        model.cap_pad_token.fill_(1.0)
    return model.eval()


BUILDERS = {"qwen-edit": qwen_edit, "z-image": z_image}
