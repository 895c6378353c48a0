"""What the start page says of a board without opening it for work."""

from __future__ import annotations

from pathlib import Path

from assets.folder import BoardFolder
from assets.store import Store
from canvas.app import summary
from canvas.app.summary import Summary
from canvas.document.board import Board
from canvas.document.words import Trouble
from canvas.ui.start import Recent
from collab.journal import Journal

LARGE = 24 * 2**20
"""Bytes of a journal that is not read for a summary alone while an old one says nearly the same."""


def glance(path: Path) -> tuple[Recent | None, bool]:
    """What the board's own summary says, and whether that will do. Any thread; quick."""
    found = summary.read(path)
    if found is None:
        return None, False
    told, fresh = found
    return _shown(path, told), fresh or _is_large(path)


def peek(path: Path) -> Recent:
    """Read the board itself. Any thread; no lock, so it may be open."""
    try:
        folder = BoardFolder.open(path, readonly=True)
        journal = Journal(folder.journal, readonly=True)
        try:
            board = Board.load(journal.load().updates, person="")
        finally:
            journal.close()
            folder.close()
    except Trouble as trouble:
        return Recent(path, path.stem, trouble=trouble)
    return _shown(path, summary.summed_up(board, Store(folder.media)))


def _shown(path: Path, told: Summary) -> Recent:
    picture = Store(path / "media").find(told.cover) if told.cover else None
    return Recent(path, told.title or path.stem, picture, told.shots, told.length)


def _is_large(path: Path) -> bool:
    try:
        return (path / summary.JOURNAL).stat().st_size > LARGE
    except OSError:
        return False
