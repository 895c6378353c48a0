"""The list of comments beside the canvas: filter, words to look for, and the threads."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QMenu, QVBoxLayout

from canvas.app.commands import comments
from canvas.app.notices import CommentsChanged, Notice, PeopleChanged, TogetherChanged
from canvas.document.change import Change
from canvas.ui.bench import Bench
from canvas.ui.comment_thread import MINUTE
from canvas.ui.comments_list import FILTERS, Row, ThreadRow, Threads
from canvas.ui.controls import Choice, Panel, text_label, wrapped
from canvas.ui.outline_view import FilterField
from canvas.ui.steering import single_shot
from canvas.ui.theme import BODY, CONTROL, Theme, font
from canvas.ui.view import CanvasView

AGAIN = 60
"""Milliseconds that changes are gathered before the list is made anew."""


class CommentsPanel(Panel):
    """Main thread. Reads the session, and writes through the commands alone."""

    chosen = Signal(str)
    """A thread to be looked at."""

    def __init__(self, bench: Bench, view: CanvasView) -> None:
        super().__init__()
        self.setObjectName("comments")
        self._bench, self._view = bench, view
        session = bench.session
        self.model = Threads(session.board, session.comments, self)
        self.title = text_label("", "", BODY, strong=True)
        self.filter = Choice()
        self.search = FilterField()
        self.search.setFont(font(CONTROL))
        self.search.setClearButtonEnabled(True)
        self.list = QListView()
        self._rows = ThreadRow(bench.theme, self.list)
        self.nothing = wrapped("", "soft")
        self._soon = single_shot(self, AGAIN, self.load)
        self._minutes = QTimer(self, interval=MINUTE)
        self._minutes.timeout.connect(self.list.viewport().update)
        self._minutes.start()
        self._lay_out()
        self._wire()
        self.retranslate()
        self.load()

    def begin(self) -> None:
        """The list was opened: its keyboard is here."""
        self.load()
        if not self.list.currentIndex().isValid() and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0, 0))
        (self.list if self.model.rows else self.search).setFocus()

    def load(self) -> None:
        """List what is wanted now; the row that one is on stays."""
        at = self.list.currentIndex()
        row = at.data(Qt.ItemDataRole.UserRole) if at.isValid() else None
        which = self.filter.currentData() or FILTERS[0]
        self.model.load(str(which), self.search.text().strip())
        if isinstance(row, Row):
            kept = self.model.at(row.thread)
            if kept.isValid():
                self.list.setCurrentIndex(kept)
        self._show_nothing()
        self._count()

    def set_theme(self, theme: Theme) -> None:
        self._rows.theme = theme
        self.list.viewport().update()

    def retranslate(self) -> None:
        names = {
            "open": self.tr("Open"),
            "unread": self.tr("Unread"),
            "mentions": self.tr("Mentions me"),
            "mine": self.tr("With me"),
            "resolved": self.tr("Resolved"),
            "all": self.tr("All"),
        }
        at = max(self.filter.currentIndex(), 0)
        self.filter.blockSignals(True)
        self.filter.clear()
        for name in FILTERS:
            self.filter.addItem(names[name], name)
        self.filter.setCurrentIndex(at)
        self.filter.blockSignals(False)
        self.filter.setAccessibleName(self.tr("Which comments"))
        self.search.setPlaceholderText(self.tr("Find in comments"))
        self.search.setAccessibleName(self.tr("Find in comments"))
        self.list.setAccessibleName(self.tr("Comments"))
        self._show_nothing()
        self._count()

    def close_down(self) -> None:
        self._soon.stop()
        self._minutes.stop()
        for stop in self._stops:
            stop()
        self._stops.clear()

    # -- wiring

    def _wire(self) -> None:
        session = self._bench.session
        self.filter.currentIndexChanged.connect(lambda: self.load())
        self.search.textChanged.connect(lambda: self._soon.start())
        self.search.left.connect(self._view.setFocus)
        self.search.down.connect(self.list.setFocus)
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.list.customContextMenuRequested.connect(self._open_menu)
        self._stops = [session.listen(self._hear), session.board.listen(self._changed)]

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, CommentsChanged | PeopleChanged | TogetherChanged):
            self._soon.start()

    def _changed(self, change: Change) -> None:
        """What comments are about may be called otherwise, or be gone."""
        updated = change.updated.get("nodes", {}).values()
        named = any("title" in registers for registers in updated)
        if named or change.removed.get("nodes") or change.added.get("nodes"):
            self._soon.start()

    def _go(self, row: int) -> None:
        if 0 <= row < len(self.model.rows):
            self.chosen.emit(self.model.rows[row].thread)

    def _settle(self, row: int) -> None:
        """Resolve a thread, or open it again."""
        if not 0 <= row < len(self.model.rows):
            return
        found, session = self.model.rows[row], self._bench.session
        verb = comments.reopen if found.resolved else comments.resolve
        self._bench.hand.attempt(lambda: verb(session, found.thread))

    def _open_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        row = self.model.rows[index.row()]
        session, menu = self._bench.session, QMenu(self)
        menu.addAction(self.tr("Go there"), lambda: self._go(index.row()))
        settle = menu.addAction(
            self.tr("Reopen") if row.resolved else self.tr("Resolve"),
            lambda: self._settle(index.row()),
        )
        settle.setEnabled(session.comments.may_write)
        read = menu.addAction(
            self.tr("Mark as read"), lambda: comments.mark_read(session, [row.thread])
        )
        read.setEnabled(row.unread)
        menu.exec(self.list.viewport().mapToGlobal(at))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.list.currentIndex().row()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go(row)
                return True
            if event.key() == Qt.Key.Key_R and not event.modifiers():
                self._settle(row)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self._view.setFocus()
                return True
        return False

    # -- looks

    def _show_nothing(self) -> None:
        """Say why the list is empty."""
        empty = not self.model.rows
        self.list.setVisible(not empty)
        self.nothing.setVisible(empty)
        if self._bench.session.comments.threads:
            self.nothing.setText(self.tr("No comment is meant by this filter."))
        else:
            self.nothing.setText(
                self.tr("Nobody has said anything yet. Press C and click to comment.")
            )

    def _count(self) -> None:
        unread = len(self._bench.session.comments.unread())
        some = self.tr("Comments · {n} unread").format(n=unread)
        self.title.setText(some if unread else self.tr("Comments"))

    def _lay_out(self) -> None:
        self.list.setModel(self.model)
        self.list.setItemDelegate(self._rows)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.installEventFilter(self)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.filter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 8, 8)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        column.addStretch(0)
