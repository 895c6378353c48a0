"""Comments on moments and parts of the film, in the player of a real window.

The rules stand in section 10 of collab/SPEC.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from pytestqt.qtbot import QtBot

from canvas.app.commands.board import set_rate
from canvas.app.commands.comments import add_comment, resolve
from canvas.app.commands.film import trim_shot
from canvas.app.session import Session
from canvas.document.sequence import plan
from canvas.document.timing import Rate
from canvas.ui.commenting import Commenting
from canvas.ui.desk import Desk
from canvas.ui.film_comments import FilmComments, Sheet, part_of, tip_of
from canvas.ui.film_marks import FilmMark, moment, places, seen
from canvas.ui.main_window import MainWindow
from canvas.ui.painting.pins import SIDE
from canvas.ui.player import Player
from tests.ui.films import add_card
from tests.ui.hands import LEFT, NONE, mouse
from tests.ui.talk import Somebody


@pytest.fixture
def window(desk: Desk, board_path: Path) -> MainWindow:
    """A film of two cards of 48 frames each."""
    with Session.create(board_path, settings=desk.settings, title="My film") as session:
        add_card(session, 48, "First")
        add_card(session, 48, "Second")
    assert desk.open(board_path)
    assert desk.board is not None
    return desk.board


@pytest.fixture
def talk(window: MainWindow) -> Commenting:
    [part] = [part for part in window.parts if isinstance(part, Commenting)]
    return part


@pytest.fixture
def player(window: MainWindow, talk: Commenting, qtbot: QtBot) -> Player:
    """The film held at its frame 60: frame 12 of the second card."""
    qtbot.waitExposed(window)
    window.cinema.play_from(60)
    player = window.cinema.player
    assert player is not None
    player.pause()
    player.seek(60)
    return player


def film(talk: Commenting) -> FilmComments:
    assert talk.film is not None
    return talk.film


def second(window: MainWindow) -> str:
    return window.session.board.film[1].node


def dragged(player: Player, start: tuple[float, float], stop: tuple[float, float]) -> None:
    """Drag over the picture, in shares of it."""
    box = player.picture_box()

    def at(share: tuple[float, float]) -> tuple[float, float]:
        return box.left() + share[0] * box.width(), box.top() + share[1] * box.height()

    mouse(player, QEvent.Type.MouseButtonPress, at(start), LEFT, LEFT)
    middle = (start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2
    for place in (middle, stop):
        mouse(player, QEvent.Type.MouseMove, at(place), NONE, LEFT)
    mouse(player, QEvent.Type.MouseButtonRelease, at(stop), LEFT, NONE)


def write(talk: Commenting, qtbot: QtBot, text: str) -> None:
    card = film(talk).discussion.card
    assert card is not None
    assert card.field.hasFocus()
    qtbot.keyClicks(card.field, text)
    qtbot.keyClick(card.field, Qt.Key.Key_Return)


def test_a_drag_over_the_picture_comments_on_that_part_of_that_frame(
    window: MainWindow, talk: Commenting, player: Player, qtbot: QtBot
) -> None:
    """R10.11"""
    dragged(player, (0.25, 0.5), (0.75, 0.9))
    assert not player.playing
    card = film(talk).discussion.card
    assert card is not None
    assert card.title.text() == "Second · 00:00.12"
    write(talk, qtbot, "Too soft")
    [comment] = window.session.comments.all.values()
    assert (comment.node, comment.frame) == (second(window), 12)
    assert comment.region == pytest.approx((0.25, 0.5, 0.5, 0.4), abs=0.01)
    assert not film(talk).discussion.is_open
    assert player.hasFocus()


def test_c_comments_on_the_whole_picture_and_takes_no_tool(
    window: MainWindow, talk: Commenting, player: Player, qtbot: QtBot
) -> None:
    player.play()
    qtbot.keyClick(player, Qt.Key.Key_C)
    assert not player.playing
    write(talk, qtbot, "Hold longer")
    [comment] = window.session.comments.all.values()
    assert comment.region is None
    assert comment.node == second(window)
    assert window.editor.tool == "select"


def test_the_keys_of_the_player_are_not_taken_by_the_canvas_below(
    window: MainWindow, talk: Commenting, player: Player, qtbot: QtBot
) -> None:
    for key in (Qt.Key.Key_L, Qt.Key.Key_K, Qt.Key.Key_L, Qt.Key.Key_L):
        qtbot.keyClick(player, key)
        assert player.playing is (key != Qt.Key.Key_K)
    assert window.editor.tool == "select"
    assert not window.editor.gesturing
    player.pause()
    qtbot.keyClick(player, Qt.Key.Key_F)
    assert player.isFullScreen()
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert not player.isFullScreen()


def test_a_click_still_plays_and_holds(talk: Commenting, player: Player, qtbot: QtBot) -> None:
    box = player.picture_box().center().toPoint()
    qtbot.mouseClick(player, LEFT, pos=box)
    assert player.playing
    qtbot.mouseClick(player, LEFT, pos=box)
    assert not player.playing


def test_escape_gives_up_a_part_in_the_hand(talk: Commenting, player: Player, qtbot: QtBot) -> None:
    box = player.picture_box()
    start, stop = box.center(), box.center() + QPointF(60, 40)
    mouse(player, QEvent.Type.MouseButtonPress, (start.x(), start.y()), LEFT, LEFT)
    mouse(player, QEvent.Type.MouseMove, (stop.x(), stop.y()), NONE, LEFT)
    assert film(talk).sheet.drawn is not None
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert film(talk).sheet.drawn is None
    assert player.isVisible()
    mouse(player, QEvent.Type.MouseButtonRelease, (stop.x(), stop.y()), LEFT, NONE)
    assert not film(talk).discussion.is_open


def test_a_comment_is_seen_at_its_moment_and_opens_with_a_press(
    window: MainWindow, talk: Commenting, player: Player, qtbot: QtBot
) -> None:
    """R10.11"""
    bob = Somebody(window.session)
    thread = bob.says(
        "Look at her", node=second(window), frame=12, rate=Rate(24), region=(0.5, 0.5, 0.25, 0.25)
    )
    sheet = film(talk).sheet
    assert [pin.thread for pin in sheet.pins] == [thread]
    player.seek(20)
    assert sheet.pins == []
    player.seek(62)
    inside = part_of(player.picture_box(), (0.5, 0.5, 0.25, 0.25)).center()
    qtbot.mouseClick(player, LEFT, pos=inside.toPoint())
    assert film(talk).discussion.open_thread == thread
    assert not player.playing
    assert window.session.comments.unread() == []
    qtbot.mouseClick(player, LEFT, pos=player.picture_box().topLeft().toPoint())
    assert not film(talk).discussion.is_open  # put away first
    assert not player.playing


def test_the_list_leads_to_the_moment_while_the_film_is_open(
    window: MainWindow, talk: Commenting, player: Player
) -> None:
    bob = Somebody(window.session)
    there = bob.says("There", node=second(window), frame=30, rate=Rate(24))
    nowhere = bob.says("On the board", pos=(4000.0, 0.0))
    talk.go(there)
    assert player.frame == 78
    assert film(talk).discussion.open_thread == there
    talk.go(nowhere)
    assert not player.isVisible()
    assert talk.discussion.open_thread == nowhere


def test_signs_stand_on_the_line_and_the_strip_and_go_when_it_is_resolved(
    window: MainWindow, talk: Commenting, player: Player
) -> None:
    """R10.11"""
    thread = add_comment(window.session, "Here", node=second(window), frame=12)
    [mark] = window.strip.marks
    assert (mark.thread, mark.frame) == (thread, 60)
    assert player.bar.line._marks == (mark,)
    before = window.strip.grab().toImage()
    resolve(window.session, thread)
    assert list(window.strip.marks) == []
    assert window.strip.grab().toImage() != before


def test_words_that_are_being_written_stay_when_the_film_plays_on(
    window: MainWindow, talk: Commenting, player: Player, qtbot: QtBot
) -> None:
    """R10.12"""
    qtbot.keyClick(player, Qt.Key.Key_C)
    card = film(talk).discussion.card
    assert card is not None
    qtbot.keyClicks(card.field, "Half a th")
    player.play()
    assert film(talk).discussion.is_open
    player.pause()
    assert card.field.text == "Half a th"


def test_leaving_the_film_puts_the_card_away(
    window: MainWindow, talk: Commenting, player: Player, qtbot: QtBot
) -> None:
    qtbot.keyClick(player, Qt.Key.Key_C)
    player.close_player()
    assert not film(talk).discussion.is_open
    qtbot.waitUntil(window.view.hasFocus)


# -- where comments stand in a film


def test_a_moment_stands_wherever_the_film_shows_it(window: MainWindow, talk: Commenting) -> None:
    """R10.11"""
    session = window.session
    shot = session.board.film[1]
    add_comment(session, "Here", node=shot.node, frame=12)
    threads = list(session.comments.threads.values())
    assert [at for at, _ in places(plan(session.board), threads)] == [60]
    trim_shot(session, shot.id, 10, 48)
    assert [at for at, _ in places(plan(session.board), threads)] == [50]
    assert moment(plan(session.board), 50) == (shot.node, 12)
    trim_shot(session, shot.id, 13, 48)
    assert places(plan(session.board), threads) == []  # cut away
    trim_shot(session, shot.id, 0, 48)
    set_rate(session, Rate(48))
    assert [at for at, _ in places(plan(session.board), threads)] == [120]


def test_a_comment_is_seen_a_little_longer_than_its_moment(
    window: MainWindow, talk: Commenting
) -> None:
    session = window.session
    add_comment(session, "Here", node=second(window), frame=0)
    sequence = plan(session.board)
    standing = places(sequence, session.comments.threads.values())
    shown = [frame for frame in range(sequence.frames) if seen(sequence, standing, frame)]
    assert (shown[0], shown[-1]) == (46, 84)


def test_pins_stay_within_the_picture() -> None:
    box = QRectF(100, 50, 400, 200)
    for region in (None, (0.0, 0.0, 1.0, 1.0), (0.9, 0.0, 0.1, 0.1), (0.0, 0.9, 0.1, 0.1)):
        tip = tip_of(box, region)
        assert box.contains(QRectF(tip.x(), tip.y() - SIDE, SIDE, SIDE)), region


def test_comments_on_the_whole_picture_stand_side_by_side(
    window: MainWindow, talk: Commenting, player: Player
) -> None:
    for text in ("One", "Two"):
        add_comment(window.session, text, node=second(window), frame=12)
    sheet: Sheet = film(talk).sheet
    (one, first), (two, other) = sheet._tips()
    assert one.thread != two.thread
    assert abs(first.x() - other.x()) > SIDE
    assert sheet.at(first + QPointF(4, -4)) == one.thread
    assert FilmMark(one.thread, 60, one.colour) in window.strip.marks
