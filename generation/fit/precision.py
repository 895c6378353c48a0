"""How exactly a shot is drawn: with the weights as they are, or in fewer bits for want of memory.

A rung is chosen by the memory of a card, so it is no part of a content key: otherwise no peer could
use what another has rendered. What it changes is written down with the render and said of each
take, and whoever does not want it asks for the weights as they are, which is part of the key.
"""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import ShotRequest
from generation.fit.predict import QUANTISED

_SAID = {
    "fp8": QT_TRANSLATE_NOOP("words", "weights in 8 bits"),
    QUANTISED: QT_TRANSLATE_NOOP("words", "small weights"),
}
"""The rungs that draw with other numbers than the checkpoint holds."""
_OTHER = QT_TRANSLATE_NOOP("words", "weights in fewer bits")


def precision_of(rung: str) -> str:
    """What is written down of a render at this rung; empty for the weights as they are."""
    return rung if rung in _SAID else ""


def precision_said(precision: str) -> Sentence | None:
    """The same for a person; None for the weights as they are."""
    return say(_SAID.get(precision, _OTHER)) if precision else None


def exact(offered: tuple[str, ...], request: ShotRequest) -> tuple[str, ...]:
    """The rungs that this shot may be drawn at."""
    if not request.exact:
        return offered
    return tuple(rung for rung in offered if not precision_of(rung))
