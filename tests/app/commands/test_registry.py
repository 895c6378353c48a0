"""One list of verbs feeds menus, shortcuts and the command line."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter

import pytest

from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.registry import Command, command

MENUS = {"", "file", "edit", "insert", "arrange", "film", "view", "render", "people"}


@pytest.mark.parametrize("entry", COMMANDS.values(), ids=lambda entry: entry.name)
def test_every_command_says_what_it_is(entry: Command) -> None:
    assert entry.title
    assert entry.doc
    assert entry.menu in MENUS
    assert entry.scope in ("board", "view")
    annotations = entry.run.__annotations__
    assert annotations["session"] == "Session"
    assert ("editor" in annotations) == (entry.scope == "view")
    assert "return" in annotations


def test_no_shortcut_is_given_twice() -> None:
    keys = Counter(key for entry in COMMANDS.values() for key in entry.keys)
    assert [key for key, count in keys.items() if count > 1] == []


def test_the_verbs_of_a_newcomer_are_there() -> None:
    wanted = "node.add node.delete link.connect film.add media.import render.start film.export"
    assert set(wanted.split()) | {"board.undo", "board.redo", "view.fit_all"} <= set(COMMANDS)


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="two commands"):

        @command("node.add", title="Again")
        def another() -> None:
            """Another."""


def test_parameters_are_what_a_screen_has_to_fill_in() -> None:
    assert COMMANDS["node.delete"].takes_selection
    assert COMMANDS["view.fit_all"].parameters == ()
    assert COMMANDS["film.trim"].parameters == ("shot", "in_", "out", "gesture")


def test_the_catalogue_starts_neither_codecs_nor_the_command_lines_libraries() -> None:
    """Design, section 1; typer, rich and pydantic belong to the command line and the worker."""
    code = "import canvas.app.commands.catalogue, canvas.app.sample, sys;"
    code += "heavy = 'PySide6 torch cv2 av PIL pydantic typer rich'.split();"
    code += "print([name for name in heavy if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
