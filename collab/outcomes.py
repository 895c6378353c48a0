"""What a replica leaves for its owner to act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from collab.roles import Role


@dataclass(frozen=True, slots=True)
class Welcomed:
    """We are in, or our role, our token or the room's title is another."""

    role: Role
    you: Mapping[str, Any]
    token: str
    title: str
    lineage: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What others show, by client id; None for one who has gone."""

    states: Mapping[int, bytes | None]


@dataclass(frozen=True, slots=True)
class Answered:
    id: int
    ok: bool
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Heavy:
    """Examine this big update elsewhere, then call `weighed`; nothing else is worked on until
    then."""

    channel: int
    update: bytes


@dataclass(frozen=True, slots=True)
class Healed:
    """Copies had come apart and a resync has brought them together: look whether what is shown is
    what the document says."""

    channel: int


@dataclass(frozen=True, slots=True)
class Parted:
    """Our copy and the room cannot be brought together. `lineage`: they are two boards. `role`: we
    hold edits that the room will not take from us any more. `vouched`: others have brought what was
    made under our ids, and that need not be what we have."""

    why: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The room sent what we do not take: hang up."""

    reason: str


@dataclass(frozen=True, slots=True)
class TooLarge:
    """An edit is over what the room takes in mid-session: hang up, the next STEP2 brings it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Why the room is about to close the connection."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Remarked:
    """Words of the room that close nothing: why some edits have to wait."""

    code: int
    reason: str


@dataclass(frozen=True, slots=True)
class Leased:
    """News of who lends, wants and draws."""

    body: Mapping[str, Any]


Outcome: TypeAlias = (
    Welcomed
    | Seen
    | Answered
    | Heavy
    | Healed
    | Parted
    | Broken
    | TooLarge
    | Told
    | Remarked
    | Leased
)
