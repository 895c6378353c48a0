"""Films written in processes of their own, beside the renders."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from canvas.document.sequence import Sequence, assets_of
from generation.contract import Cancelled, Exported, RenderTrouble
from generation.events import JobEvent, cannot_start, worker_lost
from generation.jobs import Job, Jobs
from generation.messages import Delivered, Doing, Export, Failed, trouble_from_plain
from generation.process import (
    CancelWish,
    CloseWish,
    Closing,
    Hearer,
    Inbox,
    Lost,
    Outcome,
    RenderProcess,
    carry_out,
)
from generation.stage import told

if TYPE_CHECKING:
    from assets.store import Store

TRIES = 2
_PATIENCE = 60.0
"""Seconds without a word after which an export is taken to hang; it tells every frame."""


class Exports:
    """The exports that run. `start` and `cancel` are for any thread and do not wait."""

    def __init__(self, jobs: Jobs, store: Store, notify: Callable[[JobEvent], None]) -> None:
        self._jobs = jobs
        self._store = store
        self._notify = notify
        self._running: dict[int, tuple[threading.Thread, Inbox]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def start(self, sequence: Sequence, out: Path, format: str, captions: bool) -> Job:
        """Begin to write `out`; while an export to the same file runs, that one is it."""
        out = out.absolute()
        with self._lock:
            if self._closed:
                raise RuntimeError("the supervisor is closed")
            job = self._jobs.add_export(out)
            if job.id in self._running:
                return job
            order = Export(
                job=job.id,
                sequence=sequence,
                files=self._files(sequence),
                out=out,
                format=format,
                captions=captions,
            )
            inbox: Inbox = SimpleQueue()
            thread = threading.Thread(
                target=self._work, args=(job, order, inbox), name=f"export {job.id}", daemon=True
            )
            self._running[job.id] = (thread, inbox)
            thread.start()
        return job

    def cancel(self, id: int) -> bool:
        """Whether `id` is an export that runs; then it will be cancelled."""
        with self._lock:
            if id not in self._running:
                return False
            self._running[id][1].put(CancelWish(id))
        return True

    def close(self) -> None:
        with self._lock:
            self._closed = True
            running = tuple(self._running.values())
        for thread, inbox in running:
            inbox.put(CloseWish())
            thread.join()

    def _files(self, sequence: Sequence) -> dict[str, Path]:
        found = ((hash, self._store.find(hash)) for hash in assets_of(sequence))
        return {hash: path for hash, path in found if path is not None}

    # on a thread of its own for each export

    def _work(self, job: Job, order: Export, inbox: Inbox) -> None:
        exported = None
        try:
            self._notify(JobEvent(job=job))
            exported = self._export(job, order, inbox)
            job = self._ended(job, "done" if exported else "cancelled")
        except Cancelled:
            job = self._ended(job, "cancelled")
        except Exception as error:  # whatever it is: who waits for the film has to be told
            job = self._ended(job, "failed", told(error))
        finally:
            with self._lock:
                del self._running[job.id]
        self._notify(JobEvent(job=job, exported=exported))

    def _ended(self, job: Job, state: str, trouble: RenderTrouble | None = None) -> Job:
        """The job at its end, also where the queue cannot note it: the film has filled the disk."""
        try:
            if trouble is not None:
                return self._jobs.fail(job.id, trouble)
            return self._jobs.finish(job.id, None) if state == "done" else self._jobs.cancel(job.id)
        except RenderTrouble:
            return replace(job, state=state, trouble=trouble)

    def _export(self, job: Job, order: Export, inbox: Inbox) -> Exported | None:
        def hear(report: object) -> None:
            if isinstance(report, Doing):
                self._notify(JobEvent(job=job, progress=report.progress))

        for _ in range(TRIES):
            job = self._jobs.tried(job.id)
            outcome = _attempt(order, inbox, hear)
            if not isinstance(outcome, Lost):
                break
        match outcome:
            case Delivered():
                return outcome.exported
            case Failed():
                raise trouble_from_plain(outcome.trouble)
            case Lost():
                raise worker_lost(outcome)
            case _:
                return None


def _attempt(order: Export, inbox: Inbox, hear: Hearer) -> Outcome:
    try:
        process = RenderProcess(inbox)
    except OSError as error:
        raise cannot_start(error) from error
    outcome = carry_out(process, inbox, order, patience=_PATIENCE, hear=hear)
    if isinstance(outcome, Lost | Closing):
        return outcome
    process.leave()
    return outcome
