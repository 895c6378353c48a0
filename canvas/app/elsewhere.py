"""A link whose host has another address by now: its room is looked for on the local network, too
(SPEC.md, R8.38)."""

from __future__ import annotations

import time
from collections.abc import Callable

from canvas.app import room_troubles
from canvas.app.seeking import Seeking
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from collab.connection import Lost
from collab.dialling import DISTRUST
from collab.links import Link

PATIENCE = 2.0
"""Seconds without an answer after which one looks around while still waiting for it."""

LOOKING = 12.0
"""Seconds of looking, after which what the place of the link said is the answer."""

Looking = Callable[[Sentence], None]
"""Hears why it is looked for elsewhere. On the caller's thread."""


class Elsewhere:
    """Where the room of a link may be besides the place that the link names. A link without a
    fingerprint leads to that place alone: whoever else says to be that room could not prove it.
    On one thread, until close()."""

    def __init__(self, link: Link, looking: Looking | None = None) -> None:
        self.link = link
        """Where it was tried last."""
        self._place = link.place
        self._looking = looking
        self._first: Lost | None = None
        self._seeking: Seeking | None = None
        self._since = time.monotonic()

    @property
    def is_looking(self) -> bool:
        return self._seeking is not None

    def news(self, woken: Callable[[], None]) -> Link | None:
        """A place to try at once. Looks around, and calls `woken` on any thread, once nobody has
        answered for a while."""
        if self._seeking is None and time.monotonic() - self._since > PATIENCE:
            self._look(woken)
        if self._seeking is None or not self._seeking.has_news():
            return None
        self.link = self._seeking.next()
        return self.link

    def after(self, lost: Lost, woken: Callable[[], None]) -> Link:
        """Where to try now that this has failed. Raises what the place of the link said, once it
        is no use to look any longer."""
        self._first = self._first or lost
        if not self.link.fingerprint:
            raise _trouble(self._place, lost)
        if self._seeking is None:
            self._look(woken)
        elif time.monotonic() - self._since > LOOKING:
            trouble = _trouble(self._place, self._first)
            words = QT_TRANSLATE_NOOP(
                "words", "Nothing was opened. It was not found elsewhere on this network either."
            )
            trouble.meaning = say(words)
            raise trouble
        assert self._seeking is not None
        self.link = self._seeking.next()
        return self.link

    def close(self) -> None:
        """Comes back at once."""
        if self._seeking is not None:
            self._seeking.close()

    def _look(self, woken: Callable[[], None]) -> None:
        if not self.link.fingerprint:
            return
        self._since = time.monotonic()
        self._seeking = Seeking(self.link, woken)
        if self._looking is not None:
            self._looking(self._why())

    def _why(self) -> Sentence:
        if self._first is not None and self._first.code == DISTRUST:
            words = QT_TRANSLATE_NOOP(
                "words",
                "Another computer is at {place} now. Looking for the room on this network…",
            )
        else:
            words = QT_TRANSLATE_NOOP(
                "words",
                "The room does not answer at {place}. Looking for it on this network…",
            )
        return say(words, place=self._place)


def _trouble(place: str, lost: Lost) -> Trouble:
    if lost.code == DISTRUST:
        return room_troubles.untrusted(place)
    return room_troubles.not_found(place, lost.reason)
