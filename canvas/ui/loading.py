"""What a window needs, imported in the order that takes the least time and memory.

Once PySide6 is there, it reads the source of every module imported after it, and keeps it, to see
whether that may ask for Qt's names in another style (`from __feature__ import snake_case`): half as
long again as the imports themselves, and 3 MB. None of our modules asks, so it is told that none
does. Where another PySide6 does not hear that, what needs no Qt comes first all the same, and the
sources are let go of when all is there.
"""

from __future__ import annotations

import importlib
import linecache
import sys
from collections.abc import Iterator
from typing import Any

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
        _import(("PySide6.QtCore",))
        _leave_unread()
        _guard_overrides()
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


def _guard_overrides() -> None:
    """Before our first class of Qt's."""
    from canvas.ui import overrides  # late: it needs Qt

    if overrides.NEEDED:
        overrides.install()


def _leave_unread() -> None:
    """Have PySide6 look into no module that is imported from now on."""
    feature: Any = sys.modules.get("PySide6.support.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        feature._mod_uses_pyside = lambda _module: False
