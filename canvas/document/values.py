"""One value of the document: what may stand in a register, told apart from what may not.

Each function takes what a caller or another program wrote and gives the typed value, or raises
Unfit with the reason. Boards read with these too, so that whatever arrives from elsewhere is either
sound or counts as missing.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias, cast

from canvas.document.ordering import is_key
from canvas.document.records import PARAMS, Json, NodeKind, Param, Transition
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say

Parse: TypeAlias = Callable[[object], object]

FARTHEST = 1e12
"""World units: beyond it doubles no longer hold a pixel."""
LONGEST_TITLE = 500
LONGEST_TEXT = 200_000
LONGEST_FILM = 100_000_000
"""Frames."""
_DEEPEST = 16
_MOST_JSON = 20_000
_WORD = 2**63
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_HASH = re.compile(r"[0-9a-f]{64}")
_KINDS: dict[str, NodeKind] = {kind.value: kind for kind in NodeKind}
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}|[a-z][a-z-]{0,31}")


class Unfit(Exception):
    """A value that may not stand where it was put."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason)
        self.reason = reason


def number(low: float, high: float) -> Callable[[object], float]:
    """Finite numbers from `low` to `high`, as float."""

    def parse(value: object) -> float:
        if type(value) is float or type(value) is int:
            found = _as_float(value)
            if low <= found <= high:  # false for nan
                return found
        raise Unfit(
            say(
                QT_TRANSLATE_NOOP("words", "{value} is not a number from {low} to {high}."),
                value=_shown(value),
                low=low,
                high=high,
            )
        )

    return parse


def _as_float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def whole(low: int, high: int) -> Callable[[object], int]:
    """Whole numbers from `low` to `high`; 5.0 counts: pycrdt reads every number back as float."""

    def parse(value: object) -> int:
        if type(value) is float and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise Unfit(
            say(
                QT_TRANSLATE_NOOP("words", "{value} is not a whole number from {low} to {high}."),
                value=_shown(value),
                low=low,
                high=high,
            )
        )

    return parse


def words(longest: int) -> Callable[[object], str]:
    """Text of at most `longest` characters that can be written as UTF-8."""

    def parse(value: object) -> str:
        if not isinstance(value, str):
            raise Unfit(
                say(QT_TRANSLATE_NOOP("words", "{value} is not a text."), value=_shown(value))
            )
        if len(value) > longest:
            raise Unfit(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "The text has {count} characters; at most {most} fit."
                    ),
                    count=len(value),
                    most=longest,
                )
            )
        if not value.isascii() and not _is_unicode(value):
            raise Unfit(
                say(QT_TRANSLATE_NOOP("words", "The text holds half a character (a surrogate)."))
            )
        return value

    return parse


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Unfit(
        say(QT_TRANSLATE_NOOP("words", "{value} is neither yes nor no."), value=_shown(value))
    )


def _matching(pattern: re.Pattern[str], what: str) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise Unfit(say(what, value=_shown(value)))

    return parse


identity = _matching(_ID, QT_TRANSLATE_NOOP("words", "{value} is not an id."))
content_hash = _matching(_HASH, QT_TRANSLATE_NOOP("words", "{value} is not the hash of a file."))
colour = _matching(_COLOUR, QT_TRANSLATE_NOOP("words", "{value} is not a colour."))


def order(value: object) -> str:
    if isinstance(value, str) and is_key(value):
        return value
    raise Unfit(
        say(QT_TRANSLATE_NOOP("words", "{value} is not an order key."), value=_shown(value))
    )


def optional(parse: Parse) -> Parse:
    return lambda value: None if value is None else parse(value)


def several(parse: Parse, least: int, most: int) -> Callable[[object], tuple[object, ...]]:
    """A list of `least` to `most` values."""

    def parse_all(value: object) -> tuple[object, ...]:
        if isinstance(value, list | tuple) and least <= len(value) <= most:
            return tuple([parse(item) for item in value])
        raise Unfit(
            say(
                QT_TRANSLATE_NOOP("words", "{value} is not a list of {least} to {most} values."),
                value=_shown(value),
                least=least,
                most=most,
            )
        )

    return parse_all


def one_of(choices: Sequence[str]) -> Callable[[object], str]:
    def parse(value: object) -> str:
        if isinstance(value, str) and value in choices:
            return value
        raise Unfit(
            say(
                QT_TRANSLATE_NOOP("words", "{value} is not one of {choices}."),
                value=_shown(value),
                choices=", ".join(choices),
            )
        )

    return parse


_NUMBERS = frozenset((float, int))
_coordinate = number(-FARTHEST, FARTHEST)
_extent = number(1.0, 1e7)
_term = whole(1, 2**31 - 1)
_overlap = whole(0, 1_000_000)
_transition = one_of(("cut", "dissolve"))


