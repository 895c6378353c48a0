"""The architectures of our manifests at their true sizes: how to build each part, and what goes in.

Configurations are the defaults of the diffusers 0.42 classes, or those of its conversion scripts.
Text encoders carry the configurations that their makers publish. Nothing here needs weights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import torch

from benchmarks.encoders import (
    clip_text,
    clip_vision,
    connectors,
    gemma,
    qwen3,
    qwen3_vl,
    qwen25_vl,
    t5,
    umt5,
)

Build = Callable[[], Any]
"""Makes a module of torch; diffusers leaves its classes untyped."""
Feed = Callable[[int, int, int], dict[str, Any]]
"""(latent frames, token rows, token columns) -> the arguments of one call."""
HALF = torch.bfloat16


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Architecture:
    """One of its kind: two are never equal."""

    name: str
    source: str
    every: float
    causal: bool
    side: int
    denoiser: Build
    feed: Feed
    decoder: Build
    latent: Feed
    """The arguments of the decoder's `decode`."""
    batched: bool = False
    words: Build | None = None
    word_tokens: int = 512
    word_width: int = 4096
    """Of the tensors that stand for the words."""
    more: Mapping[str, Build] = field(default_factory=dict)
    """Further components: only their size counts."""
    tiles: Callable[[Any], None] | None = None
    decoded: tuple[tuple[int, int, int], ...] = ()
    """Latent frames, rows and columns at which its decoder is counted, where others take too
    long: this one always works in tiles."""
    stays: bool = False
    """Its pipeline asks the encoder of words itself."""
    leaves: bool = False
    """Its encoder of words is let go once it has read."""
    picture: bool = False
    """Draws one frame."""
    tens: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Terms by kind where they are others than a transformer's."""
    component: str = "transformer"
    twice: bool = False
    """Two experts of one kind."""
    extras: tuple[str, ...] = ()
    """Arguments of the pipeline that cost one more run a step."""
    references: bool = False
    """Each reference picture is drawn along like a frame of the shot."""


def wan(**config: Any) -> Build:
    return model("WanTransformer3DModel", **config)


def empty(*shape: int, dtype: torch.dtype = HALF) -> torch.Tensor:
    return torch.empty(*shape, dtype=dtype)


def wan_feed(channels: int, *, each: bool = False) -> Feed:
    """`each`: every token has a time of its own, as Wan 2.2 5B does it."""

    def feed(f: int, h: int, w: int) -> dict[str, Any]:
        return {
            "hidden_states": empty(1, channels, f, h * 2, w * 2),
            "timestep": empty(1, f * h * w) if each else empty(1),
            "encoder_hidden_states": empty(1, 512, 4096),
            "return_dict": False,
        }

    return feed


def vace_feed(f: int, h: int, w: int) -> dict[str, Any]:
    control = empty(1, 96, f, h * 2, w * 2)
    return {**wan_feed(16)(f, h, w), "control_hidden_states": control}


def latents(channels: int, scale: int = 1) -> Feed:
    def feed(f: int, h: int, w: int) -> dict[str, Any]:
        return {"z": empty(1, channels, f, h * scale, w * scale), "return_dict": False}

    return feed


def model(name: str, **config: Any) -> Build:
    """A class of diffusers by its name."""

    def build() -> Any:
        import diffusers

        return getattr(diffusers, name)(**config)

    return build


def ltx_feed(f: int, h: int, w: int) -> dict[str, Any]:
    return {
        "hidden_states": empty(1, f * h * w, 128),
        "encoder_hidden_states": empty(1, 256, 4096),
        "timestep": empty(1, f * h * w),
        "encoder_attention_mask": empty(1, 256),
        "num_frames": f,
        "height": h,
        "width": w,
        "return_dict": False,
    }


def sound_of(f: int) -> int:
    """Latent frames of the sound beside `f` of the picture: LTX-2 at 24 a second."""
    return max(1, round(((f - 1) * 8 + 1) / 24 * 16000 / 160 / 4))


