"""What waits for one reader, who may be slow, and never more of it than is allowed.

Frames are written to the transport as they are: they are not masked (RFC 6455, 5.1) nor compressed,
so that one frame is built once for all who get it. All on the loop's thread.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from collab.wire import CHANNELS

MOST_TOGETHER = 64 << 10
"""Bytes of small frames that are joined into one."""

MOST_JOINED = 64
"""Frames that are joined into one; a frame may hold more than one message already."""


MOST_RESERVED = len(CHANNELS)
"""Frames that are still being made; their bytes do not count yet, and each may be a whole board."""


class Way(Protocol):
    """The socket, seen from here."""

    paused: bool

    def is_open(self) -> bool: ...
    def write(self, data: bytes) -> None: ...


def frame_of(payload: bytes) -> bytes:
    """A binary message in one websocket frame (RFC 6455, 5.2)."""
    size = len(payload)
    if size < 126:
        return bytes((0x82, size)) + payload
    if size < 1 << 16:
        return b"\x82\x7e" + size.to_bytes(2, "big") + payload
    return b"\x82\x7f" + size.to_bytes(8, "big") + payload


class Memory:
    """Frames already built in this turn, by what they hold: most readers get the same."""

    def __init__(self) -> None:
        self._built: dict[tuple[int, ...], bytes] = {}
        self._held: list[bytes] = []

    def joined(self, payloads: list[bytes]) -> bytes:
        key = tuple(map(id, payloads))
        built = self._built.get(key)
        if built is None:
            built = frame_of(payloads[0] if len(payloads) == 1 else b"".join(payloads))
            self._built[key] = built
            self._held += payloads  # an id means something only while its object lives
        return built


class Slot:
    """Where a frame goes that is still being made: what comes later waits behind it."""

    __slots__ = ("frame",)

    def __init__(self) -> None:
        self.frame = b""


class Outbox:
    """One reader's queue. `overflowed` is called when it has been thrown away."""

    __slots__ = (
        "_behind",
        "_join",
        "_limit",
        "_overflowed",
        "_piece",
        "_waiting",
        "_way",
        "drops",
        "lost",
        "marked",
        "size",
        "stalled_at",
    )

    def __init__(
        self, way: Way, *, join: bool, limit: int, piece: int, overflowed: Callable[[], None]
    ) -> None:
        self._way = way
        self._join = join
        self._limit = limit
        self._piece = piece
        self._overflowed = overflowed
        self._waiting: deque[bytes] = deque()
        self._behind: deque[bytes | Slot] = deque()
        """The first of these is not made yet."""
        self.size = 0
        """Bytes waiting here, beside what the transport holds."""
        self.marked = False
        """It stands in the list of those to be flushed."""
        self.lost = False
        """What comes is thrown away until the reader has caught up."""
        self.drops = 0
        self.stalled_at: float | None = None
        """Since when the transport takes nothing."""

    def put(self, payload: bytes, *, fleeting: bool = False) -> None:
        if self.lost or (fleeting and self._way.paused):
            return
        (self._behind or self._waiting).append(payload)
        self.size += len(payload)

    def reserve(self) -> Slot | None:
        """Where a frame will go; None if there are enough of these, or nothing is taken now."""
        made_now = sum(isinstance(entry, Slot) for entry in self._behind)
        if self.lost or made_now >= MOST_RESERVED:
            return None
        slot = Slot()
        self._behind.append(slot)
        return slot

    def fill(self, slot: Slot, frame: bytes) -> None:
        """What was thrown away meanwhile stays so."""
        if slot not in self._behind:
            return
        slot.frame = frame
        self.size += len(frame)
        while self._behind and (made := _made(self._behind[0])):
            self._behind.popleft()
            self._waiting.append(made)

    def flush(self, memory: Memory, now: float) -> None:
        """Write as much as the transport takes; keep the rest, or throw it all away."""
        way, waiting = self._way, self._waiting
        if not way.is_open():
            self._empty()
            return
        while waiting and not way.paused:
            batch: list[bytes] = []
            taken = 0
            while waiting and taken < self._piece:
                chunk = self._next()
                taken += sum(map(len, chunk))
                batch.append(memory.joined(chunk))
            self.size -= taken
            way.write(batch[0] if len(batch) == 1 else b"".join(batch))
        self.stalled_at = (self.stalled_at or now) if way.paused else None
        if self.size > self._limit:
            self._drop()

    def _next(self) -> list[bytes]:
        """What travels in the next frame."""
        waiting = self._waiting
        first = waiting.popleft()
        chunk, size = [first], len(first)
        if not self._join:
            return chunk
        while waiting and len(chunk) < MOST_JOINED:
            size += len(waiting[0])
            if size > MOST_TOGETHER:
                break
            chunk.append(waiting.popleft())
        return chunk

    def _empty(self) -> None:
        self._waiting.clear()
        self._behind.clear()
        self.size = 0

    def _drop(self) -> None:
        self._empty()
        self.drops += 1
        self.lost = True
        self._overflowed()


def _made(entry: bytes | Slot) -> bytes:
    return entry if isinstance(entry, bytes) else entry.frame
