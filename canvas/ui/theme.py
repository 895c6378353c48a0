"""How Shotweave looks: its faces and sizes, and a theme of colours, for painters and sheet."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication

from canvas.document.records import NodeKind, PortKind
from canvas.ui.colours import TABLES, Colours, colours

FACES = ("Inter", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC")
"""Chinese faces are named: the system's own fallback is the Japanese one on many machines."""

FONTS = Path(__file__).parents[2] / "assets" / "resources" / "fonts"

REGULAR, MEDIUM, SEMIBOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold

BODY, CONTROL, LABEL, TITLE = 13.0, 12.5, 11.0, 14.0
"""Sizes of type, in pixels."""

TOP_BAR, RAIL, INSPECTOR, FILM_STRIP = 48, 44, 312, 148
"""Sizes of the four rooms around the field, in pixels."""

GRID = 24
"""World units between the field's dots."""

NODE_RADIUS, NODE_HEADER, PICTURE_RADIUS, PICTURE_INSET = 12, 34, 7, 8
"""Measures of a node, in world units."""


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    """dark, light, contrast-dark or contrast-light."""
    colours: Colours

    @property
    def is_dark(self) -> bool:
        return self.name.endswith("dark")

    @property
    def is_contrast(self) -> bool:
        return self.name.startswith("contrast")

    @property
    def border(self) -> int:
        """Logical pixels of the lines around what can be told apart only by them."""
        return 2 if self.is_contrast else 1

    def node_colour(self, kind: NodeKind) -> QColor:
        """The colour of a kind of node: what flows out of it."""
        colour: QColor = getattr(self.colours, _NODE_COLOURS[kind])
        return colour

    def port_colour(self, kind: PortKind) -> QColor:
        colour: QColor = getattr(self.colours, kind.value)
        return colour


_NODE_COLOURS = {
    NodeKind.prompt: "words",
    NodeKind.picture: "picture",
    NodeKind.clip: "video",
    NodeKind.video: "video",
    NodeKind.sound: "sound",
    NodeKind.note: "note",
    NodeKind.scene: "line2",
    NodeKind.element: "cast",
    NodeKind.text: "soft",
    NodeKind.arrow: "soft",
    NodeKind.ink: "soft",
}


@lru_cache(maxsize=4)
def theme_of(name: str) -> Theme:
    return Theme(name, colours(name))


def dark() -> Theme:
    return theme_of("dark")


def light() -> Theme:
    return theme_of("light")


def theme_named(name: str, system_is_dark: bool, system_wants_contrast: bool = False) -> Theme:
    """The theme for a setting: one of the four, or as the system has it."""
    if name in TABLES:
        return theme_of(name)
    shade = "dark" if system_is_dark or name != "system" else "light"
    return theme_of(f"contrast-{shade}" if system_wants_contrast else shade)


@lru_cache(maxsize=64)
def font(pixels: float = BODY, weight: QFont.Weight = REGULAR, *, tabular: bool = False) -> QFont:
    """A face of the app at a size in pixels, halves allowed; `tabular` keeps figures in columns.

    Needs a QGuiApplication. The result is shared: copy it before changing it.
    """
    made = QFont()
    made.setFamilies(list(FACES))
    # Qt takes whole pixels only; points go finer
    made.setPointSizeF(pixels * 72 / QGuiApplication.primaryScreen().logicalDotsPerInchY())
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def load_fonts() -> None:
    """Register the bundled faces with Qt; call once, after the application exists."""
    for file in sorted(FONTS.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))
