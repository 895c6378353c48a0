"""Rooms to be measured: ours and y-websocket 2.1.0, each a process of its own on this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from benchmarks.peers import npm

ROOT = Path(__file__).resolve().parent.parent.parent
PEERS = Path(__file__).parent / "collab"
TICKS = os.sysconf("SC_CLK_TCK")
LINEAGE = "benchmark-lineage"
ROOM = "bench"


class Room:
    """A server that holds one room, from __enter__ to __exit__."""

    name = ""
    own = False
    url = ""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._folder = Path(tempfile.mkdtemp(prefix="shotweave-bench-"))

    def __enter__(self) -> Self:
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        process = self._process
        if process is not None:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid


class YWebsocket(Room):
    """The peer that everybody knows: y-websocket's own server, memory only."""

    name = "y-websocket 2.1.0"

    def __enter__(self) -> Self:
        server = npm.installed(PEERS) / "y-websocket" / "bin" / "server.cjs"
        port = _free_port()
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port)}
        self._process = subprocess.Popen(
            ["node", str(server)], env=environment, stdout=subprocess.DEVNULL, text=True
        )
        _wait_for(port)
        self.url = f"ws://127.0.0.1:{port}/{ROOM}"
        return self


class Shotweave(Room):
    """Ours, as it is served to people: with the gate, the journal and tokens."""

    name = "shotweave"
    own = True

    def __init__(self, lineage: str = LINEAGE) -> None:
        super().__init__()
        self._lineage = lineage

    def __enter__(self) -> Self:
        wanted = f"--host 127.0.0.1 --port 0 --room {ROOM} --lineage {self._lineage} --json"
        command = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(self._folder)]
        self._process = subprocess.Popen(
            [*command, *wanted.split()],
            stdout=subprocess.PIPE,
            stderr=(self._folder / "log").open("wb"),
            text=True,
            cwd=ROOT,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith('{"ready"'):
            said = line + self._process.stdout.read()
            raise RuntimeError(said + (self._folder / "log").read_text("utf-8")[-2000:])
        self.said: dict[str, Any] = json.loads(line)
        self.link = str(self.said["owner_link"])
        self.token = self.link.partition("#")[2]
        self.url = f"ws://127.0.0.1:{self.said['port']}/v1/{ROOM}?token={self.token}"
        return self


class Plain(Shotweave):
    """The same, spoken to as a stock Yjs client does."""

    name = "shotweave, plain y-websocket clients"
    own = False


def cpu_seconds(pid: int) -> float:
    """What a process has spent so far, with the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return sum(int(fields[at]) for at in (11, 12, 13, 14)) / TICKS


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


def crowd(room: Room, **plan: Any) -> dict[str, Any]:
    """Let a crowd loose on a room; what it saw, and what the server spent meanwhile."""
    given = {"url": room.url, "own": room.own, "lineage": LINEAGE if room.own else "", **plan}
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peers.crowd"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(given) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "go\n":
            raise RuntimeError(f"the crowd could not enter {room.name}")
        spent = cpu_seconds(room.pid)
        line = process.stdout.readline()
        spent = cpu_seconds(room.pid) - spent
    if not line:
        raise RuntimeError(f"the crowd at {room.name} said nothing")
    seen: dict[str, Any] = json.loads(line)
    seen["server_cpu"] = round(spent / seen["seconds"], 3)
    out = max(seen["frames"], seen["delivered"])
    seen["us_per_delivery"] = round(spent / max(out, 1) * 1e6, 2)
    seen["rss_mb"] = round(resident_mb(room.pid), 1)
    return seen


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return
