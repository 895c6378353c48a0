"""A field that was thrown rolls on, and stops under the hand: features.md 5.1."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from canvas.ui.view import CanvasView
from tests.ui.hands import (
    BEGIN,
    CTRL,
    LEFT,
    MOMENTUM,
    corner,
    swipe,
    throw,
    wheel,
)


def test_fingers_lifted_in_motion_let_the_field_roll_and_a_touch_stops_it(
    view: CanvasView, qtbot: QtBot
) -> None:
    swipe(view)
    assert corner(view) == (-200, 0)
    qtbot.waitUntil(lambda: corner(view)[0] < -260)

    wheel(view, (500, 300), phase=BEGIN)
    assert not view.gliding.moving


def test_a_platform_that_rolls_by_itself_is_not_rolled_twice(view: CanvasView) -> None:
    swipe(view)
    wheel(view, (500, 300), (-20, 0), pixels=(-10, 0), phase=MOMENTUM)

    assert not view.gliding.moving
    assert corner(view) == (-210, 0)


def test_ctrl_pressed_while_the_field_rolls_on_does_not_turn_it_into_a_zoom(
    view: CanvasView,
) -> None:
    swipe(view)
    wheel(view, (500, 300), (-20, 0), pixels=(-10, 0), phase=MOMENTUM, keys=CTRL)

    assert view.editor.camera.zoom == 1.0


def test_the_hand_tool_throws_the_field_unless_it_rests_before_it_lets_go(
    view: CanvasView, qtbot: QtBot
) -> None:
    view.editor.tool = "hand"
    throw(view, rest=300)
    assert not view.gliding.moving
    assert corner(view) == (200, 0)

    throw(view)
    qtbot.waitUntil(lambda: corner(view)[0] > 460)
    qtbot.mousePress(view, LEFT, pos=QPoint(500, 300))
    assert not view.gliding.moving


def test_a_roll_comes_to_rest(view: CanvasView, qtbot: QtBot) -> None:
    view.editor.tool = "hand"
    throw(view)

    qtbot.waitUntil(lambda: not view.gliding.moving, timeout=5000)
    assert corner(view)[0] > 500


def test_nothing_rolls_for_those_who_want_less_motion(view: CanvasView) -> None:
    view.reduced_motion = True
    view.editor.tool = "hand"
    throw(view)
    swipe(view)
    wheel(view, (500, 300), (-20, 0), pixels=(-10, 0), phase=MOMENTUM)

    assert not view.gliding.moving
    assert corner(view) == (0, 0)
