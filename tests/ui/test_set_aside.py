"""What a person sees of a board that came apart from its room: R8.10, R8.11."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from canvas.app.room_troubles import apart
from canvas.app.session import Session
from canvas.document.words import Trouble, say
from canvas.ui.controls import Button
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow


def test_a_board_whose_folder_has_changed_under_it_is_opened_anew_and_that_is_said(
    desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    """R8.10, R8.11: what came apart from its room was set aside."""
    path = window.session.path
    window.resize(window.minimumWidth(), 700)
    window.editor.zoom(1.5)
    seen = window.editor.camera
    desk.reopen(Trouble(say("This board and its room have come apart.")))

    again = desk.board
    assert again is not None
    assert again is not window
    assert again.session.path == path
    assert "come apart" in again.banners.shown()[-1].key.what
    assert again.size() == window.size()
    qtbot.waitUntil(lambda: again.editor.camera.zoom == seen.zoom)
    qtbot.wait(1)
    assert (again.editor.camera.x, again.editor.camera.zoom) == (seen.x, seen.zoom)


def test_r8_10_a_board_that_was_set_aside_is_one_press_away(
    desk: Desk, window: MainWindow, tmp_path: Path
) -> None:
    path = window.session.path
    aside = tmp_path / "Kept.shotweave"
    Session.create(aside, settings=desk.settings).close()
    desk.reopen(apart(aside, lineage=False))
    again = desk.board
    assert again is not None
    assert desk.settings.recent[:2] == (str(path.resolve()), str(aside.resolve()))
    assert aside.stem in again.banners.shown()[-1].key.meaning
    (button,) = again.banners.shown()[-1].findChildren(Button)
    button.click()
    assert desk.board is not None
    assert desk.board.session.path == aside
