"""The one list of everything a person or a program can do: menus, palette, shortcuts and the
command line read it."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Run = TypeVar("Run", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    name: str
    """Stable, dotted: node.delete."""
    title: str
    """English, in the translation context "commands"."""
    keys: tuple[str, ...] = ()
    """Shortcuts as Qt spells them: Ctrl+Z."""
    menu: str = ""
    """file, edit, insert, arrange, film, render, view or help; empty stays out of the menus."""
    scope: str = "board"
    """board: works anywhere, the first parameter is the Session. view: a screen only, (session,
    editor)."""
    run: Callable[..., Any]
    doc: str = ""
    checked: Callable[..., bool] | None = None
    """Whether what it switches is on, given what `run` is given first; None switches nothing."""

    @property
    def parameters(self) -> tuple[str, ...]:
        """What `run` takes after the session (and the editor)."""
        return tuple(inspect.signature(self.run).parameters)[1 if self.scope == "board" else 2 :]

    @property
    def takes_selection(self) -> bool:
        """Whether a screen fills in the selected nodes."""
        return "nodes" in self.parameters

    @property
    def needs_selection(self) -> bool:
        """Whether it means nothing without selected nodes."""
        nodes = inspect.signature(self.run).parameters.get("nodes")
        return nodes is not None and nodes.default is inspect.Parameter.empty


COMMANDS: dict[str, Command] = {}


def command(
    name: str,
    *,
    title: str,
    keys: tuple[str, ...] = (),
    menu: str = "",
    scope: str = "board",
    checked: Callable[..., bool] | None = None,
) -> Callable[[Run], Run]:
    """Enter a function into COMMANDS; the function itself stays as it is."""

    def enter(run: Run) -> Run:
        if name in COMMANDS and COMMANDS[name].run.__qualname__ != run.__qualname__:
            raise ValueError(f"two commands are called {name}")
        COMMANDS[name] = Command(
            name=name,
            title=title,
            keys=keys,
            menu=menu,
            scope=scope,
            run=run,
            doc=inspect.getdoc(run) or "",
            checked=checked,
        )
        return run

    return enter
