"""Stable Video Diffusion and AnimateDiff, as small as they can be built."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch
from transformers import (
    CLIPImageProcessor,
    CLIPTextConfig,
    CLIPTextModel,
    CLIPVisionConfig,
    CLIPVisionModelWithProjection,
)

from tests.generation.diffusion.tiny_words import clip_words

_LEVELS = (8, 8, 16, 16)
"""Four levels, as the true ones have: 8 pixels a latent."""
_DOWN = ("DownEncoderBlock2D",) * 4


def svd() -> Any:
    """Stable Video Diffusion: one picture, no words."""
    torch.manual_seed(0)
    return diffusers.StableVideoDiffusionPipeline(
        vae=diffusers.AutoencoderKLTemporalDecoder(
            block_out_channels=(32,) * 4,  # its norms are of 32 groups
            down_block_types=_DOWN,
            latent_channels=4,
            layers_per_block=1,
        ).eval(),
        image_encoder=_eye(),
        unet=_svd_unet(),
        scheduler=diffusers.EulerDiscreteScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            prediction_type="v_prediction",
            sigma_max=700.0,
            sigma_min=0.002,
            steps_offset=1,
            timestep_spacing="leading",
            timestep_type="continuous",
            use_karras_sigmas=True,
        ),
        feature_extractor=CLIPImageProcessor(crop_size=224, size=224),
    )


def animatediff() -> Any:
    """AnimateDiff: a model of pictures, and an adapter that makes them move."""
    torch.manual_seed(0)
    words = clip_words()
    return diffusers.AnimateDiffPipeline(
        vae=_still_vae(),
        text_encoder=_reader(len(words)),
        tokenizer=words,
        unet=_still_unet(),
        motion_adapter=_adapter(),
        scheduler=diffusers.DDIMScheduler(
            beta_start=0.00085, beta_end=0.012, beta_schedule="linear", clip_sample=False
        ),
    )


class Assembled:
    """Stable Diffusion as it is released, and a folder with the adapter beside it."""

    def __init__(self, still: Any, adapter: Any) -> None:
        self.still, self.adapter = still, adapter

    def save_pretrained(self, folder: Path | str) -> None:
        self.still.save_pretrained(folder)
        self.adapter.save_pretrained(Path(folder) / "motion_adapter")


def animatediff_on_pictures() -> Any:
    """A checkpoint of Stable Diffusion 1.5 that becomes AnimateDiff by its adapter."""
    torch.manual_seed(0)
    words = clip_words()
    still = diffusers.StableDiffusionPipeline(
        vae=_still_vae(),
        text_encoder=_reader(len(words)),
        tokenizer=words,
        unet=_still_unet(),
        scheduler=diffusers.PNDMScheduler(skip_prk_steps=True, steps_offset=1),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    return Assembled(still, _adapter())


def _eye() -> Any:
    config = CLIPVisionConfig(
        hidden_size=16,
        projection_dim=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        image_size=224,  # what the pipeline scales its picture to
        intermediate_size=16,
        patch_size=56,
    )
    return CLIPVisionModelWithProjection(config).eval()


def _svd_unet() -> Any:
    return diffusers.UNetSpatioTemporalConditionModel(
        block_out_channels=(32, 32),
        layers_per_block=1,
        sample_size=8,
        down_block_types=("CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"),
        up_block_types=("UpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"),
        cross_attention_dim=16,
        num_attention_heads=8,
        projection_class_embeddings_input_dim=96,
        addition_time_embed_dim=32,
        num_frames=14,
    ).eval()


def _still_vae() -> Any:
    return diffusers.AutoencoderKL(
        block_out_channels=_LEVELS,
        down_block_types=_DOWN,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        norm_num_groups=4,
    ).eval()


def _adapter() -> Any:
    return diffusers.MotionAdapter(
        block_out_channels=(16, 16),
        motion_layers_per_block=1,
        motion_mid_block_layers_per_block=1,
        motion_norm_num_groups=4,
        motion_num_attention_heads=2,
    ).eval()


def _reader(vocabulary: int) -> Any:
    config = CLIPTextConfig(
        vocab_size=vocabulary,
        hidden_size=16,
        intermediate_size=37,
        num_attention_heads=2,
        num_hidden_layers=2,
        bos_token_id=0,
        eos_token_id=1,
        pad_token_id=1,
    )
    return CLIPTextModel(config).eval()


def _still_unet() -> Any:
    return diffusers.UNet2DConditionModel(
        block_out_channels=(16, 16),
        layers_per_block=1,
        sample_size=8,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
        cross_attention_dim=16,
        norm_num_groups=4,
        attention_head_dim=2,
    ).eval()


BUILDERS = {
    "svd": svd,
    "animatediff": animatediff,
    "animatediff-on-pictures": animatediff_on_pictures,
}
