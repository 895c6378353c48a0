"""A store, a queue, the rehearsal's catalogue, and an app that listens to its supervisor."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from assets.store import Store
from generation.catalogue import Catalogue, read
from generation.contract import ShotRequest
from generation.fingerprint import content_key
from generation.jobs import ENDED, Job, Jobs, Wanted
from generation.supervisor import JobEvent, Supervisor

MANIFESTS = Path(__file__).parent / "manifests"
PATIENCE = 90.0
"""Seconds after which a test gives up on a real process; far more than it takes."""
SHOT = ShotRequest(frames=6, width=64, height=36, model="rehearsal")


class App:
    """What the app is to a supervisor: it submits, listens and remembers what is rendered."""

    def __init__(self, jobs: Jobs, store: Store, catalogue: Catalogue) -> None:
        self.jobs = jobs
        self.store = store
        self.catalogue = catalogue
        self.events: list[JobEvent] = []
        self.renders: dict[str, str] = {}
        self._news = threading.Condition()
        self.supervisor = Supervisor(
            jobs, store, find_render=self.renders.get, notify=self._hear, catalogue=catalogue
        )

    def render(
        self, *cues: str, node: str = "n1", needs: tuple[str, ...] = (), **more: object
    ) -> Job:
        return self.submit(shot(*cues, **more), node=node, needs=needs)

    def submit(self, request: ShotRequest, *, node: str = "n1", needs: tuple[str, ...] = ()) -> Job:
        key = content_key(request, self.catalogue)
        wanted = Wanted(node=node, key=key, request=request, needs=needs)
        return self.supervisor.submit([wanted])[0]

    def wait_for(self, told: Callable[[JobEvent], bool]) -> JobEvent:
        """The first event, past or to come, of which `told` is true."""
        with self._news:
            came = self._news.wait_for(lambda: any(map(told, self.events)), PATIENCE)
            assert came, f"waited in vain; heard {self.events[-3:]}"
            return next(filter(told, self.events))

    def end_of(self, job: Job) -> Job:
        return self.wait_for(lambda event: event.job.id == job.id and event.state in ENDED).job

    def drawing(self, job: Job, done: int = 1) -> JobEvent:
        """Wait until some frames of the job are drawn."""
        return self.wait_for(
            lambda event: (
                event.job.id == job.id
                and event.progress is not None
                and event.progress.phase == "rendering"
                and event.progress.done >= done
            )
        )

    def files(self) -> list[Path]:
        return [path for path in self.store.root.rglob("*") if path.is_file()]

    def _hear(self, event: JobEvent) -> None:
        with self._news:
            if event.result is not None:
                self.renders[event.key] = event.result.asset
            self.events.append(event)
            self._news.notify_all()


def shot(*cues: str, **more: object) -> ShotRequest:
    """A small shot of the rehearsal, with its cues."""
    return replace(SHOT, prompt="\n".join(cues), **more)  # type: ignore[arg-type]  # fields by name


def until(true: Callable[[], bool]) -> None:
    """Wait for something that nobody tells of."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.01)


def exists(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture
def catalogue() -> Catalogue:
    return read([MANIFESTS])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "media")


@pytest.fixture
def jobs(tmp_path: Path) -> Iterator[Jobs]:
    jobs = Jobs(tmp_path / "jobs.sqlite")
    yield jobs
    jobs.close()


@pytest.fixture
def app(jobs: Jobs, store: Store, catalogue: Catalogue) -> Iterator[App]:
    app = App(jobs, store, catalogue)
    yield app
    app.supervisor.close()
