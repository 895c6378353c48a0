"""Looks through a foreign update before the library that applies it: structure, limits, roots.

The format is that of Yjs updates, version 1 (https://github.com/yjs/yjs, UpdateEncoder.js and
ID.js; contents in src/structs). Nothing here trusts a length or nests by recursion.

`python -m collab.gate` does it in a process of its own, for updates over APART bytes: see
collab.apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from canvas.document.writes import ROOTS
from collab.wire import Code

APART = 256 << 10
"""Updates of more bytes are examined and tried in a process of their own."""


class TurnedAway(Exception):
    """An update that does not come in; `reason` is for the person who sent it."""

    def __init__(self, reason: str, code: Code = Code.malformed) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Limits:
    roots: frozenset[bytes]
    depth: int = 32
    """Of values inside values."""
    structs: int = 2_000_000
    clients: int = 20_000
    deletes: int = 200_000
    """Ranges in the delete set."""
    key: int = 512
    """Bytes of a name under which something is kept."""
    text: int = 1 << 20
    """Bytes of one text or value."""
    nested: int = 100
    """Shared types whose place is not plainly a root: each could be one level more."""


class Examined(NamedTuple):
    """What an update holds."""

    spans: dict[int, tuple[int, int]]
    """Client -> its first clock and the one after its last."""
    structs: int
    deletes: int
    roots: frozenset[bytes]
    needs: dict[int, int]
    """Client -> the clock up to which its structs must be there for this update to stand."""
    sections: dict[int, tuple[int, int]]
    """Client -> the bytes of its section: see without()."""
    nested: int
    gap: bool
    """Clocks are left out between a client's structs."""


BOARD_LIMITS = Limits(frozenset(root.encode() for root in ROOTS))
COMMENT_LIMITS = Limits(frozenset({b"comments"}))


def examine(update: bytes, limits: Limits) -> Examined:
    """Raises TurnedAway."""
    raise NotImplementedError


def without(update: bytes, examined: Examined, clients: frozenset[int]) -> bytes:
    """The same update with these clients' structs left out."""
    raise NotImplementedError
