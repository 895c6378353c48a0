"""Panes by keyboard (features.md 5.2: F6 and Shift+F6, Ctrl+1 to 3, F11)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from canvas.ui.main_window import MainWindow
from canvas.ui.panes import Panes, Ring


@pytest.fixture
def panes(window: MainWindow) -> Panes:
    [part] = [part for part in window.parts if isinstance(part, Panes)]
    window.view.setFocus()
    return part


def test_f6_walks_around_all_panes_and_shift_f6_back(window: MainWindow, panes: Panes) -> None:
    window.actions_.run("window.outline")
    window.view.setFocus()
    seen: list[QWidget | None] = []
    for _ in panes.panes:
        window.actions_.actions["pane.next"].trigger()
        seen.append(panes.here())
    assert seen[-1] is window.view
    assert {window.top, window.rail, window.view} <= set(seen)
    assert len(set(seen)) == len(seen), "no pane twice"
    for pane in reversed(seen[:-1]):
        window.actions_.actions["pane.before"].trigger()
        assert panes.here() is pane


def test_a_ring_shows_where_one_is_and_goes_with_the_keyboard(
    window: MainWindow, panes: Panes
) -> None:
    panes.next()
    [ring] = window.findChildren(Ring)
    assert ring.isVisible()
    window.view.setFocus()
    assert panes.here() is window.view
    assert not ring.isVisible()


def test_a_pane_remembers_who_had_the_keyboard(window: MainWindow, panes: Panes) -> None:
    window.top.export.setFocus()
    window.view.setFocus()
    while panes.here() is not window.top:
        panes.next()
    assert window.focusWidget() is window.top.export


def test_escape_that_nobody_wants_leads_back_to_the_canvas(
    window: MainWindow, panes: Panes, qtbot: QtBot
) -> None:
    window.top.export.setFocus()
    qtbot.keyClick(window.top.export, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.view


def test_keys_show_and_hide_the_rooms(window: MainWindow, panes: Panes) -> None:
    for name, pane in (("pane.inspector", window.inspector), ("pane.strip", window.strip)):
        window.actions_.actions[name].trigger()
        assert pane.isHidden()
        window.actions_.actions[name].trigger()
        assert not pane.isHidden()


def test_focus_mode_brings_back_only_what_was_there(window: MainWindow, panes: Panes) -> None:
    window.actions_.run("window.outline")
    window.actions_.run("pane.strip")
    window.actions_.run("window.fold")
    assert panes.panes == [window.view]
    window.actions_.run("window.fold")
    assert window.inspector.isVisible()
    assert not window.strip.isVisible()
    assert len(panes.panes) == 5
