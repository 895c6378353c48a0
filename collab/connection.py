"""One socket to a room, come back to as often as it goes: frames out, frames in, and nothing about
what they mean.

A thread of its own runs an asyncio loop; the thread that owns the board calls everything here and
takes what has come when it likes.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from collab.dialling import (
    DISTRUST,
    Address,
    Untrusted,
    dial,
    give_up,
    leave_none,
    refusal_of,
)
from collab.pacing import USUAL, Backoff, Pace

if TYPE_CHECKING:
    from collab.dialling import Socket

FINAL = frozenset({4401, 4403, 4409})
"""Close codes after which trying again is of no use."""

MOST_WAITING = 8 << 20
"""Bytes that may wait to be taken; while more do, nothing is read from the socket."""

MOST_TOGETHER, MOST_AT_ONCE = 64 << 10, 64
"""Bytes and number of small frames that travel as one."""

LINGER = 1.0
"""Seconds that what was sent before close() has to go out."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The socket stands; `attempt` names it from now on."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Frame:
    attempt: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """The socket went, or did not come about."""

    attempt: int
    code: int
    """A close code of RFC 6455 or of ours; 1006 if nobody said goodbye."""
    reason: str
    final: bool
    """It is not tried again."""
    opened: bool
    """There had been an Opened."""


Happening: TypeAlias = Opened | Frame | Lost


