"""Menus and shortcuts, built from the registry of commands and the window's own few verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.registry import Command
from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.bench import Bench

if TYPE_CHECKING:
    from canvas.ui.palette import Entry

MENUS: tuple[tuple[str, str], ...] = (
    ("file", QT_TRANSLATE_NOOP("commands", "File")),
    ("edit", QT_TRANSLATE_NOOP("commands", "Edit")),
    ("insert", QT_TRANSLATE_NOOP("commands", "Insert")),
    ("arrange", QT_TRANSLATE_NOOP("commands", "Arrange")),
    ("film", QT_TRANSLATE_NOOP("commands", "Film")),
    ("render", QT_TRANSLATE_NOOP("commands", "Render")),
    ("view", QT_TRANSLATE_NOOP("commands", "View")),
    ("help", QT_TRANSLATE_NOOP("commands", "Help")),
)

READS_ONLY = frozenset({"board.check", "film.export", "board.show", "node.copy"})
"""Commands of the board that a board open to look at only also allows."""

ELSEWHERE: Mapping[str, str] = {
    "node.add": "the rail, the insert list, the Insert menu",
    "node.move": "dragging, the arrow keys",
    "node.place": "dragging a scene frame",
    "node.resize": "a corner of the selected node",
    "node.write": "double click on a node, the inspector",
    "node.set": "the inspector",
    "node.paint": "the inspector of a note or a scene frame",
    "link.connect": "dragging from port to port",
    "link.reconnect": "dragging a link off its port",
    "link.disconnect": "Delete on a link",
    "link.bend": "double click on a link, dragging its bends",
    "link.insert": "dropping a node on a link",
    "link.insert_new": "the menu of a link",
    "link.why_not": "dragging a link over a port",
    "media.paste": "Paste",
    "media.replace": "the inspector of a picture, video or sound",
    "take.choose": "the takes of a clip in the inspector",
    "board.set": "the title in the top bar, the inspector of the film",
    "board.rate": "the inspector of the film",
    "board.show": "the inspector of the film, the film strip",
    "film.move": "dragging a shot of the film strip",
    "film.trim": "the edges of a shot of the film strip",
    "film.transition": "the menu of a shot of the film strip",
    "film.number": "the menu of a shot of the film strip",
    "bookmark.go": "the Bookmarks menu, Alt+1 to Alt+9, the outline",
    "bookmark.rename": "the Bookmarks menu, the outline",
    "bookmark.retake": "the Bookmarks menu, the outline",
    "bookmark.delete": "the Bookmarks menu, the outline",
    "film.export_cancel": "Cancel beside the progress of an export",
}
"""Where a person reaches the commands that stand in no menu, because they need a hand."""


@dataclass(frozen=True, slots=True)
class Verb:
    """Something that the window does, as a menu shows it."""

    name: str
    title: str
    """English, in the translation context "commands"."""
    run: Callable[[], object]
    keys: tuple[str, ...] = ()
    menu: str = ""
    needs: str = ""
    """selection, writable or nothing: when it can be done."""
    checked: Callable[[], bool] | None = None
    """Whether what it switches is on: a tick in the menu; None switches nothing."""


class Actions(QObject):
    """Every verb as a QAction of the window, in menus, with its shortcuts."""

    def __init__(
        self,
        bench: Bench,
        window: QWidget,
        view: QWidget,
        own: Sequence[Verb],
        by_hand: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__(window)
        self._bench = bench
        self._by_hand = by_hand
        self.verbs: dict[str, Verb] = {}
        self.actions: dict[str, QAction] = {}
        for verb in (*(self._from_command(one) for one in _shown(by_hand)), *own):
            self.verbs[verb.name] = verb
            self.actions[verb.name] = self._action(verb, window, view)
        self.menus = {name: QMenu(window) for name, _ in MENUS}
        self.menu = QMenu(window)
        for name, _ in MENUS:
            self._fill(name)
            if self.menus[name].actions():
                self.menu.addMenu(self.menus[name])
        self.retranslate()
        self.menu.aboutToShow.connect(self.refresh)

    def refresh(self) -> None:
        """Enable what can be done now."""
        session, editor = self._bench.session, self._bench.editor
        chosen = bool(editor.selection)
        for name, action in self.actions.items():
            needs = self.verbs[name].needs
            able = not (session.readonly and "writable" in needs)
            if "selection" in needs:
                able = able and (chosen or (name == "node.delete" and bool(editor.links)))
            action.setEnabled(able)
            self._tick(name)
        self.refresh_history()

    def _tick(self, name: str) -> None:
        checked = self.verbs[name].checked
        if checked is not None:
            self.actions[name].setChecked(checked())

    def refresh_history(self) -> None:
        """Enable undo and redo at once: a key on a verb that is still disabled is a lost key."""
        board = self._bench.session.board
        self.actions["board.undo"].setEnabled(board.can_undo is not None)
        self.actions["board.redo"].setEnabled(board.can_redo is not None)

    def retranslate(self) -> None:
        for name, title in MENUS:
            self.menus[name].setTitle(QCoreApplication.translate("commands", title))
        for name, action in self.actions.items():
            title = QCoreApplication.translate("commands", self.verbs[name].title)
            action.setText(title.replace("...", "…").replace("&", "&&"))

    def add_menu(self, name: str, menu: QMenu) -> None:
        """Append a submenu of the window's own to one of the menus."""
        self.menus[name].addSeparator()
        self.menus[name].addMenu(menu)

    def entries(self) -> list[Entry]:
        """Every verb that can be done now, for the palette."""
        from canvas.ui.palette import Entry  # late: not needed for the first frame

        self.refresh()
        return [
            Entry(
                action.text().replace("&&", "&"),
                f"{self.verbs[name].title} {name}",
                action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
                self.verbs[name].run,
            )
            for name, action in self.actions.items()
            if action.isEnabled() and name != "window.palette"
        ]

    def run(self, name: str) -> None:
        self.verbs[name].run()
        self._tick(name)

    def _action(self, verb: Verb, window: QWidget, view: QWidget) -> QAction:
        """Bare keys work on the canvas only: Delete in a panel must never take a node."""
        action = QAction(window)
        action.setShortcuts([QKeySequence(key) for key in verb.keys])
        action.setCheckable(verb.checked is not None)
        action.triggered.connect(lambda: self.run(verb.name))
        if any(_is_bare(key) for key in verb.keys):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            view.addAction(action)
        else:
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
        return action

    def _fill(self, menu: str) -> None:
        for name, verb in self.verbs.items():
            if verb.menu == menu:
                self.menus[menu].addAction(self.actions[name])

    def _from_command(self, command: Command) -> Verb:
        needs = "" if command.scope == "view" or command.name in READS_ONLY else "writable"
        if command.needs_selection:
            needs += " selection"
        run = self._by_hand.get(command.name) or self._runner(command)
        checked = self._checked(command)
        return Verb(command.name, command.title, run, command.keys, command.menu, needs, checked)

    def _checked(self, command: Command) -> Callable[[], bool] | None:
        bench, asked = self._bench, command.checked
        if asked is None:
            return None
        if command.scope == "view":
            return lambda: asked(bench.session, bench.editor)
        return lambda: asked(bench.session)

    def _runner(self, command: Command) -> Callable[[], object]:
        bench = self._bench

        def run() -> object:
            if command.scope == "view":
                return command.run(bench.session, bench.editor)
            if command.takes_selection:
                return command.run(bench.session, bench.editor.selected)
            return command.run(bench.session)

        return lambda: bench.hand.attempt(run)


def _is_bare(key: str) -> bool:
    """A key that a field may want for itself: no Ctrl, Alt or Meta, no F2; arrows in any case."""
    held, _, last = key.rpartition("+")
    plain = not {"Ctrl", "Alt", "Meta"} & set(held.split("+"))
    in_text = last in ("Left", "Right", "Up", "Down") or key == "Ctrl+Shift+V"
    return in_text or (plain and not (last.startswith("F") and last[1:].isdigit()))


def _shown(by_hand: Mapping[str, object]) -> list[Command]:
    """The commands with an entry in a menu, a shortcut, or a way of their own in the window."""
    return [
        command
        for command in COMMANDS.values()
        if command.menu or command.keys or command.name in by_hand
    ]
