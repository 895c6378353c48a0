"""Every key can be changed by the person, at once and for good (features.md 3 J, 5.2)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app import key_files
from canvas.app import settings as kept
from canvas.app.commands.nodes import add_node
from canvas.ui.desk import Desk
from canvas.ui.keys import Keymap, canonical, pressed, shown, warning
from canvas.ui.main_window import MainWindow
from canvas.ui.shortcuts import ShortcutsDialog

OURS = {"copy": ("Ctrl+C",), "paste": ("Ctrl+V", "Insert"), "play": ("F5",), "bare": ()}


@pytest.fixture
def dialog(window: MainWindow, desk: Desk, qtbot: QtBot) -> ShortcutsDialog:
    made = ShortcutsDialog(window.actions_, desk, window)
    qtbot.addWidget(made)
    made.show()
    return made


def listed(dialog: ShortcutsDialog) -> list[str]:
    rows = (dialog.list.topLevelItem(at) for at in range(dialog.list.topLevelItemCount()))
    return [row.data(0, Qt.ItemDataRole.UserRole) for row in rows if row is not None]


def choose(dialog: ShortcutsDialog, name: str) -> None:
    dialog.search.setText(name)
    assert listed(dialog)[0] == name


def test_a_key_is_kept_as_it_is_spelled_everywhere() -> None:
    assert canonical("ctrl+shift+p") == "Ctrl+Shift+P"
    assert canonical("Delete") == "Del"
    assert [canonical(odd) for odd in ("", "foo", "Ctrl+", "Ctrl+K, Ctrl+C")] == [""] * 4


@pytest.mark.parametrize(
    ("code", "held", "key"),
    [
        (Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier, "?"),
        (0xFF1F, Qt.KeyboardModifier.ShiftModifier, "?"),
        (0x3001, Qt.KeyboardModifier.NoModifier, "/"),
        (0x3002, Qt.KeyboardModifier.ControlModifier, "Ctrl+."),
        (0x300C, Qt.KeyboardModifier.NoModifier, "["),
        (0xFF26, Qt.KeyboardModifier.NoModifier, "F"),
        (Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier, ""),
    ],
)
def test_a_pressed_key_is_the_same_from_every_layout(
    app: QApplication, code: int, held: Qt.KeyboardModifier, key: str
) -> None:
    """features.md 5.2: full-width twins are accepted."""
    assert pressed(QKeyEvent(QEvent.Type.KeyPress, int(code), held)) == key


def test_keys_that_do_not_arrive_are_warned_of() -> None:
    assert warning("Ctrl+Space") is not None
    assert warning("Meta+K") is not None
    assert warning("Tab") is not None
    assert warning("Ctrl+J") is None


def test_a_persons_keys_stand_in_place_of_ours() -> None:
    keymap = Keymap(OURS)
    assert keymap.take({"play": ("Ctrl+P", "F9"), "copy": ()}) == ()
    assert keymap.of("play") == ("Ctrl+P", "F9")
    assert keymap.of("copy") == ()
    assert keymap.of("paste") == ("Ctrl+V", "Ins")


def test_a_key_that_a_person_gave_away_is_lost_to_whoever_had_it() -> None:
    keymap = Keymap(OURS)
    keymap.take(keymap.with_keys("copy", ("Ctrl+V",)))
    assert keymap.of("copy") == ("Ctrl+V",)
    assert keymap.of("paste") == ("Ins",)
    assert keymap.holder("Ctrl+V") == "copy"
    keymap.take(keymap.with_ours("paste"))
    assert keymap.of("paste") == ("Ctrl+V", "Ins")
    assert keymap.of("copy") == ()


def test_keys_as_they_came_are_not_written_down() -> None:
    keymap = Keymap(OURS)
    keymap.take(keymap.with_keys("play", ("F9",)))
    assert dict(keymap.with_ours("play")) == {}


def test_bad_entries_are_left_out_with_a_word_and_others_hold(
    desk: Desk, board_path: Path, window: MainWindow
) -> None:
    window.close()
    kept.path().write_text(
        'person = "p"\n[shortcuts]\n"board.check" = ["Ctrl+J", "no key"]\n'
        '"view.fit_all" = ["Ctrl+J"]\n"node.copy" = 3\n"of.another.version" = ["F8"]\n'
    )
    loaded = kept.load()
    assert ["node.copy" in str(one) for one in loaded.notices] == [True]
    desk.settings = loaded.settings
    assert desk.open(board_path)
    assert desk.board is not None
    actions = desk.board.actions_
    assert actions.keymap.of("board.check") == ("Ctrl+J",)
    assert actions.keymap.of("view.fit_all") == ()
    assert actions.keymap.of("node.copy") == ("Ctrl+C",)
    told = " ".join(str(banner.about) for banner in desk.board.banners.shown())
    assert "no key" in told
    assert "view.fit_all" in told


def test_a_command_is_found_by_its_name_in_both_languages(dialog: ShortcutsDialog) -> None:
    for words in ("duplicate", "复制一份", "ctrl+d"):
        dialog.search.setText(words)
        assert "node.duplicate" in listed(dialog), words
    dialog.search.setText("nobody calls anything so")
    assert listed(dialog) == []


def test_a_command_is_found_by_pressing_its_key(dialog: ShortcutsDialog, qtbot: QtBot) -> None:
    qtbot.keyClick(dialog.by_key, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert listed(dialog) == ["node.duplicate"]


def test_a_category_shows_its_commands_only(dialog: ShortcutsDialog) -> None:
    dialog.category.setCurrentIndex(dialog.category.findData("render"))
    assert listed(dialog)
    mine = ("render.", "queue.", "window.queue", "window.models")
    assert all(name.startswith(mine) for name in listed(dialog))


def test_a_free_key_holds_at_once_and_at_the_next_start(
    dialog: ShortcutsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    choose(dialog, "board.check")
    qtbot.keyClick(dialog.editor.field, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.actions_.keymap.of("board.check") == ("Ctrl+J",)
    assert "Ctrl+J" in [
        key.toString() for key in window.actions_.actions["board.check"].shortcuts()
    ]
    assert kept.load().settings.shortcuts == {"board.check": ("Ctrl+J",)}


def test_a_taken_key_names_who_has_it_and_can_be_taken_over(
    dialog: ShortcutsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    choose(dialog, "board.check")
    qtbot.keyClick(dialog.editor.field, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert window.actions_.keymap.of("board.check") == ()
    assert "Duplicate" in dialog.editor._said.text()
    qtbot.mouseClick(dialog.editor.take, Qt.MouseButton.LeftButton)
    assert window.actions_.keymap.of("board.check") == ("Ctrl+D",)
    assert window.actions_.keymap.of("node.duplicate") == ()


def test_a_key_that_may_not_arrive_asks_first(
    dialog: ShortcutsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    choose(dialog, "board.check")
    qtbot.keyClick(dialog.editor.field, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert window.actions_.keymap.of("board.check") == ()
    assert "input method" in dialog.editor._said.text()


def test_one_or_all_go_back_to_how_they_came(
    dialog: ShortcutsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    keymap = window.actions_.keymap
    dialog.give("board.check", ("Ctrl+D",))
    dialog.give("film.export", ("F8",))
    choose(dialog, "film.export")
    dialog.editor.ours.click()
    assert keymap.of("film.export") == keymap.ours("film.export")
    assert keymap.of("board.check") == ("Ctrl+D",)
    dialog.reset()
    assert keymap.of("board.check") == ()
    assert keymap.of("node.duplicate") == keymap.ours("node.duplicate")
    assert kept.load().settings.shortcuts == {}


def test_the_new_key_does_it_and_the_old_one_no_longer(
    desk: Desk, window: MainWindow, qtbot: QtBot
) -> None:
    note = add_node(window.session, "note", (0, 0))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.view.setFocus()
    desk.change(shortcuts={"view.select_all": ("Ctrl+J",)})
    qtbot.keyClick(window.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert not window.editor.selection
    qtbot.keyClick(window.view, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    assert window.editor.selection == {note}
    assert shown("Ctrl+J") in window.actions_.tip("view.select_all")


def test_a_key_whose_verb_cannot_be_done_now_says_why(window: MainWindow, qtbot: QtBot) -> None:
    """No key is dead (issue 3, Shows)."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.view.setFocus()
    qtbot.keyClick(window.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [str(one.about) for one in window.banners.shown()] == ["Nothing is selected."]


def test_buttons_say_the_keys_that_hold_now(desk: Desk, window: MainWindow) -> None:
    desk.change(shortcuts={"window.hand": ("Ctrl+J",), "render.start": ("F9",)})
    assert "Ctrl+J" in window.rail._buttons["hand"].toolTip()
    assert window.top.render_keys == "F9"


def test_escape_leaves_the_field_that_takes_every_other_key(
    dialog: ShortcutsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    choose(dialog, "board.check")
    dialog.editor.field.setFocus()
    qtbot.keyClick(dialog.editor.field, Qt.Key.Key_Escape)
    assert window.actions_.keymap.of("board.check") == ()
    assert dialog.focusWidget() is not dialog.editor.field
    assert dialog.isVisible()


def test_keys_go_through_a_file_to_another_machine(
    dialog: ShortcutsDialog, window: MainWindow, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "keys.json"
    dialog.give("node.copy", ("Ctrl+J",))
    dialog.export_to(path)
    assert str(path) in dialog.said.text()
    dialog.reset()
    assert window.actions_.keymap.of("node.copy") == ("Ctrl+C",)

    dialog.import_from(path)
    assert window.actions_.keymap.of("node.copy") == ("Ctrl+J",)
    assert dict(kept.load().settings.shortcuts) == {"node.copy": ("Ctrl+J",)}
    assert dialog.said.text() == "Taken from the file: keys of 1 commands."


def test_what_stands_in_the_way_of_a_file_is_said(
    dialog: ShortcutsDialog, window: MainWindow, tmp_path: Path
) -> None:
    keys = {"node.copy": ["Ctrl+V"], "board.undo": ["Ctrl+V", "no key"], "old.verb": ["Ctrl+J"]}
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"shotweave": "shortcuts", "version": 1, "keys": keys}), "utf-8")

    dialog.import_from(path)
    assert window.actions_.keymap.of("node.copy") == ("Ctrl+V",)
    assert window.actions_.keymap.of("node.paste") == ()
    assert window.actions_.keymap.of("board.undo") == ()
    said = dialog.said.text()
    assert "old.verb" in said
    assert "Ctrl+V is now for “Copy”, no longer for “Paste”." in said
    assert said.count("was left out") == 2


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"[" * 100_000,
        b'{"shotweave": "shortcuts", "version": 2, "keys": {}}',
        b'{"shotweave": "shortcuts", "version": 1, "keys": {"node.copy": "Ctrl+J"}}',
        b'{"shotweave": "shortcuts", "version": 1, "keys": {"node.copy": [5]}}',
        b" " * (key_files.LARGEST + 1),
    ],
)
def test_a_file_that_holds_no_keys_changes_nothing_and_says_so(
    dialog: ShortcutsDialog, window: MainWindow, tmp_path: Path, words: bytes
) -> None:
    path = tmp_path / "keys.json"
    path.write_bytes(words)
    dialog.give("node.copy", ("Ctrl+J",))
    dialog.import_from(path)
    assert window.actions_.keymap.of("node.copy") == ("Ctrl+J",)
    assert "holds no shortcuts" in dialog.said.text()


def test_a_place_where_nothing_can_be_written_is_named(
    dialog: ShortcutsDialog, tmp_path: Path
) -> None:
    (tmp_path / "nowhere").write_text("a file, and no folder")
    dialog.export_to(tmp_path / "nowhere" / "keys.json")
    assert "could not be written" in dialog.said.text()
    dialog.import_from(tmp_path / "nowhere" / "keys.json")
    assert "cannot be read" in dialog.said.text()
