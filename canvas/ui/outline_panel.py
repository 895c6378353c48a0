"""The outline dock: filter, bookmarks and tree, wired to the board and the canvas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QVBoxLayout,
)

from canvas.app.commands.scenes import put_into
from canvas.app.notices import NodeState, Notice
from canvas.document.change import Change
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.editor.hits import NOTHING
from canvas.ui.bench import Bench
from canvas.ui.controls import Panel, heading
from canvas.ui.outline_model import OutlineModel
from canvas.ui.outline_view import HIGH, FilterField, OutlineTree, is_rename
from canvas.ui.theme import CONTROL, Theme, font
from canvas.ui.view import CanvasView

if TYPE_CHECKING:
    from canvas.ui.actions import Actions
    from canvas.ui.bookmarks import Bookmarks
    from canvas.ui.search import Search

STATES: Mapping[str, str] = {
    "empty": QT_TRANSLATE_NOOP("Outline", "not rendered yet"),
    "stale": QT_TRANSLATE_NOOP("Outline", "stale"),
    "queued": QT_TRANSLATE_NOOP("Outline", "queued"),
    "running": QT_TRANSLATE_NOOP("Outline", "rendering"),
    "done": QT_TRANSLATE_NOOP("Outline", "rendered"),
    "failed": QT_TRANSLATE_NOOP("Outline", "failed"),
    "lost": QT_TRANSLATE_NOOP("Outline", "interrupted"),
}

SEEN_WHOLE = 600
"""Nodes up to which every frame is open from the start."""

PLACES = 6
"""Bookmarks in sight."""

FILTER = 120
"""Milliseconds that letters are gathered before the tree is filtered."""


class OutlinePanel(Panel):
    """Main thread. Reads the board, and writes it through the commands alone."""

    def __init__(
        self,
        bench: Bench,
        view: CanvasView,
        actions: Actions,
        bookmarks: Bookmarks,
        search: Search,
    ) -> None:
        super().__init__()
        self.setObjectName("outline")
        self._bench, self._view, self._actions = bench, view, actions
        self._bookmarks, self._search = bookmarks, search
        self.model = OutlineModel(bench.session, state_name, self)
        self.tree = OutlineTree(self.model, bench.theme)
        self.filter = FilterField()
        self.filter.setFont(font(CONTROL))
        self.filter.setClearButtonEnabled(True)
        self.heading = heading()
        self.places = self._make_places()
        self._filtering = QTimer(self, singleShot=True, interval=FILTER)
        self._filtering.timeout.connect(self.filter_now)
        self._wire()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 6, 8)
        column.setSpacing(6)
        for widget in (self.filter, self.heading, self.places, self.tree):
            column.addWidget(widget)
        if len(self.model.outline) <= SEEN_WHOLE:
            self.tree.open_all()
        self._list_places()
        self.retranslate()
        self._show_selection()

    def focus_tree(self) -> None:
        self.tree.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_theme(self, theme: Theme) -> None:
        self.tree.theme = theme
        self.tree.viewport().update()

    def retranslate(self) -> None:
        self.filter.setPlaceholderText(self.tr("Filter the outline"))
        self.filter.setAccessibleName(self.tr("Filter the outline"))
        self.tree.setAccessibleName(self.tr("Outline of the board"))
        self.places.setAccessibleName(self.tr("Bookmarks"))
        self.heading.setText(self.tr("Bookmarks"))
        self._list_places()

    def close_down(self) -> None:
        self._filtering.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()

    def filter_now(self) -> None:
        """List what the words of the filter mean, found as the search finds."""
        words = self.filter.text().strip()
        found = [one.node for one in self._search.matches(words)] if words else None
        self.model.load(found)
        if len(self.model.outline) <= SEEN_WHOLE:
            self.tree.open_all()
        self._show_selection()

    # -- wiring

    def _wire(self) -> None:
        session, tree = self._bench.session, self.tree
        self.filter.textChanged.connect(lambda: self._filtering.start())
        self.filter.left.connect(self._view.setFocus)
        self.filter.down.connect(self.focus_tree)
        tree.chosen.connect(self._choose)
        tree.went.connect(self._search.reveal)
        tree.deleted.connect(lambda: self._actions.run("node.delete"))
        tree.left.connect(self._view.setFocus)
        tree.menu_wanted.connect(self._open_menu)
        self.model.renamed.connect(self._bench.rename)
        self.model.moved.connect(self._move)
        self._stops: list[Callable[[], None]] = [
            session.board.listen(self._changed),
            session.listen(self._hear),
            self._bench.editor.listen(self._edited),
        ]

    def _changed(self, change: Change) -> None:
        self.model.follow(change)
        if change.touches("nodes"):
            self._show_selection()
        if change.touches("marks"):
            self._list_places()

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, NodeState):
            self.model.say((notice.node,))

    def _edited(self, what: str) -> None:
        if what == "selection" and not self._choosing:
            self._show_selection()

    _choosing = False

    def _choose(self, ids: list[str]) -> None:
        self._choosing = True
        self._bench.editor.select(ids)
        self._choosing = False

    def _show_selection(self) -> None:
        self.tree.show_selection(self._bench.editor.selection)

    def _move(self, ids: list[str], frame: str | None) -> None:
        """Rows were dropped: after the drop, for the board moves the rows."""
        bench = self._bench
        QTimer.singleShot(
            0, self, lambda: bench.hand.attempt(lambda: put_into(bench.session, ids, frame))
        )

    def _open_menu(self, place: QPoint) -> None:
        self._view.menu_requested.emit(place, NOTHING)

    # -- places

    def _make_places(self) -> QListWidget:
        made = QListWidget()
        made.setFont(font(CONTROL))
        made.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        made.customContextMenuRequested.connect(self._change_place)
        made.itemActivated.connect(lambda item: self._bookmarks.go(_id(item)))
        made.itemClicked.connect(lambda item: self._bookmarks.go(_id(item)))
        made.itemChanged.connect(lambda item: self._bookmarks.rename(_id(item), item.text()))
        made.installEventFilter(self)
        return made

    def _list_places(self) -> None:
        places, known = self.places, self._bookmarks.places
        row = places.currentRow()
        places.blockSignals(True)
        places.clear()
        for place in known:
            item = QListWidgetItem(self._bookmarks.name_of(place))
            item.setData(Qt.ItemDataRole.UserRole, place.id)
            if not self._bench.session.looks_only:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            places.addItem(item)
        places.setCurrentRow(min(row, len(known) - 1))
        places.blockSignals(False)
        places.setFixedHeight(min(PLACES, len(known)) * HIGH + 2)
        places.setVisible(bool(known))
        self.heading.setVisible(bool(known))

    def _change_place(self, at: QPoint) -> None:
        item = self.places.itemAt(at)
        found = [one for one in self._bookmarks.places if item and one.id == _id(item)]
        if found and not self._bench.session.looks_only:
            menu = QMenu(self)
            self._bookmarks.fill_changes(menu, found[0])
            menu.exec(self.places.viewport().mapToGlobal(at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if is_rename(event):
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            item = self.places.currentItem()
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and item is not None:
                self._bookmarks.delete(_id(item))
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._view.setFocus()
                return True
        return False


def state_name(state: str) -> str:
    return QCoreApplication.translate("Outline", STATES[state]) if state in STATES else state


def _id(item: QListWidgetItem) -> str:
    return str(item.data(Qt.ItemDataRole.UserRole))
