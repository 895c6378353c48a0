"""How thick the pen draws: three sizes beside the rail while the pen is in the hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMainWindow, QToolButton, QWidget

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.drafts import WIDTHS
from canvas.ui.actions import Verb
from canvas.ui.bench import Bench
from canvas.ui.controls import tool_button
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.painting.pens import pen_colour
from canvas.ui.parts import Part
from canvas.ui.theme import Theme
from canvas.ui.toolrail import ToolRail
from canvas.ui.view import CanvasView

SIZES = {
    "S": ("pen.thin", QT_TRANSLATE_NOOP("commands", "Thin pen")),
    "M": ("pen.medium", QT_TRANSLATE_NOOP("commands", "Medium pen")),
    "L": ("pen.thick", QT_TRANSLATE_NOOP("commands", "Thick pen")),
}
"""Size -> its verb, and that verb's title in the translation context "commands"."""

SIDE, GAP = 18, 8
"""Pixels of a button's picture, and between the rail and the sizes."""


class SizeBox(Floating):
    """A button for each size: a dot as large as what it draws at 100 %."""

    def __init__(self, theme: Theme, parent: QWidget, choose: Callable[[str], object]) -> None:
        super().__init__(theme, parent, radius=10)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(*(SPREAD + 4,) * 4)
        row.setSpacing(2)
        for size in SIZES:
            button = self.buttons[size] = tool_button(QIcon(), size=28, checkable=True)
            self._group.addButton(button)
            button.clicked.connect(lambda _checked=False, one=size: choose(one))
            row.addWidget(button)
        self.retranslate()

    def show_pen(self, size: str, colour: str) -> None:
        """Say which size is chosen, in the pen's own colour."""
        for one, button in self.buttons.items():
            button.setIcon(_dot(WIDTHS[one], pen_colour(self.theme, colour), self))
            button.setIconSize(QSize(SIDE, SIDE))
        self.buttons[size].setChecked(True)

    def retranslate(self) -> None:
        for size, button in self.buttons.items():
            tip = QCoreApplication.translate("commands", SIZES[size][1])
            button.setToolTip(tip)
            button.setAccessibleName(tip)


class PenSizes(Part):
    """One for each window; its box is made when the pen is first taken."""

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(bench, view, window)
        self.box: SizeBox | None = None
        self._stop = bench.editor.listen(self._edited)

    def verbs(self) -> Sequence[Verb]:
        return [
            Verb(verb, title, self._chooser(size), (), "view", "writable", self._asker(size))
            for size, (verb, title) in SIZES.items()
        ]

    def choose(self, size: str) -> None:
        """Draw so thick from now on, with the pen in the hand."""
        editor = self.bench.editor
        editor.pen.size = size
        editor.take("ink", keep=editor.tool == "ink" and editor.tool_kept)
        self._show()
        self.view.setFocus()

    def place(self) -> None:
        rail = self.window.findChild(ToolRail)
        if self.box is None or rail is None:
            return
        button = rail.button("ink")
        shown = button.isVisibleTo(rail)  # in a small window the pen is in the rail's menu
        top = rail.y() + (button.y() if shown else SPREAD)
        self.box.resize(self.box.sizeHint())
        self.box.put(rail.x() + rail.width() - SPREAD + GAP, top)

    def set_theme(self, theme: Theme) -> None:
        if self.box is not None:
            self.box.set_theme(theme)
            self._show()

    def retranslate(self) -> None:
        if self.box is not None:
            self.box.retranslate()

    def close_down(self) -> None:
        self._stop()

    def _edited(self, what: str) -> None:
        if what == "tool":
            self._show()

    def _show(self) -> None:
        editor = self.bench.editor
        held = editor.tool == "ink"
        if held and self.box is None:
            self.box = SizeBox(self.bench.theme, self.view, self.choose)
        if self.box is None:
            return
        self.box.setVisible(held)
        if held:
            self.box.show_pen(editor.pen.size, editor.pen.color)
            self.place()

    def _chooser(self, size: str) -> Callable[[], None]:
        return lambda: self.choose(size)

    def _asker(self, size: str) -> Callable[[], bool]:
        editor = self.bench.editor
        return lambda: editor.tool == "ink" and editor.pen.size == size


def _dot(width: float, colour: QColor, widget: QWidget) -> QIcon:
    """A dot of the pen's width on a screen as dense as the widget's."""
    ratio = widget.devicePixelRatioF()
    made = QPixmap(QSize(SIDE, SIDE) * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(SIDE / 2, SIDE / 2), width / 2 + 0.5, width / 2 + 0.5)
    return QIcon(made)
