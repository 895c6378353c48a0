"""What a struct says it lies in has to be a shared type: of anything else the library stops half
way, with all before it applied.

Of the structs in an update the gate tells what they are. Of those in the document it is looked up,
page by page and each page once, when somebody first writes into something that nobody has made or
written into since the room was opened: a struct never becomes a shared type later, and one that is
deleted stays deleted.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from collab.gate import Examined
from collab.scanning import Id, Limits, Scan, Stretch, TurnedAway
from collab.vectors import write_vector

PAGE = 1 << 14
"""Clocks that are looked through at once: some 10 ms."""


class Parents:
    def __init__(self, lacking: Callable[[bytes], bytes], limits: Limits) -> None:
        """`lacking`: what of the document somebody with a state vector has not got."""
        self._lacking = lacking
        self._limits = limits
        self._types: defaultdict[int, set[int]] = defaultdict(set)
        self._dead: defaultdict[int, list[Stretch]] = defaultdict(list)
        self._seen: dict[Id, int] = {}
        """Client and page -> the clock up to which it was looked through."""

    def check(self, examined: Examined, have: Mapping[int, int]) -> None:
        """Raises TurnedAway if a struct lies in what is no shared type; `have`: what is here."""
        if not examined.parents:
            return
        here = []
        for parent in examined.parents:
            client, clock = parent
            if clock >= have.get(client, 0):
                if parent not in examined.types and not _covers(examined.dead, parent):
                    raise _refusal()
            elif clock not in self._types.get(client, ()):
                here.append(parent)
        if here:
            self._look([parent for parent in here if not self._is_seen(parent)], have)
            if not all(self._may_hold(parent) for parent in here):
                raise _refusal()

    def built(self, examined: Examined, have: Mapping[int, int]) -> None:
        """An update has come in, as far as its spans say, where `have` was before."""
        for client, clock in examined.types:
            if have.get(client, 0) <= clock < examined.spans.get(client, (0, 0))[1]:
                self._types[client].add(clock)

    def _may_hold(self, parent: Id) -> bool:
        client, clock = parent
        return clock in self._types[client] or _covers(self._dead[client], parent)

    def _is_seen(self, parent: Id) -> bool:
        client, clock = parent
        return clock < self._seen.get((client, clock // PAGE), 0)

    def _look(self, wanted: Iterable[Id], have: Mapping[int, int]) -> None:
        """Look through the pages on which these stand, and what follows them if need be."""
        first: dict[int, int] = {}
        last: dict[int, int] = {}
        for client, clock in wanted:
            start = clock // PAGE * PAGE
            first[client] = min(first.get(client, start), start)
            last[client] = max(last.get(client, 0), start + PAGE)
        if not first:
            return
        scan = Scan(self._lacking(write_vector({**have, **first})), self._limits)
        sections = scan.number()
        for _ in range(sections):
            count, client, clock = scan.number(), scan.number(), scan.number()
            # only what stands last need not be read to its end
            until = last.get(client, 0) if sections == 1 else have.get(client, 0)
            self._read(scan, count, client, clock, until)

    def _read(self, scan: Scan, count: int, client: int, clock: int, until: int) -> None:
        start = clock
        scan.types, scan.dead = set(), []
        while count and clock < until:
            some = min(count, 256)
            clock = scan.structs(some, client, clock)
            count -= some
        self._types[client].update(at for _, at in scan.types)
        for stretch in scan.dead:
            if not _covers(self._dead[client], stretch[:2]):
                insort(self._dead[client], stretch)
        for page in range(start // PAGE, (clock - 1) // PAGE + 1):
            upto = min(clock, (page + 1) * PAGE)
            self._seen[client, page] = max(self._seen.get((client, page), 0), upto)


def _covers(stretches: list[Stretch], where: Id) -> bool:
    """Whether one of these has this clock; they are in order."""
    client, clock = where
    index = bisect_right(stretches, (client, clock, 1 << 62)) - 1
    return index >= 0 and stretches[index][0] == client and clock < stretches[index][2]


def _refusal() -> TurnedAway:
    return TurnedAway("this update writes into something that holds nothing")
