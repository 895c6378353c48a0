"""The render process: how soon it is ready, draws, stops, and is back after a kill.

Works as the app does, on a store and a queue in a temporary folder. Prints one JSON line, seconds.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from statistics import median

from assets.store import Store
from generation.contract import Camera, Keyframe, Media, Motion, ShotRequest, Slate
from generation.events import JobEvent
from generation.fingerprint import content_key
from generation.jobs import ENDED, Job, Jobs, Wanted
from generation.messages import Ready
from generation.process import Heard, Inbox, RenderProcess
from generation.supervisor import Supervisor

ROUNDS = 7
PICTURE = Path(__file__).parents[1] / "assets" / "resources" / "pictures" / "rocket.jpg"
SMALL = ShotRequest(frames=12, width=320, height=180, slate=Slate(title="Small"))


class App:
    """Submits shots and waits for what it hears of them."""

    def __init__(self, folder: Path) -> None:
        self.jobs = Jobs(folder / "jobs.sqlite")
        self.store = Store(folder / "media")
        self._heard = threading.Condition()
        self._events: list[tuple[float, JobEvent]] = []
        self.supervisor = Supervisor(
            self.jobs, self.store, find_render=lambda _key: None, notify=self._hear
        )

    def render(self, request: ShotRequest) -> tuple[float, Job]:
        began = time.perf_counter()
        wanted = Wanted(node="n", key=content_key(request), request=request)
        return began, self.supervisor.submit([wanted])[0]

    def wait(self, job: Job, told: Callable[[JobEvent], bool]) -> float:
        """When the first event of the job of which `told` is true was heard."""

        def found() -> list[float]:
            return [at for at, event in self._events if event.job.id == job.id and told(event)]

        with self._heard:
            if not self._heard.wait_for(found, 120):
                raise SystemExit(f"waited in vain for {job}")
            return found()[0]

    def end(self, job: Job) -> float:
        return self.wait(job, lambda event: event.state in ENDED)

    def close(self) -> None:
        self.supervisor.close()
        self.jobs.close()

    def _hear(self, event: JobEvent) -> None:
        with self._heard:
            self._events.append((time.perf_counter(), event))
            self._heard.notify_all()


def ready() -> float:
    """From nothing to a process that takes orders."""
    inbox: Inbox = SimpleQueue()
    began = time.perf_counter()
    process = RenderProcess(inbox)
    heard = inbox.get()
    took = time.perf_counter() - began
    if not (isinstance(heard, Heard) and isinstance(heard.report, Ready)):
        raise SystemExit(f"not ready: {process.end()}")
    process.leave()
    return took


def warm(app: App) -> float:
    """A small shot on a process that has drawn one: queued, drawn, verified and stored."""

    def one(seed: int) -> float:
        began, job = app.render(replace(SMALL, seed=seed))
        return app.end(job) - began

    one(0)
    return median(one(seed) for seed in range(1, ROUNDS))


def first_frame(app: App) -> float:
    """Until a look at the first frame of a 1280x720 push in on a photograph, on a warm process."""
    hash = app.store.put(PICTURE, ".jpg").hash
    push = ShotRequest(
        frames=8,
        keyframes=(Keyframe(picture=Media(asset=hash)),),
        motion=Motion(camera=Camera(zoom=4.0)),
    )

    def one(seed: int) -> float:
        began, job = app.render(replace(push, seed=seed))
        seen = app.wait(job, lambda event: event.preview is not None)
        app.end(job)
        return seen - began

    one(0)
    return median(one(seed) for seed in range(1, ROUNDS))


def cancel(app: App) -> float:
    """From the wish to the end of a 1280x720 shot; its process stays."""

    def one(seed: int) -> float:
        _, job = app.render(replace(SMALL, width=1280, height=720, frames=5000, seed=seed))
        app.wait(job, lambda event: event.preview is not None)
        began = time.perf_counter()
        app.supervisor.cancel(job.id)
        return app.end(job) - began

    return median(one(seed) for seed in range(ROUNDS))


def kill(app: App) -> tuple[float, float]:
    """From SIGKILL of the process to the next one's first frame, and to the end of the job."""
    seen, done = [], []
    for seed in range(100, 103):
        _, job = app.render(replace(SMALL, frames=1500, seed=seed))
        app.wait(job, lambda event: event.preview is not None)
        began = time.perf_counter()
        os.kill(worker(), signal.SIGKILL)

        def again(event: JobEvent, began: float = began) -> bool:
            return event.job.tries == 2 and event.preview is not None

        seen.append(app.wait(job, again) - began)
        app.supervisor.cancel(job.id)
        app.end(job)
        began, job = app.render(replace(SMALL, seed=seed))
        done.append(app.end(job) - began)
    return median(seen), median(done)


def worker() -> int:
    """The render process, by the kernel's list of our children."""
    tasks = Path("/proc/self/task").glob("*/children")
    children = [int(pid) for task in tasks for pid in task.read_text().split()]
    return max(children)


def main() -> None:
    result: dict[str, object] = {
        "benchmark": "worker",
        "ready": median(ready() for _ in range(ROUNDS)),
    }
    with tempfile.TemporaryDirectory() as folder:
        app = App(Path(folder))
        try:
            result["small_shot_warm"] = warm(app)
            result["first_frame_720p_warm"] = first_frame(app)
            result["cancel"] = cancel(app)
            if sys.platform == "linux":
                result["kill_to_first_frame"], result["shot_after_that"] = kill(app)
        finally:
            app.close()
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in result.items()}
    sys.stdout.write(json.dumps(rounded) + "\n")


if __name__ == "__main__":
    main()
