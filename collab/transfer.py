"""A board's files on their way from and to a room, on a thread of their own.

What is said and when is exchange.py's; here are the socket, the disk and the thread. The thread
that owns the board calls Transfer; `woken` is called on ours when there is news.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from assets.store import Store
from canvas.document.words import Trouble
from collab.dialling import Address, Untrusted, dial, give_up, refusal_of
from collab.exchange import Exchange, File, Moving, News
from collab.incoming import Incoming, OutOfStep, WrongBytes, begun, fit_suffix
from collab.outgoing import Departures
from collab.pacing import USUAL, Backoff, Pace
from collab.parcel import FRAME, Chunk, Garbled, Need, Sends, from_room, packed

if TYPE_CHECKING:
    from collab.dialling import Socket

T = TypeVar("T")

FINAL = frozenset({4401, 4403, 4404, 4409})
"""Close codes after which nothing is tried until there is another address."""

TELL = 0.1
"""Seconds between two words on how far a file is."""

LARGEST = 64 << 30
"""Bytes of a file that a room may announce where the board does not say."""

GOODBYE = 1.0
"""Seconds that a room has to say goodbye in turn."""

LISTED = 64
"""Files from which on the whole store is listed at once."""


@dataclass
class _Coming:
    """A file that the room is sending us."""

    file: Incoming
    told: float = 0.0


class Transfer:
    """Every method belongs to one thread, the board's, until `close`."""

    def __init__(
        self, store: Store, *, woken: Callable[[], None] = lambda: None, pace: Pace = USUAL
    ) -> None:
        self._store = store
        self._woken = woken
        self._pace = pace
        self._exchange = Exchange(lambda file: begun(store, file.hash, fit_suffix(file.suffix)))
        self._news: deque[News] = deque()
        self._told: deque[tuple[Callable[..., None], tuple[object, ...]]] = deque()
        self._address: Address | None = None
        self._loop = asyncio.new_event_loop()
        self._to_do = asyncio.Event()
        self._speak = asyncio.Event()
        self._hang_up = asyncio.Event()
        self._closing = False
        self._disk = ThreadPoolExecutor(1, "media-disk")
        self._coming: dict[str, _Coming] = {}
        self._leaving = Departures()
        self._gave: dict[str, float] = {}
        self._thread = threading.Thread(target=self._run, name="media")
        self._thread.start()

    # -- on the board's thread

    def connect(self, address: Address | None) -> None:
        """Go to this room from now on; None rests. The same one again changes nothing."""
        self._tell(self._move_to, address)

    def know(self, files: Iterable[File]) -> None:
        """The board names these files. Those that are stored here are offered, once it is seen
        which are."""
        self._tell(self._learn, tuple(files))

    def have(self, hash: str) -> None:
        """A file has been stored here by somebody else than us."""
        self._tell(self._stored, hash)

    def want(self, hash: str, rank: int) -> None:
        self._tell(self._exchange.want, hash, rank)

    def drop(self, hash: str) -> None:
        """Fetch it no more; what has come stays on the disk, to go on from."""
        self._tell(self._give_up, hash)

    def wake_in(self, seconds: float) -> None:
        """Call `woken` after so long."""
        self._tell(self._wake_later, seconds)

    def take(self) -> list[News]:
        """What has happened since the last time."""
        taken = []
        while self._news:
            taken.append(self._news.popleft())
        return taken

    def close(self) -> None:
        """End; what has come of files that are not whole stays. Safe to call twice."""
        if not self._thread.is_alive():
            return
        self._tell(self._end)
        self._thread.join()

    def _tell(self, what: Callable[..., None], *arguments: object) -> None:
        self._told.append((what, arguments))
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._to_do.set)

    # -- on our own thread, from here on

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())
        self._disk.shutdown()

    async def _live(self) -> None:
        doing = asyncio.create_task(self._do())
        backoff, lasted, code = Backoff(self._pace), 0.0, 0
        while not self._closing:
            self._hang_up.clear()
            if self._address is None or code in FINAL:
                await self._hang_up.wait()
                code = 0
                continue
            if code:
                with suppress(TimeoutError):
                    async with asyncio.timeout(backoff.after(lasted, code)):
                        await self._hang_up.wait()
                    continue
            began = time.monotonic()
            code, reason = await self._converse(self._address)
            lasted = time.monotonic() - began if self._exchange.up else 0.0
            self._exchange.closed(code, reason)
            await self._put_down()
            self._pass_news()
        doing.cancel()
        with suppress(asyncio.CancelledError):
            await doing

    async def _do(self) -> None:
        """Carry out what the board's thread has asked for."""
        while True:
            await self._to_do.wait()
            self._to_do.clear()
            while self._told:
                what, arguments = self._told.popleft()
                what(*arguments)
            self._speak.set()
            self._pass_news()

    def _move_to(self, address: Address | None) -> None:
        if address != self._address:
            self._address = address
            self._hang_up.set()

    def _wake_later(self, seconds: float) -> None:
        self._loop.call_later(seconds, self._woken)

    def _end(self) -> None:
        self._closing = True
        self._hang_up.set()

    def _learn(self, files: tuple[File, ...]) -> None:
        listed = set(self._store.hashes()) if len(files) >= LISTED else None
        mine = {}
        for one in files:
            if listed is None or one.hash in listed:
                size = self._size(one.hash)
                if size is not None:
                    mine[one.hash] = size
        self._exchange.know(files, mine)

    def _stored(self, hash: str) -> None:
        size = self._size(hash)
        if size is not None:
            self._let_go(hash)
            self._exchange.have(hash, size)

    def _give_up(self, hash: str) -> None:
        self._let_go(hash)
        self._exchange.drop(hash)

    def _let_go(self, hash: str) -> None:
        coming = self._coming.pop(hash, None)
        if coming is not None:
            self._disk.submit(coming.file.close)

    def _size(self, hash: str) -> int | None:
        try:
            found = self._store.find(hash)
            return None if found is None else found.stat().st_size
        except (OSError, Trouble):  # a disk that went away has nothing to offer
            return None

    def _pass_news(self) -> None:
        if self._exchange.news:
            self._news.extend(self._exchange.news)
            self._exchange.news.clear()
            self._woken()

    # -- one socket

    async def _converse(self, address: Address) -> tuple[int, str]:
        """Until it is gone; its close code and reason."""
        from websockets.exceptions import ConnectionClosed  # late: not when the app starts

        try:
            socket = await self._dialled(address)
        except Untrusted as error:
            return 4403, str(error)
        except Exception as error:  # whatever keeps a socket from opening: it is tried again
            return refusal_of(error)
        if socket is None:
            return 1000, ""
        self._exchange.opened()
        self._speak.set()
        self._pass_news()
        tasks: list[asyncio.Task[Any]] = [
            asyncio.create_task(self._listen(socket)),
            asyncio.create_task(self._say(socket)),
            asyncio.create_task(self._keep_alive(socket)),
            asyncio.create_task(self._hang_up.wait()),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except ConnectionClosed:  # while we were speaking
            pass
        except Garbled:
            return 4400, "the room does not keep the rules"
        except OSError as error:
            return 1006, str(error)
        finally:
            await _ended(*tasks)
            with suppress(TimeoutError):
                async with asyncio.timeout(GOODBYE):
                    await socket.close()
            socket.transport.abort()  # also if there was no time for a goodbye
        return socket.goodbye

    async def _dialled(self, address: Address) -> Socket | None:
        """None if another address came first. Raises TimeoutError, and what dial() raises."""
        dialling = asyncio.ensure_future(dial(address, FRAME, lambda _count: None))
        hung_up = asyncio.ensure_future(self._hang_up.wait())
        try:
            done, _ = await asyncio.wait(
                {dialling, hung_up},
                timeout=self._pace.opening,
                return_when=asyncio.FIRST_COMPLETED,
            )
            if dialling in done:
                return dialling.result()
            await give_up(dialling)
        except BaseException:  # cancelled: what was dialled at that very moment is nobody's
            await give_up(dialling)
            raise
        finally:
            hung_up.cancel()
        if not done:
            raise TimeoutError
        return None

    async def _listen(self, socket: Socket) -> None:
        while (frame := await socket.next_frame()) is not None:
            message = from_room(frame)
            match message:
                case Chunk():
                    await self._take_in(message)
                case Sends():
                    await self._expect(message)
                case Need(hash, start, rank):
                    self._set_out(hash, start, rank)
                case _:
                    self._exchange.receive(message)
            self._speak.set()
            self._pass_news()

    async def _say(self, socket: Socket) -> None:
        """Send what there is to say, then the most urgent chunk."""
        while True:
            self._speak.clear()
            due = self._exchange.tick(time.monotonic())
            if self._exchange.said:
                await socket.send(packed(self._exchange.said.popleft()))
            elif (chunk := await self._chunk()) is not None:
                await socket.send(chunk)
            else:
                wait = None if due is None else max(0.0, due - time.monotonic())
                with suppress(TimeoutError):
                    # not wait_for, which before Python 3.12 may swallow that we are cancelled
                    async with asyncio.timeout(wait):
                        await self._speak.wait()

    async def _keep_alive(self, socket: Socket) -> None:
        """Ask a silent room whether it lives, and give it up where it does not."""
        while True:
            silent = self._loop.time() - socket.heard_at
            if silent >= self._pace.dead:
                socket.give_up()
                return
            if silent >= self._pace.ping:
                await socket.ask_for_life()
            await asyncio.sleep(self._pace.ping / 2)

    # -- files that come

    async def _expect(self, sends: Sends) -> None:
        """The room begins to send a file."""
        hash, exchange = sends.hash, self._exchange
        file = exchange.files.get(hash)
        if file is None or not exchange.flies(hash):
            return
        if sends.bytes > LARGEST or file.bytes not in (None, sends.bytes):
            exchange.cannot_keep(hash, "size", f"the room says {sends.bytes} bytes")
            return
        try:
            coming = await self._opened(hash, sends.bytes, fit_suffix(file.suffix))
        except Trouble as trouble:
            exchange.cannot_keep(hash, trouble.code, str(trouble.what))
            return
        self._coming[hash] = _Coming(coming)
        if coming.received != sends.start:  # ours changed since it was asked for
            self._give_up(hash)
            exchange.want(hash, file.rank)
        elif coming.whole:
            await self._finish(hash)

    async def _take_in(self, chunk: Chunk) -> None:
        coming = self._coming.get(chunk.hash)
        if coming is None:  # dropped: these were on their way
            return
        file = coming.file
        try:
            await self._on_disk(file.write, chunk.offset, chunk.data)
        except OutOfStep as error:
            raise Garbled("a chunk out of step") from error
        except Trouble as trouble:
            self._let_go(chunk.hash)
            self._exchange.cannot_keep(chunk.hash, trouble.code, str(trouble.what))
            return
        now = time.monotonic()
        if self._coming.get(chunk.hash) is not coming:
            return
        if file.whole:
            await self._finish(chunk.hash)
        elif now - coming.told > TELL:
            coming.told = now
            self._exchange.news.append(Moving(chunk.hash, file.received, file.size))

    async def _finish(self, hash: str) -> None:
        file = self._coming[hash].file  # stays there: whoever is cancelled here has it put down
        try:
            await self._on_disk(file.finish)
        except WrongBytes:
            self._exchange.came_wrong(hash)
        except Trouble as trouble:
            self._exchange.cannot_keep(hash, trouble.code, str(trouble.what))
        else:
            self._exchange.came(hash, file.size)
        self._coming.pop(hash, None)

    # -- files that go

    def _set_out(self, hash: str, start: int, rank: int) -> None:
        """The room needs a file of ours."""
        under_way = self._leaving.find(hash)
        if under_way is not None and not under_way.over:
            under_way.rank = min(rank, under_way.rank)
            return
        try:
            path = self._store.find(hash)
            if path is None or hash not in self._exchange.mine:
                raise FileNotFoundError
            self._leaving.add(hash, rank, start, path)
        except (OSError, Trouble):
            self._exchange.cannot_give(hash)

    async def _chunk(self) -> bytes | bytearray | None:
        going = self._leaving.next()
        if going is None:
            return None
        if not going.ready:
            try:
                await self._on_disk(going.read)
            except OSError:
                self._leaving.drop(going.hash)
                self._exchange.cannot_give(going.hash)
                return None
        self._tell_sent(going.hash, going.sent, going.size)
        return going.ready.popleft()

    def _tell_sent(self, hash: str, sent: int, size: int) -> None:
        now = time.monotonic()
        if now - self._gave.get(hash, 0.0) > TELL:
            self._gave[hash] = now
            self._exchange.news.append(Moving(hash, sent, size, up=True))
            self._pass_news()

    # -- the disk

    async def _on_disk(self, work: Callable[..., T], *arguments: object) -> T:
        """Touch the disk beside the loop; nothing else touches the same file meanwhile."""
        return await self._loop.run_in_executor(self._disk, work, *arguments)

    async def _opened(self, hash: str, size: int, suffix: str) -> Incoming:
        """A file to receive into. Raises DiskTrouble."""
        opening = self._loop.run_in_executor(self._disk, Incoming, self._store, hash, size, suffix)
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:  # nobody will have it: it must not stay open
            with suppress(Trouble):
                (await opening).close()
            raise

    async def _put_down(self) -> None:
        """The socket is gone: what has come stays on the disk."""
        self._leaving.clear()
        self._gave.clear()
        for hash in tuple(self._coming):
            self._let_go(hash)


async def _ended(*tasks: asyncio.Future[Any]) -> None:
    """Cancel what still runs, and wait until it has ended."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
