"""What goes into a room besides frames, and all that comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from collab.roles import Role
from collab.wire import Code, Step2

PeerId: TypeAlias = int


@dataclass(frozen=True, slots=True)
class Person:
    """Who is behind a connection, as its token says; `expires` is a `now` of the room's clock."""

    id: str
    name: str = ""
    color: str = ""
    role: Role = Role.viewer
    expires: float = float("inf")


@dataclass(frozen=True, slots=True)
class RoomState:
    """What a room remembers: from its journals and the table of claims."""

    updates: Mapping[int, Sequence[bytes]] = field(default_factory=dict)
    """Channel -> a snapshot and what followed, in order."""
    sequences: Mapping[int, int] = field(default_factory=dict)
    """Channel -> number of the last update ever kept."""
    claims: Mapping[int, str] = field(default_factory=dict)
    """Client id -> person id."""
    lineage: str = ""
    vouched: Mapping[int, int] = field(default_factory=dict)
    """Client id -> how far its author had come before others vouched for what followed."""


@dataclass(frozen=True, slots=True)
class Send:
    """The same bytes to many peers. Frames for a subprotocol peer may be joined into one."""

    peers: tuple[PeerId, ...]
    frame: bytes
    fleeting: bool = False
    """Presence: a slow reader may go without."""


@dataclass(frozen=True, slots=True)
class Pack:
    """Send `packing.packed(step)` to this peer, before whatever is sent to it afterwards."""

    peer: PeerId
    step: Step2


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
    """To be remembered for good."""

    client: int
    person: str


@dataclass(frozen=True, slots=True)
class Vouched:
    """To be remembered until its author has seen it."""

    client: int
    clock: int | None
    """What the room had under this id before others vouched for the rest; None: it is seen."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """The room has taken this lineage, for good."""

    lineage: str


@dataclass(frozen=True, slots=True)
class Weigh:
    """Run `python -m collab.gate` on gate.question(channel, state, update), hand gate.verdict() or
    what it raised to weighed(job, ..., now)."""

    job: int
    peer: PeerId
    channel: int
    state: bytes
    update: bytes


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for the server: call answer(peer, id, ok, body)."""

    peer: PeerId
    id: int
    verb: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Close:
    """Once everything sent before has gone out. The room has forgotten this peer already."""

    peer: PeerId
    code: Code
    reason: str


Effect: TypeAlias = Send | Pack | Keep | Claimed | Vouched | Lineage | Weigh | Asked | Close


class Outgoing:
    """The effects of a room, in the order in which they are to be done."""

    __slots__ = ("_effects", "add")

    def __init__(self) -> None:
        self._effects: list[Effect] = []
        self.add = self._effects.append

    def send(self, peer: PeerId, frame: bytes) -> None:
        self.add(Send((peer,), frame))

    def take(self) -> list[Effect]:
        taken, self._effects = self._effects, []
        self.add = self._effects.append
        return taken
