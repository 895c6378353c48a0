"""One room: the board's document, the comments' document, the people, what they show.

Single writer and no I/O: frames come in, effects go out. SPEC.md, section 4, is the law.
All `now` are seconds of one clock that never goes back; a person's `expires` too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, TypeAlias

from collab.gate import Examined, TurnedAway
from collab.wire import Code

PeerId: TypeAlias = int


class Role(IntEnum):
    """What somebody may do; each may do what those before it may. Its name is its word."""

    viewer = 0
    commenter = 1
    editor = 2
    owner = 3


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str = ""
    color: str = ""
    role: Role = Role.viewer
    expires: float = float("inf")


@dataclass(frozen=True, slots=True)
class RoomState:
    """What a room remembers: from the journal and the claims' table."""

    updates: Mapping[int, Sequence[bytes]] = field(default_factory=dict)
    """Channel -> snapshot and what followed, in order."""
    sequences: Mapping[int, int] = field(default_factory=dict)
    """Channel -> number of the last update ever kept."""
    claims: Mapping[int, str] = field(default_factory=dict)
    """Client id -> person id."""
    lineage: str = ""


@dataclass(frozen=True, slots=True)
class Send:
    """The same bytes to many peers. A subprotocol peer's frames may be joined into one."""

    peers: tuple[PeerId, ...]
    frame: bytes
    fleeting: bool = False
    """Presence: a slow reader may go without."""


@dataclass(frozen=True, slots=True)
class Keep:
    """To be written to the disk; then call durable(channel, sequence)."""

    channel: int
    sequence: int
    update: bytes
    person: str
    label: str


@dataclass(frozen=True, slots=True)
class Claimed:
    client: int
    person: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """The room has taken this lineage, for good."""

    lineage: str


@dataclass(frozen=True, slots=True)
class Weigh:
    """Examine this big update apart (collab.apart), then call weighed(job, verdict, now)."""

    job: int
    peer: PeerId
    channel: int
    update: bytes
    state: bytes
    """The document that it is tried on."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the server; answer with answer(peer, id, ok, body)."""

    peer: PeerId
    id: int
    verb: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Close:
    """After what was sent before."""

    peer: PeerId
    code: Code
    reason: str


Effect: TypeAlias = Send | Keep | Claimed | Lineage | Weigh | Asked | Close


class Room:
    """One task owns it: the one that made it."""

    def __init__(self, name: str, state: RoomState, *, title: str = "") -> None:
        self.name = name

    def take_effects(self) -> list[Effect]:
        raise NotImplementedError

    def enter(
        self, person: Person, *, plain: bool, now: float, token: str = "", wall: float = 0.0
    ) -> PeerId:
        """A peer whose right to be here was checked. The server reads the HELLO of a subprotocol
        peer itself to know who that is, and hands that frame to receive() all the same; `token`
        (the personal one) and `wall` (seconds since 1970) go into its WELCOME."""
        raise NotImplementedError

    def receive(self, peer: PeerId, frame: bytes, now: float) -> None:
        raise NotImplementedError

    def leave(self, peer: PeerId, now: float) -> None:
        raise NotImplementedError

    def tick(self, now: float) -> None:
        """30 times a second: presence, checks, expiries."""
        raise NotImplementedError

    def durable(self, channel: int, sequence: int) -> None:
        """Everything of this channel up to `sequence` is on the disk."""
        raise NotImplementedError

    def weighed(self, job: int, verdict: Examined | TurnedAway, now: float) -> None:
        raise NotImplementedError

    def is_waiting(self, peer: PeerId) -> bool:
        """A big update of this peer is being weighed: read no more frames from it until then."""
        raise NotImplementedError

    def answer(self, peer: PeerId, id: int, ok: bool, body: Mapping[str, Any]) -> None:
        raise NotImplementedError

    def resync(self, peer: PeerId) -> None:
        """What was queued for this slow peer has been thrown away: bring it up to date anew."""
        raise NotImplementedError

    def set_role(self, person: str, role: Role) -> None:
        """Takes effect at once; all windows of the person are told by another WELCOME."""
        raise NotImplementedError

    def renew(self, peer: PeerId, token: str, expires: float) -> None:
        """A new personal token, told by another WELCOME."""
        raise NotImplementedError

    def kick(self, person: str, code: Code, reason: str) -> None:
        """Close all windows of a person."""
        raise NotImplementedError

    def refuse(self, peer: PeerId, code: Code, reason: str) -> None:
        """Tell one peer why, then close it."""
        raise NotImplementedError

    def people(self) -> dict[PeerId, Person]:
        raise NotImplementedError

    def encode(self, channel: int) -> bytes:
        """The whole state, for a snapshot."""
        raise NotImplementedError

    def has_content(self, channel: int) -> bool:
        raise NotImplementedError
