"""Bookmarks of the canvas: named places that everybody on the board can go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from canvas.document import values
from canvas.document.ordering import is_key
from canvas.document.records import Json, Mark
from canvas.document.words import QT_TRANSLATE_NOOP, say

KIND = "bookmark"
"""What the mark of a bookmark says it is."""

Box: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookmark:
    id: str
    name: str
    """Empty: the screen numbers it."""
    view: Box
    """What was in sight: left, top, right, bottom in world units."""
    seq: str
    """Bookmarks are listed by (seq, id)."""


def mark_of(place: Bookmark, *, deleted: bool = False) -> Mark:
    value: dict[str, Json] = {"view": list(place.view), "seq": place.seq}
    return Mark(id=place.id, kind=KIND, name=place.name, value=value, deleted=deleted)


def bookmarks(marks: Mapping[str, Mark]) -> tuple[Bookmark, ...]:
    """The bookmarks among the marks of a board, in order. One that another program wrote in a way
    that makes no sense here is passed over."""
    found = [_read(mark) for mark in marks.values() if mark.kind == KIND]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.seq, one.id)))


def check(mark: Mark) -> None:
    """Raises values.Unfit for a bookmark that nobody could go to."""
    if mark.kind == KIND:
        _parsed(mark)


def _read(mark: Mark) -> Bookmark | None:
    try:
        return _parsed(mark)
    except values.Unfit:
        return None


def _parsed(mark: Mark) -> Bookmark:
    value = mark.value if isinstance(mark.value, dict) else {}
    view, seq = value.get("view"), value.get("seq")
    if not isinstance(view, list) or len(view) != 4 or not isinstance(seq, str) or not is_key(seq):
        raise _pointless()
    (left, top), (right, bottom) = values.position(view[:2]), values.position(view[2:])
    if not (left < right and top < bottom):
        raise _pointless()
    return Bookmark(id=mark.id, name=mark.name, view=(left, top, right, bottom), seq=seq)


def _pointless() -> values.Unfit:
    return values.Unfit(say(QT_TRANSLATE_NOOP("words", "A bookmark needs a place on the board.")))
