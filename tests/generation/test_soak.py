"""Hours of bad luck in a minute: many shots, a render process that keeps being killed, and a
program that is."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest

from assets.store import Store
from generation.catalogue import Catalogue, installed
from generation.contract import ShotRequest, Slate, WorkerLost
from generation.jobs import ENDED, Job, Jobs
from generation.memory import resident
from tests.generation.conftest import App, exists, until
from tests.generation.test_supervisor import drawn

pytestmark = pytest.mark.skipif(os.name != "posix", reason="speaks of POSIX signals")

GROWTH = 1.05
"""What a render process may hold after many shots of what it held after a few."""


@pytest.mark.parametrize(
    ("shots", "kills"), [(40, 3), pytest.param(500, 20, marks=pytest.mark.soak)]
)
def test_no_shot_is_lost_or_done_twice_however_often_its_process_is_killed(
    app: App, tmp_path: Path, shots: int, kills: int
) -> None:
    tally, chance = tmp_path / "tally", random.Random(shots)
    jobs = [app.render(f"tally {tally}", "slow 0.002", seed=seed) for seed in range(shots)]
    killed = 0
    for at in sorted(chance.sample(range(1, shots - 1), kills)):
        until(lambda at=at: len(drawn(tally)) > at)  # type: ignore[misc]  # its own number
        try:
            os.kill(int(drawn(tally)[-1].split()[0]), signal.SIGKILL)
            killed += 1
        except ProcessLookupError:  # the last kill has only just been seen
            continue
    ended = [app.end_of(job) for job in jobs]
    assert killed > kills / 2
    assert all(job.state == "done" or isinstance(job.trouble, WorkerLost) for job in ended)
    assert sum(job.state == "done" for job in ended) > shots - kills
    assert len({line.split()[0] for line in drawn(tally)}) > kills / 2
    all_is_well(app, jobs)


def all_is_well(app: App, jobs: list[Job]) -> None:
    """Every job ended once, and everything that was made is whole and all that is there."""
    endings = Counter(event.job.id for event in app.events if event.state in ENDED)
    assert endings == {job.id: 1 for job in jobs}
    assert app.jobs.count("queued", "running", "lost") == 0
    stored = {event.result.asset for event in app.events if event.result}
    assert all(app.store.verify(hash) for hash in stored)
    assert not list((app.store.root / "incoming").iterdir())


@pytest.mark.parametrize(
    ("shots", "deaths"), [(12, 2), pytest.param(200, 12, marks=pytest.mark.soak)]
)
def test_no_shot_is_lost_or_done_twice_however_often_the_program_is_killed(
    tmp_path: Path, catalogue: Catalogue, shots: int, deaths: int
) -> None:
    """Each time it is started again, and goes on with what it had queued."""
    tally, chance = tmp_path / "tally", random.Random(shots)
    for at in sorted(chance.sample(range(1, shots * 2 // 3), deaths)):
        run_until(tmp_path, shots, at)
    jobs, store = Jobs(tmp_path / "jobs.sqlite"), Store(tmp_path / "media")
    store.sweep()
    app = App(jobs, store, catalogue)
    try:
        left = [job for job in jobs.listing() if job.state != "done"]
        assert jobs.paused == (jobs.count("lost") > 0)
        jobs.resume()
        app.supervisor.wake()
        for job in left:
            assert app.end_of(job).state == "done"
        assert [job.state for job in jobs.listing()] == ["done"] * shots
        # what was under way at a death is begun again; nothing that was done is
        assert shots <= len(drawn(tally)) <= shots + deaths
        assert all(job.result and store.verify(job.result.asset) for job in jobs.listing())
    finally:
        app.supervisor.close()
        jobs.close()


def run_until(folder: Path, shots: int, at: int) -> None:
    """Run the program until it has begun so many shots, then kill it without a word."""
    tally = folder / "tally"
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.generation.program", str(folder), str(shots)],
        stdout=subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        start_new_session=True,
    )
    try:
        until(lambda: len(drawn(tally)) > at)
        worker = int(drawn(tally)[-1].split()[0])
    finally:
        program.kill()
        program.wait()
    until(lambda: not exists(worker))


@pytest.mark.soak
def test_a_render_process_does_not_grow_over_many_shots(jobs: Jobs, store: Store) -> None:
    app = App(jobs, store, installed())
    sizes: list[int] = []
    request = ShotRequest(frames=12, width=320, height=180, slate=Slate(title="Dawn"))
    try:
        for seed in range(200):
            ended = app.end_of(app.submit(_seeded(request, seed)))
            assert ended.state == "done"
            worker = app.supervisor.workers()
            assert len(worker) == 1
            sizes.append(resident(worker[0]) or 0)
    finally:
        app.supervisor.close()
    assert all(sizes)
    # the first shots fill what is kept of letters and of the encoder's threads
    assert median(sizes[160:]) <= GROWTH * median(sizes[40:80]), sizes[::10]


def _seeded(request: ShotRequest, seed: int) -> ShotRequest:
    return replace(request, seed=seed, prompt=f"push in slowly, shot {seed}")
