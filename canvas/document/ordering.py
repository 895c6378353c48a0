"""Order as strings: between any two keys there is room for another, so that two people insert
without renumbering."""

from __future__ import annotations

import random
import re

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
"""In the order in which the keys compare."""

LONGEST = 200
"""Characters that a key may have; a list whose keys pass `CROWDED` is spread anew."""

CROWDED = 40

_KEY = re.compile(rf"[0-9A-Za-z]{{0,{LONGEST - 1}}}[1-9A-Za-z]")
_BASE = len(DIGITS)
_VALUES = {digit: value for value, digit in enumerate(DIGITS)}
_JITTER = 3
_chance = random.SystemRandom()


def is_key(text: str) -> bool:
    """Whether `text` may stand as an order key: base-62 digits, the last one not 0."""
    return _KEY.fullmatch(text) is not None


def between(
    low: str | None, high: str | None, *, chance: random.Random = _chance, jitter: bool = True
) -> str:
    """A key after `low` and before `high`; None is the open end.

    Some random digits make it unlikely that two people, inserting at one place at one time, get the
    same key. Where there is no room (equal keys, or keys that another program wrote out of order)
    the new key simply follows `low`.
    """
    low = low or ""
    if high is not None and not _has_room(low, high):
        high = None
    middle = _after(low) if low and high is None else _middle(low, high)
    if not jitter:
        return middle + "V" if middle.endswith("0") else middle
    tail = "".join(chance.choice(DIGITS) for _ in range(_JITTER - 1))
    return middle + tail + chance.choice(DIGITS[1:])


def _has_room(low: str, high: str) -> bool:
    """Between "a" and "a00" nothing fits: what is left of `high` must hold a digit above 0."""
    return low < high and (not high.startswith(low) or high[len(low) :].strip("0") != "")


def _after(low: str) -> str:
    """One step past `low`, two digits at a time: thousands of appends lengthen a key by two
    characters."""
    kept = ""
    for place in range(0, len(low) + 2, 2):
        pair = (low[place : place + 2] + "00")[:2]
        if pair != DIGITS[-1] * 2:
            break
        kept += pair
    high, low_digit = divmod(_VALUES[pair[0]] * _BASE + _VALUES[pair[1]] + 1, _BASE)
    return kept + DIGITS[high] + DIGITS[low_digit]


def _middle(low: str, high: str | None) -> str:
    """The shortest key near the middle."""
    digits = ""
    place = 0
    while True:
        floor = _VALUES[low[place]] if place < len(low) else 0
        ceiling = _VALUES[high[place]] if high is not None and place < len(high) else _BASE
        if ceiling - floor > 1:
            return digits + DIGITS[(floor + ceiling) // 2]
        digits += DIGITS[floor]
        if ceiling != floor:  # the digit just below `high`: whatever follows stays under it
            high = None
        place += 1


def spread(count: int) -> list[str]:
    """`count` ascending keys of equal distance: what a new or a crowded list gets."""
    width = 1
    while _BASE**width < 2 * (count + 1):
        width += 1
    step = _BASE**width // (count + 1)
    return [_digits(step * (number + 1), width) for number in range(count)]


def _digits(value: int, width: int) -> str:
    text = ""
    for _ in range(width):
        value, rest = divmod(value, _BASE)
        text = DIGITS[rest] + text
    return text.rstrip("0")
