"""A file on its way into a store: what has come outlasts a kill, and only the right bytes enter.

Rules R9.4 and R9.5 of SPEC.md.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assets.disk import plain
from assets.formats import SUFFIXES
from assets.store import INCOMING, Store, Stored

STRIDE = 16 << 20
"""Bytes after which what has come is put on the disk and read back. Small, so that the journal of a
room never waits for much of ours when it is put on the same disk."""

READ = 1 << 20

FORGOTTEN = 7 * 24 * 3600.0
"""Seconds after which the beginning of a file that nobody sends on is given up."""


class OutOfStep(Exception):
    """A chunk that does not go on where the one before it ended."""


class WrongBytes(Exception):
    """All has come, and it is not what its name says."""


class Incoming:
    """One file in the making; one thread at a time. The hash is taken of what the disk gives back,
    so that bytes are hashed once and what is kept is what was written."""

    def __init__(self, store: Store, hash: str, size: int, suffix: str) -> None:
        """Go on with what came before, if anything did. Raises DiskTrouble."""
        self.hash, self.size = hash, size
        self._store = store
        self._path = _place(store, hash, suffix)
        with plain(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open(self._path, "a+b", buffering=0)  # noqa: SIM115 - close() does
            self.received = os.fstat(self._file.fileno()).st_size
            if self.received > size:  # begun under another announcement
                self._file.truncate(0)
                self.received = 0
        self._digest = hashlib.sha256()
        self._checked = 0

    @property
    def whole(self) -> bool:
        return self.received == self.size

    def write(self, offset: int, data: memoryview) -> None:
        """Add what comes next. Raises OutOfStep, DiskTrouble."""
        if offset != self.received or offset + len(data) > self.size:
            raise OutOfStep
        with plain(self._path):
            while data:
                done = self._file.write(data)
                self.received += done
                data = data[done:]
            if self.received - self._checked >= STRIDE:
                self._settle()

    def finish(self) -> Stored:
        """Take the file into the store. Raises WrongBytes, DiskTrouble; then nothing is left."""
        try:
            with plain(self._path):
                self._settle()
                self._file.close()
            if not self.whole or self._digest.hexdigest() != self.hash:
                raise WrongBytes
            return self._store.accept(self._path, self.hash, self.size)
        except BaseException:
            self.discard()
            raise

    def close(self) -> None:
        """Stop for now; what has come stays."""
        self._file.close()

    def discard(self) -> None:
        """Stop for good."""
        self._file.close()
        with suppress(OSError):  # a later sweep takes it
            self._path.unlink(missing_ok=True)

    def _settle(self) -> None:
        """Put what has come on the disk, and hash what the disk has of it."""
        handle = self._file.fileno()
        _to_disk(handle, self._checked, self.received)
        self._file.seek(self._checked)
        while self._checked < self.received:
            piece = self._file.read(min(READ, self.received - self._checked))
            if not piece:
                raise OSError("the file was cut short by somebody else")
            self._digest.update(piece)
            self._checked += len(piece)


def begun(store: Store, hash: str, suffix: str) -> int:
    """Bytes of a file that have come before."""
    try:
        return _place(store, hash, suffix).stat().st_size
    except OSError:
        return 0


def unfinished(store: Store) -> Iterator[tuple[str, int]]:
    """Every file that has begun to come, and its bytes so far."""
    for path in _all(store):
        with suppress(OSError):
            yield path.name[:64], path.stat().st_size


def sweep(store: Store, now: float | None = None) -> int:
    """Give up beginnings that nobody went on with for long; returns how many."""
    limit = (time.time() if now is None else now) - FORGOTTEN
    swept = 0
    for path in _all(store):
        with suppress(OSError):
            if path.stat().st_mtime < limit:
                path.unlink()
                swept += 1
    return swept


def _place(store: Store, hash: str, suffix: str) -> Path:
    return store.root / INCOMING / f"{hash}{suffix}"


def _all(store: Store) -> list[Path]:
    try:
        entries = list((store.root / INCOMING).iterdir())
    except OSError:
        return []
    return [path for path in entries if len(path.name.partition(".")[0]) == 64]


def _to_disk(handle: int, start: int, end: int) -> None:
    """Put a part of a file on the disk, and let the next read come from there."""
    getattr(os, "fdatasync", os.fsync)(handle)
    if hasattr(os, "posix_fadvise"):
        with suppress(OSError):  # a disk without a cache to drop needs none dropped
            os.posix_fadvise(handle, start, end - start, os.POSIX_FADV_DONTNEED)


def fit_suffix(asked: str) -> str:
    """What a stored file may end in; anything else gets no ending, for no system should run it."""
    return asked if asked in SUFFIXES else ""
