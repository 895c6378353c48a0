"""How large words lie on the board, measured with fonts or guessed without; pure arithmetic."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

SIZES: Mapping[str, float] = {"S": 15.0, "M": 22.0, "L": 36.0, "XL": 64.0}
"""World units of letters."""

LEADING = 1.35
"""Distance of baselines, in sizes of the letters."""

WIDEST = 1600.0
"""World units at which a line breaks in any case."""

NARROWEST = 24.0

_LETTER, _IDEOGRAPH = 0.62, 1.02
"""Generous widths, in sizes of the letters."""


def roughly(words: str, size: float, width: float | None = None) -> tuple[float, float]:
    """The box that words take, guessed where there are no fonts: rather too large than too small.
    Lines break at `width`, else as late as they may."""
    room = max(width or WIDEST, NARROWEST)
    lengths = [_length(line) * size for line in words.split("\n")]
    lines = sum(max(math.ceil(length / room), 1) for length in lengths)
    wide = width or min(max(*lengths, NARROWEST), WIDEST)
    return math.ceil(wide), math.ceil(lines * size * LEADING)


def _length(line: str) -> float:
    wide = sum(unicodedata.east_asian_width(one) in "WF" for one in line)
    return wide * _IDEOGRAPH + (len(line) - wide) * _LETTER
