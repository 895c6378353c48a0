"""How the program looks, speaks and answers: menus of one choice, and the ways to its dialogs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu

from canvas.document.words import QT_TRANSLATE_NOOP
from canvas.ui.actions import Verb
from canvas.ui.language import LANGUAGES

if TYPE_CHECKING:
    from canvas.ui.board_window import BoardWindow
    from canvas.ui.home import Home


class Choices(QObject):
    """Themes and languages as menus, the present one ticked; settings, shortcuts and help as
    dialogs that are made when asked for. Main thread."""

    def __init__(self, window: BoardWindow, desk: Home) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.languages, self.themes = QMenu(window), QMenu(window)

    def verbs(self) -> list[Verb]:
        return [
            Verb(
                "window.settings",
                QT_TRANSLATE_NOOP("commands", "Settings..."),
                self.ask_settings,
                ("Ctrl+,",),
                "file",
            ),
            Verb(
                "help.keys",
                QT_TRANSLATE_NOOP("commands", "All keys and gestures"),
                self.show_keys,
                ("F1", "?"),
                "help",
            ),
            Verb(
                "help.shortcuts",
                QT_TRANSLATE_NOOP("commands", "Change shortcuts..."),
                self.ask_shortcuts,
                ("Ctrl+Alt+K",),
                "help",
            ),
            Verb(
                "help.about",
                QT_TRANSLATE_NOOP("commands", "About Shotweave"),
                self.show_about,
                (),
                "help",
            ),
        ]

    def ask_settings(self) -> None:
        """Everything a person can choose, in one dialog."""
        from canvas.ui.settings_dialog import SettingsDialog  # late: hardly ever needed

        SettingsDialog(self._desk, self.ask_shortcuts, self._window).exec()

    def ask_shortcuts(self) -> None:
        """Every verb with its keys, to be changed."""
        from canvas.ui.shortcuts import ShortcutsDialog  # late: hardly ever needed

        ShortcutsDialog(self._window.actions_, self._desk, self._window).exec()

    def show_keys(self) -> None:
        """Every key and gesture over the window, until a key or a click ends it."""
        from canvas.ui.cheat_sheet import CheatSheet  # late: hardly ever needed

        window = self._window
        CheatSheet(window.actions_, self.ask_shortcuts, window, window.view).open_over()

    def show_about(self) -> None:
        """Which version this is, and under which licences."""
        from canvas.ui.about import AboutDialog  # late: hardly ever needed

        AboutDialog(self._window.bench.theme, self._window).exec()

    def retranslate(self) -> None:
        """Say the menus anew, and tick what is chosen now."""
        desk = self._desk
        self.themes.setTitle(self.tr("Theme"))
        self.languages.setTitle(self.tr("Language"))
        themes = {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
            "contrast-dark": self.tr("High contrast, dark"),
            "contrast-light": self.tr("High contrast, light"),
        }
        _fill(self.themes, themes, desk.settings.theme, desk.set_theme)
        _fill(self.languages, LANGUAGES, desk.language.code, desk.set_language)


def _fill(
    menu: QMenu, names: Mapping[str, str], chosen: str, choose: Callable[[str], None]
) -> None:
    menu.clear()
    for code, name in names.items():
        action = menu.addAction(name)
        action.setCheckable(True)
        action.setChecked(code == chosen)
        action.triggered.connect(lambda _=False, code=code: choose(code))
