"""The encoders beside our architectures, at the sizes that their makers publish."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Build = Callable[[], Any]


def umt5() -> Any:
    from transformers import UMT5Config, UMT5EncoderModel

    sizes: dict[str, Any] = {
        "d_model": 4096,
        "d_kv": 64,
        "d_ff": 10240,
        "num_layers": 24,
        "num_heads": 64,
    }
    return UMT5EncoderModel(UMT5Config(vocab_size=256384, feed_forward_proj="gated-gelu", **sizes))


def t5() -> Any:
    from transformers import T5Config, T5EncoderModel

    sizes: dict[str, Any] = {
        "d_model": 4096,
        "d_kv": 64,
        "d_ff": 10240,
        "num_layers": 24,
        "num_heads": 64,
    }
    return T5EncoderModel(T5Config(vocab_size=32128, feed_forward_proj="gated-gelu", **sizes))


def clip_text() -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel

    sizes: dict[str, Any] = {"hidden_size": 768, "intermediate_size": 3072, "num_hidden_layers": 12}
    return CLIPTextModel(CLIPTextConfig(num_attention_heads=12, **sizes))


def clip_vision() -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    sizes: dict[str, Any] = {
        "hidden_size": 1280,
        "intermediate_size": 5120,
        "num_hidden_layers": 32,
    }
    heads: dict[str, Any] = {"num_attention_heads": 16, "patch_size": 14, "projection_dim": 1024}
    return CLIPVisionModelWithProjection(CLIPVisionConfig(**sizes, **heads))


def gemma() -> Any:
    from transformers import Gemma3Config, Gemma3ForConditionalGeneration, Gemma3TextConfig

    sizes: dict[str, Any] = {
        "hidden_size": 3840,
        "num_hidden_layers": 48,
        "intermediate_size": 15360,
    }
    heads: dict[str, Any] = {"num_attention_heads": 16, "num_key_value_heads": 8, "head_dim": 256}
    text = Gemma3TextConfig(vocab_size=262208, **sizes, **heads)
    vision: dict[str, Any] = {
        "hidden_size": 1152,
        "intermediate_size": 4304,
        "num_hidden_layers": 27,
    }
    eyes: dict[str, Any] = {"num_attention_heads": 16, "patch_size": 14, "image_size": 896}
    return Gemma3ForConditionalGeneration(
        Gemma3Config(text_config=text, vision_config={**vision, **eyes})
    )


def qwen3(hidden: int, layers: int, heads: int, inner: int) -> Build:
    def build() -> Any:
        from transformers import Qwen3Config, Qwen3Model

        return Qwen3Model(
            Qwen3Config(
                vocab_size=151936,
                hidden_size=hidden,
                num_hidden_layers=layers,
                num_attention_heads=heads,
                num_key_value_heads=8,
                head_dim=128,
                intermediate_size=inner,
            )
        )

    return build


def qwen25_vl() -> Any:
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    sizes: dict[str, Any] = {
        "hidden_size": 3584,
        "num_hidden_layers": 28,
        "intermediate_size": 18944,
    }
    heads: dict[str, Any] = {
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "vocab_size": 152064,
    }
    eyes: dict[str, Any] = {
        "depth": 32,
        "hidden_size": 1280,
        "out_hidden_size": 3584,
        "intermediate_size": 3420,
    }
    return Qwen2_5_VLForConditionalGeneration(
        Qwen2_5_VLConfig(text_config={**sizes, **heads}, vision_config=eyes)
    )


def qwen3_vl() -> Any:
    from transformers import Qwen3VLConfig, Qwen3VLForConditionalGeneration

    sizes: dict[str, Any] = {
        "hidden_size": 5120,
        "num_hidden_layers": 64,
        "intermediate_size": 25600,
    }
    heads: dict[str, Any] = {"num_attention_heads": 64, "num_key_value_heads": 8, "head_dim": 128}
    eyes: dict[str, Any] = {"depth": 27, "hidden_size": 1152, "out_hidden_size": 5120}
    return Qwen3VLForConditionalGeneration(
        Qwen3VLConfig(text_config={**sizes, **heads, "vocab_size": 151936}, vision_config=eyes)
    )


def connectors() -> Any:
    """What stands between the encoder of words of LTX-2 and its transformer."""
    from diffusers.pipelines.ltx2.connectors import LTX2TextConnectors

    build: Callable[[], Any] = LTX2TextConnectors
    return build()
