"""One device at work: a thread of its own, and the process that draws on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

from generation.contract import DeviceLost, OutOfMemory
from generation.events import cannot_start
from generation.job import Job
from generation.memory import resident
from generation.messages import Failed, Render
from generation.process import (
    Begin,
    CancelWish,
    CloseWish,
    Gone,
    Hearer,
    Inbox,
    Outcome,
    RenderProcess,
    carry_out,
)

LIGHT = "light"
"""The lane of what needs no checkpoint: it stands beside whatever the cards do."""
TOGETHER = 6
"""So many renders of one checkpoint may go before one of another that has waited longer."""
GROWN, SPARE = 1.5, 1 << 30
"""A process that holds so many times, and so many bytes more than, what it held after its first
render is let go."""

_SPOILT = frozenset({OutOfMemory.code, DeviceLost.code})
"""Troubles after which nobody knows what the device still holds."""


class Lane:
    """Draws one render at a time. Methods are for the dispatching thread, but `carry_out`.

    `settle` is called on the lane's own thread for each render, `freed` after it.
    """

    def __init__(
        self, device: str, settle: Callable[[Lane, Job], None], freed: Callable[[Lane], None]
    ) -> None:
        self.device = device
        self.job: Job | None = None
        """What it draws now."""
        self.checkpoint = ""
        """What is loaded."""
        self._way = ""
        self._together = 0
        self._first = 0
        self._settle = settle
        self._freed = freed
        self._inbox: Inbox = SimpleQueue()
        self._process: RenderProcess | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=f"renders {device}", daemon=True)
        self._thread.start()

    @property
    def keep(self) -> str:
        """The checkpoint that had rather go on, so that weights are not loaded to and fro."""
        return self.checkpoint if self._together < TOGETHER else ""

    @property
    def process(self) -> int:
        """The id of its process; 0 while it has none. Any thread."""
        process = self._process
        return process.pid if process is not None and not process.ended else 0

    def effort(self, job: Job) -> int:
        """How much has to be loaded and let go before it can draw a job; less is better."""
        if self.checkpoint == job.checkpoint:
            return 0
        return 2 if self.checkpoint else 1

    def begin(self, job: Job) -> None:
        self.job = job
        self._inbox.put(Begin(job))

    def cancel(self, job: int) -> None:
        """Stop within a step; nothing happens if it has ended."""
        self._inbox.put(CancelWish(job))

    def close(self) -> None:
        """Give up what runs, at once; `join` waits for it."""
        self._closed = True
        self._inbox.put(CloseWish())

    def join(self) -> None:
        self._thread.join()

    # everything below runs on the lane's thread

    def carry_out(
        self, order: Render, *, checkpoint: str, way: str, patience: float, hear: Hearer
    ) -> Outcome:
        """Have one order drawn. A process holds one checkpoint, run in one way: for another one a
        fresh one is started, which gives every byte back for certain."""
        if (checkpoint, way) != (self.checkpoint, self._way):
            self.rest()
            self.checkpoint, self._way, self._together = checkpoint, way, 0
        self._together += bool(checkpoint)
        process = self._ready()
        outcome = carry_out(process, self._inbox, order, patience=patience, hear=hear)
        spoilt = isinstance(outcome, Failed) and outcome.trouble.get("code") in _SPOILT
        if spoilt or self._has_grown(process):
            self.rest()
        return outcome

    def rest(self) -> None:
        """Let the process go, and all that it holds."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.ended:
            process.end()
        else:
            process.leave()

    def _work(self) -> None:
        while not self._closed:
            match self._inbox.get():
                case Begin(job):
                    self._settle(self, job)
                    self.job = None
                    self._freed(self)
                case Gone(process):
                    process.end()
                case _:
                    continue  # the last words of a process that is gone, or a wish that came late
        self.rest()

    def _ready(self) -> RenderProcess:
        if self._process is not None and self._process.ended:
            self.rest()
        if self._process is None:
            self._first = 0
            try:
                self._process = RenderProcess(self._inbox)
            except OSError as error:
                raise cannot_start(error) from error
        return self._process

    def _has_grown(self, process: RenderProcess) -> bool:
        if process.ended:
            return False
        held = resident(process.pid) or 0
        self._first = self._first or held
        return held > max(self._first * GROWN, self._first + SPARE)
