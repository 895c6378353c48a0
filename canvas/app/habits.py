"""What one person puts after which port, so that the list of new nodes offers it first. A small
JSON file beside the settings; it may go at any time, and nothing is lost but the order of a list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assets.whole import write_whole
from canvas.app.settings import folder

ANYWHERE = ""
"""The occasion on which a node is inserted without a link."""

FADES = 0.85
"""What an older choice weighs after a newer one on the same occasion."""

MOST, LONGEST = 64, 16
"""Occasions that are remembered, and choices on each."""

FORGOTTEN = 0.02
"""Below this weight a choice is forgotten."""

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Habits:
    """By occasion (a port's name) and choice (a kind of node, with the port that is linked), how
    often and how lately it was made."""

    weights: Mapping[str, Weights]

    def ranked(self, occasion: str) -> tuple[str, ...]:
        """The choices made on an occasion, the likeliest first."""
        found = self.weights.get(occasion, {})
        return tuple(sorted(found, key=lambda choice: (-found[choice], choice)))

    def after(self, occasion: str, choice: str) -> Habits:
        """The habits once this choice has been made."""
        faded = {one: old * FADES for one, old in self.weights.get(occasion, {}).items()}
        faded[choice] = faded.get(choice, 0.0) + 1.0
        kept = sorted(faded.items(), key=lambda item: -item[1])[:LONGEST]
        others = [(name, old) for name, old in self.weights.items() if name != occasion]
        mine = {one: round(new, 4) for one, new in kept if new >= FORGOTTEN}
        return Habits(dict([*others[-(MOST - 1) :], (occasion, mine)]))


NONE = Habits({})


def path() -> Path:
    return folder() / "habits.json"


def load() -> Habits:
    """What is remembered; nothing where the file is missing or damaged."""
    try:
        found = json.loads(path().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return NONE
    occasions = found.items() if isinstance(found, dict) else ()
    return Habits({str(name): _weights(old) for name, old in list(occasions)[:MOST]})


def save(habits: Habits) -> bool:
    """Write them whole. Says whether that worked: a habit that is not kept is worth no alarm."""
    try:
        write_whole(path(), json.dumps(habits.weights, ensure_ascii=False))
    except OSError:
        return False
    return True


def _weights(found: object) -> Weights:
    if not isinstance(found, dict):
        return {}
    pairs = [(str(name), value) for name, value in list(found.items())[:LONGEST]]
    return {
        name: min(float(value), 100.0)
        for name, value in pairs
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0
    }
