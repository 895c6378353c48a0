"""What one architecture costs: FLOPs, bytes moved and peak bytes, as sums over the size of a shot.

The figures are counted on torch's meta device from the real configurations by
`benchmarks/work_of_models.py`, which writes work.toml; nobody types them. What no configuration is
known of does not stand there.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

FILE = Path(__file__).with_name("work.toml")

Terms: TypeAlias = Mapping[str, float]
"""Product of the letters `f` and `a` (see Shape; `t` is both, `one` neither) -> its coefficient."""


class Shape(NamedTuple):
    """How large a shot is to a model."""

    f: float
    """Latent frames, references that count like frames among them."""
    a: float
    """Tokens (latent pixels, in patches) of one of them."""

    @property
    def tokens(self) -> float:
        return self.f * self.a


def total(terms: Terms, shape: Shape) -> float:
    """The sum; never below zero, where a fitted line would be for the smallest of shots."""
    return max(0.0, sum(value * term(name, shape) for name, value in terms.items()))


def term(name: str, shape: Shape) -> float:
    """`tta` of (f, a) is f·a · f·a · a."""
    product = 1.0
    for letter in "" if name == "one" else name:
        product *= {"f": shape.f, "a": shape.a, "t": shape.tokens}[letter]
    return product


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One run of one part of a model, in bfloat16."""

    matmul: Terms = field(default_factory=dict)
    """FLOPs of its matrix products."""
    attention: Terms = field(default_factory=dict)
    conv: Terms = field(default_factory=dict)
    moved: Terms = field(default_factory=dict)
    """Bytes that everything else reads and writes."""
    peak: Terms = field(default_factory=dict)
    """Bytes alive at once beside the weights."""

    def flops(self, shape: Shape) -> float:
        return sum(total(terms, shape) for terms in (self.matmul, self.attention, self.conv))


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The cost of one architecture."""

    name: str
    source: str
    """Where its configuration is known from."""
    every: float
    """Frames of film in one latent frame."""
    causal: bool
    """The first frame has a latent frame of its own."""
    side: int
    """Pixels along the side of one token."""
    batched: bool = False
    """What guides and what is guided are drawn in one run of twice the size, not one by one."""
    extras: tuple[str, ...] = ()
    """Arguments of the pipeline that cost one more run a step, unless a manifest puts them out."""
    parameters: Mapping[str, int] = field(default_factory=dict)
    """Component of the pipeline -> how many numbers it has."""
    narrow: Mapping[str, int] = field(default_factory=dict)
    """Component -> its bytes once what can be is kept in eight bits."""
    references: bool = False
    """Each reference picture is drawn along like a frame of the shot."""
    stays: bool = False
    """Its pipeline asks the encoder of words itself: it lies on the device while it draws."""
    leaves: bool = False
    """Its encoder of words is let go, of the machine's memory too, once it has read."""
    blocks: int = 1
    """Layers of the denoiser: what streaming brings in one by one."""
    forward: Cost = Cost()
    """The denoiser, once, for one prompt."""
    decode: Cost = Cost()
    """Latents to frames, in one piece."""
    tiled: Cost = Cost()
    """The same in tiles; empty where that cannot be."""
    words: Cost = Cost()
    """One prompt of the full length read."""

    def shape(self, frames: int, width: int, height: int, more: int = 0) -> Shape:
        """Of so many frames in pixels; `more` reference pictures take a latent frame each."""
        latent = (frames - 1) // self.every + 1 if self.causal else -(-frames // self.every)
        return Shape(max(1.0, latent) + more, (width / self.side) * (height / self.side))


@cache
def works() -> Mapping[str, Work]:
    """Every architecture that has been counted, by its name."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({name: from_table(name, one) for name, one in table.items()})


def from_table(name: str, table: Mapping[str, Any]) -> Work:
    """Raises KeyError, TypeError or ValueError for a table that this module did not write."""
    plain = dict(table)
    parts: dict[str, Any] = {
        part: Cost(**plain.pop(part, {})) for part in ("forward", "decode", "tiled", "words")
    }
    extras = tuple(plain.pop("extras", ()))
    return Work(name=name, extras=extras, **parts, **plain)


def to_table(work: Work) -> dict[str, Any]:
    """As `from_table` reads it."""
    plain: dict[str, Any] = {
        "source": work.source,
        "every": work.every,
        "causal": work.causal,
        "side": work.side,
        "batched": work.batched,
        "blocks": work.blocks,
        "references": work.references,
        "extras": list(work.extras),
        "stays": work.stays,
        "leaves": work.leaves,
        "parameters": dict(work.parameters),
        "narrow": dict(work.narrow),
    }
    for part in ("forward", "decode", "tiled", "words"):
        cost: Cost = getattr(work, part)
        kinds = ("matmul", "attention", "conv", "moved", "peak")
        filled = {kind: dict(getattr(cost, kind)) for kind in kinds if getattr(cost, kind)}
        if filled:
            plain[part] = filled
    return plain
