"""Every verb of the registry can be reached on the screen, and does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from canvas.app.commands.catalogue import COMMANDS
from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node
from canvas.ui.actions import ELSEWHERE
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.palette import CommandPalette


def in_menus(menu: QMenu) -> set[QAction]:
    found = set()
    for action in menu.actions():
        below = action.menu()
        found |= in_menus(below) if isinstance(below, QMenu) else {action}
    return found


def test_every_command_stands_in_a_menu_or_is_reached_by_hand(window: MainWindow) -> None:
    shown = in_menus(window.actions_.menu)
    offered = {name for name, action in window.actions_.actions.items() if action in shown}
    assert set(COMMANDS) - offered - set(ELSEWHERE) == set()


def test_nothing_is_said_to_be_elsewhere_that_does_not_exist() -> None:
    assert set(ELSEWHERE) - set(COMMANDS) == set()


def test_no_shortcut_means_two_things(window: MainWindow) -> None:
    taken: dict[str, str] = {}
    for name, action in window.actions_.actions.items():
        for key in action.shortcuts():
            text = key.toString(QKeySequence.SequenceFormat.PortableText)
            assert text not in taken, f"{text}: {name} and {taken[text]}"
            taken[text] = name


def test_every_entry_has_words(window: MainWindow) -> None:
    assert [name for name, one in window.actions_.actions.items() if not one.text().strip()] == []


ASKING = frozenset(
    {
        "window.palette",
        "media.import",
        "film.export",
        "window.new",
        "window.open",
        "window.close",
        "window.insert",
    }
)
"""Verbs that open a dialog or a list first; tests of their own drive those."""


@pytest.mark.soak  # test_every_command walks them all, on one board
@pytest.mark.parametrize(
    "name", sorted(name for name, one in COMMANDS.items() if one.menu and name not in ASKING)
)
def test_every_entry_of_a_menu_does_something_without_a_fault(
    window: MainWindow, name: str, qtbot: QtBot
) -> None:
    """Triggered on a board with a selected clip; a fault in a slot fails the test by itself."""
    session = window.session
    clip = add_node(session, "clip", (0, 0), params={"frames": 4})
    note = add_node(session, "note", (400, 0), text="A thought")
    add_shot(session, clip)
    window.editor.select([clip, note])
    window.actions_.refresh()
    action = window.actions_.actions[name]
    assert action.isEnabled() or name == "board.redo"
    action.trigger()
    window.writing.finish()
    window.verbs.stop_renders()


def test_undo_and_redo_are_offered_when_there_is_something(window: MainWindow) -> None:
    actions = window.actions_
    actions.refresh()
    assert not actions.actions["board.undo"].isEnabled()
    add_node(window.session, "note", (0, 0))
    actions.refresh()
    assert actions.actions["board.undo"].isEnabled()
    actions.actions["board.undo"].trigger()
    actions.refresh()
    assert actions.actions["board.redo"].isEnabled()


def test_importing_asks_for_files(
    window: MainWindow, pictures: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr("canvas.ui.dialogs.ask_files", lambda *_: [pictures / "cat.jpg"])
    window.actions_.run("media.import")
    qtbot.waitUntil(lambda: len(window.session.board.film) == 1, timeout=10_000)


def test_the_palette_finds_verbs_in_both_languages_and_does_them(
    desk: Desk, window: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    for language, needle in (("en", "select all"), ("zh_CN", "全选"), ("zh_CN", "select all")):
        desk.set_language(language)
        app.processEvents()
        note = add_node(window.session, "note", (0, 0))
        window.editor.select()
        window.actions_.run("window.palette")
        [palette] = window.findChildren(CommandPalette)
        palette.field.setText(needle)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)
        assert note in window.editor.selection
        app.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_pointer_over_a_rendered_clip_leafs_through_it(
    window: MainWindow, pictures: Path, qtbot: QtBot
) -> None:
    clip = add_node(window.session, "clip", (0, 0), params={"frames": 8})
    window.editor.fit()
    with qtbot.waitSignal(window.playing.player.finished, timeout=60_000):
        window.bench.render(nodes=[clip])  # and is seen once
    for share in (0.3, 0.5, 0.5):
        x, y = window.editor.camera.to_screen(304 * share, 110)
        qtbot.mouseMove(window.view, QPoint(round(x), round(y)))
        qtbot.wait(300)
    qtbot.waitUntil(lambda: clip in window.view._playing)
    qtbot.waitUntil(lambda: window.playing.player.share(clip) == pytest.approx(0.5, abs=0.13))
    qtbot.mouseMove(window.view, QPoint(5, 400))
    qtbot.waitUntil(lambda: clip not in window.view._playing, timeout=5000)
