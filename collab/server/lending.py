"""The media sockets of an open room: who has one, and who has to let go of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from assets.store import Store
from collab.auth import BadToken, Claims
from collab.parcel import FRAME
from collab.server.book import Book
from collab.server.door import Visit
from collab.server.identity import must_be_welcome, of_media
from collab.server.media import serve_media
from collab.server.media_room import MediaRoom
from collab.server.socket import Socket
from collab.wire import Code


class Lending:
    """On the loop's thread. Nothing is made before the first socket comes."""

    def __init__(
        self, folder: Path, beside: Path | None, book: Book, asset: Callable[[str], object]
    ) -> None:
        self._store = Store(folder / "media")
        self._beside = Store(beside) if beside is not None else None
        self._book = book
        self._asset = asset
        self._room: MediaRoom | None = None
        self._sockets: dict[Socket, Claims] = {}
        self._closing: set[asyncio.Task[None]] = set()

    async def host(self, socket: Socket, visit: Visit) -> None:
        """Serve one connection until it ends."""
        try:
            must_be_welcome(visit.claims, self._book)
        except BadToken as bad:  # since they were let in at the door
            await socket.close(int(Code.forbidden), bad.reason)
            return
        claims = of_media(visit, self._book)
        socket.hold_to(FRAME)
        if self._room is None:
            self._room = MediaRoom(
                self._store, self._asset, beside=self._beside, name_of=self._name
            )
        self._sockets[socket] = claims
        try:
            await serve_media(socket, claims, self._room)
        finally:
            del self._sockets[socket]

    def drop(self, out: Callable[[str, str], bool], code: int, reason: str) -> None:
        """Close the sockets of those of whom `out` says so, by user and link."""
        for socket, claims in self._sockets.items():
            if out(claims.user, claims.link):
                task = asyncio.get_running_loop().create_task(socket.close(code, reason))
                self._closing.add(task)
                task.add_done_callback(self._closing.discard)

    async def close(self) -> None:
        if self._room is not None:
            await self._room.close()

    def _name(self, user: str) -> str:
        known = self._book.people.get(user)
        return known.name if known is not None and known.name else user
