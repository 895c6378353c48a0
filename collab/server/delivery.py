"""What a room says, on its way to those who are there: once a turn, and no faster than each reads.

Rules: SPEC.md, R7.7 to R7.9.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping

from collab.effects import PeerId, Send
from collab.server.common import Common
from collab.server.outbox import Memory, Outbox
from collab.server.socket import Socket
from collab.server.visitor import Visitor
from collab.wire import Code

Refuse = Callable[[PeerId, Code, str], None]


class Delivery:
    """One room's, on the loop's thread."""

    def __init__(
        self,
        room: str,
        visitors: Mapping[PeerId, Visitor],
        common: Common,
        refuse: Refuse,
        resync: Callable[[PeerId], None],
    ) -> None:
        self._room = room
        self._visitors = visitors
        self._common = common
        self._refuse = refuse
        self._resync = resync
        self._dirty: list[Outbox] = []
        self._loop = asyncio.get_running_loop()

    def outbox(self, peer: PeerId, socket: Socket, *, plain: bool) -> Outbox:
        """A new peer's."""
        socket.resumed = lambda: self._resumed(peer)
        return Outbox(
            socket,
            join=not plain,
            limit=self._common.limits.outbox,
            piece=self._common.limits.written,
            overflowed=lambda: self._overflowed(peer),
        )

    def send(self, send: Send) -> None:
        visitors, dirty, frame, fleeting = self._visitors, self._dirty, send.frame, send.fleeting
        first = not dirty
        for peer in send.peers:
            visitor = visitors.get(peer)
            if visitor is None:
                continue
            outbox = visitor.outbox
            outbox.put(frame, fleeting=fleeting)
            if not outbox.marked:
                outbox.marked = True
                dirty.append(outbox)
        if first and dirty:
            self._loop.call_soon(self._flush)

    def reserve(self, peer: PeerId) -> Callable[[bytes], None] | None:
        """Keep the place of a frame that is still being made; call what comes back with it. None if
        there is no such place."""
        visitor = self._visitors.get(peer)
        if visitor is None:
            return None
        outbox = visitor.outbox
        slot = outbox.reserve()
        if slot is None:
            return None

        def fill(frame: bytes) -> None:
            outbox.fill(slot, frame)
            self._mark(outbox)

        return fill

    def finish(self, visitor: Visitor) -> None:
        """Write what waits for somebody who is about to be closed."""
        visitor.outbox.flush(Memory(), time.monotonic())

    def drop_stalled(self, now: float) -> None:
        """Whoever has read nothing at all for long is gone, whatever TCP believes."""
        for peer, visitor in list(self._visitors.items()):
            since = visitor.outbox.stalled_at if visitor.socket.paused else None
            if since is not None and now - since > 2 * self._common.limits.ping:
                self._refuse(peer, Code.slow, "you have read nothing for a while")
                visitor.socket.transport.abort()

    def _flush(self) -> None:
        """Once a turn: what came together travels together."""
        dirty, self._dirty = self._dirty, []
        memory, now = Memory(), time.monotonic()
        for outbox in dirty:
            outbox.marked = False
            outbox.flush(memory, now)

    def _overflowed(self, peer: PeerId) -> None:
        """What waited for this reader is gone: once it is caught up, the second time let go."""
        visitor = self._visitors.get(peer)
        if visitor is None:
            return
        self._common.log.write("slow", room=self._room, peer=peer, drops=visitor.outbox.drops)
        if visitor.outbox.drops > 1:
            self._loop.call_soon(self._refuse, peer, Code.later, "you read too slowly")

    def _resumed(self, peer: PeerId) -> None:
        """The transport takes more again."""
        visitor = self._visitors.get(peer)
        if visitor is None:
            return
        outbox = visitor.outbox
        if outbox.lost and not visitor.closing:
            outbox.lost = False
            self._resync(peer)
        self._mark(outbox)

    def _mark(self, outbox: Outbox) -> None:
        if outbox.size and not outbox.marked:
            outbox.marked = True
            self._dirty.append(outbox)
            if len(self._dirty) == 1:
                self._loop.call_soon(self._flush)
