"""The dialog of shortcuts: find a verb by word or by key, give it other keys, at once and for
good."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from canvas.app import key_files
from canvas.document.words import Sentence, Trouble
from canvas.ui.actions import Actions
from canvas.ui.controls import Button, Choice, emptied, text_label, wrapped
from canvas.ui.keys import Own, pressed, shown, warning
from canvas.ui.language import in_every, tell
from canvas.ui.menu_order import MENUS
from canvas.ui.theme import BODY, CONTROL, SEMIBOLD, font

if TYPE_CHECKING:
    from canvas.ui.home import Home

MOST_SAID = 6
"""Remarks about a file that are shown at once."""

NAME = Qt.ItemDataRole.UserRole
"""Where a row keeps the name of its verb."""


class KeyField(QLineEdit):
    """Takes the next key that is pressed, whatever it means elsewhere; Esc leaves. Main thread."""

    key_pressed = Signal(str)
    """The key as we keep it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(font(BODY))
        self.setReadOnly(True)
        # a key is meant, not what an input method would write for it
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = pressed(event)
            if key == "Esc":  # the way out for those without a mouse
                self.clear()
                self.focusNextChild()
            elif key:
                self.setText(shown(key))
                self.key_pressed.emit(key)
            return True
        return super().event(event)


class ShortcutsDialog(QDialog):
    """Writes each change into the settings at once; the window follows. Main thread."""

    def __init__(self, actions: Actions, desk: Home, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions, self._desk = actions, desk
        self._wanted = ""
        self._found_key = ""
        self.setWindowTitle(self.tr("Shortcuts"))
        self.resize(720, 620)
        self.search = QLineEdit()
        self.search.setFont(font(BODY))
        self.search.setClearButtonEnabled(True)
        self.search.setPlaceholderText(self.tr("Find a command, in English or Chinese"))
        self.search.textChanged.connect(self._fill)
        self.by_key = KeyField()
        self.by_key.setPlaceholderText(self.tr("…or press its key here"))
        self.by_key.key_pressed.connect(self._find_key)
        self.category = Choice()
        self.category.addItem(self.tr("Everything"), "")
        for name, title in MENUS:
            self.category.addItem(QCoreApplication.translate("commands", title), name)
        self.category.currentIndexChanged.connect(self._fill)
        self.list = self._made_list()
        self.editor = KeyEditor(self)
        self.said = wrapped("", "soft")
        self.said.hide()
        self._lay_out()
        self._fill()
        self.search.setFocus()

    # -- what the editor asks for

    def keys_of(self, name: str) -> tuple[str, ...]:
        return self._actions.keymap.of(name)

    def title_of(self, name: str) -> str:
        return self._actions.title(name).replace("&&", "&")

    def holder(self, key: str, name: str) -> str | None:
        """The other verb that has a key now."""
        found = self._actions.keymap.holder(key)
        return found if found != name else None

    def is_changed(self, name: str) -> bool:
        return self._actions.keymap.is_changed(name)

    def give(self, name: str, keys: tuple[str, ...]) -> None:
        """These keys, taken from whoever has them now."""
        self._keep(self._actions.keymap.with_keys(name, keys))

    def give_ours(self, name: str) -> None:
        self._keep(self._actions.keymap.with_ours(name))

    def reset(self) -> None:
        """Every verb as it came."""
        self._keep({})

    def export_to(self, path: Path) -> None:
        """Write what the person has changed to a file."""
        try:
            key_files.write(path, self._actions.keymap.own)
        except key_files.BadKeyFile as trouble:
            self._tell([tell(trouble.what), *map(tell, _more(trouble))])
            return
        self._tell([self.tr("Written to {path}.").format(path=path)])

    def import_from(self, path: Path) -> None:
        """Take the keys of a file in place of the person's own; say what stood in the way."""
        try:
            found = key_files.read(path)
        except key_files.BadKeyFile as trouble:
            self._tell([tell(trouble.what), *map(tell, _more(trouble))])
            return
        weighed, told = self._actions.keymap.weighed(found, self.title_of)
        self._keep(weighed.own)
        count = self.tr("Taken from the file: keys of {count} commands.")
        self._tell([count.format(count=len(weighed.own)), *map(tell, told)])

    def _ask_export(self) -> None:
        name = str(Path.home() / "shotweave-shortcuts.json")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export shortcuts"), name, "*.json")
        if chosen:
            self.export_to(Path(chosen))

    def _ask_import(self) -> None:
        home = str(Path.home())
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import shortcuts"), home, "*.json")
        if chosen:
            self.import_from(Path(chosen))

    def _tell(self, said: Sequence[str]) -> None:
        """Say what came of a file; of many remarks the first few."""
        more = len(said) - MOST_SAID
        shown = [
            *said[:MOST_SAID],
            *([self.tr("And {n} more.").format(n=more)] if more > 0 else []),
        ]
        self.said.setText("\n".join(shown))
        self.said.setVisible(bool(said))

    # -- the list

    def _keep(self, own: Own) -> None:
        self._desk.change(shortcuts=dict(own))
        self._fill()

    def _find_key(self, key: str) -> None:
        self._found_key = key
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        """List what is looked for; the row that was chosen stays chosen."""
        if self.search.text():
            self._found_key = ""
            self.by_key.clear()
        chosen = self._chosen()
        self.list.blockSignals(True)
        self.list.clear()
        for name in self._meant():
            keys = "   ".join(shown(key) for key in self.keys_of(name))
            row = QTreeWidgetItem([self.title_of(name), keys, self._category_of(name)])
            row.setData(0, NAME, name)
            if self.is_changed(name):
                row.setFont(1, font(CONTROL, SEMIBOLD))
            self.list.addTopLevelItem(row)
            if name == chosen:
                self.list.setCurrentItem(row)
        first = self.list.topLevelItem(0)
        if self.list.currentItem() is None and first is not None:
            self.list.setCurrentItem(first)
        self.list.blockSignals(False)
        self._nothing.setVisible(not self.list.topLevelItemCount())
        self._show_chosen()

    def _meant(self) -> list[str]:
        words = self.search.text().casefold().split()
        wanted = self.category.currentData()
        found = []
        for name, verb in self._actions.verbs.items():
            keys = " ".join(shown(key) for key in self.keys_of(name))
            text = f"{in_every('commands', verb.title)} {name} {keys}".casefold()
            if wanted and verb.menu != wanted:
                continue
            if self._found_key and self._found_key not in self.keys_of(name):
                continue
            if all(word in text for word in words):
                found.append(name)
        return found

    def _category_of(self, name: str) -> str:
        menu = self._actions.verbs[name].menu
        return next(
            (QCoreApplication.translate("commands", title) for one, title in MENUS if one == menu),
            "",
        )

    def _chosen(self) -> str:
        row = self.list.currentItem()
        return str(row.data(0, NAME)) if row is not None else ""

    def _show_chosen(self) -> None:
        self.editor.show_verb(self._chosen())

    def _made_list(self) -> QTreeWidget:
        made = QTreeWidget()
        made.setFont(font(CONTROL))
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setHeaderLabels([self.tr("Command"), self.tr("Keys"), self.tr("Menu")])
        header = made.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionsMovable(False)
        made.currentItemChanged.connect(lambda: self._show_chosen())
        made.itemActivated.connect(lambda: self.editor.record())
        return made

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.search, 3)
        top.addWidget(self.by_key, 2)
        top.addWidget(self.category, 1)
        self._nothing = wrapped(self.tr("No command has this name or this key."))
        reset = Button(self.tr("Reset all"))
        reset.clicked.connect(self.reset)
        close = Button(self.tr("Close"), primary=True)
        close.clicked.connect(self.accept)
        bring = Button(self.tr("Import..."))
        bring.clicked.connect(self._ask_import)
        give = Button(self.tr("Export..."))
        give.clicked.connect(self._ask_export)
        for button in (reset, bring, give, close):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        for button in (reset, bring, give):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 18, 22, 18)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.list, 1)
        column.addWidget(self._nothing)
        column.addWidget(self.editor)
        column.addWidget(self.said)
        column.addLayout(buttons)


