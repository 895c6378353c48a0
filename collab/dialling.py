"""One websocket to a room, from the TCP connection to its last byte: certificate, token, liveness.

websockets is imported when the first room is dialled, not when the app starts.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from collab.wire import SUBPROTOCOL, Malformed, json_object

if TYPE_CHECKING:
    from websockets.asyncio.client import ClientConnection

_STATUS = {401: 4401, 403: 4403, 404: 4404, 429: 4429, 503: 1013}
"""What an HTTP status on the upgrade means as a close code."""


_OF_THE_NETWORK = {
    errno.ECONNREFUSED: "nobody is listening there",
    errno.ETIMEDOUT: "nobody answers",
    errno.EHOSTUNREACH: "there is no way to it from here",
    errno.ENETUNREACH: "there is no way to it from here",
    errno.ENETDOWN: "this computer has no network",
    errno.ECONNRESET: "the connection was lost",
}

DISTRUST = 4495
"""Our own word for an attempt that ended with Untrusted."""


LAST_TURNS = 8
"""Of a loop, at its end."""


class Untrusted(Exception):
    """The certificate is not the one that the link names: nothing was sent to whoever answered."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a room is, and what opens it."""

    url: str
    """ws://host:port/v1/room or wss://..."""
    token: str = ""
    was: str = ""
    """A token that says who we are, though it may not let us in any more."""
    fingerprint: str = ""
    """SHA-256 of the certificate in hex; empty: an authority vouches for it."""

    @property
    def is_far(self) -> bool:
        """Whether a network lies between."""
        host = urlsplit(self.url).hostname or ""
        with suppress(ValueError):
            return not ip_address(host).is_loopback
        return host != "localhost"


class Socket:
    """An open websocket. On its loop's thread."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.transport = connection.transport
        self.silent = False

    @property
    def heard_at(self) -> float:
        """The loop's time of the last byte that came."""
        return float(getattr(self._connection, "heard_at", 0.0))

    async def next_frame(self) -> bytes | None:
        from websockets.exceptions import ConnectionClosed

        try:
            return await self._connection.recv(decode=False)
        except ConnectionClosed:
            return None

    async def send(self, frame: bytes | bytearray) -> None:
        await self._connection.send(frame)

    async def close(self) -> None:
        await self._connection.close()

    async def ask_for_life(self) -> None:
        await self._connection.ping()

    def give_up(self) -> None:
        self.silent = True
        self.transport.abort()

    @property
    def goodbye(self) -> tuple[int, str]:
        if self.silent:
            return 1006, "nothing was heard any more"
        code, reason = self._connection.close_code, self._connection.close_reason
        return code or 1006, reason or ""


async def dial(address: Address, most: int, count: Callable[[int], None]) -> Socket:
    """Raises Untrusted, OSError, TimeoutError and what websockets raises."""
    from websockets.asyncio.client import connect  # late: not when the app starts

    tls: dict[str, Any] = {}
    if address.url.startswith("wss:"):
        tls["ssl"] = _pinned() if address.fingerprint else ssl.create_default_context()
    headers = {"Authorization": f"Bearer {address.token}"} if address.token else {}
    connection = await connect(
        f"{address.url}?was={quote(address.was)}" if address.was else address.url,
        subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]  # a NewType of str
        additional_headers=headers,
        compression=None,
        proxy=None if _is_near(address.url) else True,
        open_timeout=None,
        ping_interval=None,
        max_size=most,
        max_queue=4,
        create_connection=_trusting(address.fingerprint, count),
        **tls,
    )
    return Socket(connection)


async def give_up(dialling: asyncio.Task[Socket]) -> None:
    """Stop dialling, and hang up if somebody has answered by now."""
    dialling.cancel()
    await asyncio.wait({dialling})
    if not dialling.cancelled() and dialling.exception() is None:
        dialling.result().transport.abort()


async def leave_none() -> None:
    """At the end of a loop: whoever stops dialling in the first turns of TLS, or in its last, has
    asyncio forget the socket below it."""
    loop: Any = asyncio.get_running_loop()
    for _ in range(2):
        for _ in range(LAST_TURNS):  # what is given up closes in turns of its own
            await asyncio.sleep(0)
        for transport in list(getattr(loop, "_transports", {}).values()):
            transport.abort()


def refusal_of(error: Exception) -> tuple[int, str]:
    """The close code and the reason of an attempt that failed."""
    from websockets.exceptions import InvalidStatus

    if isinstance(error, InvalidStatus):
        status = error.response.status_code
        return _STATUS.get(status, 1006), _reason(
            bytes(error.response.body or b"")
        ) or f"HTTP {status}"
    if isinstance(error, TimeoutError):
        return 1006, "nobody answers"
    if isinstance(error, OSError) and (reason := _by_number(error)):
        return 1006, reason
    return 1006, str(error) or type(error).__name__


def _by_number(error: OSError) -> str:
    """In our own words where we have some: those of a system are in whatever language it speaks."""
    if isinstance(error, socket.gaierror):
        return "nobody knows this name"
    return _OF_THE_NETWORK.get(error.errno or 0) or error.strerror or ""


def _reason(body: bytes) -> str:
    """What our server says of a refusal; what stands between us may say anything."""
    try:
        found = json_object(body[:4096])
    except Malformed:
        return ""
    reason = found.get("reason")
    return reason[:200] if isinstance(reason, str) else ""


def _pinned() -> ssl.SSLContext:
    """For a certificate that nobody vouches for but the link: looked at before a byte is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _is_near(url: str) -> bool:
    """Whether this host is in our own network, where no proxy leads."""
    host = urlsplit(url).hostname or ""
    with suppress(ValueError):
        return not ip_address(host).is_global
    return host == "localhost" or host.endswith(".local") or "." not in host


def _trusting(fingerprint: str, count: Callable[[int], None]) -> type[ClientConnection]:
    """A kind of connection that looks at the certificate and counts what comes."""
    from websockets.asyncio.client import ClientConnection

    class Trusting(ClientConnection):
        heard_at = 0.0

        async def handshake(self, *arguments: Any, **named: Any) -> None:
            # after TLS, before the request, which carries the token
            if fingerprint and _seen(self.transport) != fingerprint.lower():
                self.transport.abort()
                raise Untrusted("the certificate is another one than the link names")
            await super().handshake(*arguments, **named)

        def data_received(self, data: bytes) -> None:
            self.heard_at = self.loop.time()
            count(len(data))
            super().data_received(data)

    return Trusting


def _seen(transport: asyncio.BaseTransport) -> str:
    tls = transport.get_extra_info("ssl_object")
    certificate = tls.getpeercert(binary_form=True) if tls is not None else None
    return hashlib.sha256(certificate or b"").hexdigest()
