"""Leaps of the camera are short glides that any input stops."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app.commands import view as commands
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.ui.view import CanvasView
from tests.ui.hands import (
    MIDDLE,
    wheel,
)


def test_a_fit_glides_and_ends_exactly_where_it_should(
    view: CanvasView, words: str, session: Session, qtbot: QtBot
) -> None:
    far = add_node(session, NodeKind.clip, (6000, 2000))
    expected = view.editor.camera.fitted(view.editor.bounds((far,)) or (0, 0, 1, 1), margin=64)
    view.editor.select((far,))
    seen = []
    view.editor.listen(lambda what: seen.append(view.editor.camera))

    commands.fit_selection(session, view.editor)
    assert view.editor.camera != expected
    qtbot.waitUntil(lambda: not view.gliding.moving)

    assert view.editor.camera == expected
    assert all(a.x <= b.x for a, b in pairwise(seen))


@pytest.mark.parametrize("by", ["wheel", "press", "key"])
def test_whatever_a_hand_does_stops_a_glide(
    view: CanvasView, words: str, session: Session, qtbot: QtBot, by: str
) -> None:
    add_node(session, NodeKind.clip, (6000, 2000))
    commands.fit_all(session, view.editor)
    assert view.gliding.moving

    if by == "wheel":
        wheel(view, (300, 200), (0, 120))
    elif by == "press":
        qtbot.mousePress(view, MIDDLE, pos=QPoint(300, 200))
    else:
        qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.gliding.moving


def test_those_who_want_less_motion_are_there_at_once(
    view: CanvasView, words: str, session: Session
) -> None:
    view.reduced_motion = True
    add_node(session, NodeKind.clip, (6000, 2000))
    commands.fit_all(session, view.editor)

    assert view.editor.shows_all
    assert len(view.in_sight()) == 2


def test_a_window_that_is_resized_while_the_camera_glides_shows_what_was_meant(
    view: CanvasView, words: str, session: Session
) -> None:
    add_node(session, NodeKind.clip, (6000, 2000))
    commands.fit_all(session, view.editor)
    view.resize(800, 600)
    QApplication.processEvents()

    assert len(view.in_sight()) == 2
