"""Whether the work is safe, here and in the room: one short line that is always true, and all
there is to know behind it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton

from canvas.ui.language import spoken
from canvas.ui.theme import Theme, font

if TYPE_CHECKING:
    from canvas.app.company import Standing

ALONE = frozenset({"saved", "saving", "failed", "readonly"})
"""What can be said of a board that is in no room."""


class SavedSign(QAbstractButton):
    """A dot and a few words; a press tells the rest."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.state, self._why = "saved", ""
        self._room: tuple[str, str] | None = None
        self.setFont(font(12))
        self.setFixedHeight(26)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.show_state("saved")

    def show_state(self, state: str, why: str = "") -> None:
        """What the disk says: saved, saving, failed or readonly."""
        self.state, self._why = state, why
        self.retranslate()

    def show_room(self, said: tuple[str, str] | None) -> None:
        """What is to be said of the room, and how: see `room_words`; None while there is none."""
        if said != self._room:
            self._room = said
            self.retranslate()

    @property
    def tone(self) -> str:
        """good, busy, bad or quiet: the colour of the dot."""
        tones = {"saved": "good", "saving": "busy", "failed": "bad", "readonly": "quiet"}
        tone = tones[self.state]
        if self._room is None or tone in ("bad", "busy"):
            return tone
        return self._room[1]

    def retranslate(self) -> None:
        words = {
            "saved": self.tr("Saved"),
            "saving": self.tr("Saving…"),
            "failed": self.tr("Not saved"),
            "readonly": self.tr("Read only"),
        }
        said = [words[self.state]]
        if self._room is not None and self._room[0]:
            said.append(self._room[0])
        self.setText(" · ".join(said))
        self.setToolTip(self._why)
        self.setAccessibleName(self.text())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self.text()) + 30, 26)

    def minimumSizeHint(self) -> QSize:
        return QSize(min(self.sizeHint().width(), 90), 26)

    def paintEvent(self, event: QPaintEvent) -> None:
        c = self.theme.colours
        colours = {"good": c.good, "busy": c.picture, "bad": c.bad, "quiet": c.soft}
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.setPen(c.selection if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(c.raised if self.underMouse() else Qt.BrushStyle.NoBrush)
            if self.underMouse() or self.hasFocus():
                painter.drawRoundedRect(box, 7, 7)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours[self.tone])
            painter.drawEllipse(QRectF(8, self.height() / 2 - 3.5, 7, 7))
            painter.setPen(c.bad if self.tone == "bad" else c.soft)
            painter.setFont(self.font())
            room = self.width() - 28
            text = painter.fontMetrics().elidedText(
                self.text(), Qt.TextElideMode.ElideRight, room + 2
            )
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRectF(21, 0, room + 4, self.height()), middle, text)

    def below(self) -> QPoint:
        """Where what is behind it opens, on the screen."""
        return self.mapToGlobal(QPoint(0, self.height() + 6))


def room_words(standing: Standing, role: str) -> tuple[str, str] | None:
    """A few words about the room, and the tone of the dot: good, busy, bad or quiet."""
    waiting, translate = standing.unsaved, QCoreApplication.translate
    match standing.state:
        case "alone":
            return None
        case "joining":
            return translate("Connection", "connecting…"), "busy"
        case "refused":
            return translate("Connection", "the room is closed to you"), "bad"
        case "offline":
            since = clock(standing.since)
            if waiting:
                one = translate("Connection", "offline since {time}, one edit waits")
                more = translate("Connection", "offline since {time}, {n} edits wait")
                said = one if waiting == 1 else more
                return said.format(time=since, n=waiting), "busy"
            return translate("Connection", "offline since {time}").format(time=since), "busy"
    if role in ("viewer", "commenter"):
        looks = translate("Connection", "you may look")
        talks = translate("Connection", "you may comment")
        return (looks if role == "viewer" else talks), "quiet"
    if waiting:
        return translate("Connection", "{n} on the way to the room").format(n=waiting), "busy"
    return translate("Connection", "and in the room"), "good"


def room_lines(standing: Standing, role: str) -> list[str]:
    """All there is to know about the room, a line each."""
    translate = QCoreApplication.translate
    lines: list[str] = []
    since = clock(standing.since)
    match standing.state:
        case "alone":
            lines.append(translate("Connection", "Only you work on this board. It is not shared."))
        case "joining":
            lines.append(translate("Connection", "Connecting to the room since {time}."))
        case "live":
            lines.append(translate("Connection", "Connected to the room since {time}."))
        case "offline":
            lines.append(
                translate(
                    "Connection",
                    "The room cannot be reached since {time}. Go on working: everything is kept "
                    "here and goes there by itself.",
                )
            )
        case "refused":
            lines.append(translate("Connection", "The room does not let you in since {time}."))
    lines = [line.format(time=since) for line in lines]
    if standing.trouble is not None:
        said = spoken(standing.trouble)
        told = (
            (said.what,) if standing.state == "offline" else (said.what, said.meaning, said.remedy)
        )
        lines += [line for line in told if line]
    if standing.state != "alone":
        lines.append(_unsaved(standing.unsaved))
        lines.append(_right(role))
        if standing.hosting:
            lines.append(
                translate(
                    "Connection",
                    "The room is on this computer: it is open while this board is open here.",
                )
            )
    return lines


def _unsaved(count: int) -> str:
    translate = QCoreApplication.translate
    if count == 0:
        return translate("Connection", "Everything you made is saved in the room too.")
    if count == 1:
        return translate("Connection", "One edit of yours is not saved in the room yet.")
    words = translate("Connection", "{n} edits of yours are not saved in the room yet.")
    return words.format(n=count)


def _right(role: str) -> str:
    translate = QCoreApplication.translate
    return {
        "viewer": translate("Connection", "You may look."),
        "commenter": translate("Connection", "You may look and comment."),
        "editor": translate("Connection", "You may edit."),
        "owner": translate("Connection", "The room is yours."),
    }.get(role, "")


def clock(moment: float) -> str:
    """Hours and minutes of a moment; with the day where it was not today."""
    then = datetime.fromtimestamp(moment).astimezone()
    now = datetime.now().astimezone()
    if then.date() == now.date():
        return then.strftime("%H:%M")
    return then.strftime("%d.%m. %H:%M")
