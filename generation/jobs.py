"""The durable queue: what is to be rendered, in a SQLite file of its own beside the board."""

from __future__ import annotations

import json
import sqlite3
import threading
import time
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import BadRequest, OutOfDisk, RenderTrouble, ShotRequest, WorkerLost
from generation.fingerprint import to_json

UNFINISHED = ("queued", "running", "lost")
"""lost: it was running when the program was cut off; `resume` queues it again."""
ENDED = ("done", "failed", "cancelled")
_KEPT = 500
"""Ended jobs that are remembered."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    nodes TEXT NOT NULL,
    request TEXT NOT NULL,
    needs TEXT NOT NULL,
    priority INTEGER NOT NULL,
    state TEXT NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0,
    made REAL NOT NULL,
    ended REAL,
    trouble TEXT,
    result TEXT
);
CREATE UNIQUE INDEX IF NOT EXISTS once ON jobs (key) WHERE state IN ('queued', 'running', 'lost');
CREATE INDEX IF NOT EXISTS waiting ON jobs (state, priority DESC, id);
"""
_COLUMNS = "id, kind, key, nodes, request, needs, priority, state, tries, made, trouble, result"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a finished render left in the store."""

    asset: str
    """SHA-256 of the master."""
    proxy: str
    thumbnail: str
    frames: int
    rate: Rate
    width: int
    height: int
    bytes: int
    seconds: float
    """What it took to draw."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One row of the queue, as it was when it was read."""

    id: int
    kind: str
    """render or export."""
    key: str
    """The content key; of an export, `export:` and the file."""
    nodes: tuple[str, ...]
    """Everyone who waits for it: equal requests are one job."""
    request: str
    """The ShotRequest as `fingerprint.to_json` spells it."""
    needs: tuple[str, ...]
    """Content keys that are rendered before it."""
    priority: int
    state: str
    """queued, running, done, failed, cancelled or lost."""
    tries: int
    """How often a process was started on it."""
    made: float
    """Seconds since 1970."""
    trouble: RenderTrouble | None
    result: Result | None

    @property
    def node(self) -> str:
        return self.nodes[0] if self.nodes else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One render to queue."""

    node: str
    key: str
    request: ShotRequest
    needs: tuple[str, ...] = ()


class Jobs:
    """The queue of one board. Any thread; one process at a time, for a board's folder is locked.

    Opening it after a crash turns what was running into lost and starts paused.
    """

    def __init__(self, path: Path) -> None:
        self._lock = threading.RLock()
        try:
            self._sql = _opened(path)
        except sqlite3.OperationalError as error:
            raise _unwritable(error) from error
        except sqlite3.DatabaseError:  # torn: whatever it held is planned anew
            path.replace(path.with_suffix(".broken"))
            self._sql = _opened(path)
        with self._writing():
            self._run("UPDATE jobs SET state = 'lost' WHERE state = 'running'")
            self._forget_old()
        self.paused = self.count("lost") > 0

    def add(
        self,
        key: str,
        node: str,
        request: ShotRequest,
        needs: Iterable[str] = (),
        priority: int = 0,
    ) -> Job:
        """Queue one render; an unfinished job of the same key is joined instead."""
        wanted = Wanted(node=node, key=key, request=request, needs=tuple(needs))
        return self.add_all([wanted], priority=priority)[0]

    def add_all(
        self, wanted: Iterable[Wanted], *, priority: int = 0, front: bool = False
    ) -> tuple[Job, ...]:
        """Queue renders at once, needed ones first; `front` puts them before all others."""
        with self._writing():
            if front:
                priority = self._highest() + 1
            ids = [self._add(one, priority) for one in wanted]
        return tuple(job for job in map(self.find, ids) if job)

    def add_export(self, out: Path) -> Job:
        """Note that a film is being written to `out`; it runs at once, beside the queue."""
        with self._writing():
            self._run(
                "INSERT INTO jobs (kind, key, nodes, request, needs, priority, state, made) "
                "VALUES ('export', ?, '[]', '', '[]', 0, 'running', ?) "
                "ON CONFLICT (key) WHERE state IN ('queued', 'running', 'lost') "
                "DO UPDATE SET state = 'running'",
                f"export:{out}",
                time.time(),
            )
        return next(job for job in self.listing(UNFINISHED) if job.key == f"export:{out}")

    def next(self, done: Container[str]) -> Job | None:
        """Take the first queued render whose needs are `done`, now running; None while paused."""
        if self.paused:
            return None
        with self._writing():
            for job in self.listing(("queued",)):
                if all(need in done for need in job.needs):
                    return self._change(job.id, "running")
        return None

    def abandon(self, done: Container[str]) -> tuple[Job, ...]:
        """Fail the queued jobs that wait for a shot which nobody will render any more."""
        gone: list[Job] = []
        with self._writing():
            waiting = self.listing(("queued",))
            coming = {job.key for job in self.listing(UNFINISHED)}
            for job in waiting:  # needed ones stand first, so one pass carries through a chain
                if any(need not in done and need not in coming for need in job.needs):
                    coming.discard(job.key)
                    gone.append(self._change(job.id, "failed", trouble=_needs_gone()))
        return tuple(gone)

    def tried(self, id: int) -> Job:
        """Count one more process that was started on a job."""
        with self._writing():
            self._run("UPDATE jobs SET tries = tries + 1 WHERE id = ?", id)
        return self._sure(id)

    def finish(self, id: int, result: Result | None) -> Job:
        return self._change(id, "done", result=result)

    def fail(self, id: int, trouble: RenderTrouble) -> Job:
        return self._change(id, "failed", trouble=trouble)

    def cancel(self, id: int) -> Job:
        """Cancel a job that has not ended; one that has stays as it is."""
        job = self._sure(id)
        return self._change(id, "cancelled") if job.state in UNFINISHED else job

    def requeue(self, id: int) -> Job:
        """Put a running job back: the program closes in good order."""
        with self._writing():
            self._run("UPDATE jobs SET tries = 0 WHERE id = ?", id)
            return self._change(id, "queued")

    def retry(self, id: int) -> Job:
        """Queue an ended job again, or join the unfinished one of the same key."""
        with self._writing():
            job = self._sure(id)
            if job.state in UNFINISHED or job.kind != "render":
                return job
            for other in self.listing(UNFINISHED):
                if other.key == job.key:
                    return other
            self._run("UPDATE jobs SET tries = 0, trouble = NULL WHERE id = ?", id)
            return self._change(id, "queued")

    def front(self, id: int) -> Job:
        """Put a job, and what it needs, before all others."""
        with self._writing():
            self._raise_to({self._sure(id).key}, self._highest() + 1)
        return self._sure(id)

    def resume(self) -> tuple[Job, ...]:
        """After a crash, or a pause: queue again what was cut off; an export has failed then."""
        changed = []
        with self._writing():
            # while it is paused nobody draws: what is noted as running was given up unnoted
            for job in self.listing(("lost", "running") if self.paused else ("lost",)):
                if job.kind == "render":
                    changed.append(self.requeue(job.id))
                elif job.state == "lost":
                    changed.append(self.fail(job.id, _export_cut_off()))
        self.paused = False
        return tuple(changed)

    def clear(self) -> None:
        """Forget every job that has ended."""
        with self._writing():
            self._run(f"DELETE FROM jobs WHERE state IN {ENDED}")

    def find(self, id: int) -> Job | None:
        rows = self._rows("WHERE id = ?", id)
        return rows[0] if rows else None

    def result(self, key: str) -> Result | None:
        """What an earlier job of this key left in the store."""
        rows = self._rows("WHERE key = ? AND state = 'done' ORDER BY id DESC LIMIT 1", key)
        return rows[0].result if rows else None

    def listing(self, states: Iterable[str] = UNFINISHED + ENDED) -> tuple[Job, ...]:
        """Jobs in the order in which they run."""
        wanted = tuple(states)
        marks = ", ".join("?" * len(wanted))
        return self._rows(f"WHERE state IN ({marks}) ORDER BY priority DESC, id", *wanted)

    def count(self, *states: str) -> int:
        marks = ", ".join("?" * len(states))
        found = self._run(f"SELECT count(*) FROM jobs WHERE state IN ({marks})", *states)
        return int(found[0][0])

    def close(self) -> None:
        with self._lock:
            self._sql.close()

    def _add(self, wanted: Wanted, priority: int) -> int:
        self._raise_to(set(wanted.needs), priority)
        rows = self._rows(f"WHERE key = ? AND state IN {UNFINISHED}", wanted.key)
        if rows:
            return self._join(rows[0], wanted.node, priority)
        made = self._run(
            "INSERT INTO jobs (kind, key, nodes, request, needs, priority, state, made) "
            "VALUES ('render', ?, ?, ?, ?, ?, 'queued', ?) RETURNING id",
            wanted.key,
            json.dumps([wanted.node]),
            to_json(wanted.request),
            json.dumps(wanted.needs),
            priority,
            time.time(),
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

    def _raise_to(self, keys: set[str], priority: int) -> None:
        """Give these jobs, and all that they need, at least this priority."""
        for job in self.listing(UNFINISHED) if keys else ():
            if job.key in keys and job.priority < priority:
                self._run("UPDATE jobs SET priority = ? WHERE id = ?", priority, job.id)
                self._raise_to(set(job.needs), priority)

    def _highest(self) -> int:
        highest = self._run(f"SELECT max(priority) FROM jobs WHERE state IN {UNFINISHED}")[0][0]
        return int(highest or 0)

    def _change(
        self,
        id: int,
        state: str,
        *,
        trouble: RenderTrouble | None = None,
        result: Result | None = None,
    ) -> Job:
        from generation.messages import trouble_to_plain  # late: a board that opens has no jobs yet

        with self._writing():
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

    def _rows(self, where: str, *values: object) -> tuple[Job, ...]:
        return tuple(map(_job, self._run(f"SELECT {_COLUMNS} FROM jobs {where}", *values)))

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        try:
            with self._lock:
                return self._sql.execute(statement, values).fetchall()
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # our fault, not the disk's
        except sqlite3.DatabaseError as error:
            raise _unwritable(error) from error

    def _in_transaction(self) -> bool:
        return self._sql.in_transaction

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, and one thread in it; inside another one it joins that."""
        with self._lock:
            if self._in_transaction():
                yield
                return
            self._run("BEGIN IMMEDIATE")
            try:
                yield
                self._run("COMMIT")
            except BaseException:  # Ctrl+C too: nothing may stay half done
                if self._in_transaction():  # a full disk has rolled it back by itself
                    self._run("ROLLBACK")
                raise


