"""The render process by itself: what it says, what it leaves behind, and when it goes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue

import pytest

from generation.contract import ShotRequest
from generation.messages import (
    Cancel,
    Failed,
    Finished,
    Ready,
    Render,
    Report,
    order_to_line,
    report_from_line,
)
from generation.process import Heard, Inbox, RenderProcess
from tests.generation.conftest import PATIENCE, shot

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="a matter of POSIX processes")


class Process:
    """A render process, spoken to line by line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.popen = subprocess.Popen(
            [sys.executable, "-P", "-m", "generation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert self.popen.stdin is not None
        assert self.popen.stdout is not None
        self.orders, self.reports = self.popen.stdin, self.popen.stdout

    def order(self, request: ShotRequest, job: int = 1, master: Path | None = None) -> None:
        order = Render(
            job=job,
            backend="tests.generation.rehearsal:Rehearsal",
            version="1",
            request=request,
            files={},
            master=master or self.folder / f"{job}.mp4",
            proxy=self.folder / f"{job}-proxy.mp4",
            thumbnail=self.folder / f"{job}.jpg",
        )
        self.orders.write(order_to_line(order))
        self.orders.flush()

    def cancel(self, job: int = 1) -> None:
        self.orders.write(order_to_line(Cancel(job=job)))
        self.orders.flush()

    def hear(self, kind: type[Report]) -> Report:
        """The next report of this kind."""
        for line in self.reports:
            report = report_from_line(line)
            if isinstance(report, kind):
                return report
        raise AssertionError("it has left")

    def left(self) -> int:
        """Wait for its end; gives its exit status."""
        return self.popen.wait(PATIENCE)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    folder = tmp_path / "made"
    folder.mkdir()
    process = Process(folder)
    yield process
    process.popen.kill()
    process.popen.wait()
    for pipe in (process.orders, process.reports):
        try:
            pipe.close()
        except BrokenPipeError:
            continue


def test_it_says_that_it_is_ready_and_who_it_is(process: Process) -> None:
    report = process.hear(Ready)
    assert isinstance(report, Ready)
    assert report.pid == process.popen.pid


@posix
def test_it_gives_way_to_the_screen(process: Process) -> None:
    process.hear(Ready)
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    assert os.getpriority(os.PRIO_PROCESS, process.popen.pid) == min(ours + 10, 19)


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="Linux shares by session")
def test_its_session_gives_way_too_where_the_app_starts_it() -> None:
    """Between sessions a nice value counts for nothing: the canvas lost 9 ms a frame to that."""
    mine = Path("/proc/self/autogroup").read_text()
    inbox: Inbox = SimpleQueue()
    process = RenderProcess(inbox)
    try:
        heard = inbox.get(timeout=PATIENCE)
        assert isinstance(heard, Heard)
        assert isinstance(heard.report, Ready)
        session = Path(f"/proc/{heard.report.pid}/autogroup").read_text()
        assert session.split()[-1] == "10"
    finally:
        process.leave()
    assert Path("/proc/self/autogroup").read_text() == mine


def test_it_leaves_when_its_input_closes(process: Process) -> None:
    process.hear(Ready)
    process.orders.close()
    assert process.left() == 0


def test_it_drops_the_shot_in_hand_when_its_input_closes(process: Process) -> None:
    process.order(shot("slow 0.02", frames=5000))
    process.hear(Ready)
    _until_drawing(process)
    process.orders.close()
    assert process.left() == 0
    assert process.files() == []


def test_a_shot_that_will_not_stop_does_not_keep_it(process: Process, tmp_path: Path) -> None:
    process.order(shot(f"stuck {tmp_path / 'stuck'}"))
    while not (tmp_path / "stuck").exists():
        time.sleep(0.01)
    process.orders.close()
    assert process.left() == 1


def test_it_leaves_when_nobody_reads_what_it_says(process: Process) -> None:
    process.order(shot("slow 0.02", frames=5000))
    _until_drawing(process)
    process.reports.close()
    assert process.left() == 0
    assert process.files() == []


def test_it_leaves_at_an_order_that_it_does_not_understand(process: Process) -> None:
    process.hear(Ready)
    process.orders.write(b'{"op": "dance"}\n')
    process.orders.flush()
    assert process.left() == 0


@posix
def test_ctrl_c_is_not_for_it(process: Process) -> None:
    process.order(shot("slow 0.02", frames=20))
    _until_drawing(process)
    os.kill(process.popen.pid, signal.SIGINT)
    assert isinstance(process.hear(Finished), Finished)


def test_a_cancelled_order_leaves_nothing_and_the_next_is_carried_out(process: Process) -> None:
    process.order(shot("slow 0.02", frames=5000), job=1)
    _until_drawing(process)
    process.cancel(1)
    failed = process.hear(Failed)
    assert isinstance(failed, Failed)
    assert failed.trouble["code"] == "cancelled"
    assert process.files() == []
    process.order(shot(), job=2)
    assert isinstance(process.hear(Finished), Finished)
    assert process.files() == ["2-proxy.mp4", "2.jpg", "2.mp4"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_said_and_nothing_is_left(process: Process) -> None:
    """A clip of noise, so that it outgrows every buffer while it is drawn."""
    full = process.folder / "full.mp4"
    full.symlink_to("/dev/full")
    process.order(shot(frames=4), master=full)
    failed = process.hear(Failed)
    assert isinstance(failed, Failed)
    assert failed.trouble["code"] == "disk_full"
    assert failed.trouble["remedy"] is not None
    assert process.files() == []


def _until_drawing(process: Process) -> None:
    while not any(name.endswith(".mp4") for name in process.files()):
        time.sleep(0.01)