def _more(trouble: Trouble) -> Iterator[Sentence]:
    """What a trouble says after its first sentence."""
    yield from (one for one in (trouble.meaning, trouble.remedy) if one is not None)


class KeyEditor(QWidget):
    """The keys of one verb: take one off, add one, say what stands in its way. Main thread."""

    def __init__(self, dialog: ShortcutsDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._name = ""
        self._key = ""
        self._title = text_label("", "", BODY, strong=True)
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self.field = KeyField()
        self.field.setFixedWidth(190)
        self.field.setPlaceholderText(self.tr("Add: press a key"))
        self.field.key_pressed.connect(self._consider)
        self.ours = Button(self.tr("As it came"))
        self.ours.clicked.connect(lambda: self._dialog.give_ours(self._name))
        self._said = wrapped("", "soft")
        self.take = Button(self.tr("Take it over"))
        self.take.clicked.connect(self._add)
        for button in (self.ours, self.take):
            button.setAutoDefault(False)
        self._lay_out()

    def show_verb(self, name: str) -> None:
        """Show the keys of a verb; an empty name shows none."""
        self._name, self._key = name, ""
        self.setEnabled(bool(name))
        self._title.setText(self._dialog.title_of(name) if name else "")
        emptied(self._chips)
        for key in self._dialog.keys_of(name):
            self._chips.addWidget(self._chip(key))
        self.ours.setEnabled(bool(name) and self._dialog.is_changed(name))
        self.field.clear()
        self._say("")

    def record(self) -> None:
        """Wait for a key."""
        self.field.setFocus()

    def _consider(self, key: str) -> None:
        """Take a key that nobody has; name whose it is otherwise."""
        self._key = key
        other = self._dialog.holder(key, self._name)
        odd = warning(key)
        if other is not None:
            words = self.tr("{key} belongs to “{verb}”.")
            said = words.format(key=shown(key), verb=self._dialog.title_of(other))
            self._say(" ".join(filter(None, (said, tell(odd)))), offer=self.tr("Take it over"))
        elif odd is not None:
            words = self.tr("{key} may not arrive here.").format(key=shown(key))
            self._say(f"{words} {tell(odd)}", offer=self.tr("Use it all the same"))
        else:
            self._add()

    def _add(self) -> None:
        keys = self._dialog.keys_of(self._name)
        if self._key:
            self._dialog.give(self._name, (*keys, self._key))
        self.field.setFocus()

    def _drop(self, key: str) -> None:
        keys = self._dialog.keys_of(self._name)
        self._dialog.give(self._name, tuple(one for one in keys if one != key))

    def _chip(self, key: str) -> QPushButton:
        made = Button(f"{shown(key)}  ✕")
        made.setAutoDefault(False)
        made.setToolTip(self.tr("Take this key off"))
        made.setAccessibleName(self.tr("Take {key} off").format(key=shown(key)))
        made.clicked.connect(self._dropper(key))
        return made

    def _dropper(self, key: str) -> Callable[[], None]:
        return lambda: self._drop(key)

    def _say(self, words: str, *, offer: str = "") -> None:
        self._said.setText(words)
        self.take.setText(offer)
        self.take.setVisible(bool(offer))

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._title)
        first.addLayout(self._chips)
        first.addStretch(1)
        first.addWidget(self.field)
        first.addWidget(self.ours)
        second.addWidget(self._said, 1)
        second.addWidget(self.take)
        self._said.setMinimumHeight(32)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addLayout(first)
        column.addLayout(second)
