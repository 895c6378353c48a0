"""A room's media socket: files come and go on it by their hash.

`MediaRoom` is one open room, `serve_media` one connection to it. Section 9 of SPEC.md tells the
rules.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, Protocol, TypeVar

from canvas.document.words import Trouble
from collab.incoming import OutOfStep, WrongBytes
from collab.outgoing import Departures
from collab.parcel import (
    MOST,
    Absent,
    Chunk,
    Drop,
    FromPerson,
    FromRoom,
    Garbled,
    Have,
    Need,
    Offer,
    Offered,
    Rank,
    Refused,
    Sends,
    Spoilt,
    There,
    Want,
    from_person,
    packed,
)
from collab.roles import Role
from collab.server.arrivals import Arrival, Sender
from collab.server.media_room import MediaRoom, Socket
from collab.server.shelf import Refusal

__all__ = ["MediaRoom", "serve_media"]

T = TypeVar("T")

MOST_OUT = 64
"""Files that one person may be sent at once."""

TELL = 0.25
"""Seconds between two words on how far a file is."""

FRAMES, BURST = 500.0, 2000.0
"""Messages a second that one connection is heard at, and at once after a pause; the next ones wait
in its socket."""

BREATH, BETWEEN = 0.001, 2
"""Seconds in which the room has the loop for itself, after so many chunks for one person: they
still get 200 MiB a second."""

REPLIES = 64
"""Answers that may wait for a slow reader before it is heard no more."""

LATER = 10.0
"""Seconds in which nothing more is taken after the disk has refused something."""


class Claims(Protocol):
    """What is needed of a token that has been read: collab.auth.Claims."""

    @property
    def user(self) -> str: ...
    @property
    def role(self) -> Role: ...
    @property
    def exp(self) -> int: ...


class _Peer:
    """One media connection."""

    def __init__(self, socket: Socket, claims: Claims, room: MediaRoom) -> None:
        self.socket = socket
        self.user = claims.user
        self.room = room
        self.sender = Sender(claims.user, room.name_of(claims.user))
        self._claims = claims
        self._replies: list[FromRoom] = []
        self._here: dict[str, None] = {}
        self._absent: dict[str, Absent] = {}
        self._departures = Departures()
        self._stopped: set[str] = set()
        """Files of which chunks may still come that nobody wants any more."""
        self._awake = asyncio.Event()
        self._read = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._allowance, self._heard = BURST, time.monotonic()

    # -- in

    async def listen(self) -> None:
        """Until the socket is closed, from either side."""
        while True:
            message = from_person(await self.socket.recv(decode=False))
            if time.time() >= self._claims.exp:
                await self.socket.close(4401, "the token has expired")
                return
            if isinstance(message, Chunk):
                await self._take(message)
            else:
                await self._pace(_weight(message))
                await self._hear(message)

    async def _hear(self, message: FromPerson) -> None:
        match message:
            case Have(of=of):
                self._tell_of(of)
            case Offer(files=files):
                for one in files:
                    await self._weigh(one)
                self.fill()
            case Want():
                self._send(message)
            case Drop(hash=hash):
                self._drop(hash)
            case Spoilt(hash=hash):
                self._start(self._look_at(hash))

    def _tell_of(self, assets: Iterable[str]) -> None:
        unnamed = []
        for of in dict.fromkeys(assets):
            files = self.room.shelf.files(of)
            if files is None:
                unnamed.append(of)
                continue
            for one in files:
                if one.hash in self.room.shelf.here:
                    self.tell_here(one.hash)
                else:
                    self.tell_absent(self.room.standing(one.hash))
        if unnamed:
            self._reply(There(unnamed=tuple(unnamed)))

    async def _weigh(self, one: Offered) -> None:
        """An offer: taken up when its turn comes, or refused."""
        shelf = self.room.shelf
        try:
            if not self._claims.role.allows(Role.editor):
                raise Refusal("not-allowed", "only those who may edit the board may add to it")
            shelf.examine(one)
            if one.hash not in shelf.here and await self._on_disk(shelf.lend, one.hash):
                shelf.reserve(one.hash, one.bytes)
                self.room.kept(one.hash)
        except Refusal as refusal:
            self._reply(Refused(one.hash, refusal.code, refusal.reason))
            return
        except Trouble as trouble:
            self._refuse_for_disk(one.hash, trouble)
            return
        if one.hash in shelf.here:
            self.tell_here(one.hash)
            return
        self.room.arrivals.offer(self.sender, one)
        if self.room.is_urgent(one.hash):
            self.room.arrivals.hurry(one.hash)
        self.room.tell_waiting(one.hash)

    def fill(self) -> None:
        """Ask for as many of the offered files as may come at once."""
        if time.monotonic() < self.room.refuses_until:
            return
        while (found := self.room.arrivals.next(self.sender)) is not None:
            offered, rank = found
            arrival = self.room.arrivals.begin(self.sender, offered)
            arrival.peer = self
            self._start(self._open(arrival, rank))

    async def _open(self, arrival: Arrival, rank: int) -> None:
        offered, shelf = arrival.offered, self.room.shelf
        hash = offered.hash
        try:
            file = await self._on_disk(shelf.begin, offered)
        except Refusal as refusal:
            self.room.arrivals.end(self.sender, hash, whole=False)
            self._reply(Refused(hash, refusal.code, refusal.reason))
            self.fill()
            return
        except Trouble as trouble:
            self._refuse_for_disk(hash, trouble)
            return
        if self.room.arrivals.coming.get(hash) is not arrival:  # withdrawn meanwhile
            file.close()
            return
        shelf.reserve(hash, offered.bytes)
        arrival.file = file
        if file.whole:  # killed between its last byte and its name
            await self._finish(arrival)
            return
        self._stopped.discard(hash)
        self._reply(Need(hash, file.received, rank))

    def hurry(self, arrival: Arrival) -> None:
        """Somebody waits for what we are being sent."""
        if arrival.file is not None:
            self._reply(Need(arrival.offered.hash, arrival.file.received, Rank.asked))

    async def _take(self, chunk: Chunk) -> None:
        arrival = self.room.arrivals.coming.get(chunk.hash)
        if arrival is None or arrival.peer is not self or arrival.file is None:
            if chunk.hash in self._stopped:
                return
            raise Garbled("bytes that nobody asked for")
        try:
            await self._on_disk(arrival.file.write, chunk.offset, chunk.data)
        except OutOfStep as error:
            raise Garbled("a chunk out of step") from error
        except Trouble as trouble:
            self._refuse_for_disk(chunk.hash, trouble)
            return
        now = time.monotonic()
        if arrival.file.whole:
            await self._finish(arrival)
        elif now - arrival.told > TELL:
            arrival.told = now
            self.room.tell_waiting(chunk.hash)

    async def _finish(self, arrival: Arrival) -> None:
        """All has come."""
        hash, shelf = arrival.offered.hash, self.room.shelf
        assert arrival.file is not None
        file, arrival.file = arrival.file, None  # what comes beyond the end is out of step
        try:
            await self._on_disk(shelf.keep, file)
        except WrongBytes:
            shelf.release(hash, 0)
            self._reply(Refused(hash, "spoilt", "these bytes have another hash"))
            self.room.arrivals.end(self.sender, hash, whole=False)
            self.room.pass_on(hash)
        except Trouble as trouble:
            self._refuse_for_disk(hash, trouble)
            return
        else:
            self.room.arrivals.end(self.sender, hash, whole=True)
            self.room.kept(hash)
        self.fill()

    def _refuse_for_disk(self, hash: str, trouble: Trouble) -> None:
        """The disk does not take it: nothing more is asked for in a while."""
        self.room.refuses_until = time.monotonic() + LATER
        arrival = self.room.arrivals.coming.get(hash)
        if arrival is not None and arrival.peer is self:
            self._settle(arrival)
            self.room.arrivals.end(self.sender, hash, whole=False)
        self._stopped.add(hash)
        self._reply(Refused(hash, trouble.code, str(trouble.what)[:200]))

    def _settle(self, arrival: Arrival) -> None:
        """What was coming comes no more for now; what has come stays, and is counted."""
        if arrival.file is not None:
            arrival.file.close()
            self.room.shelf.release(arrival.offered.hash, arrival.file.received)
            arrival.file = None

    # -- out

    def _send(self, want: Want) -> None:
        """Begin to send a file, or say why not."""
        room, hash = self.room, want.hash
        if not room.shelf.names(hash, want.of):
            self._reply(Refused(hash, "unnamed", "the board does not name this file"))
        elif hash not in room.shelf.here:
            room.wait_for(self, hash, urgent=want.rank == Rank.asked)
        elif (sent := self._departures.find(hash)) is not None and not sent.over:
            sent.rank = want.rank
        elif len(self._departures) >= MOST_OUT:
            self._reply(Refused(hash, "busy", f"at most {MOST_OUT} files at once"))
        else:
            self._depart(want)

    def _depart(self, want: Want) -> None:
        path = self.room.shelf.store.find(want.hash)
        try:
            if path is None:
                raise FileNotFoundError
            sent = self._departures.add(want.hash, want.rank, want.start, path)
        except OSError:  # taken from the disk while we were up: it may be sent again
            self.room.shelf.here.discard(want.hash)
            self.room.shelf.release(want.hash, 0)
            self.room.wait_for(self, want.hash, urgent=want.rank == Rank.asked)
            return
        self._reply(Sends(want.hash, sent.size, sent.offset, path.suffix))

    def _drop(self, hash: str) -> None:
        self._departures.drop(hash)
        self.room.forget(self, hash)
        arrival = self.room.arrivals.withdraw(self.sender, hash)
        if arrival is not None:
            self._settle(arrival)
            self._stopped.add(hash)
            self.room.pass_on(hash)
            self.fill()

    async def _look_at(self, hash: str) -> None:
        """Somebody says that what we sent was wrong: if it is, it may come again."""
        if hash in self.room.shelf.here and not await self._on_disk(
            self.room.shelf.store.verify, hash
        ):
            self.room.shelf.here.discard(hash)
            self.room.tell_waiting(hash)
        self._reply(There(here=(hash,)) if hash in self.room.shelf.here else self._gone(hash))

    def _gone(self, hash: str) -> There:
        return There(absent=(self.room.standing(hash),))

    def tell_here(self, hash: str) -> None:
        self._absent.pop(hash, None)
        self._here[hash] = None
        self._awake.set()

    def tell_absent(self, standing: Absent) -> None:
        self._absent[standing.hash] = standing
        self._awake.set()

    def _reply(self, message: FromRoom) -> None:
        self._replies.append(message)
        self._awake.set()

    async def speak(self) -> None:
        """Send what there is to say, and the files that are wanted, the most urgent chunk next."""
        sent = 0
        while True:
            frame = self._said() or await self._chunk()
            if frame is not None:
                await self.socket.send(frame)
                # edits and their readers have their turn
                sent += 1
                await asyncio.sleep(0 if sent % BETWEEN else BREATH)
                continue
            self._awake.clear()
            await self._awake.wait()

    def _said(self) -> bytes | None:
        if self._replies:
            if len(self._replies) <= REPLIES:
                self._read.set()
            return packed(self._replies.pop(0))
        if not self._here and not self._absent:
            return None
        here = tuple(_first(self._here, 3 * MOST))
        absent = tuple(self._absent[hash] for hash in _first(self._absent, MOST))
        for hash in here:
            del self._here[hash]
        for one in absent:
            del self._absent[one.hash]
        return packed(There(here, absent))

    async def _chunk(self) -> bytes | bytearray | None:
        sent = self._departures.next()
        if sent is None:
            return None
        if not sent.ready:
            try:
                await self._on_disk(sent.read)
            except OSError:
                self._departures.drop(sent.hash)
                return packed(Refused(sent.hash, "gone", "the file cannot be read"))
        return sent.ready.popleft()

    # -- coming and going

    async def _pace(self, weight: float) -> None:
        """Hear no more than so many messages a second, and none while answers pile up."""
        now = time.monotonic()
        self._allowance = min(BURST, self._allowance + (now - self._heard) * FRAMES) - weight
        self._heard = now
        if self._allowance < 0:
            await asyncio.sleep(-self._allowance / FRAMES)
        while len(self._replies) > REPLIES:
            self._read.clear()
            await self._read.wait()

    def _start(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Do it to its end, whatever becomes of this connection."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _on_disk(self, work: Callable[..., T], *arguments: object) -> T:
        """Touch the disk; nothing is closed under a thread that is at work on it."""
        return await asyncio.shield(self._start(self.room.on_disk(work, *arguments)))

    async def end(self) -> None:
        """The socket has gone: what was coming may go on elsewhere."""
        while self._tasks:  # they end by themselves: only the disk is waited for
            await asyncio.wait(self._tasks)
        self._departures.clear()
        self.room.leave(self)
        for arrival in self.room.arrivals.leave(self.sender):
            self._settle(arrival)
            self.room.pass_on(arrival.offered.hash)
        for hash in self.sender.offers:
            self.room.tell_waiting(hash)


async def serve_media(websocket: Socket, claims: Claims, room: MediaRoom) -> None:
    """Let somebody who may be here send and fetch files, until the socket is gone."""
    from websockets.exceptions import ConnectionClosed

    if not room.closing:
        await room.open()
    if room.closing:
        await websocket.close(1013, "the room is closing")
        return
    peer = _Peer(websocket, claims, room)
    room.enter(peer)
    tasks = [asyncio.ensure_future(work) for work in (peer.listen(), peer.speak())]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    except ConnectionClosed:
        pass
    except Garbled as garbled:
        await websocket.close(4400, str(garbled)[:120])
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks, return_exceptions=True)
        await peer.end()


def _weight(message: FromPerson) -> float:
    """What a message costs the room: one that asks about many files, as much as several."""
    match message:
        case Have(of=of):
            return max(1.0, len(of) / 4)
        case Offer(files=files):
            return max(1.0, len(files) / 4)
    return 1.0


def _first(these: Iterable[str], most: int) -> list[str]:
    return [hash for hash, _ in zip(these, range(most), strict=False)]
