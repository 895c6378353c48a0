"""The durable queue: what is to be rendered, in a SQLite file of its own beside the board."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import Any

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import BadRequest, RenderTrouble, ShotRequest, WorkerLost
from generation.fingerprint import to_json
from generation.job import ENDED as ENDED
from generation.job import UNFINISHED as UNFINISHED
from generation.job import Job as Job
from generation.job import Result as Result
from generation.job import Wanted as Wanted
from generation.job import work_of
from generation.ledger import IN_ORDER, Ledger
from generation.turns import Turns

_KEPT = 500
"""Ended jobs that are remembered."""
_SAMPLES = 200
"""Finished renders that say how long one takes."""


NEEDS_GONE = QT_TRANSLATE_NOOP("words", "The shot before this one was not rendered.")
"""What is told of a render that waited for one which nobody will draw."""


def never(_job: Job) -> bool:
    return False


class Jobs:
    """The queue of one board. Any thread; one process at a time, for a board's folder is locked.

    Opening it after a crash turns what was running into lost and starts paused. A person's pause
    outlives the program.
    """

    def __init__(self, path: Path) -> None:
        self._file = Ledger(path)
        with self._file.writing():
            self._run("UPDATE jobs SET state = 'lost' WHERE state = 'running'")
            self._forget_old()
            self.why_paused = "crash" if self.count("lost") else self._file.noted("paused")
        """person, crash or disk: why nothing is drawn; empty while it goes on."""
        self._given_up: set[int] = set()
        """Running by the file, which could not be told how that ended."""

    @property
    def version(self) -> int:
        """Another number after everything that was written."""
        return self._file.sql.total_changes

    @property
    def paused(self) -> bool:
        return bool(self.why_paused)

    # -- asking for renders

    def add(
        self,
        key: str,
        node: str,
        request: ShotRequest,
        needs: Iterable[str] = (),
        priority: int = 0,
        person: str = "",
    ) -> Job:
        """Queue one render; an unfinished job of the same key is joined instead."""
        wanted = Wanted(node=node, key=key, request=request, needs=tuple(needs), person=person)
        return self.add_all([wanted], priority=priority)[0]

    def add_all(
        self, wanted: Iterable[Wanted], *, priority: int = 0, front: bool = False
    ) -> tuple[Job, ...]:
        """Queue renders at once, needed ones first; `front` puts them before all others."""
        with self._file.writing():
            if front:
                priority = self._highest() + 1
            turns = self._turns(priority)
            ids = [self._add(one, priority, turns) for one in wanted]
        return tuple(job for job in map(self.find, ids) if job)

    def add_export(self, out: Path) -> Job:
        """Note that a film is being written to `out`; it runs at once, beside the queue."""
        with self._file.writing():
            self._run(
                "INSERT INTO jobs (kind, key, nodes, request, needs, priority, state, made) "
                "VALUES ('export', ?, '[]', '', '[]', 0, 'running', ?) "
                "ON CONFLICT (key) WHERE state IN ('queued', 'running', 'lost') "
                "DO UPDATE SET state = 'running'",
                f"export:{out}",
                time.time(),
            )
        return next(job for job in self.listing(UNFINISHED) if job.key == f"export:{out}")

    # -- drawing them

    def next(
        self,
        done: Container[str],
        *,
        skip: Callable[[Job], bool] = never,
        keep: str = "",
        device: str = "",
    ) -> Job | None:
        """Take the first queued render whose needs are `done`, now running; None while paused.

        One that `skip` is true of stays. `keep` names a checkpoint that had rather go on: its first
        render goes before those of others, not before those of a higher priority.
        """
        if self.paused:
            return None
        with self._file.writing():
            first: Job | None = None
            for job in self._standing(("queued",)):
                if first is not None and job.priority < first.priority:
                    break
                if not all(need in done for need in job.needs) or skip(job):
                    continue
                if not keep or job.checkpoint == keep:
                    return self._take(job.id, device)
                first = first or job
            return self._take(first.id, device) if first is not None else None

    def claim(self, id: int, device: str = "") -> Job | None:
        """Take this render, now running; None if it does not wait any more."""
        with self._file.writing():
            job = self.find(id)
            return self._take(id, device) if job is not None and job.state == "queued" else None

    def abandon(self, done: Container[str]) -> tuple[Job, ...]:
        """Fail the queued jobs that wait for a shot which nobody will render any more."""
        gone: list[Job] = []
        with self._file.writing():
            waiting = list(self._rows(f"WHERE state = 'queued' AND needs != '[]' {IN_ORDER}"))
            coming = {key for (key,) in self._run(f"SELECT key FROM jobs WHERE state IN {_OPEN}")}
            changed = True
            while changed:  # a chain that was put into another order by hand takes several passes
                changed = False
                for job in waiting:
                    if job.key not in coming:
                        continue
                    if any(need not in done and need not in coming for need in job.needs):
                        coming.discard(job.key)
                        gone.append(self._change(job.id, "failed", trouble=_needs_gone()))
                        changed = True
        return tuple(gone)

    def tried(self, id: int) -> Job:
        """Count one more process that was started on a job."""
        with self._file.writing():
            self._run("UPDATE jobs SET tries = tries + 1 WHERE id = ?", id)
        return self._sure(id)

    def finish(self, id: int, result: Result | None) -> Job:
        return self._change(id, "done", result=result)

    def fail(self, id: int, trouble: RenderTrouble) -> Job:
        return self._change(id, "failed", trouble=trouble)

    def give_up(self, id: int) -> None:
        """Nobody draws it any more, and that could not be written; `resume` queues it again."""
        self._given_up.add(id)

    def requeue(self, id: int) -> Job:
        """Put a running job back: the program closes in good order."""
        with self._file.writing():
            self._run("UPDATE jobs SET tries = 0, device = '' WHERE id = ?", id)
            return self._change(id, "queued")

    # -- what a person wants of them

    def cancel(self, id: int) -> Job:
        """Cancel a job that has not ended; one that has stays as it is."""
        with self._file.writing():
            job = self._sure(id)
            return self._change(id, "cancelled") if job.state in UNFINISHED else job

    def cancel_waiting(self, id: int) -> Job | None:
        """Cancel a job that nobody has begun; None if somebody has, or it has ended."""
        with self._file.writing():
            job = self.find(id)
            waits = job is not None and job.state in ("queued", "lost")
            return self._change(id, "cancelled") if waits else None

    def retry(self, id: int) -> Job:
        """Queue an ended job again, at its fair turn, or join the unfinished one of its key."""
        with self._file.writing():
            job = self._sure(id)
            if job.state in UNFINISHED or job.kind != "render":
                return job
            for other in self._rows(f"WHERE key = ? AND state IN {_OPEN}", job.key):
                return other
            place = self._turns(0).place(job.person)
            self._run(
                "UPDATE jobs SET tries = 0, device = '', priority = 0, place = ? WHERE id = ?",
                place,
                id,
            )
            return self._change(id, "queued")

    def front(self, id: int) -> Job:
        """Put a job, and what it needs, before all others."""
        with self._file.writing():
            self._raise_to([self._sure(id).key], self._highest() + 1)
        return self._sure(id)

    def move(self, ids: Iterable[int], before: int | None = None) -> tuple[Job, ...]:
        """Put waiting jobs, in this order, before another one, or behind all; what they need goes
        along. Returns those that wait, in their new order."""
        with self._file.writing():
            waiting = {job.id: job for job in self.listing(("queued", "lost"))}
            moved = self._with_needs([id for id in ids if id in waiting], waiting, before)
            kept = [id for id in waiting if id not in moved]
            at = kept.index(before) if before in kept else len(kept)
            neighbour = kept[at : at + 1] or kept[-1:]
            priority = waiting[neighbour[0]].priority if neighbour else 0
            order = [*kept[:at], *moved, *kept[at:]]
            for place, id in enumerate(order):
                level = priority if id in moved else waiting[id].priority
                self._run(
                    "UPDATE jobs SET place = ?, priority = ? WHERE id = ?", place + 1, level, id
                )
        return self.listing(("queued", "lost"))

    def pause(self, why: str = "person") -> None:
        """Begin nothing more; what runs is finished."""
        self.why_paused = why
        if why == "person":
            with self._file.writing():
                self._file.note("paused", why)

    def resume(self) -> tuple[Job, ...]:
        """After a crash, or a pause: queue again what was cut off; an export has failed then."""
        changed = []
        with self._file.writing():
            for job in self._rows("WHERE state = 'lost'"):
                if job.kind == "render":
                    changed.append(self.requeue(job.id))
                else:
                    changed.append(self.fail(job.id, _export_cut_off()))
            for id in self._given_up:
                if self._sure(id).state == "running":
                    changed.append(self.requeue(id))
            self._file.note("paused")
        self._given_up.clear()
        self.why_paused = ""
        return tuple(changed)

    def forget(self, id: int) -> None:
        """Forget one job that has ended."""
        with self._file.writing():
            self._run(f"DELETE FROM jobs WHERE id = ? AND state IN {ENDED}", id)

    def clear(self) -> None:
        """Forget every job that has ended."""
        with self._file.writing():
            self._run(f"DELETE FROM jobs WHERE state IN {ENDED}")

    # -- reading

    def find(self, id: int) -> Job | None:
        return next(self._rows("WHERE id = ?", id), None)

    def result(self, key: str) -> Result | None:
        """What an earlier job of this key left in the store."""
        where = "WHERE key = ? AND state = 'done' ORDER BY id DESC LIMIT 1"
        found = next(self._rows(where, key), None)
        return found.result if found is not None else None

    def listing(self, states: Iterable[str] = UNFINISHED + ENDED) -> tuple[Job, ...]:
        """Jobs in the order in which they run."""
        return tuple(self._standing(states))

    def ended(self, most: int) -> tuple[Job, ...]:
        """The jobs that ended last, the latest first."""
        return tuple(
            self._rows(f"WHERE state IN {ENDED} ORDER BY ended DESC, id DESC LIMIT ?", most)
        )

    def count(self, *states: str) -> int:
        marks = ", ".join("?" * len(states))
        found = self._run(f"SELECT count(*) FROM jobs WHERE state IN ({marks})", *states)
        return int(found[0][0])

    def samples(self) -> list[tuple[str, str, float, float]]:
        """Model, quality, work and seconds of the renders that ended last."""
        return self._run(
            "SELECT model, quality, work, json_extract(result, '$.seconds') FROM jobs "
            "WHERE state = 'done' AND kind = 'render' AND work > 0 "
            "AND json_extract(result, '$.seconds') > 0 ORDER BY ended DESC LIMIT ?",
            _SAMPLES,
        )

    def close(self) -> None:
        self._file.close()

    def _add(self, wanted: Wanted, priority: int, turns: Turns) -> int:
        self._raise_to(wanted.needs, priority)
        for job in self._rows(f"WHERE key = ? AND state IN {_OPEN}", wanted.key):
            return self._join(job, wanted.node, priority)
        request = wanted.request
        made = self._run(
            "INSERT INTO jobs (kind, key, nodes, request, needs, priority, place, state, made, "
            "person, model, quality, work) "
            "VALUES ('render', ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?) RETURNING id",
            wanted.key,
            json.dumps([wanted.node]),
            to_json(request),
            json.dumps(wanted.needs),
            priority,
            turns.place(wanted.person),
            time.time(),
            wanted.person,
            request.model,
            request.quality,
            work_of(request),
        )
        return int(made[0][0])

    def _join(self, job: Job, node: str, priority: int) -> int:
        nodes = job.nodes if node in job.nodes else (*job.nodes, node)
        self._run(
            "UPDATE jobs SET nodes = ?, priority = max(priority, ?) WHERE id = ?",
            json.dumps(nodes),
            priority,
            job.id,
        )
        if job.state == "lost":  # asked for again: no need to wait for resume
            self.requeue(job.id)
        return job.id

    def _turns(self, priority: int) -> Turns:
        found = self._run(
            f"SELECT person, place, state FROM jobs WHERE state IN {_OPEN} AND priority = ? "
            "AND kind = 'render'",
            priority,
        )
        running = [(person, place) for person, place, state in found if state == "running"]
        waiting = [(person, place) for person, place, state in found if state != "running"]
        return Turns(waiting, running)

    def _raise_to(self, keys: Iterable[str], priority: int) -> None:
        """Give these jobs, and all that they need, at least this priority."""
        open_ = list(keys)
        while open_:
            raised = self._run(
                f"UPDATE jobs SET priority = ? WHERE key = ? AND priority < ? AND state IN {_OPEN} "
                "RETURNING needs",
                priority,
                open_.pop(),
                priority,
            )
            open_ += chain.from_iterable(json.loads(needs) for (needs,) in raised)

    def _with_needs(
        self, ids: list[int], waiting: dict[int, Job], before: int | None
    ) -> dict[int, None]:
        """These jobs, each after those of its needs that stand behind `before`."""
        order = list(waiting)
        behind = set(order[order.index(before) :] if before in waiting else order)
        by_key = {job.key: job.id for job in waiting.values()}
        found: dict[int, None] = {}
        stack = [(id, False) for id in reversed(ids)]
        while stack:
            id, ready = stack.pop()
            if ready:
                found[id] = None
            elif id not in found:
                needs = (by_key.get(key) for key in waiting[id].needs)
                stack.append((id, True))
                stack += [(one, False) for one in needs if one in behind and one != before]
        return found

    def _highest(self) -> int:
        highest = self._run(f"SELECT max(priority) FROM jobs WHERE state IN {_OPEN}")[0][0]
        return int(highest or 0)

    def _take(self, id: int, device: str) -> Job:
        self._run("UPDATE jobs SET device = ? WHERE id = ?", device, id)
        return self._change(id, "running")

    def _change(
        self,
        id: int,
        state: str,
        *,
        trouble: RenderTrouble | None = None,
        result: Result | None = None,
    ) -> Job:
        from generation.messages import trouble_to_plain  # late: a board that opens has no jobs yet

        with self._file.writing():
            self._run(
                "UPDATE jobs SET state = ?, trouble = ?, result = ?, ended = ? WHERE id = ?",
                state,
                json.dumps(trouble_to_plain(trouble)) if trouble else None,
                json.dumps(asdict(result)) if result else None,
                time.time() if state in ENDED else None,
                id,
            )
            return self._sure(id)

    def _forget_old(self) -> None:
        self._run(
            f"DELETE FROM jobs WHERE state IN {ENDED} AND id NOT IN "
            f"(SELECT id FROM jobs WHERE state IN {ENDED} ORDER BY id DESC LIMIT ?)",
            _KEPT,
        )

    def _sure(self, id: int) -> Job:
        job = self.find(id)
        if job is None:
            raise KeyError(id)
        return job

    def _standing(self, states: Iterable[str]) -> Iterator[Job]:
        wanted = tuple(states)
        marks = ", ".join("?" * len(wanted))
        return self._rows(f"WHERE state IN ({marks}) {IN_ORDER}", *wanted)

    def _rows(self, where: str, *values: object) -> Iterator[Job]:
        return self._file.rows(where, *values)

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        return self._file.run(statement, *values)


_OPEN = UNFINISHED


def _needs_gone() -> RenderTrouble:
    return BadRequest(
        say(NEEDS_GONE),
        meaning=say(
            QT_TRANSLATE_NOOP("words", "This shot starts from its last frame, so it cannot start.")
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Render both shots again.")),
    )


def _export_cut_off() -> RenderTrouble:
    return WorkerLost(
        say(QT_TRANSLATE_NOOP("words", "The export was cut off when the program stopped.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "No film was written; the board is whole.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Export the film again.")),
    )
