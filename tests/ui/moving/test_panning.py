"""Panning with mouse, trackpad and wheel: features.md 5.1, under real events."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.ui.view import CanvasView
from tests.ui.hands import (
    BEGIN,
    CTRL,
    LEFT,
    MIDDLE,
    RIGHT,
    SHIFT,
    UPDATE,
    corner,
    drag,
    wheel,
)


@pytest.mark.parametrize("button", [MIDDLE, RIGHT])
def test_the_middle_and_the_right_button_drag_the_field(
    view: CanvasView, words: str, session: Session, qtbot: QtBot, button: Qt.MouseButton
) -> None:
    view.editor.right_pans = True
    with qtbot.assertNotEmitted(view.menu_requested):
        drag(qtbot, view, button, (150, 150), (200, 160), (250, 180))

    assert corner(view) == (100, 30)
    assert session.board.nodes[words].pos == (100, 100)


def test_the_right_button_opens_its_menu_when_it_is_let_go(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    with qtbot.assertNotEmitted(view.menu_requested):
        qtbot.mousePress(view, RIGHT, pos=QPoint(150, 150))
    with qtbot.waitSignal(view.menu_requested) as asked:
        qtbot.mouseRelease(view, RIGHT, pos=QPoint(151, 151))

    assert asked.args[1].node == words
    assert corner(view) == (0, 0)


def test_unless_it_is_switched_on_a_drag_with_the_right_button_opens_the_menu(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.menu_requested) as asked:
        drag(qtbot, view, RIGHT, (150, 150), (200, 160), (250, 180))

    assert asked.args[1].node == words
    assert corner(view) == (0, 0)


def test_the_right_button_gives_up_what_the_left_one_drags(
    view: CanvasView, words: str, session: Session, qtbot: QtBot
) -> None:
    qtbot.mousePress(view, LEFT, pos=QPoint(150, 150))
    qtbot.mouseMove(view, QPoint(300, 300))
    with qtbot.assertNotEmitted(view.menu_requested):
        qtbot.mouseClick(view, RIGHT, pos=QPoint(300, 300))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(300, 300))

    assert session.board.nodes[words].pos == (100, 100)


def test_the_menu_key_opens_the_menu_of_what_is_selected(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    view.editor.select((words,))
    with qtbot.waitSignal(view.menu_requested) as asked:
        reason, spot = QContextMenuEvent.Reason.Keyboard, QPoint(900, 600)
        QApplication.sendEvent(view, QContextMenuEvent(reason, spot, view.mapToGlobal(spot)))

    assert asked.args[1].node == words


def test_two_fingers_pan_though_the_wheel_zooms(view: CanvasView) -> None:
    wheel(view, (300, 200), phase=BEGIN)
    wheel(view, (300, 200), (-60, -100), pixels=(-30, -50), phase=UPDATE)

    assert view.editor.camera.zoom == 1.0
    assert corner(view) == (-30, -50)


def test_fingers_that_the_platform_tells_in_fractions_of_a_notch_pan_too(
    view: CanvasView,
) -> None:
    """Windows and X11 send no phases."""
    wheel(view, (300, 200), (0, -37))

    assert view.editor.camera.zoom == 1.0
    assert corner(view)[1] < 0


def test_shift_turns_a_wheel_sideways_and_ctrl_always_zooms(view: CanvasView) -> None:
    wheel(view, (300, 200), (0, -120), keys=SHIFT)
    assert corner(view) == (-72, 0)

    view.editor.wheel = "pan"
    wheel(view, (300, 200), (0, -120))
    assert corner(view) == (-72, -72)
    wheel(view, (300, 200), (0, 120), keys=CTRL)
    assert view.editor.camera.zoom == pytest.approx(1.2, abs=0.01)


def test_what_a_hand_holds_stays_under_it_while_the_wheel_turns(
    view: CanvasView, words: str, session: Session, qtbot: QtBot
) -> None:
    qtbot.mousePress(view, LEFT, pos=QPoint(150, 150))
    qtbot.mouseMove(view, QPoint(640, 430))
    view.editor.snapping = False
    wheel(view, (640, 430), (0, 240))
    wheel(view, (640, 430), (0, -240), keys=SHIFT)

    row = view.editor.table.row(words)
    assert row is not None
    shown = view.editor.camera.to_screen(*view.editor.table.box(row)[:2])
    zoom = view.editor.camera.zoom
    assert shown == pytest.approx((640 - 50 * zoom, 430 - 50 * zoom), abs=1.01)


def test_a_marquee_at_the_edge_pans_on(view: CanvasView, words: str, qtbot: QtBot) -> None:
    qtbot.mousePress(view, LEFT, pos=QPoint(600, 500))
    qtbot.mouseMove(view, QPoint(800, 600))
    qtbot.mouseMove(view, QPoint(998, 600))

    qtbot.waitUntil(lambda: corner(view)[0] < -60)
    qtbot.mouseRelease(view, LEFT, pos=QPoint(998, 600))
    here = corner(view)
    qtbot.wait(60)
    assert corner(view) == here