def ltx2_feed(f: int, h: int, w: int) -> dict[str, Any]:
    return {
        "hidden_states": empty(1, f * h * w, 128),
        "audio_hidden_states": empty(1, sound_of(f), 128),
        "encoder_hidden_states": empty(1, 1024, 3840),
        "audio_encoder_hidden_states": empty(1, 1024, 3840),
        "timestep": empty(1, f * h * w),
        "audio_timestep": empty(1),
        "encoder_attention_mask": empty(1, 1024),
        "audio_encoder_attention_mask": empty(1, 1024),
        "num_frames": f,
        "height": h,
        "width": w,
        "audio_num_frames": sound_of(f),
        "return_dict": False,
    }


def h3_feed(f: int, h: int, w: int) -> dict[str, Any]:
    """Pictures, sound (40 rows for 24 frames) and 512 words in one row."""
    video, audio, text = f * h * w, max(1, round(f * 17 / 5 / 24 * 40)), 512
    rows = video + audio + text
    whole = torch.int64
    return {
        "hidden_states": empty(1, video, 96),
        "audio_hidden_states": empty(1, audio, 32),
        "encoder_hidden_states": empty(1, text, 5120),
        "timestep": empty(2, dtype=torch.float32),
        "timestep_indices": empty(rows, dtype=whole),
        "token_tags": empty(rows, dtype=whole),
        "position_ids": empty(rows, 3, dtype=whole),
        "video_indices": empty(video, dtype=whole),
        "audio_indices": empty(audio, dtype=whole),
        "text_indices": empty(text, dtype=whole),
        "return_dict": False,
    }


def svd_feed(f: int, h: int, w: int) -> dict[str, Any]:
    return {
        "sample": empty(1, f, 8, h, w),
        "timestep": empty(1),
        "encoder_hidden_states": empty(1, 1, 1024),
        "added_time_ids": empty(1, 3),
        "return_dict": False,
    }


def motion_feed(f: int, h: int, w: int) -> dict[str, Any]:
    return {
        "sample": empty(1, 4, f, h, w),
        "timestep": empty(1),
        "encoder_hidden_states": empty(f, 77, 768),
        "return_dict": False,
    }


def svd_latent(f: int, h: int, w: int) -> dict[str, Any]:
    return {"z": empty(f, 4, h, w), "num_frames": f, "return_dict": False}


def frames_latent(f: int, h: int, w: int) -> dict[str, Any]:
    """AnimateDiff decodes 16 frames at a time: of longer shots the peak is less than is counted."""
    return {"z": empty(f, 4, h, w), "return_dict": False}


def qwen_feed(f: int, h: int, w: int) -> dict[str, Any]:
    """`f - 1` pictures of the same size beside the one that is drawn."""
    return {
        "hidden_states": empty(1, f * h * w, 64),
        "encoder_hidden_states": empty(1, 1024, 3584),
        "encoder_hidden_states_mask": torch.ones(1, 1024, dtype=torch.bool),
        "timestep": empty(1),
        "img_shapes": [[(1, h, w)] * f],
        "return_dict": False,
    }


def z_feed(f: int, h: int, w: int) -> dict[str, Any]:
    return {
        "x": [empty(16, 1, h * 2, w * 2)],
        "t": empty(1),
        "cap_feats": [empty(512, 2560)],
        "return_dict": False,
    }


def one_latent(channels: int, *, still: bool) -> Feed:
    def feed(_f: int, h: int, w: int) -> dict[str, Any]:
        shape = (1, channels, h * 2, w * 2) if still else (1, channels, 1, h * 2, w * 2)
        return {"z": empty(*shape), "return_dict": False}

    return feed


class Larger(torch.nn.Module):
    """A clip of half the size, encoded and enlarged; the decoder's numbers are counted beside."""

    def __init__(self, vae: Any, upsampler: Any) -> None:
        super().__init__()
        self.upsampler = upsampler
        self._vae = [vae.to(dtype=HALF).eval().requires_grad_(False)]

    def forward(self, clip: torch.Tensor) -> Any:
        return self.upsampler(self._vae[0].encode(clip).latent_dist.mode())


