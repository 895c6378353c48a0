"""How long to wait before trying again, and how fast to speak."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds."""

    first: float = 0.1
    """The longest first pause; each further one may be twice as long."""
    most: float = 5.0
    ping: float = 5.0
    """Silence after which the other side is asked whether it lives."""
    dead: float = 12.0
    """Silence after which it does not."""
    opening: float = 10.0
    """From the first packet to a socket that stands."""


USUAL = Pace()

BUSY = frozenset({1013, 4408, 4429})
"""Close codes by which a server says that it has too much to do, or that we were too fast."""

_BUSY_LEAST = 0.5


class Backoff:
    """Exponential with full jitter: any length up to the longest is as likely, so that a hundred
    who lost the same server do not come back at once (M. Brooker, "Exponential Backoff And Jitter",
    2015)."""

    def __init__(self, pace: Pace, draw: Callable[[float, float], float] = random.uniform) -> None:
        self._pace = pace
        self._draw = draw
        self._failures = 0

    def after(self, lasted: float, code: int = 1006) -> float:
        """The pause after a socket that stood for so long, 0 if it never did."""
        if lasted >= self._pace.most:
            self._failures = 0
        longest = min(self._pace.most, self._pace.first * 2.0 ** min(self._failures, 30))
        self._failures += 1
        if code in BUSY:
            return self._draw(min(_BUSY_LEAST, self._pace.most), self._pace.most)
        return self._draw(0.0, longest)


class Bucket:
    """So much at once, so much a second (the token bucket of RFC 2697 with one rate)."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate = rate
        self._burst = burst
        self._left = burst
        self._at = float("-inf")

    def take(self, now: float) -> bool:
        """Whether one more is all right now."""
        self._left = min(self._burst, self._left + max(now - self._at, 0.0) * self._rate)
        self._at = now
        if self._left < 1.0:
            return False
        self._left -= 1.0
        return True

    def wait(self) -> float:
        """Seconds until take() would give one again."""
        return max(1.0 - self._left, 0.0) / self._rate
