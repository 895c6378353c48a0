"""When a board and its room cannot be merged: the board is set aside, whole, as a board of its own,
and what the room has takes its place.

First the room's state is staged beside the journal, while the board is open; then, once the journal
is closed, the folder is copied and the staged journal takes the old one's name. A crash in between
leaves one copy too many, never one too few.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from assets.disk import plain, settle_folder
from assets.folder import SUFFIX, BoardFolder
from assets.logbook import tail_of
from assets.unfinished import beside
from canvas.app.joining import begin
from canvas.document.crdt import Document
from canvas.document.records import new_id
from canvas.document.writes import META, Put
from collab.journal import Journal

_STAGED = "room-state.sqlite"
_UNFINISHED = ".unfinished"
_COMMENTS = "comments.sqlite"
_ALONGSIDE = (_COMMENTS, "jobs.sqlite")
_SET_ASIDE = "Board settings"
"""What the history calls the title that the copy gets."""


def copy_path(board: Path, today: datetime | None = None) -> Path:
    """Where the board that is set aside will be: `My film (conflict 2026-11-22).shotweave`."""
    day = (today or datetime.now().astimezone()).strftime("%Y-%m-%d")
    for number in range(1, 10_000):
        mark = f"conflict {day}" if number == 1 else f"conflict {day} {number}"
        path = board.with_name(f"{board.stem} ({mark}){SUFFIX}")
        if not os.path.lexists(path):
            return path
    raise FileExistsError(str(board))


def stage(board: Path, updates: tuple[bytes, ...]) -> None:
    """Write what the room has beside the journal. Raises what keeps it from the disk."""
    unstage(board)
    begin(board / _STAGED, updates)


def unstage(board: Path) -> None:
    """Nothing is to take the journal's place."""
    for path in _with_tail(board / _STAGED):
        path.unlink(missing_ok=True)


def is_staged(board: Path) -> bool:
    return (board / _STAGED).exists()


def settle(folder: BoardFolder, copy: Path, *, with_comments: bool) -> None:
    """Set the board aside as `copy` and let what was staged take its place. The journal is closed,
    the folder's lock still held. `with_comments`: what was said goes with the copy, and only there.
    Raises what a disk raises; the board is then as it was."""
    board = folder.path
    with plain(copy):
        _copied(board, copy, copy.stem.removeprefix(board.stem))
        for path in _with_tail(folder.journal)[1:]:
            path.unlink(missing_ok=True)
        (board / _STAGED).replace(folder.journal)
        if with_comments:
            for path in _with_tail(board / _COMMENTS):
                path.unlink(missing_ok=True)
        settle_folder(board)


def _copied(board: Path, copy: Path, mark: str) -> None:
    """A board of its own: journals are copied, media shared with the old one where the disk can.
    `mark` is put behind its title."""
    unfinished = beside(copy, _UNFINISHED)
    try:
        (unfinished / "media").mkdir(parents=True)
        for name in ("board.sqlite", *_ALONGSIDE):
            for path in _with_tail(board / name):
                if path.exists():
                    shutil.copy2(path, unfinished / path.name)
        _set_apart(unfinished / "board.sqlite", mark)
        _link_all(board / "media", unfinished / "media")
        settle_folder(unfinished)
        unfinished.rename(copy)
        settle_folder(copy.parent)
    except BaseException:  # Ctrl+C too: a copy is whole, or there is none
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _set_apart(file: Path, mark: str) -> None:
    """Let nobody, and no room, take the copy for the board: windows and the start page go by
    titles, a room by the lineage; under the old one the copy would be set aside as soon as it is
    opened. Raises what keeps this from the disk."""
    document = Document()
    with Journal(file) as journal:
        document.load(journal.load().updates)
        before, title = document.vector(), document.read(META).get("title", "")

        def write() -> None:
            document.write(Put(META, META, "title", f"{title}{mark}"))
            document.write(Put(META, META, "lineage", new_id()))

        document.transact(write)
        journal.append(document.encode(before), person="", label=_SET_ASIDE)
        journal.flush()
        failed = journal.failed
    if failed is not None:
        raise failed


def _link_all(source: Path, target: Path) -> None:
    for place, _, names in os.walk(source):
        here = target / Path(place).relative_to(source)
        here.mkdir(exist_ok=True)
        for name in names:
            with suppress(FileNotFoundError):  # an unfinished file that has just gone
                _link(Path(place) / name, here / name)


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)  # no stored file is ever changed, so that two names may share one
    except FileNotFoundError:
        raise
    except OSError:  # a disk without such links
        shutil.copy2(source, target)


def _with_tail(journal: Path) -> list[Path]:
    """A journal and what SQLite keeps beside it."""
    return [journal, tail_of(journal), journal.with_name(journal.name + "-shm")]
