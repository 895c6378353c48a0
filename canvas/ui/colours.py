"""Every colour of Shotweave, in four sets: dark, light, and each of them in high contrast."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor


@dataclass(frozen=True, slots=True)
class Colours:
    ink: QColor
    field: QColor
    dot: QColor
    panel: QColor
    raised: QColor
    card: QColor
    line: QColor
    line2: QColor
    text: QColor
    soft: QColor
    faint: QColor
    accent: QColor
    accent_soft: QColor
    on_accent: QColor
    selection: QColor
    good: QColor
    bad: QColor
    words: QColor
    picture: QColor
    video: QColor
    sound: QColor
    motion: QColor
    cast: QColor
    note: QColor
    note_text: QColor
    shadow: QColor
    slate_top: QColor
    slate_bottom: QColor
    slate_text: QColor


_DARK = {
    "ink": "#0E1014",
    "field": "#12151A",
    "dot": "#20252D",
    "panel": "#171A20",
    "raised": "#1E222A",
    "card": "#1B1F26",
    "line": "#2A3039",
    "line2": "#363D48",
    "text": "#E9ECF1",
    "soft": "#A3ACB9",
    "faint": "#808A99",
    "accent": "#FF8A3D",
    "accent_soft": "#26FF8A3D",
    "on_accent": "#1A0E05",
    "selection": "#6EA8FF",
    "good": "#5FD08F",
    "bad": "#FF6B6B",
    "words": "#7FB2FF",
    "picture": "#F2BC4B",
    "video": "#5FD08F",
    "sound": "#C493FF",
    "motion": "#FF7A85",
    "cast": "#4CD3E0",
    "note": "#F6D873",
    "note_text": "#3C3210",
    "shadow": "#99000000",
    "slate_top": "#2B3A55",
    "slate_bottom": "#18202E",
    "slate_text": "#DCE6F7",
}

_LIGHT = {
    "ink": "#EDEFF2",
    "field": "#F5F6F8",
    "dot": "#DADEE4",
    "panel": "#FFFFFF",
    "raised": "#F1F3F6",
    "card": "#FFFFFF",
    "line": "#DFE3E9",
    "line2": "#CBD1DA",
    "text": "#1B1F26",
    "soft": "#545D6A",
    "faint": "#666F7D",
    "accent": "#E8671B",
    "accent_soft": "#1FE8671B",
    "on_accent": "#1A0E05",
    "selection": "#2F6FDE",
    "good": "#127A43",
    "bad": "#C83737",
    "words": "#2F6FDE",
    "picture": "#B97F08",
    "video": "#1F9D5B",
    "sound": "#8A4FD6",
    "motion": "#D8475A",
    "cast": "#0E8FA0",
    "note": "#F6D873",
    "note_text": "#3C3210",
    "shadow": "#201B1F26",
    "slate_top": "#2B3A55",
    "slate_bottom": "#18202E",
    "slate_text": "#DCE6F7",
}

_CONTRAST_DARK = {
    "ink": "#000000",
    "field": "#000000",
    "dot": "#4A4A4A",
    "panel": "#000000",
    "raised": "#161616",
    "card": "#000000",
    "line": "#B8B8B8",
    "line2": "#FFFFFF",
    "text": "#FFFFFF",
    "soft": "#F0F0F0",
    "faint": "#CFCFCF",
    "accent": "#FFB347",
    "accent_soft": "#33FFB347",
    "on_accent": "#000000",
    "selection": "#66CCFF",
    "good": "#6CF2A4",
    "bad": "#FF9C9C",
    "words": "#A9D0FF",
    "picture": "#FFD75E",
    "video": "#6CF2A4",
    "sound": "#DFC2FF",
    "motion": "#FFADB4",
    "cast": "#7DF0FF",
    "note": "#FFF08A",
    "note_text": "#000000",
    "shadow": "#00000000",
    "slate_top": "#101C33",
    "slate_bottom": "#000000",
    "slate_text": "#FFFFFF",
}

_CONTRAST_LIGHT = {
    "ink": "#FFFFFF",
    "field": "#FFFFFF",
    "dot": "#B5B5B5",
    "panel": "#FFFFFF",
    "raised": "#F2F2F2",
    "card": "#FFFFFF",
    "line": "#4A4A4A",
    "line2": "#000000",
    "text": "#000000",
    "soft": "#1C1C1C",
    "faint": "#3A3A3A",
    "accent": "#8A3600",
    "accent_soft": "#268A3600",
    "on_accent": "#FFFFFF",
    "selection": "#0038A8",
    "good": "#00532A",
    "bad": "#970000",
    "words": "#00388F",
    "picture": "#5C3F00",
    "video": "#00532A",
    "sound": "#561B99",
    "motion": "#8A0E20",
    "cast": "#004953",
    "note": "#FFF3B0",
    "note_text": "#000000",
    "shadow": "#00000000",
    "slate_top": "#101C33",
    "slate_bottom": "#000000",
    "slate_text": "#FFFFFF",
}

TABLES = {
    "dark": _DARK,
    "light": _LIGHT,
    "contrast-dark": _CONTRAST_DARK,
    "contrast-light": _CONTRAST_LIGHT,
}
"""Name of a theme -> its colours as #RRGGBB or #AARRGGBB."""


def colours(theme: str) -> Colours:
    return Colours(**{name: QColor(value) for name, value in TABLES[theme].items()})
