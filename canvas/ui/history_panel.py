"""What the History dock shows: time as a strip, a name for the moment, and the list of what was
done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from canvas.app.commands import history as verbs
from canvas.app.history import Step
from canvas.document.versions import Version
from canvas.ui.bench import Bench
from canvas.ui.chronicle import Chronicle
from canvas.ui.controls import Button, Panel, text_label, tool_button, wrapped
from canvas.ui.history_list import HistoryList
from canvas.ui.history_model import HistoryModel, Line
from canvas.ui.icons import icon
from canvas.ui.rights import why_not_write
from canvas.ui.subjects import Subjects
from canvas.ui.theme import CONTROL, TITLE, Theme, font
from canvas.ui.time_strip import TimeStrip
from canvas.ui.time_travel import TimeTravel


class HistoryPanel(Panel):
    """Main thread. Reads by way of TimeTravel, and writes through the commands alone."""

    closed = Signal()
    left = Signal()
    """Escape with the past not shown: back to the canvas."""

    def __init__(self, bench: Bench, chronicle: Chronicle, travel: TimeTravel) -> None:
        super().__init__()
        self.setObjectName("history")
        self._bench, self._chronicle, self._travel = bench, chronicle, travel
        self._renaming: Version | None = None
        self.subjects = Subjects(bench, chronicle, self)
        self.model = HistoryModel(chronicle.people, self, self.subjects.of)
        self.list = HistoryList(bench, self.model)
        self.strip = TimeStrip(bench.theme, chronicle.described)
        self.title = text_label("", "", TITLE, strong=True)
        self.flag = tool_button(icon("flag", bench.theme), size=28)
        self.close_button = tool_button(icon("close", bench.theme, 14), size=28)
        self.naming, self.name, self.keep = QWidget(), QLineEdit(), Button(primary=True)
        self.about = wrapped()
        self._lay_out()
        self._wire()
        self.retranslate()
        chronicle.read()

    def _lay_out(self) -> None:
        self.name.setFont(font(CONTROL))
        self.name.setMaxLength(verbs.LONGEST_NAME)
        head, entry = QHBoxLayout(), QHBoxLayout(self.naming)
        head.setContentsMargins(12, 8, 8, 0)
        head.setSpacing(2)
        head.addWidget(self.title, 1)
        head.addWidget(self.flag)
        head.addWidget(self.close_button)
        entry.setContentsMargins(10, 0, 10, 4)
        entry.setSpacing(6)
        entry.addWidget(self.name, 1)
        entry.addWidget(self.keep)
        self.naming.hide()
        self.about.setContentsMargins(14, 8, 14, 8)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.strip)
        for widget in (self.naming, self.about):
            column.addWidget(widget)
        column.addWidget(self.list, 1)

    def _wire(self) -> None:
        travel, strip, rows = self._travel, self.strip, self.list
        self._chronicle.found.connect(self._list)
        self.subjects.found.connect(self.model.retranslate)
        travel.changed.connect(self._show)
        travel.busy.connect(self._tell_busy)
        strip.scrubbed.connect(travel.go_to)
        strip.walked.connect(travel.walk)
        strip.ended.connect(travel.walk_to_end)
        rows.went.connect(travel.go)
        rows.deleted.connect(self._forget)
        rows.menu_wanted.connect(self._open_menu)
        for part in (strip, rows):
            part.left.connect(self._escape)
        self.flag.clicked.connect(self.ask_name)
        self.close_button.clicked.connect(self.closed)
        self.keep.clicked.connect(self._name)
        self.name.returnPressed.connect(self._name)
        self.name.installEventFilter(self)
        self._stop = self._bench.session.board.listen(
            lambda change: self._chronicle.read() if change.touches("marks") else None
        )

    def close_down(self) -> None:
        self.subjects.close_down()
        self._stop()

    def set_theme(self, theme: Theme) -> None:
        self.flag.setIcon(icon("flag", theme))
        self.close_button.setIcon(icon("close", theme, 14))
        self.strip.set_theme(theme)
        self.list.viewport().update()

    def retranslate(self) -> None:
        self.title.setText(self.tr("History"))
        self.keep.setText(self.tr("Keep"))
        self.name.setPlaceholderText(self.tr("Name of this version"))
        self.name.setAccessibleName(self.tr("Name of this version"))
        self.strip.setAccessibleName(self.tr("Time"))
        self.list.setAccessibleName(self.tr("What was done"))
        for button, words in (
            (self.flag, self.tr("Name this version")),
            (self.close_button, self.tr("Close the history")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        self.model.retranslate()
        self._say()

    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    # -- what is shown

    def _list(self) -> None:
        known = self._chronicle
        versions = known.versions
        self.model.load(known.steps, versions)
        flags = [datetime.fromisoformat(version.when) for version in versions]
        self.strip.load(known.moments, flags, known.colour_of)
        self._show()
        self._say()

    def _show(self) -> None:
        shown = self._travel.shown
        self.strip.show_number(shown.number if shown is not None else None)
        self.list.show_step(shown, self._travel.named)

    def _say(self) -> None:
        """What stands in place of a list that is empty."""
        known = self._chronicle
        empty = len(known.steps) < 2
        self.list.setVisible(bool(known.steps))
        self.strip.setVisible(not empty)
        words = self.tr(
            "Nothing has happened on this board yet. Whatever you and others do is kept here, step"
            " by step, and every step can be looked at and restored."
        )
        self.about.setText(words if known.moments else self.tr("Reading the history…"))
        self.about.setVisible(empty)
        self.flag.setEnabled(self._may_name)

    def _tell_busy(self, busy: bool) -> None:
        self.title.setText(self.tr("Reading the history…") if busy else self.tr("History"))

    @property
    def _may_name(self) -> bool:
        return why_not_write(self._bench.session) is None

    # -- names

    def ask_name(self, version: Version | None = None) -> None:
        """Ask for the name of the moment that is shown, or of a version that has one."""
        self._renaming = version if isinstance(version, Version) else None
        self.naming.show()
        self.name.setText(self._renaming.name if self._renaming else "")
        self.name.selectAll()
        self.name.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        escapes = (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        )
        if escapes:
            self.naming.hide()
            self.focus_list()
        return escapes

    def _name(self) -> None:
        session, shown, known = self._bench.session, self._travel.shown, self._renaming
        name = self.name.text()
        at = shown.number if shown is not None else None
        if known is not None:
            done = self._bench.hand.attempt(
                lambda: verbs.rename_version(session, known.id, name) or True
            )
        else:
            done = self._bench.hand.attempt(lambda: bool(verbs.name_version(session, name, at=at)))
        if done:
            self.naming.hide()
            self.focus_list()

    def _forget(self, version: Version | None) -> None:
        if version is not None and self._may_name:
            session = self._bench.session
            self._bench.hand.attempt(lambda: verbs.forget_version(session, version.id))

    def _open_menu(self, place: QPoint, line: Line) -> None:
        menu, travel = QMenu(self), self._travel
        found: Step | Version | None = line.step or line.version
        if found is None:
            return
        menu.addAction(self.tr("Look at this moment"), lambda: travel.go(found))
        version = line.version
        if version is not None:
            menu.addSeparator()
            for words, run in (
                (self.tr("Rename…"), lambda: self.ask_name(version)),
                (self.tr("Delete the name"), lambda: self._forget(version)),
            ):
                menu.addAction(words, run).setEnabled(self._may_name)
        menu.exec(place)

    def _escape(self) -> None:
        if self._travel.shown is not None:
            self._travel.leave()
        else:
            self.left.emit()
