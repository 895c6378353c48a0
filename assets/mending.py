"""A sound logbook in the place of a damaged one, which is kept beside it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from assets.disk import plain, settle_folder
from assets.logbook import KEPT, open_writing, tail_of, write_salvaged
from assets.salvage import MAGIC, Salvaged, carve


def looks_whole(path: Path) -> bool:
    """Whether the file begins as SQLite's do. SQLite itself takes an empty one for a new one, and
    then throws its log away.
    """
    with plain(path, reading=True), path.open("rb") as reader:
        return reader.read(len(MAGIC)) == MAGIC


def mend(path: Path) -> tuple[Salvaged, Path]:
    """Put a sound file in the place of a damaged one, which is kept under the path returned.

    Call with no connection open. Raises DiskTrouble, sqlite3.Error; the damaged file is then where
    it was.
    """
    found = carve(path)
    unfinished = path.with_name(path.name + ".mending")
    with plain(path):
        unfinished.unlink(missing_ok=True)
        tail_of(unfinished).unlink(missing_ok=True)
    newest = sorted(found.snapshots)[-KEPT:]
    with closing(open_writing(unfinished)) as connection:
        write_salvaged(
            connection,
            found.records.values(),
            found.packs.values(),
            [found.snapshots[upto] for upto in newest],
        )
    with plain(path):
        unfinished.replace(_mended(path))
        settle_folder(path.parent)
    kept = finish(path)
    assert kept is not None
    return found, kept


def finish(path: Path) -> Path | None:
    """Swap a mended file in, also after a crash in the middle of that; where the damaged one is."""
    if not _mended(path).exists():
        return None
    kept = _free_name(path)
    with plain(path):
        if path.exists():
            path.replace(kept)
        if tail_of(path).exists():
            tail_of(path).replace(tail_of(kept))
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
        _mended(path).replace(path)
        settle_folder(path.parent)
    return kept


def set_aside(path: Path) -> list[Path]:
    """The damaged files that lie beside."""
    return sorted(path.parent.glob(f"{path.stem}.damaged-*{path.suffix}"))


def _mended(path: Path) -> Path:
    return path.with_name(path.name + ".mended")


def _free_name(path: Path) -> Path:
    numbers = range(1, 1_000_000)
    names = (path.with_name(f"{path.stem}.damaged-{number}{path.suffix}") for number in numbers)
    return next(name for name in names if not name.exists() and not tail_of(name).exists())
