"""What the measurements on a card are made of: a pipeline of random numbers, a clock, a wish."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomli_w
import torch

import generation.work as work_module
from benchmarks.architectures import Architecture, empty, find, latents, model, wan, wan_feed
from benchmarks.work_of_models import measure
from canvas.document.words import say
from generation.backends.diffusion import placing
from generation.backends.diffusion.families.wan import Wan
from generation.backends.diffusion.family import Call
from generation.backends.diffusion.shot import Shot
from generation.contract import Cancelled, ModelOrder, Progress
from generation.work import to_table, works


class Given(Wan):
    """The family with a pipeline that is there already, and words that are random numbers."""

    text_parts = ()
    redraws = False

    def __init__(self, build: Callable[[], Any], said: torch.Tensor, avoided: torch.Tensor) -> None:
        self._build, self._said, self._avoided = build, said, avoided

    def load(self, order: ModelOrder, report: Callable[[Progress], None]) -> Any:
        return self._build()

    def place(self, pipe: Any, order: ModelOrder) -> None:
        if order.rung != "resident":
            placing.place(pipe, order)

    def words(self, shot: Shot) -> dict[str, Any]:
        return {}

    def call(self, shot: Shot) -> Call:
        call = super().call(shot)
        return replace(call, arguments={**call.arguments, **self.embeds(shot.guided)})

    def embeds(self, guided: bool) -> dict[str, Any]:
        both = {"prompt_embeds": self._said, "negative_prompt_embeds": self._avoided}
        return both if guided else {"prompt_embeds": self._said}


@dataclass(slots=True)
class Timed:
    """Seconds of each step, by the scheduler that is called after it."""

    taken: list[float]

    @property
    def step(self) -> float:
        return statistics.median(self.taken) if self.taken else 0.0


class Wish:
    """To stop after so many seconds of drawing, told as the app tells it."""

    def __init__(self, after: float) -> None:
        self.at = 0.0
        self._wished = threading.Event()
        self._after = after
        self._timer: threading.Timer | None = None

    def report(self, progress: Progress) -> None:
        """Raises Cancelled once the wish is there."""
        if self._wished.is_set():
            raise Cancelled(say("Cancelled."))
        if self._timer is None and progress.phase == "rendering":
            self._timer = threading.Timer(self._after, self._wish)
            self._timer.start()

    def close(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()

    def _wish(self) -> None:
        self.at = time.perf_counter()
        self._wished.set()


def known(name: str, folder: Path, *, tiny: bool) -> Architecture:
    """An architecture; a tiny one is counted first, as benchmarks/work_of_models.py would."""
    if not tiny:
        return find(name)
    made = small()
    work, _ = measure(made)
    path = folder / "work.toml"
    path.write_text(tomli_w.dumps({name: to_table(work)}), encoding="utf-8")
    work_module.FILE = path
    works.cache_clear()
    return made


@contextmanager
def default_of(kind: torch.dtype) -> Iterator[None]:
    before = torch.get_default_dtype()
    torch.set_default_dtype(kind)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def share_of(part: float, whole: float) -> float:
    return round(part / whole, 3) if whole else 0.0


def small() -> Architecture:
    """A Wan of a few layers, for machines without a card."""
    sizes = {"num_attention_heads": 4, "num_layers": 3, "ffn_dim": 1024, "text_dim": 64}

    def feed(f: int, h: int, w: int) -> dict[str, Any]:
        return {**wan_feed(16)(f, h, w), "encoder_hidden_states": empty(1, 512, 64)}

    return Architecture(
        name="small",
        source="our own: as small as shows something",
        every=4,
        causal=True,
        side=16,
        denoiser=wan(**sizes),
        feed=feed,
        decoder=model("AutoencoderKLWan", base_dim=8),
        latent=latents(16, 2),
        word_width=64,
    )
