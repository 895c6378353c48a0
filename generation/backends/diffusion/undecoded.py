"""Keeps what a shot was before it was decoded: the long half of the work.

A shot whose decoding failed, for want of memory or of disk, is not denoised again.
"""

from __future__ import annotations

import json
from typing import Any

import torch

from generation import kept
from generation.backends.diffusion.checking import fingerprint
from generation.backends.diffusion.keeping import Kept
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder
from generation.fingerprint import plain, to_json

MOST = kept.MOST[kept.LATENTS]
"""Bytes of latents that are kept."""
_PLAIN = {"return_dict": False}

Given = tuple[tuple[Any, ...], dict[str, Any]]
"""The arguments of `vae.decode`."""


class Undecoded:
    """The latents of one checkpoint's shots, by everything that they depend on."""

    def __init__(self, order: ModelOrder) -> None:
        self._order = order
        self._kept = Kept(order.cache / "latents" if order.cache else None, MOST)
        self._print = ""

    def find(self, shot: Shot) -> Given | None:
        found = self._kept.find(*self._names(shot))
        if not found:
            return None
        length = 1 + max(map(int, found))
        return tuple(found.get(str(place)) for place in range(length)), dict(_PLAIN)

    def keep(self, shot: Shot, given: Given) -> None:
        """What cannot be told again exactly is not kept."""
        args, named = given
        if named != _PLAIN or not all(each is None or torch.is_tensor(each) for each in args):
            return
        tensors = {str(place): each for place, each in enumerate(args) if each is not None}
        if tensors and all(torch.isfinite(each).all() for each in tensors.values()):
            self._kept.keep(tensors, *self._names(shot))

    def _names(self, shot: Shot) -> tuple[str, ...]:
        order, row = self._order, self._order.manifest.row(shot.request.quality)
        drawn_how = {name: each for name, each in order.speed.items() if name != "tiling"}
        return (
            self._checkpoint(),
            order.manifest.version,
            order.device.partition(":")[0],
            "" if order.rung in ("resident", "model", "stream") else order.rung,
            json.dumps(drawn_how, sort_keys=True),
            json.dumps(plain(row), sort_keys=True) if row else "",
            repr(shot.settings),
            to_json(shot.request),
        )

    def _checkpoint(self) -> str:
        if not self._print:
            folders = sorted(each for each in self._order.folder.iterdir() if each.is_dir())
            self._print = " ".join(f"{each.name} {fingerprint(each)}" for each in folders)
        return self._print
