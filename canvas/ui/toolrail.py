"""What floats over the field: the rail of tools at the left and the zoom box at the bottom."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from canvas.document.records import NodeKind
from canvas.ui.controls import Button, rule, tool_button
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.icons import icon
from canvas.ui.kinds import kind_name
from canvas.ui.theme import CONTROL, RAIL, SEMIBOLD, Theme, font

INSERTED = (
    NodeKind.prompt,
    NodeKind.picture,
    NodeKind.clip,
    NodeKind.element,
    NodeKind.sound,
    None,
    NodeKind.note,
    NodeKind.scene,
)
"""The kinds on the rail, in order; None is a rule between them."""


class ToolRail(Floating):
    """Select and hand are modes; the others put a node in the middle of the view."""

    tool_chosen = Signal(str)
    insert_requested = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFixedWidth(RAIL + 2 * SPREAD)
        self._modes = QButtonGroup(self)
        self._inserts: dict[NodeKind, QToolButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPREAD + 6,) * 4)
        column.setSpacing(3)
        self._buttons: dict[str, QToolButton] = {}
        for name in ("select", "hand"):
            column.addWidget(self._mode(name))
        column.addWidget(self._rule())
        for kind in INSERTED:
            column.addWidget(self._rule() if kind is None else self._insert(kind))
        self._buttons["select"].setChecked(True)
        self.set_theme(theme)
        self.retranslate()

    def show_tool(self, name: str) -> None:
        if name in self._buttons:
            self._buttons[name].setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme))
        super().set_theme(theme)

    def set_writable(self, writable: bool) -> None:
        for button in self._inserts.values():
            button.setEnabled(writable)

    def retranslate(self) -> None:
        words = {"select": self.tr("Select  V"), "hand": self.tr("Move the view  H")}
        for name, text in words.items():
            self._buttons[name].setToolTip(text)
            self._buttons[name].setAccessibleName(text)
        for kind, button in self._inserts.items():
            text = self.tr("Add: {kind}").format(kind=kind_name(kind))
            button.setToolTip(text)
            button.setAccessibleName(text)

    def _mode(self, name: str) -> QToolButton:
        button = tool_button(icon(name, self.theme), checkable=True)
        self._modes.addButton(button)
        self._buttons[name] = button
        button.clicked.connect(lambda: self.tool_chosen.emit(name))
        return button

    def _insert(self, kind: NodeKind) -> QToolButton:
        button = tool_button(icon(kind.value, self.theme))
        self._buttons[kind.value] = self._inserts[kind] = button
        button.clicked.connect(lambda: self.insert_requested.emit(kind))
        return button

    def _rule(self) -> QWidget:
        holder = QWidget()
        holder.setFixedHeight(7)
        line = rule()
        column = QVBoxLayout(holder)
        column.setContentsMargins(4, 3, 4, 3)
        column.addWidget(line)
        return holder


class ZoomBox(Floating):
    stepped = Signal(float)
    """By which factor."""
    actual_requested = Signal()
    fit_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, radius=9)
        self.setFixedHeight(32 + 2 * SPREAD)
        self._out = tool_button(icon("minus", theme), size=26)
        self._in = tool_button(icon("plus", theme), size=26)
        self._share = Button(quiet=True)
        self._share.setFont(font(12, SEMIBOLD, tabular=True))
        self._share.setFixedSize(56, 26)
        self._fit = Button(quiet=True)
        self._fit.setFont(font(CONTROL - 0.5, SEMIBOLD))
        self._fit.setFixedHeight(26)
        self._out.clicked.connect(lambda: self.stepped.emit(1 / 1.25))
        self._in.clicked.connect(lambda: self.stepped.emit(1.25))
        self._share.clicked.connect(self.actual_requested)
        self._fit.clicked.connect(self.fit_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPREAD + 4, SPREAD + 2, SPREAD + 4, SPREAD + 2)
        row.setSpacing(2)
        for part in (self._out, self._share, self._in):
            row.addWidget(part)
        line = rule(upright=True)
        line.setFixedHeight(18)
        row.addWidget(line)
        row.addWidget(self._fit)
        self.set_theme(theme)
        self.retranslate()

    def show_zoom(self, zoom: float) -> None:
        percent = zoom * 100
        self._share.setText(f"{percent:.0f} %" if percent >= 9.5 else f"{percent:.1f} %")

    def set_theme(self, theme: Theme) -> None:
        for button, name in ((self._out, "minus"), (self._in, "plus")):
            button.setIcon(icon(name, theme, 14))
        super().set_theme(theme)

    def retranslate(self) -> None:
        self._fit.setText(self.tr("Fit"))
        for button, tip in (
            (self._out, self.tr("Zoom out")),
            (self._in, self.tr("Zoom in")),
            (self._share, self.tr("Show at actual size")),
            (self._fit, self.tr("Show everything")),
        ):
            button.setToolTip(tip)
            button.setAccessibleName(tip)
