"""One side of a WebSocket (RFC 6455) that costs next to nothing, so that a hundred of them in one
process measure the server and not themselves."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Callable
from urllib.parse import urlsplit

KEY = "c2hvdHdlYXZlLWJlbmNoIQ=="
"""Sixteen bytes, as the handshake wants; nobody checks what they are."""

BINARY, CLOSE, PING, PONG = 2, 8, 9, 10
LIMIT = 1 << 16


class Line(asyncio.Protocol):
    """A socket to a room: frames go out unmasked in effect (a mask of zeros), frames come in to
    `hear`. On the loop that opened it."""

    def __init__(self, url: str, subprotocol: str = "") -> None:
        self.opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[tuple[int, str]] = asyncio.get_running_loop().create_future()
        self.hear: Callable[[bytes], None] = _deaf
        self.protocol = ""
        self._url, self._wanted = urlsplit(url), subprotocol
        self._transport: asyncio.Transport | None = None
        self._rest = b""
        self._parts: list[bytes] = []
        self._end = (1006, "")

    @classmethod
    async def open(cls, url: str, subprotocol: str = "") -> Line:
        """Connect and shake hands. Raises ConnectionError where the server will not."""
        parts = urlsplit(url)
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(
            lambda: cls(url, subprotocol), parts.hostname or "", parts.port or 80
        )
        try:
            await line.opened
        except BaseException:
            line.abort()
            raise
        return line

    def send(self, payload: bytes) -> None:
        self._frame(BINARY, payload)

    def stall(self) -> None:
        """Read nothing more."""
        assert self._transport is not None
        self._transport.pause_reading()

    def close(self) -> None:
        assert self._transport is not None
        self._frame(CLOSE, struct.pack(">H", 1000))
        self._transport.close()

    def abort(self) -> None:
        """Hang up; harmless once it has ended."""
        if self._transport is not None:
            self._transport.abort()

    # asyncio calls these

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        asked = self._url.path + (f"?{self._url.query}" if self._url.query else "")
        lines = [
            f"GET {asked} HTTP/1.1",
            f"Host: {self._url.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {KEY}",
            "Sec-WebSocket-Version: 13",
        ]
        if self._wanted:
            lines.append(f"Sec-WebSocket-Protocol: {self._wanted}")
        self._write("\r\n".join([*lines, "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        data = self._rest + data if self._rest else data
        if not self.opened.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            self._shaken(head)
        self._rest = self._frames(data)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("closed in the handshake"))
        if not self.closed.done():
            self.closed.set_result(self._end)

    def _shaken(self, head: bytes) -> None:
        status, *headers = head.decode("latin-1").split("\r\n")
        if " 101 " not in f"{status} ":
            self.opened.set_exception(ConnectionError(status))
            return
        for header in headers:
            name, _, value = header.partition(":")
            if name.lower() == "sec-websocket-protocol":
                self.protocol = value.strip()
        self.opened.set_result(None)

    def _frames(self, data: bytes) -> bytes:
        """Take whole frames off the front; gives what is left."""
        at, end = 0, len(data)
        while end - at >= 2:
            start, size = at + 2, data[at + 1] & 127
            if size == 126:
                start, size = at + 4, int.from_bytes(data[at + 2 : at + 4], "big")
            elif size == 127:
                start, size = at + 10, int.from_bytes(data[at + 2 : at + 10], "big")
            if end < start + size or end < start:
                break
            self._whole(data[at], data[start : start + size])
            at = start + size
        return data[at:]

    def _whole(self, head: int, payload: bytes) -> None:
        kind = head & 15
        if kind == PING:
            self._frame(PONG, payload)
        elif kind == CLOSE:
            code = int.from_bytes(payload[:2], "big") if len(payload) >= 2 else 1005
            self._end = (code, payload[2:].decode("utf-8", "replace"))
            if self._transport is not None:
                self._transport.close()
        elif kind in (0, 1, BINARY):
            if head & 128 and not self._parts:
                self.hear(payload)
                return
            self._parts.append(payload)
            if head & 128:
                whole, self._parts = b"".join(self._parts), []
                self.hear(whole)

    def _frame(self, kind: int, payload: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            return
        size = len(payload)
        if size < 126:
            head = bytes((128 | kind, 128 | size))
        elif size < LIMIT:
            head = struct.pack(">BBH", 128 | kind, 254, size)
        else:
            head = struct.pack(">BBQ", 128 | kind, 255, size)
        self._write(head + b"\0\0\0\0" + payload)

    def _write(self, content: bytes) -> None:
        """Every byte that goes out goes by here."""
        if self._transport is not None:
            self._transport.write(content)


def _deaf(_payload: bytes) -> None:
    pass
