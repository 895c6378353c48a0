"""Verbs of time: name a moment of the board, and bring back what it was.

What reads the past is imported when somebody goes there: a board opens without.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.folder import BoardFolder
from assets.store import Store
from canvas.app import summary
from canvas.app.commands.nodes import counted
from canvas.app.commands.registry import command
from canvas.app.session import Session, board_path
from canvas.document.board import Board
from canvas.document.change import RESTORED
from canvas.document.crdt import Document
from canvas.document.edits import PutMark
from canvas.document.records import new_id
from canvas.document.values import LONGEST_TITLE
from canvas.document.versions import KIND, Version, mark_of, versions, words_of
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from collab.journal import Journal

if TYPE_CHECKING:
    from canvas.document.turning_back import Turned

LONGEST_NAME = 80


class NoSuchVersion(Trouble):
    """A version that is not, or no longer, named on the board."""

    code = "no_such_version"


class Nameless(Trouble):
    """A version without a name."""

    code = "nameless"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to."""

    edits: int
    """0 where everything is as it was."""
    left: tuple[Sentence, ...]
    """What did not come back, and why."""


@command("history.name", title=QT_TRANSLATE_NOOP("commands", "Name a version"))
def name_version(session: Session, name: str, *, at: int | None = None) -> str:
    """Give the board as it is, or as it was after entry `at`, a name for everybody on it. Returns
    the version's id. Raises Nameless, NoSuchMoment."""
    session.must_be_writable()
    named = _checked(name)
    board = session.board
    vector, words, when = board.vector(), board.registers()["texts"], datetime.now(UTC)
    if at is not None:
        vector, words, when = _moment(session.journal, at)
    version = Version(
        id=new_id(),
        name=named,
        when=when.isoformat(timespec="milliseconds"),
        person=session.board.person,
        by=session.settings.name[:LONGEST_NAME],
        vector=vector,
        words=words_of(words),
    )
    session.apply(PutMark(mark_of(version)), label="Name version")
    return version.id


@command("history.rename", title=QT_TRANSLATE_NOOP("commands", "Rename version"))
def rename_version(session: Session, version: str, name: str) -> None:
    """Give a version another name. Raises NoSuchVersion, Nameless."""
    known = _version(session, version)
    renamed = replace(known, name=_checked(name))
    if renamed != known:
        session.apply(PutMark(mark_of(renamed)), label="Rename version")


@command("history.forget", title=QT_TRANSLATE_NOOP("commands", "Delete version name"))
def forget_version(session: Session, version: str) -> None:
    """Take a version's name off the list; its moment stays in the history, and undo brings the name
    back. Raises NoSuchVersion."""
    known = _version(session, version)
    session.apply(PutMark(mark_of(known, deleted=True)), label="Delete version name")


@command("history.restore", title=QT_TRANSLATE_NOOP("commands", "Restore this moment"))
def restore_board(session: Session, at: int, *, then: Board | None = None) -> Restored:
    """Make the board what it was after entry `at` of its journal, as one change that undo takes
    back. Named versions, takes and files stay. `then` is that board, where somebody has read it.
    Raises NoSuchMoment."""
    from canvas.document.turning_back import turned_back  # late, as above

    session.must_be_writable()
    then = then or _board_at(session.journal, at)
    return _restored(session, then, turned_back(session.board, then), RESTORED)


@command(
    "history.restore_nodes", title=QT_TRANSLATE_NOOP("commands", "Restore nodes of this moment")
)
def restore_nodes(
    session: Session, nodes: Sequence[str], at: int, *, then: Board | None = None
) -> Restored:
    """Make these nodes what they were after entry `at`: their looks, words, chosen takes, what fed
    them and where they stood in the film. Raises NoSuchMoment."""
    from canvas.document.turning_back import nodes_turned_back  # late, as above

    session.must_be_writable()
    then = then or _board_at(session.journal, at)
    turned = nodes_turned_back(session.board, then, nodes)
    return _restored(session, then, turned, counted("Restore", nodes))