class Connection:
    """Every method belongs to one thread, the board's; `wake` is called on the connection's."""

    def __init__(
        self,
        address: Address,
        wake: Callable[[], None],
        *,
        pace: Pace = USUAL,
        together: bool = True,
        most: int = 256 << 20,
    ) -> None:
        """Without `together` each frame sent travels alone. `most`: bytes of a frame that may
        come."""
        self.address = address
        """Where the next attempt goes. Replace it whenever a better one is known."""
        self._wake = wake
        self._pace = pace
        self._together = together
        self._most = most
        self._lock = threading.Lock()
        self._inbound: deque[Happening] = deque()
        self._waiting = 0
        self._outbound: deque[tuple[int, bytes]] = deque()
        self._closing = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._to_send = asyncio.Event()
        self._hurry = asyncio.Event()
        self._room = asyncio.Event()
        self._heard = 0
        self._thread = threading.Thread(target=self._run, name="connection", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def take(self) -> Happening | None:
        """What happened next, None when that was all."""
        with self._lock:
            if not self._inbound:
                return None
            taken = self._inbound.popleft()
            if isinstance(taken, Frame):
                before, self._waiting = self._waiting, self._waiting - len(taken.content)
                if before > MOST_WAITING // 2 >= self._waiting:
                    self._call(self._room.set)
        return taken

    @property
    def more(self) -> bool:
        """Whether take() has something to give."""
        return bool(self._inbound)

    @property
    def heard(self) -> int:
        """Bytes that have come over all sockets so far, of frames that are not whole yet too."""
        return self._heard

    def send(self, attempt: int, frame: bytes) -> None:
        """Queue a frame for the socket of that attempt; it is dropped if that one is gone."""
        with self._lock:
            first = not self._outbound
            self._outbound.append((attempt, frame))
        if first:
            self._call(self._to_send.set)

    def wake_in(self, seconds: float) -> None:
        """Have `wake` called after so many seconds."""
        self._call(lambda: self._loop.call_later(seconds, self._wake))

    def hurry(self) -> None:
        """Try now instead of waiting out the pause."""
        self._call(self._hurry.set)

    def hang_up(self) -> None:
        """Drop the socket that stands and dial again."""
        self._call(self._drop)

    def close(self, *, wait: bool = True) -> None:
        """Send what is queued, say goodbye and end; waits for that, LINGER at most."""
        if self._closing.is_set():
            return
        self._closing.set()
        if not self._thread.is_alive():
            self._loop.close()
            return
        self._call(self._stop)
        if wait:
            self._thread.join()

    def _call(self, run: Callable[[], object]) -> None:
        """On the loop; from any thread."""
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(run)

    # -- the connection's thread

    _socket: Socket | None = None

    def _run(self) -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._live())
        finally:
            self._closing.set()

    def _stop(self) -> None:
        for event in (self._hurry, self._to_send, self._room):
            event.set()

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.transport.abort()

    async def _live(self) -> None:
        try:
            await self._keep_open()
        finally:
            await leave_none()

    async def _keep_open(self) -> None:
        backoff = Backoff(self._pace)
        attempt = 0
        while not self._closing.is_set():
            attempt += 1
            began = self._loop.time()
            lost = await self._attempt(attempt)
            if self._closing.is_set():
                return
            self._put(lost)
            if lost.final:
                return
            lasted = self._loop.time() - began if lost.opened else 0.0
            await self._pause(backoff.after(lasted, lost.code))

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            # not wait_for, which before Python 3.12 may swallow that we are cancelled
            async with asyncio.timeout(seconds):
                await self._hurry.wait()
        self._hurry.clear()

    async def _attempt(self, attempt: int) -> Lost:
        """One socket from dialling to its end."""
        try:
            async with asyncio.timeout(self._pace.opening):
                socket = await self._dial()
        except Untrusted as error:
            return Lost(attempt, DISTRUST, str(error), final=False, opened=False)
        except Exception as error:  # the library, its proxies and TLS raise all kinds; all are told
            code, reason = refusal_of(error)
            return Lost(attempt, code, reason, code in FINAL, opened=False)
        self._socket = socket
        try:
            return await self._talk(socket, attempt)
        finally:
            self._socket = None

    async def _dial(self) -> Socket:
        """Dial, unless close() comes first."""
        dialling = asyncio.ensure_future(dial(self.address, self._most, self._count))
        hurried = asyncio.ensure_future(self._hurry.wait())
        try:
            while not self._closing.is_set():
                await asyncio.wait({dialling, hurried}, return_when=asyncio.FIRST_COMPLETED)
                if dialling.done() or self._closing.is_set():
                    break
                self._hurry.clear()
                hurried = asyncio.ensure_future(self._hurry.wait())
            if not dialling.done():
                raise ConnectionAbortedError("closed")
            return dialling.result()
        except BaseException:  # cancelled: what was dialled at that very moment is nobody's
            await give_up(dialling)
            raise
        finally:
            hurried.cancel()

    async def _talk(self, socket: Socket, attempt: int) -> Lost:
        with self._lock:
            self._outbound.clear()
        if not self._closing.is_set():  # else it says that there is nothing more to send
            self._to_send.clear()
        self._put(Opened(attempt))
        tasks = [
            asyncio.ensure_future(work)
            for work in (self._write(socket, attempt), self._listen_for_life(socket))
        ]
        try:
            await self._read(socket, attempt)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            if not socket.silent:
                with suppress(Exception):  # it has ended; there is nobody left to tell
                    await self._say_goodbye(socket)
            socket.transport.abort()
        code, reason = socket.goodbye
        return Lost(attempt, code, reason, code in FINAL, opened=True)

    async def _read(self, socket: Socket, attempt: int) -> None:
        """Until the socket ends or close() has sent all."""
        while (content := await socket.next_frame()) is not None:
            self._put(Frame(attempt, content))
            while self._waiting > MOST_WAITING and not self._closing.is_set():
                self._room.clear()
                if self._waiting > MOST_WAITING:
                    await self._room.wait()

    async def _write(self, socket: Socket, attempt: int) -> None:
        while True:
            await self._to_send.wait()
            self._to_send.clear()
            while frame := self._next_out(attempt):
                await socket.send(frame)
            if self._closing.is_set():
                with suppress(Exception):  # the read side says how it ended
                    await self._say_goodbye(socket)
                return

    async def _say_goodbye(self, socket: Socket) -> None:
        async with asyncio.timeout(LINGER):
            await socket.close()

    def _next_out(self, attempt: int) -> bytes:
        """The frames that wait, as one as far as they are small and few."""
        taken: list[bytes] = []
        size = 0
        with self._lock:
            while self._outbound:
                meant, frame = self._outbound[0]
                if meant != attempt:
                    self._outbound.popleft()
                    continue
                full = len(taken) == MOST_AT_ONCE or size + len(frame) > MOST_TOGETHER
                if taken and (full or not self._together):
                    break
                taken.append(frame)
                size += len(frame)
                self._outbound.popleft()
        return taken[0] if len(taken) == 1 else b"".join(taken)

    async def _listen_for_life(self, socket: Socket) -> None:
        """Ask after a silence, give up after a longer one. Anything heard counts, for a large frame
        on a slow line keeps the answer to a ping waiting."""
        while True:
            silence = self._loop.time() - socket.heard_at
            if silence >= self._pace.dead:
                socket.give_up()
                return
            if silence >= self._pace.ping:
                await socket.ask_for_life()
            rest = self._pace.ping - silence if silence < self._pace.ping else self._pace.ping / 4
            await asyncio.sleep(max(min(rest, self._pace.dead - silence), 0.01))

    def _put(self, happening: Happening) -> None:
        with self._lock:
            first = not self._inbound
            self._inbound.append(happening)
            if isinstance(happening, Frame):
                self._waiting += len(happening.content)
        if first:
            self._wake()

    def _count(self, count: int) -> None:
        self._heard += count
