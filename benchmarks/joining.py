"""A board of 10,000 nodes in a room, as the app has it: joining, work offline, others' moves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.peers import rooms

if TYPE_CHECKING:
    from canvas.app.session import Session

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
OFFLINE = 5000
MOVERS, HZ, SECONDS = 5, 60.0, 8.0
WARM = 2.0


def until(happens: Callable[[], bool], *sessions: Session, what: str) -> float:
    """Drain until something is so, as a window's event loop does; how long it took."""
    began = time.perf_counter()
    while not happens():
        if time.perf_counter() - began > PATIENCE:
            raise RuntimeError(f"waited in vain: {what}")
        more = [session.drain() for session in sessions]
        if not any(more):
            time.sleep(0.001)
    return time.perf_counter() - began


def settled(session: Session) -> Callable[[], bool]:
    def is_settled() -> bool:
        standing = session.together.standing
        return standing.state == "live" and not standing.unsaved

    return is_settled


@contextmanager
def owned(folder: Path, nodes: int) -> Iterator[tuple[Session, rooms.Shotweave]]:
    """The owner's board of so many nodes, live in a room of its own server."""
    from benchmarks.growth import large
    from canvas.app import joining
    from canvas.app.session import Session
    from canvas.app.settings import Settings
    from collab.roles import Role

    board = large(nodes)
    fetched = joining.Fetched(board.meta.lineage, "", Role.owner, "", "", (board.encode(),))
    path = joining.write(fetched, folder, "Owner")
    settings = Settings(person="owner")
    with (
        rooms.Shotweave(lineage=board.meta.lineage) as room,
        Session.open(path, settings=settings) as session,
    ):
        session.together.join(room.link)
        until(settled(session), session, what="the owner's board in the room")
        yield session, room


def join(nodes: int, rounds: int) -> dict[str, float]:
    """From the link to the board that can be worked on, each time in a fresh process."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["SHOTWEAVE_HOME"] = str(Path(place) / "home")
        with owned(Path(place), nodes) as (_, room):
            runs = [in_child("join", room.link) for _ in range(rounds)]
    return {name: round(median(run[name] for run in runs), 3) for name in runs[0]}


def in_child(what: str, link: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.joining", what, link],
            cwd=ROOT,
            env={**os.environ, "SHOTWEAVE_HOME": home, "QT_QPA_PLATFORM": "offscreen"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def joined(link: str) -> dict[str, float]:
    """In the child."""
    from canvas.app.joining import join as fetch
    from canvas.app.session import Session
    from canvas.app.settings import Settings

    settings = Settings(person="guest")
    began = time.perf_counter()
    path = fetch(link, Path(os.environ["SHOTWEAVE_HOME"]), settings)
    fetched = time.perf_counter() - began
    with Session.open(path, settings=settings) as session:
        opened = time.perf_counter() - began
        nodes = len(session.board.nodes)
        session.together.resume()
        until(settled(session), session, what="live")
        live = time.perf_counter() - began
    return {"fetched_s": fetched, "board_s": opened, "live_s": live, "nodes": float(nodes)}


def merge(nodes: int, rounds: int) -> dict[str, float]:
    """Edits made while away: from coming back until the room has them all on its disk, and until
    the owner, who edited too, sees them."""
    from canvas.app.joining import join as fetch
    from canvas.app.session import Session
    from canvas.app.settings import Settings
    from canvas.document.edits import SetNode

    safe, seen = [], []
    with tempfile.TemporaryDirectory() as place:
        os.environ["SHOTWEAVE_HOME"] = str(Path(place) / "home")
        with owned(Path(place), nodes) as (owner, room), ExitStack() as stack:
            os.environ["SHOTWEAVE_HOME"] = str(Path(place) / "guest")
            settings = Settings(person="guest")
            path = fetch(room.link, Path(place), settings)
            guest = stack.enter_context(Session.open(path, settings=settings))
            ids = list(guest.board.nodes)
            for turn in range(rounds):
                guest.together.leave()
                for at in range(OFFLINE):
                    where = (float(at), float(turn))
                    guest.apply(SetNode(ids[at % len(ids)], pos=where), gesture=f"{turn} {at}")
                for at in range(500):
                    owner.apply(SetNode(ids[-at - 1], title=f"{turn} {at}"))
                guest.flush()
                last = ids[(OFFLINE - 1) % len(ids)]
                wanted = guest.board.nodes[last].pos
                began = time.perf_counter()
                guest.together.resume()
                until(settled(guest), guest, owner, what="safe in the room")
                safe.append(time.perf_counter() - began)
                until(lambda: owner.board.nodes[last].pos == wanted, owner, guest, what="seen")  # noqa: B023
                seen.append(time.perf_counter() - began)
            same = owner.board.registers() == guest.board.registers()
    if not same:
        raise RuntimeError("the boards differ")
    return {"edits": OFFLINE, "safe_s": round(median(safe), 3), "seen_s": round(median(seen), 3)}


def moves(nodes: int, rounds: int) -> dict[str, float]:
    """In the real window, offscreen: from the sending of a move to the row that painting reads."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["SHOTWEAVE_HOME"] = str(Path(place) / "home")
        with owned(Path(place), nodes) as (session, room):
            plan = {"url": room.url, "lineage": session.board.meta.lineage, "people": MOVERS}
            os.environ["SHOTWEAVE_MOVERS"] = json.dumps({**plan, "hz": HZ, "seconds": SECONDS})
            runs = [in_child("moves", room.link) for _ in range(rounds)]
    return {name: round(median(run[name] for run in runs), 2) for name in runs[0]}


