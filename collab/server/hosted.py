"""An open room: the rules of collab.room with sockets, a clock and a disk around them.

Everything here runs on the loop's thread, which makes that the one writer of all rooms; nothing
waits for a disk on it. Rules: SPEC.md, section 7.
"""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import Any

from websockets.exceptions import ConnectionClosed

from canvas.document.crdt import TornBoard
from canvas.document.words import Trouble
from collab import packing, wire
from collab.auth import BadToken
from collab.effects import (
    Asked,
    Claimed,
    Close,
    Keep,
    Lineage,
    Pack,
    PeerId,
    RoomState,
    Send,
    Vouched,
    Weigh,
)
from collab.peers import WHOLE_FRAME
from collab.roles import REVOKED, SENT_AWAY, Role
from collab.room import Room
from collab.server.book import Book
from collab.server.clerk import Clerk
from collab.server.common import Common
from collab.server.delivery import Delivery
from collab.server.door import Visit
from collab.server.identity import Settled, must_be_welcome, settle
from collab.server.keeping import Keeping, Kept
from collab.server.lending import Lending
from collab.server.owning import No, Owning
from collab.server.places import room_folder
from collab.server.socket import Socket
from collab.server.visitor import Visitor
from collab.server.weighing import weigh
from collab.wire import Code

STRIDE = 16
"""Frames of one peer after which the others have their turn."""

VIEWERS_FRAME = 1 << 20
"""Bytes."""

GOODBYE = 6.0
"""Seconds for everybody to be told and for what is under way."""


@dataclass(frozen=True, slots=True)
class State:
    """How a room is, in numbers."""

    people: int
    connections: int
    waiting: int
    """Bytes in all outboxes."""
    longest: int
    """Bytes in the fullest."""
    kept: int
    """Updates that went to the journals."""
    durable: int
    """Those of them that are on the disk."""
    failing: str
    """Why nothing is kept now, if so."""


