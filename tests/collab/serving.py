"""A real server for anybody's tests, on a port of its own: a process, or a thread of this one.

with Served(tmp_path / "data") as server:                 # main.py serve
    server.url(Role.editor)                               # ws://127.0.0.1:port/v1/film?token=...
    server.kill(); server.start()                         # kill -9, and back on the same port

with ServedHere(tmp_path / "data") as server:             # in a thread: quick to start
    server.house.rooms["film"]
"""

from __future__ import annotations

import asyncio
import io
import json
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Self

from collab.auth import Claims, Keys
from collab.links import Link, parse
from collab.roles import Role
from collab.server.certificate import self_signed
from collab.server.founding import invite
from collab.server.house import House
from collab.server.log import Log
from collab.server.places import keys_file
from collab.server.serving import Options, Running, running

ROOT = Path(__file__).resolve().parents[2]
ROOM = "film"
LINEAGE = "lineage-of-the-film"


class _Reached:
    """What both kinds of server offer."""

    data: Path
    port: int
    room: str
    owner: str
    """The owner's token."""
    tls: bool
    fingerprint: str

    def token(self, role: Role = Role.editor, *, days: int = 0) -> str:
        """Of a new link."""
        if role == Role.owner:
            return self.owner
        return invite(self.data, Keys.open(keys_file(self.data)), self.room, role, days)[1]

    def personal(self, user: str, role: Role = Role.editor, *, seconds: float = 3600) -> str:
        """A token that names its user."""
        claims = Claims(self.room, role, int(time.time() + seconds), user)
        return Keys.open(keys_file(self.data)).sign(claims)

    def link_of(self, token: str) -> str:
        """The id of the link by which this token came."""
        return Keys.open(keys_file(self.data)).identity(token).link

    def owner_of(self, room: str) -> str:
        """The owner's token of another room on this server."""
        return invite(self.data, Keys.open(keys_file(self.data)), room, Role.owner, 0)[1]

    def address(self, room: str, token: str) -> str:
        scheme = "wss" if self.tls else "ws"
        return f"{scheme}://127.0.0.1:{self.port}/v1/{room}?token={token}"

    def link(self, role: Role = Role.editor) -> Link:
        return Link("127.0.0.1", self.port, self.room, self.token(role), self.tls, self.fingerprint)

    def url(self, who: Role | str = Role.editor) -> str:
        """For a role, or with a token; plain and subprotocol clients alike."""
        token = self.token(who) if isinstance(who, Role) else who
        return self.address(self.room, token)

    @property
    def web(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"


class Served(_Reached):
    """`main.py serve` with one room, found for LINEAGE; ends with the block, however it ended."""

    def __init__(
        self, data: Path, *more: str, room: str = ROOM, lineage: str = LINEAGE, tls: bool = False
    ) -> None:
        self.data, self.room, self.tls = data, room, tls
        self.port = 0
        self._lineage = lineage
        self._more = (*more, *(["--self-signed"] if tls else []))
        self._line: list[str] = []
        self.process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    @property
    def log(self) -> Path:
        """What it wrote on stderr, all starts together."""
        return self.data.with_name(self.data.name + ".log")

    def events(self, name: str = "") -> list[dict[str, object]]:
        lines = [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]
        return [line for line in lines if not name or line["event"] == name]

    def around(self, line: list[str]) -> Self:
        """Start it by this line in place of ours."""
        self._line = line
        return self

    def start(self) -> None:
        """Also again, on the port that it had."""
        self.data.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(self.data)]
        command += ["--host", "127.0.0.1", "--port", str(self.port), "--room", self.room]
        command += ["--lineage", self._lineage, "--json", "--until-stdin-closes", *self._more]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self._line or command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                cwd=ROOT,
            )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.log.read_text("utf-8")[-3000:]
        said = json.loads(line)
        self.port, self.fingerprint = int(said["port"]), str(said["fingerprint"])
        self.owner = parse(said["owner_link"]).token

    def kill(self) -> None:
        """kill -9, and wait for it."""
        if self.process is not None:
            self.process.kill()
            self.reap()

    def stop(self, timeout: float = 30) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.reap(timeout)

    def let_go(self, timeout: float = 30) -> int:
        """Close its stdin, as the end of whoever started it does; its exit code."""
        assert self.process is not None
        assert self.process.stdin is not None
        self.process.stdin.close()
        return self.reap(timeout)

    def reap(self, timeout: float = 30) -> int:
        """Wait for its end; its exit code."""
        process, self.process = self.process, None
        assert process is not None
        try:
            code = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        return code


class ServedHere(_Reached):
    """The same server on a thread of this process; `call` runs something on its loop."""

    def __init__(self, data: Path, options: Options | None = None, *, tls: bool = False) -> None:
        options = options or Options(data, room=ROOM, lineage=LINEAGE)
        self.data, self.room, self.tls = data, options.room, tls
        certificate = self_signed(data) if tls else None
        self._options = replace(options, data=data, certificate=certificate)
        self._words = io.StringIO()
        self._ready = threading.Event()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="server")

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(30)
        if self._failed is not None:
            self._thread.join()
            raise self._failed
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        if self._thread.is_alive():
            self.loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(30)
            assert not self._thread.is_alive(), "the server does not end"

    def events(self, name: str = "") -> list[dict[str, object]]:
        lines = [json.loads(line) for line in self._words.getvalue().splitlines()]
        return [line for line in lines if not name or line["event"] == name]

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as error:  # told to whoever waits for the server
            self._failed = error
            self._ready.set()

    async def _serve(self) -> None:
        self.loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with running(self._options, Log(self._words)) as server:
            self._here(server)
            self._ready.set()
            await self._stop.wait()

    def _here(self, server: Running) -> None:
        self.port, self.owner, self.house = server.port, server.owner, server.house
        self.fingerprint = server.address.fingerprint

    house: House
