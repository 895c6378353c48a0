"""A board's folder on disk: its layout, who has it open, and what is wrong with the place."""

from __future__ import annotations

import getpass
import json
import os
import shutil
import sqlite3
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from assets.clouds import cloud_of
from assets.disk import ReadOnlyPlace, disk_trouble, little_room, plain, settle_folder
from assets.logbook import logbook_trouble, open_writing
from assets.processes import MACHINE
from assets.unfinished import beside, sweep_beside
from assets.whole import write_whole
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say

SUFFIX = ".shotweave"
LEAST_ROOM = 2_000_000_000
"""Bytes; with less the board opens with a warning."""

_JOURNAL, _JOBS, _MEDIA = "board.sqlite", "jobs.sqlite", "media"
_LOCK, _OWNER = "board.lock", "owner.json"
_UNFINISHED = ".unfinished"


class NotABoard(Trouble):
    code = "not-a-board"


class PathTaken(Trouble):
    code = "path-taken"


class BoardBusy(Trouble):
    """Another process has the board; `owner` says who, on which machine, since when."""

    code = "board-busy"

    def __init__(self, path: Path, owner: Owner | None) -> None:
        super().__init__(
            _busy(path, owner),
            meaning=say(
                QT_TRANSLATE_NOOP("words", "Only one program at a time may change a board.")
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Close it there, or open it read-only here.")),
        )
        self.owner = owner


@dataclass(frozen=True, slots=True)
class Owner:
    """Who holds a board open."""

    who: str
    machine: str
    process: int
    since: str
    """UTC, ISO 8601."""


class BoardFolder:
    """An open board folder; the lock is held until close() or the end of the process."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        """Use open() or create()."""
        self.path = path
        self.readonly = readonly
        self.journal = path / _JOURNAL
        self.jobs = path / _JOBS
        self.media = path / _MEDIA
        self.notices: tuple[Sentence, ...] = ()
        self._lock: FileLock | None = None

    @classmethod
    def create(cls, path: Path) -> BoardFolder:
        """Make the folder and open it. Raises PathTaken, DiskTrouble."""
        path = _absolute(path)
        if os.path.lexists(path):
            raise _taken(path)
        with plain(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            # made beside and renamed when whole: a crash leaves no half of a board under its name
            sweep_beside(path, _UNFINISHED)
            unfinished = beside(path, _UNFINISHED)
            unfinished.mkdir()
        try:
            _furnish(unfinished, path)
            with plain(path):
                unfinished.rename(path)
                settle_folder(path.parent)
        except BaseException:  # Ctrl+C too: nothing half made stays
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, readonly: bool = False) -> BoardFolder:
        """Open the folder, or the one around a `board.sqlite`.

        Raises NotABoard, BoardBusy, ReadOnlyPlace, DiskTrouble.
        """
        path = _absolute(path)
        path = path.parent if path.name == _JOURNAL and path.is_file() else path
        _must_be_a_board(path)
        folder = cls(path, readonly=readonly)
        left: Owner | None = None
        if not readonly:
            left = folder._take()
        folder.notices = tuple(_notices(path, left))
        return folder

    def close(self) -> None:
        """Let others have the board."""
        if self._lock is None:
            return
        with suppress(OSError):  # a disk that went away keeps a note that its next reader ignores
            (self.path / _OWNER).unlink(missing_ok=True)
        self._lock.release()
        self._lock = None

    def _take(self) -> Owner | None:
        """Lock the folder and sign it; returns who did not sign off before."""
        lock = FileLock(self.path / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise BoardBusy(self.path, _owner_of(self.path)) from error
        except OSError as error:
            raise _unwritable(error, self.path) from error
        left = _owner_of(self.path)
        try:
            _sign(self.path)
        except OSError as error:
            lock.release()
            raise _unwritable(error, self.path) from error
        self._lock = lock
        return left


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path.expanduser()))


def _furnish(folder: Path, final: Path) -> None:
    with plain(final):
        (folder / _MEDIA).mkdir()
        try:
            open_writing(folder / _JOURNAL).close()
        except sqlite3.Error as error:
            raise logbook_trouble(error, final / _JOURNAL) from error
        settle_folder(folder)


def _must_be_a_board(path: Path) -> None:
    try:
        names = {entry.name for entry in path.iterdir()}
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_board(path, exists=path.exists()) from error
    except OSError as error:
        raise disk_trouble(error, path, reading=True) from error
    if any(name.startswith(_JOURNAL) for name in names):  # .mended: a repair was interrupted
        return
    if _MEDIA in names and (names & {_JOBS, _OWNER, _LOCK} or path.suffix == SUFFIX):
        raise _torn(path)
    raise _no_board(path, exists=True)


def _sign(folder: Path) -> None:
    """Write who we are, whole or not at all."""
    owner = Owner(_user(), MACHINE, os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))
    write_whole(folder / _OWNER, json.dumps(asdict(owner), ensure_ascii=False))


def _owner_of(folder: Path) -> Owner | None:
    try:
        told = json.loads((folder / _OWNER).read_text(encoding="utf-8"))
        return Owner(str(told["who"]), str(told["machine"]), int(told["process"]), told["since"])
    except (OSError, ValueError, KeyError, TypeError):  # nobody, or a note that cannot be read
        return None


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a system without users
        return "somebody"


def _notices(path: Path, left: Owner | None) -> list[Sentence]:
    notices = []
    if cloud := cloud_of(path):
        notices.append(
            say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "{cloud} syncs this folder and may harm a board that two machines change. "
                    "Keep it in another folder.",
                ),
                cloud=cloud,
            )
        )
    if room := little_room(path, LEAST_ROOM):
        notices.append(room)
    if left is not None and left.machine != MACHINE:
        notices.append(
            say(
                QT_TRANSLATE_NOOP(
                    "words",
                    "{who} had this board open on {machine} and did not close it. "
                    "If it is still open there, close it there first.",
                ),
                who=left.who,
                machine=left.machine,
            )
        )
    return notices


def _busy(path: Path, owner: Owner | None) -> Sentence:
    if owner is None:
        return say(QT_TRANSLATE_NOOP("words", "Another program has {name} open."), name=path.name)
    return say(
        QT_TRANSLATE_NOOP("words", "{who} has {name} open on {machine} since {since}."),
        who=owner.who,
        name=path.name,
        machine=owner.machine,
        since=_local(owner.since),
    )


def _local(moment: str) -> str:
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return moment


def _taken(path: Path) -> PathTaken:
    return PathTaken(
        say(QT_TRANSLATE_NOOP("words", "{path} is already there."), path=str(path)),
        meaning=say(QT_TRANSLATE_NOOP("words", "It was left as it is.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Choose another name.")),
    )


def _no_board(path: Path, *, exists: bool) -> NotABoard:
    if exists:
        what = say(QT_TRANSLATE_NOOP("words", "{path} is not a Shotweave board."), path=str(path))
    else:
        what = say(QT_TRANSLATE_NOOP("words", "There is no board {path}."), path=str(path))
    return NotABoard(
        what,
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Choose a folder ending in .shotweave, or make a new board.")
        ),
    )


def _torn(path: Path) -> NotABoard:
    return NotABoard(
        say(
            QT_TRANSLATE_NOOP("words", "{path} has a board's pictures but not the board itself."),
            path=str(path),
        ),
        meaning=say(
            QT_TRANSLATE_NOOP("words", "Its file board.sqlite is missing; nothing was changed.")
        ),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Bring board.sqlite back from the bin or from a backup.")
        ),
    )


def _unwritable(error: OSError, path: Path) -> Trouble:
    trouble = disk_trouble(error, path)
    if isinstance(trouble, ReadOnlyPlace):
        trouble.remedy = say(
            QT_TRANSLATE_NOOP("words", "Open the board read-only, or copy it to another folder.")
        )
    return trouble