class HostedRoom:
    """Made on the loop's thread from what was read elsewhere."""

    def __init__(self, name: str, kept: Kept, book: Book, common: Common) -> None:
        self.name = name
        self.common = common
        self.book = book
        lineage, vouched = book.lineage, book.vouched
        state = RoomState(kept.updates, kept.sequences, book.claims, lineage, vouched)
        self.room = Room(name, state)
        self.visitors: dict[PeerId, Visitor] = {}
        self.broken = False
        """It is to be closed, and read from the disk again."""
        self.closed = False
        self.arriving = 0
        """Sockets that have not said yet who they are."""
        self.empty_since = time.monotonic()
        self.clerk = Clerk(book, common.disk, self._written)
        self.keeping = Keeping(kept, common.disk, self._durable, self._look_at_disk)
        self.owning = Owning(
            name, self.clerk, common, self.visitors, self._set_role, self._renew, self.look_at_links
        )
        folder = room_folder(common.data, name)
        self.lending = Lending(folder, common.beside, book, self.room.asset)
        self._delivery = Delivery(name, self.visitors, common, self.refuse, self._resync)
        self._safe: dict[int, int] = {}
        self._held = ""
        self._tending = False
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()

    @contextmanager
    def _whole(self, sender: PeerId = 0) -> Iterator[None]:
        """A fault of ours may leave the room in pieces: its memory is given up then, everybody is
        asked to come again, and the room is what its journals say."""
        try:
            yield
        except Exception as error:  # whatever it is, the other rooms go on
            self.broken = True
            if isinstance(error, TornBoard):
                self._bar(sender)
            self.room.take_effects()
            trace = traceback.format_exception(error)
            self.common.log.write("fault", room=self.name, error="".join(trace[-3:]))
            for visitor in [each for each in self.visitors.values() if not each.closing]:
                visitor.closing = True
                visitor.go_on.set()
                self.start(visitor.socket.close(int(Code.later), "the room begins anew"))

    def _bar(self, sender: PeerId) -> None:
        """What this one sent is stuck in the room half way: it is not to happen all the time."""
        if (visitor := self.visitors.get(sender)) is not None:
            now, who = time.monotonic(), visitor.person.id
            seconds = self.common.barred.bar(self.name, who, now)
            self.common.log.write(
                "tore", room=self.name, person=who, link=visitor.link, barred=seconds
            )
            visitor.closing = True
            visitor.go_on.set()
            self.start(visitor.socket.close(int(Code.malformed), "this update breaks the room"))

    # -- people

    async def host(self, socket: Socket, visit: Visit) -> None:
        """Serve one connection until it ends."""
        self.arriving += 1
        try:
            hello = b"" if visit.plain else await self._hello(socket)
            said = _said_in(hello)
        except (TimeoutError, wire.Malformed):
            await _turn_away(socket, Code.malformed, "the first message must be a HELLO")
            return
        except ConnectionClosed:
            return
        finally:
            self.arriving -= 1
        if self.broken or self.closed:
            await _turn_away(socket, Code.later, "the room begins anew")
            return
        try:
            must_be_welcome(visit.claims, self.book)  # they took their time since the door
        except BadToken as bad:
            await _turn_away(socket, Code.forbidden, bad.reason)
            return
        settled = settle(visit, said, self.book, self.common.keys)
        if left := self.common.barred.left(self.name, settled.person.id, time.monotonic()):
            words = f"what this client sent broke the room; come back in {left:.0f} s"
            await _turn_away(socket, Code.later, words)
            return
        peer = self._enter(socket, visit, settled)
        try:
            await self._listen(peer, self.visitors[peer], hello)
        except ConnectionClosed:
            pass
        finally:
            self._leave(peer)

    async def _hello(self, socket: Socket) -> bytes:
        async with asyncio.timeout(self.common.limits.handshake):
            frame = await socket.recv(decode=False)
        return bytes(frame)

    def _enter(self, socket: Socket, visit: Visit, settled: Settled) -> PeerId:
        self.clerk.put(*settled.remember)
        peer = self.room.enter(
            settled.person,
            plain=visit.plain,
            now=time.monotonic(),
            token=settled.token,
            wall=time.time(),
        )
        outbox = self._delivery.outbox(peer, socket, plain=visit.plain)
        self.visitors[peer] = Visitor(socket, settled.person, settled.link, visit.plain, outbox)
        self._hold(self.visitors[peer])
        self.common.log.write(
            "entered",
            room=self.name,
            peer=peer,
            person=settled.person.id,
            role=settled.person.role.name,
            link=settled.link,
            plain=visit.plain,
            address=visit.address,
        )
        self.carry_out()
        return peer

    def _hold(self, visitor: Visitor) -> None:
        """Who may write nothing has nothing large to say."""
        role = visitor.role
        most = VIEWERS_FRAME if role == Role.viewer else self.common.limits.frame
        visitor.socket.hold_to(max(most, WHOLE_FRAME) if role.allows(Role.owner) else most)

    async def _listen(self, peer: PeerId, visitor: Visitor, first: bytes) -> None:
        if first:
            await self._hear(peer, visitor, first)
        count = 0
        async for frame in visitor.socket:
            if isinstance(frame, str):
                self.refuse(peer, Code.malformed, "text frames mean nothing here")
            else:
                await self._hear(peer, visitor, frame)
            count += 1
            if count % STRIDE == 0:
                await asyncio.sleep(0)

    async def _hear(self, peer: PeerId, visitor: Visitor, frame: bytes) -> None:
        if visitor.closing:
            return
        with self._whole(peer):
            self.room.receive(peer, frame, time.monotonic())
        self.carry_out()
        while not visitor.closing and self.room.is_waiting(peer):
            visitor.go_on.clear()
            await visitor.go_on.wait()

    def _leave(self, peer: PeerId) -> None:
        visitor = self.visitors.pop(peer)
        visitor.socket.resumed = None
        now = time.monotonic()
        if not visitor.closing:
            self.room.leave(peer, now)
        if not self.visitors:
            self.empty_since = now
        self.carry_out()
        self.common.log.write(
            "left",
            room=self.name,
            peer=peer,
            code=visitor.socket.close_code,
            reason=visitor.socket.close_reason or "",
            drops=visitor.outbox.drops,
        )

    def refuse(self, peer: PeerId, code: Code, reason: str) -> None:
        if peer in self.visitors and not self.visitors[peer].closing:
            self.room.refuse(peer, code, reason)
            self.carry_out()

    # -- what the room wants done

    def carry_out(self) -> None:
        """Do all that the room has asked for; called after every word to it."""
        for effect in self.room.take_effects():
            match effect:
                case Send():
                    self._delivery.send(effect)
                case Pack(peer, step):
                    if (fill := self._delivery.reserve(peer)) is not None:
                        self.start(self._pack(step, fill))
                    else:  # who asks again and again gets it counted, as it is
                        self._delivery.send(Send((peer,), wire.encode(step)))
                case Keep(channel, sequence, update, person, label):
                    self.keeping.keep(channel, sequence, update, person, label)
                case Claimed(client, person):
                    self.clerk.put(self.book.claim(client, person))
                case Vouched(client, clock):
                    self.clerk.put(self.book.vouch(client, clock))
                    self.common.log.write("vouched", room=self.name, client=client, clock=clock)
                case Lineage(lineage):
                    self.clerk.put(self.book.take_lineage(lineage))
                case Weigh():
                    self.start(self._weigh(effect))
                case Asked():
                    self.start(self._answer(effect))
                case Close(peer, code, reason):
                    self._close(peer, code, reason)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what takes a while beside the room."""
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self.common.log.write("fault", room=self.name, error=repr(error))

    async def _weigh(self, asked: Weigh) -> None:
        async with self.common.weighing:
            verdict = await weigh(asked)
        with self._whole(asked.peer):
            self.room.weighed(asked.job, verdict, time.monotonic())
        self.carry_out()
        if asked.peer in self.visitors:
            self.visitors[asked.peer].go_on.set()

    async def _pack(self, step: wire.Step2, fill: Callable[[bytes], None]) -> None:
        packed = await asyncio.to_thread(packing.packed, step)
        fill(wire.encode(packed))

    async def _answer(self, asked: Asked) -> None:
        try:
            ok, body = True, await self.owning.answer(asked)
        except No as no:
            ok, body = False, {"code": no.code, "reason": no.reason}
        except Trouble as trouble:
            ok, body = False, {"code": trouble.code, "reason": str(trouble.what)}
        self.room.answer(asked.peer, asked.id, ok, body)
        self.carry_out()

    def _set_role(self, person: str, role: Role) -> None:
        for visitor in self.visitors.values():
            if visitor.person.id == person:
                visitor.person = replace(visitor.person, role=role)
                self._hold(visitor)
        self.room.set_role(person, role)
        self.lending.drop(lambda user, _: user == person, int(Code.later), "your role has changed")
        self.carry_out()

    def _renew(self, peer: PeerId, token: str, exp: float) -> None:
        wall = time.time()
        self.room.renew(peer, token, time.monotonic() + exp - wall, wall)
        self.carry_out()

    def _resync(self, peer: PeerId) -> None:
        self.room.resync(peer)
        self.carry_out()

    def _close(self, peer: PeerId, code: Code, reason: str) -> None:
        visitor = self.visitors.get(peer)
        if visitor is None or visitor.closing:
            return
        visitor.closing = True
        visitor.go_on.set()
        self._delivery.finish(visitor)
        self.start(visitor.socket.close(int(code), reason))

    # -- the disk

    def _durable(self, channel: int, number: int) -> None:
        """An edit counts as kept once whose it is has been kept, too."""
        self._safe[channel] = number
        self._written()

    def _written(self) -> None:
        self._look_at_disk()
        if self.clerk.pending or self.broken:
            return
        for channel, number in self._safe.items():
            self.room.durable(channel, number)
        self._safe.clear()
        self.carry_out()

    def _look_at_disk(self) -> None:
        """While the disk refuses, nobody edits; everybody reads."""
        trouble = self.keeping.failed or self.clerk.failed
        reason = str(trouble.what) if trouble is not None else ""
        if not reason and self.keeping.unsafe > self.common.limits.unsafe:
            reason = "the server's disk is too slow for now"
        if bool(reason) == bool(self._held) or self.broken:
            return
        self._held = reason
        self.common.log.write("disk", room=self.name, failed=reason)
        if reason:
            self.room.hold(reason)
        else:
            self.room.release()
        self.carry_out()

    # -- time

    def tick(self, now: float) -> None:
        """30 times a second while somebody is here."""
        with self._whole():
            self.room.tick(now)
        self.carry_out()

    def tend(self, now: float) -> None:
        """Once a second: what has time."""
        self._delivery.drop_stalled(now)
        self._look_at_disk()
        if not self._tending:
            self._tending = True
            self.start(self._tend())

    async def _tend(self) -> None:
        try:
            if await self.clerk.look():
                self.look_at_links()
            await self.keeping.tend(self.room.encode)
        finally:
            self._tending = False

    def look_at_links(self) -> None:
        """Send away whoever may no longer be here, and give others the role they have now."""
        self.lending.drop(self._is_out, int(Code.forbidden), REVOKED)
        for peer, visitor in list(self.visitors.items()):
            known = self.book.people.get(visitor.person.id)
            if self.book.is_revoked(visitor.link):
                self.refuse(peer, Code.forbidden, REVOKED)
            elif known is not None and known.out:
                self.refuse(peer, Code.forbidden, SENT_AWAY)
            elif known is not None and known.role not in (None, visitor.role):
                self._set_role(known.id, known.role)

    def _is_out(self, user: str, link: str) -> bool:
        known = self.book.people.get(user)
        return self.book.is_revoked(link) or (known is not None and known.out)

    def state(self) -> State:
        """For the health page."""
        waiting = [visitor.held for visitor in self.visitors.values()]
        kept, durable = self.keeping.numbers()
        return State(
            people=len({visitor.person.id for visitor in self.visitors.values()}),
            connections=len(self.visitors),
            waiting=sum(waiting),
            longest=max(waiting, default=0),
            kept=kept,
            durable=durable,
            failing=self._held,
        )

    async def close(self, reason: str = "") -> None:
        """Tell everybody, keep everything, acknowledge what is kept, let go of the files."""
        self.closed = True
        with suppress(Trouble):  # what the disk refuses is not acknowledged
            await self.clerk.keep()
        await self.keeping.flush()
        for channel, number in self.keeping.durable().items():
            self._durable(channel, number)
        for peer in list(self.visitors):
            self.refuse(peer, Code.going, reason)
        await self.lending.close()
        if not self.broken:
            await self.keeping.settle(self.room.encode)
        if self._tasks:
            _, left = await asyncio.wait(self._tasks, timeout=GOODBYE)
            for task in left:  # a big update that is still being weighed will come again
                task.cancel()
        await self.clerk.close()
        await self.keeping.close()


def _said_in(hello: bytes) -> Mapping[str, Any]:
    """What the HELLO says with which a frame begins. Raises Malformed."""
    if not hello:
        return {}
    first = wire.decode(hello)[0]
    if not isinstance(first, wire.Hello):
        raise wire.Malformed("no HELLO")
    return first.body


async def _turn_away(socket: Socket, code: Code, reason: str) -> None:
    """Before there is a peer."""
    try:
        await socket.send(wire.encode(wire.Bye(code, reason)))
        closing = asyncio.ensure_future(socket.close(int(code), reason))
        async for _ in socket:  # what is not read keeps the answer to our goodbye from being heard
            pass
        await closing
    except ConnectionClosed:
        return
