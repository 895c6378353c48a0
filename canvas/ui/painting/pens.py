"""The colours of what is drawn and written on the field, readable in every theme."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QColor

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.painting.mixing import mixed
from canvas.ui.theme import Theme

PENS: Mapping[str, tuple[str, str]] = {
    "": ("text", QT_TRANSLATE_NOOP("Pens", "Plain")),
    "orange": ("accent", QT_TRANSLATE_NOOP("Pens", "Orange")),
    "coral": ("motion", QT_TRANSLATE_NOOP("Pens", "Coral")),
    "amber": ("picture", QT_TRANSLATE_NOOP("Pens", "Amber")),
    "green": ("good", QT_TRANSLATE_NOOP("Pens", "Green")),
    "cyan": ("cast", QT_TRANSLATE_NOOP("Pens", "Cyan")),
    "blue": ("words", QT_TRANSLATE_NOOP("Pens", "Blue")),
    "violet": ("sound", QT_TRANSLATE_NOOP("Pens", "Violet")),
}
"""What a node's colour may say, the theme's colour that it stands for, and its name."""

LEAST_CONTRAST = 2.6
"""Of a colour that a person chose for something else, over the field."""


def pen_colour(theme: Theme, name: str, plain: str = "text") -> QColor:
    """The colour of a node that a person has given `name`: one of PENS, or #rrggbb.

    `plain` is the theme's colour of what nobody has coloured.
    """
    known = PENS.get(name)
    if known is not None:
        found: QColor = getattr(theme.colours, known[0] if name else plain)
        return found
    colour = QColor(name)
    return readable(colour, theme) if colour.isValid() else theme.colours.text


def readable(colour: QColor, theme: Theme) -> QColor:
    """A colour drawn towards that of letters until it stands out from the field."""
    share, made = 1.0, colour
    while contrast(made, theme.colours.field) < LEAST_CONTRAST and share > 0:
        share -= 0.125
        made = mixed(colour, theme.colours.text, share)
    return made


def contrast(a: QColor, b: QColor) -> float:
    """The contrast of two colours as WCAG counts it, 1 to 21."""
    bright, dark = sorted((_luminance(a), _luminance(b)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