def _opened(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        # a power cut may cost the last jobs queued, never the file: planning them again is quick
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            sql.execute(f"PRAGMA {pragma}").close()
        sql.executescript(_SCHEMA).close()
    except sqlite3.Error:
        sql.close()
        raise
    return sql


def _job(row: tuple[Any, ...]) -> Job:
    from generation.messages import trouble_from_plain  # late, as above

    id, kind, key, nodes, request, needs, priority, state, tries, made, trouble, result = row
    return Job(
        id=id,
        kind=kind,
        key=key,
        nodes=tuple(json.loads(nodes)),
        request=request,
        needs=tuple(json.loads(needs)),
        priority=priority,
        state=state,
        tries=tries,
        made=made,
        trouble=trouble_from_plain(json.loads(trouble)) if trouble else None,
        result=_result(json.loads(result)) if result else None,
    )


def _result(plain: Mapping[str, Any]) -> Result:
    return Result(**{**plain, "rate": Rate(**plain["rate"])})


def _needs_gone() -> RenderTrouble:
    return BadRequest(
        say(QT_TRANSLATE_NOOP("words", "The shot before this one was not rendered.")),
        meaning=say(
            QT_TRANSLATE_NOOP("words", "This shot starts from its last frame, so it cannot start.")
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "Render both shots again.")),
    )


def _unwritable(error: sqlite3.DatabaseError) -> RenderTrouble:
    full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
    kind = OutOfDisk if full else RenderTrouble
    return kind(
        say(QT_TRANSLATE_NOOP("words", "The list of renders cannot be written.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing new is rendered; the board is intact.")),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Free some space on the disk of the board, then try again.")
        ),
        log=str(error),
    )


def _export_cut_off() -> RenderTrouble:
    return WorkerLost(
        say(QT_TRANSLATE_NOOP("words", "The export was cut off when the program stopped.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "No film was written; the board is whole.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Export the film again.")),
    )
