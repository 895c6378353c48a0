"""What a room knows of each connection."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from collab.effects import PeerId, Person
from collab.roles import Role
from collab.wire import CHANNELS, Message

MESSAGES_A_SECOND, MESSAGES_AT_ONCE = 200, 400
BYTES_A_SECOND, BYTES_AT_ONCE, OWNERS_AT_ONCE = 1 << 20, 32 << 20, 160 << 20
PARTS_A_SECOND = 4 << 20
"""Bytes of step 2s that come in parts, once as many as an owner's have come at once."""
FIRST_FRAME, WHOLE_FRAME = 16 << 20, 128 << 20
"""Bytes of a frame that may hold a first step 2; of an owner's, which brings the whole board, of
which 50,000 nodes are 25 MB."""
STATES_A_SECOND, STATES_AT_ONCE = 0.5, 20
"""State vectors: an answer may be the whole document."""
RESYNCS_A_SECOND, RESYNCS_AT_ONCE = 0.2, 10


class Bucket:
    """Tokens that come back at a steady rate."""

    __slots__ = ("_at", "_left", "_most", "_rate")

    def __init__(self, rate: float, most: float, now: float) -> None:
        self._rate, self._most = rate, most
        self._left, self._at = most, now

    def take(self, now: float, cost: float = 1) -> bool:
        """False, and nothing taken, if there are not so many."""
        left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        if left < cost:
            self._left = left
            return False
        self._left = left - cost
        return True

    def give(self, amount: float) -> None:
        """So many more, for what was asked for."""
        self._left += amount


@dataclass(slots=True)
class Standing:
    """One peer on one channel."""

    ready: bool = False
    """Its state was answered: it is told of every edit from there on."""
    asked: bool = True
    """Its next step 2 may be as large as a first one: it was asked for, or is yet to come."""
    called: bool = False
    """It was asked for its state and has not answered yet."""
    behind: bool = False
    """An edit of its rested on one that the room lacks: edits wait for its next step 2."""
    partly: bool = False
    """It has edits of others which only they, or an owner, may bring."""
    retry: float = 0.0
    """When it is asked again."""
    count: int = 0
    """Edits it has sent, step 2 included."""
    tries: int = 0
    """Step 2s of its that could not be taken whole."""
    closed: bool = False
    """The ids of its earlier sessions are closed here."""


@dataclass(slots=True)
class Peer:
    id: PeerId
    person: Person
    plain: bool
    entered: float
    messages: Bucket
    bytes: Bucket
    states: Bucket
    resyncs: Bucket
    parts: Bucket
    token: str = ""
    wall: float = 0.0
    greeted: bool = False
    packs: bool = False
    """It takes PACKED."""
    presence: int | None = None
    """The client id under which it shows itself."""
    ids: tuple[int, ...] = ()
    """Those that it writes with."""
    closing: tuple[int, ...] = ()
    """Those of earlier sessions, with which nobody writes any more."""
    spoofs: int = 0
    job: int | None = None
    """The big update of its that is being weighed; what came after it waits."""
    waiting: deque[Message] = field(default_factory=deque)
    standings: tuple[Standing, ...] = field(
        default_factory=lambda: tuple(Standing() for _ in CHANNELS)
    )

    @property
    def first_frame(self) -> int:
        """Bytes of a frame in which this one may bring a first step 2."""
        return WHOLE_FRAME if self.person.role.allows(Role.owner) else FIRST_FRAME


def new_peer(
    id: PeerId, person: Person, plain: bool, now: float, token: str = "", wall: float = 0.0
) -> Peer:
    at_once = OWNERS_AT_ONCE if person.role.allows(Role.owner) else BYTES_AT_ONCE
    return Peer(
        id,
        person,
        plain,
        now,
        Bucket(MESSAGES_A_SECOND, MESSAGES_AT_ONCE, now),
        Bucket(BYTES_A_SECOND, at_once, now),
        Bucket(STATES_A_SECOND, STATES_AT_ONCE, now),
        Bucket(RESYNCS_A_SECOND, RESYNCS_AT_ONCE, now),
        Bucket(PARTS_A_SECOND, OWNERS_AT_ONCE, now),
        token,
        wall,
        greeted=plain,
    )
