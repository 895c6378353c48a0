"""One server: it listens, answers, and stops in good order.

Rules: SPEC.md, sections 6 and 7.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from filelock import FileLock, Timeout
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.protocol import State
from websockets.typing import Subprotocol

from assets.disk import plain
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from collab.auth import Keys
from collab.server.address import Address, behind_tls, reached, remember
from collab.server.certificate import Certificate, Renewal
from collab.server.common import Common
from collab.server.door import Door, NoRoom
from collab.server.founding import found
from collab.server.house import House
from collab.server.limits import Limits
from collab.server.log import FromLibrary, Log
from collab.server.places import keys_file, lock_file
from collab.server.socket import Socket
from collab.wire import SUBPROTOCOL

RENEW = 30.0
"""Seconds between two looks whether there is another certificate."""
_THREADS = 6
_CLOSE = 5.0
"""Seconds for a goodbye."""
_ARRIVING = 8
"""Turns of the loop within which a connection that was taken is ours."""
_LOCK = 3.0
"""Seconds in which the server before us may still be on its way out."""


class DataBusy(Trouble):
    """Another server has this folder."""

    code = "data-busy"


class NotListening(Trouble):
    """The port cannot be had, or the certificate is none."""

    code = "not-listening"


@dataclass(frozen=True, slots=True)
class Options:
    """What a server is told when it starts."""

    data: Path
    host: str = "127.0.0.1"
    port: int = 0
    certificate: Certificate | None = None
    room: str = ""
    """The one room that it is there for, if so."""
    lineage: str = ""
    """Of the board in that room."""
    public: str = ""
    """host, host:port or either with https:// for links, where people reach it by another than it
    listens on."""
    beside: Path | None = None
    """The media folder of the board in that room."""
    origins: Sequence[str] = ()
    limits: Limits = field(default_factory=Limits)
    trust_loopback: bool = True


@dataclass(frozen=True, slots=True)
class Running:
    """A server that listens."""

    port: int
    address: Address
    owner: str
    """The token of the one room's owner, if it is there for one."""
    house: House


@asynccontextmanager
async def running(options: Options, log: Log) -> AsyncIterator[Running]:
    """Listen while inside; on leaving, tell everybody, keep everything, close. Raises DataBusy,
    NotListening, OtherBoard, DiskTrouble."""
    disk = ThreadPoolExecutor(_THREADS, "disk")
    lock = FileLock(lock_file(options.data), timeout=_LOCK, thread_local=False)
    try:
        loop = asyncio.get_running_loop()
        common, owner = await loop.run_in_executor(
            disk, lambda: _prepared(options, lock, disk, log)
        )
        house = House(common)
        present: set[Socket] = set()
        try:
            context = options.certificate.context() if options.certificate else None
        except OSError as error:
            raise _bad_certificate(error) from error
        listening = await _listen(options, house, common, present, context)
        tasks = [loop.create_task(house.run())]
        if options.certificate and context:
            renewing = _renew(Renewal(options.certificate, context), log)
            tasks.append(loop.create_task(renewing))
        try:
            port = _port(listening)
            address = await loop.run_in_executor(disk, _address, options, port)
            yield Running(port, address, owner, house)
        finally:
            log.write("stopping")
            await shut(listening)
            await house.close("the server is stopping")
            for task in tasks:
                task.cancel()
            await _hang_up(present)
            listening.close()
            await listening.wait_closed()
            log.write("stopped")
    finally:
        disk.shutdown()
        lock.release()


def _prepared(
    options: Options, lock: FileLock, disk: ThreadPoolExecutor, log: Log
) -> tuple[Common, str]:
    """On the disk's thread."""
    with plain(options.data):
        options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout:
            raise DataBusy(
                say(
                    QT_TRANSLATE_NOOP("words", "Another server uses the folder {path}."),
                    path=str(options.data),
                ),
                remedy=say(QT_TRANSLATE_NOOP("words", "Stop that one, or choose another folder.")),
            ) from None
    keys = Keys.open(keys_file(options.data))
    owner = found(options.data, keys, options.room, options.lineage) if options.room else ""
    common = Common(options.data, keys, disk, log, options.limits, options.room, options.beside)
    return common, owner


