"""What a window needs, imported in the order that takes the least time and memory.

Once PySide6 is there, it reads the source of every module imported after it, and keeps it, to see
whether that uses Qt [its `feature` switches]: half as long again as the imports themselves. What
needs no Qt therefore comes first, and the sources are let go of when all is there.
"""

from __future__ import annotations

import importlib
import linecache
from collections.abc import Iterator

from canvas.document.garbage import settled

WITHOUT_QT = (
    "numpy",
    "canvas.document.board",
    "canvas.app.session",
    "canvas.app.commands.catalogue",
    "canvas.editor.editor",
)
WITH_QT = ("canvas.ui.view", "canvas.ui.filmstrip", "canvas.ui.main_window")
"""What a board's window needs and the start page does not, in pieces."""


def load(*, board: bool) -> None:
    """Import what the start page needs, or a board's window."""
    with settled():
        if board:
            _import(WITHOUT_QT)
        _import(("canvas.ui.application",))
        if board:
            _import(WITH_QT)
    linecache.clearcache()


def load_slowly() -> Iterator[None]:
    """Import a board's window piece by piece, while a person looks at the start page."""
    for name in (*WITHOUT_QT, *WITH_QT):
        _import((name,))
        yield
    linecache.clearcache()


def _import(names: tuple[str, ...]) -> None:
    for name in names:
        importlib.import_module(name)
