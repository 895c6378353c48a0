"""Where in this journal a moment is that somebody names: a number, a time, a named version.

Every function reads the disk: any thread may call it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from canvas.app.history import Moment, NoSuchMoment, no_such_moment
from canvas.document.crdt import Document
from canvas.document.versions import Version, clocks, covers, words_of
from canvas.document.words import QT_TRANSLATE_NOOP, say
from collab.journal import Journal

_MARKS, _TEXTS = "marks", "texts"


class NotHere(NoSuchMoment):
    """A version that was named before this copy of the board began, or while it was apart."""

    code = "version_not_here"

    def __init__(self, version: Version) -> None:
        super().__init__(
            say(
                QT_TRANSLATE_NOOP(
                    "words", "This copy of the board has no history of the version “{name}”."
                ),
                name=version.name,
            ),
            meaning=say(
                QT_TRANSLATE_NOOP(
                    "words", "The work of that time came here in one piece with what followed."
                )
            ),
            remedy=say(
                QT_TRANSLATE_NOOP("words", "{name}, who named it, can restore it."),
                name=version.by or version.person,
            ),
        )


def meant(journal: Journal, found: Sequence[Moment], versions: Iterable[Version], text: str) -> int:
    """The number that a person means: 120, #120, a version's name, 14:03, 2026-11-22 14:03. Raises
    NoSuchMoment, NotHere, DiskTrouble."""
    asked = text.strip()
    named = [one for one in versions if asked in (one.id, one.name)]
    named = named or [one for one in versions if asked.casefold() == one.name.casefold()]
    if named:
        return found_version(journal, found, named[-1])
    number = asked.removeprefix("#")
    if number.isdecimal() and len(number) < 16:
        if not 0 < int(number) <= (found[-1].number if found else 0):
            raise no_such_moment()
        return int(number)
    return at_time(found, _when(asked))


def at_time(found: Sequence[Moment], when: datetime) -> int:
    """The last entry up to a time. Raises NoSuchMoment where the board is younger."""
    place = bisect_right(found, when, key=lambda moment: moment.when)
    if not place:
        raise no_such_moment()
    return found[place - 1].number


def _when(text: str) -> datetime:
    """A time as people write it, of this machine's zone unless it says which; up to its very end:
    14:03 is over when 14:04 begins."""
    try:
        if len(text) <= 8 and ":" in text:
            found = datetime.combine(date.today(), time.fromisoformat(text))  # noqa: DTZ011  # theirs
        else:
            found = datetime.fromisoformat(text)
    except ValueError:
        raise no_such_moment() from None
    if len(text) <= 10 and "-" in text:
        found += timedelta(days=1, microseconds=-1)
    elif text.count(":") == 1:
        found += timedelta(minutes=1, microseconds=-1)
    elif "." not in text:
        found += timedelta(seconds=1, microseconds=-1)
    return found.astimezone(UTC)


def found_version(journal: Journal, found: Sequence[Moment], version: Version) -> int:
    """The number of the state that a version names. Raises NotHere, DiskTrouble.

    It is the first one that covers the version's vector; among those that follow with nothing but
    letters deleted (which moves no vector) the one with the version's words. It has to come before
    the version's own mark, or all came at once.
    """
    if not found:
        raise NotHere(version)
    probe = _Probe(journal, version)
    last = found[-1].number
    near = bisect_right(found, datetime.fromisoformat(version.when), key=lambda one: one.when)
    start = found[max(near - 1, 0)].number
    marked = _first(probe.has_mark, start, last)
    if marked is None or marked == 1:
        raise NotHere(version)
    if not version.vector:
        return marked - 1
    covering = _first(probe.covers, min(start, marked - 1), marked - 1)
    if covering is None:
        raise NotHere(version)
    return probe.within_run(covering, marked - 1)


def _first(holds: Callable[[int], bool], start: int, last: int) -> int | None:
    """The first of 1..last for which something holds that goes on to hold; it is looked for around
    `start`. None if it never does."""
    low, high, stride = 0, last + 1, 1  # holds not at `low`, holds at `high`
    at = min(max(start, 1), last) if last else 0
    while at:
        if holds(at):
            high = at
            at = max(at - stride, 0) if at - stride > low else 0
        else:
            low = at
            at = at + stride if at + stride < high else 0
        stride *= 2
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high if high <= last else None


class _Probe:
    """Looks at states of the board, each once."""

    def __init__(self, journal: Journal, version: Version) -> None:
        self._journal, self._version = journal, version
        self._seen: dict[int, tuple[bool, bool]] = {}

    def has_mark(self, number: int) -> bool:
        return self._look(number)[0]

    def covers(self, number: int) -> bool:
        return self._look(number)[1]

    def within_run(self, number: int, last: int) -> int:
        """Of the entries from `number` on after which nothing but letters went: the one with the
        version's words, else the last."""
        document, wanted = self._document(number), self._version.words
        came = clocks(document.vector())  # not its bytes: writers stand in no order there
        for entry in self._journal.history(number, last):
            if wanted and words_of(document.read(_TEXTS)) == wanted:
                break
            document.receive(entry.bytes)
            if clocks(document.vector()) != came:
                break
            number = entry.number
        return number

    def _look(self, number: int) -> tuple[bool, bool]:
        if number not in self._seen:
            document = self._document(number)
            covered = covers(document.vector(), self._version.vector)
            self._seen[number] = document.has(_MARKS, self._version.id), covered
        return self._seen[number]

    def _document(self, number: int) -> Document:
        document = Document()
        document.load(self._journal.at(number))
        return document
