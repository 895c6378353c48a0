"""The threads of a board as rows of a list: which are meant, and how each looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from canvas.app.comments import Conversation
from canvas.document.board import Board
from canvas.document.remarks import Thread
from canvas.ui.ago import ago
from canvas.ui.avatars import colour_of, initials, paint_avatar
from canvas.ui.comment_places import about, is_gone
from canvas.ui.theme import CONTROL, LABEL, MEDIUM, REGULAR, SEMIBOLD, Theme, font

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HIGH, SIDE = 82, 24
"""Pixels of a row, and of the avatar in it."""

FILTERS = ("open", "unread", "mentions", "mine", "resolved", "all")


@dataclass(frozen=True, slots=True)
class Row:
    thread: str
    name: str
    letters: str
    colour: str
    when: int
    text: str
    where: str
    gone: bool
    answers: int
    unread: bool
    resolved: bool


def meant(thread: Thread, which: str, talk: Conversation) -> bool:
    """Whether a filter lets a thread through."""
    wanted: Mapping[str, Callable[[], bool]] = {
        # what nobody here has read stays, or the number over the list would count what it hides
        "open": lambda: not thread.is_resolved or bool(talk.unread_in(thread)),
        "resolved": lambda: thread.is_resolved,
        "mine": lambda: not thread.people().isdisjoint(talk.mine),
        "unread": lambda: bool(talk.unread_in(thread)),
        "mentions": lambda: thread.mentions(talk.mine),
    }
    return which not in wanted or wanted[which]()


def row_of(thread: Thread, board: Board, talk: Conversation, people: Mapping[str, str]) -> Row:
    first = thread.first
    name = people.get(first.author) or first.name
    return Row(
        thread=thread.id,
        name=name,
        letters=initials(name),
        colour=colour_of(talk, first.author),
        when=thread.latest,
        text=" ".join(first.text.split()),
        where=about(board, thread.head),
        gone=is_gone(board, thread.head),
        answers=len(thread.said) - 1,
        unread=bool(talk.unread_in(thread)),
        resolved=thread.is_resolved,
    )


def says(thread: Thread, row: Row, words: str) -> bool:
    """Whether all these words stand in what was said, by whom, or about what."""
    everything = " ".join([row.where, *(f"{one.name} {one.text}" for one in thread.said)])
    whole = everything.casefold()
    return all(word in whole for word in words.casefold().split())


class Threads(QAbstractListModel):
    """The latest first. Main thread."""

    def __init__(self, board: Board, talk: Conversation, parent: QObject) -> None:
        super().__init__(parent)
        self._board, self._talk = board, talk
        self.rows: list[Row] = []

    def load(self, which: str, words: str) -> bool:
        """List what a filter and some words mean. Says whether that is another list."""
        people = self._talk.people()
        found: list[Row] = []
        for thread in self._talk.latest_first():
            if meant(thread, which, self._talk):
                row = row_of(thread, self._board, self._talk, people)
                if not words or says(thread, row, words):
                    found.append(row)
        if found == self.rows:
            return False
        self.beginResetModel()
        self.rows = found
        self.endResetModel()
        return True

    def at(self, thread: str) -> QModelIndex:
        rows = (at for at, row in enumerate(self.rows) if row.thread == thread)
        at = next(rows, None)
        return NOWHERE if at is None else self.index(at, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._spoken(row)
        return row if role == Qt.ItemDataRole.UserRole else None

    def _spoken(self, row: Row) -> str:
        state = self.tr("unread") if row.unread else self.tr("resolved") if row.resolved else ""
        return ", ".join(part for part in (state, row.name, row.text, row.where) if part)


class ThreadRow(QStyledItemDelegate):
    """Who, when, two lines of what, and about what."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if isinstance(row, Row):
            chosen = bool(state & QStyle.StateFlag.State_Selected)
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, box, row, chosen=chosen)
            painter.restore()

    def _paint(self, painter: QPainter, box: QRect, row: Row, *, chosen: bool) -> None:
        c = self.theme.colours
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.raised)
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 8, 8)
            if self.theme.is_contrast:
                painter.setPen(c.selection)
                painter.drawRoundedRect(box.adjusted(0, 1, -1, -2), 8, 8)
        painter.setOpacity(0.72 if row.resolved else 1.0)
        place = QRectF(box.left() + 9, box.top() + 10, SIDE, SIDE)
        paint_avatar(painter, place, row.letters, QColor(row.colour))
        text = box.adjusted(9 + SIDE + 9, 8, -10, -7)
        self._paint_top(painter, text, row)
        middle = QRect(text.left(), text.top() + 18, text.width(), 34)
        self._write_two(painter, middle, row.text, c.text)
        self._paint_foot(painter, text, row)

    def _paint_top(self, painter: QPainter, text: QRect, row: Row) -> None:
        c = self.theme.colours
        when = ago(row.when)
        painter.setFont(font(LABEL))
        painter.setPen(c.faint)
        top = QRect(text.left(), text.top(), text.width(), 18)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        dot = 13 if row.unread else 0
        painter.drawText(top.adjusted(0, 0, -dot, 0), right, when)
        room = text.width() - dot - QFontMetrics(font(LABEL)).horizontalAdvance(when) - 8
        face = font(CONTROL, SEMIBOLD)
        painter.setFont(face)
        painter.setPen(c.text)
        name = QFontMetrics(face).elidedText(
            row.name or self.tr("Somebody"), Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(top, Qt.AlignmentFlag.AlignVCenter, name)
        if row.unread:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(c.accent)
            painter.drawEllipse(QRectF(top.right() - 7, top.center().y() - 3.5, 8, 8))

    def _paint_foot(self, painter: QPainter, text: QRect, row: Row) -> None:
        c = self.theme.colours
        face = font(LABEL, MEDIUM)
        painter.setFont(face)
        foot = QRect(text.left(), text.bottom() - 14, text.width(), 15)
        room = text.width()
        if row.answers:
            said = self.tr("{n} more").format(n=row.answers)
            painter.setPen(c.soft)
            painter.drawText(foot, Qt.AlignmentFlag.AlignRight, said)
            room -= QFontMetrics(face).horizontalAdvance(said) + 8
        painter.setPen(c.bad if row.gone else c.soft)
        where = QFontMetrics(face).elidedText(row.where, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, where)

    def _write_two(self, painter: QPainter, box: QRect, text: str, colour: QColor) -> None:
        """Two lines, the second cut where the room ends."""
        face = font(CONTROL, REGULAR)
        painter.setFont(face)
        painter.setPen(colour)
        metrics = QFontMetrics(face)
        first = _fitting(text, metrics, box.width())
        line = box.height() // 2
        upper = QRect(box.left(), box.top(), box.width(), line)
        painter.drawText(upper, Qt.AlignmentFlag.AlignVCenter, text[:first].rstrip())
        rest = metrics.elidedText(text[first:].lstrip(), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(upper.translated(0, line), Qt.AlignmentFlag.AlignVCenter, rest)


def _fitting(text: str, metrics: QFontMetrics, room: int) -> int:
    """How many characters of it go into one line, broken between words where that can be."""
    if metrics.horizontalAdvance(text[:400]) <= room:
        return len(text[:400])
    low, high = 0, min(len(text), 400)
    while high - low > 1:
        middle = (low + high) // 2
        if metrics.horizontalAdvance(text[:middle]) <= room:
            low = middle
        else:
            high = middle
    space = text.rfind(" ", 0, low + 1)
    return space if space > low // 2 else max(low, 1)
