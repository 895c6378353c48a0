"""How Shotweave looks: the one file with its colours, faces and sizes, for painters and sheet."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from canvas.document.records import NodeKind, PortKind

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


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    """dark or light."""
    colours: Colours

    @property
    def is_dark(self) -> bool:
        return self.name == "dark"

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
    "soft": "#9BA4B1",
    "faint": "#667080",
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
    "soft": "#5C6572",
    "faint": "#8A93A0",
    "accent": "#E8671B",
    "accent_soft": "#1FE8671B",
    "on_accent": "#FFFFFF",
    "selection": "#2F6FDE",
    "good": "#1F9D5B",
    "bad": "#D64545",
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


@lru_cache(maxsize=1)
def dark() -> Theme:
    return Theme("dark", Colours(**{name: QColor(value) for name, value in _DARK.items()}))


@lru_cache(maxsize=1)
def light() -> Theme:
    return Theme("light", Colours(**{name: QColor(value) for name, value in _LIGHT.items()}))


def theme_named(name: str, system_is_dark: bool) -> Theme:
    """The theme for a setting: dark, light or system."""
    is_dark = system_is_dark if name == "system" else name != "light"
    return dark() if is_dark else light()


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


def palette(theme: Theme) -> QPalette:
    """The palette for what the style sheet does not reach: placeholders, native parts."""
    c = theme.colours
    made = QPalette()
    role = QPalette.ColorRole
    for names, colour in (
        ((role.Window, role.AlternateBase), c.panel),
        ((role.Base, role.Button, role.ToolTipBase), c.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), c.text),
        ((role.PlaceholderText,), c.faint),
        ((role.Highlight, role.Accent, role.Link), c.selection),
        ((role.HighlightedText,), c.ink if theme.is_dark else c.panel),
        ((role.Mid, role.Midlight, role.Dark), c.line),
    ):
        for name in names:
            made.setColor(name, colour)
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, c.faint)
    return made


def rgba(colour: QColor, alpha: float | None = None) -> str:
    """A colour as the style sheet writes it."""
    share = colour.alphaF() if alpha is None else alpha
    return f"rgba({colour.red()},{colour.green()},{colour.blue()},{round(share * 255)})"


def style_sheet(theme: Theme) -> str:
    """The style sheet of every widget; canvas and film strip paint themselves from the theme."""
    sheet = _SHEET
    for field in sorted(fields(theme.colours), key=lambda one: -len(one.name)):
        sheet = sheet.replace(f"${field.name}", rgba(getattr(theme.colours, field.name)))
    return sheet


_SHEET = """
QMainWindow, QDialog { background: $panel; }
#page { background: $field; }
QToolTip { background: $raised; color: $text; border: 1px solid $line2; padding: 4px 7px; }

#top { background: $panel; border-bottom: 1px solid $line; }
#inspector { background: $panel; border-left: 1px solid $line; }
#strip { background: $panel; border-top: 1px solid $line; }
#floating { background: $panel; border: 1px solid $line; border-radius: 12px; }
#zoombox { background: $panel; border: 1px solid $line; border-radius: 9px; }
#popup { background: $panel; border: 1px solid $line2; border-radius: 12px; }
#banner { background: $raised; border: 1px solid $line2; border-radius: 10px; }
#rule { background: $line; }
#gets { border: 1px solid $line; border-radius: 8px; }
#getsrow { border-top: 1px solid $line; }

[role="soft"] { color: $soft; }
[role="faint"], [role="label"] { color: $faint; }
[role="bad"] { color: $bad; }
[role="good"] { color: $good; }

QPushButton { background: $raised; border: 1px solid $line; border-radius: 8px; padding: 0 13px;
  min-height: 28px; }
QPushButton:hover { border-color: $line2; background: $line; }
QPushButton:pressed { background: $line2; }
QPushButton:focus { border-color: $selection; }
QPushButton:disabled { color: $faint; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: transparent; }
QPushButton[primary="true"]:hover { background: $accent; border-color: $text; }
QPushButton[primary="true"]:disabled { background: $raised; color: $faint; border-color: $line; }
QPushButton[quiet="true"] { background: transparent; border-color: transparent; color: $soft; }
QPushButton[quiet="true"]:hover { background: $raised; color: $text; }
QPushButton[quiet="true"]:focus { border-color: $line2; }

QToolButton { background: transparent; border: none; border-radius: 8px; padding: 0; color: $soft; }
QToolButton:hover { background: $raised; }
QToolButton:checked { background: $accent_soft; color: $accent; }
QToolButton[kept="true"] { border: 1px solid $accent; }
QToolButton:focus { border: 1px solid $line2; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QTextEdit { background: $raised;
  border: 1px solid $line; border-radius: 8px; padding: 0 9px;
  selection-background-color: $selection; selection-color: $panel; }
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: 30px; }
QTextEdit { padding: 5px 6px; }
QLineEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover { border-color: $line2; }
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus, QTextEdit:focus {
  border-color: $selection; }
QLineEdit:disabled, QSpinBox:disabled, QComboBox:disabled, QTextEdit:disabled,
QTextEdit:read-only { color: $soft; }
QLineEdit[bare="true"] { background: transparent; border: 1px solid transparent; padding: 0 4px; }
QLineEdit[bare="true"]:focus { background: $raised; border-color: $selection; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
  width: 0; border: none; }
QComboBox::drop-down { width: 22px; border: none; }
QComboBox::down-arrow { image: none; }
QComboBox QAbstractItemView { background: $panel; border: 1px solid $line2; outline: none;
  padding: 4px; selection-background-color: $raised; selection-color: $text; }

QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 15px; height: 15px; border: 1px solid $line2; border-radius: 4px;
  background: $raised; }
QCheckBox::indicator:hover { border-color: $soft; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; }

QMenu { background: $panel; border: 1px solid $line2; border-radius: 10px; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $raised; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::right-arrow { width: 0; }

QListView, QTreeView { background: transparent; border: none; outline: none; }
QListView::item { border-radius: 7px; padding: 4px 8px; }
QListView::item:selected { background: $raised; color: $text; }

QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $line2; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }
"""
