"""Files on their way out of a store: the most urgent one first, chunk by chunk, so that a thumbnail
never waits for a film. Rule R9.3 of SPEC.md."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from pathlib import Path

from collab.parcel import CHUNK, HEAD, head_of

AHEAD = 4
"""Chunks read at a time."""


@dataclass
class Outgoing:
    """A file that is being sent. It is opened for each `read`, which is run on a thread, one at a
    time: so nothing has to be closed when it is dropped meanwhile."""

    hash: str
    rank: int
    order: int
    path: Path
    size: int
    offset: int
    """How far it has been read."""
    ready: deque[bytearray] = field(default_factory=deque)

    def read(self) -> None:
        """Read the next chunks. Raises OSError, also for a file shorter than it was."""
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.offset)
            for _ in range(AHEAD):
                left = min(CHUNK, self.size - self.offset)
                if not left:
                    return
                # read into its frame: a copy would hold up the loop, which waits for this thread
                frame = bytearray(HEAD + left)
                if file.readinto(memoryview(frame)[HEAD:]) != left:
                    raise OSError("the file is shorter than it was")
                frame[:HEAD] = head_of(self.hash, self.offset)
                self.ready.append(frame)
                self.offset += left

    @property
    def sent(self) -> int:
        """Bytes that have left."""
        return self.offset - sum(len(frame) - HEAD for frame in self.ready)

    @property
    def over(self) -> bool:
        return not self.ready and self.offset >= self.size


class Departures:
    """The files under way on one connection."""

    def __init__(self) -> None:
        self._files: dict[str, Outgoing] = {}
        self._count = 0

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, hash: str) -> bool:
        return hash in self._files

    def add(self, hash: str, rank: int, start: int, path: Path) -> Outgoing:
        """Begin to send from byte `start` on. Raises OSError."""
        size = path.stat().st_size
        self._count += 1
        made = Outgoing(hash, rank, self._count, path, size, min(start, size))
        self._files[hash] = made
        return made

    def find(self, hash: str) -> Outgoing | None:
        return self._files.get(hash)

    def next(self) -> Outgoing | None:
        """The file whose chunk goes next."""
        for one in [one for one in self._files.values() if one.over]:
            del self._files[one.hash]
        if not self._files:
            return None
        return min(self._files.values(), key=lambda one: (one.rank, one.order))

    def drop(self, hash: str) -> None:
        self._files.pop(hash, None)

    def clear(self) -> None:
        self._files.clear()
