"""Menus and shortcuts, built from the registry of commands and the window's own few verbs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.registry import Command
from canvas.app.notices import NodeState, Notice, Told
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.editor.editor import Editor
from canvas.ui.bench import Bench
from canvas.ui.keys import Keymap, Own, is_bare, pressed, shown
from canvas.ui.labels import told
from canvas.ui.menu_order import MENUS, Below, items
from canvas.ui.rights import why_not_write

READS_ONLY = frozenset(
    {"board.check", "film.export", "board.show", "node.copy", "comment.undo", "comment.redo"}
)
"""Commands of the board that a board open to look at only also allows."""

LOOKS = (
    *("view.", "history.", "help.", "pane."),
    *("window.history", "window.palette", "window.settings"),
)
"""What the verbs begin with that can be done while a moment of the past is shown."""

ELSEWHERE: Mapping[str, str] = {
    "node.add": "the rail, the insert list, the Insert menu",
    "node.move": "dragging, the arrow keys",
    "node.place": "dragging a scene frame",
    "node.resize": "a corner or an edge of the selected node",
    "node.reshape": "a corner or an edge of the box around several selected nodes",
    "node.expand": "search, the outline, a double click on a collapsed scene frame",
    "node.write": "double click on a node, the inspector",
    "node.set": "the inspector",
    "node.model": "the inspector of a clip",
    "node.quality": "the inspector of a clip",
    "node.larger": "the inspector of a clip",
    "node.smooth": "the inspector of a clip",
    "node.paint": "the inspector of a note or a scene frame",
    "link.connect": "dragging from port to port",
    "link.reconnect": "dragging a link off its port",
    "link.disconnect": "Delete on a link",
    "link.bend": "double click on a link, dragging its bends",
    "link.insert": "dropping a node on a link",
    "link.insert_new": "the menu of a link",
    "link.why_not": "dragging a link over a port",
    "sketch.text": "the text tool",
    "sketch.arrow": "the arrow tool",
    "sketch.point": "dragging an end of the selected arrow",
    "sketch.draw": "the pen",
    "sketch.erase": "the eraser, the other end of a pen",
    "media.paste": "Paste",
    "media.replace": "the inspector of a picture, video or sound",
    "take.choose": "the takes of a clip in the inspector",
    "board.set": "the title in the top bar, the inspector of the film",
    "board.rate": "the inspector of the film",
    "board.show": "the inspector of the film, the film strip",
    "film.add": "Add selection to film",
    "film.move": "dragging a shot of the film strip",
    "film.trim": "the edges of a shot of the film strip",
    "film.transition": "the menu of a shot of the film strip",
    "film.number": "the menu of a shot of the film strip",
    "node.into": "dragging in the outline",
    "bookmark.go": "the Bookmarks menu, Alt+1 to Alt+9, the outline",
    "bookmark.rename": "the Bookmarks menu, the outline",
    "bookmark.retake": "the Bookmarks menu, the outline",
    "bookmark.delete": "the Bookmarks menu, the outline",
    "comment.add": "the comment tool, the player",
    "comment.reply": "the field of a thread",
    "comment.edit": "the menu of a comment",
    "comment.move": "dragging a pin",
    "comment.delete": "the menu of a comment",
    "comment.resolve": "the tick of a thread",
    "comment.reopen": "the tick of a thread, the list of comments",
    "comment.read": "opening a thread",
    "comment.go": "the list of comments",
    "history.name": "Name this version, the History panel",
    "history.rename": "the History panel",
    "history.forget": "the History panel",
    "history.restore": "the bar over a moment of the past",
    "history.restore_nodes": "the bar over a moment of the past, its menu",
    "history.copy": "the bar over a moment of the past",
    "models.list": "the Models page",
    "models.add": "the Models page",
    "models.download": "the Models page",
    "models.pause": "the Models page",
    "models.give_up": "the Models page",
    "models.verify": "the Models page",
    "models.speed": "the Models page, Speed and space",
    "models.clear_kept": "the Models page, Speed and space",
    "models.remove": "the Models page",
    "queue.front": "the Queue panel",
    "queue.move": "dragging in the Queue panel",
    "queue.cancel": "the Queue panel",
    "queue.retry": "the Queue panel",
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
    """Every verb as a QAction of the window, in menus, with its shortcuts. Main thread."""

    rebound = Signal()
    """Verbs have other keys than before."""

    def __init__(
        self,
        bench: Bench,
        window: QWidget,
        view: QWidget,
        own: Sequence[Verb],
        by_hand: Mapping[str, Callable[[], object]],
    ) -> None:
        super().__init__(window)
        self._bench, self._window, self._view = bench, window, view
        self._by_hand = by_hand
        self.verbs: dict[str, Verb] = {}
        self.actions: dict[str, QAction] = {}
        self._bare: dict[str, QAction] = {}
        self.past: Editor | None = None
        """Shows another moment of the board: what looks works there, and nothing else works."""
        for verb in (*(self._from_command(one) for one in _shown(by_hand)), *own):
            self.verbs[verb.name] = verb
            self.actions[verb.name] = self._action(verb, window)
        self.keymap = Keymap({name: verb.keys for name, verb in self.verbs.items()})
        self.menus = {name: QMenu(window) for name, _ in MENUS}
        self._below: list[tuple[QMenu, str]] = []
        self.menu = QMenu(window)
        for name, _ in MENUS:
            self._fill(name)
            if self.menus[name].actions():
                self.menu.addMenu(self.menus[name])
        for notice in self.rebind(bench.settings.shortcuts):
            bench.tell(notice)
        self.retranslate()
        self.menu.aboutToShow.connect(self.refresh)

    # -- what can be done now

    def refresh(self) -> None:
        """Enable what can be done now, and tick what is on."""
        for name, action in self.actions.items():
            action.setEnabled(self.why_not(name) is None)
            self._tick(name)
        self.refresh_history()

    def refresh_history(self) -> None:
        """Enable undo and redo at once: a key on a verb that is still disabled is a lost key."""
        board = self._bench.session.board
        for name, label in (("board.undo", board.can_undo), ("board.redo", board.can_redo)):
            self.actions[name].setEnabled(self.why_not(name) is None)
            text = self.title(name)
            if label:
                words = self.tr("{verb}: {what}")
                text = words.format(verb=text, what=_escaped(told(label)))
            self.actions[name].setText(text)

    def why_not(self, name: str) -> Sentence | None:
        """Why a verb cannot be done now; None if it can."""
        session, editor = self._bench.session, self.past or self._bench.editor
        needs = self.verbs[name].needs
        if self.past is not None and not name.startswith(LOOKS):
            return say(QT_TRANSLATE_NOOP("words", "This is the past: go back to now first."))
        locked = why_not_write(session) if "writable" in needs else None
        if locked is not None:
            return locked
        cuts_links = name == "node.delete" and bool(editor.links)
        if "selection" in needs and not editor.selection and not cuts_links:
            return say(QT_TRANSLATE_NOOP("words", "Nothing is selected."))
        if name == "board.undo" and session.board.can_undo is None:
            return say(QT_TRANSLATE_NOOP("words", "There is nothing to undo."))
        if name == "board.redo" and session.board.can_redo is None:
            return say(QT_TRANSLATE_NOOP("words", "There is nothing to redo."))
        return None

    def run(self, name: str) -> None:
        """Do a verb, or say why it cannot be done now."""
        why = self.why_not(name)
        if why is not None:
            self._bench.tell(why)
            return
        self.verbs[name].run()
        self._tick(name)

    def answer(self, event: QKeyEvent) -> bool:
        """A key that no shortcut caught: another layout names it otherwise, or its verb cannot be
        done now, which is said. False if it means nothing here."""
        key = pressed(event)
        name = self.keymap.holder(key) if key else None
        if name is None or (is_bare(key) and not self._view.hasFocus()):
            return False
        self.run(name)
        return True

    # -- words and keys

    def retranslate(self) -> None:
        for name, title in MENUS:
            self.menus[name].setTitle(QCoreApplication.translate("commands", title))
        for menu, title in self._below:
            menu.setTitle(QCoreApplication.translate("commands", title))
        for name, action in self.actions.items():
            action.setText(self.title(name))
        self.refresh_history()

    def title(self, name: str) -> str:
        """What a menu calls a verb."""
        title = QCoreApplication.translate("commands", self.verbs[name].title)
        return _escaped(title.replace("...", "…"))

    def keys(self, name: str) -> str:
        """The first key of a verb as this system writes it; empty if it has none."""
        return next((shown(key) for key in self.keymap.of(name)), "")

    def tip(self, name: str) -> str:
        """What a button that does a verb says under the pointer."""
        return f"{self.title(name).replace('&&', '&')}  {self.keys(name)}".strip()

    def rebind(self, own: Own) -> tuple[Sentence, ...]:
        """Use a person's keys from now on; returns what is to be said of them."""
        odd = self.keymap.take(own)
        for name in self.actions:
            self._bind(name)
        self.rebound.emit()
        return odd

    def add_menu(self, name: str, menu: QMenu) -> None:
        """Append a submenu of the window's own to one of the menus."""
        self.menus[name].addSeparator()
        self.menus[name].addMenu(menu)

    def _bind(self, name: str) -> None:
        """Bare keys work on the canvas only: Delete in a panel must never take a node."""
        keys = self.keymap.of(name)
        bare = tuple(key for key in keys if is_bare(key))
        action = self.actions[name]
        if bare and bare != keys:
            self._set_keys(action, tuple(key for key in keys if key not in bare), bare=False)
            if name not in self._bare:
                self._bare[name] = QAction(self._window)
                self._bare[name].triggered.connect(lambda: self.run(name))
            self._set_keys(self._bare[name], bare, bare=True)
        else:
            self._set_keys(action, keys, bare=bool(bare))
            if name in self._bare:
                self._bare[name].setShortcuts([])

    def _set_keys(self, action: QAction, keys: tuple[str, ...], *, bare: bool) -> None:
        action.setShortcuts([QKeySequence(key) for key in keys])
        here, there = (self._view, self._window) if bare else (self._window, self._view)
        context = Qt.ShortcutContext
        action.setShortcutContext(
            context.WidgetWithChildrenShortcut if bare else context.WindowShortcut
        )
        there.removeAction(action)
        here.addAction(action)

    # -- building

    def _action(self, verb: Verb, window: QWidget) -> QAction:
        action = QAction(window)
        action.setCheckable(verb.checked is not None)
        action.triggered.connect(lambda: self.run(verb.name))
        return action

    def _fill(self, menu: str) -> None:
        offered = [name for name, verb in self.verbs.items() if verb.menu == menu]
        for item in items(menu, offered):
            if isinstance(item, Below):
                below = self.menus[menu].addMenu("")
                self._below.append((below, item.title))
                self._put(below, item.names)
            else:
                self._put(self.menus[menu], (item,))

    def _put(self, menu: QMenu, names: Sequence[str]) -> None:
        for name in names:
            if name:
                menu.addAction(self.actions[name])
            else:
                menu.addSeparator()

    def _tick(self, name: str) -> None:
        checked = self.verbs[name].checked
        if checked is not None:
            self.actions[name].setChecked(checked())

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
            told: list[object] = []

            def hear(notice: Notice) -> None:
                if isinstance(notice, Told | NodeState):  # of all others nobody sees a thing
                    told.append(notice)

            stops = [
                bench.session.board.listen(told.append),
                bench.session.listen(hear),
                bench.editor.listen(told.append),
            ]
            try:
                made = self._do(command)
            finally:
                for stop in stops:
                    stop()
            # a view that glides has not moved yet, and to look at the same again needs no words
            looks = command.scope == "view" and not command.name.startswith("view.select")
            if not (told or made or looks):
                bench.tell(_nothing_to_change(command.title))
            return made

        return lambda: bench.hand.attempt(run)

    def _do(self, command: Command) -> object:
        bench = self._bench
        if command.scope == "view":
            return command.run(bench.session, self.past or bench.editor)
        if command.takes_selection:
            return command.run(bench.session, bench.editor.selected)
        return command.run(bench.session)


def _nothing_to_change(title: str) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP("words", "“{verb}” changes nothing here: it is so already."),
        verb=QCoreApplication.translate("commands", title),
    )


def _escaped(text: str) -> str:
    """Ampersands that a menu shows."""
    return text.replace("&", "&&")


def _shown(by_hand: Mapping[str, object]) -> list[Command]:
    """The commands with an entry in a menu, a shortcut, or a way of their own in the window."""
    return [
        command
        for command in COMMANDS.values()
        if command.menu or command.keys or command.name in by_hand
    ]
