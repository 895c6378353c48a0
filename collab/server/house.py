"""All rooms of one server: opened when somebody comes, closed once nobody is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version

from canvas.document.words import Trouble
from collab.auth import Claims
from collab.roles import Role
from collab.server import keeping
from collab.server.book import Book
from collab.server.common import Common
from collab.server.door import NoRoom, Visit
from collab.server.hosted import HostedRoom
from collab.server.identity import must_be_welcome
from collab.server.keeping import Kept
from collab.server.places import book_file, room_folder
from collab.server.socket import Socket

TICK = 1 / 30


class House:
    """On the loop's thread."""

    def __init__(self, common: Common) -> None:
        self.common = common
        self.rooms: dict[str, HostedRoom] = {}
        self._opening: dict[str, asyncio.Task[HostedRoom]] = {}
        self._closing: dict[str, asyncio.Task[None]] = {}
        self._began = time.monotonic()
        self._stopping = False

    # -- who comes

    async def admit(self, claims: Claims) -> None:
        """Open the room and ask its book. Raises BadToken, NoRoom."""
        room = await self.open(claims.room)
        if await room.clerk.look():
            room.look_at_links()
        must_be_welcome(claims, room.book)

    async def host(self, socket: Socket, visit: Visit) -> None:
        room = await self.open(visit.room)
        await room.host(socket, visit)

    async def host_media(self, socket: Socket, visit: Visit) -> None:
        room = await self.open(visit.room)
        room.arriving += 1  # it stays open while media come and go
        try:
            await room.lending.host(socket, visit)
        finally:
            room.arriving -= 1

    async def open(self, name: str) -> HostedRoom:
        """The room, read from the disk if need be. Raises NoRoom."""
        room = self.rooms.get(name)
        if room is not None and room.broken:
            self._let_go(room)
        while name in self._closing:
            await asyncio.shield(self._closing[name])
        room = self.rooms.get(name)
        if room is not None:
            return room
        if self._stopping:
            raise NoRoom("stopping", "The server is about to stop.")
        if len(self.rooms) + len(self._opening) >= self.common.limits.rooms:
            raise NoRoom("full", "The server has too many rooms open; try again in a minute.")
        opening = self._opening.get(name)
        if opening is None:
            opening = asyncio.get_running_loop().create_task(self._open(name))
            self._opening[name] = opening
        # whoever gives up waiting must not stop it for the others
        return await asyncio.shield(opening)

    async def _open(self, name: str) -> HostedRoom:
        loop, log = asyncio.get_running_loop(), self.common.log
        began = time.monotonic()
        try:
            kept, book = await loop.run_in_executor(self.common.disk, self._read, name)
            room = HostedRoom(name, kept, book, self.common)
        except Trouble as trouble:
            log.write("unreadable", room=name, code=trouble.code, what=str(trouble.what))
            raise NoRoom(
                trouble.code, f"The server cannot open this room: {trouble.what}"
            ) from None
        finally:
            del self._opening[name]
        self.rooms[name] = room
        took = round(time.monotonic() - began, 3)
        log.write("opened", room=name, seconds=took, notices=[str(each) for each in kept.notices])
        if book.mended:
            log.write("mended", room=name, file=book.path.name)
        return room

    def _read(self, name: str) -> tuple[Kept, Book]:
        """On the disk's thread."""
        book = Book(book_file(self.common.data, name))
        try:
            return keeping.opened(room_folder(self.common.data, name)), book
        except BaseException:
            book.close()
            raise

    # -- time

    async def run(self) -> None:
        """Give every room its time, until cancelled."""
        second = 0.0
        while True:
            began = time.monotonic()
            for room in list(self.rooms.values()):
                if room.visitors and not room.broken:
                    room.tick(began)
                if room.broken:
                    self._let_go(room)
            if began - second >= 1:
                second = began
                for room in list(self.rooms.values()):
                    room.tend(began)
                    self._close_if_idle(room, began)
            await asyncio.sleep(max(0.001, TICK - (time.monotonic() - began)))

    def _close_if_idle(self, room: HostedRoom, now: float) -> None:
        idle = now - room.empty_since >= self.common.limits.idle
        if idle and not room.visitors and not room.arriving and not room.broken:
            self._let_go(room)

    def _let_go(self, room: HostedRoom) -> None:
        del self.rooms[room.name]
        closing = asyncio.get_running_loop().create_task(self._close(room))
        self._closing[room.name] = closing

    async def _close(self, room: HostedRoom, reason: str = "") -> None:
        try:
            await room.close(reason)
            self.common.log.write("closed", room=room.name)
        finally:
            self._closing.pop(room.name, None)

    async def close(self, reason: str) -> None:
        """Close every room in good order."""
        self._stopping = True
        if self._opening:
            await asyncio.wait(list(self._opening.values()))
        rooms, self.rooms = list(self.rooms.values()), {}
        await asyncio.gather(*(self._close(room, reason) for room in rooms))
        if self._closing:
            await asyncio.wait(list(self._closing.values()))

    # -- the health page

    def health(self, claims: Claims | None) -> Mapping[str, object]:
        """Numbers for everybody; a room's own for its owner, for rooms are nobody else's."""
        states = {name: room.state() for name, room in self.rooms.items()}
        every = states.values()
        told: dict[str, object] = {
            "ok": not any(state.failing for state in every),
            "version": our_version(),
            "seconds": round(time.monotonic() - self._began, 1),
            "rooms": len(states),
            "failing": sum(bool(state.failing) for state in every),
            "connections": sum(state.connections for state in every),
            "people": sum(state.people for state in every),
            "outboxes": {
                "bytes": sum(state.waiting for state in every),
                "largest": max((state.longest for state in every), default=0),
            },
            "journal": {
                "kept": sum(state.kept for state in every),
                "durable": sum(state.durable for state in every),
            },
        }
        if claims is not None and claims.role.allows(Role.owner) and claims.room in states:
            told["room"] = {"name": claims.room, **asdict(states[claims.room])}
        return told


def our_version() -> str:
    try:
        return version("shotweave")
    except PackageNotFoundError:  # run from a folder that was never installed
        return "unknown"
