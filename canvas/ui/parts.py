"""What a board's window has beyond its four rooms: each part stands by itself, and the window
makes, dresses and closes all of them alike. all_parts.py lists them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMainWindow

from canvas.app.settings import Settings
from canvas.ui.actions import Actions, Verb
from canvas.ui.bench import Bench
from canvas.ui.theme import Theme
from canvas.ui.view import CanvasView

if TYPE_CHECKING:
    from canvas.ui.palette import Entry


class Part(QObject):
    """Made with the window, so it is light: what it shows is imported and made when asked for.

    Main thread. What a part does not care for it leaves as it is here.
    """

    def __init__(self, bench: Bench, view: CanvasView, window: QMainWindow) -> None:
        super().__init__(window)
        self.bench, self.view, self.window = bench, view, window
        self.actions: Actions
        """Set once all verbs are known."""

    def verbs(self) -> Sequence[Verb]:
        """What it adds to menus, palette and shortcuts."""
        return ()

    def begin(self) -> None:
        """Everything stands: make menus, docks and what else shows from the start."""

    def entries(self) -> Sequence[Entry]:
        """What it has for the palette beyond its verbs: things of this board by name."""
        return ()

    def place(self) -> None:
        """The canvas has another size."""

    def set_theme(self, theme: Theme) -> None:
        """Look as the theme says."""

    def settle(self, settings: Settings) -> None:
        """The person has chosen something else; `bench.settings` says it too, from the start."""

    def retranslate(self) -> None:
        """Speak as the language is now."""

    def close_down(self) -> None:
        """The board closes: stop listening and working."""
