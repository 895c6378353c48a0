"""The queue of a board: how long it takes to queue, to begin, to show and to put in order 500
renders, and to find that a shot of 1,000 has been rendered before. Prints one JSON line.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

from assets.store import Store
from benchmarks.rerender import LARGE, film, milliseconds, render_all
from canvas.app.queue import Queue
from canvas.app.rendering import Rendering
from canvas.document.board import Board
from canvas.document.edits import TypeText
from generation.compile import Planned, plan, watch

JOBS, ROUNDS = 500, 21


def rendering(board: Board, folder: Path) -> Rendering:
    """As a session has it, told to pause: nothing is drawn here."""
    made = Rendering(
        board,
        folder / "jobs.sqlite",
        Store(folder / "media"),
        apply=lambda *_, **__: None,
        tell=lambda _notice: None,
        woken=lambda: None,
        readonly=False,
    )
    made.jobs.pause()
    return made


def each(work: Callable[[int], object]) -> float:
    """The median of several rounds, in milliseconds."""
    return median(milliseconds(lambda: work(number)) for number in range(ROUNDS))  # noqa: B023


def cache_hit(board: Board) -> float:
    """From an edit that was made and rendered before to the plan that says so."""
    times = []
    for number in range(ROUNDS):
        board.apply(TypeText("words5", 0, 0, "x"))
        render_all(board)
        board.apply(TypeText("words5", 0, 1, ""))
        began = time.perf_counter()
        found = plan(board, ["clip5"])
        times.append((time.perf_counter() - began) * 1000)
        if found.jobs or "clip5" not in found.fresh:
            raise SystemExit(f"round {number}: rendered again")
    return median(times)


def main() -> None:
    large = film(LARGE)
    watch(large)
    with tempfile.TemporaryDirectory() as place:
        made = rendering(large, Path(place))
        queue, jobs = Queue(made, lambda _notice: None), made.jobs
        planned: list[Planned] = [
            replace(job, person=f"person {at % 3}", needs=())
            for at, job in enumerate(plan(large).jobs[:JOBS])
        ]
        add = milliseconds(lambda: jobs.add_all(planned))
        show = each(lambda _number: queue.snapshot())
        order = [job.id for job in jobs.listing()]
        move = each(lambda number: jobs.move([order[-number - 1]], order[number]))
        jobs.resume()
        begin = each(lambda _number: jobs.next(()))
        made.close()
    render_all(large)
    result = {
        "benchmark": "queue",
        "jobs": JOBS,
        "add_all_ms": round(add, 1),
        "snapshot_ms": round(show, 2),
        "move_ms": round(move, 2),
        "next_ms": round(begin, 2),
        "cache_hit_of_1000_ms": round(cache_hit(large), 2),
    }
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
