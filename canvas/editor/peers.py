"""The others on this board, as one screen shows them: filled by presence, stored nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.editor.camera import Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """Another person's hand, in world units."""

    id: str
    name: str
    colour: str
    """#rrggbb."""
    cursor: tuple[float, float] | None = None
    """None while the pointer is elsewhere."""
    view: Box | None = None
    """What that person's screen shows."""
    selection: frozenset[str] = frozenset()
    rendering: frozenset[str] = frozenset()
    """The nodes that this person's machine renders now."""
    doing: str = ""
    """What to say after the name: rendering 2B."""
