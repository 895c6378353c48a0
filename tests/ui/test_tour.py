"""The first minute (issue 3, Commands): real things are pointed at, nothing is in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.app.touring import STEPS
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.tour import Tour
from canvas.ui.tour_card import TourCard


def tour_of(window: MainWindow) -> Tour:
    [part] = [part for part in window.parts if isinstance(part, Tour)]
    return part


def card_of(window: MainWindow) -> TourCard:
    return [card for card in window.findChildren(TourCard) if card.isVisible()][-1]


@pytest.fixture
def tour(window: MainWindow) -> Tour:
    window.actions_.actions["help.tour"].trigger()
    return tour_of(window)


def test_it_comes_by_itself_on_the_first_board_and_never_again(
    desk: Desk, board_path: Path, qtbot: QtBot
) -> None:
    desk.change(toured=False)
    Session.create(board_path, settings=desk.settings).close()
    assert desk.open(board_path)
    window = desk.board
    assert window is not None
    assert tour_of(window).step is None, "the window answers first"
    qtbot.waitUntil(lambda: tour_of(window).step == "words")
    assert window.focusWidget() is window.view, "it takes no keyboard"
    assert desk.settings.toured


def test_a_board_to_look_at_has_no_tour(desk: Desk, board_path: Path, qtbot: QtBot) -> None:
    desk.change(toured=False)
    Session.create(board_path, settings=desk.settings).close()
    assert desk.open(board_path, readonly=True)
    assert desk.board is not None
    qtbot.wait(1700)
    assert tour_of(desk.board).step is None


def test_each_step_is_passed_by_doing_it(window: MainWindow, tour: Tour, qtbot: QtBot) -> None:
    session = window.session
    words = add_node(session, "prompt", (0, 0), text="A cat")
    qtbot.waitUntil(lambda: tour.step == "picture")
    qtbot.mouseClick(card_of(window).next, Qt.MouseButton.LeftButton)
    assert tour.step == "link"
    clip = add_node(session, "clip", (400, 0), params={"frames": 4})
    connect(session, words, "words", clip, "words")
    qtbot.waitUntil(lambda: tour.step == "render")
    window.bench.render(nodes=[clip])
    qtbot.waitUntil(lambda: tour.step == "play", timeout=60_000)
    window.view.play_requested.emit()
    qtbot.waitUntil(lambda: tour.step == "export")
    qtbot.mouseClick(card_of(window).next, Qt.MouseButton.LeftButton)
    assert tour.step is None


def test_it_can_be_sent_away_and_called_back(window: MainWindow, tour: Tour, qtbot: QtBot) -> None:
    qtbot.mouseClick(card_of(window).skip, Qt.MouseButton.LeftButton)
    assert tour.step is None
    window.actions_.run("help.tour")
    assert tour.step == "words"


def test_the_card_stands_beside_what_it_means_and_inside_the_window(
    window: MainWindow, tour: Tour, desk: Desk, qtbot: QtBot
) -> None:
    for language in ("en", "zh_CN"):
        desk.set_language(language)
        window.actions_.run("help.tour")
        for step in STEPS:
            assert tour.step == step
            card = card_of(window)
            box = card._box().toRect().translated(card.pos())
            assert window.rect().contains(box), step
            target, _ = tour._target()
            if target is not None:
                assert not box.contains(target.center()), step
            assert card.words.height() >= card.words.heightForWidth(card.words.width())
            tour.go_on()
