"""What somebody may do in a room."""

from __future__ import annotations

from enum import IntEnum

SENT_AWAY = "the owner of this board has sent you away"
REVOKED = "the link that you came by has been revoked"
"""Why somebody may do nothing any more: part of the reason of a 4403."""


class Role(IntEnum):
    """Each may do what those before it may. Its name is its word in files and messages."""

    viewer = 0
    commenter = 1
    editor = 2
    owner = 3

    def allows(self, least: Role) -> bool:
        """Whether whoever has this role may do what needs at least `least`."""
        return self >= least
