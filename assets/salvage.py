"""What is still whole in a damaged logbook, read page by page without SQLite.

SQLite stops at the first page that makes no sense. Here every page of the file and of its
write-ahead log is looked at for itself, and the checksum of each entry proves what was found: a
record is either just as it was written or not taken. Page and cell layout: sqlite.org/fileformat2.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from assets.disk import plain
from assets.entries import Pack, Record, Snapshot, unpack
from assets.logbook import (
    Contents,
    as_record,
    as_snapshot,
    tail_of,
)

MAGIC = b"SQLite format 3\0"
_USUAL_PAGE = 4096
_LEAF = 0x0D
_TAIL_HEADER, _FRAME_HEADER = 32, 24
_MOST_COLUMNS = 6

Column: TypeAlias = "int | float | str | bytes | None"


@dataclass(slots=True)
class Salvaged:
    """Every entry that was found whole."""

    records: dict[int, Record] = field(default_factory=dict)
    packs: dict[int, Pack] = field(default_factory=dict)
    snapshots: dict[int, Snapshot] = field(default_factory=dict)

    @property
    def last(self) -> int:
        """The highest number seen, 0 for nothing."""
        ends = [*self.records, *self.snapshots, *(pack.last for pack in self.packs.values())]
        return max(ends, default=0)

    def contents(self, until: int | None = None) -> Contents:
        """What logbook.read gives, from what was found."""
        end = self.last if until is None else until
        start = max((upto for upto in self.snapshots if upto <= end), default=0)
        found = {record.number: record for record in self.history()}
        numbers = range(start + 1, end + 1)
        return Contents(
            self.snapshots.get(start),
            [found[number] for number in numbers if number in found],
            [number for number in numbers if number not in found],
        )

    def history(self) -> Iterator[Record]:
        """Every record, in order."""
        found = {record.number: record for pack in self.packs.values() for record in unpack(pack)}
        found.update(self.records)
        return iter([found[number] for number in sorted(found)])


class _Pages:
    """The pages of a file and of its log, by number, the newest image of each last."""

    def __init__(self, path: Path) -> None:
        file = path.read_bytes() if path.exists() else b""
        tail = tail_of(path).read_bytes() if tail_of(path).exists() else b""
        self.size = _page_size(file, tail)
        self.images: dict[int, list[bytes]] = defaultdict(list)
        for start in range(0, len(file), self.size):
            self.images[start // self.size + 1].append(file[start : start + self.size])
        for number, image in _frames(tail, self.size):
            self.images[number].append(image)

    def rows(self) -> Iterator[tuple[int, list[Column]]]:
        """Row id and columns of every table row found; nonsense included."""
        for number, images in self.images.items():
            for image in images:
                yield from self._rows_of(image, 100 if number == 1 else 0)

    def _rows_of(self, page: bytes, start: int) -> Iterator[tuple[int, list[Column]]]:
        if page[start : start + 1] != bytes([_LEAF]) or len(page) < start + 8:
            return
        (count,) = struct.unpack_from(">H", page, start + 3)
        for slot in range(start + 8, min(start + 8 + 2 * count, len(page) - 1), 2):
            (cell,) = struct.unpack_from(">H", page, slot)
            with suppress(IndexError, struct.error, ValueError):  # a torn cell is no row
                yield from self._rows_at(page, cell)

    def _rows_at(self, page: bytes, cell: int) -> Iterator[tuple[int, list[Column]]]:
        size, at = _varint(page, cell)
        row, at = _varint(page, at)
        local = self._local(size)
        payload = page[at : at + local]
        if local == size:
            yield row, _columns(payload)
            return
        (following,) = struct.unpack_from(">I", page, at + local)
        for which in (-1, 0):  # the newest images of the pages that follow, then the oldest
            yield row, _columns(payload + self._overflow(following, size - local, which))

    def _local(self, size: int) -> int:
        """How much of a row of `size` bytes stands in its own page."""
        most = self.size - 35
        if size <= most:
            return size
        least = (self.size - 12) * 32 // 255 - 23
        kept = least + (size - least) % (self.size - 4)
        return kept if kept <= most else least

    def _overflow(self, number: int, size: int, which: int) -> bytes:
        parts: list[bytes] = []
        for _ in range(size // (self.size - 4) + 1):
            if not size or number not in self.images:
                break
            page = self.images[number][which]
            (number,) = struct.unpack_from(">I", page)
            parts.append(page[4 : 4 + size])
            size -= len(parts[-1])
        return b"".join(parts)


def _page_size(file: bytes, tail: bytes) -> int:
    told = [int.from_bytes(file[16:18], "big")] if file.startswith(MAGIC) else []
    told.append(int.from_bytes(tail[8:12], "big"))
    told = [65536 if size == 1 else size for size in told]
    return next((s for s in told if 512 <= s <= 65536 and s & (s - 1) == 0), _USUAL_PAGE)


def _frames(tail: bytes, size: int) -> Iterator[tuple[int, bytes]]:
    """Page number and image of every frame: first what earlier rounds of the log left, then it."""
    salt = tail[16:24]
    frames = range(_TAIL_HEADER, len(tail) - _FRAME_HEADER, _FRAME_HEADER + size)
    for current in (False, True):
        for start in frames:
            if (tail[start + 8 : start + 16] == salt) is current:
                body = start + _FRAME_HEADER
                yield int.from_bytes(tail[start : start + 4], "big"), tail[body : body + size]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        value = value << 7 | data[at + step] & 0x7F
        if data[at + step] < 0x80:
            return value, at + step + 1
    return value << 8 | data[at + 8], at + 9


def _columns(payload: bytes) -> list[Column]:
    end, at = _varint(payload, 0)
    kinds: list[int] = []
    while at < end and len(kinds) <= _MOST_COLUMNS:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    columns: list[Column] = []
    for kind in kinds:
        size = _width(kind)
        columns.append(_value(kind, payload[end : end + size]))
        end += size
    return columns


def _width(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else (0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0)[kind]


def _value(kind: int, data: bytes) -> Column:
    if kind >= 12:
        return data.decode("utf-8", "replace") if kind % 2 else data
    if kind in (8, 9):
        return kind - 8
    return int.from_bytes(data, "big", signed=True) if 1 <= kind <= 6 else None


def carve(path: Path) -> Salvaged:
    """Everything whole in the file at `path` and in its log. Raises DiskTrouble."""
    found = Salvaged()
    with plain(path, reading=True):
        pages = _Pages(path)
    for number, columns in pages.rows():
        match columns:
            case [None, int(at), str(person), str(label), bytes(body), bytes(mark)]:
                if record := as_record(number, at, person, label, body, mark):
                    found.records[number] = record
            case [None, int(second), bytes(body), bytes(mark)]:
                if snapshot := as_snapshot(number, second, body, mark):
                    found.snapshots[number] = snapshot
                elif (packed := Pack(number, second, body)).mark == mark:
                    found.packs[number] = packed
            case _:
                continue
    return found
