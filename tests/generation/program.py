"""A program that renders, as the app does: `python -m tests.generation.program FOLDER [SHOTS]`.

It says when frames are being drawn, and by which process; it ends in good order at Ctrl+C. Given a
number of shots it queues so many short ones, unless they are queued already, and goes on with them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from assets.store import Store
from generation.catalogue import read
from generation.fingerprint import content_key
from generation.jobs import Jobs, Wanted
from tests.generation.conftest import MANIFESTS, App, shot


def main(folder: Path) -> None:
    jobs = Jobs(folder / "jobs.sqlite")
    app = App(jobs, Store(folder / "media"), read([MANIFESTS]))
    tally = folder / "tally"
    job = app.render(f"tally {tally}", "slow 0.02", frames=150)
    app.drawing(job, done=3)
    try:
        print(tally.read_text().split()[0], flush=True)  # noqa: T201 - what the test waits for
        time.sleep(600)
    except KeyboardInterrupt:
        app.supervisor.close()
        jobs.close()


def main_of_many(folder: Path, shots: int) -> None:
    jobs, store = Jobs(folder / "jobs.sqlite"), Store(folder / "media")
    store.sweep()
    app = App(jobs, store, read([MANIFESTS]))
    if jobs.listing():
        jobs.resume()
        app.supervisor.wake()
    else:
        cues = f"tally {folder / 'tally'}", "slow 0.02"
        wanted = [shot(*cues, seed=seed) for seed in range(shots)]
        app.supervisor.submit(
            Wanted(node="n", key=content_key(one, app.catalogue), request=one) for one in wanted
        )
    time.sleep(600)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main_of_many(Path(sys.argv[1]), int(sys.argv[2]))
    else:
        main(Path(sys.argv[1]))
