"""What the journal tells: who did what and when, in steps that a person can read, and the board as
of any of them.

Functions that take a Journal read the disk: any thread may call them. A `Past` belongs to the
thread that shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from canvas.document.board import Board
from canvas.document.past import Leaf, PastBoard, Reading, Tables, between, touched
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from collab.journal import Journal

CHAPTER = 400
"""Changes that are read at once at least; each further chapter is as long as all before it, for the
older it is, the more has to be gone through to get there."""

PAUSE, WRITING_PAUSE = timedelta(seconds=10), timedelta(seconds=60)
"""Rests within one step of one person: while things are moved and set, and while one writes."""

LONGEST = timedelta(minutes=5)
"""However busily somebody does the same."""

SESSION = timedelta(minutes=30)
"""A rest after which people have come back."""

_WRITING = frozenset({"Write", "Type", "Draw", "Erase"})


class NoSuchMoment(Trouble):
    """A moment that the history of this board does not know."""

    code = "no_such_moment"


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the journal: the board just after it."""

    number: int
    when: datetime
    """UTC."""
    person: str
    label: str
    """English."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one person did in one go: one entry, or several alike with short rests between them."""

    first: Moment
    last: Moment
    count: int = 1
    after_rest: bool = False
    """It begins a session: nobody had done anything for a while."""

    @property
    def number(self) -> int:
        """The board as this step left it."""
        return self.last.number

    @property
    def when(self) -> datetime:
        return self.last.when

    @property
    def person(self) -> str:
        return self.last.person

    @property
    def label(self) -> str:
        return self.last.label


def moments(journal: Journal, since: int = 0) -> tuple[Moment, ...]:
    """Every entry after number `since`, oldest first. Raises DiskTrouble."""
    journal.flush()
    return tuple(
        Moment(entry.number, entry.when, entry.person, entry.label)
        for entry in journal.history(since)
    )


def steps(found: Iterable[Moment], apart: Iterable[datetime] = ()) -> list[Step]:
    """What was done in one go as one step, oldest first. No step spans a moment of `apart`, to
    which somebody gave a name."""
    made: list[Step] = []
    marks = sorted(apart)
    for moment in found:
        last = made[-1] if made else None
        if last is not None and _goes_on(last, moment, marks):
            made[-1] = Step(last.first, moment, last.count + 1, last.after_rest)
        else:
            rested = last is None or moment.when - last.when > SESSION
            made.append(Step(moment, moment, after_rest=rested))
    return made


def _goes_on(step: Step, moment: Moment, apart: Sequence[datetime]) -> bool:
    if (moment.person, moment.label) != (step.person, step.label):
        return False
    rest = WRITING_PAUSE if moment.label in _WRITING else PAUSE
    if moment.when - step.when > rest or moment.when - step.first.when > LONGEST:
        return False
    return not any(step.when <= mark < moment.when for mark in apart)


def board_at(journal: Journal, number: int) -> Board:
    """The board as it was after entry `number`, whole and by itself. Raises NoSuchMoment,
    DiskTrouble."""
    journal.flush()
    updates = journal.at(number) if number > 0 else ()
    if not updates:
        raise no_such_moment()
    return Board.load(updates, person="")


def no_such_moment() -> NoSuchMoment:
    return NoSuchMoment(
        say(QT_TRANSLATE_NOOP("words", "The history of this board knows no such moment.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "Name a step by its number, a version by its name, or a date and time."
            )
        ),
    )


@dataclass(frozen=True, slots=True)
class Chapter:
    """A stretch of history that can be leafed through."""

    after: int
    until: int
    leaves: dict[int, Leaf]
    """What each entry after `after` up to `until` did."""
    tables: Tables
    """The board at `until`."""


def read_chapter(journal: Journal, after: int, until: int, *, torn: bool = False) -> Chapter:
    """Go through these entries. Raises DiskTrouble.

    `torn`: entries are missing, so what they did is found by looking at what came of it.
    """
    reading = Reading.at(journal.at(after) if after > 0 else ())
    leaves = {entry.number: reading.take(entry.bytes) for entry in journal.history(after, until)}
    if torn:
        direct = Reading.at(journal.at(until)).tables
        lost = between(reading.tables, direct)
        leaves[until] = (*leaves.get(until, ()), *lost)
        return Chapter(after, until, leaves, direct)
    return Chapter(after, until, leaves, reading.tables)


class Past:
    """The board at any moment that has been read so far, turned from one to another."""

    def __init__(self, chapter: Chapter) -> None:
        """Begins at the end of the chapter. One board may take its tables, once."""
        self.board = PastBoard(chapter.tables)
        self.number = self.last = chapter.until
        self.first = chapter.after
        """From `first` to `last` has been read."""
        self._leaves = dict(chapter.leaves)

    def lacks(self, number: int) -> tuple[int, int] | None:
        """The next chapter to read on the way to a moment, as (after, until); None if it is
        here."""
        if number < self.first:
            length = max(CHAPTER, self.last - self.first)
            return max(self.first - length, 0), self.first
        if number > self.last:
            return self.last, number
        return None

    def add(self, chapter: Chapter) -> None:
        """Take in a chapter that `lacks` asked for; one that does not join on is left out."""
        if chapter.until == self.first and chapter.after < chapter.until:
            self.first = chapter.after
        elif chapter.after == self.last:
            self.last = chapter.until
        else:
            return
        self._leaves.update(chapter.leaves)

    def go(self, number: int) -> int:
        """Turn the board to a moment, or as near to it as has been read; the moment it shows."""
        wanted = min(max(number, self.first), self.last)
        back = wanted < self.number
        low, high = sorted((wanted, self.number))
        leaves = [self._leaves.get(each, ()) for each in range(low + 1, high + 1)]
        self.number = wanted
        if leaves:
            self.board.turn(leaves, back=back)
        return wanted

    def touched(self, first: int, last: int) -> frozenset[str]:
        """The nodes that these entries, both included, are seen on."""
        found: set[str] = set()
        for number in range(first, last + 1):
            found |= touched(self._leaves.get(number, ()))
        return frozenset(found)


def is_torn(found: Sequence[Moment]) -> bool:
    """Whether entries are missing between the first and the last, or before the first."""
    return bool(found) and found[-1].number != len(found)
