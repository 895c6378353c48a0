"""Numbered records and snapshots in one SQLite file, each with a checksum of its own.

SQLite keeps transactions whole through a crash; the checksums find what it cannot see: a flipped
bit, a torn page, a file that some other program rewrote. Functions take an open connection, which
one thread at a time may use.
"""

from __future__ import annotations

import shutil
import sqlite3
import struct
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from assets.disk import DiskFull, DiskTrouble, ReadOnlyPlace, room_left
from assets.entries import Pack, Record, Snapshot, pack, unpack
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

Answer = TypeVar("Answer")

APPLICATION = 0x53574244
"""SQLite's application id of a board: SWBD."""

LAYOUT = 1
"""The version of the tables."""

KEPT = 3
"""Snapshots that stay."""

_PACK_RECORDS, _PACK_BYTES = 1000, 1 << 20

_TABLES = """
CREATE TABLE IF NOT EXISTS updates (
    number INTEGER PRIMARY KEY, at INTEGER NOT NULL, person TEXT NOT NULL, label TEXT NOT NULL,
    body BLOB NOT NULL, mark BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS snapshots (
    upto INTEGER PRIMARY KEY, at INTEGER NOT NULL, body BLOB NOT NULL, mark BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS packs (
    first INTEGER PRIMARY KEY, last INTEGER NOT NULL, body BLOB NOT NULL, mark BLOB NOT NULL
);
"""


class NewerBoard(Trouble):
    """The file was written by a later version of the program."""

    code = "newer-board"

    def __init__(self, path: Path) -> None:
        super().__init__(
            say(
                QT_TRANSLATE_NOOP("words", "{name} was saved by a newer version of Shotweave."),
                name=path.parent.name,
            ),
            meaning=say(QT_TRANSLATE_NOOP("words", "It was left as it is.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Update Shotweave, then open it again.")),
        )


@dataclass(slots=True)
class Contents:
    """What could be read, and what could not."""

    snapshot: Snapshot | None = None
    records: list[Record] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    """Numbers of records that are damaged or gone."""
    bad_snapshots: int = 0

    @property
    def last(self) -> int:
        """The number up to which was read."""
        start = self.snapshot.upto if self.snapshot else 0
        return start + len(self.records) + len(self.lost)

    @property
    def updates(self) -> tuple[bytes, ...]:
        """What to apply, in order."""
        start = (self.snapshot.body,) if self.snapshot else ()
        return (*start, *(record.body for record in self.records))


def open_writing(path: Path) -> sqlite3.Connection:
    """The connection of the one writer; creates the file. Raises sqlite3.Error, NewerBoard."""
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    connection.text_factory = _as_text
    try:
        connection.execute("PRAGMA journal_mode = WAL")  # a disk that cannot keeps its own mode
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: through the drive's own cache
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        _refuse_newer(connection, path)
        if connection.execute("PRAGMA user_version").fetchone()[0] < LAYOUT:
            _lay_out(connection)
    except BaseException:  # Ctrl+C too: nobody else would close it
        connection.close()
        raise
    return connection


def _lay_out(connection: sqlite3.Connection) -> None:
    with _transaction(connection):
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {LAYOUT}")


def _as_text(stored: bytes) -> str:
    """Damaged letters must not stop the reading: the checksum finds them."""
    return stored.decode("utf-8", "replace")


def _refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > LAYOUT:
        raise NewerBoard(path)