def watched(link: str) -> dict[str, float]:
    """In the child: a window on the board, and what comes into it."""
    from PySide6.QtCore import QEventLoop, QTimer

    from benchmarks.peers.movers import clock
    from canvas.app.joining import join as fetch
    from canvas.app.session import Session
    from canvas.app.settings import Settings
    from canvas.document.change import Change
    from canvas.ui.application import prepare
    from canvas.ui.desk import Desk
    from canvas.ui.main_window import MainWindow

    settings = Settings(person="guest", toured=True)
    path = fetch(link, Path(os.environ["SHOTWEAVE_HOME"]), settings)
    app = prepare([])
    session = Session.open(path, settings=settings)
    window = MainWindow(session, Desk(app))
    window.resize(1600, 900)
    window.show()
    delays: list[float] = []
    table = window.editor.table

    def hear(change: Change) -> None:
        now = clock()
        for id in change.updated.get("nodes", {}):
            row = table.row(id)
            assert row is not None
            delays.append((now - float(table.x[row])) % 1 * 1000)

    def turn(happens: Callable[[], bool]) -> None:
        """Let the window's own event loop run until something is so."""
        deadline = time.monotonic() + PATIENCE
        loop, timer = QEventLoop(), QTimer(interval=100)
        timer.timeout.connect(
            lambda: loop.quit() if happens() or time.monotonic() > deadline else None
        )
        timer.start()
        loop.exec()

    session.together.resume()
    turn(settled(session))
    window.editor.camera = replace(window.editor.camera, zoom=1.0)  # where people work
    turn(lambda: window.view.at_rest)
    session.board.listen(hear)  # after the editor, whose rows are then as they will be painted
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.peers.movers"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as movers:
        assert movers.stdin is not None
        movers.stdin.write(os.environ["SHOTWEAVE_MOVERS"] + "\n")
        movers.stdin.flush()
        spent = time.process_time()
        wanted = round(MOVERS * HZ * SECONDS)
        turn(lambda: len(delays) >= wanted or movers.poll() is not None)
        spent = time.process_time() - spent
        movers.communicate()
    count = len(delays)
    del delays[: round(MOVERS * HZ * WARM)]  # what is done for the first time
    delays.sort()
    at = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    found = {name: delays[min(int(len(delays) * s), len(delays) - 1)] for name, s in at.items()}
    sys.stdout.write(
        json.dumps({**found, "moves": count, "cpu_ms_per_move": 1000 * spent / max(count, 1)})
        + "\n"
    )
    sys.stdout.flush()
    os._exit(0)  # everything has been said


if __name__ == "__main__":
    what, link = sys.argv[1:]
    sys.stdout.write(json.dumps(joined(link) if what == "join" else watched(link)) + "\n")
