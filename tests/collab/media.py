"""A room's media socket on a loop of its own, and people who send and fetch through it: real
sockets, real stores, real files."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, Protocol, TypeVar

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from assets.store import Store
from canvas.document.records import Asset
from collab.dialling import Address
from collab.exchange import Came, File, News
from collab.pacing import Pace
from collab.parcel import FRAME, Chunk, FromPerson, FromRoom, Rank, from_room, packed
from collab.roles import Role
from collab.server.media import MediaRoom, serve_media
from collab.server.serving import shut
from collab.transfer import Transfer

QUICK = Pace(first=0.02, most=0.1, ping=1.0, dead=20.0, opening=30.0)

PATIENCE = 45.0

M = TypeVar("M")


@dataclass(frozen=True)
class Claims:
    user: str = "ann"
    role: Role = Role.editor
    exp: int = 1 << 40


def noise(size: int, seed: int = 1) -> bytes:
    return Random(seed).randbytes(size)


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def picture_of(data: bytes, thumbnail: bytes = b"", proxy: bytes = b"") -> Asset:
    return Asset(
        hash=digest(data),
        kind="video",
        mime="video/mp4",
        suffix=".mp4",
        bytes=len(data),
        thumbnail=digest(thumbnail) if thumbnail else None,
        proxy=digest(proxy) if proxy else None,
    )


def files_of(asset: Asset) -> list[File]:
    found = [File(asset.hash, asset.hash, Rank.original, asset.suffix, asset.bytes)]
    if asset.proxy:
        found.append(File(asset.proxy, asset.hash, Rank.proxy, ".mp4"))
    if asset.thumbnail:
        found.append(File(asset.thumbnail, asset.hash, Rank.thumbnail, ".jpg"))
    return found


class Served:
    """A server of one room's media, on a thread of its own. `stop` and `start` are a restart."""

    def __init__(self, root: Path, *, port: int = 0, **named: Any) -> None:
        self.store = Store(root)
        self.named = named
        self.records: dict[str, object] = {}
        self.claims: dict[str, Any] = {}
        """By the token that is shown; anybody else is an editor of that name."""
        self.bytes_in = 0
        self.deaf_after: float = float("inf")
        """Once so many bytes have come the server reads no more, so that a test can act."""
        self.port = port
        self.start()

    def name(self, *assets: Asset) -> None:
        """The room's board says that there is such a file."""
        for one in assets:
            self.records[one.hash] = {
                "kind": one.kind, "mime": one.mime, "suffix": one.suffix, "bytes": one.bytes,
                "thumbnail": one.thumbnail, "proxy": one.proxy,
            }  # fmt: skip

    def start(self) -> None:
        started = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()

        def work() -> None:
            with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
                runner.run(self._serve(started))

        self._thread = threading.Thread(target=work)
        self._thread.start()
        assert started.wait(PATIENCE)

    async def _serve(self, started: threading.Event) -> None:
        self.room = MediaRoom(self.store, self.records.get, **self.named)
        async with serve(
            self._handle, "127.0.0.1", self.port, max_size=FRAME, compression=None
        ) as server:
            self.port = next(iter(server.sockets)).getsockname()[1]
            started.set()
            await self._stop.wait()
            await shut(server)
            await self.room.close()

    async def _handle(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        token = socket.request.headers.get("Authorization", "").removeprefix("Bearer ")
        receive = socket.recv

        async def counted(decode: bool | None = None) -> Any:
            while self.bytes_in > self.deaf_after:
                await asyncio.sleep(0.01)
                if self._stop.is_set():  # a server that ends reads no more either
                    await socket.wait_closed()
                    raise socket.protocol.close_exc
            frame = await receive(decode=decode)
            self.bytes_in += len(frame)
            return frame

        socket.recv = counted  # type: ignore[method-assign]
        await serve_media(socket, self.claims.get(token, Claims(token)), self.room)

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/v1/media/room"

    def call(self, work: Callable[[], Any]) -> Any:
        """Do something on the server's loop."""

        async def there() -> Any:
            return work()

        return asyncio.run_coroutine_threadsafe(there(), self._loop).result(PATIENCE)

    def stop(self) -> None:
        if not self._thread.is_alive():
            return
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@dataclass
class Somebody:
    """A person with a store of their own."""

    name: str
    store: Store
    transfer: Transfer
    heard: list[News] = field(default_factory=list)
    bell: threading.Event = field(default_factory=threading.Event)

    def put(self, *contents: bytes) -> None:
        for data in contents:
            self.store.put_bytes(data, ".mp4")

    def until(self, true: Callable[[], bool]) -> None:
        """Listen until it is so."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.bell.clear()
            self.heard += self.transfer.take()
            if true():
                return
            left = deadline - time.monotonic()
            assert left > 0, f"{self.name} heard {self.heard[-5:]}"
            self.bell.wait(min(left, 0.5))

    def until_here(self, *contents: bytes) -> None:
        wanted = {digest(data) for data in contents}
        self.until(lambda: wanted <= {one.hash for one in self.all(Came)})

    def all(self, kind: type[Any]) -> list[Any]:
        return [one for one in self.heard if isinstance(one, kind)]


@contextmanager
def people(served: Served, root: Path, *names: str) -> Iterator[list[Somebody]]:
    made = []
    try:
        for name in names:
            made.append(somebody(name, root / name))
            made[-1].transfer.connect(Address(served.url, name))
        yield made
    finally:
        for one in made:
            one.transfer.close()


def somebody(name: str, root: Path) -> Somebody:
    bell = threading.Event()
    store = Store(root)
    return Somebody(name, store, Transfer(store, woken=bell.set, pace=QUICK), bell=bell)


class HasUrl(Protocol):
    @property
    def url(self) -> str: ...


class Rival:
    """Somebody who speaks to the room by hand, as no program of ours would."""

    def __init__(self, served: HasUrl, token: str = "eve") -> None:
        self._headers = {"Authorization": f"Bearer {token}"}
        self._url = served.url

    def __enter__(self) -> Rival:
        self._until = ExitStack()
        opened = connect(self._url, additional_headers=self._headers, max_size=FRAME)
        self.socket = self._until.enter_context(opened)
        return self

    def __exit__(self, *_: object) -> None:
        self._until.close()

    def say(self, message: FromPerson | bytes) -> None:
        self.socket.send(message if isinstance(message, bytes) else packed(message))

    def hears(self) -> FromRoom | Chunk:
        frame = self.socket.recv(PATIENCE)
        return from_room(frame if isinstance(frame, bytes) else frame.encode())

    def hears_a(self, kind: type[M]) -> M:
        """The next message of a kind."""
        while True:
            message = self.hears()
            if isinstance(message, kind):
                return message

    def closed_with(self) -> int:
        """Hear it out to its end, and tell with which code it ended."""
        try:
            while True:
                self.socket.recv(PATIENCE)
        except ConnectionClosed:
            return self.socket.close_code or 0
