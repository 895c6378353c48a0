"""What the start page says of a board without opening it for work."""

from __future__ import annotations

from pathlib import Path

from assets.folder import BoardFolder
from assets.store import Store
from canvas.document.board import Board
from canvas.document.sequence import Sequence, plan
from canvas.document.timing import timecode
from canvas.document.words import Trouble
from canvas.ui.start import Recent
from collab.journal import Journal


def peek(path: Path) -> Recent:
    """Read a board's title, first picture and length. Any thread; no lock, so it may be open."""
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
    film = plan(board)
    return Recent(
        path,
        board.meta.title or path.stem,
        _poster(board, film, Store(folder.media)),
        len(film.cuts),
        timecode(film.frames, film.rate),
    )


def _poster(board: Board, film: Sequence, store: Store) -> Path | None:
    """The first shot with a picture, else any picture of the board."""
    shown = (getattr(cut.source, "asset", None) for cut in film.cuts)
    others = (hash for node in board.nodes.values() for hash in node.refs)
    for hash in (*shown, *others):
        asset = board.assets.get(hash) if hash else None
        if asset is not None and asset.thumbnail:
            found = store.find(asset.thumbnail)
            if found is not None:
                return found
    return None
