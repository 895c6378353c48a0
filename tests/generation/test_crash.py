"""The app ends while a shot is drawn, by kill -9 or by Ctrl+C: nothing runs on, nothing is torn."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assets.store import Store
from generation.catalogue import Catalogue
from generation.jobs import Jobs
from tests.generation.conftest import App, exists, until

pytestmark = pytest.mark.skipif(os.name != "posix", reason="speaks of POSIX signals")


class Program:
    """The program of program.py, and the render process it has started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.popen = subprocess.Popen(
            [sys.executable, "-m", "tests.generation.program", str(folder)],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
        )
        assert self.popen.stdout is not None
        self.worker = int(self.popen.stdout.readline())

    def end(self, what: signal.Signals) -> int:
        """Signal its whole process group, as a terminal does at Ctrl+C."""
        os.killpg(self.popen.pid, what)
        return self.popen.wait(60)

    def states(self) -> list[str]:
        jobs = Jobs(self.folder / "jobs.sqlite")
        states = [job.state for job in jobs.listing()]
        jobs.close()
        return states


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    program = Program(tmp_path)
    yield program
    program.popen.kill()
    program.popen.wait()
    assert program.popen.stdout is not None
    program.popen.stdout.close()


def test_when_the_app_is_killed_its_render_process_leaves_too(program: Program) -> None:
    program.end(signal.SIGKILL)
    until(lambda: not exists(program.worker))
    assert program.states() == ["lost"]
    made = [path for path in (program.folder / "media").rglob("*") if path.is_file()]
    assert all("incoming" in path.parts for path in made)


def test_the_queue_goes_on_after_a_crash_when_it_is_told_to(
    program: Program, catalogue: Catalogue
) -> None:
    program.end(signal.SIGKILL)
    until(lambda: not exists(program.worker))
    store, jobs = Store(program.folder / "media"), Jobs(program.folder / "jobs.sqlite")
    store.sweep()
    app = App(jobs, store, catalogue)
    try:
        app.supervisor.wake()
        assert jobs.paused
        (lost,) = jobs.resume()
        app.supervisor.wake()
        assert app.end_of(lost).state == "done"
        assert len(app.files()) == 3
    finally:
        app.supervisor.close()
        jobs.close()


def test_ctrl_c_is_the_apps_to_answer(program: Program) -> None:
    """The render process leads a session of its own: a terminal's Ctrl+C does not tear a frame."""
    assert os.getsid(program.worker) == program.worker != os.getsid(program.popen.pid)
    assert program.end(signal.SIGINT) == 0
    until(lambda: not exists(program.worker))
    assert program.states() == ["queued"]
