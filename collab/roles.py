"""What somebody may do in a room, from least to most."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """Compared by `allows`, never by the letters."""

    viewer = "viewer"
    commenter = "commenter"
    editor = "editor"
    owner = "owner"

    def allows(self, least: Role) -> bool:
        """Whether whoever has this role may do what needs at least `least`."""
        return _ORDER.index(self) >= _ORDER.index(least)


_ORDER = tuple(Role)