def larger(kind: str, vae: Build) -> Build:
    def build() -> Any:
        from diffusers.pipelines.ltx.modeling_latent_upsampler import LTXLatentUpsamplerModel
        from diffusers.pipelines.ltx2.latent_upsampler import LTX2LatentUpsamplerModel

        made: Any = LTXLatentUpsamplerModel() if kind == "ltx" else LTX2LatentUpsamplerModel()
        return Larger(vae(), made)

    return build


def larger_feed(f: int, h: int, w: int) -> dict[str, Any]:
    """In tokens of what it draws."""
    return {"clip": empty(1, 3, 8 * (f - 1) + 1, h // 2 * 32, w // 2 * 32)}


LTX_VAE = model("AutoencoderKLLTXVideo")
LTX2_VAE = model(
    "AutoencoderKLLTX2Video",
    decoder_causal=False,
    spatial_compression_ratio=32,
    temporal_compression_ratio=8,
)


def tiling(vae: Any) -> None:
    vae.enable_tiling()


_UNET_TERMS: Mapping[str, tuple[str, ...]] = {
    "all": ("one", "a", "t", "ta", "tf"),
    "peak": ("one", "a", "t"),
}
_SVD_VAE: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 512),
    "layers_per_block": 2,
    "down_block_types": ("DownEncoderBlock2D",) * 4,
}
_STILL_VAE: dict[str, Any] = {**_SVD_VAE, "up_block_types": ("UpDecoderBlock2D",) * 4}
_SMALL: dict[str, Any] = {"num_attention_heads": 12, "num_layers": 30, "ffn_dim": 8960}
_WAN = "scripts/convert_wan_to_diffusers.py of diffusers; UMT5-XXL"
_WAN_TALL: dict[str, Any] = {
    "base_dim": 160,
    "decoder_base_dim": 256,
    "z_dim": 48,
    "in_channels": 12,
    "out_channels": 12,
    "patch_size": 2,
    "scale_factor_spatial": 16,
    "is_residual": True,
}
_SIXTEEN: dict[str, Any] = {
    "source": _WAN,
    "every": 4,
    "causal": True,
    "side": 16,
    "decoder": model("AutoencoderKLWan"),
    "latent": latents(16, 2),
    "words": umt5,
    "tiles": tiling,
}

