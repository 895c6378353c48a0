"""Pictures that are too small for what is asked of them, told before anything runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import Media, ShotRequest
from generation.match import Note

BLOWN_UP = 2.0
"""A picture that fills a frame so many times its size looks soft."""
LEAST = 128
"""Pixels of the shorter side below which a reference shows little."""

SizeOf = Callable[[Media], tuple[int, int] | None]


def soft_pictures(taken: ShotRequest, size_of: SizeOf) -> Iterator[Note]:
    """Of what the model gets: each picture once. `size_of` is None where nobody knows."""
    told: set[Media] = set()
    for key in taken.keyframes:
        size = size_of(key.picture)
        if size is None or key.picture in told:
            continue
        if max(taken.width / max(size[0], 1), taken.height / max(size[1], 1)) > BLOWN_UP:
            told.add(key.picture)
            text = QT_TRANSLATE_NOOP(
                "words",
                "A picture of {width} x {height} is blown up and will look soft: a larger one"
                " helps.",
            )
            yield Note("first", say(text, width=size[0], height=size[1]))
    shown = [picture for subject in taken.subjects for picture in subject.pictures]
    for picture in (*shown, *taken.references):
        size = size_of(picture)
        if size is not None and picture not in told and min(size) < LEAST:
            told.add(picture)
            text = QT_TRANSLATE_NOOP(
                "words",
                "A reference picture of {width} x {height} shows little: a larger one helps.",
            )
            yield Note("references", say(text, width=size[0], height=size[1]))
