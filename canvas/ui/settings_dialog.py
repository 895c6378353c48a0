"""Everything a person can choose about the program, in one place; each choice holds at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from canvas.app.settings import SCALES
from canvas.ui.controls import Button, Choice, emptied, heading, text_label, wrapped
from canvas.ui.language import LANGUAGES
from canvas.ui.theme import BODY, CONTROL, font
from collab.colours import COLOURS

if TYPE_CHECKING:
    from canvas.ui.home import Home


class SettingsDialog(QDialog):
    """Writes each choice at once; there is nothing to confirm. Main thread."""

    def __init__(self, desk: Home, shortcuts: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._shortcuts = desk, shortcuts
        self.choices: dict[str, Choice] = {}
        self.flags: dict[str, QCheckBox] = {}
        self.name = QLineEdit()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 16, 24, 18)
        self._column.setSpacing(6)
        self.setMinimumWidth(520)
        self._build()

    def _build(self) -> None:
        """Make every part in the language that is spoken now."""
        self.setWindowTitle(self.tr("Settings"))
        self._looks()
        self._hand()
        self._person()
        self._end()

    def _looks(self) -> None:
        settings = self._desk.settings
        self._heading(self.tr("Looks and words"))
        grid = self._grid()
        self._choice(
            grid, "language", self.tr("Language"), dict(LANGUAGES), self._desk.language.code
        )
        themes = {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
            "contrast-dark": self.tr("High contrast, dark"),
            "contrast-light": self.tr("High contrast, light"),
        }
        self._choice(grid, "theme", self.tr("Theme"), themes, settings.theme)
        scales = {scale: f"{scale} %" for scale in SCALES}
        self._choice(grid, "scale", self.tr("Size of everything"), scales, settings.scale)
        self._restart = wrapped(self.tr("From the next start of Shotweave on."))
        grid.addWidget(self._restart, grid.rowCount(), 1)
        motions = {
            "system": self.tr("As the system"),
            "full": self.tr("Full"),
            "reduced": self.tr("Reduced: nothing glides"),
        }
        self._choice(grid, "motion", self.tr("Motion"), motions, settings.motion)

    def _hand(self) -> None:
        self._heading(self.tr("On the canvas"))
        wheel = {False: self.tr("Zooms"), True: self.tr("Moves the view")}
        grid = self._grid()
        self._choice(
            grid, "wheel_pans", self.tr("The wheel"), wheel, self._desk.settings.wheel_pans
        )
        for name, words in (
            ("right_drag_pans", self.tr("Dragging with the right button moves the view")),
            ("hover_scrub", self.tr("The pointer leafs through the clip it rests on")),
            ("snap", self.tr("Nodes snap to one another")),
            ("grid", self.tr("Show the grid")),
            ("minimap", self.tr("Show the map in the corner")),
        ):
            self._flag(name, words)

    def _person(self) -> None:
        settings = self._desk.settings
        self._heading(self.tr("You, as others see you"))
        grid = self._grid()
        self.name = QLineEdit(settings.name)
        self.name.setFont(font(BODY))
        self.name.setMaxLength(60)
        self.name.setPlaceholderText(self.tr("Your name"))
        self.name.editingFinished.connect(self._rename)
        grid.addWidget(self._label(self.tr("Name"), self.name), 0, 0)
        grid.addWidget(self.name, 0, 1)
        colours = {"": self.tr("Any"), **dict.fromkeys(COLOURS, "")}
        choice = self._choice(grid, "colour", self.tr("Colour"), colours, settings.colour)
        for at, colour in enumerate(COLOURS, 1):
            choice.setItemIcon(at, _swatch(colour))
            choice.setItemText(at, colour)

    def _end(self) -> None:
        keys = Button(self.tr("Shortcuts…"))
        keys.clicked.connect(self._shortcuts)
        close = Button(self.tr("Close"), primary=True)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(keys)
        row.addStretch(1)
        row.addWidget(close)
        self._column.addSpacing(10)
        self._column.addLayout(row)

    # -- parts

    def _choose(self, name: str, value: object) -> None:
        if name == "language":
            self._desk.set_language(str(value))
            self._speak_anew()
        else:
            self._desk.change(**{name: value})

    def _speak_anew(self) -> None:
        """Everything again in the new language."""
        while self._column.count():
            item = self._column.takeAt(0)
            widget = item.widget() if item is not None else None
            layout = item.layout() if item is not None else None
            if widget is not None:
                widget.deleteLater()
            if layout is not None:
                emptied(layout)
                layout.deleteLater()
        self._build()

    def _rename(self) -> None:
        name = self.name.text().strip()
        if name != self._desk.settings.name:
            self._desk.change(name=name)

    def _heading(self, words: str) -> None:
        self._column.addWidget(heading(words))

    def _grid(self) -> QGridLayout:
        made = QGridLayout()
        made.setHorizontalSpacing(14)
        made.setVerticalSpacing(6)
        made.setColumnMinimumWidth(0, 150)
        made.setColumnStretch(1, 1)
        self._column.addLayout(made)
        return made

    def _choice(
        self,
        grid: QGridLayout,
        name: str,
        words: str,
        options: Mapping[object, str] | Mapping[str, str] | Mapping[int, str] | Mapping[bool, str],
        now: object,
    ) -> Choice:
        made = self.choices[name] = Choice()
        for value, text in options.items():
            made.addItem(text, value)
        made.setCurrentIndex(max(0, list(options).index(now) if now in options else 0))
        made.setAccessibleName(words)
        made.currentIndexChanged.connect(lambda at: self._choose(name, made.itemData(at)))
        row = grid.rowCount()
        grid.addWidget(self._label(words, made), row, 0)
        grid.addWidget(made, row, 1)
        return made

    def _flag(self, name: str, words: str) -> None:
        made = self.flags[name] = QCheckBox(words)
        made.setFont(font(CONTROL))
        made.setChecked(bool(getattr(self._desk.settings, name)))
        made.toggled.connect(lambda on: self._choose(name, on))
        self._column.addWidget(made)

    def _label(self, words: str, buddy: QWidget) -> QWidget:
        made = text_label(words, "", CONTROL)
        made.setBuddy(buddy)
        return made


def _swatch(colour: str) -> QIcon:
    made = QPixmap(16, 16)
    made.fill(Qt.GlobalColor.transparent)
    with QPainter(made) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(1, 1, 14, 14)
    return QIcon(made)
