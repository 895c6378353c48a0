"""The queue of renders as a person sees it: what is drawn, what waits and until when, what ended
how; and what can be done about it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from canvas.app.notices import QueueChanged
from canvas.document.words import Trouble
from generation.estimate import Due, Forecast, Paces, forecast
from generation.job import Job

if TYPE_CHECKING:
    from collections.abc import Callable

    from canvas.app.rendering import Rendering
    from generation.jobs import Jobs
    from generation.supervisor import JobEvent

_Jobs: TypeAlias = tuple[Job, ...]
SHOWN = 100
"""Ended jobs that are shown."""
_ASKS = 8
"""Jobs that are foretold in one look: of hundreds the rest has time until the next."""
_TELLING = 0.1
"""So much of a render has to be drawn before it says how long others take."""


@dataclass(frozen=True, slots=True)
class Live:
    """How far a job is that runs now."""

    began: float
    """By time.monotonic()."""
    phase: str = ""
    share: float = 0.0
    """0..1 of the phase that takes longest."""
    seconds_left: float | None = None
    told: float = 0.0
    """When that was said, by time.monotonic()."""
    preview: bytes | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the queue."""

    job: Job
    live: Live | None = None
    seconds_left: float | None = None
    """Until it is done; None where nobody can say."""
    after: Job | None = None
    """What is drawn before it can begin."""
    for_lender: bool = False
    """It waits for somebody who lends a device that draws it."""

    @property
    def state(self) -> str:
        return self.job.state

    @property
    def trouble(self) -> Trouble | None:
        return self.job.trouble


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole queue at one moment."""

    running: tuple[Entry, ...] = ()
    waiting: tuple[Entry, ...] = ()
    """In the order in which they are drawn; lost ones too, which wait for a word."""
    ended: tuple[Entry, ...] = ()
    """The latest first."""
    why_paused: str = ""
    """person, crash or disk; empty while it goes on."""
    seconds_left: float | None = None
    """Until all is done that can be judged; None where nobody can say anything."""
    more: bool = False
    """There is more, of which nobody can say how long it takes."""


class Queue:
    """On the thread that owns the board."""

    def __init__(self, rendering: Rendering, tell: Callable[[QueueChanged], None]) -> None:
        self._rendering = rendering
        self._tell = tell
        self._live: dict[int, Live] = {}
        self._paces: Paces | None = None
        self._said: dict[int, float | None] = {}
        """What was foretold of jobs; forgotten when one has taught us better."""
        self._asks = 0
        self._kept: tuple[int, tuple[_Jobs, _Jobs, _Jobs]] | None = None
        rendering.hearers.append(self._hear)
        rendering.changed = self._changed

    @property
    def why_paused(self) -> str:
        """Why nothing is begun; empty while the queue goes on, or where there is none yet."""
        return self._rendering.jobs.why_paused if self._rendering.has_jobs else ""

    def counts(self) -> tuple[int, int]:
        """How many run and how many wait."""
        if not self._rendering.has_jobs:
            return 0, 0
        jobs = self._rendering.jobs
        return jobs.count("running"), jobs.count("queued", "lost")

    def snapshot(self) -> Snapshot:
        """Everything, for a panel; a few milliseconds for hundreds of jobs."""
        if not self._rendering.has_jobs:
            return Snapshot()
        jobs = self._rendering.jobs
        running, waiting, ended = self._listed(jobs)
        self._asks = _ASKS
        ahead, paused = self._forecast(running, waiting), jobs.paused
        return Snapshot(
            # of what takes longer than was foretold nobody can say any more
            tuple(Entry(job, self._live.get(job.id), self._left(job) or None) for job in running),
            self._waiting(running, waiting, {} if paused else ahead.ends),
            tuple(map(Entry, ended)),
            jobs.why_paused,
            ahead.whole,
            ahead.more,
        )

    def _waiting(
        self, running: _Jobs, waiting: _Jobs, ends: Mapping[int, float | None]
    ) -> tuple[Entry, ...]:
        """What waits, each with what it waits for beside its turn."""
        open_ = {job.key: job for job in (*running, *waiting) if job.kind == "render"}
        entries = []
        for job in waiting:
            needed = [open_[key] for key in job.needs if key in open_]
            own = (one for one in needed if set(one.nodes) & set(job.nodes))
            after = next(own, needed[0] if needed else None)
            lent = after is None and self._rendering.elsewhere(job)
            entries.append(Entry(job, None, ends.get(job.id), after, lent))
        return tuple(entries)

    def _listed(self, jobs: Jobs) -> tuple[_Jobs, _Jobs, _Jobs]:
        """What runs, waits and has ended; read again only after something was written."""
        version = jobs.version
        if self._kept is None or self._kept[0] != version:
            listed = jobs.listing(("running",)), jobs.listing(("queued", "lost")), jobs.ended(SHOWN)
            self._kept = version, listed
        return self._kept[1]

    # -- what a person wants

    def pause(self) -> None:
        """Begin nothing more; what is being drawn is finished."""
        self._rendering.jobs.pause()
        self._changed()

    def resume(self) -> None:
        """Go on, also with what a crash cut off."""
        self._rendering.resume()
        self._changed()

    def front(self, jobs: Iterable[int]) -> None:
        """Put jobs, and what they need, before all others, in the order in which they stand."""
        chosen, known = set(jobs), self._rendering.jobs
        for job in reversed(known.listing(("queued", "lost"))):
            if job.id in chosen:
                known.front(job.id)
        self._go_on()

    def move(self, jobs: Iterable[int], before: int | None) -> None:
        """Put waiting jobs before another one, or behind all."""
        self._rendering.jobs.move(jobs, before)
        self._go_on()

    def cancel(self, jobs: Iterable[int]) -> None:
        """Stop what runs within a step, and take out what waits."""
        self._rendering.cancel_jobs(jobs)

    def forget(self, jobs: Iterable[int]) -> None:
        """Take jobs that ended off the list."""
        for id in jobs:
            self._rendering.jobs.forget(id)
        self._changed()

    def clear(self) -> int:
        """Take everything that ended off the list; how many that were."""
        if not self._rendering.has_jobs:
            return 0
        jobs = self._rendering.jobs
        count = jobs.count("done", "failed", "cancelled")
        jobs.clear()
        self._changed()
        return count

    # -- how long it takes

    def _forecast(self, running: tuple[Job, ...], waiting: tuple[Job, ...]) -> Forecast:
        draws = [job for job in running if job.kind == "render"]
        left = [(job.id, job.device, self._left(job)) for job in draws]
        cards = frozenset(job.device for job in draws if not self._rendering.is_light(job.model))
        due = [
            Due(
                job.id,
                _LIGHT if self._rendering.is_light(job.model) else cards or _CARD,
                self._pace(job),
            )
            for job in waiting
            if job.kind == "render"
        ]
        return forecast(left, due)

    def _left(self, job: Job) -> float | None:
        """Of a job that runs: what its process says, or what its like took before."""
        live = self._live.get(job.id)
        if live is None:
            return self._pace(job)
        now = time.monotonic()
        if live.seconds_left is not None and live.phase in ("rendering", "writing"):
            return max(live.seconds_left - (now - live.told), 0.0)
        pace = self._pace(job)
        return None if pace is None else max(pace - (now - live.began), 0.0)

    def _pace(self, job: Job) -> float | None:
        if self._paces is None:
            self._paces = Paces(self._rendering.jobs.samples())
        known = self._foretold(job) or self._paces.seconds(job)
        if known is not None:
            return known
        for id, live in self._live.items():  # the first of its kind tells as far as it has come
            first = self._rendering.jobs.find(id) if live.share > _TELLING else None
            if first is not None and (first.model, first.quality) == (job.model, job.quality):
                return (live.told - live.began) / live.share * job.work / max(first.work, 1.0)
        return None

    def _foretold(self, job: Job) -> float | None:
        """Of a checkpoint: what is known of its size and this machine."""
        if self._rendering.is_light(job.model):
            return None
        from canvas.app.foretelling import can_foretell, foretold  # late: Animatic needs it not

        if job.id not in self._said and self._asks > 0 and can_foretell():
            self._asks -= 1
            self._said[job.id] = foretold(job)
        return self._said.get(job.id)

    # -- what happens

    def _hear(self, event: JobEvent) -> None:
        job = event.job
        if event.state != "running":
            self._live.pop(job.id, None)
            if event.state == "done":
                self._paces = None
                self._said.clear()
        else:
            now = time.monotonic()
            live = self._live.get(job.id) or Live(now)
            if event.progress is not None:
                told = event.progress
                share = (told.done + told.share) / told.total if told.total else 0.0
                live = replace(
                    live,
                    phase=told.phase,
                    share=min(max(share, 0.0), 1.0),
                    seconds_left=told.seconds_left,
                    told=now,
                )
            elif event.preview is not None:
                live = replace(live, preview=event.preview.jpeg)
            self._live[job.id] = live
        self._changed()

    def _go_on(self) -> None:
        self._rendering.go_on()
        self._changed()

    def _changed(self) -> None:
        self._tell(QueueChanged())


_LIGHT, _CARD = frozenset({"light"}), frozenset({"card"})
