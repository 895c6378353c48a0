"""Count the work of every architecture on the meta device and write generation/work.toml.

Run it after a change of benchmarks/architectures.py or of the version of diffusers; names on the
command line count only these and keep the rest, `--sizes` counts the weights alone. Prints one JSON
line: how far the fitted sums are off what was counted, at the worst.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache, partial
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"

import tomli_w
import torch

from benchmarks.architectures import ARCHITECTURES, HALF, Architecture, Build, Feed
from benchmarks.counting import Count, counted, fitted
from generation.backends.diffusion.placing import WIDE
from generation.work import FILE, Cost, Shape, Work, to_table, works

Sizes = tuple[tuple[int, int, int], ...]
FILMS: Sizes = ((21, 30, 52), (11, 30, 52), (6, 15, 26), (21, 45, 80), (3, 20, 20), (13, 44, 80))
"""Latent frames, rows and columns of tokens that are counted."""
SHORT: Sizes = ((5, 30, 52), (3, 45, 80), (7, 30, 40), (2, 60, 104))
"""In tiles, which make the count a stair: larger shots, and few, for each tile is a call."""
UNETS = ((14, 72, 128), (8, 40, 64), (16, 64, 64), (4, 32, 48), (24, 48, 64), (25, 72, 128))
PICTURES = ((1, 64, 64), (2, 45, 80), (3, 64, 64), (1, 45, 80), (2, 30, 52))
COARSE: Sizes = ((5, 16, 26), (3, 22, 40), (7, 16, 20), (2, 30, 52))
"""The same for tokens of 32 pixels; 15 rows leave a tile of one, which LTX-2 cannot decode."""
SHARED = ARCHITECTURES[0].decoder
_TRANSFORMER = {"all": ("one", "t"), "attention": ("t", "tt")}
_DECODER = {"all": ("one", "a", "t"), "attention": ("one", "a", "t", "ta", "tt")}


def meta(build: Build) -> Any:
    with torch.device("meta"):
        return build().to(device="meta", dtype=HALF).eval().requires_grad_(False)


def run(
    call: Callable[..., object],
    feed: Feed,
    sizes: Sizes,
    terms: Mapping[str, tuple[str, ...]],
) -> tuple[Cost, float]:
    """What `call` costs over these sizes, and how far the sums are off."""
    counts: list[tuple[Shape, Count]] = []
    for f, h, w in sizes:
        with torch.device("meta"):
            given = feed(f, h, w)
        counts.append((Shape(float(f), float(h * w)), counted(partial(call, **given))))
    return fitted(counts, dict(terms))


def reading(encoder: Any, tokens: int) -> Cost:
    """One prompt through a text encoder."""
    with torch.device("meta"):
        ids = torch.empty(1, tokens, dtype=torch.int64)
    count = counted(lambda: encoder(input_ids=ids))
    return Cost(**{kind: {"one": count[kind]} for kind in count.sums if count[kind]})


def size(module: Any) -> int:
    return sum(one.numel() for one in module.parameters())


def narrowed(module: Any) -> int:
    """Bytes of its weights once the backend keeps in eight bits what it can (rung fp8)."""
    from diffusers.hooks.layerwise_casting import apply_layerwise_casting

    apply_layerwise_casting(
        module,
        storage_dtype=torch.float8_e4m3fn,
        compute_dtype=HALF,
        skip_modules_pattern=WIDE,
    )
    return sum(one.numel() * one.element_size() for one in module.parameters())


def layers(denoiser: Any) -> int:
    """Of the kind of block that there are most of."""
    names = set(getattr(denoiser, "_repeated_blocks", None) or ())
    kinds = [type(one).__name__ for one in denoiser.modules() if type(one).__name__ in names]
    return max((kinds.count(name) for name in names), default=1)


def facts(one: Architecture) -> dict[str, Any]:
    """What is known of an architecture without a call of it."""
    copied = ("name", "source", "every", "causal", "side", "batched", "references", "extras")
    denoiser = meta(one.denoiser)
    parameters = {one.component: size(denoiser), "vae": size(meta(one.decoder))}
    narrow = {one.component: narrowed(denoiser)}
    if one.twice:
        parameters["transformer_2"] = parameters[one.component]
        narrow["transformer_2"] = narrow[one.component]
    if one.words is not None:
        encoder = meta(one.words)
        parameters["text_encoder"] = size(encoder)
        narrow["text_encoder"] = narrowed(encoder)
    parameters |= {name: size(meta(build)) for name, build in one.more.items()}
    sizes = {"parameters": parameters, "narrow": narrow}
    return {**{name: getattr(one, name) for name in (*copied, "stays", "leaves")}, **sizes}


def drawing(one: Architecture) -> tuple[Cost, float]:
    """The denoiser, once."""
    films: Sizes = PICTURES if one.picture else UNETS if one.component == "unet" else FILMS
    if one.name == "z-image":
        films = tuple((1, h, w) for _, h, w in PICTURES)
    return run(meta(one.denoiser), one.feed, films, one.tens or _TRANSFORMER)


@cache
def decoding(one: Architecture) -> tuple[Cost, Cost, dict[str, float]]:
    """The decoder, whole and in tiles."""
    off: dict[str, float] = {}
    vae = meta(one.decoder)
    sizes: Sizes = PICTURES if one.picture else UNETS if one.component == "unet" else FILMS
    terms = _DECODER if not one.picture else {"all": ("one", "a"), "attention": ("a", "aa")}
    decode, off["decode"] = run(vae.decode, one.latent, one.decoded or sizes, terms)
    tiled = Cost()
    if one.tiles is not None:
        one.tiles(vae)
        short = SHORT if one.side < 32 else COARSE
        tiled, off["tiled"] = run(vae.decode, one.latent, short, {"all": ("one", "a", "t")})
    return decode, tiled, off


def measure(one: Architecture) -> tuple[Work, dict[str, float]]:
    """All of it; a decoder that several share is counted once a run."""
    forward, worst = drawing(one)
    decode, tiled, off = decoding(ARCHITECTURES[0] if one.decoder is SHARED else one)
    words = Cost() if one.words is None else reading(meta(one.words), one.word_tokens)
    blocks = layers(meta(one.denoiser))
    costs: dict[str, Any] = {"forward": forward, "decode": decode, "tiled": tiled, "words": words}
    return Work(**facts(one), blocks=blocks, **costs), {"forward": worst, **off}


def main(names: list[str], *, sizes: bool = False) -> None:
    counted_now: dict[str, Any] = {}
    off: dict[str, Any] = {}
    for one in ARCHITECTURES:
        if names and one.name not in names:
            continue
        error: dict[str, float] = {}
        if sizes:  # what was counted stays
            work = replace(works()[one.name], **facts(one))
        else:
            work, error = measure(one)
        counted_now[one.name] = to_table(work)
        off[one.name] = {part: round(share, 4) for part, share in error.items()}
        print(one.name, off[one.name], file=sys.stderr)
    known: dict[str, Any] = {}
    if (names or sizes) and FILE.exists():
        known = {name: to_table(work) for name, work in works().items()}
    known |= counted_now
    ordered = {one.name: known[one.name] for one in ARCHITECTURES if one.name in known}
    head = (
        "# Written by benchmarks/work_of_models.py, which counts on the meta device: do not edit.\n"
    )
    FILE.write_text(head + tomli_w.dumps(ordered), encoding="utf-8")
    print(json.dumps({"counted": len(counted_now), "off": off}))  # no figure of `make bench`


if __name__ == "__main__":
    given = [name for name in sys.argv[1:] if name != "--sizes"]
    main(given, sizes="--sizes" in sys.argv)
