"""Stretches of a prompt that mean something to the renderer, and so stand on a ground of colour."""

from __future__ import annotations

import re
from functools import lru_cache

from canvas.ui.painting.ink import Chip
from canvas.ui.theme import Theme

_MENTION = re.compile(r"@[\w\-]+")


def chips_in(text: str, theme: Theme) -> tuple[Chip, ...]:
    """Camera moves in coral, elements called by @name in cyan."""
    c = theme.colours
    return tuple(
        Chip(start, end, c.cast if named else c.motion) for start, end, named in _spans(text)
    )


@lru_cache(maxsize=512)
def _spans(text: str) -> tuple[tuple[int, int, bool], ...]:
    from generation.grammar import recognised  # late: 50 ms that a board without words saves

    named = [(*match.span(), True) for match in _MENTION.finditer(text)]
    moves = [
        (start, end, False)
        for start, end, _ in recognised(text)
        if all(end <= other or start >= last for other, last, _ in named)
    ]
    return tuple(sorted(named + moves))