@command("history.copy", title=QT_TRANSLATE_NOOP("commands", "Copy this moment as a new board"))
def copy_board(session: Session, at: int, path: Path) -> Path:
    """Write the board as it was after entry `at` into a folder of its own, with its files; one that
    lies on the same disk takes no room for them. Returns the folder. Raises NoSuchMoment, PathTaken
    and others."""
    from canvas.document import codec  # late, as above

    then = _board_at(session.journal, at)
    told = codec.to_json(then)
    marks = told["marks"]
    if isinstance(marks, dict):  # versions are moments of the board that is copied
        told["marks"] = {id: one for id, one in marks.items() if not _is_version(one)}
    board = codec.from_json(told, person=session.settings.person)
    folder = BoardFolder.create(board_path(path))
    try:
        with Journal(folder.journal) as journal:
            journal.append(board.encode(), person=board.person, label="Copy board")
            if not journal.flush() and journal.failed is not None:
                raise journal.failed
        store = Store(folder.media)
        for file in _files(board):
            store.share(session.store, file)
        summary.write(folder.path, summary.summed_up(board, store))
    except BaseException:  # Ctrl+C too: no half of a board stays
        folder.close()
        shutil.rmtree(folder.path, ignore_errors=True)
        raise
    folder.close()
    return folder.path


def version_list(session: Session) -> tuple[Version, ...]:
    """The versions that people have named, oldest first."""
    return versions(session.board.marks)


def nodes_at(session: Session, at: int) -> tuple[str, ...]:
    """The ids of what was on the board after entry `at`. Raises NoSuchMoment."""
    return tuple(_board_at(session.journal, at).nodes)


def _board_at(journal: Journal, at: int) -> Board:
    from canvas.app.history import board_at  # late, as above

    return board_at(journal, at)


def _restored(session: Session, then: Board, turned: Turned, label: str) -> Restored:
    before = {hash for hash in _shown(session.board) if session.store.find(hash) is None}
    if turned.edits:
        session.apply(*turned.edits, label=label)
    lost = [
        hash
        for hash in dict.fromkeys(_shown(session.board))
        if hash not in before and session.store.find(hash) is None
    ]
    return Restored(len(turned.edits), (*turned.left, *_told(then, lost)))


def _told(then: Board, lost: Sequence[str]) -> Iterator[Sentence]:
    """Bytes that are gone do not come back, and nobody is to think that they did."""
    for hash in lost[:5]:
        asset = then.assets.get(hash)
        name = asset.name if asset is not None and asset.name else hash[:12]
        yield say(
            QT_TRANSLATE_NOOP("words", "{name} is shown again, but its file is not here."),
            name=name,
        )
    if len(lost) > 5:
        yield say(
            QT_TRANSLATE_NOOP("words", "{count} more files are not here."), count=len(lost) - 5
        )


def _shown(board: Board) -> Iterator[str]:
    """The files that the nodes of a board show."""
    for node in board.nodes.values():
        yield from node.refs
        take = board.takes.get(node.take or "")
        if take is not None:
            yield take.asset


def _files(board: Board) -> Iterable[str]:
    for asset in board.assets.values():
        yield from filter(None, (asset.hash, asset.thumbnail, asset.proxy))


def _is_version(mark: object) -> bool:
    return isinstance(mark, dict) and mark.get("kind") == KIND


def _version(session: Session, version: str) -> Version:
    for known in versions(session.board.marks):
        if known.id == version:
            return known
    raise NoSuchVersion(
        say(QT_TRANSLATE_NOOP("words", "This version is no longer named on the board.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Undo brings back what was deleted by mistake.")),
    )


def _checked(name: str) -> str:
    named = " ".join(name.split())[: min(LONGEST_NAME, LONGEST_TITLE)]
    if not named:
        raise Nameless(
            say(QT_TRANSLATE_NOOP("words", "A version needs a name.")),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        )
    return named


def _moment(journal: Journal, at: int) -> tuple[bytes, dict[str, Any], datetime]:
    """What the board had after entry `at`, its texts, and when that was."""
    _board_at(journal, at)
    document = Document()
    document.load(journal.at(at))
    entry = next(journal.history(at - 1, at), None)
    when = entry.when if entry is not None else datetime.now(UTC)
    return document.vector(), document.read("texts"), when
