"""LTX-Video and LTX-2, as small as their true shapes allow: 32 pixels and 8 frames a latent."""

from __future__ import annotations

from typing import Any

import diffusers
import torch
from diffusers.pipelines.ltx import LTXLatentUpsamplerModel
from diffusers.pipelines.ltx2 import LTX2TextConnectors
from diffusers.pipelines.ltx2.latent_upsampler import LTX2LatentUpsamplerModel
from diffusers.pipelines.ltx2.vocoder import LTX2Vocoder
from transformers import Gemma3Config, Gemma3ForConditionalGeneration, T5Config, T5EncoderModel

from tests.generation.diffusion.tiny_words import sentence_pieces

_WIDTH = 32
"""Of the text encoders."""
_THRICE = (True, True, True)


def ltx() -> Any:
    """LTX-Video: keyframes anywhere, no sound."""
    torch.manual_seed(0)
    words = sentence_pieces()
    return diffusers.LTXConditionPipeline(
        tokenizer=words,
        text_encoder=_t5(len(words)),
        vae=_ltx_vae(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        transformer=diffusers.LTXVideoTransformer3DModel(
            in_channels=8,
            out_channels=8,
            num_attention_heads=4,
            attention_head_dim=8,
            cross_attention_dim=32,
            num_layers=2,
            caption_channels=_WIDTH,
        ),
    )


def ltx2() -> Any:
    """LTX-2: keyframes anywhere, and sound with the picture."""
    torch.manual_seed(0)
    words = sentence_pieces(1024, left=True)
    return diffusers.LTX2ConditionPipeline(
        tokenizer=words,
        text_encoder=_gemma(len(words)),
        connectors=_connectors(),
        vae=_ltx2_vae(),
        audio_vae=_sound_vae(),
        vocoder=_vocoder(),
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        transformer=_ltx2_transformer(),
    )


def ltx_larger() -> Any:
    """The latent upsampler of LTX-Video, with a decoder that is told how far to denoise."""
    torch.manual_seed(0)
    return diffusers.LTXLatentUpsamplePipeline(
        vae=_ltx_vae(timestep_conditioning=True),
        latent_upsampler=LTXLatentUpsamplerModel(
            in_channels=8, mid_channels=32, num_blocks_per_stage=1
        ).eval(),
    )


def ltx2_larger() -> Any:
    torch.manual_seed(0)
    return diffusers.LTX2LatentUpsamplePipeline(
        vae=_ltx2_vae(),
        latent_upsampler=LTX2LatentUpsamplerModel(
            in_channels=8, mid_channels=32, num_blocks_per_stage=1
        ).eval(),
    )


def _t5(vocabulary: int) -> Any:
    config = T5Config(
        vocab_size=vocabulary,
        d_model=_WIDTH,
        d_kv=8,
        d_ff=37,
        num_layers=2,
        num_heads=4,
        relative_attention_num_buckets=8,
        dropout_rate=0.0,
    )
    return T5EncoderModel(config).eval()


def _ltx_vae(**more: Any) -> Any:
    return diffusers.AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 5,
        spatio_temporal_scaling=(*_THRICE, False),
        decoder_spatio_temporal_scaling=(*_THRICE, False),
        **more,
    ).eval()


def _gemma(vocabulary: int) -> Any:
    config = Gemma3Config(
        text_config={
            "vocab_size": vocabulary,
            "hidden_size": _WIDTH,
            "intermediate_size": 37,
            "num_hidden_layers": 2,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 16,
            "max_position_embeddings": 1024,
        },
        vision_config={
            "hidden_size": 8,
            "intermediate_size": 16,
            "num_hidden_layers": 1,
            "num_attention_heads": 2,
            "image_size": 28,
            "patch_size": 14,
        },
        mm_tokens_per_image=4,
    )
    return Gemma3ForConditionalGeneration(config).eval()


def _connectors() -> Any:
    return LTX2TextConnectors(
        caption_channels=_WIDTH,
        text_proj_in_factor=3,
        video_connector_num_attention_heads=4,
        video_connector_attention_head_dim=8,
        video_connector_num_layers=1,
        video_connector_num_learnable_registers=None,
        audio_connector_num_attention_heads=4,
        audio_connector_attention_head_dim=8,
        audio_connector_num_layers=1,
        audio_connector_num_learnable_registers=None,
        connector_rope_base_seq_len=32,
        rope_double_precision=False,
        rope_type="split",
    ).eval()


def _ltx2_vae() -> Any:
    return diffusers.AutoencoderKLLTX2Video(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 16, 32),
        layers_per_block=(1,) * 5,
        decoder_layers_per_block=(1,) * 4,
        spatial_compression_ratio=32,
        temporal_compression_ratio=8,
    ).eval()


def _sound_vae() -> Any:
    return diffusers.AutoencoderKLLTX2Audio(
        base_channels=4,
        ch_mult=(1, 1, 1),
        num_res_blocks=1,
        latent_channels=2,
        mel_bins=8,
        resolution=32,
    ).eval()


def _vocoder() -> Any:
    return LTX2Vocoder(
        in_channels=16,
        hidden_channels=32,
        upsample_kernel_sizes=[16, 15],
        upsample_factors=[16, 15],
        resnet_kernel_sizes=[3],
        resnet_dilations=[[1, 3, 5]],
        output_sampling_rate=24000,
    ).eval()


def _ltx2_transformer() -> Any:
    return diffusers.LTX2VideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        num_attention_heads=2,
        attention_head_dim=8,
        cross_attention_dim=16,
        audio_in_channels=4,
        audio_out_channels=4,
        audio_num_attention_heads=2,
        audio_attention_head_dim=4,
        audio_cross_attention_dim=8,
        num_layers=2,
        caption_channels=_WIDTH,
        rope_double_precision=False,
        rope_type="split",
    ).eval()


BUILDERS = {"ltx": ltx, "ltx2": ltx2, "ltx-larger": ltx_larger, "ltx2-larger": ltx2_larger}
