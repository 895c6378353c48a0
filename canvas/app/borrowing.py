"""Shots of ours that are drawn on other people's devices: which are asked for, and what becomes of
them.

A shot that this machine cannot draw (its model is not here, or does not fit) is asked of the room;
any other only while our own device is busy and a lender's is idle. Rules R12.22 to R12.24.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from canvas.app.fetching import Fetching
from canvas.app.leased import Lent, Waited
from canvas.app.rendering import Rendering
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation.contract import Preview, Progress, RenderTrouble, WorkerLost
from generation.job import UNFINISHED, Job, Result
from generation.jobs import Jobs

if TYPE_CHECKING:
    from canvas.app.sides import Answer, Failed

    Ask = Callable[[str, Mapping[str, Any], Answer, Failed], None]

AGAIN = 10.0
"""Seconds after which a shot that cannot be drawn here is looked at again."""
MOST_ASKED = 90
"""Shots asked for at once; a room takes a hundred of one person."""


@dataclass(slots=True)
class _Asked:
    job: int
    claimed: Job | None = None
    """Drawn by a lender: no device of ours takes it."""
    label: str = ""


class Borrowing:
    """On the thread that owns the board, but for `elsewhere`."""

    def __init__(self, board: Board, rendering: Rendering, fetching: Fetching, ask: Ask) -> None:
        self._board, self._rendering, self._fetching = board, rendering, fetching
        self._ask_room = ask
        self._asked: dict[str, _Asked] = {}
        self._lenders: tuple[Lent, ...] = ()
        self._offered: frozenset[tuple[str, str]] = frozenset()
        self._waits: set[str] = set()
        """Keys that only a lender can draw: they go on waiting when no lender is here."""
        self._ours: set[str] = set()
        """Keys that the room does not take, or that lenders failed at: they are drawn here, or
        fail here."""
        self._draws: dict[str, tuple[object, bool, float, bool]] = {}
        """Key -> for which models and devices, until when, and whether it is drawn here."""
        self._come: set[str] = set()
        """Keys whose renders have come onto the board."""
        rendering.elsewhere = self.elsewhere
        rendering.let_go = self.let_go
        rendering.drawn_by = self.drawn_by
        self._stop_listening = board.listen(self._changed)

    # -- what others ask

    def elsewhere(self, job: Job) -> bool:
        """Whether a job is to wait for a lender. Any thread."""
        if job.kind != "render" or job.key in self._ours:
            return False
        if not self._offered and job.key not in self._waits:
            return False
        if self._draws_here(job):
            return False
        if job.key in self._waits:
            return True
        if not self._is_offered(job):  # or only in a version that would draw something else
            return False
        self._waits.add(job.key)
        return True

    def drawn_by(self, job: int) -> str:
        return next((one.label for one in self._asked.values() if one.job == job), "")

    def asks_for(self, key: str) -> bool:
        return key in self._asked

    def let_go(self, id: int) -> bool:
        """The person cancels a job: whether a lender had it."""
        for key, asked in list(self._asked.items()):
            if asked.job == id:
                self._drop(key)
                if asked.claimed is not None:
                    self._end(self._jobs.cancel(id))
                    return True
        return False

    # -- what the room says

    def know(self, lenders: tuple[Lent, ...]) -> None:
        self._lenders = lenders
        self._offered = frozenset(pair for one in lenders for pair in one.models.items())

    def follow(self, seen: Waited, lender: Lent | None) -> None:
        """How a shot stands in the room."""
        asked = self._asked.get(seen.key)
        if asked is None:
            return
        if not seen.lender:
            self._take_back(asked)
            return
        asked.label = lender.label if lender is not None else asked.label
        if asked.claimed is None:
            asked.claimed = self._jobs.claim(asked.job, asked.label)
            if asked.claimed is None:  # our own device was quicker
                self._drop(seen.key)
                return
        progress = Progress(
            phase=seen.phase or "queued", done=0, total=1, seconds_left=seen.left, share=seen.share
        )
        self._tell(asked.claimed, progress=progress)

    def preview(self, key: str, jpeg: bytes) -> None:
        asked = self._asked.get(key)
        if asked is not None and asked.claimed is not None and jpeg:
            self._tell(asked.claimed, preview=Preview(jpeg=jpeg, frame=0))

    def over(self, key: str, why: str, trouble: RenderTrouble | None) -> None:
        """The room is done with a shot."""
        asked = self._asked.get(key)
        if asked is None:
            return
        if why == "made":
            self._come.add(key)
            return
        del self._asked[key]
        if why in ("failed", "lost"):
            self._failed(asked, key, trouble or _lost())
        else:
            self._take_back(asked)

    def lost(self) -> None:
        """The room cannot be reached: what lenders draw may be drawn here again."""
        asked, self._asked = self._asked, {}
        for one in asked.values():
            self._take_back(one)

    def left(self) -> None:
        """We are in no room any more: nothing waits for lenders."""
        self.lost()
        self._waits.clear()
        self._rendering.go_on()

    def close(self) -> None:
        """Before the queue is closed."""
        self._stop_listening()
        if self._asked:
            self.lost()

    # -- in each turn

    def tend(self) -> None:
        """Ask for what is to be asked for, drop what is not wanted any more, take in what came."""
        if not self._rendering.has_jobs:
            self._come.clear()
            return
        jobs = self._jobs.listing(UNFINISHED)
        self._arrive(jobs)
        open_ = {job.key: job for job in jobs if job.kind == "render"}
        for key, asked in list(self._asked.items()):
            job = open_.get(key)
            if job is None or (asked.claimed is None and job.state == "running"):
                self._drop(key)
        self._waits &= open_.keys()
        self._ours &= open_.keys()
        for key in self._draws.keys() - open_.keys():
            del self._draws[key]
        if self._lenders and not self._jobs.paused:
            self._ask_for(jobs)

    def _ask_for(self, jobs: tuple[Job, ...]) -> None:
        idle = sum(max(one.slots - one.busy, 0) for one in self._lenders)
        idle -= sum(one.claimed is None for one in self._asked.values())
        for job in jobs:
            if job.state != "queued" or job.kind != "render" or job.key in self._asked:
                continue
            if any(need not in self._board.renders for need in job.needs):
                continue
            if len(self._asked) >= MOST_ASKED:
                return
            if self.elsewhere(job):
                if job.key in self._board.renders:  # its file is gone, and the room does not know
                    self._ours.add(job.key)
                    self._rendering.go_on()
                else:
                    self._ask(job)
            elif idle > 0 and self._is_for_lenders(job, jobs):
                idle -= 1
                self._ask(job)

    def _is_for_lenders(self, job: Job, jobs: tuple[Job, ...]) -> bool:
        """Whether our own device is busy, and a lender could draw this one."""
        from canvas.app import ability  # late: only where somebody lends

        if job.key in self._ours or job.key in self._board.renders:
            return False
        if not self._is_offered(job):
            return False
        light = ability.is_light(job.model)
        here = [
            one
            for one in jobs
            if one.state == "running" and one.kind == "render" and not self.drawn_by(one.id)
        ]
        same = sum(ability.is_light(one.model) == light for one in here)
        return same >= ability.places(light)

    def _ask(self, job: Job) -> None:
        from canvas.app import ability  # late, as above

        version = ability.print_for(job.model)
        if not version:
            return
        self._asked[job.key] = asked = _Asked(job.id)
        body = {
            "key": job.key,
            "request": job.request,
            "model": job.model,
            "version": version,
            "inputs": [],
            "nodes": list(job.nodes[:32]),
            "front": job.priority > 0,
        }

        def answered(said: Mapping[str, Any]) -> None:
            if said.get("state") == "made":
                self._come.add(job.key)

        def failed(_trouble: Trouble) -> None:
            if self._asked.get(job.key) is asked:
                del self._asked[job.key]
                self._ours.add(job.key)  # the room does not take it: too large, or not from us
                self._rendering.go_on()

        self._ask_room("want", body, answered, failed)

    def _drop(self, key: str) -> None:
        del self._asked[key]
        self._ask_room("drop", {"key": key}, _nothing, _nothing)

    # -- what becomes of it

    def _arrive(self, jobs: tuple[Job, ...]) -> None:
        """Renders that others have made end the jobs that wait for them."""
        if not self._come:
            return
        needed = {need for job in jobs for need in job.needs}
        by_key = {job.key: job for job in jobs if job.kind == "render"}
        for key in list(self._come):
            job, asked = by_key.get(key), self._asked.get(key)
            if job is None or (job.state == "running" and (asked is None or not asked.claimed)):
                self._come.discard(key)  # nobody waits, or our own device is at it
                continue
            result = self._result(key)
            if result is None:
                continue  # the news was quicker than the board
            if key in needed and not self._rendering.has(result.asset):
                self._fetching.fetch([result.asset])  # the next shot begins with it
                continue
            self._come.discard(key)
            if job.state != "running" and self._jobs.claim(job.id) is None:
                continue
            self._asked.pop(key, None)
            self._end(self._jobs.finish(job.id, result))

    def _result(self, key: str) -> Result | None:
        render = self._board.renders.get(key)
        asset = self._board.assets.get(render.asset) if render is not None else None
        if render is None or asset is None:
            return None
        return Result(
            asset=render.asset,
            proxy=asset.proxy or "",
            thumbnail=asset.thumbnail or "",
            frames=render.frames,
            rate=render.rate,
            width=asset.width or 0,
            height=asset.height or 0,
            bytes=asset.bytes,
            seconds=0.0,
            precision=render.precision,
        )

    def _failed(self, asked: _Asked, key: str, trouble: RenderTrouble) -> None:
        job = asked.claimed or self._jobs.find(asked.job)
        if job is None:
            return
        if self._draws_here(job):
            self._ours.add(key)
            self._take_back(asked)
        elif asked.claimed is not None or self._jobs.claim(asked.job) is not None:
            self._end(self._jobs.fail(asked.job, trouble))

    def _take_back(self, asked: _Asked) -> None:
        """It waits again, for a device of ours or for another lender."""
        if asked.claimed is not None:
            asked.claimed = None
            self._end(self._jobs.requeue(asked.job))
            self._rendering.go_on()

    def _end(self, job: Job) -> None:
        from generation.events import JobEvent  # late: most boards are only looked at

        self._rendering.hear(JobEvent(job=job))
        self._rendering.go_on()

    def _tell(
        self, job: Job, *, progress: Progress | None = None, preview: Preview | None = None
    ) -> None:
        from generation.events import JobEvent  # late, as above

        self._rendering.hear(JobEvent(job=job, progress=progress, preview=preview))

    def _is_offered(self, job: Job) -> bool:
        """Any thread."""
        from canvas.app import ability  # late, as above

        return (job.model, ability.print_for(job.model)) in self._offered

    def _draws_here(self, job: Job) -> bool:
        """Any thread. Looked at again whenever the models or the devices are others."""
        from canvas.app import ability  # late, as above
        from generation.catalogue import installed
        from generation.machine import here

        models, looked, now = installed(), here().devices.looked, time.monotonic()
        known = self._draws.get(job.key)
        if known is not None and known[0] is models and known[1] == looked and now < known[2]:
            return known[3]
        found = ability.draws(job.request)
        # a model that is being fetched may be here the next time
        self._draws[job.key] = models, looked, float("inf") if found else now + AGAIN, found
        return found

    @property
    def _jobs(self) -> Jobs:
        return self._rendering.jobs

    def _changed(self, change: Change) -> None:
        fresh = change.added.get("renders", frozenset())
        if change.foreign and fresh:
            self._come |= fresh


def _nothing(_said: object) -> None:
    pass


def _lost() -> RenderTrouble:
    return WorkerLost(
        say(QT_TRANSLATE_NOOP("words", "Everybody who was drawing this shot has gone.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was made; the board is as it was.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Try again when somebody lends a device.")),
    )
