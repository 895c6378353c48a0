"""Small files that are replaced: whoever reads one finds what it was or what it is, never half."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from assets.disk import settle_file, settle_folder
from assets.unfinished import beside


def write_whole(
    path: Path, content: str | bytes, *, secret: bool = False, settled: bool = False
) -> None:
    """Put `content` (text as UTF-8) in place of what stands there, or leave that as it is; makes
    the folder. `secret`: for nobody else to read. `settled`: it survives a power cut, too.
    Raises OSError, UnicodeEncodeError. Any thread."""
    data = content.encode() if isinstance(content, str) else content
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = beside(path, ".new")
    try:
        with open(draft, "xb", opener=_secretly if secret else None) as file:
            file.write(data)
            if settled:
                file.flush()
                settle_file(file.fileno())
        draft.replace(path)
    except BaseException:
        with suppress(OSError):  # what kept it from being written is what has to be told
            draft.unlink()
        raise
    if settled:
        settle_folder(path.parent)


def _secretly(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
