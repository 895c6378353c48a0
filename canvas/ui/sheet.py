"""A theme as Qt's widgets want it: a palette and a style sheet."""

from __future__ import annotations

from dataclasses import fields

from PySide6.QtGui import QColor, QPalette

from canvas.ui.icons import ICONS
from canvas.ui.theme import Theme


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
    sheet = _SHEET + (_CONTRAST if theme.is_contrast else "")
    ink = "light" if theme.colours.on_accent.lightness() > 127 else "dark"
    sheet = sheet.replace("@tick", (ICONS / f"tick-{ink}.svg").as_posix())
    sheet = sheet.replace("1px solid", f"{theme.border}px solid")
    for field in sorted(fields(theme.colours), key=lambda one: -len(one.name)):
        sheet = sheet.replace(f"${field.name}", rgba(getattr(theme.colours, field.name)))
    return sheet


_SHEET = """
QMainWindow, QDialog { background: $panel; }
#page { background: $field; }
QMainWindow::separator { background: $line; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: $selection; width: 3px; }
QToolTip { background: $raised; color: $text; border: 1px solid $line2; border-radius: 4px;
  padding: 4px 7px; }

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
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url(@tick); }

QMenu { background: $panel; border: 1px solid $line2; border-radius: 10px; padding: 5px; }
QMenu::item { padding: 6px 26px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $raised; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::right-arrow { width: 0; }

QHeaderView::section { background: $panel; color: $soft; border: none; padding: 5px 8px; }
QListView, QTreeView { background: transparent; border: none; outline: none; }
QListView::item, QTreeView::item { border-radius: 7px; padding: 4px 8px; }
QListView::item:selected, QTreeView::item:selected { background: $raised; color: $text; }

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

_CONTRAST = """
QPushButton:hover, QToolButton:hover { background: $raised; border: 2px solid $selection; }
QPushButton:pressed { background: $selection; color: $panel; }
QPushButton:focus, QToolButton:focus { border: 2px solid $selection; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[quiet="true"] { color: $text; }
QToolButton { color: $text; }
QToolButton:checked { background: $raised; border: 2px solid $accent; }
QMenu::item:selected, QListView::item:selected, QTreeView::item:selected {
  background: $selection; color: $panel; }
QComboBox QAbstractItemView { selection-background-color: $selection; selection-color: $panel; }
QCheckBox:focus { border: 2px solid $selection; border-radius: 4px; }
QScrollBar::handle { background: $text; }
#floating, #zoombox, #popup, #banner { border: 2px solid $line2; }
"""
"""What high contrast has instead of shades: lines, and colours turned round."""
