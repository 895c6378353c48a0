"""What is kept on this disk so that it need not be worked out again: how much, and away with it.

Nothing depends on it. Each folder stays below its bound by itself; see backends/diffusion/keeping.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from assets.home import home

FOLDER = "cache"
WORDS, LATENTS, LOOKS = "words", "latents", "looks"
MOST: Mapping[str, int] = {WORDS: 512 << 20, LATENTS: 1 << 30, LOOKS: 1 << 20}
"""Bytes of words that were read, of shots before they were decoded, of what tells colours."""


def sizes() -> dict[str, int]:
    """Bytes of each. Reads the disk; any thread."""
    return {name: sum(map(_size, _files(name))) for name in MOST}


def clear() -> int:
    """Throw all of it away; how many bytes that were. What is being read just now is worked out
    anew. Any thread."""
    freed = 0
    for name in MOST:
        for path in _files(name):
            size = _size(path)
            with suppress(OSError):  # another process holds it: it goes the next time
                path.unlink()
                freed += size
    return freed


def _files(name: str) -> Iterator[Path]:
    folder = home() / FOLDER / name
    with suppress(OSError):  # nothing has been kept yet
        yield from [path for path in folder.iterdir() if path.is_file()]


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # gone since
        return 0
