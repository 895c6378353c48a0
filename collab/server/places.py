"""Where a server keeps what it keeps, under its folder DATA.

DATA/keys.toml               what tokens are signed with
DATA/certificate.pem, .key   made by --self-signed
DATA/server.lock             one server at a time
DATA/rooms/<room>/           board.sqlite, comments.sqlite, room.sqlite, media/
"""

from __future__ import annotations

import re
from pathlib import Path

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")
"""What Windows takes for a device."""


def keys_file(data: Path) -> Path:
    return data / "keys.toml"


def lock_file(data: Path) -> Path:
    return data / "server.lock"


def room_folder(data: Path, room: str) -> Path:
    """Names that differ by capitals alone have folders of their own on every disk."""
    folded = re.sub(r"[A-Z]", lambda found: "=" + found.group().lower(), room)
    return data / "rooms" / (f"=={folded}" if _RESERVED.fullmatch(folded) else folded)


def book_file(data: Path, room: str) -> Path:
    return room_folder(data, room) / "room.sqlite"
