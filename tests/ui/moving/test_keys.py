"""Space, and the keys of a Chinese layout: features.md 5.2."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from pytestqt.qtbot import QtBot

from canvas.ui import key_events
from canvas.ui.view import CanvasView
from tests.ui.hands import (
    CTRL,
    LEFT,
    SHIFT,
    corner,
    key,
)


def test_a_space_bar_that_was_held_long_plays_nothing(
    view: CanvasView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_events, "TAP", 0.0)
    with qtbot.assertNotEmitted(view.play_requested):
        qtbot.keyClick(view, Qt.Key.Key_Space)


def test_the_wide_space_of_a_chinese_layout_pans_and_plays_too(
    view: CanvasView, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(view.play_requested):
        key(view, "\u3000")


def test_space_over_a_node_that_is_pressed_twice_pans_instead_of_writing(
    view: CanvasView, words: str, qtbot: QtBot
) -> None:
    qtbot.keyPress(view, Qt.Key.Key_Space)
    with qtbot.assertNotEmitted(view.edit_requested):
        qtbot.mouseDClick(view, LEFT, pos=QPoint(150, 150))
        qtbot.mouseMove(view, QPoint(170, 150))
    assert corner(view) == (20, 0)


@pytest.mark.parametrize(
    ("written", "held", "bound"),
    [
        ("？", SHIFT, "?"),
        ("、", Qt.KeyboardModifier.NoModifier, "/"),
        ("「", Qt.KeyboardModifier.NoModifier, "["),
        ("」", Qt.KeyboardModifier.NoModifier, "]"),
        ("。", CTRL, "Ctrl+."),
        ("＋", CTRL | SHIFT, "Ctrl++"),
        ("！", SHIFT, "Shift+1"),
        ("Ｆ", Qt.KeyboardModifier.NoModifier, "F"),
        ("ｆ", Qt.KeyboardModifier.NoModifier, "F"),
        ("“", SHIFT, '"'),
    ],
)
def test_a_full_width_key_does_what_its_twin_is_bound_to(
    view: CanvasView, written: str, held: Qt.KeyboardModifier, bound: str
) -> None:
    """features.md 5.2: accept full-width twins."""
    done = []
    action = QAction(view)
    action.setShortcut(QKeySequence(bound))
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
    action.triggered.connect(lambda: done.append(bound))
    view.addAction(action)

    key(view, written, keys=held)
    assert done == [bound]
    action.setEnabled(False)
    key(view, written, keys=held)
    assert done == [bound]


def test_a_chinese_character_is_no_shortcut(view: CanvasView) -> None:
    done = []
    for bound in ("F", "?", "1"):
        action = QAction(view)
        action.setShortcut(QKeySequence(bound))
        action.triggered.connect(lambda: done.append(1))
        view.addAction(action)

    for character in "好，é":
        key(view, character)
    assert not done
