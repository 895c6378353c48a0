"""MiniMax-H3, both halves: words with keyframes, and words with references. With sound."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import diffusers
import torch
from transformers import Qwen2VLImageProcessor, Qwen3VLConfig, Qwen3VLForConditionalGeneration

from generation.backends.diffusion.seeing import Qwen3Pictures
from tests.generation.diffusion.tiny_pictures import named_as_released
from tests.generation.diffusion.tiny_words import qwen_words

_WIDTH = 16
_LAYERS = 51
"""The pipeline reads what leaves the fiftieth of them."""
_HEAD = {
    "_blocks_class_name": "MiniMaxH3Blocks",
    "_class_name": "MiniMaxH3ModularPipeline",
    "_diffusers_version": diffusers.__version__,
    "canvas_short_edge": 64,
    "canvas_max_pixels": 64 * 128,
    "reference_image_short_edge": 64,
}


class H3:
    """Saves its components, and the index that a modular checkpoint has."""

    def __init__(self, parts: dict[str, Any]) -> None:
        self.parts = parts

    def save_pretrained(self, folder: Path | str) -> None:
        place = Path(folder)
        for name, part in self.parts.items():
            part.save_pretrained(place / name)
        named_as_released(place / "processor/processor_config.json", "", "Qwen3VLProcessor")
        index = {**_HEAD, **{name: _entry(name, part) for name, part in self.parts.items()}}
        (place / "modular_model_index.json").write_text(json.dumps(index, indent=2))


def _entry(name: str, part: Any) -> list[Any]:
    own = type(part).__module__.partition(".")[0]
    kind = ["transformers", "Qwen3VLProcessor"] if name == "processor" else None
    kind = kind or [own, type(part).__name__]
    where = {"subfolder": name, "type_hint": kind, "revision": None, "variant": None}
    return [*kind, {"pretrained_model_name_or_path": "", **where}]


def h3() -> Any:
    """MiniMax-H3 with both its transformers."""
    torch.manual_seed(0)
    words = qwen_words()
    return H3(
        {
            "tokenizer": words,
            "processor": _processor(words),
            "text_encoder": _reader(words),
            "transformer": _transformer(),
            "transformer_ref": _transformer(),
            "vae": _vae(),
            "audio_vae": _sound_vae(),
            "scheduler": diffusers.MiniMaxH3Scheduler(shift=12.0),
            "audio_scheduler": diffusers.MiniMaxH3Scheduler(shift=3.0),
        }
    )


def _processor(words: Any) -> Any:
    sizes = {"shortest_edge": 32 * 32, "longest_edge": 64 * 64}
    looks = Qwen2VLImageProcessor(size=sizes, patch_size=16)
    return Qwen3Pictures(image_processor=looks, tokenizer=words, chat_template=words.chat_template)


def _reader(words: Any) -> Any:
    mark = words.convert_tokens_to_ids
    config = Qwen3VLConfig(
        text_config={
            "vocab_size": len(words),
            "hidden_size": _WIDTH,
            "intermediate_size": _WIDTH,
            "num_hidden_layers": _LAYERS,
            "num_attention_heads": 2,
            "num_key_value_heads": 1,
            "head_dim": 8,
            "rope_scaling": {"mrope_section": [2, 1, 1], "rope_type": "default"},
        },
        vision_config={
            "depth": 1,
            "hidden_size": _WIDTH,
            "intermediate_size": _WIDTH,
            "num_heads": 2,
            "out_hidden_size": _WIDTH,
            "deepstack_visual_indexes": [0],
            "num_position_embeddings": 16,
        },
        image_token_id=mark("<|image_pad|>"),
        video_token_id=mark("<|video_pad|>"),
        vision_start_token_id=mark("<|vision_start|>"),
        vision_end_token_id=mark("<|vision_end|>"),
    )
    return Qwen3VLForConditionalGeneration(config).eval()


def _transformer() -> Any:
    return diffusers.MiniMaxH3Transformer3DModel(
        num_attention_heads=2,
        attention_head_dim=16,
        hidden_size=16,
        num_layers=2,
        num_refiner_layers=1,
        ffn_dim=32,
        in_channels=4,
        audio_in_channels=8,
        text_dim=_WIDTH,
        freq_dim=32,
        time_embed_hidden_dim=16,
        time_embed_dim=16,
        rope_freq_dim=2,
    ).eval()


def _vae() -> Any:
    return diffusers.AutoencoderKLMiniMaxH3(
        latent_channels=4,
        block_out_channels=(4, 4, 4, 4, 4, 4),
        layers_per_block=1,
        norm_num_groups=2,
        decoder_num_layers=1,
        decoder_num_attention_heads=2,
        decoder_attention_head_dim=16,
        latents_mean=(0.0,) * 4,
        latents_std=(1.0,) * 4,
    ).eval()


def _sound_vae() -> Any:
    """At a tenth of the true rate, for it would take longer than everything else."""
    return diffusers.AutoencoderKLMiniMaxH3Audio(
        sampling_rate=3200,
        encoder_dim=2,
        encoder_rates=(4, 4, 5),
        latent_dim=16,
        latent_channels=8,
        num_attention_heads=2,
        decoder_dim=32,
        decoder_rates=(5, 4, 4),
        decoder_kernel_sizes=(9, 8, 8),
        resblock_kernel_sizes=(3,),
        resblock_dilation_sizes=((1, 3, 5),),
        latents_mean=[0.0] * 8,
        latents_std=[1.0] * 8,
    ).eval()


BUILDERS = {"h3": h3}
