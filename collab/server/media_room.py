"""The media of one open room: who is there, what lies here, what is coming.

The rules are section 9 of SPEC.md. Everything runs on the server's loop, but for the disk, which is
read and written on the room's own threads.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from assets.store import Store
from collab.parcel import Absent
from collab.server.arrivals import Arrival, Arrivals, Sender
from collab.server.shelf import KEPT_FREE, QUOTA, Shelf

T = TypeVar("T")

THREADS = 2
"""Threads of one room that read and write its disk."""

GOODBYE = 1.0
"""Seconds that somebody who is sent away has to say goodbye in turn."""


class Socket(Protocol):
    """What is needed of an accepted websocket."""

    transport: asyncio.Transport

    async def recv(self, decode: bool | None = None) -> Any: ...

    async def send(self, message: Any) -> None: ...

    async def close(self, code: int = 1000, reason: str = "") -> None: ...


class Peer(Protocol):
    """One media connection, as its room knows it."""

    user: str
    socket: Socket
    sender: Sender

    def fill(self) -> None: ...

    def hurry(self, arrival: Arrival) -> None: ...

    def tell_here(self, hash: str) -> None: ...

    def tell_absent(self, standing: Absent) -> None: ...


class MediaRoom:
    """The media of one open room. On the server's loop."""

    def __init__(
        self,
        store: Store,
        record: Callable[[str], object],
        *,
        beside: Store | None = None,
        quota: int = QUOTA,
        kept_free: int = KEPT_FREE,
        name_of: Callable[[str], str] = str,
    ) -> None:
        self.shelf = Shelf(store, record, beside=beside, quota=quota, kept_free=kept_free)
        self.arrivals = Arrivals()
        self.name_of = name_of
        self.peers: set[Peer] = set()
        self.refuses_until = 0.0
        self.closing = False
        self._asked: dict[str, set[Peer]] = {}
        self._urgent: set[str] = set()
        self._opened: asyncio.Future[None] | None = None
        # not at a lower priority: whoever holds the interpreter must not be kept waiting, for the
        # loop that carries the edits waits for it
        self._threads = ThreadPoolExecutor(THREADS, "media")
        self._empty = asyncio.Event()
        self._empty.set()

    async def open(self) -> None:
        """Learn what lies here, once."""
        if self._opened is None:
            self._opened = asyncio.ensure_future(self.on_disk(self.shelf.look))
        await asyncio.shield(self._opened)

    async def on_disk(self, work: Callable[..., T], *arguments: object) -> T:
        """Do what touches the disk beside the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, work, *arguments)

    def enter(self, peer: Peer) -> None:
        self.peers.add(peer)
        self.arrivals.enter(peer.sender)
        self._empty.clear()

    def leave(self, peer: Peer) -> None:
        self.peers.discard(peer)
        self.forget(peer)
        if not self.peers:
            self._empty.set()

    async def drop(self, user: str, code: int, reason: str) -> None:
        """Send somebody away: a role has changed, a link was revoked."""
        theirs = [one for one in self.peers if one.user == user]
        await asyncio.gather(*(_send_away(one.socket, code, reason) for one in theirs))

    async def close(self, code: int = 1001, reason: str = "") -> None:
        """Send everybody away, let nobody in, and wait for the disk."""
        self.closing = True
        sockets = [one.socket for one in self.peers]
        await asyncio.gather(*(_send_away(one, code, reason) for one in sockets))
        await self._empty.wait()
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)

    # -- what all hear of

    def kept(self, hash: str) -> None:
        """A file lies here whole: everybody may have it."""
        self.shelf.here.add(hash)
        self._asked.pop(hash, None)
        self._urgent.discard(hash)
        for peer in self.peers:
            peer.tell_here(hash)

    def wait_for(self, peer: Peer, hash: str, *, urgent: bool) -> None:
        """Somebody wants what is not here: they hear how far it is, and it is hurried on where it
        is urgent."""
        self._asked.setdefault(hash, set()).add(peer)
        coming = self.arrivals.coming.get(hash)
        if not urgent:
            pass
        elif coming is not None:
            for one in self.peers:
                if one is coming.peer:
                    one.hurry(coming)
        elif (sender := self.arrivals.hurry(hash)) is not None:
            self._peer_of(sender).fill()
        if urgent:
            self._urgent.add(hash)
        peer.tell_absent(self.standing(hash))

    def forget(self, peer: Peer, hash: str | None = None) -> None:
        """They wait for this no more, or for nothing."""
        for one in (hash,) if hash else tuple(self._asked):
            waiting = self._asked.get(one, set())
            waiting.discard(peer)
            if not waiting:
                self._asked.pop(one, None)
                self._urgent.discard(one)

    def is_urgent(self, hash: str) -> bool:
        """Whether somebody who is here waits for it."""
        return hash in self._urgent

    def standing(self, hash: str) -> Absent:
        return self.arrivals.standing(hash, self.shelf.size_of(hash))

    def tell_waiting(self, hash: str) -> None:
        """Let those who wait for a file hear how it stands."""
        if waiting := self._asked.get(hash):
            standing = self.standing(hash)
            for peer in waiting:
                peer.tell_absent(standing)

    def pass_on(self, hash: str) -> None:
        """Whoever sent a file does so no more: let somebody else go on."""
        for sender in self.arrivals.others(hash):
            self._peer_of(sender).fill()
            if hash in self.arrivals.coming:
                break
        self.tell_waiting(hash)

    def _peer_of(self, sender: Sender) -> Peer:
        return next(peer for peer in self.peers if peer.sender is sender)


async def _send_away(socket: Socket, code: int, reason: str) -> None:
    """Say goodbye; whoever does not answer, with much still to send, is cut off."""
    with suppress(TimeoutError):
        async with asyncio.timeout(GOODBYE):
            await socket.close(code, reason)
            return
    socket.transport.abort()
