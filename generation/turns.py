"""Whose turn it is: people who share a queue are served one after the other.

Each render gets its place in the queue when it is asked for (virtual start times, as in fair
queueing of packets), so the order stands there to be seen, and to be changed by hand.
"""

from __future__ import annotations

from collections.abc import Iterable


class Turns:
    """The places of one priority, while renders are added to it."""

    def __init__(
        self, waiting: Iterable[tuple[str, float]], running: Iterable[tuple[str, float]]
    ) -> None:
        """Who waits and who is being drawn for, with their places; any order."""
        waits, draws = list(waiting), list(running)
        self._last: dict[str, float] = {}
        for person, place in (*waits, *draws):
            self._last[person] = max(self._last.get(person, place), place)
        self._highest = max((place for _, place in (*waits, *draws)), default=0.0)
        self._first = min(((place, person) for person, place in waits), default=None)
        self._served = {person for person, _ in draws}

    def place(self, person: str) -> float:
        """Where the next render of `person` stands: one turn after their last one, or, of somebody
        who has none, in the turn that comes now."""
        last = self._last.get(person)
        found = self._now() if last is None else max(last + 1, self._now())
        self._last[person] = found
        self._highest = max(self._highest, found)
        if self._first is None:
            self._first = (found, person)
        return found

    def _now(self) -> float:
        """The turn that comes now. A newcomer goes before who is served already."""
        if self._first is None:
            return self._highest + 1
        place, person = self._first
        return place - 0.5 if person in self._served else place
