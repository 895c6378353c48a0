"""A websocket of ours: counted at the door, bounded before it has said who it is, and written to
without a copy per reader."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, cast

from websockets.asyncio.server import ServerConnection
from websockets.protocol import State

from collab.server.door import LOOPBACK, Door, Visit, neighbourhood

REQUEST_MOST = 32 << 10
"""Bytes of a request with all its headers."""

PONGS_MOST = 256 << 10
"""Bytes that websockets itself may add to what a reader does not take."""


class Socket(ServerConnection):
    """All on the loop's thread."""

    door: Door
    """Set on a subclass by the server."""

    present: set[Socket]
    """Likewise: all that are connected, also those that have not asked for anything yet."""

    visit: Visit | None = None
    resumed: Callable[[], None] | None = None
    """Called when the transport takes more again."""
    _asked = 0
    _held_at_pause = 0
    address = ""
    """Of the other side, as the door counts them."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        peer = transport.get_extra_info("peername")
        self.address = neighbourhood(str(peer[0])) if isinstance(peer, tuple) else LOOPBACK
        welcome = self.door.enters(self.address)
        super().connection_made(transport)
        self.present.add(self)
        if not welcome:
            self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self.door.leaves(self.address)
        self.present.discard(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.request is None:
            self._asked += len(data)
            if self._asked > REQUEST_MOST:
                self.transport.abort()
                return
        super().data_received(data)
        if self.paused and self.held > self._held_at_pause + PONGS_MOST:
            self.transport.abort()  # it asks for pongs and reads none

    def pause_writing(self) -> None:
        super().pause_writing()
        self._held_at_pause = self.held

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.resumed is not None:
            self.resumed()

    def is_open(self) -> bool:
        return self.protocol.state is State.OPEN

    def write(self, data: bytes) -> None:
        """Whole frames, between those that websockets writes itself."""
        self.transport.write(data)

    @property
    def held(self) -> int:
        """Bytes that the transport holds for a reader who does not take them."""
        return cast(Any, self.transport).get_write_buffer_size() if self.is_open() else 0

    def hold_to(self, size: int) -> None:
        """From now on no longer message is read."""
        self.protocol.max_message_size = size
