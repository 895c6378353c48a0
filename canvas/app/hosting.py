"""The server of a board that is shared from here: a child process that ends with this one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from canvas.document.words import Trouble
from collab.links import Link, parse
from collab.pacing import Backoff, Pace

FOLDER = "room"
"""In the board's folder: what the server keeps."""

_ROOT = Path(__file__).parents[2]
_PATIENCE = 5.0
"""Seconds that the server has to write what it holds and end."""
_PACE = Pace(first=0.2, most=10.0)


@dataclass(frozen=True, slots=True)
class Ready:
    """The server listens."""

    link: Link
    """The owner's, by way of this computer alone."""
    port: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class News:
    """It listens, or it has ended or did not start, for that reason, and is tried again."""

    up: Ready | None = None
    reason: str = ""


class Hosting:
    """Everything but the thread belongs to the board's thread. `woken` when take() has news."""

    def __init__(
        self,
        board: Path,
        room: str,
        lineage: str,
        woken: Callable[[], None],
        *,
        lan: bool,
        port: int = 0,
    ) -> None:
        """Starts at once and never blocks. `port`: the one to take if it is free."""
        self._data = board / FOLDER
        self._room = room
        self._lineage = lineage
        self._woken = woken
        self._lan = lan
        self._port = port
        self._lock = threading.Lock()
        self._news: News | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hosting", daemon=True)
        self._thread.start()

    @property
    def process(self) -> int | None:
        """Of the server, while it runs."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def take(self) -> News | None:
        """The latest news, once."""
        with self._lock:
            news, self._news = self._news, None
        return news

    def close(self) -> None:
        """End the server, which writes what it holds first; waits for that."""
        self._over.set()
        with self._lock:
            child = self._child
        if child is not None:
            _end(child)
        self._thread.join()

    # -- its thread

    def _run(self) -> None:
        backoff = Backoff(_PACE)
        while not self._over.is_set():
            began = time.monotonic()
            reason = self._serve()
            if self._over.is_set():
                return
            self._tell(News(reason=reason))
            self._over.wait(backoff.after(time.monotonic() - began))

    def _serve(self) -> str:
        """One server from start to end; why it ended."""
        try:
            child = self._start()
        except OSError as error:
            return error.strerror or str(error)
        with self._lock:
            self._child = child
        if self._over.is_set():  # close() may have looked before there was one
            _end(child)
        errors = _Tail(child)
        assert child.stdout is not None
        for line in child.stdout:
            ready = _ready(line)
            if ready is not None:
                self._port = ready.port
                self._tell(News(ready))
        code = child.wait()
        why = errors.last() or f"exit code {code}"
        for pipe in (child.stdin, child.stdout, child.stderr):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        return why

    def _start(self) -> subprocess.Popen[bytes]:
        self._data.mkdir(exist_ok=True)
        known = filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])
        return subprocess.Popen(
            self._command(),
            stdin=subprocess.PIPE,  # it ends when this closes, so with us however we end
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(known)},
            start_new_session=True,  # Ctrl+C is for us
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def _command(self) -> list[str]:
        host = ["--host", "0.0.0.0", "--self-signed"] if self._lan else ["--host", "127.0.0.1"]
        port = self._port if self._port and _is_free(self._port) else 0
        options = ["--until-stdin-closes", "--json", "--port", str(port), *host]
        room = ["--room", self._room, "--lineage", self._lineage]
        # -P: what lies in the folder where the app was started is not to be imported
        program = [sys.executable, "-P", "-m", "main", "serve"]
        return [*program, "--data", str(self._data), *room, *options]

    def _tell(self, news: News) -> None:
        with self._lock:
            self._news = news
        self._woken()


class _Tail:
    """The last that a child said on stderr; read on, or it would stop once the pipe is full."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self._last = b""
        self._thread = threading.Thread(target=self._read, name="server log", daemon=True)
        self._thread.start()

    def last(self) -> str:
        self._thread.join(_PATIENCE)
        return self._last.decode("utf-8", "replace").strip()[-300:]

    def _read(self) -> None:
        assert self._child.stderr is not None
        for line in self._child.stderr:
            if line.strip():
                self._last = line


def _ready(line: bytes) -> Ready | None:
    """The line that says that the server listens. Any other is none of our business."""
    try:
        said: dict[str, Any] = json.loads(line)
        if said.get("ready") is not True:
            return None
        link = parse(str(said["owner_link"]))
        return Ready(link, int(said["port"]), str(said.get("fingerprint") or ""))
    except (ValueError, KeyError, TypeError, AttributeError, Trouble):
        return None


def _is_free(port: int) -> bool:
    import socket  # late: only where a board is shared

    with socket.socket() as probe:
        if os.name != "nt":  # as the server itself will: a port that has just been left is free
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("", port))
        except OSError:
            return False
    return True


def _end(child: subprocess.Popen[bytes]) -> None:
    """Ask it to end, wait, and kill it if it does not."""
    with suppress(OSError):
        if child.stdin is not None:
            child.stdin.close()
    try:
        child.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
