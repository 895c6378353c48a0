"""A hand that is taken off the canvas in the middle of a gesture leaves no trace."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.ui.view import CanvasView
from tests.ui.hands import (
    LEFT,
    NONE,
    mouse,
)


@pytest.mark.parametrize(
    "what",
    [
        QEvent.Type.UngrabMouse,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.ScreenChangeInternal,
        QEvent.Type.DevicePixelRatioChange,
        QEvent.Type.Hide,
    ],
)
def test_a_gesture_whose_screen_or_mouse_is_taken_away_leaves_no_trace(
    view: CanvasView, words: str, session: Session, qtbot: QtBot, what: QEvent.Type
) -> None:
    before, undo = session.board.encode(), session.board.can_undo
    qtbot.mousePress(view, LEFT, pos=QPoint(150, 150))
    qtbot.mouseMove(view, QPoint(300, 300))
    assert view.editor.gesturing

    QApplication.sendEvent(view, QEvent(what))
    assert not view.editor.gesturing
    assert len(view.editor.table.held) == 0

    qtbot.mouseMove(view, QPoint(400, 300))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(400, 300))
    assert session.board.encode() == before
    assert session.board.can_undo == undo


def test_a_window_resized_under_a_drag_keeps_the_node_under_the_hand(
    view: CanvasView, words: str, session: Session, qtbot: QtBot
) -> None:
    view.editor.snapping = False
    qtbot.mousePress(view, LEFT, pos=QPoint(150, 150))
    qtbot.mouseMove(view, QPoint(300, 300))
    view.resize(700, 500)
    QApplication.processEvents()
    qtbot.mouseMove(view, QPoint(350, 300))
    qtbot.mouseRelease(view, LEFT, pos=QPoint(350, 300))

    assert session.board.nodes[words].pos == (300, 250)


def test_a_release_that_went_elsewhere_ends_the_drag_with_the_next_move(
    view: CanvasView, words: str, session: Session
) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, (150, 150), LEFT, LEFT)
    mouse(view, QEvent.Type.MouseMove, (300, 300), NONE, LEFT)
    mouse(view, QEvent.Type.MouseMove, (320, 300), NONE, NONE)

    assert not view.editor.gesturing
    assert session.board.nodes[words].pos == (100, 100)
