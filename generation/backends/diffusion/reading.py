"""Turns a shot's words into tensors, and remembers them: a large encoder seldom has to work."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from typing import Any

import numpy as np
import torch
from PIL import Image
from torch import nn

from generation import kept
from generation.backends.diffusion import placing, troubles
from generation.backends.diffusion.checking import fingerprint
from generation.backends.diffusion.family import Family
from generation.backends.diffusion.keeping import Kept
from generation.backends.diffusion.loading import Pipe, Report, dtype_of
from generation.backends.diffusion.running import asking
from generation.contract import ModelOrder, Progress
from generation.pulse import beating

MOST = kept.MOST[kept.WORDS]
"""Bytes of words that are kept."""


class Reader:
    """The encoder of words of one checkpoint; loaded with the first words that nobody has read.

    It lies on the device only while it reads.
    """

    def __init__(self, order: ModelOrder, family: Family) -> None:
        self._order = order
        self._family = family
        self._parts: dict[str, Any] = {}
        self._kept = Kept(order.cache / "words" if order.cache else None, MOST)
        self._print = ""

    def read(
        self, pipe: Pipe, words: dict[str, Any], report: Report, seen: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Arguments of the call that stand for these words: tensors, or the words themselves.

        `seen` is what the encoder looks at beside them.
        """
        if not words:
            return {}
        if not self._family.clips_words():
            return words
        device = placing.device_of(self._order)
        names = self._identity(pipe), json.dumps(words, sort_keys=True), *filter(None, [told(seen)])
        found = self._kept.find(*names)
        if found is None:
            found = self._encoded(pipe, {**words, **(seen or {})}, device, report)
            if not all(bool(torch.isfinite(each).all()) for each in found.values()):
                raise troubles.not_numbers(self._order.manifest, part_with_nan(self._parts))
            self._kept.keep(found, *names)
        return self._family.spoken({name: each.to(device) for name, each in found.items()})

    def _identity(self, pipe: Pipe) -> str:
        """What the encoder is, by its contents: checkpoints of one family share it."""
        if not self._print:
            folders = (self._order.folder / name for name in sorted(self._family.text_parts))
            prints = [fingerprint(each) for each in folders if each.is_dir()]
            how = f"{self._order.manifest.family} {dtype_of(self._order)} {self._order.rung}"
            self._print = " ".join([how, *prints])
        return self._print

    def _encoded(
        self, pipe: Pipe, words: dict[str, Any], device: torch.device, report: Report
    ) -> dict[str, torch.Tensor]:
        if not self._parts:
            self._parts = self._family.read(self._order, lambda each: report(_half(each)))
        placing.place_reader(self._parts, self._order)
        for name, part in self._parts.items():
            setattr(pipe, name, part)
        reading = Progress(phase="encoding", done=0, total=2, share=0.5)
        modules = [part for part in self._parts.values() if isinstance(part, nn.Module)]
        try:
            with torch.no_grad(), asking(modules, report, reading), beating(report, reading):
                made = self._family.embed(pipe, words, device)
        finally:
            for name in self._parts:
                setattr(pipe, name, None)
            placing.take_back(self._parts, self._order)
            if self._family.leaves:
                self._parts = {}
        return made or {}


def told(seen: Any) -> str:
    """Names what was looked at by its contents; empty for nothing."""
    if not seen:
        return ""
    digest = hashlib.sha256()
    for part in _spelled(seen):
        digest.update(part)
        digest.update(b"\0")
    return digest.hexdigest()


def _spelled(value: Any) -> Iterator[bytes]:
    if isinstance(value, dict):
        for name in sorted(value):
            yield name.encode()
            yield from _spelled(value[name])
    elif isinstance(value, (list, tuple)):
        yield f"{len(value)}".encode()
        for each in value:
            yield from _spelled(each)
    elif isinstance(value, (np.ndarray, torch.Tensor, Image.Image)):
        array = np.ascontiguousarray(value)
        yield f"{array.shape} {array.dtype}".encode()
        yield array.tobytes()
    elif is_dataclass(value):
        yield type(value).__name__.encode()
        yield from _spelled(vars(value))
    else:
        yield repr(value).encode()


def _half(progress: Progress) -> Progress:
    """To load the encoder is a part of reading the words."""
    share = (progress.done + progress.share) / max(1, progress.total) / 2
    return Progress(phase="encoding", done=0, total=2, share=share)


def part_with_nan(parts: Mapping[str, Any]) -> str:
    """The first component with weights that are no numbers."""
    for name, part in parts.items():
        if isinstance(part, nn.Module) and not all(
            bool(torch.isfinite(each).all()) for each in part.parameters()
        ):
            return str(name)
    return ""
