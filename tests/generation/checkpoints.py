"""Checkpoints of a few bytes, laid out as pipelines are saved; no library is needed to make one."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

from generation.manifest import Manifest, Settings

INDEX = {
    "_class_name": "WanPipeline",
    "scheduler": ["diffusers", "UniPCMultistepScheduler"],
    "text_encoder": ["transformers", "UMT5EncoderModel"],
    "tokenizer": ["transformers", "T5TokenizerFast"],
    "transformer": ["diffusers", "WanTransformer3DModel"],
    "transformer_2": [None, None],
    "vae": ["diffusers", "AutoencoderKLWan"],
}
SHARDS = ("00001-of-00002", "00002-of-00002")


def safetensors(values: int = 64) -> bytes:
    """A file of one tensor."""
    header = json.dumps({"w": {"dtype": "F32", "shape": [values], "data_offsets": [0, 4 * values]}})
    return struct.pack("<Q", len(header)) + header.encode() + bytes(range(256)) * (values // 64)


def files() -> dict[str, bytes]:
    """Everything of a small Wan: two shards of a transformer, a text encoder, a VAE."""
    shards = [f"diffusion_pytorch_model-{each}.safetensors" for each in SHARDS]
    weight_map = {"weight_map": {f"w{n}": name for n, name in enumerate(shards)}}
    return {
        "model_index.json": json.dumps(INDEX).encode(),
        "scheduler/scheduler_config.json": b"{}",
        "tokenizer/tokenizer.json": b"{}",
        "text_encoder/config.json": b"{}",
        "text_encoder/model.safetensors": safetensors(128),
        "transformer/config.json": b"{}",
        "transformer/diffusion_pytorch_model.safetensors.index.json": json.dumps(
            weight_map
        ).encode(),
        **{f"transformer/{name}": safetensors(256) for name in shards},
        "vae/config.json": b"{}",
        "vae/diffusion_pytorch_model.safetensors": safetensors(),
    }


def laid_out(folder: Path, contents: dict[str, bytes] | None = None) -> Path:
    """Write a checkpoint into a folder."""
    for name, data in (files() if contents is None else contents).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def cached(cache: Path, repo: str, contents: dict[str, bytes], commit: str = "c0ffee") -> Path:
    """Put a repository into a cache of the hub, as its library does: blobs, links, a ref."""
    place = cache / f"models--{repo.replace('/', '--')}"
    snapshot = place / "snapshots" / commit
    for number, (name, data) in enumerate(contents.items()):
        blob = place / "blobs" / f"{number:040x}"
        blob.parent.mkdir(parents=True, exist_ok=True)
        blob.write_bytes(data)
        path = snapshot / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(blob)
    (place / "refs").mkdir(parents=True, exist_ok=True)
    (place / "refs" / "main").write_text(commit)
    return snapshot


def manifest(**more: Any) -> Manifest:
    """A model whose files are those of `files`."""
    values: dict[str, Any] = {
        "id": "small",
        "name": "Small Wan",
        "backend": "generation.backends.diffusion.backend:Diffusion",
        "version": "1",
        "family": "wan",
        "pipeline": "WanPipeline",
        "repo": "someone/small",
        "defaults": {"final": Settings(steps=2)},
    }
    return Manifest(**(values | more))
