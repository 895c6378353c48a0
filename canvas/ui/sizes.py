"""Sizes of film that a person is offered, and what they are called."""

from __future__ import annotations

FRAMES = ((1280, 720), (1920, 1080), (720, 1280), (1080, 1080), (1920, 816))
"""Sizes of film that the dialogs offer, in pixels."""


def frame_words(size: tuple[int, int]) -> str:
    """16:9 · 1280 x 720."""
    return f"{ratio_words(size)} · {size[0]} x {size[1]}"


def ratio_words(size: tuple[int, int]) -> str:
    for wide, high in ((16, 9), (9, 16), (1, 1), (4, 3), (3, 4), (21, 9)):
        if abs(size[0] / size[1] - wide / high) < 0.02:
            return f"{wide}:{high}"
    return f"{size[0] / size[1]:.2f}:1"
