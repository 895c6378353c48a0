"""How a render looks as a row of the queue, and what can be pressed there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from canvas.app.acquaintances import Acquaintances
from canvas.app.queue import Entry
from canvas.document.records import NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui import queue_words
from canvas.ui.avatars import colour_of, initials, paint_avatar
from canvas.ui.bench import Bench
from canvas.ui.controls import paint_filling
from canvas.ui.icons import pixmap
from canvas.ui.language import tell
from canvas.ui.queue_model import Index, Line, QueueModel
from canvas.ui.rows import MIDDLE, paint_square
from canvas.ui.theme import CONTROL, LABEL, MEDIUM, REGULAR, SEMIBOLD, font

HEADING, SHORT, TALL = 32, 50, 66
"""Heights of rows, in pixels: of a heading, of most renders, of what runs or failed."""
PICTURE = 62, 35
SIDE = 24
"""Of a button in a row."""
RIGHT = MIDDLE | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Press:
    """What a row offers under the pointer."""

    name: str
    """cancel, front, retry or forget."""
    icon: str
    tip: str
    """English, in the context Queue."""


_CANCEL = Press("cancel", "close", QT_TRANSLATE_NOOP("Queue", "Cancel"))
_FRONT = Press("front", "front", QT_TRANSLATE_NOOP("Queue", "Render next"))
_RETRY = Press("retry", "again", QT_TRANSLATE_NOOP("Queue", "Render again"))
_FORGET = Press("forget", "close", QT_TRANSLATE_NOOP("Queue", "Take off the list"))
OFFERS = {
    "running": (_CANCEL,),
    "queued": (_FRONT, _CANCEL),
    "lost": (_FRONT, _CANCEL),
    "failed": (_RETRY, _FORGET),
    "cancelled": (_RETRY, _FORGET),
    "done": (_FORGET,),
}


def offers(line: Line) -> tuple[Press, ...]:
    """What can be pressed in a row, from left to right."""
    if line.entry is None:
        return ()
    return tuple(
        press
        for press in OFFERS.get(line.state, ())
        if line.entry.job.kind == "render" or press.name in ("cancel", "forget")
    )


def place_of(box: QRect, at: int, count: int) -> QRect:
    """Where the button `at` of `count` lies in a row."""
    left = box.right() - 10 - (count - at) * (SIDE + 2)
    return QRect(left, box.center().y() - SIDE // 2, SIDE, SIDE)


def press_at(box: QRect, line: Line, point: QPoint) -> Press | None:
    found = offers(line)
    places = ((press, place_of(box, at, len(found))) for at, press in enumerate(found))
    return next((press for press, place in places if place.contains(point)), None)


class QueueRows(QStyledItemDelegate):
    """Paints a row."""

    def __init__(
        self,
        bench: Bench,
        model: QueueModel,
        people: Acquaintances,
        under: Callable[[], tuple[int, QPoint]],
        parent: QObject,
    ) -> None:
        """`under` says which row the pointer is over (-1 none), and where."""
        super().__init__(parent)
        self._bench, self._model, self._people, self._under = bench, model, people, under
        self.writable = True

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._model.lines[index.row()]
        if line.entry is None:
            return QSize(100, HEADING)
        return QSize(100, TALL if line.state in ("running", "failed") else SHORT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        line = self._model.lines[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if line.entry is None:
            self._write(
                painter, box.adjusted(13, 8, -10, 0), line.heading, "faint", LABEL, SEMIBOLD
            )
        else:
            row, point = self._under()
            hovered = row == index.row()
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            self._paint_ground(painter, box, chosen=chosen, hovered=hovered)
            shows = self.writable and (hovered or chosen)
            room = self._paint_presses(painter, box, line, point, hovered) if shows else 0
            self._paint_job(painter, box, line.entry, room)
        painter.restore()

    def _paint_ground(self, painter: QPainter, box: QRect, *, chosen: bool, hovered: bool) -> None:
        if not (chosen or hovered):
            return
        c = self._bench.theme.colours
        inner = QRectF(box).adjusted(4.5, 1.5, -4.5, -1.5)
        painter.setPen(QPen(c.selection, self._bench.theme.border) if chosen else Qt.PenStyle.NoPen)
        painter.setBrush(c.raised)
        painter.drawRoundedRect(inner, 8, 8)

    def _paint_presses(
        self, painter: QPainter, box: QRect, line: Line, point: QPoint, hovered: bool
    ) -> int:
        """The buttons of a row; returns the room they take."""
        c = self._bench.theme.colours
        found = offers(line)
        for at, press in enumerate(found):
            place = place_of(box, at, len(found))
            lit = hovered and place.contains(point)
            if lit:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(c.line)
                painter.drawRoundedRect(place, 6, 6)
            sign = pixmap(press.icon, (c.text if lit else c.soft).name(), 16)
            painter.drawPixmap(place.left() + 4, place.top() + 4, sign)
        return len(found) * (SIDE + 2) + 4

    def _paint_job(self, painter: QPainter, box: QRect, entry: Entry, room: int) -> None:
        wide, high = PICTURE
        self._paint_picture(
            painter, QRect(box.left() + 12, box.center().y() - high // 2, wide, high), entry
        )
        text = QRect(box.left() + wide + 22, box.top() + 6, 0, box.height() - 12)
        text.setRight(box.right() - 12 - room)
        text.setRight(text.right() - self._paint_right(painter, text, entry))
        title = self._model.title(entry.job)
        device = self._model.device(entry.job)
        second = queue_words.below(entry, device, self._model.after(entry))
        bad = entry.state in ("failed", "lost")
        if entry.state == "running":
            upper = QRect(text.left(), text.top() + 2, text.width(), 19)
            self._write(painter, upper, title, "text", CONTROL + 0.5, MEDIUM)
            self._write(painter, upper.translated(0, 19), second, "soft", LABEL)
            self._paint_bar(painter, QRectF(text.left(), text.bottom() - 5, text.width(), 3), entry)
        elif entry.state == "failed":
            upper = QRect(text.left(), text.top(), text.width(), 18)
            self._write(painter, upper, title, "text", CONTROL + 0.5, MEDIUM)
            self._write(painter, upper.translated(0, 18), second, "bad", LABEL)
            remedy = tell(entry.trouble.remedy) if entry.trouble else ""
            self._write(painter, upper.translated(0, 35), remedy, "soft", LABEL)
        else:
            upper = QRect(text.left(), text.top(), text.width(), text.height() // 2)
            colour = "text" if entry.state in ("queued", "lost") else "soft"
            self._write(painter, upper, title, colour, CONTROL + 0.5, MEDIUM)
            lower = upper.translated(0, text.height() // 2)
            self._write(painter, lower, second, "bad" if bad else "soft", LABEL)

    def _paint_right(self, painter: QPainter, text: QRect, entry: Entry) -> int:
        """Who asked, where that is somebody else, and the time that is left; returns the room."""
        taken = 0
        left = queue_words.left(entry.seconds_left)
        if left:
            face = font(LABEL, MEDIUM, tabular=True)
            self._write(painter, text, left, "soft", LABEL, MEDIUM, right=True)
            taken += QFontMetrics(face).horizontalAdvance(left) + 8
        if not queue_words.is_mine(entry.job, self._bench.settings):
            person = entry.job.person
            known = self._people.of(person)
            colour = known.colour or colour_of(self._bench.session.comments, person)
            box = QRectF(text.right() - taken - 20, text.center().y() - 9.5, 20, 20)
            paint_avatar(painter, box, initials(known.name), QColor(colour))
            taken += 26
        return taken

    def _paint_bar(self, painter: QPainter, box: QRectF, entry: Entry) -> None:
        c = self._bench.theme.colours
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(c.line)
        painter.drawRoundedRect(box, 1.5, 1.5)
        live = entry.live
        if live is None or not live.share:
            return
        done = QRectF(box)
        done.setWidth(max(box.width() * live.share, 3))
        painter.setBrush(c.accent)
        painter.drawRoundedRect(done, 1.5, 1.5)

    def _paint_picture(self, painter: QPainter, box: QRect, entry: Entry) -> None:
        c = self._bench.theme.colours
        picture = self._picture(entry)
        if picture.isNull():
            side = box.height() - 3
            square = QRect(box.left() + (box.width() - side) // 2, box.top() + 1, side, side)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.raised)
            painter.drawRoundedRect(box, 5, 5)
            paint_square(painter, square, NodeKind.clip, self._bench.theme)
            return
        painter.save()
        shape = QPainterPath()
        shape.addRoundedRect(QRectF(box), 5, 5)
        painter.setClipPath(shape)
        if entry.state == "cancelled":
            painter.setOpacity(0.5)
        paint_filling(painter, QRectF(box), picture)
        painter.restore()

    def _picture(self, entry: Entry) -> QPixmap:
        """What is drawn right now, what was made, or what stands on the card."""
        if entry.live is not None and entry.live.preview:
            shown = QPixmap()
            shown.loadFromData(entry.live.preview)
            return shown
        pictures, job = self._bench.pictures, entry.job
        if job.result is not None:
            made = pictures.of(job.result.asset)
            if not made.isNull():
                return made
        return pictures.cover(job.node)

    def _write(
        self,
        painter: QPainter,
        box: QRect,
        text: str,
        colour: str,
        size: float,
        weight: QFont.Weight = REGULAR,
        *,
        right: bool = False,
    ) -> None:
        """One line, cut where the room ends."""
        ink: QColor = getattr(self._bench.theme.colours, colour)
        face = font(size, weight, tabular=right)
        painter.setFont(face)
        painter.setPen(ink)
        cut = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, RIGHT if right else MIDDLE, cut)
