"""The past in the window: it is shown, never changed, and brought back by a change of now
(R11.9 to R11.16)."""

from __future__ import annotations

from time import sleep

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDockWidget
from pytestqt.qtbot import QtBot

from canvas.app.acquaintances import FILE
from canvas.app.commands.history import name_version
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes, rename
from canvas.app.session import Session
from canvas.document.board import Board
from canvas.document.edits import SetNode
from canvas.ui.actions import LOOKS
from canvas.ui.chronicle import Chronicle
from canvas.ui.desk import Desk
from canvas.ui.history import HistoryDock
from canvas.ui.history_panel import HistoryPanel
from canvas.ui.main_window import MainWindow
from canvas.ui.past_view import PastView
from canvas.ui.time_travel import TimeTravel


def dock_of(window: MainWindow) -> HistoryDock:
    [part] = [part for part in window.parts if isinstance(part, HistoryDock)]
    return part


@pytest.fixture
def note(window: MainWindow) -> str:
    return add_node(window.session, "note", (0, 0), title="Rain")


@pytest.fixture
def clip(window: MainWindow, note: str) -> str:
    return add_node(window.session, "clip", (600, 0), title="Walk")


@pytest.fixture
def travel(window: MainWindow, qtbot: QtBot, note: str, clip: str) -> TimeTravel:
    """Note made, clip made, note moved away, clip deleted."""
    sleep(0.002)  # a version is laid to its step by the millisecond
    move_nodes(window.session, [note], 900, 300)
    delete_nodes(window.session, [clip])
    return opened(window, qtbot, len_=5)


def opened(window: MainWindow, qtbot: QtBot, *, len_: int) -> TimeTravel:
    window.actions_.actions["window.history"].trigger()
    dock = dock_of(window)
    known, travel = dock.chronicle, dock.travel
    assert known is not None
    assert travel is not None
    qtbot.waitUntil(lambda: len(known.moments) >= len_)
    return travel


def known_of(window: MainWindow) -> Chronicle:
    known = dock_of(window).chronicle
    assert known is not None
    return known


def panel_of(window: MainWindow) -> HistoryPanel:
    panel = dock_of(window).panel
    assert panel is not None
    return panel


def arrived(travel: TimeTravel, qtbot: QtBot) -> PastView:
    """Wait until the moment that is wanted is shown."""

    qtbot.waitUntil(lambda: travel.shown is not None and travel.arrived)
    over = travel.over
    assert over is not None
    assert over.isVisible()
    return over


def test_the_panel_lists_who_did_what_the_latest_first(
    window: MainWindow, travel: TimeTravel
) -> None:
    """R11.9"""
    model = panel_of(window).model
    said = [model.spoken(line) for line in model.lines]
    assert said[0] == "Today"
    words = [", ".join(one.split(", ")[:2]) for one in said[1:]]
    assert words == [
        "You, Delete node",
        "You, Move node",
        "You, Add clip",
        "You, Add note",
        "You, New board",
    ]


