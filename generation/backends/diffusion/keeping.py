"""Keeps what took long to work out, as tensors in files named by what they were made of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

Tensors = Mapping[str, torch.Tensor]


class Kept:
    """A folder of tensors that stays below `most` bytes: what was not asked for longest goes first.

    Nothing depends on it: a file that is torn or cannot be written is as good as none. One thread
    a process; several processes may share the folder.
    """

    def __init__(self, folder: Path | None, most: int) -> None:
        self._folder = folder
        self._most = most

    def find(self, *names: str) -> dict[str, torch.Tensor] | None:
        path = self._path(names)
        if path is None or not path.is_file():
            return None
        try:
            found = load_file(path)
            os.utime(path)
        except (OSError, SafetensorError, ValueError):
            with suppress(OSError):
                path.unlink()
            return None
        return found

    def keep(self, tensors: Tensors, *names: str) -> None:
        path = self._path(names)
        if path is None:
            return
        plain = {name: each.detach().contiguous().cpu() for name, each in tensors.items()}
        beside = path.with_name(f".{uuid4().hex}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            save_file(plain, beside)
            os.replace(beside, path)
            self._make_room(path)
        except OSError:  # a full disk keeps nothing, and the shot is drawn all the same
            with suppress(OSError):
                beside.unlink()

    def _path(self, names: tuple[str, ...]) -> Path | None:
        if self._folder is None:
            return None
        told = "\0".join(names).encode()
        return self._folder / f"{hashlib.sha256(told).hexdigest()}.safetensors"

    def _make_room(self, newest: Path) -> None:
        assert self._folder is not None  # it has just been written to
        found = [(each.stat(), each) for each in self._folder.glob("*.safetensors")]
        over = sum(stat.st_size for stat, _ in found) - self._most
        for stat, path in sorted(found, key=lambda each: each[0].st_mtime_ns):
            if over <= 0:
                return
            if path != newest:
                with suppress(OSError):  # the other process was faster
                    path.unlink()
                over -= stat.st_size
