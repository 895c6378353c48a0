"""Who tore a room, and for how long they stay out of it."""

from __future__ import annotations

FIRST, LONGEST = 60.0, 3600.0
"""Seconds."""
MOST = 1000
"""Of rooms' people that are remembered; the oldest are forgotten."""


class Barred:
    """On the loop's thread. Every `now` is seconds of one clock that never goes back."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[float, float]] = {}
        """Room and person -> how long it was, and when it ends."""

    def bar(self, room: str, person: str, now: float) -> float:
        """Keep this person out, twice as long as the last time; gives the seconds."""
        before, _ = self._known.pop((room, person), (FIRST / 2, 0.0))
        seconds = min(2 * before, LONGEST)
        self._known[room, person] = seconds, now + seconds
        if len(self._known) > MOST:
            del self._known[next(iter(self._known))]
        return seconds

    def left(self, room: str, person: str, now: float) -> float:
        """Seconds for which this person is still kept out."""
        return max(0.0, self._known.get((room, person), (0.0, 0.0))[1] - now)
