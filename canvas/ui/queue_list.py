"""The list of renders: chosen with arrows and clicks, put in order by dragging."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QToolTip

from canvas.app.acquaintances import Acquaintances
from canvas.ui.bench import Bench
from canvas.ui.queue_model import MOVABLE, Line, QueueModel
from canvas.ui.queue_rows import QueueRows, offers, press_at
from canvas.ui.queue_words import translate

SCROLL_EVERY, EDGE = 30, 24
"""Milliseconds between two steps of scrolling under a drag, pixels of the edge that scrolls."""
_OWN_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_R, Qt.Key.Key_F)


@dataclass(slots=True)
class _Drag:
    jobs: list[int]
    began: QPoint
    moving: bool = False
    before: int | None = None
    """The job that they would stand before; None behind all."""
    line: int = 0
    """Where the mark stands, in pixels."""


class QueueList(QListView):
    """Main thread. Says what a person wants; the panel does it."""

    pressed_on = Signal(str, list)
    """cancel, front, retry or forget, and the jobs meant."""
    moved = Signal(list, object)
    """Jobs, and the one before which they shall stand, or None."""
    went = Signal(object)
    """A Line to be shown on the canvas."""
    menu_wanted = Signal(QPoint)
    left = Signal()

    def __init__(self, bench: Bench, model: QueueModel, people: Acquaintances) -> None:
        super().__init__()
        self._bench, self._rows = bench, model
        self._drag: _Drag | None = None
        self._scrolling = QTimer(self, interval=SCROLL_EVERY)
        self._scrolling.timeout.connect(self._scroll)
        self.setModel(model)
        self.delegate = QueueRows(bench, model, people, self._under, self)
        self.setItemDelegate(self.delegate)
        self.setStyleSheet("QListView::item { background: transparent; border: none; padding: 0 }")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda index: self.went.emit(model.lines[index.row()]))

    @property
    def dragging(self) -> bool:
        """Whether rows are under way: they must not be exchanged now."""
        return self._drag is not None and self._drag.moving

    def chosen(self) -> list[Line]:
        """The rows that are selected, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [self._rows.lines[row] for row in rows if row < len(self._rows.lines)]

    def choose(self, jobs: list[int]) -> None:
        """Select the rows of these jobs again, after they were listed anew."""
        selection, flag = self.selectionModel(), self.selectionModel().SelectionFlag
        rows = [row for row in map(self._rows.row_of, jobs) if row >= 0]
        for at, row in enumerate(rows):
            index = self._rows.index(row)
            selection.select(index, flag.ClearAndSelect if not at else flag.Select)
            if not at:
                selection.setCurrentIndex(index, flag.NoUpdate)

    # -- pointer

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and line is not None:
            if self._press(event.position().toPoint()) is not None:
                event.accept()  # it counts when it is let go
                return
            if line.state in MOVABLE and self.delegate.writable:
                self._drag = _Drag([line.job], event.position().toPoint())
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        drag = self._drag
        if drag is None:
            super().mouseMoveEvent(event)
            self.viewport().update()
            return
        far = (at - drag.began).manhattanLength() >= QApplication.startDragDistance()
        if not drag.moving and far:
            chosen = [line.job for line in self.chosen() if line.state in MOVABLE]
            drag.jobs = chosen if drag.jobs[0] in chosen else drag.jobs
            drag.moving = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._scrolling.start()
        if drag.moving:
            self._aim(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        drag, at = self._drag, event.position().toPoint()
        if drag is not None and drag.moving:
            self._end_drag()
            self.moved.emit(drag.jobs, drag.before)
            return
        self._drag = None
        press = self._press(at)
        if press is not None and event.button() == Qt.MouseButton.LeftButton:
            line = self._line_at(at)
            assert line is not None  # what was pressed lies in a row
            self.pressed_on.emit(press, [line.job])
            return
        super().mouseReleaseEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.viewport().update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self._line_at(event.pos()) is not None or self.chosen():
            self.menu_wanted.emit(event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            line = self._line_at(event.pos())
            index = self.indexAt(event.pos())
            press = press_at(self.visualRect(index), line, event.pos()) if line else None
            if press is not None and self.delegate.writable:
                QToolTip.showText(event.globalPos(), translate("Queue", press.tip), self)
                return True
        return super().viewportEvent(event)

    # -- keys

    def event(self, event: QEvent) -> bool:
        """These keys mean the rows here, not the nodes on the canvas."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            moves = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            arrow = event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if (plain and event.key() in _OWN_KEYS) or (moves and arrow):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, chosen = event.key(), self.chosen()
        if key == Qt.Key.Key_Escape and self.dragging:
            self._end_drag()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.modifiers() & Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self._step(_STEPS[Qt.Key(key)])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen:
            self.went.emit(chosen[0])
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.ask("cancel", "forget")
        elif key == Qt.Key.Key_R:
            self.ask("retry")
        elif key == Qt.Key.Key_F:
            self.ask("front")
        else:
            super().keyPressEvent(event)

    def ask(self, *names: str) -> None:
        """Want this of every selected row that offers it."""
        for name in names:
            jobs = [
                line.job
                for line in self.chosen()
                if any(press.name == name for press in offers(line))
            ]
            if jobs:
                self.pressed_on.emit(name, jobs)

    def _step(self, by: int) -> None:
        """Move the selected rows one place up or down."""
        order = self._rows.waiting()
        jobs = [line.job for line in self.chosen() if line.job in order]
        if not jobs:
            return
        rest = [job for job in order if job not in jobs]
        first = sum(job in rest for job in order[: order.index(jobs[0])])
        to = min(max(first + by, 0), len(rest))
        self.moved.emit(jobs, rest[to] if to < len(rest) else None)

    # -- dragging

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        drag = self._drag
        if drag is None or not drag.moving:
            return
        with QPainter(self.viewport()) as painter:
            painter.setPen(QPen(self._bench.theme.colours.accent, 2))
            painter.drawLine(10, drag.line, self.viewport().width() - 10, drag.line)

    def _aim(self, at: QPoint) -> None:
        """Which job the dragged ones would stand before."""
        assert self._drag is not None
        rows = [row for row, line in enumerate(self._rows.lines) if line.state in MOVABLE]
        boxes = [(row, self.visualRect(self._rows.index(row))) for row in rows]
        below = next(((row, box) for row, box in boxes if at.y() < box.center().y()), None)
        if below is not None:
            self._drag.before, self._drag.line = self._rows.lines[below[0]].job, below[1].top()
        elif boxes:
            self._drag.before, self._drag.line = None, boxes[-1][1].bottom() + 1
        self.viewport().update()

    def _scroll(self) -> None:
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        high = self.viewport().height()
        by = -8 if at.y() < EDGE else 8 if at.y() > high - EDGE else 0
        if by and self.dragging:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + by)
            self._aim(at)

    def _end_drag(self) -> None:
        self._drag = None
        self._scrolling.stop()
        self.viewport().unsetCursor()
        self.viewport().update()

    def _under(self) -> tuple[int, QPoint]:
        at = self.viewport().mapFromGlobal(self.cursor().pos())
        inside = self.viewport().underMouse() and not self.dragging
        return (self.indexAt(at).row() if inside else -1), at

    def _line_at(self, at: QPoint) -> Line | None:
        index = self.indexAt(at)
        line = self._rows.lines[index.row()] if index.isValid() else Line()
        return line if line.entry is not None else None

    def _press(self, at: QPoint) -> str | None:
        """The button under a point."""
        line = self._line_at(at)
        if line is None or not self.delegate.writable:
            return None
        press = press_at(self.visualRect(self.indexAt(at)), line, at)
        return press.name if press is not None else None


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
