"""Named versions: moments of a board that people gave a name, for everybody on it.

A journal's numbers mean nothing on another machine. What everybody shares is the document itself,
so a version keeps the state vector of the moment: how far each writer had come. Whose journal has a
state that covers it can go there (docs/decisions/0009).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from canvas.document import values
from canvas.document.records import Json, Mark
from canvas.document.words import QT_TRANSLATE_NOOP, say

KIND = "version"
"""What the mark of a version says it is."""

LONGEST_VECTOR = 12_288
"""Bytes of a state vector that a version carries, about a thousand writers; of a longer one it
keeps nothing, and is found by where its own mark came in."""

_CONTINUES, _SEVEN = 0x80, 0x7F
_MOST_SHIFT = 63


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    id: str
    name: str
    when: str
    """UTC, ISO 8601."""
    person: str
    """The id of who named it, and what that person was called then."""
    by: str = ""
    vector: bytes = b""
    """What the board had; empty where it was too long to keep."""
    words: str = ""
    """What its texts came to, see words_of(): letters that are deleted move no vector."""


def mark_of(version: Version, *, deleted: bool = False) -> Mark:
    kept = version.vector if len(version.vector) <= LONGEST_VECTOR else b""
    value: dict[str, Json] = {
        "when": version.when,
        "person": version.person,
        "by": version.by,
        "vector": base64.b64encode(kept).decode(),
        "words": version.words,
    }
    return Mark(id=version.id, kind=KIND, name=version.name, value=value, deleted=deleted)


def versions(marks: Mapping[str, Mark]) -> tuple[Version, ...]:
    """The named versions among the marks of a board, oldest first. One that another program wrote
    in a way that makes no sense here is passed over."""
    found = [_read(mark) for mark in marks.values() if mark.kind == KIND]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.when, one.id)))


def check(mark: Mark) -> None:
    """Raises values.Unfit for a version that means no moment."""
    if mark.kind == KIND:
        _parsed(mark)


def clocks(vector: bytes) -> dict[int, int]:
    """A state vector as writer -> how many of its changes are there; empty where it makes no sense.

    The form is Yjs's: a count, then pairs, all of them unsigned integers of seven bits a byte, the
    least first (lib0 encoding, github.com/dmonad/lib0).
    """
    numbers = _numbers(vector)
    if numbers is None or not numbers or len(numbers) != 1 + 2 * numbers[0]:
        return {}
    return dict(zip(numbers[1::2], numbers[2::2], strict=True))


def words_of(texts: Mapping[str, object]) -> str:
    """A hash of all texts of a board, by the root of that name."""
    told = json.dumps(sorted(texts.items()), ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def covers(vector: bytes, wanted: bytes) -> bool:
    """Whether a state has everything that another one had."""
    here = clocks(vector)
    return all(here.get(writer, 0) >= clock for writer, clock in clocks(wanted).items())


def _numbers(data: bytes) -> list[int] | None:
    found: list[int] = []
    number = shift = 0
    for byte in data:
        number |= (byte & _SEVEN) << shift
        shift += 7
        if not byte & _CONTINUES:
            found.append(number)
            number = shift = 0
        elif shift > _MOST_SHIFT:
            return None
    return None if shift else found


def _read(mark: Mark) -> Version | None:
    try:
        return _parsed(mark)
    except values.Unfit:
        return None


def _parsed(mark: Mark) -> Version:
    told = mark.value if isinstance(mark.value, dict) else {}
    name, when, person, by = mark.name, told.get("when"), told.get("person"), told.get("by", "")
    vector = _vector(told.get("vector", ""))
    if not name.strip() or not isinstance(person, str) or not isinstance(by, str):
        raise _pointless()
    if not isinstance(when, str) or not _is_moment(when) or vector is None:
        raise _pointless()
    if len(by) > values.LONGEST_TITLE or len(person) > values.LONGEST_TITLE:
        raise _pointless()
    words = told.get("words", "")
    words = words if isinstance(words, str) and len(words) <= 64 else ""
    return Version(
        id=mark.id, name=name, when=when, person=person, by=by, vector=vector, words=words
    )


def _vector(told: object) -> bytes | None:
    if not isinstance(told, str) or len(told) > LONGEST_VECTOR * 4 // 3 + 4:
        return None
    try:
        return base64.b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_moment(when: str) -> bool:
    try:
        return datetime.fromisoformat(when).tzinfo is not None
    except ValueError:
        return False


def _pointless() -> values.Unfit:
    return values.Unfit(
        say(QT_TRANSLATE_NOOP("words", "A version needs a name and a moment of the board."))
    )
