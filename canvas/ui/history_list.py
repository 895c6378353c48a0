"""The list of what was done: who, what, when."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from canvas.app.history import Step
from canvas.document.versions import Version
from canvas.ui import time_words
from canvas.ui.avatars import colour_of, paint_avatar
from canvas.ui.bench import Bench
from canvas.ui.history_model import HistoryModel, Line
from canvas.ui.icons import pixmap
from canvas.ui.rows import MIDDLE
from canvas.ui.theme import CONTROL, LABEL, MEDIUM, REGULAR, SEMIBOLD, font

HIGH, AVATAR = 42, 24
"""Height of a row, the same for all so that thousands cost nothing, and width of a face, in
pixels."""

Index = QModelIndex | QPersistentModelIndex
RIGHT = MIDDLE | Qt.AlignmentFlag.AlignRight


class HistoryList(QListView):
    """Arrows walk through time, Enter and clicks go there, Escape goes back to now."""

    went = Signal(object)
    """A Step or a Version, chosen by the person."""
    deleted = Signal(object)
    menu_wanted = Signal(QPoint, object)
    left = Signal()

    def __init__(self, bench: Bench, model: HistoryModel) -> None:
        super().__init__()
        self.bench = bench
        self._rows = model
        self._showing = False
        self.shown: Step | None = None
        self.setModel(model)
        self.setItemDelegate(_Row(self))
        self.setUniformItemSizes(True)
        self.setStyleSheet("QListView::item { background: transparent; border: none; padding: 0 }")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(self._choose)

    def show_step(self, step: Step | None, named: Version | None = None) -> None:
        """Mark the step whose moment the canvas shows, or the version as which one looks at it;
        None is now."""
        self.shown = step
        row = -1 if step is None else self._rows.row_of(step.number)
        if step is not None and named is not None:
            row = self._rows.row_of_version(named.id, row)
        self._showing = True
        index = self._rows.index(row)
        self.setCurrentIndex(index)
        if index.isValid():
            self.scrollTo(index)
        else:
            self.scrollToTop()
        self._showing = False
        self.viewport().update()

    def line(self, index: Index) -> Line:
        return self._rows.lines[index.row()]

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if not self._showing and self.hasFocus() and current.isValid():
            self._choose(current)

    def event(self, event: QEvent) -> bool:
        """Delete means the version here, not nodes on the canvas."""
        deletes = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() in deletes
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentIndex()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current.isValid():
            self._choose(current)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and current.isValid():
            self.deleted.emit(self.line(current).version)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)  # a menu is no journey
        else:
            super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        if index.isValid() and self.line(index).day is None:
            self.menu_wanted.emit(event.globalPos(), self.line(index))

    def _choose(self, index: Index) -> None:
        line = self.line(index)
        found: Step | Version | None = line.step or line.version
        if found is not None:
            self.went.emit(found)


class _Row(QStyledItemDelegate):
    """Paints a row."""

    def __init__(self, list_: HistoryList) -> None:
        super().__init__(list_)
        self._list = list_

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        line = self._list.line(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if line.day is not None:
            self._paint_day(painter, rect, line.day)
        else:
            self._paint_ground(painter, rect, index)
            self._paint_line(painter, rect.adjusted(10, 0, -10, 0), line)
        painter.restore()

    def _paint_day(self, painter: QPainter, box: QRect, day: datetime) -> None:
        painter.setFont(font(LABEL, SEMIBOLD))
        painter.setPen(self._list.bench.theme.colours.faint)
        today = date.today()  # noqa: DTZ011  # the person's own day
        room = box.adjusted(10, 16, -10, 0)
        painter.drawText(room, MIDDLE, time_words.day(day, today))

    def _paint_ground(self, painter: QPainter, box: QRect, index: Index) -> None:
        c = self._list.bench.theme.colours
        under = self._list.viewport().mapFromGlobal(self._list.cursor().pos())
        shown = index == self._list.currentIndex()
        hovered = box.contains(under) and self._list.underMouse()
        if shown or hovered:
            inner = QRectF(box).adjusted(3.5, 1.5, -3.5, -1.5)
            painter.setPen(QPen(c.selection, 1) if shown else Qt.PenStyle.NoPen)
            painter.setBrush(c.raised)
            painter.drawRoundedRect(inner, 8, 8)

    def _paint_line(self, painter: QPainter, box: QRect, line: Line) -> None:
        c = self._list.bench.theme.colours
        if line.version is not None:
            version = line.version
            when, person = datetime.fromisoformat(version.when), version.by
            flag = pixmap("flag", c.accent.name(), 18)
            painter.drawPixmap(box.left() + 3, box.center().y() - 8, flag)
            self._paint_words(painter, box, version.name, person, when, c.accent)
            return
        assert line.step is not None
        step, model = line.step, self._list._rows
        face = QRectF(box.left(), box.center().y() - AVATAR / 2 + 0.5, AVATAR, AVATAR)
        colour = model.people.of(step.person).colour or colour_of(
            self._list.bench.session.comments, step.person
        )
        paint_avatar(painter, face, model.letters(step.person), QColor(colour))
        done = time_words.done(step.label, step.count)
        self._paint_words(painter, box, done, model.below(step), step.when, c.text)

    def _paint_words(
        self, painter: QPainter, box: QRect, above: str, below: str, when: datetime, ink: QColor
    ) -> None:
        c = self._list.bench.theme.colours
        small = font(LABEL, REGULAR, tabular=True)
        time = time_words.clock(when)
        wide = QFontMetrics(small).horizontalAdvance(time) + 8
        room = box.adjusted(AVATAR + 10, 4, 0, -4)
        upper = QRect(room.left(), room.top(), room.width() - wide, room.height() // 2)
        lower = upper.translated(0, room.height() // 2)
        painter.setFont(small)
        painter.setPen(c.faint)
        painter.drawText(QRect(room.left(), upper.top(), room.width(), upper.height()), RIGHT, time)
        _one_line(painter, upper if below else room, above, MEDIUM, CONTROL + 0.5, ink)
        _one_line(painter, lower, below, REGULAR, LABEL, c.soft)


def _one_line(
    painter: QPainter, box: QRect, text: str, weight: QFont.Weight, size: float, ink: QColor
) -> None:
    face = font(size, weight)
    painter.setFont(face)
    painter.setPen(ink)
    fitting = QFontMetrics(face).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, MIDDLE, fitting)
