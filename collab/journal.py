"""A board's journal: every update appended as it is made, and snapshots that were proved first.

A number is given at once and the update is on the disk a few milliseconds later; only then does
`durable` say so. Updates that a snapshot covers are no longer read on opening, yet they stay: they
are the board's history.

`python -m collab.journal FILE NUMBER ROOT...` proves the snapshot that it is given on stdin.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType

from assets import mending
from assets.disk import disk_trouble, plain
from assets.entries import Record, Snapshot
from assets.logbook import (
    Answer,
    Contents,
    ask,
    is_damage,
    is_sound,
    last_number,
    logbook_trouble,
    open_writing,
    read,
    read_records,
    write,
    write_snapshot,
)
from assets.salvage import Salvaged, carve
from canvas.document.crdt import Document, TornBoard
from canvas.document.words import Sentence, Trouble
from canvas.document.writes import ROOTS
from collab import notices

SNAPSHOT_UPDATES, SNAPSHOT_BYTES = 1000, 1 << 20
"""How much may follow a snapshot before the next is due."""

BATCH = 256
"""Updates in one commit at most."""

_APART = 256 << 10
"""A state of more bytes is proved in a process of its own, so that the screen stays smooth."""

_ROOT = Path(__file__).parents[1]
_EQUAL, _DIFFERENT = 0, 3
_RETRY_FIRST, _RETRY_MOST = 0.2, 5.0
"""Seconds between attempts while the disk refuses."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What makes the board: applied in order, the first one usually a snapshot."""

    updates: tuple[bytes, ...]
    notices: tuple[Sentence, ...]
    number: int
    """Of the last update ever appended."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of the board's history."""

    number: int
    when: datetime
    person: str
    label: str
    bytes: bytes


