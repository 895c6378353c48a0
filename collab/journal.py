"""A board's journal: every update appended as it is made, and snapshots that were proved first.

A number is given at once and the update is on the disk a few milliseconds later; only then does
`durable` say so. Updates that a snapshot covers are no longer read on opening, yet they stay: they
are the board's history.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assets.disk import ReadOnlyPlace
from assets.entries import Record, Snapshot
from assets.logbook import (
    Contents,
    ask,
    last_number,
    logbook_trouble,
    open_writing,
    read,
    read_records,
    write,
    write_snapshot,
)
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say

SNAPSHOT_UPDATES, SNAPSHOT_BYTES = 1000, 1 << 20
"""How much may follow a snapshot before the next is due."""

BATCH = 256
"""Updates in one commit at most."""

_RETRY_FIRST, _RETRY_MOST = 0.2, 5.0
"""Seconds between attempts while the disk refuses."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What makes the board: applied in order, the first one usually a snapshot."""

    updates: tuple[bytes, ...]
    notices: tuple[Sentence, ...]
    number: int
    """Of the last update in it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the board's history."""

    number: int
    when: datetime
    person: str
    label: str
    bytes: bytes


class Journal:
    """One board's journal. Any thread may append; one thread of its own writes."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        """Open or create the file. Raises DiskTrouble, NewerBoard."""
        self.path = path
        self.readonly = readonly
        self.durable = 0
        """Every update up to this number is on the disk."""
        self.failed: Trouble | None = None
        """Why updates wait in memory, while they do."""
        self._changed = threading.Condition()
        self._waiting: deque[Record] = deque()
        self._snapshot: Snapshot | None = None
        self._snapshot_kept = 0
        self._since = [0, 0]
        self._listeners: list[Callable[[int], None]] = []
        self._closing = False
        self._thread: threading.Thread | None = None
        self._notices: list[Sentence] = []
        self._connection = None if readonly else self._open()
        self._last = self.durable = self._find_last()
        if self._connection is not None:
            self._thread = threading.Thread(target=self._write_all, name="journal", daemon=True)
            self._thread.start()

    # -- reading

    def load(self) -> Loaded:
        """The newest sound snapshot and what follows it. Any thread."""
        contents = self._read()
        updates = [record.body for record in contents.records]
        if contents.snapshot is not None:
            updates.insert(0, contents.snapshot.body)
        with self._changed:
            self._since = [len(contents.records), sum(len(r.body) for r in contents.records)]
        return Loaded(tuple(updates), tuple(_notices(contents)), self._last)

    def history(self) -> Iterator[Entry]:
        """Every update ever appended, oldest first."""
        records, _ = ask(self.path, lambda book: read_records(book, 0, last_number(book)))
        return map(_entry, records)

    def check(self) -> list[Sentence]:
        """What is wrong with the file; empty where all of it is sound."""
        return _notices(ask(self.path, read))

    # -- writing

    def append(self, update: bytes, *, person: str, label: str) -> int:
        """Take one update; its number comes at once, it is safe when `durable` reaches that."""
        if self.readonly:
            raise _read_only(self.path)
        with self._changed:
            self._last += 1
            now = time.time_ns() // 1_000_000
            self._waiting.append(Record(self._last, now, person, label, update))
            self._since = [self._since[0] + 1, self._since[1] + len(update)]
            self._changed.notify_all()
            return self._last

    def listen(self, listener: Callable[[int], None]) -> Callable[[], None]:
        """Hear `durable` on the journal's thread: after a commit and when `failed` changes."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def flush(self, timeout: float = 10) -> bool:
        """Wait until all that was appended is durable; False if it is not in `timeout` seconds."""
        with self._changed:
            wanted = self._last
            return self._changed.wait_for(lambda: self.durable >= wanted, timeout)

    @property
    def snapshot_due(self) -> bool:
        """Enough has been appended since the last snapshot to make the next."""
        return self._since[0] >= SNAPSHOT_UPDATES or self._since[1] >= SNAPSHOT_BYTES

    def snapshot(self, state: bytes, upto: int) -> bool:
        """Keep `state` as all up to number `upto`, once a reload has proved it equal."""
        if self.readonly or not self.flush():
            return False
        snapshot = Snapshot(upto, time.time_ns() // 1_000_000, state)
        with self._changed:
            self._snapshot = snapshot
            self._changed.notify_all()
            return self._changed.wait_for(lambda: self._snapshot_kept >= upto, 10)

    def close(self) -> None:
        """Write what waits, for ten seconds at most, and let go of the file."""
        if self._thread is None:
            return
        self.flush()
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        self._thread = None

    # -- the journal's thread

    def _write_all(self) -> None:
        pause = 0.0
        while True:
            with self._changed:
                self._changed.wait_for(self._something_to_do, pause or None)
                if self._closing and (not self._waiting or self.failed):
                    break
                batch = list(self._waiting)[:BATCH]
                snapshot, self._snapshot = self._snapshot, None
            try:
                self._write_batch(batch, snapshot)
                pause = 0.0
            except sqlite3.Error as error:
                self._failed(logbook_trouble(error, self.path))
                pause = min(max(pause * 2, _RETRY_FIRST), _RETRY_MOST)
                time.sleep(pause)
        assert self._connection is not None
        self._connection.close()

    def _something_to_do(self) -> bool:
        return bool(self._waiting or self._snapshot or self._closing)

    def _write_batch(self, batch: list[Record], snapshot: Snapshot | None) -> None:
        assert self._connection is not None
        if batch:
            write(self._connection, batch)
            with self._changed:
                for _ in batch:
                    self._waiting.popleft()
                self.durable = batch[-1].number
                self.failed = None
                self._changed.notify_all()
            self._tell()
        if snapshot is not None:
            write_snapshot(self._connection, snapshot)
            with self._changed:
                self._snapshot_kept = snapshot.upto
                self._since = [0, 0]
                self._changed.notify_all()

    def _failed(self, trouble: Trouble) -> None:
        self.failed = trouble
        self._tell()

    def _tell(self) -> None:
        for listener in list(self._listeners):
            listener(self.durable)

    # -- the file

    def _open(self) -> sqlite3.Connection:
        try:
            return open_writing(self.path)
        except sqlite3.Error as error:
            raise logbook_trouble(error, self.path) from error

    def _find_last(self) -> int:
        return ask(self.path, last_number)

    def _read(self) -> Contents:
        return ask(self.path, read)


def _entry(record: Record) -> Entry:
    when = datetime.fromtimestamp(record.at / 1000, UTC)
    return Entry(record.number, when, record.person, record.label, record.body)


def _notices(contents: Contents) -> list[Sentence]:
    notices = []
    if contents.bad_snapshots:
        notices.append(
            say(
                QT_TRANSLATE_NOOP(
                    "words", "The newest snapshot of this board is damaged; an older one was used."
                )
            )
        )
    if contents.lost:
        notices.append(
            say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "{count} recent changes of this board could not be read and were left out.",
                ),
                count=len(contents.lost),
            )
        )
    return notices


def _read_only(path: Path) -> ReadOnlyPlace:
    return ReadOnlyPlace(
        say(
            QT_TRANSLATE_NOOP("words", "{name} is open read-only; nothing was changed."),
            name=path.parent.name,
        )
    )
