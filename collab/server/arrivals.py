"""What a room is being sent, by whom: one sender for each file, the others stand by.

Rules R9.10 to R9.12 of SPEC.md. No I/O.
"""

from __future__ import annotations

import heapq
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from collab.incoming import Incoming
from collab.parcel import Absent, Holder, Offered, Rank

SLOTS = 4
"""Files that one person is asked to send at once."""

URGENT_SLOTS = 8
"""The same, with those that somebody else waits for."""

REMEMBERED = 50_000
"""Files of which we remember who had them, after they left."""


@dataclass
class Arrival:
    """A file that is coming. `file` is None while it is being opened."""

    offered: Offered
    peer: object = None
    """The connection that sends it."""
    file: Incoming | None = None
    told: float = 0.0
    """When those who wait heard last how far it is."""


@dataclass
class Sender:
    """What one connection has offered, and what of it has been asked for."""

    id: str
    name: str
    offers: dict[str, Offered] = field(default_factory=dict)
    active: set[str] = field(default_factory=set)
    _queue: list[tuple[int, int, str]] = field(default_factory=list)

    def offer(self, one: Offered, number: int) -> None:
        self.offers[one.hash] = one
        heapq.heappush(self._queue, (one.rank, number, one.hash))

    def hurry(self, hash: str, number: int) -> None:
        heapq.heappush(self._queue, (Rank.asked, number, hash))

    def next(self) -> tuple[Offered, int] | None:
        """The most urgent offer, with its rank; None while enough is under way."""
        while self._queue:
            rank, _, hash = self._queue[0]
            if len(self.active) >= (URGENT_SLOTS if rank == Rank.asked else SLOTS):
                return None
            heapq.heappop(self._queue)
            if hash in self.offers and hash not in self.active:
                return self.offers[hash], rank
        return None


class Arrivals:
    """Who has offered what, and what of it is coming."""

    def __init__(self) -> None:
        self.coming: dict[str, Arrival] = {}
        self._senders: list[Sender] = []
        self._numbers = count()
        self._had: OrderedDict[str, dict[str, str]] = OrderedDict()
        """Who has offered a file that never came whole: id -> name, by hash."""

    def enter(self, sender: Sender) -> None:
        self._senders.append(sender)

    def leave(self, sender: Sender) -> list[Arrival]:
        """Forget a connection. Returns what it was sending."""
        self._senders.remove(sender)
        return [self.coming.pop(hash) for hash in tuple(sender.active) if hash in self.coming]

    def offer(self, sender: Sender, one: Offered) -> None:
        sender.offer(one, next(self._numbers))
        self._had.setdefault(one.hash, {})[sender.id] = sender.name
        while len(self._had) > REMEMBERED:
            self._had.popitem(last=False)

    def withdraw(self, sender: Sender, hash: str) -> Arrival | None:
        """An offer that holds no more. Returns what was coming of it."""
        sender.offers.pop(hash, None)
        if hash not in sender.active:
            return None
        sender.active.discard(hash)
        return self.coming.pop(hash, None)

    def next(self, sender: Sender) -> tuple[Offered, int] | None:
        """What this connection should send next, with its rank."""
        while (found := sender.next()) is not None:
            if found[0].hash not in self.coming:
                return found
        return None

    def begin(self, sender: Sender, offered: Offered) -> Arrival:
        sender.active.add(offered.hash)
        made = self.coming[offered.hash] = Arrival(offered)
        return made

    def end(self, sender: Sender, hash: str, *, whole: bool) -> None:
        """Nothing more is coming of a file; once it is whole all offers of it are void."""
        self.coming.pop(hash, None)
        sender.active.discard(hash)
        sender.offers.pop(hash, None)
        if whole:
            self._had.pop(hash, None)
            for one in self._senders:
                one.offers.pop(hash, None)

    def hurry(self, hash: str) -> Sender | None:
        """Somebody waits for a file: who is to be asked for it now, None if it is coming already
        or nobody has it."""
        if hash in self.coming:
            return None
        for sender in self._senders:
            if hash in sender.offers:
                sender.hurry(hash, next(self._numbers))
                return sender
        return None

    def others(self, hash: str) -> Iterator[Sender]:
        """Connections that could go on with a file."""
        for sender in self._senders:
            if hash in sender.offers:
                sender.hurry(hash, next(self._numbers))
                yield sender

    def standing(self, hash: str, size: int) -> Absent:
        """How a file stands that is not whole here; `size` bytes of it lie here."""
        coming = self.coming.get(hash)
        got = coming.file.received if coming is not None and coming.file is not None else size
        total = 0
        present = {}
        for sender in self._senders:
            if hash in sender.offers:
                present[sender.id] = Holder(sender.id, sender.name)
                total = sender.offers[hash].bytes
        gone = self._had.get(hash, {})
        away = {id: Holder(id, name, here=False) for id, name in gone.items()}
        return Absent(hash, got, total, tuple({**away, **present}.values())[-8:])
