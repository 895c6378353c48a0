"""A camera that was set by hand, in words, for models that have no other way to hear of it."""

from __future__ import annotations

import math

from generation.contract import Camera

_VERBS = {
    "horizontal": ("slides right", "slides left"),
    "vertical": ("rises", "sinks"),
    "pan": ("pans right", "pans left"),
    "tilt": ("tilts up", "tilts down"),
    "roll": ("rolls clockwise", "rolls counter-clockwise"),
    "zoom": ("zooms in", "zooms out"),
}
_SLOW, _FAST = 3.0, 7.0


def in_words(camera: Camera) -> str:
    """One English sentence, as films are described to models; empty for a camera at rest."""
    moves = [_move(axis, getattr(camera, axis)) for axis in _VERBS]
    said = [move for move in moves if move]
    if not said:
        return ""
    return f"The camera {', '.join(said[:-1])}{' and ' if said[1:] else ''}{said[-1]}."


def _move(axis: str, value: float) -> str:
    if not value or math.isnan(value):
        return ""
    pace = " slowly" if abs(value) <= _SLOW else " fast" if abs(value) >= _FAST else ""
    return _VERBS[axis][value < 0] + pace
