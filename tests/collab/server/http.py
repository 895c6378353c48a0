"""Requests byte by byte, as friends and strangers send them."""

from __future__ import annotations

import json
import socket
import ssl
from dataclasses import dataclass
from typing import Any

UPGRADE = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
)
"""The key is the example of RFC 6455, 1.3."""


@dataclass(frozen=True)
class Got:
    status: int
    head: str
    body: bytes

    @property
    def said(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def code(self) -> str:
        return str(self.said["code"])


def ask(
    port: int,
    path: str,
    headers: str = "",
    *,
    upgrade: bool = False,
    tls: ssl.SSLContext | None = None,
) -> Got:
    """One request, and its answer up to the end of the connection or of the head of a 101."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as raw:
        there = tls.wrap_socket(raw, server_hostname="localhost") if tls else raw
        with there:
            more = UPGRADE if upgrade else ""
            request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}{headers}\r\n"
            there.sendall(request.encode())
            return answer(there)


def answer(there: socket.socket) -> Got:
    data = b""
    while piece := there.recv(65536):
        data += piece
        if data.startswith(b"HTTP/1.1 101") and b"\r\n\r\n" in data:
            break
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head.split(b" ")[1]) if head else 0
    return Got(status, head.decode("latin-1"), body)
