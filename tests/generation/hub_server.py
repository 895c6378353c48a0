"""A hub of our own on the loopback: its API, its files, and whatever may go wrong with them."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

LARGE = 200
"""Bytes from which on a file is a large one, with a SHA-256."""
COMMIT = "5" * 40


OF_ITSELF = "/api/agent-harnesses"
"""What the library asks once a process for its own ends, and without a token."""


@dataclass
class Hub:
    """What the server has, what it does wrong, and what it was asked."""

    repos: dict[str, dict[str, bytes]]
    address: str = ""
    gated: int = 0
    """401 or 403 for everything."""
    cuts: list[int] = field(default_factory=list)
    """After so many bytes the connection breaks off, once each, on files that are longer."""
    broken: dict[str, list[bytes]] = field(default_factory=dict)
    """Path -> other bytes that are sent first."""
    busy: int = 0
    """Answer 503 so many times."""
    no_ranges: bool = False
    at_once: int = 0
    """Refuse (400) a request for more bytes than this, as the storage behind a hub does."""
    elsewhere_from: int = 0
    """Begin so many bytes behind where it was asked, and say so."""
    elsewhere: bool = False
    """Send whoever wants a file to another host, as a hub does to its storage."""
    hold: threading.Event | None = None
    """Send the first kilobyte of a large file, then wait for this."""
    pause: float = 0.0
    """Seconds between two kilobytes of a file."""
    ranges: list[str] = field(default_factory=list)
    """Every `Range` that was asked for, "" for none."""
    asked: list[str] = field(default_factory=list)
    tokens: list[tuple[str, str]] = field(default_factory=list)
    """Which host was asked, and who asked."""


@contextmanager
def serving(repos: dict[str, dict[str, bytes]]) -> Iterator[Hub]:
    hub = Hub(repos)
    handler = type("Handler", (_Handler,), {"hub": hub})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield hub
    finally:
        if hub.hold is not None:
            hub.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    hub: Hub
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        self.hub.asked.append(path)
        host = self.headers.get("host", "").partition(":")[0]
        if path != OF_ITSELF:
            self.hub.tokens.append((host, self.headers.get("authorization", "")))
        if self.hub.gated:
            self._answer(self.hub.gated, b"{}", {"X-Error-Code": "GatedRepo"})
        elif self.hub.busy:
            self.hub.busy -= 1
            self._answer(503, b"{}")
        elif path.startswith("/api/models/"):
            self._info(path.removeprefix("/api/models/"))
        else:
            self._file(path)

    def _info(self, rest: str) -> None:
        repo, _, revision = rest.partition("/revision/")
        files = self.hub.repos.get(repo)
        if files is None:
            self._answer(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        if revision not in ("", "main", COMMIT):
            self._answer(404, b"{}", {"X-Error-Code": "RevisionNotFound"})
            return
        told = {
            "id": repo,
            "sha": COMMIT,
            "siblings": [_sibling(name, data) for name, data in files.items()],
        }
        self._answer(200, json.dumps(told).encode())

    def _file(self, path: str) -> None:
        repo, _, rest = path.removeprefix("/").partition("/resolve/")
        name = rest.partition("/")[2]
        data = self.hub.repos.get(repo, {}).get(name)
        if data is None:
            self._answer(404, b"{}", {"X-Error-Code": "EntryNotFound"})
            return
        if self.hub.elsewhere and self.headers.get("host", "").startswith("127."):
            there = self.hub.address.replace("127.0.0.1", "localhost")
            self._answer(302, b"", {"Location": there + self.path})
            return
        if self.hub.broken.get(name):
            data = self.hub.broken[name].pop(0)
        self._send(data)

    def _send(self, data: bytes) -> None:
        wanted = self.headers.get("range", "")
        self.hub.ranges.append(wanted)
        start, whole = 0, len(data)
        ranged = bool(wanted) and not self.hub.no_ranges
        if ranged:
            first, _, last = wanted.removeprefix("bytes=").partition("-")
            start = int(first) + self.hub.elsewhere_from
            data = data[: int(last) + 1] if last else data
        if self.hub.at_once and len(data) - start > self.hub.at_once:
            self._answer(400, b"<h1>400</h1>")
            return
        self.send_response(206 if ranged else 200)
        self.send_header("Content-Length", str(len(data) - start))
        if ranged:
            self.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{whole}")
        self.end_headers()
        cut = self.hub.cuts[0] if self.hub.cuts and len(data) - start > self.hub.cuts[0] else None
        if self.command == "HEAD":
            return
        if cut is not None:
            self.hub.cuts.pop(0)
            self.wfile.write(data[start : start + cut])
            self.close_connection = True
            return
        if self.hub.hold is not None and len(data) - start > 1024:
            self.wfile.write(data[start : start + 1024])
            self.wfile.flush()
            self.hub.hold.wait(60)
            start += 1024
        try:
            while self.hub.pause and start < len(data):
                self.wfile.write(data[start : start + 1024])
                start += 1024
                time.sleep(self.hub.pause)
            self.wfile.write(data[start:])
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def _answer(self, code: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _sibling(name: str, data: bytes) -> dict[str, object]:
    blob = hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()
    told: dict[str, object] = {"rfilename": name, "size": len(data), "blobId": blob}
    if len(data) >= LARGE:
        digest = hashlib.sha256(data).hexdigest()
        told["lfs"] = {"sha256": digest, "size": len(data), "pointerSize": 134}
    return told
