"""Is a board whole? Reads everything, changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TypeAlias

from assets.store import Store
from assets.unfinished import PART, abandoned_in
from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.graph import broken_edges
from canvas.document.records import Asset
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say

Progress: TypeAlias = "Callable[[int, int], None]"
Cancelled: TypeAlias = "Callable[[], bool]"
Checking: TypeAlias = "Callable[[Progress | None, Cancelled | None], list[Sentence]]"


@command("board.check", title=QT_TRANSLATE_NOOP("commands", "Check the board"), menu="file")
def check(
    session: Session,
    *,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Sentence]:
    """Everything that is wrong with a board, a sentence each: journal, bytes of the media,
    references, renders.

    `progress` hears files read and files in all. Empty where the board is whole.
    """
    return checking(session)(progress, cancelled)


def checking(session: Session) -> Checking:
    """The check in two steps: what the board says is noted now, and what comes back reads the
    files, which takes long and may be done on any thread."""
    references, named = list(_references(session)), dict(_named(session))

    def read(progress: Progress | None, cancelled: Cancelled | None) -> list[Sentence]:
        found = [*session.journal.check(), *references]
        if session.comments.journal is not None:
            found += session.comments.journal.check()
        found += _queue(session)
        found += _leftovers(session)
        found += _cut_off(session)
        found += _media(session.store, named, progress, cancelled)
        return found

    return read


def _references(session: Session) -> Iterator[Sentence]:
    board = session.board
    for id, node in board.nodes.items():
        missing = [hash for hash in node.refs if hash not in board.assets]
        yield from (_unknown_file(node.title or id, hash) for hash in missing)
        if node.take is not None and node.take not in board.takes:
            yield say(
                QT_TRANSLATE_NOOP("words", "{name} has chosen a take that does not exist."),
                name=node.title or id,
            )
    for take in board.takes.values():
        if take.asset not in board.assets:
            yield _unknown_file(take.id, take.asset)
    for edge in broken_edges(board):
        yield say(QT_TRANSLATE_NOOP("words", "The link {id} closes a circle."), id=edge)


def _unknown_file(owner: str, hash: str) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP("words", "{name} shows the file {hash}, which the board does not list."),
        name=owner,
        hash=hash[:12],
    )


def _media(
    store: Store,
    named: Mapping[str, str],
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[Sentence]:
    stored = set(store.hashes())
    wanted = sorted(stored | set(named))
    for index, hash in enumerate(wanted):
        if cancelled is not None and cancelled():
            return
        if progress is not None:
            progress(index, len(wanted))
        if hash not in stored:
            yield say(
                QT_TRANSLATE_NOOP("words", "The file {name} ({hash}) is missing."),
                name=named[hash],
                hash=hash[:12],
            )
        elif not store.verify(hash):
            yield say(
                QT_TRANSLATE_NOOP("words", "The file {name} ({hash}) is damaged."),
                name=named.get(hash, ""),
                hash=hash[:12],
            )
    if progress is not None:
        progress(len(wanted), len(wanted))


def _named(session: Session) -> Iterator[tuple[str, str]]:
    """Every file that the board names, with what a person calls it."""
    for asset in session.board.assets.values():
        yield asset.hash, _name(asset)
        for part in (asset.thumbnail, asset.proxy):
            if part is not None:
                yield part, _name(asset)


def _name(asset: Asset) -> str:
    return asset.name or f"{asset.kind} {asset.hash[:12]}"


def _leftovers(session: Session) -> Iterator[Sentence]:
    """Opening a board sweeps them, so these are new, or cannot be removed."""
    left = session.store.abandoned()
    if left:
        yield say(
            QT_TRANSLATE_NOOP(
                "words", "{count} unfinished files of ended programs lie in the board's folder."
            ),
            count=len(left),
        )


def _cut_off(session: Session) -> Iterator[Sentence]:
    """What exports of this board left beside their films when they were killed. The next export to
    the same folder sweeps it, and so does opening the board."""
    try:
        keys = _asked(session, "SELECT DISTINCT key FROM jobs WHERE kind = 'export'")
    except sqlite3.Error:  # of a damaged queue, `_queue` tells
        return
    for folder in sorted({Path(key.removeprefix("export:")).parent for key in keys}):
        for path in abandoned_in(folder, PART):
            yield say(
                QT_TRANSLATE_NOOP(
                    "words", "{path} is left of an export that was cut off; it may be deleted."
                ),
                path=str(path),
            )


def _queue(session: Session) -> Iterator[Sentence]:
    """The queue's file by SQLite's own check."""
    try:
        found = _asked(session, "PRAGMA quick_check") or ["ok"]
    except sqlite3.Error as error:
        found = [str(error)]
    if found != ["ok"]:
        yield say(
            QT_TRANSLATE_NOOP("words", "The queue of renders is damaged: {reason}."),
            reason="; ".join(found),
        )


def _asked(session: Session, question: str) -> list[str]:
    """What the queue answers; nothing from a board that never rendered. Raises sqlite3.Error."""
    place = session.folder.jobs
    if not place.exists():
        return []
    # a queue that nobody writes needs no files beside it, and a disk may take none
    alone = "&immutable=1" if session.readonly and not _written(place) else ""
    with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro{alone}", uri=True)) as queue:
        return [str(row[0]) for row in queue.execute(question)]


def _written(queue: Path) -> bool:
    """Whether SQLite's files beside a queue hold something that it does not."""
    tail = queue.with_name(f"{queue.name}-wal")
    return tail.exists() and tail.stat().st_size > 0
