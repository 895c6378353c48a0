"""The files of one room: which of them the board names, which are here, and whether more may come.

Rules R9.6 to R9.9 of SPEC.md. What reads or writes the disk says so; nothing here waits for anyone.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from assets.disk import room_left
from assets.store import Store
from canvas.document import forms, schema
from canvas.document.records import Asset
from collab import incoming
from collab.incoming import Incoming, fit_suffix
from collab.parcel import Offered, Rank

QUOTA = 100 << 30
"""Bytes that the media of one room may take, what is still coming among them."""

LARGEST = 16 << 30
"""Bytes of one file."""

LARGEST_FACE = 8 << 20
"""Bytes of a thumbnail."""

KEPT_FREE = 1 << 30
"""Bytes of the disk that no upload may take."""


class Refusal(Exception):
    """Why a file is not taken: `code` for programs, `reason` for logs."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Named:
    """One file of an asset."""

    hash: str
    rank: Rank


class Shelf:
    """The room's task owns it; `look`, `lend`, `begin` and `keep` touch the disk and are run on a
    thread by whoever owns it, one at a time for each file."""

    def __init__(
        self,
        store: Store,
        record: Callable[[str], object],
        *,
        beside: Store | None = None,
        quota: int = QUOTA,
        kept_free: int = KEPT_FREE,
    ) -> None:
        """`record` gives what the board's document says of an asset; `beside` is the store of the
        board's folder that this room lives in."""
        self.store = store
        self._record = record
        self._beside = beside
        self._quota = quota
        self._kept_free = kept_free
        self.here: set[str] = set()
        self._sizes: dict[str, int] = {}
        """Bytes of what lies here or is coming, by hash."""
        self.used = 0

    def look(self) -> None:
        """Learn what lies here. Reads the disk. Raises DiskTrouble."""
        self.store.sweep()
        incoming.sweep(self.store)
        for hash, size in incoming.unfinished(self.store):
            self.reserve(hash, size)
        for hash in self.store.hashes():
            found = self.store.find(hash)
            with suppress(OSError):
                if found is not None:
                    self.here.add(hash)
                    self.reserve(hash, found.stat().st_size)

    # -- what the board says

    def asset(self, of: str) -> Asset | None:
        """What the room's board says of an asset, None if it names none of that hash."""
        return forms.read(schema.FORMS["assets"], of, self._record(of))

    def files(self, of: str) -> tuple[Named, ...] | None:
        """The files of an asset, the smallest first."""
        asset = self.asset(of)
        if asset is None:
            return None
        found = [Named(asset.hash, Rank.original)]
        if asset.proxy:
            found.insert(0, Named(asset.proxy, Rank.proxy))
        if asset.thumbnail:
            found.insert(0, Named(asset.thumbnail, Rank.thumbnail))
        return tuple(found)

    def names(self, hash: str, of: str) -> bool:
        """Whether the board names this file as one of that asset's."""
        return any(one.hash == hash for one in self.files(of) or ())

    def examine(self, offered: Offered) -> None:
        """Whether a file may come at all. Raises Refusal."""
        asset = self.asset(offered.of)
        if asset is None or not self.names(offered.hash, offered.of):
            raise Refusal("unnamed", "the board does not name this file yet")
        size = offered.bytes
        if offered.hash == asset.hash and size != asset.bytes:
            raise Refusal("size", f"the board says {asset.bytes} bytes, not {size}")
        face = offered.hash == asset.thumbnail and offered.hash != asset.hash
        if size == 0 or size > (LARGEST_FACE if face else LARGEST):
            raise Refusal("too-large", f"a file of {size} bytes is not taken")

    # -- what there is room for

    def reserve(self, hash: str, size: int) -> None:
        """Count the bytes of a file, once."""
        self.used += size - self._sizes.get(hash, 0)
        self._sizes[hash] = size

    def release(self, hash: str, size: int) -> None:
        """Of a file that has stopped coming only `size` bytes lie here."""
        self.reserve(hash, size)
        if not size:
            self._sizes.pop(hash, None)

    def begin(self, offered: Offered) -> Incoming:
        """Open what is to come, after what came before. Reads and writes the disk. Raises Refusal,
        DiskTrouble."""
        size = offered.bytes
        counted = self._sizes.get(offered.hash, 0)
        if self.used - counted + size > self._quota:
            raise Refusal("quota", f"this room may hold {self._quota} bytes")
        free = room_left(self.store.root)
        if free is not None and free - (size - counted) < self._kept_free:
            raise Refusal("disk-full", "the disk of the room is nearly full")
        return Incoming(self.store, offered.hash, size, fit_suffix(offered.suffix))

    # -- between the room's store and that of the board's folder

    def lend(self, hash: str) -> bool:
        """Whether the file lay in the board's folder, and is here now under a second name. Reads
        and writes the disk. Raises DiskTrouble."""
        return self._beside is not None and self.store.share(self._beside, hash) is not None

    def keep(self, file: Incoming) -> None:
        """Take in what has come whole, for the board's folder too. Raises WrongBytes,
        DiskTrouble."""
        kept = file.finish()
        if self._beside is not None:
            self._beside.share(self.store, kept.hash)

    def size_of(self, hash: str) -> int:
        return self._sizes.get(hash, 0)
