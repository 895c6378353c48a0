"""Places of the board on a real window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node
from canvas.ui.bookmarks import Bookmarks
from canvas.ui.main_window import MainWindow
from canvas.ui.palette import CommandPalette


@pytest.fixture
def bookmarks(window: MainWindow) -> Bookmarks:
    [part] = [part for part in window.parts if isinstance(part, Bookmarks)]
    return part


def menu_of(window: MainWindow) -> QMenu:
    [menu] = [
        action.menu()
        for action in window.actions_.menus["view"].actions()
        if isinstance(action.menu(), QMenu) and action.text() == "Bookmarks"
    ]
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu


def test_a_key_keeps_the_view_and_another_goes_there(
    window: MainWindow, bookmarks: Bookmarks, qtbot: QtBot
) -> None:
    editor = window.editor
    editor.camera = editor.camera.centred(7000, 300)
    window.actions_.actions["bookmark.add"].trigger()
    editor.camera = editor.camera.centred(0, 0)
    window.actions_.actions["view.bookmark_1"].trigger()
    qtbot.waitUntil(lambda: editor.camera.x == pytest.approx(7000))
    window.actions_.actions["view.back"].trigger()
    qtbot.waitUntil(lambda: editor.camera.x == pytest.approx(0))


def test_the_menu_lists_what_the_board_has(
    window: MainWindow, bookmarks: Bookmarks, qtbot: QtBot
) -> None:
    add_node(window.session, "scene", (-400, -320), title="Market & quay")
    window.editor.camera = window.editor.camera.centred(0, 0)
    window.actions_.run("bookmark.add")
    window.editor.camera = window.editor.camera.centred(9000, 0)
    window.actions_.run("bookmark.add")
    texts = [action.text() for action in menu_of(window).actions() if action.text()]
    assert "Market && quay\tAlt+1" in texts
    assert "Place 2\tAlt+2" in texts
    bookmarks.rename(bookmarks.places[1].id, "The roof")
    assert [place.name for place in bookmarks.places] == ["Market & quay", "The roof"]
    bookmarks.delete(bookmarks.places[0].id)
    assert "The roof\tAlt+1" in [action.text() for action in menu_of(window).actions()]
    window.actions_.run("board.undo")
    assert len(bookmarks.places) == 2


def test_a_key_without_a_bookmark_says_what_to_do(window: MainWindow) -> None:
    before = window.editor.camera
    window.actions_.run("view.bookmark_9")
    assert window.editor.camera == before


def test_the_side_buttons_of_a_mouse_go_back_and_forward(
    window: MainWindow, bookmarks: Bookmarks, qtbot: QtBot
) -> None:
    editor = window.editor
    start = editor.camera
    editor.leap(start.centred(5000, 0))
    qtbot.waitUntil(lambda: editor.camera.x == pytest.approx(5000))
    qtbot.mouseClick(window.view, Qt.MouseButton.BackButton, pos=QPoint(300, 300))
    qtbot.waitUntil(lambda: editor.camera.x == pytest.approx(start.x))
    qtbot.mouseClick(window.view, Qt.MouseButton.ForwardButton, pos=QPoint(300, 300))
    qtbot.waitUntil(lambda: editor.camera.x == pytest.approx(5000))


def test_the_palette_goes_to_a_place_by_its_name(
    window: MainWindow, bookmarks: Bookmarks, app: QApplication, qtbot: QtBot
) -> None:
    editor = window.editor
    editor.camera = editor.camera.centred(7000, 300)
    window.actions_.run("bookmark.add")
    bookmarks.rename(bookmarks.places[0].id, "The roof")
    editor.camera = editor.camera.centred(0, 0)
    window.actions_.run("window.palette")
    [palette] = window.findChildren(CommandPalette)
    qtbot.keyClicks(palette.field, "the roof")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.camera.x == pytest.approx(7000))
