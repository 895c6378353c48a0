"""One person's side of the media socket: what they have, what they want, what is said next.

Section 9 of SPEC.md has the rules. No I/O: whoever owns the socket hands in what came and takes
what goes out.
"""

from __future__ import annotations

import heapq
import random
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from collab.incoming import fit_suffix
from collab.parcel import (
    MOST,
    Absent,
    Drop,
    FromPerson,
    FromRoom,
    Have,
    Need,
    Offer,
    Offered,
    Rank,
    Refused,
    Sends,
    Spoilt,
    There,
    Want,
)

T = TypeVar("T")

AT_ONCE = 8
"""Files fetched at once; what is asked for by name comes besides."""

FIRST_WAIT, LONGEST_WAIT = 0.05, 5.0
"""Seconds before something that the room did not know yet is asked again, twice as long each
time."""

AFTER_REFUSAL = 30.0
"""Seconds before a file is offered again to a room that has no room for it."""

TRIES = 3
"""Times that a file may come with a wrong hash before we give it up."""

PASSING = frozenset({"unnamed", "busy", "gone"})
"""Refusals that pass by themselves, soon."""


@dataclass(frozen=True, slots=True)
class File:
    """One file that a board names."""

    hash: str
    of: str
    """The asset that it belongs to, or is."""
    rank: int
    suffix: str = ""
    bytes: int | None = None
    """None where the board does not say, of a thumbnail and a proxy."""


@dataclass(frozen=True, slots=True)
class Linked:
    """The media socket is up, or down with a reason; refused for good where `code` says so."""

    up: bool
    code: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Came:
    """A file has come, whole and verified."""

    hash: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How a file stands in the room that is not here: `absent` is None where the room has it."""

    hash: str
    absent: Absent | None


@dataclass(frozen=True, slots=True)
class Moving:
    """How far a file is: on its way here, or with `up` on its way to the room."""

    hash: str
    got: int
    bytes: int
    up: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """The room has a file of ours, verified and on its disk."""

    hash: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that cannot be had, or is not taken: `code` as in Refused."""

    hash: str
    code: str
    reason: str = ""
    up: bool = False


News = Linked | Came | Standing | Moving | Given | Failed


@dataclass
class _Wish:
    """A file that we want."""

    rank: int
    number: int
    asked: bool = False
    """Said to the room."""
    coming: bool = False
    """Its chunks are coming."""
    tries: int = 0


@dataclass
class _Again:
    """Something to be said again later."""

    due: float
    wait: float


