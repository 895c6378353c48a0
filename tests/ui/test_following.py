"""Following a person: one sees what they see, until any move of one's own hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from canvas.editor.camera import Camera
from tests.ui.company import Room, room, server, table
from tests.ui.hands import wheel

__all__ = ["room", "server", "table"]


def look(room: Room, x: float, y: float, wide: float = 800.0) -> None:
    """Bob looks there."""
    room.bob.together.present(view=(x, y, wide, wide * 0.75))


def sees(camera: Camera, x: float, y: float, wide: float = 800.0) -> bool:
    """Whether all of what Bob sees is in sight, and little more."""
    left, top, right, bottom = camera.view
    inside = left <= x + 1 and top <= y + 1 and right >= x + wide - 1
    fits = min((right - left) / wide, (bottom - top) / (wide * 0.75))
    return inside and bottom >= y + wide * 0.75 - 1 and fits < 1.05


def follow(room: Room) -> None:
    look(room, 1000, 500)
    room.until(lambda: room.peer.view is not None)
    room.people.bar.faces[0].click()
    room.until(lambda: sees(room.window.editor.camera, 1000, 500))


def test_a_press_on_a_face_shows_what_that_person_sees_and_goes_on_doing_so(room: Room) -> None:
    follow(room)
    assert room.people.follow._frame.isVisible()
    assert "Following Bob" in room.people.follow._frame.said

    look(room, -3000, 200, wide=2400)
    room.until(lambda: sees(room.window.editor.camera, -3000, 200, 2400))
    room.until(lambda: room.ann.following == room.bob.together.me.id)


def test_the_one_who_is_followed_is_told_by_whom(room: Room) -> None:
    me = room.session.together.me.id
    room.bob.together.present(following=me)

    room.until(lambda: room.people.follow._frame.isVisible())
    assert room.people.follow._frame.said == "Bob follows you"
    room.bob.together.present(following="")
    room.until(lambda: not room.people.follow._frame.isVisible())


def press(room: Room) -> None:
    QTest.mouseClick(room.window.view, Qt.MouseButton.LeftButton, pos=QPoint(600, 400))


def roll(room: Room) -> None:
    wheel(room.window.view, (600, 400), (0, 120))


def escape(room: Room) -> None:
    room.window.editor.select(room.session.board.nodes)
    QTest.keyClick(room.window.view, Qt.Key.Key_Escape)


def zoom(room: Room) -> None:
    room.window.actions_.run("view.zoom_in")


@pytest.mark.parametrize("hand", [press, roll, escape, zoom])
def test_any_move_of_ones_own_hand_ends_it(room: Room, hand: Callable[[Room], None]) -> None:
    follow(room)
    hand(room)

    assert room.people.follow.id == ""
    assert not room.people.follow._frame.isVisible()
    before = room.window.editor.camera
    look(room, 9000, 9000)
    room.until(lambda: room.peer.view is not None and room.peer.view[0] == 9000)
    assert room.window.editor.camera == before


def test_a_window_of_another_size_goes_on_following(room: Room) -> None:
    follow(room)
    room.window.resize(1100, 720)
    room.until(lambda: sees(room.window.editor.camera, 1000, 500))

    assert room.people.follow.id


def test_by_keys_one_follows_the_next_person_and_nobody(room: Room) -> None:
    look(room, 0, 0)
    room.join("cleo").together.present(view=(5000, 0, 800, 600))
    room.until(lambda: all(peer.view for peer in room.peers))
    actions = room.window.actions_
    actions.run("people.next")
    assert room.people.follow.id == room.peers[0].id
    actions.run("people.next")
    assert room.people.follow.id == room.peers[1].id
    actions.run("people.alone")
    assert room.people.follow.id == ""


def test_one_goes_once_to_where_somebody_is_and_back_again(room: Room) -> None:
    look(room, 1000, 500)
    room.until(lambda: room.peer.view is not None)
    before = room.window.editor.camera
    room.window.actions_.run("people.go")

    assert sees(room.window.editor.camera, 1000, 500)
    assert room.people.follow.id == ""
    room.window.actions_.run("view.back")
    assert room.window.editor.camera == before


def test_everybody_can_be_brought_here_and_let_go_again(room: Room) -> None:
    room.window.actions_.run("people.call")
    room.until(lambda: room.ann.calling == "*")
    room.window.actions_.run("people.call")
    room.until(lambda: room.ann.calling == "")


def test_whoever_is_called_follows_is_told_and_can_leave(room: Room) -> None:
    look(room, 1000, 500)
    room.bob.together.present(calling="*")
    room.until(lambda: sees(room.window.editor.camera, 1000, 500))

    assert "Bob asks you to look here" in room.told()
    QTest.keyClick(room.window.view, Qt.Key.Key_Escape)
    assert room.people.follow.id == ""
    look(room, 2000, 500)
    room.until(lambda: room.peer.view is not None and room.peer.view[0] == 2000)
    assert room.people.follow.id == "", "asked once is asked once"


def test_whom_we_follow_leaves_and_we_stay_where_we_are(room: Room) -> None:
    follow(room)
    room.table.close(room.bob)
    room.until(lambda: not room.peers)

    assert room.people.follow.id == ""
    assert sees(room.window.editor.camera, 1000, 500)
