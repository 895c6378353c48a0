"""Ctrl+F on a real window (features.md 5.2: Palette / search)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from canvas.app.commands.grouping import collapse
from canvas.app.commands.nodes import add_node, delete_nodes
from canvas.ui.main_window import MainWindow
from canvas.ui.search import Search
from canvas.ui.search_bar import SearchBar


@pytest.fixture
def search(window: MainWindow) -> Search:
    [part] = [part for part in window.parts if isinstance(part, Search)]
    return part


@pytest.fixture
def lamps(window: MainWindow) -> list[str]:
    """Three nodes with a lamp, far apart, and one without."""
    session = window.session
    made = [
        add_node(session, "note", (0, 0), title="Lamp"),
        add_node(session, "prompt", (6000, 0), text="The lamp goes out"),
        add_node(session, "clip", (0, 9000), title="A street with one lamp"),
    ]
    add_node(session, "note", (400, 0), title="Moon")
    return made


def bar_of(window: MainWindow) -> SearchBar:
    [bar] = window.view.findChildren(SearchBar)
    return bar


def test_typing_finds_at_once_and_enter_goes_from_hit_to_hit(
    window: MainWindow, search: Search, lamps: list[str], qtbot: QtBot
) -> None:
    window.actions_.actions["find.open"].trigger()
    bar = bar_of(window)
    before = window.editor.camera
    qtbot.keyClicks(bar.field, "LAMP")
    assert window.editor.found == tuple(lamps[at] for at in (0, 2, 1))
    assert bar.count.text() == "3 found"
    assert window.editor.camera == before, "typing alone moves nothing"
    for hit, said in ((0, "1 of 3"), (2, "2 of 3"), (1, "3 of 3"), (0, "1 of 3")):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        assert window.editor.selected == (lamps[hit],)
        assert bar.count.text() == said
        qtbot.waitUntil(lambda hit=hit: lamps[hit] in window.view.in_sight())  # type: ignore[misc]
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert window.editor.selected == (lamps[1],)


def test_escape_leaves_the_board_as_it_was_and_the_keyboard_on_it(
    window: MainWindow, search: Search, lamps: list[str], qtbot: QtBot
) -> None:
    search.open()
    bar = bar_of(window)
    qtbot.keyClicks(bar.field, "lamp")
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert window.editor.found == ()
    assert window.focusWidget() is window.view
    search.open()
    assert bar.query == "lamp", "the last words are there to go on with"
    assert bar.field.selectedText() == "lamp"


def test_all_hits_can_be_selected(
    window: MainWindow, search: Search, lamps: list[str], qtbot: QtBot
) -> None:
    search.open()
    bar = bar_of(window)
    qtbot.keyClicks(bar.field, "lamp")
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert window.editor.selection == frozenset(lamps)
    assert not bar.isVisible()


def test_the_hits_follow_the_board(
    window: MainWindow, search: Search, lamps: list[str], qtbot: QtBot
) -> None:
    search.open()
    bar = bar_of(window)
    qtbot.keyClicks(bar.field, "lamp")
    delete_nodes(window.session, [lamps[0]])
    qtbot.waitUntil(lambda: bar.count.text() == "2 found")
    add_node(window.session, "note", (800, 0), title="Another lamp")
    qtbot.waitUntil(lambda: bar.count.text() == "3 found")


def test_nothing_found_is_said(window: MainWindow, search: Search, qtbot: QtBot) -> None:
    search.open()
    bar = bar_of(window)
    qtbot.keyClicks(bar.field, "zeppelin")
    assert bar.count.text() == "Nothing found"
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert not bar.list.isVisible()


def test_a_row_of_the_list_can_be_clicked(
    window: MainWindow, search: Search, lamps: list[str], qtbot: QtBot
) -> None:
    search.open()
    bar = bar_of(window)
    qtbot.keyClicks(bar.field, "lamp")
    place = bar.list.visualRect(bar.hits.index(2, 0)).center()
    qtbot.mouseClick(bar.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.editor.selected == (lamps[1],)
    assert "The lamp goes out" in str(bar.hits.data(bar.hits.index(2, 0)))


def test_f3_goes_on_without_the_bar_in_focus(
    window: MainWindow, search: Search, lamps: list[str], qtbot: QtBot
) -> None:
    search.open()
    qtbot.keyClicks(bar_of(window).field, "lamp")
    window.view.setFocus()
    window.actions_.actions["find.next"].trigger()
    window.actions_.actions["find.before"].trigger()
    assert window.editor.selected == (lamps[1],)


@pytest.mark.parametrize("readonly", [False, True])
def test_a_hit_in_a_collapsed_frame_opens_it_or_shows_the_frame(
    window: MainWindow, search: Search, qtbot: QtBot, readonly: bool
) -> None:
    """On a board that is open to look at only nothing opens: the frame itself is shown."""
    session, editor = window.session, window.editor
    scene = add_node(session, "scene", (9000, 9000), size=(800.0, 600.0))
    lamp = add_node(session, "note", (9100, 9100), title="Lamp")
    collapse(session, [scene])
    session.readonly, window.view.reduced_motion = readonly, True
    search.open()
    qtbot.keyClicks(bar_of(window).field, "lamp")
    qtbot.keyClick(bar_of(window).field, Qt.Key.Key_Return)

    shown = scene if readonly else lamp
    assert editor.selected == (shown,)
    assert shown in window.view.in_sight()
    assert session.board.nodes[scene].param("collapsed") is readonly
    session.readonly = False


def test_what_was_pointed_at_may_be_gone_by_then(
    window: MainWindow, search: Search, lamps: list[str]
) -> None:
    """A message with a way to a shot stands while others delete it."""
    before = window.editor.camera
    delete_nodes(window.session, [lamps[2]])
    search.reveal(lamps[2])
    [banner] = window.banners.shown()
    assert "no longer on the board" in banner.key.what
    assert window.editor.camera == before


def test_every_hit_has_a_line_and_the_rest_steps_back(
    window: MainWindow, search: Search, qtbot: QtBot
) -> None:
    """Compared pixel by pixel in a picture of the field."""
    hit = add_node(window.session, "note", (0, 0), title="Lamp")
    other = add_node(window.session, "note", (400, 0), title="Moon")
    window.editor.fit()
    camera = window.editor.camera

    def colour(node: str, dx: float, dy: float) -> QColor:
        box = window.editor.bounds((node,))
        assert box is not None
        x, y = camera.to_screen(box[0], box[1])
        return window.view.grab().toImage().pixelColor(round(x + dx), round(y + dy))

    plain_hit, plain_other = colour(hit, 20, 100), colour(other, 20, 100)
    search.open()
    qtbot.keyClicks(bar_of(window).field, "lamp")
    assert colour(hit, 20, 100) == plain_hit
    assert colour(other, 20, 100) != plain_other
    line = colour(hit, 80, -3)
    assert abs(line.hue() - window.bench.theme.colours.accent.hue()) < 8
    search.close()
    assert colour(other, 20, 100) == plain_other