class Journal:
    """One document's journal. Any thread may call it; one thread of its own writes.

    Whoever opens it to write holds the lock of the board's folder.
    """

    def __init__(
        self,
        path: Path,
        *,
        readonly: bool = False,
        roots: tuple[str, ...] = ROOTS,
        apart: int = _APART,
    ) -> None:
        """Open the file, or create it, or mend it; `roots` are those of its document. A state of
        more bytes than `apart` is proved in a process of its own. Raises DiskTrouble,
        NewerBoard."""
        self.path = path
        self._roots = roots
        self._apart = apart
        self.readonly = readonly
        self.failed: Trouble | None = None
        """Why updates wait in memory, while they do; they are tried again until they are safe."""
        self._changed = threading.Condition()
        self._waiting: deque[Record] = deque()
        self._to_keep: Snapshot | None = None
        self._one_snapshot = threading.Lock()
        self._answer: bool | None = None
        self._refusals = 0
        self._since = (0, 0)
        self._listeners: list[Callable[[int], None]] = []
        self._closing = self._ended = False
        self._mended: list[Sentence] = []
        self._connection: sqlite3.Connection | None = None
        self._thread: threading.Thread | None = None
        first = self._read(None) if readonly else self._open()
        self._first: Contents | None = first
        """Read on opening, for the first load() to give."""
        self._last = self.durable = first.last
        """Every update up to number `durable` is on the disk."""
        if not readonly:
            self._thread = threading.Thread(target=self._run, name="journal", daemon=True)
            self._thread.start()

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    # -- reading

    def load(self) -> Loaded:
        """The newest sound snapshot and what follows it. Raises DiskTrouble."""
        contents, self._first = self._first or self._read(None), None
        sizes = [len(record.body) for record in contents.records]
        # once a new snapshot stands, what was lost is no longer looked for
        hurt = contents.lost or contents.bad_snapshots
        with self._changed:
            self._since = (SNAPSHOT_UPDATES if hurt else len(sizes), sum(sizes))
        told = (*self._mended, *notices.of(contents))
        return Loaded(contents.updates, told, contents.last)

    def at(self, number: int) -> tuple[bytes, ...]:
        """What makes the board as it was after update `number`. Raises DiskTrouble."""
        return self._read(number).updates

    def history(self, since: int = 0, until: int | None = None) -> Iterator[Entry]:
        """Every update that can be read with `since` < number <= `until`, oldest first. Raises
        DiskTrouble."""

        def found(book: sqlite3.Connection) -> list[Record]:
            return read_records(book, since, last_number(book) if until is None else until)[0]

        def wanted(record: Record) -> bool:
            return since < record.number and (until is None or record.number <= until)

        records = self._ask(found, lambda saved: list(filter(wanted, saved.history())))
        return map(_entry, records)

    def check(self) -> list[Sentence]:
        """What is wrong with the file, all of which is read; empty where all is sound."""
        contents = self._read(None)
        whole = self._ask(is_sound, lambda _found: False)
        beside = [notices.beside(path) for path in mending.set_aside(self.path)]
        return [*notices.of(contents), *([] if whole else [notices.unsound(self.path)]), *beside]

    def _read(self, until: int | None) -> Contents:
        return self._ask(lambda book: read(book, until), lambda found: found.contents(until))

    def _ask(
        self,
        question: Callable[[sqlite3.Connection], Answer],
        otherwise: Callable[[Salvaged], Answer],
    ) -> Answer:
        """Ask SQLite, or what can be saved from a file that SQLite cannot read."""
        try:
            with plain(self.path, reading=True):
                if mending.looks_whole(self.path):
                    return ask(self.path, question)
        except sqlite3.Error as error:
            if not is_damage(error):
                raise logbook_trouble(error, self.path) from error
        self._mended = [notices.damaged(self.path)]
        return otherwise(carve(self.path))

    # -- writing

    def append(self, update: bytes, *, person: str, label: str) -> int:
        """Take one update; its number comes at once, it is safe when `durable` reaches that."""
        if self.readonly:
            raise notices.read_only(self.path)
        with self._changed:
            self._first = None
            self._last += 1
            now = time.time_ns() // 1_000_000
            self._waiting.append(Record(self._last, now, person, label, update))
            self._since = (self._since[0] + 1, self._since[1] + len(update))
            self._changed.notify_all()
            return self._last

    @property
    def last(self) -> int:
        """The number of the last update that was appended."""
        return self._last

    def listen(self, listener: Callable[[int], None]) -> Callable[[], None]:
        """Hear `durable` on the journal's thread: after a commit and when `failed` changes."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def flush(self, timeout: float = 10) -> bool:
        """Wait until all that was appended is durable; False if the disk refuses or is slow."""
        with self._changed:
            wanted, refusals = self._last, self._refusals
            self._changed.wait_for(
                lambda: self.durable >= wanted or self._refusals > refusals or self._ended, timeout
            )
            return self.durable >= wanted

    @property
    def snapshot_due(self) -> bool:
        """Enough has been appended since the last snapshot to make the next."""
        return self._since[0] >= SNAPSHOT_UPDATES or self._since[1] >= SNAPSHOT_BYTES

    def snapshot(self, state: bytes, upto: int) -> bool:
        """Keep `state`, once a reload has proved that it is all up to number `upto`.

        Takes up to seconds for a large board: not for the thread that paints. False if it is not
        what the journal holds, or if the disk refused; nothing is then changed.
        """
        with self._one_snapshot:
            if self._thread is None or not self.flush() or not self._proves(state, upto):
                return False
            with self._changed:
                self._answer = None
                self._to_keep = Snapshot(upto, time.time_ns() // 1_000_000, state)
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._answer is not None or self._ended)
                return bool(self._answer)

    def close(self) -> None:
        """Write what waits, unless the disk refuses, and let go of the file."""
        thread, self._thread = self._thread, None
        if thread is None:
            return
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        thread.join()

    def _proves(self, state: bytes, upto: int) -> bool:
        if len(state) > self._apart:
            command = [sys.executable, "-P", "-m", "collab.journal", str(self.path), str(upto)]
            command += self._roots
            # -P: what lies in the folder where the app was started is not to be imported
            known = filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])
            paths = {**os.environ, "PYTHONPATH": os.pathsep.join(known)}
            code = subprocess.run(
                command,
                input=state,
                env=paths,
                check=False,
                stderr=subprocess.DEVNULL,  # whatever stops it, the proof is made here instead
                start_new_session=True,  # Ctrl+C is for us
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            ).returncode
            if code in (_EQUAL, _DIFFERENT):
                return code == _EQUAL
        return _same(self._read(upto).updates, state, self._roots)

    # -- the journal's thread

    def _run(self) -> None:
        try:
            self._write_what_comes()
        finally:
            self._end()

    def _write_what_comes(self) -> None:
        pause = 0.0
        while True:
            batch, snapshot = self._next()
            if not batch and snapshot is None:
                break
            try:
                self._commit(batch, snapshot)
                pause = 0.0
            except (sqlite3.Error, OSError, Trouble) as error:
                self._fail(error)
                if self._closing:
                    break
                pause = min(max(pause * 2, _RETRY_FIRST), _RETRY_MOST)
                with self._changed:
                    self._changed.wait_for(lambda: self._closing, pause)

    def _end(self) -> None:
        """Nothing is written any more: asked to, or by a fault of ours that nobody foresaw."""
        if self._connection is not None:
            self._connection.close()
        with self._changed:
            died = not self._closing or (bool(self._waiting) and self.failed is None)
            if died:
                self.failed = notices.stopped(self.path)
            self._ended = True
            self._changed.notify_all()
        if died:
            self._tell()

    def _next(self) -> tuple[list[Record], Snapshot | None]:
        """What to write, as soon as there is something; nothing once all is written and closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._to_keep or self._closing)
            snapshot, self._to_keep = self._to_keep, None
            return list(islice(self._waiting, BATCH)), snapshot

    def _commit(self, batch: list[Record], snapshot: Snapshot | None) -> None:
        if self._connection is None:
            self._open()
        assert self._connection is not None
        if batch:
            write(self._connection, batch)
            self._saved(batch)
        if snapshot is not None:
            write_snapshot(self._connection, snapshot)
            with self._changed:
                self._answer = True
                self._since = (0, 0)
                self._changed.notify_all()

    def _saved(self, batch: list[Record]) -> None:
        with self._changed:
            for _ in batch:
                self._waiting.popleft()
            self.durable = batch[-1].number
            self.failed = None
            self._changed.notify_all()
        self._tell()

    def _fail(self, error: sqlite3.Error | OSError | Trouble) -> None:
        """Say why nothing is saved now. A damaged file is mended by the next attempt."""
        if isinstance(error, sqlite3.Error) and is_damage(error) and self._connection is not None:
            self._connection.close()
            self._connection = None
        known = self.failed
        with self._changed:
            self.failed = notices.unsaved(self._told(error))
            self._refusals += 1
            self._answer = False
            self._changed.notify_all()
        if known is None or known.code != self.failed.code:
            self._tell()

    def _told(self, error: sqlite3.Error | OSError | Trouble) -> Trouble:
        if isinstance(error, sqlite3.Error):
            return logbook_trouble(error, self.path)
        return disk_trouble(error, self.path) if isinstance(error, OSError) else error

    def _tell(self) -> None:
        for listener in list(self._listeners):
            try:
                listener(self.durable)
            except Exception:  # the listener's fault must not stop the saving, nor be hidden
                threading.excepthook(
                    threading.ExceptHookArgs((*sys.exc_info(), threading.current_thread()))
                )

    # -- the file

    def _open(self) -> Contents:
        """Open it to write, mended first if need be; gives what it holds."""
        try:
            with plain(self.path):
                mending.finish(self.path)
                if self.path.exists() and not mending.looks_whole(self.path):
                    self._mend()
            return self._try_open()
        except sqlite3.Error as error:
            if not is_damage(error):
                raise logbook_trouble(error, self.path) from error
        try:
            self._mend()
            return self._try_open()
        except sqlite3.Error as error:
            raise logbook_trouble(error, self.path) from error

    def _try_open(self) -> Contents:
        connection = open_writing(self.path)
        try:
            contents = read(connection)
        except BaseException:  # Ctrl+C too: nobody else would close it
            connection.close()
            raise
        self._connection = connection
        return contents

    def _mend(self) -> None:
        found, kept = mending.mend(self.path)
        self._mended = [notices.mended(self.path, kept, found.last)]


def _same(updates: tuple[bytes, ...], state: bytes, roots: tuple[str, ...]) -> bool:
    try:
        return _contents(updates, roots) == _contents((state,), roots)
    except TornBoard:  # bytes that are no state at all
        return False


def _contents(updates: tuple[bytes, ...], roots: tuple[str, ...]) -> dict[str, object]:
    document = Document(roots)
    document.load(updates)
    return {root: document.read(root) for root in roots}


def _entry(record: Record) -> Entry:
    when = datetime.fromtimestamp(record.at / 1000, UTC)
    return Entry(record.number, when, record.person, record.label, record.body)


def _prove(path: Path, upto: int, roots: tuple[str, ...]) -> int:
    """In a process of its own: whether stdin is the state of the journal at number `upto`."""
    if hasattr(os, "nice"):
        os.nice(10)
    contents = ask(path, lambda book: read(book, upto))
    return _EQUAL if _same(contents.updates, sys.stdin.buffer.read(), roots) else _DIFFERENT


if __name__ == "__main__":
    sys.exit(_prove(Path(sys.argv[1]), int(sys.argv[2]), tuple(sys.argv[3:])))
