"""The way of something that is told of a few times a second, as an eye can follow it: shown a
moment late, between the last two places it is known to have been."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque

DELAY = 0.1
"""Seconds that what is shown lags behind: two samples at 20 Hz."""

GAP = 0.12
"""Seconds without a sample after which it has rested, and did not creep."""

STEP = 0.05

KEPT = 32

Place = tuple[float, ...]


class Track:
    """Places of as many numbers each, with the times they were heard of, in seconds."""

    def __init__(self) -> None:
        self._heard: deque[tuple[float, Place]] = deque(maxlen=KEPT)

    def __bool__(self) -> bool:
        return bool(self._heard)

    def add(self, place: Place, now: float) -> None:
        """It is there now. A clock that steps back does not confuse it."""
        if self._heard:
            since, last = self._heard[-1]
            if last == place:
                return
            if now <= since:
                self._heard.clear()
            elif now - since > GAP:
                self._heard.append((now - STEP, last))
        self._heard.append((now, place))

    def leap(self, place: Place, now: float) -> None:
        """It is there at once."""
        self._heard.clear()
        self._heard.append((now, place))

    def shift(self, by: Place) -> None:
        """What it is counted from has moved: it is shown in the same place as before."""
        moved = [
            (since, tuple(a - b for a, b in zip(place, by, strict=True)))
            for since, place in self._heard
        ]
        self._heard.clear()
        self._heard.extend(moved)

    def at(self, now: float) -> Place:
        """Where it is shown; only where it has been heard of."""
        shown = now - DELAY
        index = bisect_right(self._heard, shown, key=lambda sample: sample[0])
        if index == 0:
            return self._heard[0][1]
        if index == len(self._heard):
            return self._heard[-1][1]
        (before, start), (after, end) = self._heard[index - 1], self._heard[index]
        share = (shown - before) / (after - before)
        return tuple(a + (b - a) * share for a, b in zip(start, end, strict=True))

    def rests(self, now: float) -> bool:
        """Whether it is shown where it was last heard of."""
        return len(self._heard) < 2 or now - DELAY >= self._heard[-1][0]

    @property
    def last(self) -> Place:
        return self._heard[-1][1]
