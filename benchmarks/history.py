"""Scrubbing through the past of 10,000 nodes in the whole window, pictures and all.

Makes a board of 10,000 nodes (words, pictures and clips; 8,700 links) and 2,000 changes of it, then
opens its history. Prints one JSON line, in milliseconds: `list_ms` until the steps are listed,
`first_ms` until the first moment is painted, `still_ms` the longest time for which the window stood
still meanwhile, `step_ms` and `step_p95_ms` for a step back with its frame, `leap_ms` for one over
200 steps, `load_ms` for loading the board once (Board.load); and `ratio`, of a step to that.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

NODES, CHANGES, STEPS = 10_000, 2_000, 200


def make(path: Path) -> None:
    """A board on which somebody has moved things about."""
    from benchmarks.canvas_open import make_board
    from canvas.app.commands.nodes import move_nodes
    from canvas.app.session import Session
    from canvas.app.settings import Settings

    make_board(path, NODES)
    dice = random.Random(5)
    with Session.open(path, settings=Settings(person="benchmark")) as session:
        ids = list(session.board.nodes)
        for _ in range(CHANGES):
            some = dice.sample(ids, 3)
            move_nodes(session, some, dice.randint(-40, 40), dice.randint(-40, 40))
        session.flush()


def measure(path: Path) -> dict[str, Any]:
    from canvas.ui.application import prepare
    from canvas.ui.desk import Desk
    from canvas.ui.history import HistoryDock

    app = prepare([])
    desk = Desk(app)
    assert desk.open(path)
    window = desk.board
    assert window is not None
    window.resize(1912, 1096)
    _until(app, lambda: window.view.frames > 0 and window.view.at_rest)
    [dock] = [part for part in window.parts if isinstance(part, HistoryDock)]
    found: dict[str, Any] = {}
    started = time.perf_counter()
    dock.toggle()
    travel, known = dock.travel, dock.chronicle
    assert travel is not None
    assert known is not None
    _until(app, lambda: bool(known.moments))
    found["list_ms"] = _ms(started)
    started = time.perf_counter()
    last = known.moments[-1].number
    travel.go_to(last)
    found["still_ms"] = _until(
        app, lambda: travel.over is not None and travel.over.canvas.frames > 0
    )
    found["first_ms"] = _ms(started)
    over = travel.over
    assert over is not None
    _until(app, lambda: over.canvas.at_rest)
    found |= _walked(travel, over, last)
    found["load_ms"] = _loaded(window.session.journal.at(last))
    found["ratio"] = round(found["step_ms"] / found["load_ms"], 4)
    desk.close()
    return found


def _walked(travel: Any, over: Any, last: int) -> dict[str, float]:
    """Step by step back, then at once to the end, each with its frame."""
    times = []
    for number in range(last - 1, last - 1 - STEPS, -1):
        started = time.perf_counter()
        travel.go_to(number)
        over.canvas.repaint()
        times.append(_ms(started))
    started = time.perf_counter()
    travel.go_to(last)
    over.canvas.repaint()
    return {
        "step_ms": round(statistics.median(times), 1),
        "step_p95_ms": round(statistics.quantiles(times, n=20)[-1], 1),
        "leap_ms": _ms(started),
    }


def _loaded(updates: tuple[bytes, ...]) -> float:
    from canvas.document.board import Board

    started = time.perf_counter()
    Board.load(updates, person="")
    return _ms(started)


def _until(app: Any, happens: Callable[[], bool], *, seconds: float = 60) -> float:
    """Serve the window until something has happened; the longest turn, in milliseconds."""
    longest, deadline = 0.0, time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < deadline
        started = time.perf_counter()
        app.processEvents()
        longest = max(longest, _ms(started))
    return longest


def _ms(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 1)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="shotweave-history-") as folder:
        os.environ["SHOTWEAVE_HOME"] = folder
        path = Path(folder, "Large.shotweave")
        make(path)
        print(json.dumps({"nodes": NODES, "changes": CHANGES, **measure(path)}))


if __name__ == "__main__":
    main()
