"""The words of the media socket: who has which bytes, who needs them, and the bytes themselves.

A frame that begins with { is a JSON object with an `op`; one that begins with the byte 1 is a chunk
of a file: its SHA-256 (32 bytes), the offset (8 bytes, the highest first), the bytes. Rules R9.1 to
R9.3 of SPEC.md. No I/O.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from enum import IntEnum
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

T = TypeVar("T")

CHUNK = 256 << 10
"""Bytes of a file in one binary frame, at most."""

TEXT = 128 << 10
"""Bytes of a text frame, at most."""

MOST = 128
"""Assets asked about, or told of, in one frame."""

_HEAD = struct.Struct(">B32sQ")

_CHUNK = 1

HEAD = _HEAD.size
"""Bytes before those of the file in a chunk."""

FRAME = CHUNK + HEAD
"""Bytes of the largest frame."""

Digest: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Suffix: TypeAlias = Annotated[str, StringConstraints(pattern=r"^(\.[0-9a-z]{1,10})?$")]
Size: TypeAlias = Annotated[int, Field(ge=0, lt=2**53)]
Told: TypeAlias = Annotated[str, StringConstraints(max_length=200)]


class Rank(IntEnum):
    """What goes first: whatever is asked for by name, then small before large."""

    asked = 0
    thumbnail = 1
    proxy = 2
    original = 3


Ranked: TypeAlias = Annotated[int, Field(ge=0, le=3)]


class Garbled(Exception):
    """A frame that keeps no rule of SPEC.md."""


@dataclass(frozen=True, slots=True)
class Have:
    """HAVE? Which files of these assets lie in the room."""

    of: Annotated[tuple[Digest, ...], Field(max_length=MOST)]
    op: Literal["have"] = "have"


@dataclass(frozen=True, slots=True)
class Offered:
    """A file of the asset `of` that somebody has."""

    hash: Digest
    of: Digest
    bytes: Size
    suffix: Suffix = ""
    rank: Ranked = Rank.original


@dataclass(frozen=True, slots=True)
class Offer:
    """OFFER: I have these, and would send them."""

    files: Annotated[tuple[Offered, ...], Field(max_length=MOST)]
    op: Literal["offer"] = "offer"


@dataclass(frozen=True, slots=True)
class Want:
    """Send me this file from byte `start` on; `rank` says how much it hurries."""

    hash: Digest
    of: Digest
    start: Size = 0
    rank: Ranked = Rank.original
    op: Literal["want"] = "want"


@dataclass(frozen=True, slots=True)
class Drop:
    """Not wanted any more, or not to be had any more from who offered it."""

    hash: Digest
    op: Literal["drop"] = "drop"


@dataclass(frozen=True, slots=True)
class Spoilt:
    """What came under this hash has another one."""

    hash: Digest
    of: Digest
    op: Literal["spoilt"] = "spoilt"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who has a file."""

    id: Told
    name: Told
    here: bool = True
    """Whether they are connected, so that the room can get it from them."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A file that is not whole in the room: how much of it has come, and who has it."""

    hash: Digest
    got: Size = 0
    bytes: Size = 0
    holders: Annotated[tuple[Holder, ...], Field(max_length=8)] = ()


@dataclass(frozen=True, slots=True)
class There:
    """What lies in the room, of what was asked about or has just changed."""

    here: Annotated[tuple[Digest, ...], Field(max_length=3 * MOST)] = ()
    absent: Annotated[tuple[Absent, ...], Field(max_length=3 * MOST)] = ()
    unnamed: Annotated[tuple[Digest, ...], Field(max_length=MOST)] = ()
    """Assets that the room's board does not name yet: ask again."""
    op: Literal["there"] = "there"


@dataclass(frozen=True, slots=True)
class Need:
    """NEED: send what you offered, from byte `start` on."""

    hash: Digest
    start: Size
    rank: Ranked
    op: Literal["need"] = "need"


@dataclass(frozen=True, slots=True)
class Sends:
    """The chunks of this file follow, from `start` on."""

    hash: Digest
    bytes: Size
    start: Size
    suffix: Suffix = ""
    op: Literal["sends"] = "sends"


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that is not taken, or not given."""

    hash: Digest
    code: Told
    reason: Told = ""
    op: Literal["refused"] = "refused"


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a file, a view of the frame that it came in."""

    hash: str
    offset: int
    data: memoryview = field(repr=False)


FromPerson: TypeAlias = Have | Offer | Want | Drop | Spoilt
FromRoom: TypeAlias = There | Need | Sends | Refused

_PERSON: TypeAdapter[FromPerson] = TypeAdapter(Annotated[FromPerson, Field(discriminator="op")])
_ROOM: TypeAdapter[FromRoom] = TypeAdapter(Annotated[FromRoom, Field(discriminator="op")])


def from_person(frame: bytes) -> FromPerson | Chunk:
    """Read what a person's side says. Raises Garbled."""
    return _chunk(frame) if frame[:1] == b"\1" else _read(_PERSON, frame)


def from_room(frame: bytes) -> FromRoom | Chunk:
    """Read what the room's side says. Raises Garbled."""
    return _chunk(frame) if frame[:1] == b"\1" else _read(_ROOM, frame)


def packed(message: FromPerson | FromRoom) -> bytes:
    """A message as a frame."""
    return json.dumps(asdict(message), ensure_ascii=False, separators=(",", ":")).encode()


def head_of(hash: str, offset: int) -> bytes:
    """What stands before the bytes of a chunk."""
    return _HEAD.pack(_CHUNK, bytes.fromhex(hash), offset)


def _chunk(frame: bytes) -> Chunk:
    if not _HEAD.size < len(frame) <= FRAME:
        raise Garbled("a chunk of no fit size")
    _, digest, offset = _HEAD.unpack_from(frame)
    if offset >= 2**53:
        raise Garbled("a chunk beyond any file")
    return Chunk(digest.hex(), offset, memoryview(frame)[_HEAD.size :])


def _read(adapter: TypeAdapter[T], frame: bytes) -> T:
    if len(frame) > TEXT:
        raise Garbled("a message too long")
    try:
        return adapter.validate_json(frame)
    except ValidationError as error:
        raise Garbled(f"{error.error_count()} faults in a message") from error
