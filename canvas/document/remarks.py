"""What people say about a board, as frozen typed records: comments, and the threads they form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from canvas.document import values
from canvas.document.forms import DELETED, Form, Slot
from canvas.document.timing import Rate, rescaled
from canvas.document.values import Unfit
from canvas.document.words import QT_TRANSLATE_NOOP, say

LONGEST = 10_000
"""Characters of one comment."""
MOST_MENTIONS = 50
_MOST_TIME = 2**53


class Resolution(NamedTuple):
    """Who has settled a thread, under which name, and when."""

    by: str
    name: str
    when: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One thing that one person said. It lies on the board at `pos`, and on a node where it has
    one: at `spot`, which moves and grows with it."""

    id: str
    author: str
    """The id of the person."""
    text: str
    name: str = ""
    """What the person was called then."""
    when: int = 0
    """Milliseconds since 1970 by the author's clock: for people to read, and to sort by."""
    thread: str | None = None
    """The comment that this one answers; None begins a thread."""
    node: str | None = None
    pos: tuple[float, float] = (0.0, 0.0)
    """World units: where it lies, or lay when its node was still there."""
    spot: tuple[float, float] | None = None
    """Shares of the node's box."""
    frame: int | None = None
    """Of the node's clip, at `rate`."""
    rate: Rate | None = None
    region: tuple[float, float, float, float] | None = None
    """Left, top, width and height of a part of the picture, in shares of it."""
    mentions: tuple[str, ...] = ()
    """Ids of the people whom it names."""
    edited: int | None = None
    resolved: Resolution | None = None
    """Of the comment that begins a thread."""
    deleted: bool = False

    def frame_at(self, rate: Rate) -> int | None:
        """The frame, counted at another rate."""
        if self.frame is None or self.rate is None:
            return self.frame
        return rescaled(self.frame, self.rate, rate)


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and what was answered. The first may be gone while answers to it stand."""

    head: Comment
    replies: tuple[Comment, ...]
    """Those that are not deleted, in the order of (when, id)."""

    @property
    def id(self) -> str:
        return self.head.id

    @property
    def said(self) -> tuple[Comment, ...]:
        """Everything that can be read."""
        return self.replies if self.head.deleted else (self.head, *self.replies)

    @property
    def first(self) -> Comment:
        """What stands for the thread: its head, or else the oldest answer."""
        return self.replies[0] if self.head.deleted and self.replies else self.head

    @property
    def is_resolved(self) -> bool:
        return self.head.resolved is not None

    @property
    def latest(self) -> int:
        """When something was last said."""
        return max((one.when for one in self.said), default=self.head.when)

    def people(self) -> frozenset[str]:
        """Who takes part."""
        return frozenset(one.author for one in self.said)

    def mentions(self, people: Iterable[str]) -> bool:
        """Whether one of these is named in what can be read."""
        wanted = frozenset(people)
        return any(not wanted.isdisjoint(one.mentions) for one in self.said)


def thread_of(head: Comment, answers: Iterable[Comment]) -> Thread:
    live = (one for one in answers if not one.deleted)
    return Thread(head, tuple(sorted(live, key=lambda one: (one.when, one.id))))


def names(comments: Iterable[Comment]) -> dict[str, str]:
    """What everybody who said something was called last."""
    found: dict[str, str] = {}
    for one in sorted(comments, key=lambda one: (one.when, one.id)):
        if one.name or one.author not in found:
            found[one.author] = one.name
    return found


def _text(value: object) -> object:
    text = values.words(LONGEST)(value)
    if not text.strip():
        raise Unfit(say(QT_TRANSLATE_NOOP("words", "A comment needs a word at least.")))
    return text


def _part(value: object) -> object:
    """A rectangle within the picture that has some extent."""
    part = values.several(values.number(0.0, 1.0), 4, 4)(value)
    left, top, wide, high = (float(str(side)) for side in part)
    if wide <= 0 or high <= 0 or left + wide > 1 + 1e-6 or top + high > 1 + 1e-6:
        raise Unfit(
            say(QT_TRANSLATE_NOOP("words", "{value} is no part of a picture."), value=str(value))
        )
    return part


def _resolution(value: object) -> object:
    if isinstance(value, list | tuple) and len(value) == 3:
        by, name, when = value
        return Resolution(values.identity(by), values.words(200)(name), _time(when))
    raise Unfit(
        say(QT_TRANSLATE_NOOP("words", "{value} does not say who resolved it."), value=str(value))
    )


_time = values.whole(0, _MOST_TIME)
_optional_id = values.optional(values.identity)

COMMENT = Form(
    Comment,
    "id",
    values.identity,
    {
        "author": Slot("author", values.identity),
        "name": Slot("name", values.words(200)),
        "when": Slot("when", _time),
        "text": Slot("text", _text),
        "thread": Slot("thread", _optional_id),
        "node": Slot("node", _optional_id),
        "pos": Slot("pos", values.position),
        "spot": Slot("spot", values.optional(values.several(values.number(0.0, 1.0), 2, 2))),
        "frame": Slot("frame", values.optional(values.whole(0, values.LONGEST_FILM))),
        "rate": Slot("rate", values.optional(values.rate)),
        "region": Slot("region", values.optional(_part)),
        "mentions": Slot("mentions", values.several(values.identity, 0, MOST_MENTIONS)),
        "edited": Slot("edited", values.optional(_time)),
        "resolved": Slot("resolved", values.optional(_resolution)),
        DELETED: Slot("deleted", values.flag),
    },
)


def ordered(threads: Iterable[Thread]) -> Iterator[Thread]:
    """The latest first."""
    yield from sorted(threads, key=lambda one: (one.latest, one.id), reverse=True)