def ask(path: Path, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
    """What `question` finds in the file, beside a writer and on read-only media too.

    Leaves nothing behind: a reader's own files beside the board could lock its owner out. Raises
    sqlite3.Error, OSError.
    """
    if _in_one_file(path):
        answer = _ask(path, "immutable=1", question)
        if _in_one_file(path):
            return answer
        # a writer came in the meantime, so what was read may be a mixture
    try:
        return _ask(path, "mode=ro", question)
    except sqlite3.OperationalError as error:
        if is_damage(error):
            raise
    with tempfile.TemporaryDirectory(prefix="shotweave-") as folder:
        copy = Path(folder, path.name)
        shutil.copyfile(path, copy)
        if tail_of(path).exists():
            shutil.copyfile(tail_of(path), tail_of(copy))
        return _ask(copy, "mode=rw", question)


def tail_of(path: Path) -> Path:
    """SQLite's write-ahead log beside the file."""
    return path.with_name(path.name + "-wal")


def _in_one_file(path: Path) -> bool:
    try:
        return tail_of(path).stat().st_size == 0
    except FileNotFoundError:
        return True


def _ask(path: Path, how: str, question: Callable[[sqlite3.Connection], Answer]) -> Answer:
    with closing(_open_reading(path, how)) as connection:
        return question(connection)


def _open_reading(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=5, isolation_level=None, check_same_thread=False
    )
    connection.text_factory = _as_text
    try:
        _refuse_newer(connection, path)
    except BaseException:  # as above
        connection.close()
        raise
    return connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:  # Ctrl+C too: nothing may stay half done
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def write(connection: sqlite3.Connection, records: Iterable[Record]) -> None:
    """All of them, durably, or none. Raises sqlite3.Error."""
    rows = [(r.number, r.at, r.person, r.label, r.body, r.mark) for r in records]
    with _transaction(connection):
        connection.executemany("INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?)", rows)


def write_snapshot(connection: sqlite3.Connection, snapshot: Snapshot) -> None:
    """Keep it, drop all but the newest three, and pack the history before the oldest of them."""
    with _transaction(connection):
        _insert_snapshot(connection, snapshot)
        connection.execute(
            "DELETE FROM snapshots WHERE upto NOT IN "
            "(SELECT upto FROM snapshots ORDER BY upto DESC LIMIT ?)",
            (KEPT,),
        )
        (oldest,) = connection.execute("SELECT min(upto) FROM snapshots").fetchone()
        _pack_until(connection, oldest)


def _insert_snapshot(connection: sqlite3.Connection, snapshot: Snapshot) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO snapshots VALUES (?, ?, ?, ?)",
        (snapshot.upto, snapshot.at, zlib.compress(snapshot.body, 1), snapshot.mark),
    )


def _insert_pack(connection: sqlite3.Connection, pack: Pack) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO packs VALUES (?, ?, ?, ?)",
        (pack.first, pack.last, pack.body, pack.mark),
    )


def write_salvaged(
    connection: sqlite3.Connection,
    records: Iterable[Record],
    packs: Iterable[Pack],
    snapshots: Iterable[Snapshot],
) -> None:
    """Fill a new file with what was saved from a damaged one."""
    write(connection, records)
    with _transaction(connection):
        for packed in packs:
            _insert_pack(connection, packed)
        for snapshot in snapshots:
            _insert_snapshot(connection, snapshot)


def _pack_until(connection: sqlite3.Connection, upto: int) -> None:
    """Move whole batches up to number `upto` into packs; damaged records stay where they are."""
    rows = connection.execute("SELECT * FROM updates WHERE number <= ? ORDER BY number", (upto,))
    batch: list[Record] = []
    size = 0
    for row in rows.fetchall():
        record = as_record(*row)
        if record is None:
            continue
        batch.append(record)
        size += len(record.body)
        if len(batch) == _PACK_RECORDS or size >= _PACK_BYTES:
            _insert_pack(connection, pack(batch))
            numbers = [(packed.number,) for packed in batch]
            connection.executemany("DELETE FROM updates WHERE number = ?", numbers)
            batch, size = [], 0


def read(connection: sqlite3.Connection, until: int | None = None) -> Contents:
    """The newest sound snapshot and every sound record after it, all up to number `until`."""
    end = until if until is not None else last_number(connection)
    contents = Contents()
    rows = connection.execute(
        "SELECT upto, at, body, mark FROM snapshots WHERE upto <= ? ORDER BY upto DESC", (end,)
    )
    for row in rows:
        contents.snapshot = as_snapshot(*row)
        if contents.snapshot is not None:
            break
        contents.bad_snapshots += 1
    start = contents.snapshot.upto if contents.snapshot else 0
    contents.records, contents.lost = read_records(connection, start, end)
    return contents


