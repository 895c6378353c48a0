"""The Wan family, as small as its true shapes allow: 16 pixels and 4 frames a latent."""

from __future__ import annotations

from typing import Any

import diffusers
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    CLIPVisionModel,
    UMT5Config,
    UMT5EncoderModel,
)

from tests.generation.diffusion.tiny_words import sentence_pieces

_WIDTH = 32
"""Of the text encoder."""


def wan() -> Any:
    """Wan 2.1, words only."""
    return _pipeline(diffusers.WanPipeline, transformer=_transformer())


def wan_two_experts() -> Any:
    """Wan 2.2, words only: one expert for the noisy steps, one for the rest."""
    return _pipeline(
        diffusers.WanPipeline,
        transformer=_transformer(),
        transformer_2=_transformer(),
        boundary_ratio=0.875,
    )


def wan_small_card() -> Any:
    """Wan 2.2 TI2V 5B: words, or words and a first picture; 32 pixels a latent."""
    return _pipeline(
        diffusers.WanPipeline,
        vae=_deep_vae(),
        transformer=_transformer(channels=48, out=48),
        expand_timesteps=True,
    )


def wan_image() -> Any:
    """Wan 2.1, from a first picture; it also looks at the picture through CLIP."""
    return _pipeline(
        diffusers.WanImageToVideoPipeline,
        transformer=_transformer(channels=36, image_dim=4, added_kv_proj_dim=24),
        **_eye(),
    )


def wan_between() -> Any:
    """Wan 2.1, from a first picture to a last."""
    return _pipeline(
        diffusers.WanImageToVideoPipeline,
        transformer=_transformer(
            channels=36, image_dim=4, added_kv_proj_dim=24, pos_embed_seq_len=2 * (4 * 4 + 1)
        ),
        **_eye(),
    )


def wan_between_two_experts() -> Any:
    """Wan 2.2 I2V A14B: first and last picture, no CLIP."""
    return _pipeline(
        diffusers.WanImageToVideoPipeline,
        transformer=_transformer(channels=36),
        transformer_2=_transformer(channels=36),
        boundary_ratio=0.9,
    )


def wan_vace() -> Any:
    """Wan VACE: pictures anywhere, references, control videos with masks."""
    transformer = _transformer(
        diffusers.WanVACETransformer3DModel, vace_layers=[0], vace_in_channels=96
    )
    for part in (transformer.vace_patch_embedding, transformer.vace_blocks[0].proj_out):
        part.weight.data *= 30  # or nobody would see what steers it
    return _pipeline(diffusers.WanVACEPipeline, transformer=transformer)


BUILDERS = {
    "wan": wan,
    "wan-two-experts": wan_two_experts,
    "wan-small-card": wan_small_card,
    "wan-image": wan_image,
    "wan-between": wan_between,
    "wan-between-two-experts": wan_between_two_experts,
    "wan-vace": wan_vace,
}


def _pipeline(kind: Any, *, vae: Any = None, **parts: Any) -> Any:
    words = sentence_pieces()
    return kind(
        tokenizer=words,
        text_encoder=_umt5(len(words)),
        vae=vae or _vae(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
        **parts,
    )


def _umt5(vocabulary: int) -> Any:
    config = UMT5Config(
        vocab_size=vocabulary,
        d_model=_WIDTH,
        d_kv=8,
        d_ff=37,
        num_layers=2,
        num_heads=4,
        relative_attention_num_buckets=8,
        dropout_rate=0.0,
    )
    return UMT5EncoderModel(config).eval()


def _vae() -> Any:
    return diffusers.AutoencoderKLWan(
        base_dim=3,
        z_dim=16,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
    ).eval()


def _deep_vae() -> Any:
    """With four pixels folded into each before it starts, as in 2.2."""
    return diffusers.AutoencoderKLWan(
        base_dim=3,
        decoder_base_dim=3,
        z_dim=48,
        dim_mult=[1, 1, 1, 1],
        num_res_blocks=1,
        temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 48,
        latents_std=[1.0] * 48,
        is_residual=True,
        in_channels=12,
        out_channels=12,
        patch_size=2,
        scale_factor_spatial=16,
    ).eval()


def _transformer(kind: Any = None, *, channels: int = 16, out: int = 16, **more: Any) -> Any:
    return (kind or diffusers.WanTransformer3DModel)(
        patch_size=(1, 2, 2),
        num_attention_heads=2,
        attention_head_dim=12,
        in_channels=channels,
        out_channels=out,
        text_dim=_WIDTH,
        freq_dim=256,
        ffn_dim=32,
        num_layers=2,
        cross_attn_norm=True,
        qk_norm="rms_norm_across_heads",
        rope_max_seq_len=32,
        **more,
    ).eval()


def _eye() -> dict[str, Any]:
    config = CLIPVisionConfig(
        hidden_size=4,
        projection_dim=4,
        num_hidden_layers=2,
        num_attention_heads=2,
        image_size=4,
        intermediate_size=16,
        patch_size=1,
    )
    return {
        "image_encoder": CLIPVisionModel(config).eval(),
        "image_processor": CLIPImageProcessor(crop_size=4, size=4),
    }
