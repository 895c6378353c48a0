"""A board that is shared from here: the server beside this program, its announcement on the
network, and the addresses under which others reach it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from canvas.app import room_troubles
from canvas.app.hosting import Hosting, Ready
from canvas.app.memberships import Membership
from canvas.document.words import Trouble
from collab.discovery import Announcement, addresses
from collab.links import Link


class Sharing:
    """On the board's thread."""

    def __init__(self, board: Path, membership: Membership, woken: Callable[[], None]) -> None:
        """Starts the server, and never blocks."""
        self._lan = membership.lan
        self._port = 0
        self._announcement: Announcement | None = None
        self.hosting = Hosting(
            board,
            membership.lineage,
            membership.lineage,
            woken,
            lan=membership.lan,
            port=membership.port,
        )
        self.trouble: Trouble | None = None
        """Why the server does not run, while it does not."""

    def take(self) -> Ready | None:
        """Whether the server listens, once each time it begins to."""
        news = self.hosting.take()
        if news is not None:
            self.trouble = None if news.up else room_troubles.no_server(news.reason)
        return news.up if news is not None else None

    def announce(self, ready: Ready, title: str, owner: str) -> None:
        """Tell the network where the room is, if others there are to come."""
        if not self._lan or (self._announcement is not None and ready.port == self._port):
            return
        if self._announcement is not None:
            self._announcement.withdraw()
        self._port = ready.port
        self._announcement = Announcement(
            ready.link.room, title, ready.port, owner=owner, fingerprint=ready.fingerprint
        )

    def ways(self, link: Link) -> list[Link]:
        """The same link for each address of this computer, the likeliest first."""
        return ([replace(link, host=host) for host in addresses()] if self._lan else []) or [link]

    def close(self) -> None:
        """End the server, which writes what it holds first; waits for that."""
        if self._announcement is not None:
            self._announcement.withdraw()
        self.hosting.close()
        if self._announcement is not None:
            self._announcement.close()
