"""The tools of the hand in a real window: keys, the rail, and how long a tool stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from canvas.document.records import NodeKind
from canvas.editor.tools import TOOLS as GESTURES
from canvas.ui.insertion import Insertion
from canvas.ui.main_window import MainWindow
from canvas.ui.toolrail import LAST_OUT
from canvas.ui.tools import TOOLS

KEYS = [(tool.name, tool.key) for tool in TOOLS]


@pytest.fixture
def canvas(window: MainWindow, qtbot: QtBot) -> Iterator[MainWindow]:
    window.view.setFocus()
    qtbot.waitUntil(window.view.hasFocus)
    yield window
    window.writing.finish()


def test_every_tool_has_a_gesture_and_every_gesture_a_tool() -> None:
    assert {tool.name for tool in TOOLS} == set(GESTURES)


@pytest.mark.parametrize(("tool", "key"), KEYS)
def test_a_letter_takes_a_tool_and_escape_puts_it_down(
    canvas: MainWindow, qtbot: QtBot, tool: str, key: str
) -> None:
    """features 5.2: T text, N note, A arrow, K laser; D draws, E erases."""
    qtbot.keyClick(canvas.view, Qt.Key[f"Key_{key}"])
    assert canvas.editor.tool == tool
    assert canvas.rail.button(tool).isChecked()
    qtbot.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert canvas.editor.tool == "select"
    assert canvas.rail.button("select").isChecked()


def test_a_note_is_put_down_by_key_and_click_and_written_on(
    canvas: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(canvas.view, Qt.Key.Key_N)
    qtbot.mouseClick(canvas.view, Qt.MouseButton.LeftButton, pos=QPoint(500, 300))
    assert canvas.writing.active
    focus = canvas.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, "vat")
    canvas.writing.finish()
    [note] = canvas.session.board.nodes.values()
    assert note.kind is NodeKind.note
    assert canvas.session.board.text(note.id) == "vat"
    assert canvas.editor.tool == "select"
    canvas.session.undo()
    assert not canvas.session.board.nodes, "made and written on in one step"


def test_a_tool_can_be_kept_by_key_and_by_a_double_click(canvas: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseDClick(canvas.rail.button("note"), Qt.MouseButton.LeftButton)
    assert (canvas.editor.tool, canvas.editor.tool_kept) == ("note", True)
    canvas.view.setFocus()
    qtbot.keyClick(canvas.view, Qt.Key.Key_Q)
    assert (canvas.editor.tool, canvas.editor.tool_kept) == ("note", False)


@pytest.mark.parametrize("size", [(900, 600), (1440, 900)])
def test_every_tool_is_within_reach_at_any_size(
    canvas: MainWindow, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """What has no room on the rail stands in its menu."""
    canvas.resize(*size)
    qtbot.waitUntil(lambda: canvas.width() == size[0])
    rail = canvas.rail
    shown = [name for name in LAST_OUT if rail.button(name).isVisibleTo(rail)]
    rail._menu.aboutToShow.emit()
    listed = [action for action in rail._menu.actions() if isinstance(action, QAction)]
    assert len(shown) + len(listed) == len(LAST_OUT)
    assert rail.geometry().bottom() < canvas.zoom.geometry().top() + 14 + 1, "no two overlap"


def test_inserting_an_arrow_or_ink_takes_its_tool(canvas: MainWindow) -> None:
    canvas.verbs.insert(Insertion(NodeKind.arrow), (0, 0))
    assert canvas.editor.tool == "arrow"
    canvas.verbs.insert(Insertion(NodeKind.ink), (0, 0))
    assert canvas.editor.tool == "ink"
    assert not canvas.session.board.nodes
