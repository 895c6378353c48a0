"""What a logbook holds, each entry with the checksum that proves it whole."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """One numbered record."""

    number: int
    at: int
    """Milliseconds since 1970, for people only: order is by number."""
    person: str
    label: str
    body: bytes

    @property
    def mark(self) -> bytes:
        head = json.dumps([self.number, self.at, self.person, self.label]).encode()
        return _mark(b"record", head, self.body)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole state after record number `upto`."""

    upto: int
    at: int
    body: bytes

    @property
    def mark(self) -> bytes:
        return _mark(b"snapshot", struct.pack(">qq", self.upto, self.at), self.body)


@dataclass(frozen=True, slots=True)
class Pack:
    """Old records, compressed together: the history before the oldest snapshot."""

    first: int
    last: int
    body: bytes

    @property
    def mark(self) -> bytes:
        return _mark(b"pack", struct.pack(">qq", self.first, self.last), self.body)


def _mark(kind: bytes, head: bytes, body: bytes) -> bytes:
    digest = hashlib.blake2b(head, digest_size=16, person=kind)
    digest.update(body)
    return digest.digest()


def pack(records: list[Record]) -> Pack:
    heads = [[r.number, r.at, r.person, r.label, len(r.body)] for r in records]
    head = json.dumps(heads, separators=(",", ":")).encode()
    body = struct.pack(">I", len(head)) + head + b"".join(r.body for r in records)
    return Pack(records[0].number, records[-1].number, zlib.compress(body, 6))


def unpack(packed: Pack) -> Iterator[Record]:
    body = zlib.decompress(packed.body)
    (length,) = struct.unpack_from(">I", body)
    start = 4 + length
    for number, at, person, label, size in json.loads(body[4:start]):
        yield Record(number, at, person, label, body[start : start + size])
        start += size
