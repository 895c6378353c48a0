"""Every verb by name: type letters of it in any language, arrows, Enter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QModelIndex, QObject, QRect, QSize, Qt
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

from canvas.ui.actions import Actions
from canvas.ui.language import in_every, tell
from canvas.ui.menu_order import MENUS
from canvas.ui.theme import BODY, CONTROL, LABEL, font

if TYPE_CHECKING:
    from canvas.ui.home import Home

WIDTH, ROWS, HIGH = 560, 11, 34
"""Width, rows in sight, and the height of a row in pixels."""

LATELY = 8
"""Verbs that stand first because they were done lately."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One verb as a list shows it."""

    name: str
    title: str
    searched: str
    """More words that find it: its title in every language, its name."""
    keys: str
    category: str
    run: Callable[[], object]
    why_not: str = ""
    """Why it cannot be done now."""


def entries(actions: Actions) -> list[Entry]:
    """Every verb but the palette itself."""
    menus = {name: QCoreApplication.translate("commands", title) for name, title in MENUS}
    return [
        Entry(
            name,
            actions.title(name).replace("&&", "&"),
            f"{in_every('commands', verb.title)} {name}",
            actions.keys(name),
            menus.get(verb.menu, ""),
            lambda name=name: actions.run(name),  # type: ignore[misc]  # each its own name
            tell(actions.why_not(name)),
        )
        for name, verb in actions.verbs.items()
        if name != "window.palette"
    ]


def closeness(needle: str, text: str) -> float | None:
    """How well `needle` names `text`; None if its letters do not come in it in this order.

    Letters that stand together, and that begin words, count more: `fs` finds Fit selection.
    """
    at, score, previous = 0, 0.0, -2
    for letter in needle:
        found = text.find(letter, at)
        if found < 0:
            return None
        begins = found == 0 or not text[found - 1].isalnum()
        if not begins:
            starts = (i for i in range(found, len(text)) if _begins(text, i, letter))
            word = next(starts, -1)
            if word >= 0 and previous != found - 1:
                found, begins = word, True
        score += 3.0 if found == previous + 1 else 2.0 if begins else 0.2
        previous, at = found, found + 1
    return score - 0.01 * len(text)


def matching(entries: Sequence[Entry], needle: str) -> list[Entry]:
    """Entries that are meant by what was typed, the closest first; those with every whole word in
    them before those with the letters alone."""
    words = needle.casefold().split()
    if not words:
        return list(entries)
    ranked: list[tuple[float, int, Entry]] = []
    for order, entry in enumerate(entries):
        rank = _rank(words, entry.title.casefold(), entry.searched.casefold())
        if rank is not None:
            ranked.append((-rank, order, entry))
    return [entry for _, _, entry in sorted(ranked, key=lambda one: one[:2])]


def _rank(words: Sequence[str], title: str, more: str) -> float | None:
    text, whole = f"{title} {more}", " ".join(words)
    if title.startswith(whole):
        return 1000.0 - len(title)
    if all(word in text for word in words):
        return 500.0 + sum(_begins_word(text, word) for word in words) - 0.01 * len(title)
    letters = "".join(words)
    close = [found for one in (title, more) if (found := closeness(letters, one)) is not None]
    best = max(close, default=0.0)
    return best if best >= 1.6 * len(letters) else None


def _begins(text: str, at: int, letter: str) -> bool:
    return text[at] == letter and (at == 0 or not text[at - 1].isalnum())


def _begins_word(text: str, word: str) -> bool:
    return text.startswith(word) or f" {word}" in text


class CommandPalette(QFrame):
    """Lies over the window at its top; Escape and clicks elsewhere close it. Main thread."""

    def __init__(
        self, actions: Actions, desk: Home, parent: QWidget, more: Sequence[Entry] = ()
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setObjectName("popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._entries = _recent_first([*entries(actions), *more], desk.settings.lately)
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
            steps = {
                Qt.Key.Key_Down: 1,
                Qt.Key.Key_Up: -1,
                Qt.Key.Key_PageDown: ROWS - 1,
                Qt.Key.Key_PageUp: 1 - ROWS,
            }
            if event.key() in steps and self.list.count():
                self._step(steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.list.currentItem())
                return True
        return False

    def _step(self, by: int) -> None:
        row, last = self.list.currentRow() + by, self.list.count() - 1
        if abs(by) == 1:
            self.list.setCurrentRow(row % (last + 1))
        else:
            self.list.setCurrentRow(max(0, min(row, last)))

    def _fill(self, needle: str) -> None:
        self.list.clear()
        for entry in matching(self._entries, needle):
            item = QListWidgetItem(f"{entry.title} {entry.keys}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, entry)
            item.setToolTip(entry.why_not)
            self.list.addItem(item)
        if not self.list.count():
            item = QListWidgetItem(self.tr("Nothing is called that"))
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        shown = max(1, min(ROWS, self.list.count()))
        self.list.setFixedHeight(shown * HIGH + 2)
        self.adjustSize()

    def _choose(self, item: QListWidgetItem | None) -> None:
        entry = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        if isinstance(entry, Entry):
            self.close()
            self._remember(entry.name)
            entry.run()

    def _remember(self, name: str) -> None:
        before = self._desk.settings.lately
        lately = (name, *(other for other in before if other != name))[:LATELY]
        if lately != before:
            self._desk.change(lately=lately)


def _recent_first(entries: Sequence[Entry], lately: Sequence[str]) -> list[Entry]:
    rank = {name: at for at, name in enumerate(lately)}
    return sorted(entries, key=lambda entry: rank.get(entry.name, len(rank)))


class _Row(QStyledItemDelegate):
    """What it does at the left, then where it belongs, and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:  # type: ignore[override]  # PySide6 names the arguments otherwise
        return QSize(WIDTH - 40, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:  # type: ignore[override]  # as above
        entry = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(entry, Entry):
            super().paint(painter, option, index)
            return
        colours, box = QGuiApplication.palette(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(colours.color(QPalette.ColorRole.Highlight))
            painter.setBrush(colours.color(QPalette.ColorRole.Button))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 7, 7)
        _paint_entry(painter, entry, box.adjusted(10, 0, -10, 0), colours)
        painter.restore()


def _paint_entry(painter: QPainter, entry: Entry, box: QRect, colours: QPalette) -> None:
    role, right = QPalette.ColorRole, _MIDDLE | Qt.AlignmentFlag.AlignRight
    painter.setPen(colours.color(role.PlaceholderText))
    painter.setFont(font(CONTROL, tabular=True))
    taken = painter.fontMetrics().horizontalAdvance(entry.keys) + (16 if entry.keys else 0)
    painter.drawText(box, right, entry.keys)
    painter.setFont(font(LABEL))
    note = entry.why_not or entry.category
    wide = min(painter.fontMetrics().horizontalAdvance(note) + 4, box.width() // 2)
    note = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, wide)
    painter.drawText(box.adjusted(0, 0, -taken, 0), right, note)
    painter.setPen(colours.color(role.PlaceholderText if entry.why_not else role.WindowText))
    painter.setFont(font(BODY))
    room = box.width() - taken - wide - 16
    title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(box, _MIDDLE, title)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
