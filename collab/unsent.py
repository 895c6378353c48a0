"""What a peer has made on one channel and the room has not got on its disk yet: in order, counted,
and sent no faster than the room takes it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from collab.wire import Ack, Edit, Step2

Merge = Callable[[Iterable[bytes]], bytes]

MOST_MERGED = 256
"""Edits that are made one while the room is not to be sent more."""


@dataclass(slots=True)
class _Waiting:
    update: bytes
    label: str


class Unsent:
    """One channel's. Edits wait here, travel, and are forgotten with their ACK; when the connection
    goes, whatever had no ACK is again only here, and the next STEP2 brings it."""

    def __init__(self, channel: int, unsaved: int = 0) -> None:
        """`unsaved`: edits of an earlier session that the room may not have."""
        self._channel = channel
        self._behind = unsaved
        self._waiting: deque[_Waiting] = deque()
        self._travelling: deque[tuple[int, int]] = deque()
        self._number = 0

    @property
    def count(self) -> int:
        """Edits of which the room has not said that they are on its disk."""
        on_their_way = sum(edits for _, edits in self._travelling)
        return self._behind + len(self._waiting) + on_their_way

    @property
    def waits(self) -> bool:
        return bool(self._waiting)

    @property
    def first(self) -> int:
        """Bytes of what goes next."""
        return len(self._waiting[0].update) if self._waiting else 0

    @property
    def travels(self) -> bool:
        """Whether anything has been sent and not acknowledged."""
        return bool(self._travelling)

    def add(self, update: bytes, label: str) -> None:
        self._waiting.append(_Waiting(update, label))

    def add_behind(self) -> None:
        """An edit that the next STEP2 will bring."""
        self._behind += 1

    def whole(self, update: bytes) -> Step2:
        """Everything that the room lacks, in one."""
        self._number += 1
        self._travelling.append((self._number, self._behind + len(self._waiting)))
        self._behind = 0
        self._waiting.clear()
        return Step2(self._channel, update)

    def next(self, merge: Merge, most: int) -> Edit | None:
        """The next edit to send; several with one label go as one when they have had to wait. None
        if nothing waits, or if what comes next has more than `most` bytes."""
        if not self._waiting or len(self._waiting[0].update) > most:
            return None
        first = self._waiting.popleft()
        updates, size = [first.update], len(first.update)
        while self._waiting and len(updates) < MOST_MERGED:
            follows = self._waiting[0]
            size += len(follows.update)
            if follows.label != first.label or size > most // 2:
                break
            updates.append(self._waiting.popleft().update)
        self._number += 1
        self._travelling.append((self._number, len(updates)))
        update = updates[0] if len(updates) == 1 else merge(updates)
        return Edit(self._channel, self._number, "", first.label, update)

    def acknowledged(self, ack: Ack) -> None:
        while self._travelling and self._travelling[0][0] <= ack.number:
            self._travelling.popleft()

    def lost(self) -> None:
        """The connection went: nothing that was on its way is known to have arrived."""
        self._behind = self.count
        self._waiting.clear()
        self._travelling.clear()
        self._number = 0

    def forget(self) -> None:
        """The room turned out to have it all."""
        self.lost()
        self._behind = 0