def _address(options: Options, port: int) -> Address:
    """On the disk's thread."""
    host, port = reached(options.host, port, options.public)
    certificate = options.certificate
    said = behind_tls(port, options.public)
    tls = certificate is not None if said is None else said
    fingerprint = certificate.fingerprint if tls and certificate and certificate.own else ""
    address = Address(host, port, tls, fingerprint)
    remember(options.data, address)
    return address


async def shut(listening: Server) -> None:
    """Nobody new comes in from here on. Whoever was just taken comes in first: asyncio loses those
    between its hands and ours, and their sockets stay open."""
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # Windows takes them another way
        for socket in listening.sockets:
            loop.remove_reader(socket.fileno())
        for _ in range(_ARRIVING):
            await asyncio.sleep(0)
    listening.server.close()


async def _hang_up(present: set[Socket]) -> None:
    """On those who came in and have not said what they want: nobody waits for that any more."""
    while waiting := [socket for socket in present if socket.protocol.state is State.CONNECTING]:
        for socket in waiting:
            socket.transport.abort()
        await asyncio.sleep(0)


async def _renew(renewal: Renewal, log: Log) -> None:
    """Until cancelled."""
    while True:
        await asyncio.sleep(RENEW)
        if (reason := renewal.look()) is not None:
            log.write("certificate", taken=not reason, reason=reason)


def _door(options: Options, house: House, common: Common) -> Door:
    return Door(
        lambda: common.keys,
        house.admit,
        house.health,
        common.log,
        options.limits,
        frozenset(options.origins),
        options.trust_loopback,
    )


async def _listen(
    options: Options,
    house: House,
    common: Common,
    present: set[Socket],
    context: ssl.SSLContext | None,
) -> Server:
    limits, door = options.limits, _door(options, house, common)

    async def knock(connection: ServerConnection, request: Request) -> Response | None:
        return await _knock(door, cast(Socket, connection), request)

    async def handle(connection: ServerConnection) -> None:
        await _host(house, cast(Socket, connection))

    try:
        return await serve(
            handle,
            options.host,
            options.port,
            process_request=knock,
            select_subprotocol=_subprotocol,
            create_connection=type("DoorSocket", (Socket,), {"door": door, "present": present}),
            compression=None,
            open_timeout=limits.handshake,
            ping_interval=limits.ping,
            ping_timeout=limits.ping,
            close_timeout=_CLOSE,
            max_size=limits.frame,
            max_queue=1,  # frames may be large; who sends many waits in their own socket
            write_limit=(limits.written, limits.written // 4),
            server_header="Shotweave",
            logger=_logger(common.log),
            ssl=context,
        )
    except (OSError, OverflowError) as error:
        raise _not_listening(options, error) from error


def _logger(log: Log) -> logging.Logger:
    logger = logging.getLogger("shotweave.server")
    logger.handlers, logger.propagate = [FromLibrary(log)], False
    logger.setLevel(logging.WARNING)
    return logger


async def _knock(door: Door, socket: Socket, request: Request) -> Response | None:
    answer = await door.knock(request, socket.address)
    if isinstance(answer, Response):
        return answer
    socket.visit = answer
    return None


async def _host(house: House, socket: Socket) -> None:
    visit = socket.visit
    assert visit is not None, "nobody gets here past the door"
    try:
        await (house.host_media if visit.media else house.host)(socket, visit)
    except NoRoom as no:
        try:
            await socket.close(1013, no.reason)
        except ConnectionClosed:
            return


def _subprotocol(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Ours where it is spoken; others, and those who offer nothing, are plain y-websocket."""
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None


def _port(listening: Server) -> int:
    return int(next(iter(listening.sockets)).getsockname()[1])


def _bad_certificate(error: OSError) -> NotListening:
    """A file that is not there, or no certificate: an SSLError is an OSError."""
    return NotListening(
        say(
            QT_TRANSLATE_NOOP("words", "The certificate cannot be used: {reason}."),
            reason=error.strerror or str(error),
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Check the files of the certificate and its key.")),
    )


def _not_listening(options: Options, error: Exception) -> NotListening:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return NotListening(
        say(
            QT_TRANSLATE_NOOP("words", "Nobody can be reached at {host}:{port}: {reason}."),
            host=options.host,
            port=options.port,
            reason=reason,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another port or address.")),
    )
