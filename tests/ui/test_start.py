"""The first page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from canvas.app import settings as kept
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.recent import peek
from canvas.ui.start import RecentCard


def cards(desk: Desk) -> list[RecentCard]:
    assert desk.start is not None
    return desk.start.page.findChildren(RecentCard)


def test_without_a_board_the_start_page_opens(desk: Desk) -> None:
    desk.begin(None)
    assert desk.start is not None
    assert desk.start.isVisible()
    assert desk.board is None


def test_it_says_honestly_what_renders(desk: Desk) -> None:
    desk.begin(None)
    assert desk.start is not None
    texts = [label.text() for label in desk.start.page.findChildren(type(desk.start.page._engine))]
    assert "No video model installed; Animatic renders now." in texts


def test_a_board_that_was_open_is_remembered_with_its_picture(
    desk: Desk, window: MainWindow, pictures: Path, qtbot: QtBot
) -> None:
    from canvas.app.commands.media import import_files

    import_files(window.session, [pictures / "cat.jpg"])
    window.session.flush()
    desk.close_board()
    card = cards(desk)[0]
    qtbot.waitUntil(lambda: card._about.shots == 1)
    assert card._about.title == "My film"
    assert not card._picture.isNull()


def test_a_board_stays_remembered_when_something_is_chosen(desk: Desk, window: MainWindow) -> None:
    desk.change(wheel_pans=True)
    assert kept.load().settings.recent == (str(window.session.path.resolve()),)


def test_a_click_on_a_recent_board_opens_it(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    path = window.session.path
    desk.close_board()
    qtbot.mouseClick(cards(desk)[0], Qt.MouseButton.LeftButton)
    assert desk.board is not None
    assert desk.board.session.path == path


def test_the_start_page_makes_room_for_a_board_and_comes_back(
    desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    path = window.session.path
    desk.close_board()
    before = desk.start
    assert desk.open(path)
    qtbot.waitUntil(lambda: not isValid(before), timeout=20_000)
    desk.close_board()
    assert [card.path for card in cards(desk)] == [path]
    assert desk.start is not None
    assert desk.start.isVisible()


def test_a_recent_board_that_is_gone_says_so_and_can_be_taken_off(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    kept.remember(tmp_path / "gone.shotweave")
    desk.begin(None)
    card = cards(desk)[0]
    qtbot.waitUntil(lambda: card._about.trouble is not None)
    card.forget_requested.emit()
    qtbot.waitUntil(lambda: cards(desk) == [])
    assert kept.load().settings.recent == ()


def test_a_path_that_is_no_board_ends_on_the_start_page_with_the_reason(
    desk: Desk, tmp_path: Path
) -> None:
    desk.begin(tmp_path)
    assert desk.start is not None
    assert desk.start.isVisible()
    said = [banner.key.what for banner in desk.start.banners.shown()]
    assert len(said) == 1
    assert "is not a Shotweave board" in said[0] or "no board" in said[0]


def test_a_busy_board_can_be_opened_to_look_at(desk: Desk, board_path: Path, qtbot: QtBot) -> None:
    with Session.create(board_path, settings=desk.settings) as somebody:
        add_node(somebody, "note", (0, 0))
        somebody.flush()
        desk.begin(board_path)
        assert desk.start is not None
        [banner] = desk.start.banners.shown()
        button = next(b for b in banner.findChildren(object) if _text(b) == "Open read only")
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert desk.board is not None
        assert desk.board.session.readonly
        assert len(desk.board.session.board.nodes) == 1
        desk.board.close()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_sample_opens_made_once(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("canvas.ui.dialogs.boards_folder", lambda: tmp_path / "boards")
    desk.set_language(language)
    desk.open_sample()
    assert desk.board is not None
    shots = len(desk.board.session.board.film)
    desk.close_board()
    desk.open_sample()
    assert desk.board is not None
    assert len(desk.board.session.board.film) == shots >= 8


def test_peeking_takes_no_lock(app: object, board_path: Path) -> None:
    with Session.create(board_path, settings=kept.load().settings, title="Mine"):
        assert peek(board_path).title == "Mine"
    with Session.open(board_path, settings=kept.load().settings):
        assert peek(board_path).trouble is None


def _text(widget: object) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""
