"""The tools of the hand in a real window: keys, the rail, and how long a tool stays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from canvas.document.records import NodeKind
from canvas.editor.drafts import WIDTHS
from canvas.editor.tools import TOOLS as GESTURES
from canvas.ui.insertion import Insertion
from canvas.ui.main_window import MainWindow
from canvas.ui.pen_sizes import PenSizes
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


def test_the_pen_comes_with_three_sizes_that_it_draws_in(canvas: MainWindow, qtbot: QtBot) -> None:
    (sizes,) = (part for part in canvas.parts if isinstance(part, PenSizes))
    assert sizes.box is None
    qtbot.keyClick(canvas.view, Qt.Key.Key_D)
    assert sizes.box is not None
    assert sizes.box.isVisible()
    assert sizes.box.buttons["M"].isChecked()
    drawn = []
    for number, size in enumerate("SML"):
        qtbot.mouseClick(sizes.box.buttons[size], Qt.MouseButton.LeftButton)
        assert canvas.view.hasFocus()
        assert canvas.editor.tool == "ink"
        sweep(canvas, qtbot, QPoint(400, 150 + 150 * number))
        (made,) = set(canvas.session.board.nodes) - set(drawn)
        drawn.append(made)

    zoom = canvas.editor.camera.zoom
    widths = [canvas.session.board.nodes[id].param("width") for id in drawn]
    assert widths == [WIDTHS[size] / zoom for size in "SML"]
    canvas.actions_.run("pen.thin")
    assert sizes.box.buttons["S"].isChecked()
    qtbot.keyClick(canvas.view, Qt.Key.Key_Escape)
    assert not sizes.box.isVisible()


def test_the_sizes_of_the_pen_lie_beside_the_rail_at_any_size(
    canvas: MainWindow, qtbot: QtBot
) -> None:
    (sizes,) = (part for part in canvas.parts if isinstance(part, PenSizes))
    canvas.actions_.run("pen.thick")
    assert sizes.box is not None
    for high in (600, 900):
        canvas.resize(1200, high)
        qtbot.wait(1)
        inner = sizes.box.inner().translated(sizes.box.pos())
        assert canvas.view.rect().contains(inner)
        rail = canvas.rail.inner().translated(canvas.rail.pos())
        assert not inner.intersects(rail)


def sweep(canvas: MainWindow, qtbot: QtBot, start: QPoint) -> None:
    """Draw a stroke to the right with the left button."""
    view = canvas.view
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    for step in (20, 40, 60):
        qtbot.mouseMove(view, start + QPoint(step, step // 3))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 20))
