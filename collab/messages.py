"""What a room and its peers say to each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

HASH = 8
DIFFERS = bytes(HASH)
"""The hash in a CHECK that equals nobody's: whoever gets it sends its state vector."""


@dataclass(frozen=True, slots=True)
class Sync1:
    """y-protocols' step 1: what the sender has."""

    vector: bytes


@dataclass(frozen=True, slots=True)
class Sync2:
    """y-protocols' step 2: what the other lacks."""

    update: bytes


@dataclass(frozen=True, slots=True)
class SyncUpdate:
    update: bytes


@dataclass(frozen=True, slots=True)
class State:
    """What one client shows of itself; the state is JSON, `null` when it has gone."""

    client: int
    clock: int
    state: bytes


@dataclass(frozen=True, slots=True)
class Aware:
    states: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Denied:
    reason: str


@dataclass(frozen=True, slots=True)
class AskAware:
    """Who is here?"""


@dataclass(frozen=True, slots=True)
class Hello:
    """{protocol, lineage, person: {id, name, color}, ids, closed}; the first id is the one it
    writes with, the closed ones are those of earlier sessions."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Welcome:
    """{protocol, lineage, role, you: {id, name, color}, token, title, time, limits}; comes again
    when a role or token changes."""

    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Edit:
    """To the room: `number` counts this connection's edits on the channel from 1, `who` is empty.
    From the room: the room's sequence, and the person who made it."""

    channel: int
    number: int
    who: str
    label: str
    update: bytes


@dataclass(frozen=True, slots=True)
class Ack:
    """This connection's first `number` edits on the channel are on the server's disk."""

    channel: int
    number: int


@dataclass(frozen=True, slots=True)
class Check:
    channel: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Step1:
    channel: int
    vector: bytes


@dataclass(frozen=True, slots=True)
class Step2:
    """Counts as one edit of its sender."""

    channel: int
    update: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """The room's step 2, deflated (RFC 1950); `size` is that of the update in it."""

    channel: int
    size: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a step 2 that is larger than a frame, in order; `left` bytes of it follow. The first
    one is empty: it announces."""

    channel: int
    left: int
    data: bytes


@dataclass(frozen=True, slots=True)
class More:
    """The next part of this channel's step 2 may come."""

    channel: int


@dataclass(frozen=True, slots=True)
class Ask:
    id: int
    verb: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    id: int
    ok: bool
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Bye:
    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Words for the person at the other end; nothing is closed."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Lease:
    """Who lends, wants and draws, SPEC.md, 12: for whoever has asked to be told."""

    body: Mapping[str, Any]


Plain: TypeAlias = Sync1 | Sync2 | SyncUpdate | Aware | Denied | AskAware
Shared: TypeAlias = Edit | Ack | Check | Step1 | Step2 | Packed | Part | More
Said: TypeAlias = Hello | Welcome | Ask | Answer | Bye | Remark | Lease
Message: TypeAlias = Plain | Shared | Said
