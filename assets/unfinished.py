"""Names for files in the making, which say whose they are: what an ended process has left can then
be told from work under way, also of another machine, and be swept."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from assets.processes import HERE, alive

_MARK = re.compile(r"([0-9a-f]{8})-([0-9]+)-[0-9a-f]{16}(\.[0-9a-z]{1,10})?")

HIDDEN = ".shotweave-"
"""How the names begin of what is made beside a person's own files."""

PART = ".part"
"""What the name of a film in the making ends in."""


def name_for(suffix: str) -> str:
    """A fresh name that says that this process is at work on the file."""
    return f"{HERE}-{os.getpid()}-{secrets.token_hex(8)}{suffix}"


def is_abandoned(name: str) -> bool:
    """Whether the process in a name was one of this machine and has ended."""
    mark = _MARK.fullmatch(name)
    return mark is not None and mark[1] == HERE and not alive(int(mark[2]))


def beside(place: Path, suffix: str) -> Path:
    """A fresh hidden path in the folder of `place`: renamed to it when whole."""
    return place.with_name(f"{HIDDEN}{name_for(suffix)}")


def abandoned_in(folder: Path, suffix: str) -> list[Path]:
    """What ended processes have left of paths that `beside` gave; nothing where none may look."""
    try:
        names = [entry for entry in folder.iterdir() if entry.name.startswith(HIDDEN)]
    except OSError:  # a folder that has gone, or is somebody else's, has nothing of ours to sweep
        return []
    ours = [path for path in names if path.suffix == suffix]
    return [path for path in ours if is_abandoned(path.name.removeprefix(HIDDEN))]


def sweep_beside(place: Path, suffix: str) -> None:
    """Remove what ended processes have left in the folder of `place`."""
    for path in abandoned_in(place.parent, suffix):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)  # what stays is taken by the next sweep
            continue
        with suppress(OSError):  # still open on Windows, or a disk gone read-only: as above
            path.unlink()