def position(value: object) -> tuple[float, float]:
    """World units, finite."""
    if type(value) is list and len(value) == 2:  # a board has thousands: without further calls
        x, y = value
        if {type(x), type(y)} <= _NUMBERS and abs(x) <= FARTHEST >= abs(y):
            return float(x), float(y)
    x, y = _pair(value)
    return _coordinate(x), _coordinate(y)


def size(value: object) -> tuple[float, float]:
    if type(value) is list and len(value) == 2:
        width, height = value
        if {type(width), type(height)} <= _NUMBERS and 1.0 <= width <= 1e7 >= height >= 1.0:
            return float(width), float(height)
    width, height = _pair(value)
    return _extent(width), _extent(height)


def rate(value: object) -> Rate:
    if isinstance(value, Rate):
        value = [value.numerator, value.denominator]
    numerator, denominator = _pair(value)
    exact = Rate(_term(numerator), _term(denominator))
    if not 1 <= exact.fraction <= 1000:
        raise Unfit(
            say(
                QT_TRANSLATE_NOOP("words", "{value} frames a second: between 1 and 1000 works."),
                value=str(exact),
            )
        )
    return exact


def transition(value: object) -> Transition:
    if isinstance(value, Transition):
        value = [value.kind, value.frames]
    kind, frames = _pair(value)
    return Transition(_transition(kind), _overlap(frames))


def _pair(value: object) -> tuple[object, object]:
    if (type(value) is list or type(value) is tuple) and len(value) == 2:
        return value[0], value[1]
    raise Unfit(
        say(QT_TRANSLATE_NOOP("words", "{value} is not a pair of values."), value=_shown(value))
    )


def kind(value: object) -> NodeKind:
    found = _KINDS.get(value) if isinstance(value, str) else None
    if found is None:
        raise Unfit(
            say(QT_TRANSLATE_NOOP("words", "{value} is not a kind of node."), value=_shown(value))
        )
    return found


def plain(value: object) -> Json:
    """Bounded JSON with whole floats as int: the same value however it travelled. Lists, never
    tuples."""
    room = [_MOST_JSON]
    return _plain(value, 0, room)


def _plain(value: object, depth: int, room: list[int]) -> Json:
    room[0] -= 1
    if depth > _DEEPEST or room[0] < 0:
        raise Unfit(say(QT_TRANSLATE_NOOP("words", "The value is nested too deeply or too large.")))
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return words(LONGEST_TEXT)(value)
    if isinstance(value, int):
        return value if -_WORD <= value < _WORD else _unfit_json(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            return _unfit_json(value)
        return int(value) if value.is_integer() and -_WORD <= value < _WORD else value
    if isinstance(value, list | tuple):
        return [_plain(item, depth + 1, room) for item in value]
    if isinstance(value, dict) and all(isinstance(key, str) for key in value):
        return {key: _plain(item, depth + 1, room) for key, item in value.items()}
    return _unfit_json(value)


def _unfit_json(value: object) -> Json:
    raise Unfit(
        say(QT_TRANSLATE_NOOP("words", "{value} cannot be kept in a board."), value=_shown(value))
    )


def mapping(value: object) -> dict[str, Json]:
    found = plain(value)
    if isinstance(found, dict):
        return found
    raise Unfit(say(QT_TRANSLATE_NOOP("words", "{value} is not a record."), value=_shown(value)))


def parameter(node_kind: NodeKind, name: str, value: object) -> Json:
    """A parameter of a node of this kind; None stands for its default."""
    parse = _PARAMETERS[node_kind].get(name)
    if parse is None:
        raise Unfit(
            say(
                QT_TRANSLATE_NOOP("words", "A {kind} has no setting named {name}."),
                kind=node_kind.value,
                name=_shown(name),
            )
        )
    return None if value is None else cast(Json, parse(value))


def _parser(param: Param) -> Parse:
    low = -1e300 if param.low is None else param.low
    high = 1e300 if param.high is None else param.high
    if param.shape == "int":
        return whole(int(max(low, -(2**53))), int(min(high, 2**53)))
    if param.shape == "float":
        return number(low, high)
    if param.shape == "numbers":
        least, most = (param.length, param.length) if param.length else (0, 10_000)
        parse = several(number(low, high), least, most)
        return lambda value: list(parse(value))
    if param.shape == "choice":
        return one_of(param.choices)
    return {"bool": flag, "text": words(LONGEST_TEXT), "json": plain}[param.shape]


_PARAMETERS = {
    kind: {name: _parser(param) for name, param in params.items()}
    for kind, params in PARAMS.items()
}


def _shown(value: object) -> str:
    """At most 60 characters of it, for a sentence; never a huge or unprintable thing."""
    if isinstance(value, str):
        text = value[:61]
    elif value is None or isinstance(value, bool | float):
        text = str(value)
    elif isinstance(value, int):
        text = str(value) if abs(value) < 10**60 else "a huge number"
    else:
        text = type(value).__name__
    text = "".join(c if c.isprintable() else "?" for c in text)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
