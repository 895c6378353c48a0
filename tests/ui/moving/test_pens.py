"""A pen does what a mouse does, and says how hard it is pressed."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from pytestqt.qtbot import QtBot

from canvas.app.session import Session
from canvas.editor import gestures
from canvas.editor.editor import Editor, Gesture
from canvas.editor.hand import Hand, Pointer
from canvas.ui.view import CanvasView
from tests.ui.hands import (
    LEFT,
    Pen,
    mouse,
)


def test_a_pen_drags_a_node(view: CanvasView, words: str, session: Session) -> None:
    pen = Pen(view)
    view.editor.snapping = False
    pen.press((150, 150))
    pen.move((300, 300))
    pen.move((350, 400))
    pen.lift((350, 400))

    assert session.board.nodes[words].pos == (300, 350)


@pytest.mark.parametrize("eraser", [False, True])
def test_a_gesture_hears_how_hard_the_pen_is_pressed_and_which_end_is_down(
    view: CanvasView, monkeypatch: pytest.MonkeyPatch, eraser: bool
) -> None:
    heard: list[Pointer] = []

    def listen(editor: Editor, hand: Hand, press: Pointer) -> Gesture:
        heard.append(press)
        while not heard[-1].up:
            heard.append((yield))

    monkeypatch.setattr(gestures, "TOOLS", {"ink": listen})
    view.editor.tool = "ink"
    pen = Pen(view, eraser=eraser)
    pen.press((600, 500), 0.25)
    pen.move((620, 500), 0.75)
    pen.lift((640, 500))

    assert [pointer.pressure for pointer in heard] == [0.25, 0.75, 0.0]
    assert {pointer.eraser for pointer in heard} == {eraser}


def test_a_mouse_presses_fully(view: CanvasView, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[Pointer] = []

    def listen(editor: Editor, hand: Hand, press: Pointer) -> None:
        heard.append(press)

    monkeypatch.setattr(gestures, "TOOLS", {"ink": listen})
    view.editor.tool = "ink"
    mouse(view, QEvent.Type.MouseButtonPress, (600, 500), LEFT, LEFT)

    assert (heard[0].pressure, heard[0].eraser) == (1.0, False)


def test_two_taps_of_a_pen_are_a_double_click(view: CanvasView, words: str, qtbot: QtBot) -> None:
    pen = Pen(view)
    with qtbot.waitSignal(view.edit_requested) as asked:
        for time in (1000, 1120):
            pen.press((150, 150), time=time)
            pen.lift((150, 150), time=time + 40)
    assert asked.args == [words]

    with qtbot.assertNotEmitted(view.edit_requested):
        for time in (5000, 9000):
            pen.press((150, 150), time=time)
            pen.lift((150, 150), time=time + 40)


def test_a_pen_that_hovers_points_and_presses_nothing(view: CanvasView, words: str) -> None:
    Pen(view).move((150, 150), 0.0, down=False)

    assert view.editor.hover.node == words
    assert not view.editor.gesturing
