"""Keeps every device at work on the queue, and brings home what they make."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING

from generation.catalogue import Catalogue
from generation.contract import Cancelled, RenderTrouble
from generation.drawing import Drawing
from generation.events import JobEvent as JobEvent
from generation.exporting import Exports
from generation.intake import told_of_disk
from generation.job import Job, Wanted
from generation.jobs import Jobs, never
from generation.lanes import LIGHT, Lane
from generation.orders import Orders, cards_of
from generation.process import CancelWish, CloseWish
from generation.stage import told

if TYPE_CHECKING:
    from assets.store import Store
    from canvas.document.sequence import Sequence


@dataclass(frozen=True, slots=True)
class Wake:
    """There may be something to do."""


class Supervisor:
    """The renders and exports of one board. Methods are for any thread and never wait, but `close`.

    Nothing starts before there is a job. `find_render` is asked on the supervisor's threads for
    the asset of a content key, `notify` is told there of everything that happens. Jobs that
    `elsewhere` is true of are left in the queue: somebody else draws them.
    """

    def __init__(
        self,
        jobs: Jobs,
        store: Store,
        *,
        find_render: Callable[[str], str | None],
        notify: Callable[[JobEvent], None],
        catalogue: Catalogue | None = None,
        orders: Orders | None = None,
        elsewhere: Callable[[Job], bool] = never,
    ) -> None:
        self._jobs = jobs
        self._store = store
        self._find_render = find_render
        self._notify = notify
        self._elsewhere = elsewhere
        orders = orders or Orders()
        self.devices = orders.devices
        """What this machine draws with; nobody looks before a render needs to know."""
        self._deaf: Callable[[], None] = self.devices.listen(self.wake)
        self._made: dict[str, str] = {}
        self._inbox: SimpleQueue[Wake | CancelWish | CloseWish] = SimpleQueue()
        self._lanes: list[Lane] = []
        self._thread: threading.Thread | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._exports = Exports(jobs, store, notify)
        self._drawing = Drawing(jobs, store, catalogue, orders, find=self._asset, notify=notify)

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

    def workers(self) -> tuple[int, ...]:
        """The processes that stand ready or draw, by their ids."""
        return tuple(lane.process for lane in self._lanes if lane.process)

    def close(self) -> None:
        """End every process; what was running is queued again. Waits a moment."""
        with self._lock:
            self._closed = True
            thread = self._thread
        self._inbox.put(CloseWish())
        self._exports.close()
        if thread is not None:
            thread.join()
        self._deaf()
        self._deaf = _nothing

    def _put(self, item: CancelWish | Wake) -> None:
        with self._lock:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="renders", daemon=True)
                self._thread.start()
        self._inbox.put(item)

    # on the thread named renders, which hands out and never draws

    def _work(self) -> None:
        while not self._closed:
            try:
                self._hand_out()
                self._hear(self._inbox.get())
            except RenderTrouble as trouble:
                self._pause(trouble)
        for lane in self._lanes:
            lane.close()
        for lane in self._lanes:
            lane.join()

    def _hear(self, item: Wake | CancelWish | CloseWish) -> None:
        if not isinstance(item, CancelWish):
            return
        for lane in self._lanes:
            if lane.job is not None and lane.job.id == item.job:
                lane.cancel(item.job)
                return
        cancelled = self._jobs.cancel_waiting(item.job)
        if cancelled is not None:
            self._tell(cancelled)

    def _hand_out(self) -> None:
        """Give every idle lane the next job that it can draw."""
        if self._jobs.paused:
            return
        self._drawing.look_at(self._jobs.listing(("queued",)))
        for lane in self._open_lanes():
            if lane.job is None:
                job = self._jobs.next(
                    self,
                    skip=partial(self._skips, lane),
                    keep=lane.keep,
                    device=lane.device,
                )
                if job is not None:
                    lane.begin(job)
        self._tell_all(self._jobs.abandon(self))

    def _open_lanes(self) -> list[Lane]:
        """The lane of what needs no checkpoint, and one for every card that is known."""
        cards = (device.id for device in cards_of(self.devices)) if self.devices.looked else ()
        known = {lane.device for lane in self._lanes}
        for device in (LIGHT, *cards):
            if device not in known:
                self._lanes.append(Lane(device, self._settle, lambda _lane: self.wake()))
        return self._lanes

    def _skips(self, lane: Lane, job: Job) -> bool:
        """Whether a lane leaves a job to another one, or to somebody else."""
        if self._elsewhere(job):
            return True
        places = self._drawing.places(job)
        if lane.device not in places:
            return True
        others = (one for one in self._lanes if one.device in places and one.job is None)
        return any(one.effort(job) < lane.effort(job) for one in others)

    def _pause(self, trouble: RenderTrouble) -> None:
        """The queue's own file cannot be written: nothing is drawn before somebody asks again, and
        nobody must wait for it in vain."""
        self._jobs.pause("disk")
        try:
            waiting = self._jobs.listing(("queued",))
        except RenderTrouble:  # nor read: its owner hears of that with the next thing asked of it
            return
        self._tell_all(replace(job, state="failed", trouble=trouble) for job in waiting)

    # on the lanes' threads as well

    def __contains__(self, key: object) -> bool:
        """Whether a content key is rendered and its file is here."""
        return isinstance(key, str) and self._asset(key) is not None

    def _asset(self, key: str) -> str | None:
        hash = self._made.get(key) or self._find_render(key)
        with told_of_disk():
            return hash if hash and self._store.find(hash) else None

    def _settle(self, lane: Lane, job: Job) -> None:
        """See a job through to one of its ends, and tell of it."""
        try:
            result = self._drawing.result(job, lane)
            if result is not None:
                self._made[job.key] = result.asset  # first: who needs it must not miss it
                ended = self._jobs.finish(job.id, result)
            else:
                ended = self._jobs.requeue(job.id)
        except Cancelled:
            ended = self._ended_by_hand(job)
        except Exception as error:  # whatever it is: who waits for the shot has to be told
            ended = self._failed(job, told(error))
        self._tell(ended)

    def _ended_by_hand(self, job: Job) -> Job:
        try:
            return self._jobs.cancel(job.id)
        except RenderTrouble as unwritable:
            return self._failed(job, unwritable)

    def _failed(self, job: Job, trouble: RenderTrouble) -> Job:
        try:
            return self._jobs.fail(job.id, trouble)
        except RenderTrouble as unwritable:  # the disk of the queue is full as well
            self._jobs.give_up(job.id)
            self._pause(unwritable)
            return replace(job, state="failed", trouble=trouble)

    def _tell(self, job: Job) -> None:
        self._notify(JobEvent(job=job))

    def _tell_all(self, jobs: Iterable[Job]) -> None:
        for job in jobs:
            self._tell(job)


def _nothing() -> None:
    pass
