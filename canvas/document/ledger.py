"""Which character of a text came from which edit, so that undo takes back one's own and leaves
others' where they are.

Every character gets a number when it appears and keeps its place when it goes: a dead one can come
back just there, whatever others have typed around it meanwhile. Lives in memory, from the first
edit that can be undone.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Range(NamedTuple):
    """Characters by number, `end` not included."""

    start: int
    end: int


class Piece(NamedTuple):
    """A splice: at which character, how many go, what comes."""

    at: int
    removed: int
    inserted: str


@dataclass(slots=True)
class Span:
    """Neighbouring characters with consecutive numbers, all alive or all dead."""

    start: int
    text: str
    alive: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Numbers:
    """Where fresh numbers come from: one for all the texts of a board."""

    def __init__(self) -> None:
        self._next = 0

    def take(self, count: int) -> int:
        first = self._next
        self._next += count
        return first


class Ledger:
    """The characters of one text, living and dead, in order."""

    def __init__(self, text: str, numbers: Numbers) -> None:
        self._numbers = numbers
        self._spans: list[Span] = []
        if text:
            self._spans.append(Span(numbers.take(len(text)), text, True))

    @property
    def text(self) -> str:
        return "".join(span.text for span in self._spans if span.alive)

    def splice(self, piece: Piece) -> tuple[list[Range], list[Range]]:
        """Follow an edit: the characters that were born and those that died."""
        after = self._split_at(piece.at)
        died: list[Range] = []
        left = piece.removed
        while left > 0:
            after = self._next_alive(after)
            span = self._spans[after]
            if len(span.text) > left:
                self._cut(after, left)
                span = self._spans[after]
            span.alive = False
            died.append(Range(span.start, span.end))
            left -= len(span.text)
            after += 1
        return self._insert(after, piece.inserted), died

    def follow(self, pieces: Iterable[Piece], text: str) -> None:
        """Follow somebody else's change, which ends in `text`; where the pieces do not lead there,
        the difference does."""
        for piece in pieces:
            if piece.at + piece.removed > len(self.text):
                break
            self.splice(piece)
        found = self.text
        if found != text:
            self.splice(difference(found, text))

    def toggle(
        self, kill: Iterable[Range], revive: Iterable[Range]
    ) -> tuple[list[Piece], list[Range], list[Range]]:
        """Kill these where they live and revive those where they are dead: the splices to make one
        after another, and the characters that did change."""
        doomed, saved = list(kill), list(revive)
        self._split_by([*doomed, *saved])
        pieces: list[Piece] = []
        killed: list[Range] = []
        revived: list[Range] = []
        at = 0
        for span in self._spans:
            if span.alive and _within(span, doomed):
                span.alive = False
                killed.append(Range(span.start, span.end))
                pieces.append(Piece(at, len(span.text), ""))
            elif not span.alive and _within(span, saved):
                span.alive = True
                revived.append(Range(span.start, span.end))
                pieces.append(Piece(at, 0, span.text))
            if span.alive:
                at += len(span.text)
        self._join()
        return pieces, killed, revived

    def would_toggle(self, kill: Iterable[Range], revive: Iterable[Range]) -> bool:
        """Whether toggle() would change anything."""
        doomed, saved = list(kill), list(revive)
        return any(
            span.start < end and start < span.end
            for span in self._spans
            for start, end in (doomed if span.alive else saved)
        )

    def _insert(self, index: int, text: str) -> list[Range]:
        if not text:
            return []
        start = self._numbers.take(len(text))
        before = self._spans[index - 1] if index else None
        if before is not None and before.alive and before.end == start:
            before.text += text
        else:
            self._spans.insert(index, Span(start, text, True))
        return [Range(start, start + len(text))]

    def _split_at(self, at: int) -> int:
        """The index in front of which character `at` of the living text is to come."""
        for index, span in enumerate(self._spans):
            if at == 0:
                return index
            if span.alive:
                if at < len(span.text):
                    self._cut(index, at)
                    return index + 1
                at -= len(span.text)
        return len(self._spans)

    def _next_alive(self, index: int) -> int:
        while not self._spans[index].alive:
            index += 1
        return index

    def _cut(self, index: int, at: int) -> None:
        span = self._spans[index]
        self._spans.insert(index + 1, Span(span.start + at, span.text[at:], span.alive))
        span.text = span.text[:at]

    def _split_by(self, ranges: list[Range]) -> None:
        cuts = sorted({number for found in ranges for number in found})
        index = 0
        while index < len(self._spans):
            span = self._spans[index]
            place = bisect_right(cuts, span.start)
            if place < len(cuts) and cuts[place] < span.end:
                self._cut(index, cuts[place] - span.start)
            index += 1

    def _join(self) -> None:
        joined = self._spans[:1]
        for span in self._spans[1:]:
            last = joined[-1]
            if last.alive == span.alive and last.end == span.start:
                last.text += span.text
            else:
                joined.append(span)
        self._spans = joined


def _within(span: Span, ranges: list[Range]) -> bool:
    return any(start <= span.start and span.end <= end for start, end in ranges)


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same characters in as few ranges as may be."""
    found: list[Range] = []
    for start, end in sorted(ranges):
        if found and start <= found[-1].end:
            found[-1] = Range(found[-1].start, max(found[-1].end, end))
        else:
            found.append(Range(start, end))
    return found


def without(ranges: Iterable[Range], others: Iterable[Range]) -> list[Range]:
    """The characters of `ranges` that are in none of `others`."""
    left = merged(ranges)
    for start, end in others:
        left = [
            part
            for found in left
            for part in (
                Range(found.start, min(found.end, start)),
                Range(max(found.start, end), found.end),
            )
            if part.start < part.end
        ]
    return left


def difference(old: str, new: str) -> Piece:
    """The one splice that makes `new` of `old`."""
    most = min(len(old), len(new))
    start = 0
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return Piece(start, len(old) - start - end, new[start : len(new) - end])


def pieces_of(delta: Iterable[tuple[str, int | str]], old: str) -> list[Piece]:
    """A delta in bytes of UTF-8 as splices in characters, to be made one after another."""
    data = old.encode()
    read = at = 0
    pieces: list[Piece] = []
    for step, amount in delta:
        if isinstance(amount, str):
            pieces.append(Piece(at, 0, amount))
            at += len(amount)
            continue
        characters = len(data[read : read + amount].decode(errors="ignore"))
        read += amount
        if step == "delete":
            pieces.append(Piece(at, characters, ""))
        else:
            at += characters
    return pieces