ARCHITECTURES: tuple[Architecture, ...] = (
    Architecture(name="wan-1.3b", denoiser=wan(**_SMALL), feed=wan_feed(16), **_SIXTEEN),
    Architecture(
        name="wan-vace-1.3b",
        references=True,
        denoiser=model("WanVACETransformer3DModel", **_SMALL, vace_layers=list(range(0, 30, 2))),
        feed=vace_feed,
        **_SIXTEEN,
    ),
    Architecture(name="wan-14b", denoiser=wan(), feed=wan_feed(16), **_SIXTEEN),
    Architecture(
        name="wan2.2-a14b",
        denoiser=wan(in_channels=36),
        feed=wan_feed(36),
        twice=True,
        **_SIXTEEN,
    ),
    Architecture(
        name="wan2.2-5b",
        source=_WAN,
        every=4,
        causal=True,
        side=32,
        denoiser=wan(
            in_channels=48,
            out_channels=48,
            num_attention_heads=24,
            num_layers=30,
            ffn_dim=14336,
        ),
        feed=wan_feed(48, each=True),
        decoder=model("AutoencoderKLWan", **_WAN_TALL),
        latent=latents(48, 2),
        words=umt5,
        tiles=tiling,
    ),
    Architecture(
        name="ltx-2b",
        source="class defaults of diffusers 0.42; T5-XXL 1.1",
        every=8,
        causal=True,
        side=32,
        denoiser=model("LTXVideoTransformer3DModel"),
        feed=ltx_feed,
        decoder=LTX_VAE,
        latent=latents(128),
        batched=True,
        words=t5,
        word_tokens=256,
        tiles=tiling,
    ),
    Architecture(
        name="ltx2-19b",
        extras=("stg_scale", "modality_scale"),
        source="class defaults and scripts/convert_ltx2_to_diffusers.py of diffusers; Gemma 3 12B",
        every=8,
        causal=True,
        side=32,
        denoiser=model("LTX2VideoTransformer3DModel"),
        feed=ltx2_feed,
        decoder=LTX2_VAE,
        latent=latents(128),
        batched=True,
        words=gemma,
        word_tokens=1024,
        more={"audio_vae": model("AutoencoderKLLTX2Audio"), "connectors": connectors},
        tiles=tiling,
        tens={
            "all": ("one", "f", "t"),
            "attention": ("one", "f", "t", "tf", "tt", "ff"),
        },
    ),
    *(
        Architecture(
            name=name,
            source="class defaults of diffusers 0.42",
            every=8,
            causal=True,
            side=32,
            denoiser=larger(kind, vae),
            feed=larger_feed,
            decoder=vae,
            latent=latents(128),
            component="latent_upsampler",
            tiles=tiling,
            tens={"all": ("one", "a", "t"), "attention": ("t", "tt")},
        )
        for name, kind, vae in (
            ("ltx-larger", "ltx", LTX_VAE),
            ("ltx2-larger", "ltx2", LTX2_VAE),
        )
    ),
    Architecture(
        name="h3",
        leaves=True,
        references=True,
        source="class defaults of diffusers 0.42; Qwen3-VL 32B",
        every=3.4,
        causal=True,
        side=32,
        denoiser=model("MiniMaxH3Transformer3DModel"),
        feed=h3_feed,
        decoder=model("AutoencoderKLMiniMaxH3"),
        latent=latents(24, 2),
        words=qwen3_vl,
        more={"audio_vae": model("AutoencoderKLMiniMaxH3Audio")},
        decoded=((7, 8, 8), (12, 8, 8), (17, 8, 8), (7, 8, 14), (12, 14, 14)),
        tens={
            "all": ("one", "f", "t"),
            "attention": ("one", "f", "t", "tf", "tt", "ff"),
        },
    ),
    Architecture(
        name="svd",
        source="class defaults of diffusers 0.42; CLIP ViT-H/14",
        every=1,
        causal=False,
        side=8,
        denoiser=model("UNetSpatioTemporalConditionModel"),
        feed=svd_feed,
        decoder=model("AutoencoderKLTemporalDecoder", **_SVD_VAE),
        latent=svd_latent,
        batched=True,
        more={"image_encoder": clip_vision},
        tens=_UNET_TERMS,
        component="unet",
    ),
    Architecture(
        name="animatediff",
        source="class defaults of diffusers 0.42 with the widths of Stable Diffusion 1.5",
        every=1,
        causal=False,
        side=8,
        denoiser=model("UNetMotionModel", cross_attention_dim=768),
        feed=motion_feed,
        decoder=model("AutoencoderKL", **_STILL_VAE, latent_channels=4),
        latent=frames_latent,
        batched=True,
        words=clip_text,
        word_tokens=77,
        tens=_UNET_TERMS,
        component="unet",
    ),
    Architecture(
        name="qwen-image-edit",
        stays=True,
        references=True,
        source="class defaults of diffusers 0.42; Qwen2.5-VL 7B",
        every=1,
        causal=False,
        side=16,
        denoiser=model("QwenImageTransformer2DModel"),
        feed=qwen_feed,
        decoder=model("AutoencoderKLQwenImage"),
        latent=one_latent(16, still=False),
        words=qwen25_vl,
        word_tokens=1024,
        tiles=tiling,
        picture=True,
    ),
    Architecture(
        name="z-image",
        source="class defaults of diffusers 0.42; Qwen3 4B; the VAE of FLUX.1",
        every=1,
        causal=False,
        side=16,
        denoiser=model("ZImageTransformer2DModel"),
        feed=z_feed,
        decoder=model(
            "AutoencoderKL",
            **_SVD_VAE,
            up_block_types=("UpDecoderBlock2D",) * 4,
            latent_channels=16,
        ),
        latent=one_latent(16, still=True),
        words=qwen3(2560, 36, 32, 9728),
        picture=True,
    ),
)


def find(name: str) -> Architecture:
    """Raises KeyError."""
    return {one.name: one for one in ARCHITECTURES}[name]
