"""Hours of bad luck in a minute: many shots, and a render process that keeps being killed."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from pathlib import Path

import pytest

from generation.contract import WorkerLost
from generation.jobs import ENDED
from tests.generation.conftest import App, until

SHOTS, KILLS = 500, 20


@pytest.mark.soak
@pytest.mark.skipif(os.name != "posix", reason="speaks of POSIX signals")
def test_no_shot_is_lost_or_finished_twice_however_often_its_process_is_killed(
    app: App, tmp_path: Path
) -> None:
    tally, chance = tmp_path / "tally", random.Random(7)
    jobs = [app.render(f"tally {tally}", "slow 0.002", seed=seed) for seed in range(SHOTS)]
    done = threading.Event()

    def kill_now_and_then() -> None:
        for _ in range(KILLS):
            if done.wait(chance.uniform(0.2, 1.5)):
                return
            newest = int(tally.read_text().split("\n")[-2].split()[0])
            try:
                os.kill(newest, signal.SIGKILL)
            except ProcessLookupError:
                continue

    until(lambda: tally.exists() and tally.stat().st_size > 0)
    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    try:
        ended = [app.end_of(job) for job in jobs]
    finally:
        done.set()
        killer.join()
    assert all(job.state == "done" or isinstance(job.trouble, WorkerLost) for job in ended)
    assert sum(job.tries > 1 for job in ended) > 0
    endings = Counter(event.job.id for event in app.events if event.state in ENDED)
    assert endings == {job.id: 1 for job in jobs}
    stored = {event.result.asset for event in app.events if event.result}
    assert all(app.store.verify(hash) for hash in stored)
    assert not list((app.store.root / "incoming").iterdir())
