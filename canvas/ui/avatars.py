"""What stands for a person in small: initials on the person's colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from canvas.app.comments import Conversation
from canvas.ui.theme import SEMIBOLD, font
from collab.colours import colour_for

INK, INK_ON_LIGHT = QColor(255, 255, 255), QColor(30, 8, 8)


def initials(name: str) -> str:
    """At most two letters of a name; one where a letter is a word."""
    words = name.split()
    if not words:
        return "?"
    if not words[0][0].isascii() and not words[0][0].isupper():
        return words[0][0]
    last = words[-1][0] if len(words) > 1 else ""
    return (words[0][0] + last).upper()


def colour_of(talk: Conversation, person: str) -> str:
    """#rrggbb: as the room says, else always the same one for the same person."""
    return talk.colour_of(person) or colour_for(person)


def ink_on(ground: QColor) -> QColor:
    """What can be read on a person's colour."""
    return INK_ON_LIGHT if ground.lightnessF() > 0.55 else INK


def paint_avatar(painter: QPainter, box: QRectF, letters: str, colour: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(box)
    painter.setPen(ink_on(colour))
    painter.setFont(font(box.width() * (0.42 if len(letters) < 2 else 0.38), SEMIBOLD))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letters)
    painter.restore()


class Avatar(QWidget):
    """Says nothing to those who do not see it: the name stands beside it."""

    def __init__(self, name: str, colour: str, side: int = 24) -> None:
        super().__init__()
        self.setFixedSize(side, side)
        self.show_person(name, colour)

    def show_person(self, name: str, colour: str) -> None:
        self._letters, self._colour = initials(name), QColor(colour)
        self.update()

    def paintEvent(self, event: object) -> None:
        with QPainter(self) as painter:
            paint_avatar(painter, QRectF(self.rect()), self._letters, self._colour)
