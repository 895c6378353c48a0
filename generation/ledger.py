"""The queue's file: opened, brought up to date, and written in transactions by one thread at a
time."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import OutOfDisk, RenderTrouble
from generation.job import FIELDS, Job, job_from

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
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_LATER = {
    "place": "REAL NOT NULL DEFAULT 0",
    "person": "TEXT NOT NULL DEFAULT ''",
    "model": "TEXT NOT NULL DEFAULT ''",
    "quality": "TEXT NOT NULL DEFAULT ''",
    "work": "REAL NOT NULL DEFAULT 0",
    "device": "TEXT NOT NULL DEFAULT ''",
}
"""Columns that a queue of an older program lacks."""
_INDEX = """
DROP INDEX IF EXISTS waiting;
CREATE INDEX IF NOT EXISTS standing ON jobs (state, priority DESC, place, id);
"""


class Ledger:
    """One open file. Any thread."""

    def __init__(self, path: Path) -> None:
        """Raises RenderTrouble where it cannot be written; a torn file is set aside."""
        self._lock = threading.RLock()
        try:
            self.sql = _opened(path)
        except sqlite3.OperationalError as error:
            raise unwritable(error) from error
        except sqlite3.DatabaseError:  # torn: whatever it held is planned anew
            path.replace(path.with_suffix(".broken"))
            self.sql = _opened(path)

    def rows(self, where: str, *values: object) -> Iterator[Job]:
        """Jobs, each made when it is asked for."""
        columns = ", ".join(FIELDS)
        return map(job_from, self.run(f"SELECT {columns} FROM jobs {where}", *values))

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Raises RenderTrouble."""
        try:
            with self._lock:
                return self.sql.execute(statement, values).fetchall()
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError):
            raise  # our fault, not the disk's
        except sqlite3.DatabaseError as error:
            raise unwritable(error) from error

    def _in_transaction(self) -> bool:
        return self.sql.in_transaction

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction, and one thread in it; inside another one it joins that."""
        with self._lock:
            if self._in_transaction():
                yield
                return
            self.run("BEGIN IMMEDIATE")
            try:
                yield
                self.run("COMMIT")
            except BaseException:  # Ctrl+C too: nothing may stay half done
                if self._in_transaction():  # a full disk has rolled it back by itself
                    self.run("ROLLBACK")
                raise

    def note(self, name: str, value: str = "") -> None:
        """Keep a word beside the jobs; an empty one is forgotten."""
        if value:
            self.run("INSERT OR REPLACE INTO notes VALUES (?, ?)", name, value)
        else:
            self.run("DELETE FROM notes WHERE name = ?", name)

    def noted(self, name: str) -> str:
        found = self.run("SELECT value FROM notes WHERE name = ?", name)
        return str(found[0][0]) if found else ""

    def close(self) -> None:
        with self._lock:
            self.sql.close()


def peeked(path: Path) -> tuple[tuple[Job, ...], bool]:
    """The jobs of a queue that is somebody else's, in order, and whether it was paused; nothing is
    written. Raises RenderTrouble."""
    if not path.exists():
        return (), False
    columns = ", ".join(FIELDS)
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as sql:
            rows = sql.execute(f"SELECT {columns} FROM jobs {IN_ORDER}").fetchall()
            paused = sql.execute("SELECT 1 FROM notes WHERE name = 'paused'").fetchall()
    except sqlite3.DatabaseError as error:
        raise RenderTrouble(
            say(QT_TRANSLATE_NOOP("words", "The list of renders cannot be read.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Open the board once, then try again.")),
            log=str(error),
        ) from error
    return tuple(map(job_from, rows)), bool(paused)


IN_ORDER = "ORDER BY priority DESC, place, id"


def _opened(path: Path) -> sqlite3.Connection:
    sql = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    try:
        # a power cut may cost the last jobs queued, never the file: planning them again is quick
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL"):
            sql.execute(f"PRAGMA {pragma}").close()
        sql.executescript(_SCHEMA).close()
        _bring_up(sql)
        sql.executescript(_INDEX).close()
    except sqlite3.Error:
        sql.close()
        raise
    return sql


def _bring_up(sql: sqlite3.Connection) -> None:
    """Give the queue of an older program the columns that it lacks."""
    known = {row[1] for row in sql.execute("PRAGMA table_info(jobs)").fetchall()}
    lacking = [name for name in _LATER if name not in known]
    if not lacking:
        return
    sql.execute("BEGIN IMMEDIATE").close()
    for name in lacking:
        sql.execute(f"ALTER TABLE jobs ADD COLUMN {name} {_LATER[name]}").close()
    sql.execute(
        "UPDATE jobs SET place = id, "
        "model = coalesce(json_extract(request, '$.model'), 'animatic'), "
        "quality = coalesce(json_extract(request, '$.quality'), 'final'), "
        "work = coalesce(json_extract(request, '$.frames'), 0) "
        "* coalesce(json_extract(request, '$.width'), 1280) "
        "* coalesce(json_extract(request, '$.height'), 720) "
        "WHERE kind = 'render' AND json_valid(request)"
    ).close()
    sql.execute("COMMIT").close()


def unwritable(error: sqlite3.DatabaseError) -> RenderTrouble:
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
