"""What floats over the field: the rail of tools at the left and the zoom box at the bottom."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from canvas.document.records import NodeKind
from canvas.editor.tools import WRITING
from canvas.ui.controls import Button, rule, tool_button
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.icons import icon
from canvas.ui.kinds import kind_name
from canvas.ui.painting.mixing import mixed
from canvas.ui.theme import CONTROL, RAIL, SEMIBOLD, Theme, font

INSERTED = (
    NodeKind.prompt,
    NodeKind.picture,
    NodeKind.clip,
    NodeKind.element,
    NodeKind.sound,
    NodeKind.scene,
)
"""The kinds on the rail, in order."""

_KINDS = frozenset(kind.value for kind in INSERTED)

TOOLS = ("select", "hand", "text", "note", "arrow", "ink", "eraser", "laser", "comment")
"""The tools on the rail, in order; a rule stands after the second."""

LAST_OUT = (
    *("select", "hand", "prompt", "picture", "clip", "text", "note", "arrow", "ink"),
    *("comment", "element", "sound", "scene", "eraser", "laser"),
)
"""What stays longest where there is little room; the rest goes into a menu."""

BELOW = 72
"""Pixels that the rail leaves free under it, for the zoom box."""


PALE = 0.4
"""How much is seen of a tool that writes, where nothing may be written."""


class ToolRail(Floating):
    """Tools of the hand, and nodes to put in the middle of the view."""

    tool_chosen = Signal(str)
    tool_kept = Signal(str)
    """A tool was chosen to stay: with Shift, or by a double click."""
    insert_requested = Signal(object)
    refused = Signal()
    """A tool was pressed that whoever sits here may not use: they are told why."""

    tips: Mapping[str, str] = MappingProxyType({})
    """Tool -> its name with the keys that it has now; the window says, whenever they change."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent)
        self.setFixedWidth(RAIL + 2 * SPREAD)
        self._tool = "select"
        self._out: frozenset[str] = frozenset()
        self._modes = QButtonGroup(self)
        self._inserts: dict[NodeKind, QToolButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(SPREAD + 6,) * 4)
        self._column.setSpacing(3)
        self._buttons: dict[str, QToolButton] = {}
        self._menu = QMenu(self)
        self._more = tool_button(icon("more", theme))
        self._under_looking, self._under_tools = self._rule(), self._rule()
        self._fill()
        self._buttons["select"].setChecked(True)
        self.set_theme(theme)
        self.retranslate()

    def show_tool(self, name: str, *, kept: bool = False) -> None:
        """Say which tool is held, and whether it stays."""
        for one, button in self._buttons.items():
            stays = kept and one == name
            if button.property("kept") is not stays:
                button.setProperty("kept", stays)
                button.style().polish(button)
        if name in self._buttons:
            self._tool = name
            self._buttons[name].setChecked(True)

    def button(self, name: str) -> QToolButton:
        """The button of a tool or a kind, to be pointed at."""
        return self._buttons[name]

    def set_theme(self, theme: Theme) -> None:
        c = theme.colours
        pale = mixed(c.soft, c.panel, PALE)
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme, colour=pale if name in self._out else None))
        self._more.setIcon(icon("more", theme))
        super().set_theme(theme)

    def set_rights(self, *, writes: bool, talks: bool) -> None:
        """What one may not use pales; it can be pressed, and then says why."""
        out = frozenset() if writes else WRITING | _KINDS
        out |= frozenset() if talks else {"comment"}
        if out != self._out:
            self._out = out
            self.set_theme(self.theme)

    def put(self, left: int, top: int) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self._fit(parent.height() - top - BELOW)
        super().put(left, top)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonDblClick:
            for name in TOOLS:
                if self._buttons[name] is watched and name not in self._out:
                    self.tool_kept.emit(name)
        return False

    def retranslate(self) -> None:
        words = {
            "select": self.tr("Select  V"),
            "hand": self.tr("Move the view  H"),
            "text": self.tr("Text  T"),
            "note": self.tr("Note  N"),
            "arrow": self.tr("Arrow  A"),
            "ink": self.tr("Pen  D"),
            "eraser": self.tr("Eraser  E"),
            "laser": self.tr("Laser pointer  K"),
            "comment": self.tr("Comment  C"),
        }
        for name, text in words.items():
            self._name(self._buttons[name], self.tips.get(name, text))
        for kind, button in self._inserts.items():
            self._name(button, self.tr("Add: {kind}").format(kind=kind_name(kind)))
        self._name(self._more, self.tr("More tools"))

    def _name(self, button: QToolButton, text: str) -> None:
        button.setToolTip(text)
        button.setAccessibleName(text)

    def _fill(self) -> None:
        for name in TOOLS:
            self._column.addWidget(self._mode(name))
            if name == "hand":
                self._column.addWidget(self._under_looking)
        self._column.addWidget(self._under_tools)
        for kind in INSERTED:
            self._column.addWidget(self._insert(kind))
        self._column.addWidget(self._more)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._list)

    def _fit(self, height: int) -> None:
        """Keep as many buttons as there is room for."""
        chrome = 2 * (6 + 10)  # its margins, and two rules
        step = self._more.maximumHeight() + self._column.spacing()
        room = max((height - chrome) // step, 3)
        shown = LAST_OUT if len(LAST_OUT) <= room else LAST_OUT[: room - 1]
        for name, button in self._buttons.items():
            button.setVisible(name in shown)
        self._more.setVisible(len(shown) < len(LAST_OUT))
        kinds = any(kind.value in shown for kind in INSERTED)
        self._under_tools.setVisible(kinds)
        self._under_looking.setVisible(not kinds or any(name in shown for name in TOOLS[2:]))
        self._column.activate()

    def _list(self) -> None:
        """What has found no room on the rail."""
        self._menu.clear()
        for name in LAST_OUT:
            button = self._buttons[name]
            if not button.isVisibleTo(self):
                action = self._menu.addAction(button.icon(), button.toolTip().replace("  ", "\t"))
                action.triggered.connect(button.click)

    def _mode(self, name: str) -> QToolButton:
        button = tool_button(icon(name, self.theme), checkable=True)
        self._modes.addButton(button)
        self._buttons[name] = button
        button.clicked.connect(lambda: self._choose(name))
        button.installEventFilter(self)
        return button

    def _choose(self, name: str) -> None:
        if name in self._out:
            self._buttons[self._tool].setChecked(True)
            self.refused.emit()
            return
        stays = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
        (self.tool_kept if stays else self.tool_chosen).emit(name)

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
