"""The menus of one choice out of several: how it looks and which language it speaks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from canvas.ui.language import LANGUAGES

if TYPE_CHECKING:
    from canvas.ui.doings import Home


class Choices(QObject):
    """Themes and languages as menus, the present one ticked. Main thread."""

    def __init__(self, window: QWidget, desk: Home) -> None:
        super().__init__(window)
        self._desk = desk
        self.languages, self.themes = QMenu(window), QMenu(window)

    def retranslate(self) -> None:
        """Say them anew, and tick what is chosen now."""
        desk = self._desk
        self.themes.setTitle(self.tr("Theme"))
        self.languages.setTitle(self.tr("Language"))
        themes = {
            "system": self.tr("As the system"),
            "dark": self.tr("Dark"),
            "light": self.tr("Light"),
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
