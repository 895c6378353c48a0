"""The sheet of all keys shows the person's own, and what hands do (features.md 5.2)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from canvas.ui.cheat_sheet import CheatSheet, meant, sections
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow


def opened(window: MainWindow) -> list[CheatSheet]:
    return [one for one in window.findChildren(CheatSheet) if one.isVisible()]


@pytest.fixture
def ready(window: MainWindow, qtbot: QtBot) -> MainWindow:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.view.setFocus()
    return window


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier),
    ],
)
def test_the_sheet_opens_with_each_of_its_keys(
    ready: MainWindow, qtbot: QtBot, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    qtbot.keyClick(ready.view, key, held)
    [sheet] = opened(ready)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert opened(ready) == []


def test_the_field_has_the_keyboard_where_what_had_it_is_gone(
    ready: MainWindow, qtbot: QtBot
) -> None:
    """Somebody else deletes the note that is being written while the keys are looked up."""
    field = QLineEdit(ready.view)
    field.show()
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_F1)
    [sheet] = opened(ready)
    delete(field)
    qtbot.keyClick(sheet.field, Qt.Key.Key_Escape)
    assert opened(ready) == []
    assert ready.view.hasFocus()


@pytest.mark.parametrize(
    "held", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier]
)
def test_the_sheet_opens_from_a_chinese_layout(
    ready: MainWindow, app: QApplication, held: Qt.KeyboardModifier
) -> None:
    """features.md 5.2: the full-width twin of ? is accepted."""
    app.sendEvent(ready.view, QKeyEvent(QEvent.Type.KeyPress, 0xFF1F, held, "？"))
    [sheet] = opened(ready)
    sheet.close()


def test_every_verb_with_a_key_stands_on_it(window: MainWindow) -> None:
    rows = [row for section in sections(window.actions_) for row in section.rows]
    keys = {key for row in rows for key in row.keys}
    for name in window.actions_.keymap:
        if window.actions_.verbs[name].menu and window.actions_.keys(name):
            assert window.actions_.keys(name) in keys, name


def test_it_shows_the_keys_that_the_person_chose(desk: Desk, window: MainWindow) -> None:
    desk.change(shortcuts={"view.fit_all": ("Ctrl+J",)})
    rows = [row for section in sections(window.actions_) for row in section.rows]
    [fit] = [row for row in rows if row.what == window.actions_.title("view.fit_all")]
    assert fit.keys == ("Ctrl+J",)


@pytest.mark.parametrize("words", ["duplicate", "复制一份", "ctrl+d"])
def test_typing_finds_a_line_by_what_it_does_or_by_its_key(window: MainWindow, words: str) -> None:
    found = [row.what for part in meant(sections(window.actions_), words) for row in part.rows]
    assert window.actions_.title("node.duplicate") in found
    assert len(found) < 6


def test_a_click_beside_it_and_a_question_mark_end_it(ready: MainWindow, qtbot: QtBot) -> None:
    ready.actions_.run("help.keys")
    [sheet] = opened(ready)
    qtbot.mouseClick(sheet, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert opened(ready) == []
    ready.actions_.run("help.keys")
    [sheet] = opened(ready)
    qtbot.keyClicks(sheet.field, "du")
    assert sheet.field.text() == "du"
    sheet.field.clear()
    qtbot.keyClicks(sheet.field, "?")
    assert opened(ready) == []


def test_its_words_are_spoken_for_those_who_do_not_see_it(
    window: MainWindow, app: QApplication
) -> None:
    window.actions_.run("help.keys")
    [sheet] = opened(window)
    assert "Undo: Ctrl+Z" in sheet.sheet.accessibleName()
    sheet.close()
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
