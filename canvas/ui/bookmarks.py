"""Bookmarks on the screen: a menu of them, Alt+1 to Alt+9, the mouse's side buttons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu

from canvas.app.commands import marks
from canvas.document.places import Bookmark, bookmarks
from canvas.document.words import QT_TRANSLATE_NOOP, say
from canvas.ui.actions import Verb
from canvas.ui.parts import Part

if TYPE_CHECKING:
    from canvas.ui.palette import Entry

KEYS = 9
"""Places that have a key of their own."""

_GO = (
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 1"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 2"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 3"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 4"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 5"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 6"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 7"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 8"),
    QT_TRANSLATE_NOOP("commands", "Go to bookmark 9"),
)


class Bookmarks(Part):
    """Main thread. The board has the list; nothing is kept here."""

    _menu: QMenu | None = None

    def verbs(self) -> Sequence[Verb]:
        return [
            Verb(f"view.bookmark_{at + 1}", _GO[at], partial(self.go_nth, at), (f"Alt+{at + 1}",))
            for at in range(KEYS)
        ]

    def begin(self) -> None:
        self._menu = QMenu(self.window)
        self._menu.aboutToShow.connect(self._fill)
        self.actions.add_menu("view", self._menu)
        self.view.installEventFilter(self)
        self.retranslate()

    def retranslate(self) -> None:
        if self._menu is not None:
            self._menu.setTitle(self.tr("Bookmarks"))

    @property
    def places(self) -> tuple[Bookmark, ...]:
        return bookmarks(self.bench.session.board.marks)

    def name_of(self, place: Bookmark) -> str:
        at = self.places.index(place)
        return place.name or self.tr("Place {n}").format(n=at + 1)

    def entries(self) -> Sequence[Entry]:
        from canvas.ui.palette import Entry  # late: not needed for the first frame

        return [
            Entry(
                f"bookmark.go {place.id}",
                self.tr("Go to {name}").format(name=self.name_of(place)),
                "bookmark place 书签",
                f"Alt+{at + 1}" if at < KEYS else "",
                self.tr("Bookmarks"),
                partial(self.go, place.id),
            )
            for at, place in enumerate(self.places)
        ]

    # -- what a person does

    def go(self, bookmark: str) -> None:
        bench = self.bench
        bench.hand.attempt(lambda: marks.go_to_bookmark(bench.session, bench.editor, bookmark))
        self.view.setFocus()

    def go_nth(self, at: int) -> None:
        places = self.places
        if at < len(places):
            self.go(places[at].id)
            return
        told = QT_TRANSLATE_NOOP("words", "There is no bookmark {n} yet: Alt+B keeps what you see.")
        self.bench.tell(say(told, n=at + 1))

    def retake(self, bookmark: str) -> None:
        """Let it mean what is in sight now."""
        bench, view = self.bench, self.bench.editor.camera.view
        bench.hand.attempt(lambda: marks.retake_bookmark(bench.session, bookmark, view))

    def delete(self, bookmark: str) -> None:
        bench = self.bench
        bench.hand.attempt(lambda: marks.delete_bookmark(bench.session, bookmark))

    def rename(self, bookmark: str, name: str) -> None:
        bench = self.bench
        bench.hand.attempt(lambda: marks.rename_bookmark(bench.session, bookmark, name))

    def ask_name(self, place: Bookmark) -> None:
        from PySide6.QtWidgets import QInputDialog  # late: hardly ever needed

        name, agreed = QInputDialog.getText(
            self.window, self.tr("Rename the bookmark"), self.tr("Name"), text=self.name_of(place)
        )
        if agreed:
            self.rename(place.id, name)

    def fill_changes(self, menu: QMenu, place: Bookmark) -> None:
        """What can be done to one place, as entries of a menu."""
        menu.addAction(self.tr("Rename…"), lambda: self.ask_name(place))
        menu.addAction(self.tr("Let it mean what is in sight"), lambda: self.retake(place.id))
        menu.addAction(self.tr("Delete"), lambda: self.delete(place.id))

    # -- following

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The side buttons of a mouse go back and forward, as in a browser."""
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            names = {
                Qt.MouseButton.BackButton: "view.back",
                Qt.MouseButton.ForwardButton: "view.forward",
            }
            name = names.get(event.button())
            if name is not None:
                self.actions.run(name)
                return True
        return False

    def _fill(self) -> None:
        menu = self._menu
        assert menu is not None
        menu.clear()
        menu.addAction(self.actions.actions["bookmark.add"])
        places = self.places
        if not places:
            return
        menu.addSeparator()
        for at, place in enumerate(places):
            name = self.name_of(place).replace("&", "&&")
            keys = f"\tAlt+{at + 1}" if at < KEYS else ""
            menu.addAction(name + keys, partial(self.go, place.id))
        menu.addSeparator()
        changes = menu.addMenu(self.tr("Change a bookmark"))
        changes.setEnabled(not self.bench.session.looks_only)
        for place in places:
            self.fill_changes(changes.addMenu(self.name_of(place).replace("&", "&&")), place)
