"""Who one is to the others: a name and a colour, asked where they are first needed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from canvas.ui.controls import Button, heading, wrapped
from canvas.ui.theme import BODY, font
from collab.colours import COLOURS, colour_for

if TYPE_CHECKING:
    from canvas.ui.home import Home


class ColourDot(QAbstractButton):
    def __init__(self, colour: str) -> None:
        super().__init__()
        self.colour = colour
        self.setCheckable(True)
        self.setFixedSize(24, 24)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(colour)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self.colour))
            painter.drawEllipse(QRectF(5, 5, 14, 14))
            if self.isChecked() or self.hasFocus():
                role = self.palette().text() if self.isChecked() else self.palette().mid()
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(role.color(), 1.6))
                painter.drawEllipse(QRectF(2, 2, 20, 20))


class Myself(QWidget):
    """A row with the name and the colours; what is chosen holds at once.

    Whoever has chosen none has the one that the room gave them, which nobody else there has: to
    write it down as chosen would let two people meet in one colour.
    """

    def __init__(self, desk: Home, given: str = "") -> None:
        super().__init__()
        self._desk = desk
        self._chosen = desk.settings.colour
        self.name = QLineEdit(desk.settings.name)
        self.name.setFont(font(BODY))
        self.name.setMaxLength(60)
        self.name.setPlaceholderText(self.tr("Your name, as the others see it"))
        self.name.setAccessibleName(self.tr("Your name"))
        self.name.editingFinished.connect(self.keep)
        self.dots = [ColourDot(colour) for colour in COLOURS]
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.name, 1)
        row.addSpacing(8)
        for dot in self.dots:
            group.addButton(dot)
            dot.clicked.connect(partial(self._choose, dot.colour))
            row.addWidget(dot)
        self.show_given(given)

    def show_given(self, colour: str) -> None:
        """Mark the colour that one has: the chosen one, or that which the room gives."""
        has = self._chosen or colour or colour_for(self._desk.settings.person)
        for dot in self.dots:
            dot.setChecked(dot.colour == has.upper())

    def _choose(self, colour: str) -> None:
        self._chosen = colour
        self.keep()

    def keep(self) -> None:
        """Write down what stands here."""
        settings = self._desk.settings
        name = self.name.text().strip()
        if (name, self._chosen) != (settings.name, settings.colour):
            self._desk.change(name=name, colour=self._chosen)


class MyselfDialog(QDialog):
    """The row in a window of its own."""

    def __init__(self, desk: Home, parent: QWidget, given: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("You, as the others see you"))
        self.setMinimumWidth(500)
        self.row = Myself(desk, given)
        done = Button(self.tr("Done"), primary=True)
        done.setDefault(True)
        done.clicked.connect(self._finish)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(done)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 12, 22, 18)
        column.addWidget(heading(self.tr("Name and colour")))
        column.addWidget(self.row)
        column.addSpacing(4)
        column.addWidget(
            wrapped(self.tr("They stand at your pointer, your selection and your comments."))
        )
        column.addSpacing(14)
        column.addLayout(buttons)

    def _finish(self) -> None:
        self.row.keep()
        self.accept()