def as_snapshot(upto: int, at: int, body: bytes, mark: bytes) -> Snapshot | None:
    """The snapshot that a row holds, None if its checksum says that it does not."""
    try:
        snapshot = Snapshot(upto, at, zlib.decompress(body))
        return snapshot if snapshot.mark == mark else None
    except (zlib.error, TypeError, struct.error):
        return None


def as_record(
    number: int, at: int, person: str, label: str, body: bytes, mark: bytes
) -> Record | None:
    """The record that a row holds, None if its checksum says that it does not."""
    try:
        record = Record(number, at, person, label, body)
        return record if record.mark == mark else None
    except TypeError:  # a column that is no longer what it was
        return None


def read_records(
    connection: sqlite3.Connection, after: int, until: int
) -> tuple[list[Record], list[int]]:
    """Every sound record with `after` < number <= `until`, in order, and which are lost."""
    found = {record.number: record for record in _packed(connection, after)}
    rows = connection.execute("SELECT * FROM updates WHERE number > ?", (after,))
    found.update((record.number, record) for row in rows if (record := as_record(*row)))
    expected = range(after + 1, until + 1)
    return (
        [found[number] for number in expected if number in found],
        [number for number in expected if number not in found],
    )


def _packed(connection: sqlite3.Connection, after: int) -> Iterator[Record]:
    rows = connection.execute("SELECT first, last, body, mark FROM packs WHERE last > ?", (after,))
    for first, last, body, mark in rows:
        packed = Pack(first, last, body)
        if packed.mark == mark:
            yield from unpack(packed)


def is_sound(connection: sqlite3.Connection) -> bool:
    """Whether SQLite finds no fault and every checksum is right. Reads all of the file."""
    if connection.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        return False
    return (
        all(as_record(*row) for row in connection.execute("SELECT * FROM updates"))
        and all(as_snapshot(*row) for row in connection.execute("SELECT * FROM snapshots"))
        and all(
            Pack(first, last, body).mark == mark
            for first, last, body, mark in connection.execute("SELECT * FROM packs")
        )
    )


def last_number(connection: sqlite3.Connection) -> int:
    """The highest number ever given, 0 for an empty file."""
    (number,) = connection.execute(
        "SELECT max(coalesce((SELECT max(number) FROM updates), 0),"
        " coalesce((SELECT max(last) FROM packs), 0),"
        " coalesce((SELECT max(upto) FROM snapshots), 0))"
    ).fetchone()
    return int(number)


_FULL, _READ_ONLY, _IO = 13, 8, 10
_ROOM = 1_000_000
_DAMAGE = frozenset({11, 26})
"""SQLite's codes for a damaged file and for one that is no database."""

_SHORT_READ = 522


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the file is at fault rather than the disk or the moment."""
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF in _DAMAGE or code == _SHORT_READ or "no such table" in str(error)


def logbook_trouble(error: sqlite3.Error, path: Path) -> DiskTrouble:
    """What SQLite's refusal means for a person."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    place = str(path.parent)
    # where there is no room for its index, SQLite speaks of an error of the disk
    free = room_left(path.parent) if code == _IO else None
    if code == _FULL or (free is not None and free < _ROOM):
        return DiskFull(
            say(QT_TRANSLATE_NOOP("words", "The disk that holds {place} is full."), place=place),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "Free some space; saving then goes on by itself.")
            ),
        )
    if code == _READ_ONLY:
        return ReadOnlyPlace(
            say(QT_TRANSLATE_NOOP("words", "Nothing may be written to {place}."), place=place),
            remedy=say(
                QT_TRANSLATE_NOOP(
                    "words", "Open the board read-only, or copy it to another folder."
                )
            ),
        )
    return DiskTrouble(
        say(
            QT_TRANSLATE_NOOP("words", "The board in {place} cannot be saved: {reason}."),
            place=place,
            reason=str(error),
        ),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Check that the disk is still connected, then try again.")
        ),
    )
