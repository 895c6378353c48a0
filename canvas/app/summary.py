"""A few words about a board, left in its folder when it closes: a start page reads them in a
blink, where the whole board takes a second and all its memory."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assets.store import Store
from assets.whole import write_whole
from canvas.document.board import Board
from canvas.document.sequence import Sequence, plan
from canvas.document.timing import timecode

FILE, JOURNAL = "summary.json", "board.sqlite"


@dataclass(frozen=True, slots=True)
class Summary:
    title: str
    shots: int
    length: str
    """Timecode."""
    nodes: int
    cover: str = ""
    """The hash of a stored thumbnail; empty without a picture."""


def summed_up(board: Board, store: Store) -> Summary:
    """Read off an open board."""
    film = plan(board)
    length = timecode(film.frames, film.rate)
    cover = _cover(board, film, store)
    return Summary(board.meta.title, len(film.cuts), length, len(board.nodes), cover)


def write(folder: Path, summary: Summary) -> None:
    """Leave it in the board's folder, whole or not at all. The board has to be closed but for its
    lock: the summary names the journal that it is of."""
    stamp = _stamp(folder)
    if stamp is None or read(folder) == (summary, True):
        return
    with suppress(OSError):  # a full disk: the start page reads the board itself instead
        text = json.dumps({"journal": stamp, **asdict(summary)}, ensure_ascii=False)
        write_whole(folder / FILE, text)


def read(folder: Path) -> tuple[Summary, bool] | None:
    """The summary, and whether the journal is still the one that it is of. None without one that
    can be read. Any thread; takes no lock."""
    try:
        table = json.loads((folder / FILE).read_text("utf-8"))
        told = table.pop("journal", None)
        found = Summary(**table)
    except (OSError, ValueError, TypeError, AttributeError):
        return None
    whole = all(isinstance(one, str) for one in (found.title, found.length, found.cover))
    counted = isinstance(found.shots, int) and isinstance(found.nodes, int)
    return (found, told == _stamp(folder)) if whole and counted else None


def _stamp(folder: Path) -> list[int] | None:
    """How the journal lies on the disk; None while somebody writes it or after a crash."""
    try:
        stat = (folder / JOURNAL).stat()
    except OSError:
        return None
    log = folder / f"{JOURNAL}-wal"
    with suppress(OSError):
        if log.stat().st_size:
            return None
    return [stat.st_size, stat.st_mtime_ns]


def _cover(board: Board, film: Sequence, store: Store) -> str:
    """The first shot with a picture, else any picture of the board."""
    shown = (getattr(cut.source, "asset", None) for cut in film.cuts)
    others = (hash for node in board.nodes.values() for hash in node.refs)
    for hash in (*shown, *others):
        asset = board.assets.get(hash) if hash else None
        if asset is not None and asset.thumbnail and store.find(asset.thumbnail) is not None:
            return asset.thumbnail
    return ""
