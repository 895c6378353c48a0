"""What a person has chosen holds on the canvas, and what is switched there is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from canvas.app import settings as kept
from canvas.app.commands.nodes import add_node
from canvas.document.records import NodeKind
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from tests.ui.hands import wheel


def test_a_choice_holds_on_the_canvas_at_once(window: MainWindow, desk: Desk) -> None:
    desk.change(motion="reduced", wheel_pans=True, right_drag_pans=True, snap=False)
    editor = window.editor

    assert window.view.reduced_motion
    assert (editor.wheel, editor.right_pans, editor.snapping) == ("pan", True, False)
    before = editor.camera
    wheel(window.view, (300, 200), (0, 120))
    assert editor.camera.zoom == before.zoom

    desk.change(motion="full", wheel_pans=False)
    assert not window.view.reduced_motion
    wheel(window.view, (300, 200), (0, 120))
    assert editor.camera.zoom > before.zoom


def test_grid_map_and_snapping_are_switched_by_keys_and_kept(
    window: MainWindow, desk: Desk, qtbot: QtBot
) -> None:
    window.view.setFocus()
    window.activateWindow()
    alt, ctrl = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window.view, Qt.Key.Key_M, alt)
    qtbot.keyClick(window.view, Qt.Key.Key_S, alt)
    qtbot.keyClick(window.view, Qt.Key.Key_Apostrophe, ctrl)

    editor = window.editor
    assert (editor.show_grid, editor.show_minimap, editor.snapping) == (False, False, False)
    now = kept.load().settings
    assert (now.grid, now.minimap, now.snap) == (False, False, False)
    window.actions_.refresh()
    for name in ("view.grid", "view.minimap", "view.snap"):
        assert not window.actions_.actions[name].isChecked()

    desk.change(grid=True)
    assert editor.show_grid
    window.actions_.refresh()
    assert window.actions_.actions["view.grid"].isChecked()


def test_fit_and_actual_size_by_their_keys(window: MainWindow, desk: Desk, qtbot: QtBot) -> None:
    """features.md 5.2: F, Shift+2; Shift+1; Ctrl+0."""
    desk.change(motion="reduced")
    near = add_node(window.session, NodeKind.clip, (0, 0))
    add_node(window.session, NodeKind.clip, (9000, 6000))
    window.view.setFocus()
    window.editor.select((near,))
    shift, ctrl = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier

    for key, held, seen in (
        (Qt.Key.Key_F, Qt.KeyboardModifier.NoModifier, 1),
        (Qt.Key.Key_1, shift, 2),
        (Qt.Key.Key_2, shift, 1),
        (Qt.Key.Key_1, shift, 2),
    ):
        qtbot.keyClick(window.view, key, held)
        assert len(window.view.in_sight()) == seen, key
    assert window.editor.camera.zoom < 1
    qtbot.keyClick(window.view, Qt.Key.Key_0, ctrl)
    assert window.editor.camera.zoom == 1.0
