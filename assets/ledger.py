"""Numbered records and snapshots in one SQLite file, each with a checksum of its own.

SQLite keeps transactions whole through a crash; the checksums find what it cannot see: a flipped
bit, a torn page, a file that some other program rewrote. Functions take an open connection, which
one thread at a time may use.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assets.disk import DiskFull, DiskTrouble, ReadOnlyPlace
from assets.entries import Pack, Record, Snapshot, pack, unpack
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

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


def open_writing(path: Path) -> sqlite3.Connection:
    """The connection of the one writer; creates the file. Raises sqlite3.Error, NewerBoard."""
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")  # a disk that cannot keeps its own mode
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA fullfsync = ON")  # macOS: through the drive's own cache
        connection.execute("PRAGMA checkpoint_fullfsync = ON")
        _refuse_newer(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        for statement in _TABLES.split(";"):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {LAYOUT}")
        connection.execute("COMMIT")
    except BaseException:
        connection.close()
        raise
    return connection


def _refuse_newer(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("PRAGMA user_version").fetchone()[0] > LAYOUT:
        raise NewerBoard(path)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads, beside a writer and on read-only media too."""
    try:
        connection = _open_reading(path, "mode=ro")
    except sqlite3.OperationalError:
        with _reading_apart(path) as connection:
            yield connection
        return
    with closing(connection):
        yield connection


def _open_reading(path: Path, how: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{how}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=5, isolation_level=None, check_same_thread=False
    )
    try:
        _refuse_newer(connection, path)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def _reading_apart(path: Path) -> Iterator[sqlite3.Connection]:
    """Read where SQLite may make no files: in place if all is in one file, else from a copy."""
    tail = path.with_name(path.name + "-wal")
    if not tail.exists() or tail.stat().st_size == 0:
        with closing(_open_reading(path, "immutable=1")) as connection:
            yield connection
        return
    with tempfile.TemporaryDirectory(prefix="shotweave-") as folder:
        copy = Path(folder, path.name)
        shutil.copyfile(path, copy)
        shutil.copyfile(tail, copy.with_name(tail.name))
        with closing(_open_reading(copy, "mode=rw")) as connection:
            yield connection


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
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


def _pack_until(connection: sqlite3.Connection, upto: int) -> None:
    """Move whole batches up to number `upto` into packs; damaged records stay where they are."""
    rows = connection.execute("SELECT * FROM updates WHERE number <= ? ORDER BY number", (upto,))
    batch: list[Record] = []
    size = 0
    for record, mark in map(_as_record, rows.fetchall()):
        if record.mark != mark:
            continue
        batch.append(record)
        size += len(record.body)
        if len(batch) == _PACK_RECORDS or size >= _PACK_BYTES:
            _insert_pack(connection, pack(batch))
            numbers = [(packed.number,) for packed in batch]
            connection.executemany("DELETE FROM updates WHERE number = ?", numbers)
            batch, size = [], 0


_Row = tuple[int, int, str, str, bytes, bytes]


def _as_record(row: _Row) -> tuple[Record, bytes]:
    return Record(*row[:5]), row[5]


def read(connection: sqlite3.Connection, before: int | None = None) -> Contents:
    """The newest sound snapshot (of those with upto < `before`) and every sound record after it."""
    contents = Contents()
    bad = []
    rows = connection.execute("SELECT upto, at, body, mark FROM snapshots ORDER BY upto DESC")
    for upto, at, body, mark in rows:
        if before is not None and upto >= before:
            continue
        contents.snapshot = _sound_snapshot(upto, at, body, mark)
        if contents.snapshot is not None:
            break
        bad.append(upto)
    contents.bad_snapshots = len(bad)
    start = contents.snapshot.upto if contents.snapshot else 0
    contents.records, contents.lost = read_records(connection, start)
    return contents


def _sound_snapshot(upto: int, at: int, body: bytes, mark: bytes) -> Snapshot | None:
    try:
        snapshot = Snapshot(upto, at, zlib.decompress(body))
    except (zlib.error, TypeError):
        return None
    return snapshot if snapshot.mark == mark else None


def read_records(connection: sqlite3.Connection, after: int) -> tuple[list[Record], list[int]]:
    """Every sound record with a number above `after`, in order, and which are lost."""
    found = {record.number: record for record in _packed(connection, after)}
    rows = connection.execute("SELECT * FROM updates WHERE number > ? ORDER BY number", (after,))
    lost = []
    for record, mark in map(_as_record, rows):
        if _sound(record, mark):
            found[record.number] = record
        else:
            lost.append(record.number)
    numbers = sorted(found)
    if numbers or lost:
        expected = set(range(after + 1, max([*numbers, *lost]) + 1))
        lost = sorted(expected - set(numbers))
    return [found[number] for number in numbers], lost


def _sound(record: Record, mark: bytes) -> bool:
    try:
        return record.mark == mark
    except TypeError:  # a column that is no longer what it was
        return False


def _packed(connection: sqlite3.Connection, after: int) -> Iterator[Record]:
    rows = connection.execute("SELECT first, last, body, mark FROM packs WHERE last > ?", (after,))
    for first, last, body, mark in rows:
        packed = Pack(first, last, body)
        if packed.mark == mark:
            yield from (record for record in unpack(packed) if record.number > after)


def last_number(connection: sqlite3.Connection) -> int:
    """The highest number ever given, 0 for an empty file."""
    (number,) = connection.execute(
        "SELECT max(coalesce((SELECT max(number) FROM updates), 0),"
        " coalesce((SELECT max(last) FROM packs), 0),"
        " coalesce((SELECT max(upto) FROM snapshots), 0))"
    ).fetchone()
    return int(number)


_FULL, _READ_ONLY, _CANNOT_OPEN, _IO = 13, 8, 14, 10
CORRUPT = frozenset({11, 26})
"""SQLite's codes for a damaged file and for one that is no database."""


def is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in CORRUPT


def ledger_trouble(error: sqlite3.Error, path: Path) -> DiskTrouble:
    """What SQLite's refusal means for a person."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    place = str(path.parent)
    if code == _FULL:
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
