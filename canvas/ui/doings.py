"""What only a window does: its own verbs, beyond those of the registry."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPoint
from PySide6.QtWidgets import QDockWidget, QMenu, QWidget

from canvas.app.commands.board import set_meta
from canvas.app.commands.nodes import add_node
from canvas.app.commands.render import to_render
from canvas.app.notices import ExportProgress
from canvas.document.records import SIZES, NodeKind
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui import link_menu, menu_order, menus
from canvas.ui.actions import Verb

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.export_dialog import Exporting
    from canvas.ui.home import Home


class Doings(QObject):
    """Main thread. Holds the exports that run; all else is the window's."""

    def __init__(self, window: BoardWindow, desk: Home) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.exports: list[Exporting] = []
        self._folded: tuple[QWidget, ...] = ()

    def verbs(self) -> list[Verb]:
        """What only a window does; the registry has all the rest."""
        desk = self._desk
        return [
            Verb(
                "window.new",
                QT_TRANSLATE_NOOP("commands", "New board..."),
                desk.ask_new,
                ("Ctrl+N",),
                "file",
            ),
            Verb(
                "window.open",
                QT_TRANSLATE_NOOP("commands", "Open..."),
                desk.ask_open,
                ("Ctrl+O",),
                "file",
            ),
            Verb(
                "window.close",
                QT_TRANSLATE_NOOP("commands", "Close the board"),
                desk.close_board,
                ("Ctrl+W",),
                "file",
            ),
            Verb(
                "window.insert",
                QT_TRANSLATE_NOOP("commands", "Insert..."),
                self.insert_here,
                ("Shift+A",),
                "insert",
                "writable",
            ),
            Verb(
                "window.play",
                QT_TRANSLATE_NOOP("commands", "Play the film"),
                self.play,
                ("F5", "Shift+P"),
                "film",
            ),
            Verb(
                "window.select",
                QT_TRANSLATE_NOOP("commands", "Select"),
                self._use_select,
                ("V",),
                "view",
            ),
            Verb(
                "window.hand",
                QT_TRANSLATE_NOOP("commands", "Move the view"),
                self._use_hand,
                ("H",),
                "view",
            ),
            Verb(
                "window.palette",
                QT_TRANSLATE_NOOP("commands", "Find a command..."),
                self.ask_command,
                ("Ctrl+K", "Ctrl+Shift+P", "Ctrl+/"),
                "edit",
            ),
            Verb(
                "window.fold",
                QT_TRANSLATE_NOOP("commands", "Show or hide the panels"),
                self.fold,
                ("Ctrl+.", "F11"),
                "view",
            ),
        ]

    def by_hand(self) -> dict[str, Callable[[], object]]:
        """The commands of the registry that need something from the person first."""
        return {**self._window.verbs.by_hand(), "film.export": self.ask_export}

    def ask_export(self) -> None:
        """Ask for a file and write the film into it, beside the work."""
        from canvas.ui.export_dialog import ExportDialog, Exporting

        bench = self._window.bench
        dialog = ExportDialog(bench, self._window)
        if dialog.exec():
            export = Exporting(bench, dialog.out, self.exports.remove)
            self.exports.append(export)
            export.begin()

    def hear_export(self, notice: ExportProgress) -> None:
        for export in tuple(self.exports):
            if export.out == notice.out:
                export.hear(notice)

    def ask_command(self) -> None:
        """Every verb that can be done now, by name."""
        from canvas.ui.palette import CommandPalette  # late: not needed for the first frame

        window = self._window
        more = [entry for part in window.parts for entry in part.entries()]
        CommandPalette(window.actions_, self._desk, window, more).open_over(window)

    def play(self) -> None:
        """Play the film or hold it; say so where there is none."""
        if self._window.session.board.film:
            self._window.cinema.toggle()
        else:
            self._window.bench.tell(
                say(QT_TRANSLATE_NOOP("words", "The film has no shots yet: add a clip to it."))
            )

    def fold(self) -> None:
        """Leave the field alone, or bring back the rooms that were there."""
        window = self._window
        if self._folded:
            rooms, self._folded = self._folded, ()
        else:
            docks = window.findChildren(QDockWidget)
            every = (window.top, window.inspector, window.strip, window.rail, window.zoom, *docks)
            rooms = self._folded = tuple(room for room in every if not room.isHidden())
        for room in rooms:
            room.setVisible(not self._folded)
        window.view.setFocus()

    def render_stale(self) -> None:
        self._window.verbs.render(list(to_render(self._window.session)))

    def rename_board(self, title: str) -> None:
        window = self._window
        window.hand.attempt(lambda: set_meta(window.session, title=title))

    def choose_tool(self, tool: str) -> None:
        """What the next press on the field does."""
        window = self._window
        window.editor.take(tool)
        window.view.setFocus()

    def first_prompt(self) -> None:
        """Words that say what the film is about, to be linked to its clips."""
        window, size = self._window, SIZES[NodeKind.prompt]
        pos, title = window.verbs.free_middle(size), self.tr("Brief")
        made = window.hand.attempt(
            lambda: add_node(window.session, NodeKind.prompt, pos, title=title)
        )
        if made is not None:
            window.editor.select([made])
            window.writing.begin(made)

    def insert_here(self) -> None:
        """The list of nodes under the pointer, or in the middle while that is elsewhere."""
        window, view = self._window, self._window.view
        here = view.mapFromGlobal(window.cursor().pos())
        if not view.rect().contains(here):
            here = view.rect().center()
        pos = window.editor.camera.to_world(here.x(), here.y())
        window.verbs.ask_insert(view.mapToGlobal(here), pos)

    def open_menu(self, place: QPoint, hit: object) -> None:
        """The menu under the right button: of the selection, or of the field."""
        window = self._window
        menu, actions = QMenu(window), window.actions_
        actions.refresh()
        at = window.view.mapFromGlobal(place)
        world = window.editor.camera.to_world(at.x(), at.y())
        link_menu.fill(menu, window.bench, window.verbs.growing, hit, world)
        for name in menus.here(window.session, window.editor):
            if isinstance(name, menu_order.Below):
                below = menu.addMenu(QCoreApplication.translate("commands", name.title))
                below.addActions([actions.actions[one] for one in name.names])
            elif not name:
                menu.addSeparator()
            elif name == "node.paint":
                menu.addMenu(window.swatches)
            elif name in actions.actions:
                menu.addAction(actions.actions[name])
        menu.exec(place)

    def _use_select(self) -> None:
        self.choose_tool("select")

    def _use_hand(self) -> None:
        self.choose_tool("hand")
