"""Every choice holds at once and at the next start (features.md 3 J, 5.1)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app import settings as kept
from canvas.ui.desk import Desk
from canvas.ui.habits import is_reduced
from canvas.ui.main_window import MainWindow
from canvas.ui.settings_dialog import SettingsDialog


@pytest.fixture
def dialog(window: MainWindow, desk: Desk, qtbot: QtBot) -> SettingsDialog:
    made = SettingsDialog(desk, lambda: None, window)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(dialog: SettingsDialog, name: str, value: object) -> None:
    choice = dialog.choices[name]
    at = [choice.itemData(at) for at in range(choice.count())].index(value)
    choice.setCurrentIndex(at)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("theme", "contrast-light"),
        ("motion", "reduced"),
        ("wheel_pans", True),
        ("scale", 150),
        ("colour", "#6EA8FF"),
    ],
)
def test_a_choice_is_kept(dialog: SettingsDialog, desk: Desk, name: str, value: object) -> None:
    choose(dialog, name, value)
    assert getattr(desk.settings, name) == value
    assert getattr(kept.load().settings, name) == value


def test_the_canvas_follows_each_choice_at_once(dialog: SettingsDialog, window: MainWindow) -> None:
    editor = window.editor
    choose(dialog, "wheel_pans", True)
    choose(dialog, "motion", "reduced")
    for name in ("right_drag_pans", "snap", "grid", "minimap"):
        dialog.flags[name].click()
    assert editor.wheel == "pan"
    assert window.view.reduced_motion
    assert editor.right_pans
    assert not any((editor.snapping, editor.show_grid, editor.show_minimap))


def test_what_a_key_switches_is_kept_too(window: MainWindow, desk: Desk) -> None:
    for verb, name in (("view.grid", "grid"), ("view.snap", "snap"), ("view.minimap", "minimap")):
        action = window.actions_.actions[verb]
        window.actions_.refresh()
        assert action.isChecked(), verb
        window.actions_.run(verb)
        assert not action.isChecked(), verb
        assert getattr(kept.load().settings, name) is False


def test_the_dialog_speaks_the_language_that_was_chosen(
    dialog: SettingsDialog, desk: Desk, app: QApplication
) -> None:
    choose(dialog, "language", "zh_CN")
    app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert dialog.windowTitle() == "设置"
    assert dialog.choices["theme"].accessibleName() == "外观"
    assert kept.load().settings.language == "zh_CN"


def test_a_name_is_kept_when_it_is_left(dialog: SettingsDialog, desk: Desk, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.name, "Ada")
    qtbot.keyClick(dialog.name, Qt.Key.Key_Tab)
    dialog.name.editingFinished.emit()
    assert kept.load().settings.name == "Ada"


def test_motion_follows_the_person_before_the_system(app: QApplication) -> None:
    assert is_reduced("reduced")
    assert not is_reduced("full")


def test_choices_that_make_no_sense_are_left_out_with_a_word() -> None:
    kept.folder().mkdir(parents=True, exist_ok=True)
    kept.path().write_text('person = "p"\nscale = 7\nsnap = "maybe"\nmotion = "reduced"\n')
    loaded = kept.load()
    assert (loaded.settings.scale, loaded.settings.snap) == (100, True)
    assert loaded.settings.motion == "reduced"
    assert [name for name in ("scale", "snap") if name in " ".join(map(str, loaded.notices))] == [
        "scale",
        "snap",
    ]
    assert kept.scale_before_start() == 100
