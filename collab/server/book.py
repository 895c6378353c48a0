"""What a room remembers beside its documents: lineage, whose client ids are whose, who may come.

One SQLite file in the room's folder, read whole when the room is opened; `main.py invite` and
`revoke` write into it beside a running server, which looks for that.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from assets.disk import plain, settle_folder
from assets.logbook import is_damage, logbook_trouble
from collab.roles import Role

FOREVER = 253_402_300_800
"""The year 10000: when a link ends that does not."""

Statement: TypeAlias = "tuple[str, tuple[object, ...]]"

_LAYOUT = 3
_TABLES = (
    "CREATE TABLE IF NOT EXISTS room (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS claims (client INTEGER PRIMARY KEY, person TEXT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS vouched (client INTEGER PRIMARY KEY, clock INTEGER NOT NULL)",
    "CREATE TABLE IF NOT EXISTS people (id TEXT PRIMARY KEY, name TEXT NOT NULL,"
    " link TEXT NOT NULL, role TEXT NOT NULL, out INTEGER NOT NULL,"
    " turn INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS links (id TEXT PRIMARY KEY, role TEXT NOT NULL,"
    " exp INTEGER NOT NULL, kid TEXT NOT NULL, made INTEGER NOT NULL, person TEXT NOT NULL,"
    " revoked INTEGER NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that is out: enough to write its token again."""

    id: str
    role: Role
    exp: int
    kid: str
    made: int
    """Seconds since 1970."""
    person: str = ""
    """Who made it; empty if that was done on the server's command line."""
    revoked: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who has been here."""

    id: str
    name: str = ""
    link: str = ""
    """The link they came by last."""
    role: Role | None = None
    """What the owner gave them, in place of what their link says."""
    out: bool = False
    """The owner has sent them away."""
    turn: int = 0
    """How often: what they were given before opens nothing any more."""


class Book:
    """Memory changes at once, by the one who owns the room; write() puts it on the disk, from any
    thread but one at a time."""

    def __init__(self, path: Path) -> None:
        """Open the file or create it; one that is damaged is set aside. Raises DiskTrouble."""
        self.path = path
        self.mended = False
        """The file was damaged: who owned which client id is forgotten."""
        self.lineage = ""
        self.claims: dict[int, str] = {}
        self.vouched: dict[int, int] = {}
        self.people: dict[str, Known] = {}
        self.links: dict[str, Invitation] = {}
        with plain(path):
            _make(path.parent)
        try:
            self._open()
        except sqlite3.Error as error:
            if not is_damage(error):
                raise logbook_trouble(error, path) from error
            self._set_aside()
            self._open()

    def _open(self) -> None:
        connection = sqlite3.connect(
            self.path, timeout=5, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA fullfsync = ON")
            _lay_out(connection)
            self._connection = connection
            self._read()
        except BaseException:
            connection.close()
            raise

    def _set_aside(self) -> None:
        self.mended = True
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        with plain(self.path):
            for name in (self.path.name, f"{self.path.name}-wal", f"{self.path.name}-shm"):
                part = self.path.with_name(name)
                if part.exists():
                    part.replace(part.with_name(f"{part.name}.damaged-{stamp}"))

    def _read(self) -> None:
        ask = self._connection.execute
        self.lineage = dict(ask("SELECT name, value FROM room")).get("lineage", "")
        self.claims = dict(ask("SELECT client, person FROM claims"))
        self.vouched = dict(ask("SELECT client, clock FROM vouched"))
        self.people, self.links = self._people_and_links()
        (self._version,) = ask("PRAGMA data_version").fetchone()

    def read_if_changed(self) -> tuple[dict[str, Known], dict[str, Invitation]] | None:
        """People and links, if somebody else has written since the last look. Raises
        sqlite3.Error."""
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version == self._version:
            return None
        self._version = version
        return self._people_and_links()

    def _people_and_links(self) -> tuple[dict[str, Known], dict[str, Invitation]]:
        ask = self._connection.execute
        people = {
            id: Known(id, name, link, _role(role), bool(out), turn)
            for id, name, link, role, out, turn in ask(
                "SELECT id, name, link, role, out, turn FROM people"
            )
        }
        links = {
            id: Invitation(id, _role(role) or Role.viewer, exp, kid, made, person, bool(revoked))
            for id, role, exp, kid, made, person, revoked in ask(
                "SELECT id, role, exp, kid, made, person, revoked FROM links"
            )
        }
        return people, links

    def write(self, statements: Sequence[Statement]) -> None:
        """All of them, durably, or none. Raises sqlite3.Error."""
        with _transaction(self._connection):
            for text, values in statements:
                self._connection.execute(text, values)

    def close(self) -> None:
        self._connection.close()

    # -- changes: memory now, and the statement that makes them last

    def take_lineage(self, lineage: str) -> Statement:
        self.lineage = lineage
        return "INSERT OR REPLACE INTO room VALUES ('lineage', ?)", (lineage,)

    def claim(self, client: int, person: str) -> Statement:
        self.claims[client] = person
        return "INSERT OR REPLACE INTO claims VALUES (?, ?)", (client, person)

    def vouch(self, client: int, clock: int | None) -> Statement:
        """How far the author of these edits had come before others brought them; None once that is
        seen."""
        if clock is None:
            self.vouched.pop(client, None)
            return "DELETE FROM vouched WHERE client = ?", (client,)
        self.vouched[client] = clock
        return "INSERT OR REPLACE INTO vouched VALUES (?, ?)", (client, clock)

    def know(self, known: Known) -> Statement:
        self.people[known.id] = known
        role = known.role.name if known.role is not None else ""
        values = (known.id, known.name, known.link, role, int(known.out), known.turn)
        return "INSERT OR REPLACE INTO people VALUES (?, ?, ?, ?, ?, ?)", values

    def invite(self, link: Invitation) -> Statement:
        self.links[link.id] = link
        values = (
            link.id,
            link.role.name,
            link.exp,
            link.kid,
            link.made,
            link.person,
            int(link.revoked),
        )
        return "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?, ?, ?, ?)", values

    def revoke(self, id: str) -> Statement:
        """Also of a link that this book does not know: its tokens may be out."""
        unknown = Invitation(id, Role.viewer, FOREVER, "", 0)
        return self.invite(replace(self.links.get(id, unknown), revoked=True))

    def is_revoked(self, link: str) -> bool:
        found = self.links.get(link)
        return bool(link) and found is not None and found.revoked


def _make(folder: Path) -> None:
    """The folder of a room, which a power cut does not take back."""
    if not folder.exists():
        folder.mkdir(parents=True)
        for each in (folder.parent, folder.parent.parent):
            settle_folder(each)


def _lay_out(connection: sqlite3.Connection) -> None:
    """Tables of today, in a new file or in one of before."""
    (layout,) = connection.execute("PRAGMA user_version").fetchone()
    if layout >= _LAYOUT:
        return
    with _transaction(connection):
        for table in _TABLES:
            connection.execute(table)
        columns = [row[1] for row in connection.execute("PRAGMA table_info(people)")]
        if "turn" not in columns:
            connection.execute("ALTER TABLE people ADD COLUMN turn INTEGER NOT NULL DEFAULT 0")
        connection.execute(f"PRAGMA user_version = {_LAYOUT}")


def _role(name: object) -> Role | None:
    return Role[name] if isinstance(name, str) and name in Role.__members__ else None


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
