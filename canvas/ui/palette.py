"""Every verb by name: type a word of any language, arrows, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from canvas.ui.theme import BODY, CONTROL, font

WIDTH, ROWS, HIGH = 480, 11, 32
"""Width, rows in sight, and the height of a row in pixels."""


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    searched: str
    """More words that find it: its title in English, its name."""
    keys: str
    run: Callable[[], object]


def matching(entries: Sequence[Entry], needle: str) -> list[Entry]:
    """Entries with every typed word in them, those that begin with it first."""
    words = needle.casefold().split()
    found = [
        entry
        for entry in entries
        if all(word in f"{entry.title} {entry.searched}".casefold() for word in words)
    ]
    return sorted(found, key=lambda entry: not entry.title.casefold().startswith(needle.casefold()))


class CommandPalette(QFrame):
    """Lies over the window at its top; Escape and clicks elsewhere close it."""

    def __init__(self, entries: Sequence[Entry], parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries = entries
        self.field = QLineEdit()
        self.field.setFont(font(BODY))
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list = QListWidget()
        self.list.setFont(font(BODY))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Row(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemEntered.connect(self.list.setCurrentItem)
        self.list.itemClicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.field)
        column.addWidget(self.list)
        self._fill("")

    def open_over(self, window: QWidget) -> None:
        self.setFixedWidth(WIDTH)
        self.adjustSize()
        top = window.mapToGlobal(window.rect().topLeft())
        self.move(top.x() + (window.width() - WIDTH) // 2, top.y() + 96)
        self.show()
        self.field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps and self.list.count():
                row = self.list.currentRow() + steps[Qt.Key(event.key())]
                self.list.setCurrentRow(row % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
        return False

    def _fill(self, needle: str) -> None:
        self.list.clear()
        for entry in matching(self._entries, needle):
            item = QListWidgetItem(f"{entry.title} {entry.keys}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, entry)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        shown = max(1, min(ROWS, self.list.count()))
        self.list.setFixedHeight(shown * HIGH + 2)
        self.adjustSize()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            entry: Entry = item.data(Qt.ItemDataRole.UserRole)
            self.close()
            entry.run()


class _Row(QStyledItemDelegate):
    """What it does at the left, the keys for it at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]  # PySide6 names the arguments otherwise
        return QSize(WIDTH - 40, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]  # as above
        entry: Entry = index.data(Qt.ItemDataRole.UserRole)
        colours, box = QGuiApplication.palette(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.color(QPalette.ColorRole.Button))
            painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 7, 7)
        box.adjust(10, 0, -10, 0)
        painter.setPen(colours.color(QPalette.ColorRole.PlaceholderText))
        painter.setFont(font(CONTROL, tabular=True))
        taken = painter.fontMetrics().horizontalAdvance(entry.keys)
        painter.drawText(box, _MIDDLE | Qt.AlignmentFlag.AlignRight, entry.keys)
        painter.setPen(colours.color(QPalette.ColorRole.WindowText))
        painter.setFont(font(BODY))
        room = box.width() - taken - 16
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, _MIDDLE, title)
        painter.restore()


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
