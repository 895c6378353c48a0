"""The bar of the search: a field, how many were found, and a list of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from canvas.document.change import Change
from canvas.editor.finding import Excerpt, Found, excerpt
from canvas.ui.bench import Bench
from canvas.ui.controls import text_label, tool_button
from canvas.ui.floating import SPREAD, Floating
from canvas.ui.icons import icon
from canvas.ui.kinds import kind_name
from canvas.ui.rows import Row, paint_row
from canvas.ui.theme import BODY, CONTROL, Theme, font

WIDTH, ROWS, HIGH = 440, 8, 44
"""Width of the bar, rows in sight, height of a row: in pixels."""

AGAIN = 150
"""Milliseconds that changes of the board are gathered before it is searched anew."""

Index: TypeAlias = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


class Hits(QAbstractListModel):
    """What was found; a row is worked out when it is painted."""

    def __init__(self, bench: Bench, parent: QObject) -> None:
        super().__init__(parent)
        self._bench = bench
        self._found: Sequence[Found] = ()
        self._query = ""

    def show(self, found: Sequence[Found], query: str) -> None:
        self.beginResetModel()
        self._found, self._query = found, query
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._found)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index.row())
        if row is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.spoken
        return row if role == Qt.ItemDataRole.UserRole else None

    def row(self, at: int) -> Row | None:
        board = self._bench.session.board
        node = board.nodes.get(self._found[at].node)
        if node is None:  # deleted since; the list is about to be made anew
            return None
        number = next((shot.number for shot in board.film if shot.node == node.id), "")
        below = excerpt(board.text(node.id), self._query)
        names = (board.assets[hash].name for hash in node.refs if hash in board.assets)
        below = below or excerpt(" ".join(names), self._query)
        title = node.title or kind_name(node.kind)
        if below is None:
            start = board.text(node.id)[:80].replace("\n", " ")
            below = Excerpt(start or (kind_name(node.kind) if node.title else ""), 0, 0)
        above = excerpt(title, self._query, len(title)) or Excerpt(title, 0, 0)
        return Row(node.kind, above, below, number)


class SearchBar(Floating):
    """Lies over the field at its right. Main thread."""

    typed = Signal(str)
    stepped = Signal(int)
    chosen = Signal(int)
    all_wanted = Signal()
    left = Signal()

    def __init__(self, bench: Bench, view: QWidget) -> None:
        super().__init__(bench.theme, view, radius=12)
        self._count = 0
        self.field = QLineEdit()
        self.field.setFont(font(BODY))
        self.field.textChanged.connect(self.typed)
        self.field.installEventFilter(self)
        self.count = text_label("", "soft", CONTROL)
        self.count.setMinimumWidth(66)
        self.count.setContentsMargins(8, 0, 4, 0)
        self.count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme = bench.theme
        self.back, self.on, self.all, self.away = (
            tool_button(icon(name, theme), size=28) for name in ("up", "chevron", "select", "close")
        )
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.all.clicked.connect(self.all_wanted)
        self.away.clicked.connect(self.left)
        self.hits = Hits(bench, self)
        self.list = self._make_list(theme)
        self._again = QTimer(self, singleShot=True, interval=AGAIN)
        self._again.timeout.connect(lambda: self.typed.emit(self.query))
        self._stop = bench.session.board.listen(self._changed)
        self._lay_out()
        self.retranslate()
        self.hide()

    @property
    def query(self) -> str:
        return self.field.text()

    def begin(self) -> None:
        """Take the keyboard; the old words are typed over."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_found(self, found: Sequence[Found], at: int) -> None:
        self.hits.show(found, self.query)
        self._count = len(found)
        for button in (self.back, self.on, self.all):
            button.setEnabled(bool(found))
        shown = min(ROWS, len(found))
        self.list.setVisible(bool(found))
        self.list.setFixedHeight(shown * HIGH + 8)
        self.show_at(at)
        self.adjustSize()

    def show_at(self, at: int) -> None:
        """Mark one hit in the list and say its number."""
        if at >= 0:
            self.list.setCurrentIndex(self.hits.index(at, 0))
        else:
            self.list.setCurrentIndex(QModelIndex())
            self.list.scrollToTop()
        self._say(at)

    def fit(self, view: QSize, margin: int) -> None:
        """Stand at the top right of a field of this size."""
        self.setFixedWidth(min(WIDTH, view.width() - 2 * margin) + 2 * SPREAD)
        self.adjustSize()
        self.put(view.width() - self.inner().width() - margin, margin)

    def set_theme(self, theme: Theme) -> None:
        for button, name in (
            (self.back, "up"),
            (self.on, "chevron"),
            (self.all, "select"),
            (self.away, "close"),
        ):
            button.setIcon(icon(name, theme))
        super().set_theme(theme)

    def retranslate(self) -> None:
        self.field.setPlaceholderText(self.tr("Titles, words, files, shots, kinds, states"))
        self.field.setAccessibleName(self.tr("Find on the board"))
        for button, name, keys in (
            (self.back, self.tr("The hit before"), "Shift+Enter"),
            (self.on, self.tr("The next hit"), "Enter"),
            (self.all, self.tr("Select all hits"), "Alt+Enter"),
            (self.away, self.tr("Close"), "Esc"),
        ):
            button.setToolTip(f"{name}  {keys}")
            button.setAccessibleName(name)
        self._say(self.list.currentIndex().row())

    def close_down(self) -> None:
        self._stop()
        self._again.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()), event.modifiers())
        return False

    def _key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if held & Qt.KeyboardModifier.AltModifier:
                self.all_wanted.emit()
            else:
                self.stepped.emit(-1 if held & Qt.KeyboardModifier.ShiftModifier else 1)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.stepped.emit(1 if key is Qt.Key.Key_Down else -1)
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _say(self, at: int) -> None:
        if not self.query.strip():
            text = ""
        elif not self._count:
            text = self.tr("Nothing found")
        elif at < 0:
            text = self.tr("{n} found").format(n=self._count)
        else:
            text = self.tr("{at} of {n}").format(at=at + 1, n=self._count)
        self.count.setText(text)
        self.field.setAccessibleDescription(text)

    def _changed(self, change: Change) -> None:
        if self.isVisible() and self.query.strip() and not self._again.isActive():
            self._again.start()

    def _make_list(self, theme: Theme) -> QListView:
        made = QListView()
        made.setModel(self.hits)
        made.setItemDelegate(_Hit(self, made))
        made.setUniformItemSizes(True)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        made.clicked.connect(lambda index: self.chosen.emit(index.row()))
        made.hide()
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        row.addWidget(self.count)
        for button in (self.back, self.on, self.all, self.away):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(SPREAD + 8,) * 4)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.list)


class _Hit(QStyledItemDelegate):
    def __init__(self, bar: SearchBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._bar = bar

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, HIGH)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(Qt.ItemDataRole.UserRole)
        if isinstance(row, Row):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            paint_row(painter, QRect(option.rect), row, self._bar.theme, chosen=chosen)
