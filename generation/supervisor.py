"""Keeps one render process at work on the queue, and brings home what it makes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.catalogue import Catalogue, Manifest, installed
from generation.contract import (
    Cancelled,
    ModelMissing,
    RenderTrouble,
    ShotRequest,
    UnsupportedInput,
)
from generation.events import JobEvent as JobEvent
from generation.events import cannot_start, worker_lost
from generation.exporting import Exports
from generation.intake import files_of, known, take_in, told_of_disk
from generation.jobs import Job, Jobs, Result, Wanted
from generation.match import fitted, match
from generation.messages import (
    Doing,
    Failed,
    Finished,
    Ready,
    Render,
    Showing,
    request_from_json,
    trouble_from_plain,
)
from generation.process import (
    CancelWish,
    CloseWish,
    Gone,
    Inbox,
    Lost,
    RenderProcess,
    Wake,
    carry_out,
)
from generation.stage import told

if TYPE_CHECKING:
    from assets.store import Store
    from canvas.document.sequence import Sequence

TRIES = 2
"""A process that dies takes its job down once; the second time the job has failed."""


class Supervisor:
    """The renders and exports of one board. Methods are for any thread and never wait, but `close`.

    Nothing starts before there is a job. `find_render` is asked on the supervisor's threads for
    the asset of a content key, `notify` is told there of everything that happens.
    """

    def __init__(
        self,
        jobs: Jobs,
        store: Store,
        *,
        find_render: Callable[[str], str | None],
        notify: Callable[[JobEvent], None],
        catalogue: Catalogue | None = None,
    ) -> None:
        self._jobs = jobs
        self._store = store
        self._find_render = find_render
        self._notify = notify
        self._catalogue = catalogue or installed()
        self._made: dict[str, str] = {}
        self._inbox: Inbox = SimpleQueue()
        self._process: RenderProcess | None = None
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._exports = Exports(jobs, store, notify)

    def submit(
        self, wanted: Iterable[Wanted], *, priority: int = 0, front: bool = False
    ) -> tuple[Job, ...]:
        """Queue renders, each after what it needs, and see to it that somebody works on them."""
        jobs = self._jobs.add_all(wanted, priority=priority, front=front)
        self.wake()
        return jobs

    def wake(self) -> None:
        """The queue has changed."""
        self._put(Wake())

    def cancel(self, id: int) -> None:
        """Cancel a job: a waiting one now, a running one within a step, leaving no file."""
        if not self._exports.cancel(id):
            self._put(CancelWish(id))

    def run_export(
        self, sequence: Sequence, out: Path, *, format: str = "", captions: bool = False
    ) -> Job:
        """Write the film to `out` in a process of its own, beside the renders.

        A second export to the same file while the first still runs is the first.
        """
        return self._exports.start(sequence, out, format, captions)

    def close(self) -> None:
        """End every process; what was running is queued again. Waits a moment."""
        with self._lock:
            self._closed = True
            thread = self._thread
        self._inbox.put(CloseWish())
        self._exports.close()
        if thread is not None:
            thread.join()

    def _put(self, item: CancelWish | Wake) -> None:
        with self._lock:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="renders", daemon=True)
                self._thread.start()
        self._inbox.put(item)

    # everything below runs on the thread named renders

    def _work(self) -> None:
        while not self._closed:
            try:
                job = self._jobs.next(self)
                if job is not None:
                    self._settle(job)
                    continue
                if not self._jobs.paused:
                    self._tell_all(self._jobs.abandon(self))
                self._idle()
            except RenderTrouble as trouble:
                self._pause(trouble)
        if self._process is not None and not self._process.ended:
            self._process.leave()

    def __contains__(self, key: object) -> bool:
        """Whether a content key is rendered and its file is here."""
        return isinstance(key, str) and self._asset(key) is not None

    def _asset(self, key: str) -> str | None:
        hash = self._made.get(key) or self._find_render(key)
        with told_of_disk():
            return hash if hash and self._store.find(hash) else None

    def _idle(self) -> None:
        """Sleep until somebody wants something."""
        match self._inbox.get():
            case CancelWish(id):
                self._cancel_waiting(id)
            case Gone(process):
                process.end()
            case _:
                return

    def _cancel_waiting(self, id: int) -> None:
        job = self._jobs.find(id)
        if job is not None and job.state in ("queued", "lost"):
            self._tell(self._jobs.cancel(id))
            self._tell_all(self._jobs.abandon(self))

    def _settle(self, job: Job) -> None:
        """See a job through to one of its ends, and tell of it."""
        try:
            result = self._rendered(job)
            ended = self._jobs.finish(job.id, result) if result else self._jobs.requeue(job.id)
        except Cancelled:
            ended = self._jobs.cancel(job.id)
        except Exception as error:  # whatever it is: who waits for the shot has to be told
            ended = self._failed(job, told(error))
        if ended.result is not None:
            self._made[job.key] = ended.result.asset
        self._tell(ended)

    def _failed(self, job: Job, trouble: RenderTrouble) -> Job:
        try:
            return self._jobs.fail(job.id, trouble)
        except RenderTrouble as unwritable:  # the disk of the queue is full as well
            self._jobs.give_up(job.id)
            self._pause(unwritable)
            return replace(job, state="failed", trouble=trouble)

    def _pause(self, trouble: RenderTrouble) -> None:
        """The queue's own file cannot be written: nothing is drawn before somebody asks again, and
        nobody must wait for it in vain."""
        self._jobs.pause("disk")
        try:
            waiting = self._jobs.listing(("queued",))
        except RenderTrouble:  # nor read: its owner hears of that with the next thing asked of it
            return
        self._tell_all(replace(job, state="failed", trouble=trouble) for job in waiting)

    def _rendered(self, job: Job) -> Result | None:
        """Draw the shot, unless it is there already; None if the program ends meanwhile."""
        asked = request_from_json(job.request)
        asset = self._asset(job.key)
        if asset is not None:
            made = self._jobs.result(job.key)
            return made if made and made.asset == asset else known(asset, asked, self._store)
        manifest = self._manifest(asked)
        request = fitted(asked, manifest)
        files = files_of(request, self._store, self._asset)
        while True:
            job = self._jobs.tried(job.id)
            self._tell(job)
            outcome = self._attempt(job, request, manifest, files)
            if not isinstance(outcome, Lost):
                return outcome
            if job.tries >= TRIES:
                raise worker_lost(outcome)

    def _manifest(self, request: ShotRequest) -> Manifest:
        manifest = self._catalogue.find(request.model)
        if manifest is None:
            raise ModelMissing(
                say(
                    QT_TRANSLATE_NOOP("words", "The model {model} is not installed here."),
                    model=request.model,
                ),
                remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
            )
        for note in match(request, manifest).refused:
            remedy = say(QT_TRANSLATE_NOOP("words", "Change the shot or choose another model."))
            raise UnsupportedInput(note.sentence, remedy=remedy)
        return manifest

    def _attempt(
        self, job: Job, request: ShotRequest, manifest: Manifest, files: dict[str, Path]
    ) -> Result | Lost | None:
        def hear(report: Ready | Doing | Showing | CancelWish) -> None:
            if isinstance(report, Doing):
                self._notify(JobEvent(job=job, progress=report.progress))
            elif isinstance(report, Showing):
                self._notify(JobEvent(job=job, preview=report.preview))
            elif isinstance(report, CancelWish):
                self._cancel_waiting(report.job)

        with told_of_disk():
            master, proxy = (self._store.temporary(".mp4") for _ in range(2))
            thumbnail = self._store.temporary(".jpg")
        order = Render(
            job=job.id,
            backend=manifest.backend,
            version=manifest.version,
            request=request,
            files=files,
            master=master,
            proxy=proxy,
            thumbnail=thumbnail,
        )
        try:
            outcome = carry_out(
                self._ready(), self._inbox, order, patience=manifest.patience, hear=hear
            )
            match outcome:
                case Finished():
                    return take_in(outcome.rendered, request, self._store)
                case Failed():
                    raise trouble_from_plain(outcome.trouble)
                case Lost():
                    return outcome
            return None
        finally:
            for path in (master, proxy, thumbnail):
                with suppress(OSError):  # gone already, or so is the disk: the sweep takes it then
                    path.unlink()

    def _ready(self) -> RenderProcess:
        if self._process is not None and self._process.ended:
            self._process.end()
            self._process = None
        if self._process is None:
            try:
                self._process = RenderProcess(self._inbox)
            except OSError as error:
                raise cannot_start(error) from error
        return self._process

    def _tell(self, job: Job) -> None:
        self._notify(JobEvent(job=job))

    def _tell_all(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            self._tell(job)
