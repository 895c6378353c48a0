"""A fault in an event handler is a fault, and not the end of the program.

PySide 6.11 on Python 3.11 crashes where an error that its own code has raised (a widget that is
gone, a call with arguments that do not fit) leaves a Python override of a virtual method: it takes
what the error says for the exception itself, which Python 3.11 makes only when somebody catches it.
Later Pythons make it at once. So there, every override of ours has somebody who catches it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any

from PySide6.QtCore import QObject

NEEDED = sys.version_info < (3, 12)


def install() -> None:
    """From now on every class made of a QObject raises whole exceptions; before our first one."""

    def made(cls: type, /, **more: Any) -> None:
        super(QObject, cls).__init_subclass__(**more)  # type: ignore[misc]  # it is one
        for name, member in list(vars(cls).items()):
            if isinstance(member, FunctionType) and _is_virtual(cls, name):
                setattr(cls, name, _whole(member))

    QObject.__init_subclass__ = classmethod(made)  # type: ignore[assignment]  # as Python calls it


def _is_virtual(cls: type, name: str) -> bool:
    """Whether C++ may call it: a class of Qt's has a method of that name."""
    return not name.startswith("__") and any(
        name in vars(base) for base in cls.__mro__[1:] if base.__module__.startswith("PySide6.")
    )


def _whole(override: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(override)
    def whole(*args: Any, **named: Any) -> Any:
        try:
            return override(*args, **named)
        except BaseException:  # to be caught is what makes it an exception
            raise

    return whole