@dataclass
class Exchange:
    """`begun` tells how much of a file has come before; `chance` spreads those who come back."""

    begun: Callable[[File], int]
    chance: Callable[[], float] = random.random
    said: deque[FromPerson] = field(default_factory=deque)
    """What is to be sent to the room, in this order."""
    news: deque[News] = field(default_factory=deque)

    def __post_init__(self) -> None:
        self.up = False
        self.files: dict[str, File] = {}
        self.mine: dict[str, int] = {}
        """What is stored here, with its bytes."""
        self.there: set[str] = set()
        """What the room has."""
        self._lacks: set[str] = set()
        """What the room has said that it has not."""
        self._assets: dict[str, None] = {}
        self._wishes: dict[str, _Wish] = {}
        self._offered: set[str] = set()
        self._given: set[str] = set()
        self._again: dict[tuple[str, str], _Again] = {}
        self._ready: list[tuple[int, int, str]] = []
        """A heap of what the room has and we want: rank, number, hash; some are no longer so."""
        self._flying: set[str] = set()
        """What the room has been asked for and has."""
        self._due: float | None = 0.0
        self._count = 0
        self._may_give = True

    # -- what the app says

    def know(self, files: Iterable[File], mine: dict[str, int]) -> None:
        """The board names these; `mine` of them are stored here."""
        fresh: dict[str, None] = {}
        for file in files:
            if file.hash not in self.files:
                self.files[file.hash] = file
                fresh[file.of] = None
        self.mine.update(mine)
        self._assets.update(fresh)
        if self.up:
            self._ask(fresh)

    def have(self, hash: str, size: int) -> None:
        """A file is stored here now, wherever it came from."""
        self.mine[hash] = size
        self._unwish(hash)
        self._offer((hash,))

    def want(self, hash: str, rank: int) -> None:
        """Fetch a file; once more with a lower rank it hurries."""
        if hash in self.mine or hash not in self.files:
            return
        wish = self._wishes.get(hash)
        if wish is None:
            self._count += 1
            wish = self._wishes[hash] = _Wish(rank, self._count)
        elif rank >= wish.rank:
            return
        wish.rank = rank
        if wish.asked and self.up:  # the room moves it forward, or hurries who sends it
            self.said.append(self._wanted(hash, wish))
        elif self.up and hash in self._lacks:
            self._ask_for(hash)
        self._line_up(hash)

    def drop(self, hash: str) -> None:
        """A file is not wanted any more; what has come of it stays."""
        self._unwish(hash)

    # -- what the socket says

    def opened(self) -> None:
        """The socket is up: ask for everything anew."""
        self.up, self._may_give = True, True
        self.said.clear()
        self.there.clear()
        self._lacks.clear()
        self._offered.clear()
        self._again.clear()
        self._ready.clear()
        self._flying.clear()
        for wish in self._wishes.values():
            wish.asked = wish.coming = False
        self.news.append(Linked(True))
        self._ask(self._assets)

    def closed(self, code: int, reason: str) -> None:
        self.up = False
        self.said.clear()
        self.news.append(Linked(False, code, reason))

    def receive(self, message: FromRoom) -> None:
        """Take in what the room says, but for Need and Sends, which the owner of the files acts
        on."""
        match message:
            case There(here, absent, unnamed):
                self._arrived(here)
                self._missing(absent)
                for of in unnamed:
                    self._later("have", of)
            case Refused(hash, code, reason):
                self._refused(hash, code, reason)
            case Need() | Sends():
                pass

    def tick(self, now: float) -> float | None:
        """Say again what is due; returns when the next is."""
        if self._due is None or now < self._due:
            return self._due
        haves: list[str] = []
        offers: list[str] = []
        for (what, which), again in self._again.items():
            if again.due == 0.0:
                again.due = now + again.wait * (0.5 + self.chance() / 2)
            elif 0 < again.due <= now:
                (haves if what == "have" else offers).append(which)
                again.due = -1.0
        self._ask(haves)
        self._offer(offers)
        self._due = min((one.due for one in self._again.values() if one.due > 0), default=None)
        return self._due

    def flies(self, hash: str) -> bool:
        """The room begins to send a file. Returns whether it is wanted."""
        wish = self._wishes.get(hash)
        if wish is None:
            return False
        wish.asked = wish.coming = True
        self._flying.add(hash)
        return True

    def came(self, hash: str, size: int) -> None:
        """A file was fetched, verified and stored."""
        self.mine[hash] = size
        self._wishes.pop(hash, None)
        self._flying.discard(hash)
        self.news.append(Came(hash))
        self._next()

    def came_wrong(self, hash: str) -> None:
        """What came has another hash: said to the room, and fetched again."""
        wish, file = self._wishes.get(hash), self.files.get(hash)
        if wish is None or file is None:
            return
        self._land(hash)
        wish.tries += 1
        self.there.discard(hash)
        self.said.append(Spoilt(hash, file.of))
        if wish.tries >= TRIES:
            del self._wishes[hash]
            self.news.append(Failed(hash, "spoilt"))

    def cannot_keep(self, hash: str, code: str, reason: str) -> None:
        """Our own disk does not take it."""
        self.drop(hash)
        self.news.append(Failed(hash, code, reason))

    def cannot_give(self, hash: str) -> None:
        """What we offered is not here any more."""
        self.mine.pop(hash, None)
        self.said.append(Drop(hash))

    # -- saying

    def _ask(self, assets: Iterable[str]) -> None:
        for batch in _batches(assets):
            self.said.append(Have(batch))

    def _offer(self, hashes: Iterable[str]) -> None:
        if not self.up or not self._may_give:
            return
        fit = [
            self.files[hash]
            for hash in hashes
            if hash in self.mine and hash in self.files and hash not in self._offered
            if hash not in self.there
        ]
        for batch in _batches(fit):
            files = tuple(
                Offered(one.hash, one.of, self.mine[one.hash], fit_suffix(one.suffix), one.rank)
                for one in batch
            )
            self._offered.update(one.hash for one in files)
            self.said.append(Offer(files))

    def _arrived(self, here: Iterable[str]) -> None:
        for hash in here:
            self.there.add(hash)
            self._lacks.discard(hash)
            self._answered(hash)
            if hash in self.mine:
                self._give(hash)
            else:
                wish = self._wishes.get(hash)
                if wish is not None and not wish.coming:
                    self._land(hash)
                    self._line_up(hash)
                self.news.append(Standing(hash, None))

    def _missing(self, absent: Iterable[Absent]) -> None:
        lacking = []
        for one in absent:
            self.there.discard(one.hash)
            self._lacks.add(one.hash)
            self._answered(one.hash)
            if one.hash in self.mine:
                lacking.append(one.hash)
                continue
            self.news.append(Standing(one.hash, one))
            self._ask_for(one.hash)
        self._offer(lacking)

    def _give(self, hash: str) -> None:
        """The room has what we have."""
        if hash not in self._given:
            self._given.add(hash)
            self.news.append(Given(hash))

    def _answered(self, hash: str) -> None:
        """The room knows this file by now."""
        self._again.pop(("offer", hash), None)
        if (file := self.files.get(hash)) is not None:
            self._again.pop(("have", file.of), None)

    def _ask_for(self, hash: str) -> None:
        """Have the room wait with us for what it has not got. Thumbnails come before one could be
        told how far they are."""
        wish = self._wishes.get(hash)
        if wish is not None and not wish.asked and wish.rank != Rank.thumbnail:
            wish.asked = True
            self.said.append(self._wanted(hash, wish))

    def _unwish(self, hash: str) -> None:
        wish = self._wishes.pop(hash, None)
        self._flying.discard(hash)
        if wish is not None and wish.asked and self.up:
            self.said.append(Drop(hash))
        self._next()

    def _land(self, hash: str) -> None:
        """What was asked for is not coming, for now."""
        if (wish := self._wishes.get(hash)) is not None:
            wish.asked = wish.coming = False
        self._flying.discard(hash)

    def _line_up(self, hash: str) -> None:
        """The room has what we want: it is asked for when its turn comes."""
        wish = self._wishes.get(hash)
        if wish is not None and not wish.asked and hash in self.there:
            heapq.heappush(self._ready, (wish.rank, wish.number, hash))
            self._next()

    def _next(self) -> None:
        """Ask for as many files as may come at once."""
        while self.up and self._ready:
            rank, _, hash = self._ready[0]
            if len(self._flying) >= AT_ONCE and rank != Rank.asked:
                return
            heapq.heappop(self._ready)
            wish = self._wishes.get(hash)
            if wish is not None and not wish.asked and hash in self.there and wish.rank == rank:
                wish.asked = True
                self._flying.add(hash)
                self.said.append(self._wanted(hash, wish))

    def _wanted(self, hash: str, wish: _Wish) -> Want:
        file = self.files[hash]
        return Want(hash, file.of, self.begun(file), wish.rank)

    def _refused(self, hash: str, code: str, reason: str) -> None:
        up, file = hash in self.mine, self.files.get(hash)
        if file is None:
            return
        if up:
            self._offered.discard(hash)
        elif hash in self._wishes:
            self._land(hash)
            self.there.discard(hash)
        if code == "not-allowed":
            self._may_give = False
        elif code in PASSING:
            self._later("offer" if up else "have", hash if up else file.of)
        elif code == "spoilt":
            self.news.append(Failed(hash, code, reason, up))
        else:
            self.news.append(Failed(hash, code, reason, up))
            self._again[("offer", hash)] = _Again(0.0, AFTER_REFUSAL)
            self._due = 0.0

    def _later(self, what: str, which: str) -> None:
        before = self._again.get((what, which))
        wait = FIRST_WAIT if before is None else min(before.wait * 2, LONGEST_WAIT)
        self._again[(what, which)] = _Again(0.0, wait)
        self._due = 0.0


def _batches(these: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(these)
    while batch := tuple(islice(rest, MOST)):
        yield batch
