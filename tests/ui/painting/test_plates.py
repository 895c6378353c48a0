"""Words on plates can be read whatever the ground."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from canvas.ui.painting.plates import BADGE_GROUND, readable_on
from canvas.ui.theme import dark, light
from collab.colours import COLOURS

GROUNDS = [
    *(QColor(colour) for colour in COLOURS),
    *(getattr(theme().colours, name) for theme in (dark, light) for name in ("accent", "bad")),
    BADGE_GROUND,
]


def luminance(colour: QColor) -> float:
    """As WCAG 2.2 defines it."""
    parts = colour.redF(), colour.greenF(), colour.blueF()
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda colour: colour.name())
def test_a_plate_keeps_the_contrast_of_small_letters(ground: QColor) -> None:
    low, high = sorted((luminance(ground), luminance(readable_on(ground))))
    assert (high + 0.05) / (low + 0.05) >= 4.5
