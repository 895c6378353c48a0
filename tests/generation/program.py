"""A program that renders, as the app does: `python -m tests.generation.program FOLDER`.

It says when frames are being drawn, and by which process; it ends in good order at Ctrl+C.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from assets.store import Store
from generation.catalogue import read
from generation.jobs import Jobs
from tests.generation.conftest import MANIFESTS, App


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


if __name__ == "__main__":
    main(Path(sys.argv[1]))
