"""Files on their way to a room and back, on this machine: how fast, and what it costs the edits.

up_mib_s      a file of --megabytes from a board's store to the server's disk, hashed and read back
down_mib_s    the same file from the room into another board's store, the same way
again_bytes   what a second person sends who has the same file
resume_share  the share of a file that is sent again after its sender was killed half way
p50, p99      milliseconds from an edit to its arrival at 20 clients of whom 5 write at 20 Hz: alone
              (`quiet`), and while files come and go all the time (`busy`); `ratio` is their p99s'

The server is `main.py serve` with its gate, journal and tokens; the senders are a process of their
own at nice 10, as they would be on another machine. Medians of --rounds. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assets.store import Store  # noqa: E402  # the path has to be set first
from benchmarks.peers import rooms  # noqa: E402
from canvas.app.session import Session  # noqa: E402
from canvas.app.settings import Settings  # noqa: E402
from canvas.document.edits import AddAsset  # noqa: E402
from canvas.document.records import Asset  # noqa: E402
from collab.dialling import Address  # noqa: E402
from collab.exchange import Came, File, Given, Linked, Moving  # noqa: E402
from collab.parcel import Rank  # noqa: E402
from collab.transfer import Transfer  # noqa: E402

PATIENCE = 300.0


class Somebody:
    """A person with a store, and an ear for what comes of it."""

    def __init__(self, room: rooms.Shotweave, place: Path) -> None:
        self._bell = threading.Event()
        self.store = Store(place)
        self.transfer = Transfer(self.store, woken=self._bell.set)
        url = f"ws://127.0.0.1:{room.said['port']}/v1/media/{rooms.ROOM}"
        self.transfer.connect(Address(url, room.token))
        self.heard: list[Any] = []

    def until(self, true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            self._bell.clear()
            self.heard += self.transfer.take()
            if true():
                return
            if time.monotonic() > deadline:
                raise TimeoutError(str(self.heard[-3:]))
            self._bell.wait(0.2)

    def heard_of(self, kind: type[Came | Given], hash: str) -> bool:
        return any(isinstance(one, kind) and one.hash == hash for one in self.heard)


def made(megabytes: int) -> tuple[bytes, File]:
    data = os.urandom(megabytes << 20)
    hash = sha256(data).hexdigest()
    return data, File(hash, hash, Rank.original, ".mp4", len(data))


@contextmanager
def naming(place: Path, files: list[File]) -> Iterator[rooms.Shotweave]:
    """A room whose board names these files, as where a person has brought them in."""
    os.environ["SHOTWEAVE_HOME"] = str(place / "home")
    settings = Settings(person="bench", name="Bench")
    assets = [
        Asset(hash=f.hash, kind="video", mime="video/mp4", suffix=f.suffix, bytes=f.bytes or 0)
        for f in files
    ]
    with Session.create(place / "Film", settings=settings) as session:
        session.apply(*(AddAsset(one) for one in assets))
        with rooms.Shotweave(session.board.meta.lineage) as room:
            session.together.join(room.link)
            together = session.together
            until(session, lambda: together.state == "live" and together.standing.saved_there)
            session.together.stop()
            yield room


def until(session: Session, true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        session.drain()
        time.sleep(0.01)
        if time.monotonic() > deadline:
            raise TimeoutError(str(session.together.standing))


def speeds(megabytes: int, place: Path) -> dict[str, float]:
    """One file up and down, by people who never saw it."""
    data, file = made(megabytes)
    with naming(place / "board", [file]) as room:
        ann, bob, cy = (Somebody(room, place / who) for who in ("ann", "bob", "cy"))
        for one in (ann, cy):
            one.store.put_bytes(data, ".mp4")
        for one in (ann, bob, cy):
            one.until(lambda one=one: any(isinstance(news, Linked) for news in one.heard))  # type: ignore[misc]
        began = time.perf_counter()
        ann.transfer.know([file])
        ann.until(lambda: ann.heard_of(Given, file.hash))
        up, began = time.perf_counter() - began, time.perf_counter()
        bob.transfer.know([file])
        bob.transfer.want(file.hash, Rank.original)
        bob.until(lambda: bob.heard_of(Came, file.hash))
        down = time.perf_counter() - began
        cy.transfer.know([file])
        cy.until(lambda: cy.heard_of(Given, file.hash))
        again = max((one.got for one in cy.heard if isinstance(one, Moving)), default=0)
        for one in (ann, bob, cy):
            one.transfer.close()
    return {"up_mib_s": megabytes / up, "down_mib_s": megabytes / down, "again_bytes": again}


def resumed(megabytes: int, place: Path) -> float:
    """Kill a sender half way; how much of the file the next one sends that had come."""
    data, file = made(megabytes)
    with naming(place / "board", [file]) as room:
        Store(place / "ann").put_bytes(data, ".mp4")
        sender = churning(room, place / "ann", [file], once=True)
        came = Path(room._folder)
        while not (half := [p for p in came.rglob(f"incoming/{file.hash}*")
                            if p.stat().st_size > len(data) // 2]):  # fmt: skip
            time.sleep(0.002)
        sender.send_signal(signal.SIGKILL)
        sender.communicate()
        time.sleep(0.3)
        before = half[0].stat().st_size
        ann = Somebody(room, place / "ann")
        ann.transfer.know([file])
        ann.until(lambda: ann.heard_of(Given, file.hash))
        first = next((one.got for one in ann.heard if isinstance(one, Moving)), before)
        ann.transfer.close()
    return max(0.0, (before - first) / len(data))


def churning(
    room: rooms.Shotweave, place: Path, files: list[File], *, once: bool = False
) -> subprocess.Popen[str]:
    """A process that sends these files, and unless `once` fetches them again and again."""
    plan = {
        "port": room.said["port"], "token": room.token, "place": str(place), "once": once,
        "files": [[one.hash, one.bytes] for one in files],
    }  # fmt: skip
    command = [sys.executable, __file__, "--churn", json.dumps(plan)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def churn(plan: dict[str, Any]) -> None:
    """Send and fetch until the input closes."""
    os.nice(10)
    url = f"ws://127.0.0.1:{plan['port']}/v1/media/{rooms.ROOM}"
    files = [File(hash, hash, Rank.original, ".mp4", size) for hash, size in plan["files"]]
    over = threading.Event()

    def listen() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=listen, daemon=True).start()
    ann = Transfer(Store(Path(plan["place"])))
    ann.know(files)
    ann.connect(Address(url, plan["token"]))
    sys.stdout.write("on\n")
    sys.stdout.flush()
    number = moved = 0
    while not over.is_set() and not plan["once"]:
        number += 1
        with tempfile.TemporaryDirectory() as folder:
            bell = threading.Event()
            bob = Transfer(Store(Path(folder)), woken=bell.set)
            bob.know(files)
            for one in files:
                bob.want(one.hash, Rank.original)
            bob.connect(Address(url, plan["token"]))
            left = {one.hash for one in files}
            while left and not over.is_set():
                bell.wait(0.1)
                bell.clear()
                for news in bob.take():
                    if isinstance(news, Came):
                        left.discard(news.hash)
                        moved += dict(plan["files"])[news.hash]
            bob.close()
    over.wait()
    ann.close()
    sys.stdout.write(f"{moved}\n")


def edits(place: Path, seconds: float, megabytes: int, *, files: bool) -> dict[str, float]:
    """How long edits take on their way, with or without files that come and go meanwhile."""
    data, file = made(megabytes)
    with naming(place / "board", [file]) as room:
        if files:
            Store(place / "ann").put_bytes(data, ".mp4")
        process = churning(room, place / "ann", [file]) if files else None
        lineage = str(room._lineage)
        seen = rooms.crowd(room, seconds=seconds, clients=20, writers=5, lineage=lineage)
        made_up = {"p50_ms": seen["p50_ms"], "p99_ms": seen["p99_ms"]}
        if process is not None:
            told, _ = process.communicate()
            made_up["mib_s"] = (int(told or 0) >> 20) / seen["seconds"]
    return made_up


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--megabytes", type=int, default=512)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--churn", default="")
    options = parser.parse_args()
    if options.churn:
        churn(json.loads(options.churn))
        return
    runs = [measured(options) for _ in range(options.rounds)]
    figures = {what: round(median(run[what] for run in runs), 2) for what in runs[0]}
    result = {"benchmark": "transfer", "megabytes": options.megabytes, **figures}
    sys.stdout.write(json.dumps(result) + "\n")


def measured(options: argparse.Namespace) -> dict[str, float]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="shotweave-bench-") as folder:
        place = Path(folder)
        found |= speeds(options.megabytes, place / "speeds")
        found["resume_share"] = resumed(options.megabytes, place / "resumed")
        for what, files in (("quiet", False), ("busy", True)):
            seen = edits(place / what, options.seconds, options.megabytes, files=files)
            found |= {f"{what}_{name}": value for name, value in seen.items()}
    found["ratio"] = found["busy_p99_ms"] / max(found["quiet_p99_ms"], 0.001)
    return found


if __name__ == "__main__":
    main()
