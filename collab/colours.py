"""The colours of people."""

from __future__ import annotations

from collections.abc import Collection
from zlib import crc32

COLOURS = ("#FF8A3D", "#6EA8FF", "#5FD08F", "#C493FF", "#F2BC4B", "#FF7A85", "#4CD3E0", "#E36BD0")
"""Told apart from each other, on dark and on light."""


def colour_for(person: str, taken: Collection[str] = ()) -> str:
    """The colour of somebody who has chosen none: always the same for the same person, but one
    that nobody else there has, while there is one. `taken` in any case of letters."""
    first = crc32(person.encode("utf-8", "replace")) % len(COLOURS)
    others = {colour.upper() for colour in taken}
    ordered = COLOURS[first:] + COLOURS[:first]
    return next((colour for colour in ordered if colour not in others), COLOURS[first])
