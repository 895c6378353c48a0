"""The palette finds every verb by a few letters of any language (features.md 5.2: Ctrl+K)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.palette import CommandPalette, closeness, entries, matching


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("fitsel", "view.fit_selection"),
        ("z100", "view.zoom_100"),
        ("select all", "view.select_all"),
        ("全选", "view.select_all"),
        ("复制一份", "node.duplicate"),
        ("dupl", "node.duplicate"),
    ],
)
def test_a_few_letters_find_a_verb_before_all_others(
    window: MainWindow, typed: str, name: str
) -> None:
    assert matching(entries(window.actions_), typed)[0].name == name


def test_letters_in_another_order_find_nothing() -> None:
    assert closeness("abc", "a big cat") is not None
    assert closeness("cba", "a big cat") is None


def test_what_cannot_be_done_now_stands_there_with_the_reason(window: MainWindow) -> None:
    found = {entry.name: entry for entry in entries(window.actions_)}
    assert found["node.duplicate"].why_not == "Nothing is selected."
    assert found["view.grid"].why_not == ""
    assert found["node.duplicate"].keys == "Ctrl+D"
    assert found["node.duplicate"].category == "Edit"


def test_what_was_done_lately_stands_first(
    desk: Desk, window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    window.actions_.run("window.palette")
    [palette] = window.findChildren(CommandPalette)
    palette.field.setText("show the grid")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert desk.settings.lately == ("view.grid",)
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.actions_.run("window.palette")
    [again] = window.findChildren(CommandPalette)
    assert again.list.item(0).data(Qt.ItemDataRole.UserRole).name == "view.grid"
    again.close()
