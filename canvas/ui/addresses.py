"""Addresses of the web among the words that people paste."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import urlsplit

MEDIA = frozenset(
    f".{ending}"
    for ending in (
        *("png", "jpg", "jpeg", "webp", "gif", "tif", "tiff", "bmp", "avif"),
        *("mp4", "m4v", "mov", "webm", "mkv", "avi"),
        *("wav", "aif", "aiff", "mp3", "m4a", "ogg", "opus", "flac"),
    )
)
"""Endings of a link that mean a file, not a page."""

_LINK = re.compile(r"https?://\S+")


def is_link(words: str) -> bool:
    """Whether this is one address of the web and nothing else."""
    return _LINK.fullmatch(words) is not None


def names_media(link: str) -> bool:
    """Whether a link's path ends like a picture, a film or a sound."""
    return PurePosixPath(urlsplit(link).path).suffix.lower() in MEDIA
