"""How deep shared types lie in each other: a board needs one level, and deleting the lowest of
8,000 ends a process with a small stack.

Where a struct lies that follows another, its update does not say. So types that are not plainly in
a root are counted, and what follows something in a root is not counted. Which structs lie in roots
is looked up in the whole document, the first time that somebody needs it.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from collections.abc import Callable, Mapping
from typing import TypeAlias

from collab.gate import Examined
from collab.scanning import Follow, Id, Stretch, TurnedAway

MOST, MOST_A_PERSON = 1000, 100
"""Types that may lie deep, in a room while it is open and of one person."""
AGAIN = 64
"""Big updates after which the whole document may be looked through again."""

Table: TypeAlias = "dict[int, list[Stretch]]"
"""Client -> its structs, in order."""


class Towers:
    def __init__(self, whole: Callable[[], Examined]) -> None:
        """`whole` looks through the document as it is."""
        self._whole = whole
        self._tops: Table | None = None
        self._unread = 0
        self._count = 0
        self._counts: Counter[str] = Counter()

    def check(self, examined: Examined, have: Mapping[int, int], person: str) -> None:
        """Raises TurnedAway if somebody builds too high, where the room has `have`."""
        deep = examined.nested
        if any(is_type for _, _, is_type in examined.follows):
            news = _news(examined, have)
            left = self._not_at_top(news)
            if left and (self._tops is None or self._unread >= AGAIN):
                self._look()
                left = self._not_at_top(news)
            deep += left
        if not deep:
            return
        if self._count + deep > MOST or self._counts[person] + deep > MOST_A_PERSON:
            raise TurnedAway("there are too many values inside values here")
        self._count += deep
        self._counts[person] += deep

    def built(self, examined: Examined, have: Mapping[int, int], *, whole: bool) -> None:
        """An update has come in, where `have` was before; `whole` if it says where all of it
        lies."""
        if self._tops is None:
            return
        if not whole:
            self._unread += 1
            return
        for stretch in _in_roots(_news(examined, have), self._tops):
            insort(self._tops.setdefault(stretch[0], []), stretch)

    def _look(self) -> None:
        self._unread = 0
        self._tops = _table(_in_roots(self._whole(), {}))

    def _not_at_top(self, examined: Examined) -> int:
        tops = set(_in_roots(examined, self._tops or {}))
        return sum(is_type and lies not in tops for lies, _, is_type in examined.follows)


def _news(examined: Examined, have: Mapping[int, int]) -> Examined:
    """Without the structs that the room has: what is said of those now need not be so."""
    return examined._replace(
        tops=[lies for lies in examined.tops if lies[1] >= have.get(lies[0], 0)],
        follows=[each for each in examined.follows if each[0][1] >= have.get(each[0][0], 0)],
    )


def _in_roots(examined: Examined, known: Table) -> list[Stretch]:
    """The structs of an update that lie in roots: they say so, or follow one that does."""
    follows = {follow[0]: follow for follow in examined.follows}
    table = _table([*examined.tops, *follows])
    verdicts: dict[Stretch, bool] = dict.fromkeys(examined.tops, True)
    for follow in examined.follows:
        path: list[Stretch] = []
        verdict = _verdict(follow, follows, table, known, verdicts, path)
        verdicts.update(dict.fromkeys(path, verdict))
    return [stretch for stretch, at_top in verdicts.items() if at_top]


def _verdict(
    follow: Follow,
    follows: Mapping[Stretch, Follow],
    table: Table,
    known: Table,
    verdicts: Mapping[Stretch, bool],
    path: list[Stretch],
) -> bool:
    """Go back from struct to struct until one says where it lies."""
    while True:
        lies, other, _ = follow
        if lies in verdicts:
            return verdicts[lies]
        path.append(lies)
        before = _at(table, other)
        if before is None:
            return _at(known, other) is not None
        if before in verdicts:
            return verdicts[before]
        follow = follows[before]


def _table(stretches: list[Stretch]) -> Table:
    table: Table = {}
    for stretch in sorted(stretches):
        table.setdefault(stretch[0], []).append(stretch)
    return table


def _at(table: Table, where: Id) -> Stretch | None:
    """The struct that has this clock."""
    client, clock = where
    stretches = table.get(client, [])
    index = bisect_right(stretches, (client, clock, 1 << 62)) - 1
    if index >= 0 and stretches[index][1] <= clock < stretches[index][2]:
        return stretches[index]
    return None
