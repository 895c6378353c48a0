"""Every theme can be read (features.md 3 J): contrasts as WCAG 2.2 computes them."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtGui import QColor

from canvas.app.settings import THEMES
from canvas.ui.colours import TABLES
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.sheet import style_sheet
from canvas.ui.theme import Theme, theme_named, theme_of

GROUNDS = ("panel", "raised", "card", "field")
WORDS = ("text", "soft", "faint")
KINDS = ("words", "picture", "video", "sound", "motion", "cast")


def brightness(colour: QColor) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, one: str, other: str) -> float:
    low, high = sorted(brightness(getattr(theme.colours, name)) for name in (one, other))
    return (high + 0.05) / (low + 0.05)


def weak(theme: Theme, pairs: list[tuple[str, str]], least: float) -> list[str]:
    return [
        f"{one} on {other}: {contrast(theme, one, other):.2f}"
        for one, other in pairs
        if contrast(theme, one, other) < least
    ]


@pytest.mark.parametrize("name", TABLES)
def test_words_can_be_read_on_every_ground(name: str) -> None:
    theme = theme_of(name)
    pairs = [*product(WORDS, GROUNDS), ("on_accent", "accent"), ("note_text", "note")]
    pairs += [("slate_text", "slate_top"), ("slate_text", "slate_bottom")]
    pairs += list(product(("good", "bad"), ("panel", "card", "raised")))
    assert weak(theme, pairs, 7.0 if theme.is_contrast else 4.5) == []


@pytest.mark.parametrize("name", TABLES)
def test_ports_links_and_selection_stand_out_from_what_they_lie_on(name: str) -> None:
    theme = theme_of(name)
    pairs = list(product((*KINDS, "selection"), ("card", "field")))
    assert weak(theme, pairs, 7.0 if theme.is_contrast else 3.0) == []


@pytest.mark.parametrize("name", ["contrast-dark", "contrast-light"])
def test_high_contrast_draws_its_edges_twice_as_wide_and_clearly(name: str) -> None:
    theme = theme_of(name)
    assert theme.border == 2
    assert weak(theme, list(product(("line", "line2"), GROUNDS)), 4.5) == []
    assert "1px solid" not in style_sheet(theme)
    assert "$" not in style_sheet(theme)


def test_a_system_that_asks_for_contrast_gets_it() -> None:
    assert theme_named("system", system_is_dark=True, system_wants_contrast=True).is_contrast
    assert theme_named("system", system_is_dark=False).name == "light"
    assert theme_named("dark", system_is_dark=False, system_wants_contrast=True).name == "dark"
    assert theme_named("of a newer version", system_is_dark=False).name == "dark"


def test_every_theme_is_put_on_at_once(desk: Desk, window: MainWindow) -> None:
    for name in THEMES:
        desk.set_theme(name)
        assert window.bench.theme is desk.theme
        assert name in ("system", desk.theme.name)
        assert window.palette().windowText().color() == desk.theme.colours.text
    desk.set_theme("dark")
