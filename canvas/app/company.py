"""Who is on this board and how we stand with their room: plain values, for the screen and for
tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from canvas.document.words import Trouble
from collab.roles import Role

if TYPE_CHECKING:
    from collab.presence import Presence

STATES = ("alone", "joining", "live", "offline", "refused")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room: one for each window that person has open there."""

    key: str
    """Which window: what `people` is keyed by, gone when the window is."""
    id: str
    """Who: the same in every window of that person, and in every Change."""
    name: str
    colour: str
    """#rrggbb, as the server says."""
    presence: Presence
    """What that window shows now; see collab/presence.py."""


@dataclass(frozen=True, slots=True)
class Me:
    """Whom the others see when they see us."""

    id: str
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How this board stands with its room. What it says is true: `unsaved` counts edits of ours
    which the server has not yet told us are on its disk."""

    state: str = "alone"
    """alone: in no room. joining: on the way in, or catching up. live: everything that was there is
    here. offline: edits stay here for now, we keep trying. refused: not tried any more, `trouble`
    says why."""
    since: float = 0.0
    """When that state began, as time.time()."""
    unsaved: int = 0
    trouble: Trouble | None = None
    """Why we are refused, or why nobody answers."""
    hosting: bool = False
    """The room's server runs here, as long as this board is open."""
    title: str = ""
    """What the room calls the board."""
    role: Role = Role.owner
    """What we may do; owner while alone."""

    @property
    def saved_there(self) -> bool:
        """Everything we made is on the server's disk."""
        return self.state != "alone" and self.unsaved == 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that lets others in. Revoke it by its id."""

    id: str
    role: Role
    links: tuple[str, ...]
    """The same invitation once for each address at which this room can be reached, the most likely
    one first; each `shotweave://join/...`."""
