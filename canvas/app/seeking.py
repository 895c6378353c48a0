"""A room of the local network that no longer answers where it was: computers get other addresses.

It is looked for by its id and the fingerprint of its certificate. What is found lets nobody in, and
whoever answers there without that certificate is told nothing (SPEC.md, R8.23).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace

from collab.discovery import Search
from collab.links import Link

ANEW = 30.0
"""Seconds after which a search begins anew: we may be in another network ourselves by now."""


class Seeking:
    """On the board's thread, until close()."""

    def __init__(self, link: Link, woken: Callable[[], None]) -> None:
        """Comes back at once. `woken` when has_news() may be so; on any thread."""
        self._link = link
        self._woken = woken
        self._turns = deque([link])
        """All that is known; what was tried last stands last."""
        self._fresh = False
        self._begin()

    def _begin(self) -> None:
        self._since = time.monotonic()
        self._search = Search(self._heard)

    def _heard(self) -> None:
        self._fresh = True
        self._woken()

    def has_news(self) -> bool:
        """Whether there is somewhere to try that was not known before; next() gives it first."""
        if not self._fresh:
            return False
        self._fresh = False
        new = [place for place in self._places() if place not in self._turns]
        self._turns.extendleft(reversed(new))
        return bool(new)

    def next(self) -> Link:
        """Where to try now that one place has failed: all that are known by turns."""
        if time.monotonic() - self._since > ANEW:
            self._search.stop()
            self._turns = deque([self._link])
            self._begin()
        self.has_news()
        self._turns.rotate(-1)
        return self._turns[-1]

    def _places(self) -> list[Link]:
        return [
            replace(self._link, host=host, port=found.port)
            for found in self._search.holding(self._link.room, self._link.fingerprint)
            for host in found.hosts
        ]

    def close(self) -> None:
        """Comes back at once."""
        self._search.stop()
