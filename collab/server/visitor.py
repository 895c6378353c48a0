"""One connection as its room sees it: the socket, who is behind it, what waits for it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from collab.effects import Person
from collab.roles import Role
from collab.server.outbox import Outbox
from collab.server.socket import Socket


@dataclass(eq=False, slots=True)
class Visitor:
    """On the loop's thread."""

    socket: Socket
    person: Person
    """With the role that they have now."""
    link: str
    """By which they came."""
    plain: bool
    outbox: Outbox
    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever something of theirs has been weighed, or they are to leave."""
    closing: bool = False

    @property
    def role(self) -> Role:
        return self.person.role

    @property
    def held(self) -> int:
        """Bytes that wait for them, here and in the transport."""
        return self.outbox.size + self.socket.held
