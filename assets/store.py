"""Files by what they hold: stored once under their SHA-256, whole, verified, never overwritten."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from assets.disk import DiskTrouble, Stopped, disk_trouble, plain, settle_file, settle_folder
from assets.unfinished import is_abandoned, name_for
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

CHUNK = 1 << 20
"""Bytes read, hashed and written at a time."""

INCOMING = "incoming"
"""The folder of files that are not whole yet."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_STORED = re.compile(r"([0-9a-f]{64})(\.[0-9a-z]{1,10})?")
_SUFFIX = re.compile(r"(\.[0-9a-z]{1,10})?")


class MissingMedia(Trouble):
    """A board names bytes that are not in its folder."""

    code = "missing-media"

    def __init__(self, digest: str) -> None:
        super().__init__(
            say(
                QT_TRANSLATE_NOOP("words", "The file {name} of this board is missing."),
                name=digest[:12],
            ),
            meaning=say(
                QT_TRANSLATE_NOOP("words", "What shows it stays empty; the rest is intact.")
            ),
            remedy=say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "Import the same picture or video again: it is recognised by its content.",
                )
            ),
        )
        self.hash = digest


class Unwritten(DiskTrouble):
    """The disk gave back other bytes than it was given."""

    code = "verify-failed"

    def __init__(self, place: Path) -> None:
        super().__init__(
            say(
                QT_TRANSLATE_NOOP(
                    "words", "The disk gave back other bytes than were written to {place}."
                ),
                place=str(place.parent),
            ),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was stored.")),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Try again; if it happens twice, use another disk.")
            ),
        )


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is safely in the store."""

    hash: str
    path: Path
    bytes: int


class Store:
    """The media folder of one board; any thread, and several processes, may use it at once."""

    def __init__(self, root: Path) -> None:
        """Touch nothing yet, so that a board on read-only media opens."""
        self.root = root

    def put(
        self,
        source: Path,
        suffix: str,
        *,
        progress: Callable[[float], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Stored:
        """Copy a file in; `progress` hears 0..1 on this thread. Raises Stopped, DiskTrouble."""
        temporary = self.temporary(suffix)
        with _gone_unless_kept(temporary):
            with plain(source, reading=True), source.open("rb") as reader:
                size = os.fstat(reader.fileno()).st_size
                steps = _steps(reader, size, progress, cancelled)
                digest, written = _write(steps, temporary)
            return self._keep(temporary, digest, written)

    def put_bytes(self, data: bytes, suffix: str) -> Stored:
        """Store bytes that are in memory already. Raises DiskTrouble."""
        temporary = self.temporary(suffix)
        with _gone_unless_kept(temporary):
            digest, written = _write(iter((data,)), temporary)
            return self._keep(temporary, digest, written)

    def adopt(self, temporary: Path, suffix: str) -> Stored:
        """Move in a finished file that was written to a path of `temporary()`."""
        with _gone_unless_kept(temporary):
            with plain(temporary), temporary.open("r+b") as finished:
                settle_file(finished.fileno())
                digest, size = _digest(finished)
            if temporary.suffix.lower() != _checked(suffix):
                temporary = temporary.rename(temporary.with_suffix(suffix))
            return self._keep(temporary, digest, size)

    def accept(self, temporary: Path, hash: str, size: int) -> Stored:
        """Move in a file of this disk that is on it already and was read back as `hash`."""
        return self._keep(temporary, hash, size)

    def share(self, other: Store, hash: str) -> Path | None:
        """Have what another store has: one file under two names where the disk can do that, else a
        copy. None if it is not there. Raises DiskTrouble."""
        found, known = other.find(hash), self.find(hash)
        if found is None or known is not None:
            return known
        temporary = self.temporary(found.suffix)
        with _gone_unless_kept(temporary):
            try:
                os.link(found, temporary)
            except OSError:  # another disk, or one without links
                return self.put(found, found.suffix).path
            with plain(temporary):
                return self._keep(temporary, hash, temporary.stat().st_size).path

    def path(self, hash: str) -> Path:
        """Where the bytes are. Raises MissingMedia."""
        found = self.find(hash)
        if found is None:
            raise MissingMedia(hash)
        return found

    def find(self, hash: str, size: int | None = None) -> Path | None:
        """Where the bytes are, or None where they are not here or, given their `size`, not all."""
        if not _DIGEST.fullmatch(hash):
            return None
        found = next((path for path in self._files(hash[:2]) if path.name[:64] == hash), None)
        if found is None or size is None:
            return found
        with plain(found, reading=True):
            return found if found.stat().st_size == size else None

    def verify(self, hash: str) -> bool:
        """Whether the file is here and still holds what its name says."""
        found = self.find(hash)
        if found is None:
            return False
        with plain(found, reading=True), found.open("rb") as reader:
            return _digest(reader)[0] == hash

    def hashes(self) -> Iterator[str]:
        """Every file stored here, in no order."""
        for first in range(256):
            for path in self._files(f"{first:02x}"):
                yield path.name[:64]

    def temporary(self, suffix: str) -> Path:
        """A fresh path on the same disk for a file in the making; give it to `adopt` when whole."""
        folder = self.root / INCOMING
        with plain(folder):
            folder.mkdir(parents=True, exist_ok=True)
        return folder / name_for(_checked(suffix))

    def abandoned(self) -> list[Path]:
        """What ended processes of this machine left unfinished."""
        return [path for path in _listed(self.root / INCOMING) if is_abandoned(path.name)]

    def sweep(self) -> int:
        """Remove what is abandoned; returns how many files that were."""
        left = self.abandoned()
        for path in left:
            with suppress(OSError):  # still open on Windows: the next sweep takes it
                path.unlink()
        return len(left)

    def _files(self, shard: str) -> Iterator[Path]:
        return (path for path in _listed(self.root / shard) if _STORED.fullmatch(path.name))

    def _keep(self, temporary: Path, digest: str, size: int) -> Stored:
        """Give a settled, verified file its final name, unless the same bytes are here already."""
        known = self.find(digest)
        if known is not None and self.verify(digest):
            temporary.unlink(missing_ok=True)
            return Stored(digest, known, size)
        # a file here that no longer holds what its name says is healed by the good bytes
        final = known or self.root / digest[:2] / f"{digest}{temporary.suffix}"
        with plain(final):
            if not final.parent.is_dir():
                final.parent.mkdir(parents=True, exist_ok=True)
                settle_folder(self.root)
            try:
                temporary.replace(final)
            except PermissionError:  # Windows, and somebody reads the same bytes just stored
                if not self.verify(digest):
                    raise
                temporary.unlink(missing_ok=True)
            settle_folder(final.parent)
        return Stored(digest, final, size)


def _checked(suffix: str) -> str:
    lowered = suffix.lower()
    if not _SUFFIX.fullmatch(lowered):
        raise ValueError(f"not a suffix: {suffix!r}")
    return lowered


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise disk_trouble(error, folder, reading=True) from error


def _steps(
    reader: BinaryIO,
    size: int,
    progress: Callable[[float], None] | None,
    cancelled: Callable[[], bool] | None,
) -> Iterator[bytes]:
    done = 0
    while chunk := reader.read(CHUNK):
        if cancelled is not None and cancelled():
            raise Stopped
        yield chunk
        done += len(chunk)
        if progress is not None:
            progress(min(1.0, done / max(size, 1)))


def _write(chunks: Iterator[bytes], place: Path) -> tuple[str, int]:
    """Write, settle and read back; returns the SHA-256 and the size."""
    digest = hashlib.sha256()
    with plain(place.parent), place.open("x+b") as writer:
        for chunk in chunks:
            writer.write(chunk)
            digest.update(chunk)
        writer.flush()
        settle_file(writer.fileno())
        if _digest(writer)[0] != digest.hexdigest():
            raise Unwritten(place)
        return digest.hexdigest(), writer.tell()


def _digest(reader: BinaryIO) -> tuple[str, int]:
    """SHA-256 and size of a whole open file; leaves it at its end."""
    reader.seek(0)
    digest = hashlib.sha256()
    while chunk := reader.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest(), reader.tell()


@contextmanager
def _gone_unless_kept(temporary: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:  # Ctrl+C too: nothing half made stays
        with suppress(OSError):  # the failure itself is what has to be told
            temporary.unlink(missing_ok=True)
        raise
