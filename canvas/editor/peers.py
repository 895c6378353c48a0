"""The others on this board, as one screen shows them: filled by presence, stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.editor.camera import Box


@dataclass(frozen=True, slots=True)
class Held:
    """Nodes in somebody's hand, and how far they have been carried."""

    nodes: tuple[str, ...]
    by: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Caret:
    """Where somebody writes: the characters from `start` to `end` of a node's words are marked,
    and the caret stands at `end`."""

    node: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another person's hand, in world units."""

    id: str
    """Which window: the same person may have two."""
    name: str
    colour: str
    """#rrggbb."""
    person: str = ""
    """Who, as changes of the board say it."""
    role: str = ""
    """What that person may do, by the name in collab/roles.py; empty where no room says it."""
    cursor: tuple[float, float] | None = None
    """None while the pointer is elsewhere."""
    view: Box | None = None
    """What that person's screen shows."""
    selection: frozenset[str] = frozenset()
    rendering: frozenset[str] = frozenset()
    """The nodes that this person's machine renders now."""
    doing: str = ""
    """What to say after the name: rendering 2B."""
    held: Held | None = None
    caret: Caret | None = None
    chat: str = ""
    """What is said at the pointer."""
    strength: float = 1.0
    """How much of that is still to be seen: it fades."""
    following: str = ""
    """The person whose view this one shows."""
    calling: str = ""
    """The person who is asked to look here; * is everybody."""
    away: bool = False
    """Looks at another program."""
