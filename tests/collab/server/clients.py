"""Clients over real sockets: a stock y-websocket one, and one that speaks our subprotocol.

Each is an asyncio object over `websockets`' own client; the documents are those of the product.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from typing import Any, Self, TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from canvas.document.crdt import Document
from canvas.document.writes import Keep
from collab import wire
from collab.wire import Message

T = TypeVar("T")
PATIENCE = 45.0
"""Seconds that a test waits for anything; it fails then."""


async def soon(condition: Callable[[], object]) -> None:
    """Wait for what nobody tells of."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.02)


class Hand:
    """A document in somebody's hands: what is written into it comes out as an update."""

    def __init__(self) -> None:
        self.document = Document()
        self.document.watch()

    @property
    def client(self) -> int:
        return self.document.client

    def write(self, id: str, value: Any = 1) -> bytes:
        """One mark more."""
        return self.document.transact(lambda: self._keep(id, value)).update

    def _keep(self, id: str, value: Any) -> None:
        self.document.write(Keep("marks", id, value))

    @property
    def marks(self) -> dict[str, Any]:
        return self.document.read("marks")


class _Client:
    subprotocols: tuple[str, ...] = ()

    def __init__(self, url: str, hand: Hand | None = None, **options: Any) -> None:
        self.url = url
        self.hand = hand or Hand()
        self.heard: list[Message] = []
        self.closed: tuple[int, str] | None = None
        self._options = options
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.socket: ClientConnection

    async def __aenter__(self) -> Self:
        self.socket = await connect(
            self.url,
            subprotocols=[Subprotocol(each) for each in self.subprotocols] or None,
            compression=None,
            max_size=None,
            max_queue=None,  # so that the library never lets read on what a test has stopped
            proxy=None,
            **self._options,
        )
        try:
            await self.greet()
        except BaseException:
            self.socket.transport.abort()
            raise
        self._task = asyncio.get_running_loop().create_task(self._listen())
        return self

    async def __aexit__(self, *_: object) -> None:
        try:
            await self.socket.close()
            if self._task is not None:
                await self._task
        finally:
            self.socket.transport.abort()  # also if there was no time for a goodbye

    async def greet(self) -> None:
        """What this kind of client says first."""

    async def say(self, *messages: Message) -> None:
        await self.socket.send(wire.encode(*messages))

    async def until(self, what: str, condition: Any) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE):
            while not condition():
                assert self.closed is None or what == "closed", self.closed
                self._news.clear()
                await self._news.wait()

    async def hear(self, kind: type[T]) -> T:
        """The next message of a kind, waited for and taken."""

        def found() -> T | None:
            return next((each for each in self.heard if isinstance(each, kind)), None)

        await self.until(f"a {kind.__name__}", lambda: found() is not None)
        message = found()
        assert message is not None
        self.heard.remove(message)  # type: ignore[arg-type]
        return message

    async def closing(self) -> tuple[int, str]:
        """Wait for the end: its code and reason."""
        await self.until("closed", lambda: self.closed is not None)
        assert self.closed is not None
        return self.closed

    async def _listen(self) -> None:
        try:
            async for frame in self.socket:
                assert isinstance(frame, bytes)
                for message in wire.decode(frame, plain=not self.subprotocols):
                    self.heard.append(message)
                    await self.on(message)
                self._news.set()
        except ConnectionClosed:
            pass
        self.closed = (self.socket.close_code or 1006, self.socket.close_reason or "")
        self._news.set()

    async def on(self, message: Message) -> None:
        """What this kind of client does by itself."""


class Stock(_Client):
    """Says what y-websocket 3.1.0 says, one message a frame."""

    async def greet(self) -> None:
        await self.say(wire.Sync1(self.hand.document.vector()))

    async def on(self, message: Message) -> None:
        match message:
            case wire.Sync1(vector):
                await self.say(wire.Sync2(self.hand.document.encode(vector)))
            case wire.Sync2(update) | wire.SyncUpdate(update):
                self.hand.document.receive(update)

    async def write(self, id: str, value: Any = 1) -> None:
        await self.say(wire.SyncUpdate(self.hand.write(id, value)))

    async def synced(self) -> None:
        await self.hear(wire.Sync2)

    async def sees(self, *ids: str) -> None:
        await self.until(f"{ids}", lambda: set(ids) <= set(self.hand.marks))


class Ours(_Client):
    """Speaks shotweave.v1 as far as a server's tests need it."""

    subprotocols = (wire.SUBPROTOCOL,)

    def __init__(
        self,
        url: str,
        hand: Hand | None = None,
        *,
        lineage: str,
        person: dict[str, str] | None = None,
        hello: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(url, hand, **options)
        self.lineage = lineage
        self.hello = hello or {}
        self.person = person or {}
        self.sent = 0
        self.safe = 0
        """How many of our edits the server has on its disk."""

    async def greet(self) -> None:
        body = {
            "protocol": wire.PROTOCOL,
            "lineage": self.lineage,
            "person": self.person,
            "ids": [self.hand.client],
            **self.hello,
        }
        await self.say(wire.Hello(body))
        await self.say(wire.Step1(wire.BOARD, self.hand.document.vector()))

    async def on(self, message: Message) -> None:
        match message:
            case wire.Step1(wire.BOARD, vector):
                self.sent += 1
                await self.say(wire.Step2(wire.BOARD, self.hand.document.encode(vector)))
            case wire.Step2(wire.BOARD, update) | wire.Edit(wire.BOARD, _, _, _, update):
                self.hand.document.receive(update)
            case wire.Ack(wire.BOARD, number):
                self.safe = number
            case wire.Check(wire.BOARD, hash) if hash == wire.DIFFERS:
                await self.say(wire.Step1(wire.BOARD, self.hand.document.vector()))

    async def write(self, id: str, value: Any = 1) -> int:
        """Its number: it is safe once `safe` has reached that."""
        self.sent += 1
        number = self.sent
        await self.say(wire.Edit(wire.BOARD, number, "", f"Mark {id}", self.hand.write(id, value)))
        return number

    async def synced(self) -> None:
        """We have all that the room has, and it has all of ours, safely."""
        await self.hear(wire.Step2)
        await self.until("ACK", lambda: self.sent and self.safe >= self.sent)

    async def sees(self, *ids: str) -> None:
        await self.until(f"{ids}", lambda: set(ids) <= set(self.hand.marks))

    async def ask(self, verb: str, **body: Any) -> wire.Answer:
        await self.say(wire.Ask(7, verb, body))
        return await self.hear(wire.Answer)


def trusting() -> ssl.SSLContext:
    """A client's context that trusts anybody, as one that compares the fingerprint itself."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context
