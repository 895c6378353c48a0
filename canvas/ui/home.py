"""What a board's window needs of the desk that opened it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from canvas.app.settings import Settings
    from canvas.ui.language import Language
    from canvas.ui.theme import Theme


class Home(Protocol):
    """What a window needs of the desk that opened it."""

    theme: Theme
    settings: Settings
    language: Language

    def ask_new(self) -> None: ...
    def ask_open(self) -> None: ...
    def open(self, path: Path, *, readonly: bool = False) -> bool: ...
    def open_sample(self) -> None: ...
    def close_board(self) -> None: ...
    def set_theme(self, name: str) -> None: ...
    def set_language(self, code: str) -> None: ...
    def change(self, **chosen: object) -> None: ...
