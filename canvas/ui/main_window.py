"""One board's window: four rooms around the field, and the wires between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QGridLayout, QMainWindow, QMenu, QWidget

from canvas.app.commands.board import set_meta
from canvas.app.commands.render import to_render
from canvas.app.notices import ACTIVE, ExportProgress, NodeState, Notice, Saved, Told
from canvas.app.session import Session
from canvas.document.change import Change
from canvas.document.records import NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.editor.editor import Editor
from canvas.ui import menus
from canvas.ui.actions import Actions, Verb
from canvas.ui.banner import Banners
from canvas.ui.bench import Bench
from canvas.ui.bridge import Bridge, Errands
from canvas.ui.cinema import Cinema
from canvas.ui.empty import EmptyBoard
from canvas.ui.filmstrip import FilmStrip
from canvas.ui.hands import BoardHand
from canvas.ui.inspector import Inspector
from canvas.ui.language import LANGUAGES
from canvas.ui.parts import PARTS
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
    from canvas.ui.export_dialog import Exporting
    from canvas.ui.language import Language
    from canvas.ui.selection_bar import SelectionBar

LEAST = 900, 600
"""The smallest window, in pixels."""

RECOUNT = 120
"""Milliseconds that changes are gathered before stale shots are counted again."""


class Home(Protocol):
    """What a window needs of the desk that opened it."""

    theme: Theme
    settings: Settings
    language: Language

    def ask_new(self) -> None: ...
    def ask_open(self) -> None: ...
    def open_sample(self) -> None: ...
    def close_board(self) -> None: ...
    def set_theme(self, name: str) -> None: ...
    def set_language(self, code: str) -> None: ...


class MainWindow(QMainWindow):
    """Shows one Session until it is closed, and closes it then. Main thread."""

    closed = Signal(object)

    def __init__(self, session: Session, desk: Home) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.session = session
        self._desk = desk
        self._active: set[str] = set()
        self._exports: list[Exporting] = []
        theme = desk.theme
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
        self.playing = Playing(self.bench, self.view)
        self.strip = FilmStrip(session, theme)
        self.cinema = Cinema(self.bench, self.strip, self.view)
        self.top = TopBar(theme)
        self.rail = ToolRail(theme, self.view)
        self.zoom = ZoomBox(theme, self.view)
        self.empty = EmptyBoard(theme, self.view)
        self.bar: SelectionBar | None = None
        self.inspector = Inspector(self.bench)
        self.parts = [make(self.bench, self.view, self) for make in PARTS]
        own = [*self._own_verbs(), *(verb for part in self.parts for verb in part.verbs())]
        self.actions_ = Actions(self.bench, self, self.view, own, self._by_hand())
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT)
        self._recount.timeout.connect(self._count)
        self._assemble()
        self._connect()
        self.bridge = Bridge(session, self)
        for part in self.parts:
            part.actions = self.actions_
            part.begin()
        self._begin()

    # -- building

    def _assemble(self) -> None:
        centre = QWidget()
        grid = QGridLayout(centre)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        grid.addWidget(self.top, 0, 0, 1, 2)
        grid.addWidget(self.view, 1, 0)
        grid.addWidget(self.inspector, 1, 1)
        grid.addWidget(self.strip, 2, 0, 1, 2)
        grid.setRowStretch(1, 1)
        grid.setColumnStretch(0, 1)
        self.setCentralWidget(centre)
        self.setMinimumSize(*LEAST)
        self.resize(1440, 900)
        self.view.installEventFilter(self)
        self.top.set_menu(self.actions_.menu)
        self._languages, self._themes = QMenu(self), QMenu(self)
        self._swatches = Swatches(self.bench, self)
        self.actions_.add_menu("arrange", self._swatches)
        self.actions_.add_menu("view", self._themes)
        self.actions_.add_menu("view", self._languages)
        self._retranslate()

    def _connect(self) -> None:
        self._stops: list[Callable[[], None]] = [
            self.session.listen(self._hear),
            self.session.board.listen(self._changed),
            self.editor.listen(self._edited),
        ]
        self.top.renamed.connect(self._rename_board)
        self.top.export_requested.connect(self.ask_export)
        self.top.render_requested.connect(self._render_stale)
        self.top.cancel_requested.connect(self.verbs.stop_renders)
        self.rail.tool_chosen.connect(self._choose_tool)
        self.rail.insert_requested.connect(self.verbs.insert_kind)
        self.zoom.stepped.connect(self.editor.zoom)
        self.zoom.actual_requested.connect(lambda: self.actions_.run("view.zoom_100"))
        self.zoom.fit_requested.connect(self.editor.fit)
        self.empty.pictures_requested.connect(lambda: self.verbs.bring_in(kind="picture"))
        self.empty.prompt_requested.connect(self._first_prompt)
        self.empty.sample_requested.connect(self._desk.open_sample)
        self.view.insert_requested.connect(self.verbs.ask_insert)
        self.view.menu_requested.connect(self._open_menu)
        self.view.edit_requested.connect(self.writing.begin)
        self.playing.film_requested.connect(self.cinema.toggle)
        self.view.dropped.connect(self.verbs.dropped)

    def _begin(self) -> None:
        session = self.session
        self.rail.set_writable(not session.readonly)
        self.top.title.can_edit = not session.readonly
        self.top.export.setEnabled(True)
        self._show_title()
        self._show_saved()
        self._show_empty()
        self._count()
        self.zoom.show_zoom(self.editor.camera.zoom)
        for notice in session.notices:
            self.banners.tell(notice)
        if session.readonly:
            self.banners.tell(
                say(QT_TRANSLATE_NOOP("words", "This board is open to look at only.")), stays=True
            )
        QTimer.singleShot(0, self.editor.fit)
        self.view.setFocus()

    def _own_verbs(self) -> list[Verb]:
        """What only a window does; the registry has all the rest."""
        desk, noop = self._desk, QT_TRANSLATE_NOOP
        return [
            Verb("window.new", noop("commands", "New board..."), desk.ask_new, ("Ctrl+N",), "file"),
            Verb("window.open", noop("commands", "Open..."), desk.ask_open, ("Ctrl+O",), "file"),
            Verb(
                "window.close",
                noop("commands", "Close the board"),
                desk.close_board,
                ("Ctrl+W",),
                "file",
            ),
            Verb(
                "window.insert",
                noop("commands", "Insert..."),
                self._insert_here,
                ("Shift+A",),
                "insert",
                "writable",
            ),
            Verb(
                "window.play",
                noop("commands", "Play the film"),
                self.cinema.toggle,
                ("P",),
                "film",
            ),
            Verb("window.select", noop("commands", "Select"), self._use_select, ("V",), "view"),
            Verb("window.hand", noop("commands", "Move the view"), self._use_hand, ("H",), "view"),
            Verb(
                "window.palette",
                noop("commands", "Find a command..."),
                self.ask_command,
                ("Ctrl+K",),
                "edit",
            ),
            Verb(
                "window.fold",
                noop("commands", "Show or hide the panels"),
                self.fold,
                ("Ctrl+.",),
                "view",
            ),
        ]

    def _by_hand(self) -> dict[str, Callable[[], object]]:
        return {**self.verbs.by_hand(), "film.export": self.ask_export}

    # -- what a person does

    def ask_export(self) -> None:
        """Ask for a file and write the film into it, beside the work."""
        from canvas.ui.export_dialog import ExportDialog, Exporting

        dialog = ExportDialog(self.bench, self)
        if dialog.exec():
            export = Exporting(self.bench, dialog.out, self._exports.remove)
            self._exports.append(export)
            export.begin()

    def ask_command(self) -> None:
        """Every verb that can be done now, by name."""
        from canvas.ui.palette import CommandPalette  # late: not needed for the first frame

        CommandPalette(self.actions_.entries(), self).open_over(self)

    def fold(self) -> None:
        """Leave the field alone, or bring the rooms back."""
        show = not self.top.isVisible()
        for room in (self.top, self.inspector, self.strip, self.rail, self.zoom):
            room.setVisible(show)
        self.view.setFocus()

    def _render_stale(self) -> None:
        self.verbs.render(list(to_render(self.session)))

    def _rename_board(self, title: str) -> None:
        self.hand.attempt(lambda: set_meta(self.session, title=title))

    def _choose_tool(self, tool: str) -> None:
        self.editor.tool = tool
        self.rail.show_tool(tool)
        self.view.setFocus()

    def _use_select(self) -> None:
        self._choose_tool("select")

    def _use_hand(self) -> None:
        self._choose_tool("hand")

    def _first_prompt(self) -> None:
        self.verbs.insert_kind(NodeKind.prompt)

    def _insert_here(self) -> None:
        """The list of nodes under the pointer, or in the middle while that is elsewhere."""
        here = self.view.mapFromGlobal(self.cursor().pos())
        if not self.view.rect().contains(here):
            here = self.view.rect().center()
        pos = self.editor.camera.to_world(here.x(), here.y())
        self.verbs.ask_insert(self.view.mapToGlobal(here), pos)

    def _open_menu(self, place: QPoint, hit: object) -> None:
        menu = QMenu(self)
        self.actions_.refresh()
        chosen = self.editor.selection
        shown = menus.for_nodes(self.session, chosen) if chosen else menus.FIELD
        for name in shown:
            if not name:
                menu.addSeparator()
            elif name == "node.paint":
                menu.addMenu(self._swatches)
            elif name in self.actions_.actions:
                menu.addAction(self.actions_.actions[name])
        menu.exec(place)

    # -- following

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, NodeState):
            self._follow_render(notice)
        elif isinstance(notice, Saved):
            self._show_saved()
        elif isinstance(notice, ExportProgress):
            for export in tuple(self._exports):
                if export.out == notice.out:
                    export.hear(notice)
        elif isinstance(notice, Told):
            self.banners.tell(notice.about)

    def _follow_render(self, state: NodeState) -> None:
        was_active = state.node in self._active
        (self._active.add if state.state in ACTIVE else self._active.discard)(state.node)
        self.inspector.hear_state(state)
        self.view.refresh_node(state.node)
        if was_active and state.state == "done":
            self.playing.play_finished(state.node)
        self._recount.start()

    def _changed(self, change: Change) -> None:
        if change.touches("meta"):
            self._show_title()
        if change.touches("nodes"):
            self._show_empty()
        self.actions_.refresh_history()
        self._recount.start()

    def _edited(self, what: str) -> None:
        if what == "camera":
            self.zoom.show_zoom(self.editor.camera.zoom)
        elif what == "selection":
            self.actions_.refresh()
            self._offer_bar()

    def _offer_bar(self) -> None:
        """What several nodes can be put in order with; made when several are first selected."""
        if self.bar is None and len(self.editor.selection) > 1 and not self.session.readonly:
            from canvas.ui.selection_bar import SelectionBar  # late: not needed for the first frame

            self.bar = SelectionBar(self.bench.theme, self.editor, self.actions_, self.view)
            self.bar.follow()

    def _count(self) -> None:
        waiting = 0 if self.session.readonly else len(to_render(self.session))
        self.top.show_renders(waiting, len(self._active))
        self.actions_.refresh()

    def _show_title(self) -> None:
        title = self.session.title
        self.top.title.set_title(title)
        self.setWindowTitle(f"{title} - Shotweave")

    def _show_saved(self) -> None:
        if self.session.readonly:
            self.top.show_saved("readonly", str(self.session.path))
            return
        trouble = self.session.saving_trouble
        self.top.show_saved(self.session.saved, str(trouble or self.session.path))

    def _show_empty(self) -> None:
        self.empty.setVisible(not self.session.board.nodes and not self.session.readonly)

    def _tell(self, trouble: Trouble) -> None:
        self.banners.tell(trouble)

    # -- looks and words

    def set_theme(self, theme: Theme) -> None:
        self.bench.theme = theme
        self.writing.finish()
        for part in (self.top, self.rail, self.zoom, self.empty, self.banners, self.view):
            part.set_theme(theme)
        if self.bar is not None:
            self.bar.set_theme(theme)
        self.inspector.set_theme(theme)
        self.cinema.set_theme(theme)
        for own in self.parts:
            own.set_theme(theme)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self._show_saved()
        super().changeEvent(event)

    def _retranslate(self) -> None:
        self.actions_.retranslate()
        self._swatches.retranslate()
        if self.bar is not None:
            self.bar.retranslate()
        self.view.retranslate()
        for part in self.parts:
            part.retranslate()
        self._themes.setTitle(self.tr("Theme"))
        self._languages.setTitle(self.tr("Language"))
        themes = {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
        }
        _fill_choice(self._themes, themes, self._desk.settings.theme, self._desk.set_theme)
        _fill_choice(self._languages, LANGUAGES, self._desk.language.code, self._desk.set_language)

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
        for stop in self._stops:
            stop()
        self._stops.clear()
        self._recount.stop()
        if self.bar is not None:
            self.bar.close_down()
        for part in self.parts:
            part.close_down()
        self.bridge.close()
        self.errands.close()  # what is still being brought in stays out
        self.playing.close_down()
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
        return True


def _fill_choice(
    menu: QMenu, names: Mapping[str, str], chosen: str, choose: Callable[[str], None]
) -> None:
    """Make a menu of one choice out of several, the present one ticked."""
    menu.clear()
    for code, name in names.items():
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(code == chosen)
        action.triggered.connect(lambda _=False, code=code: choose(code))
