"""One board's window: four rooms around the field, and the wires between them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from canvas.app.session import Session
from canvas.document.words import Trouble
from canvas.editor.editor import Editor
from canvas.ui.actions import Actions
from canvas.ui.all_parts import PARTS
from canvas.ui.banner import Banners
from canvas.ui.bench import Bench
from canvas.ui.board_window import BoardWindow
from canvas.ui.bridge import Bridge, Errands
from canvas.ui.choices import Choices
from canvas.ui.cinema import Cinema
from canvas.ui.doings import Doings
from canvas.ui.empty import EmptyBoard
from canvas.ui.filmstrip import FilmStrip
from canvas.ui.following import Following
from canvas.ui.hands import BoardHand
from canvas.ui.home import Home
from canvas.ui.inspector import Inspector
from canvas.ui.playing import Playing
from canvas.ui.swatches import Swatches
from canvas.ui.theme import Theme
from canvas.ui.toolrail import ToolRail, ZoomBox
from canvas.ui.topbar import TopBar
from canvas.ui.verbs import Verbs
from canvas.ui.view import CanvasView
from canvas.ui.writing import Writing

if TYPE_CHECKING:
    from canvas.app.settings import Settings
    from canvas.ui.selection_bar import SelectionBar

LEAST = 900, 600
"""The smallest window, in pixels."""


class MainWindow(BoardWindow):
    """Shows one Session until it is closed, and closes it then. Main thread."""

    closed = Signal(object)

    def __init__(self, session: Session, desk: Home) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        self.desk = self._desk = desk
        self._make_field(desk.theme)
        self._make_rooms(desk.theme)
        self.doings = Doings(self, desk)
        self.following = Following(self, self.doings.hear_export)
        made = (make(self.bench, self.view, self) for make in PARTS)
        self.parts = [self.playing, *made]
        self.choices = Choices(self, desk)
        own = [
            *self.doings.verbs(),
            *self.choices.verbs(),
            *(verb for part in self.parts for verb in part.verbs()),
        ]
        self.actions_ = Actions(self.bench, self, self.view, own, self.doings.by_hand())
        self._assemble()
        self._add_menus()
        self._connect()
        self.actions_.rebound.connect(self._retranslate)
        self.bridge = Bridge(session, self)
        for part in self.parts:
            part.actions = self.actions_
            part.begin()
        self._begin()

    # -- building

    def _make_field(self, theme: Theme) -> None:
        """The canvas, and what works on it."""
        session = self.session
        self.editor = Editor(session.board)
        self.hand = BoardHand(session, self._tell)
        self.view = CanvasView(session, self.editor, theme, self.hand)
        self.banners = Banners(self.view, theme)
        self.errands = Errands(self)
        self.verbs = Verbs(self, self.view)
        self.bench = Bench(
            session,
            self.editor,
            self.hand,
            self.errands,
            self.banners,
            theme,
            self.verbs.bring_in,
            self.verbs.render,
        )
        self.writing = Writing(self.bench, self.view)
        self.verbs.wire(self.bench, self.writing)
        self.playing = Playing(self.bench, self.view, self)

    def _make_rooms(self, theme: Theme) -> None:
        """What stands around the canvas, and floats on it."""
        self.strip = FilmStrip(self.session, theme)
        self.cinema = Cinema(self.bench, self.strip, self.view)
        self.top = TopBar(theme)
        self.rail = ToolRail(theme, self.view)
        self.zoom = ZoomBox(theme, self.view)
        self.empty = EmptyBoard(theme, self.view)
        self.bar: SelectionBar | None = None
        self.inspector = Inspector(self.bench)

    def _assemble(self) -> None:
        centre = QWidget()
        grid = QGridLayout(centre)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        self.setMenuWidget(self.top)  # over the docks too
        grid.addWidget(self.view, 1, 0)
        grid.addWidget(self.inspector, 1, 1)
        grid.addWidget(self.strip, 2, 0, 1, 2)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 1)
        self.setCentralWidget(centre)
        self.setMinimumSize(*LEAST)
        self.resize(1440, 900)
        self.view.installEventFilter(self)

    def _add_menus(self) -> None:
        self.top.set_menu(self.actions_.menu)
        self.swatches = Swatches(self.bench, self)
        self.actions_.add_menu("arrange", self.swatches)
        self.actions_.add_menu("view", self.choices.themes)
        self.actions_.add_menu("view", self.choices.languages)
        self._retranslate()

    def _connect(self) -> None:
        doings, verbs = self.doings, self.verbs
        self.top.renamed.connect(doings.rename_board)
        self.top.export_requested.connect(doings.ask_export)
        self.top.render_requested.connect(doings.render_stale)
        self.top.cancel_requested.connect(verbs.stop_renders)
        self.rail.tool_chosen.connect(doings.choose_tool)
        self.rail.insert_requested.connect(verbs.insert_kind)
        self.rail.refused.connect(verbs.tell_right)
        self.zoom.stepped.connect(self.editor.zoom)
        self.zoom.actual_requested.connect(lambda: self.actions_.run("view.zoom_100"))
        self.zoom.fit_requested.connect(lambda: self.actions_.run("view.fit_all"))
        self.empty.pictures_requested.connect(lambda: verbs.bring_in(kind="picture"))
        self.empty.prompt_requested.connect(doings.first_prompt)
        self.empty.sample_requested.connect(self._desk.open_sample)
        self.view.insert_requested.connect(verbs.ask_insert)
        self.view.menu_requested.connect(doings.open_menu)
        self.view.edit_requested.connect(self.writing.begin)
        self.view.retry_requested.connect(lambda node: self.verbs.render([node]))
        self.view.rename_requested.connect(self.writing.rename)
        self.playing.film_requested.connect(doings.play)
        self.view.dropped.connect(verbs.dropped)

    def allow(self) -> None:
        writable = not self.session.looks_only
        talks = self.session.together.may_comment and not self.session.readonly
        self.rail.set_rights(writes=writable, talks=talks)
        self.top.title.can_edit = writable
        self.inspector.refresh()
        self.following.recount()
        self.offer_bar()
        if self.bar is not None:
            self.bar.follow()

    def _begin(self) -> None:
        writable = not self.session.looks_only
        talks = self.session.together.may_comment and not self.session.readonly
        self.rail.set_rights(writes=writable, talks=talks)
        self.top.title.can_edit = writable
        self.top.export.setEnabled(True)
        self.following.begin()
        QTimer.singleShot(0, self.editor.fit)
        self.view.setFocus()

    # -- what others call

    def offer_bar(self) -> None:
        """What several nodes can be put in order with; made when several are first selected."""
        if self.bar is None and self.editor.selection and not self.session.looks_only:
            from canvas.ui.selection_bar import SelectionBar  # late: not needed for the first frame

            self.bar = SelectionBar(
                self.bench.theme,
                self.session,
                self.editor,
                self.actions_,
                self.view,
                lambda: self.swatches,
            )
            self.bar.follow()

    def open_board(self, path: Path) -> None:
        QTimer.singleShot(0, lambda: self._desk.open(path))

    def _tell(self, trouble: Trouble) -> None:
        self.banners.tell(trouble)

    # -- looks, words and choices

    def choose(self, **chosen: object) -> None:
        """Keep a choice by its name in Settings: `settle` follows at once."""
        self._desk.change(**chosen)

    def settle(self, settings: Settings) -> None:
        """The person has chosen something else."""
        before, self.bench.settings = self.bench.settings, settings
        if settings.shortcuts != before.shortcuts:
            self.actions_.rebind(settings.shortcuts)
        for part in self.parts:
            part.settle(settings)
        self.choices.retranslate()

    def set_theme(self, theme: Theme) -> None:
        self.bench.theme = theme
        self.writing.set_theme(theme)
        for part in (self.top, self.rail, self.zoom, self.empty, self.banners, self.view):
            part.set_theme(theme)
        if self.bar is not None:
            self.bar.set_theme(theme)
        self.inspector.set_theme(theme)
        self.cinema.set_theme(theme)
        for own in self.parts:
            own.set_theme(theme)
        self._retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.actions_.answer(event):
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.following.show_saved()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.actions_.retranslate()
        self._tell_keys()
        self.swatches.retranslate()
        if self.bar is not None:
            self.bar.retranslate()
        self.view.retranslate()
        for part in self.parts:
            part.retranslate()
        self.choices.retranslate()

    def _tell_keys(self) -> None:
        """Let buttons say the keys of what they do, as they are now."""
        actions = self.actions_
        verbs = {name.split(".")[1]: name for name in actions.verbs if name.startswith("tool.")}
        verbs |= {"select": "window.select", "hand": "window.hand"}
        self.rail.tips = {tool: actions.tip(verb) for tool, verb in verbs.items()}
        self.rail.retranslate()
        keys = next(iter(actions.keymap.of("render.start")), "")
        self.top.render_keys = keys.replace("+Return", " ⏎")
        self.top.retranslate()

    # -- room

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.view and event.type() == QEvent.Type.Resize:
            self.rail.put(12, 12)
            self.rail.resize(self.rail.sizeHint())
            self.zoom.resize(self.zoom.sizeHint())
            self.zoom.put(12, self.view.height() - 14 - 32)
            for part in self.parts:
                part.place()
        return False

    def closeEvent(self, event: QCloseEvent) -> None:
        """Saved is what was done, long before this, unless the disk refused."""
        if not self._may_close():
            event.ignore()
            return
        self.writing.close_down()
        self.inspector.close_down()
        self.following.close_down()
        if self.bar is not None:
            self.bar.close_down()
        for part in self.parts:
            part.close_down()
        self.bridge.close()
        self.errands.close()  # what is still being brought in stays out
        self.cinema.close_down()
        self.view.close_down()
        self.editor.close()
        self.session.close()
        self.closed.emit(self)
        super().closeEvent(event)

    def _may_close(self) -> bool:
        """Whether all is on disk, or the person gives up what is not."""
        self.writing.finish()
        try:
            self.session.flush()
        except Trouble as trouble:
            from canvas.ui.dialogs import ask_leave_unsaved  # late: hardly ever needed

            return ask_leave_unsaved(self, trouble)
        drawn_for = dict.fromkeys(one.name for one in self.session.lending.drawing)
        if drawn_for:
            from canvas.ui.dialogs import ask_leave_lending  # late, as above

            return ask_leave_lending(self, ", ".join(drawn_for))
        return True