def test_a_step_shows_the_board_as_it_was_and_now_goes_on_below(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    """R11.10, R11.11"""
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    assert over.editor.board.nodes.keys() == {note, clip}
    assert over.editor.board.nodes[note].pos == (0, 0)
    assert window.session.board.nodes.keys() == {note}
    assert over.geometry() == window.view.rect()
    assert over.bar.what.text() == "Add clip"
    assert "You" in over.bar.title.text()


def test_what_the_step_changed_is_outlined_in_the_colour_of_who_did_it(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str
) -> None:
    travel.go(known_of(window).steps[3])
    over = arrived(travel, qtbot)
    [peer] = over.editor.peers
    assert peer.selection == {note}
    assert QColor(peer.colour).isValid()


def test_arrows_walk_through_time_and_past_the_last_step_is_now(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    travel.go(known_of(window).steps[3])
    over = arrived(travel, qtbot)
    qtbot.keyClick(over.canvas, Qt.Key.Key_Left)
    assert travel.shown == known_of(window).steps[2]
    qtbot.keyClick(over.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(over.canvas, Qt.Key.Key_Right)
    assert travel.shown == known_of(window).steps[4]
    qtbot.keyClick(over.canvas, Qt.Key.Key_Right)
    assert travel.shown is None
    assert over.isHidden()


def test_the_list_is_walked_with_the_arrow_keys(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    rows = panel_of(window).list
    window.activateWindow()
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    travel.go(known_of(window).steps[4])
    arrived(travel, qtbot)
    rows.setFocus()
    qtbot.keyClick(rows, Qt.Key.Key_Down)
    assert travel.shown == known_of(window).steps[3]
    qtbot.keyClick(rows, Qt.Key.Key_Escape)
    assert travel.shown is None


def test_the_arrow_keys_pass_a_version_which_is_shown_by_its_name(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    """R11.14"""
    rows, model = panel_of(window).list, panel_of(window).model
    name_version(window.session, "Two cards", at=known_of(window).steps[2].number)
    qtbot.waitUntil(lambda: any(line.version for line in model.lines))
    # the naming is a step, too, and has a row of its own above
    qtbot.waitUntil(lambda: known_of(window).steps[-1].last.label == "Name version")
    window.activateWindow()
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    flag = next(row for row, line in enumerate(model.lines) if line.version)
    assert rows.currentIndex().row() == flag + 1
    rows.setFocus()
    qtbot.waitUntil(rows.hasFocus)
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: travel.named is not None)
    assert rows.currentIndex().row() == flag
    assert over.bar.what.text() == "Two cards"
    qtbot.keyClick(rows, Qt.Key.Key_Up)
    assert rows.currentIndex().row() == flag - 1
    assert travel.named is None
    assert travel.shown == known_of(window).steps[3]


def test_a_menu_in_the_list_is_no_journey(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    rows = panel_of(window).list
    place = rows.visualRect(rows.model().index(2, 0)).center()
    rows.setFocus()
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.RightButton, pos=place)
    assert travel.shown is None


def test_the_strip_is_dragged_from_now_to_the_beginning(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    """R11.10"""
    strip = panel_of(window).strip
    strip.resize(280, strip.height())
    qtbot.mousePress(strip, Qt.MouseButton.LeftButton, pos=QPoint(270, 30))
    over = arrived(travel, qtbot)
    assert travel.shown is not None
    assert travel.shown.number == known_of(window).moments[-1].number
    strip.scrubbed.emit(1)
    arrived(travel, qtbot)
    assert not over.editor.board.nodes
    strip.ended.emit(True)
    assert travel.shown is None


def test_nothing_writes_while_the_past_is_shown(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    """R11.11: neither keys nor hands nor menus reach the board of now."""
    window.editor.select([note])
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    before = window.session.board.encode()
    for name in window.actions_.verbs:
        if not name.startswith(LOOKS):
            assert window.actions_.why_not(name) is not None, name
    over.editor.select([note, clip])
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Return, Qt.Key.Key_Tab):
        qtbot.keyClick(over.canvas, key)
    qtbot.keyClick(over.canvas, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(over.canvas, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    place = QPoint(*map(round, over.editor.camera.to_screen(100, 60)))
    qtbot.mousePress(over.canvas, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseMove(over.canvas, place + QPoint(60, 40))
    qtbot.mouseMove(over.canvas, place + QPoint(90, 70))
    qtbot.mouseRelease(over.canvas, Qt.MouseButton.LeftButton, pos=place + QPoint(90, 70))
    assert window.session.board.encode() == before
    assert over.editor.board.nodes[note].pos == (0, 0)
    assert not window.inspector.isEnabled()
    assert not window.strip.isEnabled()


def test_back_to_now_gives_everything_back(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str
) -> None:
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    over.editor.zoom(2.0)
    zoom = over.editor.camera.zoom
    qtbot.mouseClick(over.bar.back, Qt.MouseButton.LeftButton)
    assert over.isHidden()
    assert window.inspector.isEnabled()
    assert window.strip.isEnabled()
    assert window.editor.camera.zoom == zoom, "one looks where one looked"
    assert window.actions_.why_not("board.undo") is None


def test_verbs_that_look_work_on_the_past(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    window.actions_.run("view.select_all")
    assert over.editor.selection == {note, clip}
    assert window.editor.selection == set()


def test_restore_makes_the_board_what_it_was_and_undo_takes_it_back(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    """R11.12"""
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    qtbot.mouseClick(over.bar.restore, Qt.MouseButton.LeftButton)
    board = window.session.board
    assert travel.shown is None
    assert board.nodes.keys() == {note, clip}
    assert board.nodes[note].pos == (0, 0)
    assert board.can_undo == "Restore the board"
    window.actions_.run("board.undo")
    assert board.nodes.keys() == {note}
    assert board.nodes[note].pos == (900, 300)


def test_restore_selected_brings_back_just_that(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    """R11.12"""
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    assert not over.bar.restore_nodes.isEnabled()
    over.editor.select([clip])
    qtbot.mouseClick(over.bar.restore_nodes, Qt.MouseButton.LeftButton)
    board = window.session.board
    assert board.nodes.keys() == {note, clip}
    assert board.nodes[note].pos == (900, 300)
    assert window.editor.selection == {clip}
    (told,) = [one.key.what for one in window.banners.shown() if "restored" in one.key.what.lower()]
    assert told.startswith("What was selected")


def test_what_others_do_meanwhile_is_counted_and_disturbs_nothing(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str
) -> None:
    """R11.13"""
    session = window.session
    bob = Board.load([session.board.encode()], person="bob")
    travel.go(known_of(window).steps[3])
    over = arrived(travel, qtbot)
    over.editor.select([note])
    for x in (1, 2):
        change = bob.apply(SetNode(note, pos=(x, x)))
        session.board.receive(change.update, "bob")
    assert over.bar.since.text() == "2 new changes meanwhile"
    assert over.editor.board.nodes[note].pos == (900, 300)
    assert over.editor.selection == {note}
    travel.leave()
    qtbot.waitUntil(lambda: known_of(window).steps[-1].person == "bob")


def test_a_version_is_named_listed_found_renamed_and_forgotten(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    """R11.14"""
    panel = panel_of(window)
    travel.go(known_of(window).steps[2])
    arrived(travel, qtbot)
    window.actions_.run("history.name_now")
    panel.name.setText("Two cards")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    assert panel.naming.isHidden()
    qtbot.waitUntil(lambda: any(line.version for line in panel.model.lines))
    travel.leave()
    [version] = known_of(window).versions
    travel.go(version)
    over = arrived(travel, qtbot)
    assert over.editor.board.nodes.keys() == {note, clip}
    panel.ask_name(version)
    panel.name.setText("Both")
    qtbot.mouseClick(panel.keep, Qt.MouseButton.LeftButton)
    assert [one.name for one in known_of(window).versions] == ["Both"]
    panel.list.deleted.emit(known_of(window).versions[0])
    assert not known_of(window).versions


def test_a_board_to_look_at_shows_its_past_and_restores_nothing(
    desk: Desk, window: MainWindow, qtbot: QtBot, note: str
) -> None:
    """R11.15"""
    rename(window.session, note, "Snow")
    path = window.session.path
    window.session.flush()
    window.close()
    assert desk.open(path, readonly=True)
    assert desk.board is not None
    travel = opened(desk.board, qtbot, len_=3)
    travel.go(known_of(desk.board).steps[1])
    over = arrived(travel, qtbot)
    assert over.editor.board.nodes[note].title == "Rain"
    over.editor.select([note])
    assert not over.bar.restore.isEnabled()
    assert not over.bar.restore_nodes.isEnabled()
    assert over.bar.copy.isEnabled()
    assert not panel_of(desk.board).flag.isEnabled()


def test_a_copy_of_then_becomes_a_board_of_its_own(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str, clip: str
) -> None:
    """R11.16"""
    name_version(window.session, "Not in the copy")
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    qtbot.mouseClick(over.bar.copy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(list(window.session.path.parent.glob("*.shotweave"))) == 2)
    [copy] = set(window.session.path.parent.glob("*.shotweave")) - {window.session.path}
    qtbot.waitUntil(lambda: any("Copied as" in one.key.what for one in window.banners.shown()))
    with Session.open(copy, settings=window.session.settings) as session:
        assert session.board.nodes.keys() == {note, clip}
        assert not session.board.marks
        assert session.board.meta.lineage != window.session.board.meta.lineage


def test_a_new_board_says_that_its_history_is_to_come(window: MainWindow, qtbot: QtBot) -> None:
    opened(window, qtbot, len_=1)
    panel = panel_of(window)
    assert "Nothing has happened" in panel.about.text()
    assert panel.strip.isHidden()


def test_closing_the_panel_leads_back_to_now(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    travel.go(known_of(window).steps[2])
    arrived(travel, qtbot)
    window.actions_.run("window.history")
    assert travel.over is None
    assert travel.shown is None
    assert window.actions_.past is None
    docks = [one for one in window.findChildren(QDockWidget) if one.isVisible()]
    assert not docks


def test_a_window_closes_while_the_past_is_shown(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    travel.go(known_of(window).steps[2])
    arrived(travel, qtbot)
    assert window.close()


def test_a_moment_long_ago_is_read_up_to_chapter_by_chapter(
    window: MainWindow, qtbot: QtBot, note: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R11.17"""
    monkeypatch.setattr("canvas.app.history.CHAPTER", 3)
    monkeypatch.setattr("canvas.ui.time_travel.CHAPTER", 3)
    for x in range(30):
        move_nodes(window.session, [note], 1, 0)
        rename(window.session, note, f"Rain {x}")
    travel = opened(window, qtbot, len_=62)
    travel.go(known_of(window).steps[5])
    over = arrived(travel, qtbot)
    assert over.editor.board.nodes[note].title == "Rain 1"
    travel.walk_to_end(False)
    arrived(travel, qtbot)
    assert not over.editor.board.nodes


def test_a_journal_that_cannot_be_read_is_told_and_leaves_one_in_the_present(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    journal = window.session.folder.journal
    away = journal.with_name("away")
    window.session.flush()
    journal.rename(away)
    try:
        travel.go(known_of(window).steps[2])
        qtbot.waitUntil(lambda: bool(window.banners.shown()))
    finally:
        away.rename(journal)
    assert travel.shown is None
    assert travel.over is None
    assert window.actions_.past is None


def test_who_was_met_in_the_room_is_called_by_name_in_the_history(
    window: MainWindow, qtbot: QtBot, note: str
) -> None:
    """R11.9"""
    session = window.session
    bob = Board.load([session.board.encode()], person="bob")
    change = bob.apply(SetNode(note, pos=(1, 1)))
    session.board.receive(change.update, "bob", "Move node")
    (session.path / FILE).write_text('{"bob": {"name": "Bob Ray"}}', "utf-8")
    opened(window, qtbot, len_=3)
    model = panel_of(window).model
    assert model.spoken(model.lines[1]).startswith("Bob Ray, Move node, ")


def test_the_keyboard_never_reaches_the_board_of_now(
    window: MainWindow, travel: TimeTravel, qtbot: QtBot, note: str
) -> None:
    """R11.11: whoever gives the canvas the keyboard gives it to what is seen."""
    window.activateWindow()
    window.editor.select([note])
    before = window.session.board.nodes[note].pos
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    window.view.setFocus()
    qtbot.waitUntil(over.canvas.hasFocus)
    focused = window.focusWidget()
    assert focused is over.canvas
    qtbot.keyClick(focused, Qt.Key.Key_Up)
    qtbot.keyClick(focused, Qt.Key.Key_Down)
    assert window.session.board.nodes[note].pos == before
    travel.leave()
    window.view.setFocus()
    qtbot.waitUntil(window.view.hasFocus)


def test_the_panel_speaks_the_language_and_wears_the_theme(
    desk: Desk, window: MainWindow, travel: TimeTravel, qtbot: QtBot
) -> None:
    travel.go(known_of(window).steps[2])
    over = arrived(travel, qtbot)
    desk.set_theme("light")
    desk.set_language("zh_CN")
    assert over.canvas.painter.theme.name == "light"
    panel = panel_of(window)
    assert panel.model.spoken(panel.model.lines[1]) != ""
    desk.set_language("en")
    desk.set_theme("dark")
    assert over.bar.back.text() == "Back to now"
