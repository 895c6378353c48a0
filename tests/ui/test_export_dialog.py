"""The film as a file, asked for and followed in the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.ui.desk import Desk
from canvas.ui.dialogs import NewBoardDialog, file_name, free_path
from canvas.ui.export_dialog import ExportDialog, Exporting
from canvas.ui.main_window import MainWindow
from canvas.ui.theme import dark


def a_shot(window: MainWindow, frames: int = 12) -> str:
    words = add_node(window.session, "clip", (0, 0), title="Title", params={"frames": frames})
    add_shot(window.session, words)
    return words


def test_an_empty_film_cannot_be_exported_and_says_why(window: MainWindow) -> None:
    dialog = ExportDialog(window.bench, window)
    assert not dialog.go.isEnabled()
    assert "no shots yet" in dialog._lacks.text()


def test_what_is_not_rendered_is_said_before(window: MainWindow) -> None:
    a_shot(window)
    dialog = ExportDialog(window.bench, window)
    assert dialog.go.isEnabled()
    assert "1 of 1 shots are not rendered" in dialog._lacks.text()


def test_the_name_gets_the_ending_of_its_form(window: MainWindow, tmp_path: Path) -> None:
    dialog = ExportDialog(window.bench, window)
    dialog.path.setText(str(tmp_path / "film.v2"))
    assert dialog.out == tmp_path / "film.v2.mp4"
    dialog.form.setCurrentIndex(1)
    assert dialog.out.suffix == ".gif"


def begun(window: MainWindow, out: Path) -> Exporting:
    export = Exporting(window.bench, out, window.doings.exports.remove)
    window.doings.exports.append(export)
    export.begin()
    return export


def test_a_board_to_look_at_says_why_it_is_not_exported(
    session: Session, desk: Desk, tmp_path: Path
) -> None:
    session.flush()
    assert desk.open(session.path, readonly=True)
    assert desk.board is not None
    begun(desk.board, tmp_path / "film.mp4")
    assert desk.board.doings.exports == []
    [banner] = [one for one in desk.board.banners.shown() if one.key.remedy]
    assert "look at only" in banner.key.what


def test_an_export_ends_in_a_file_and_a_way_to_it(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    a_shot(window)
    out = tmp_path / "film.mp4"
    begun(window, out)
    qtbot.waitUntil(lambda: not window.doings.exports, timeout=60_000)
    assert out.stat().st_size > 1000
    [banner] = window.banners.shown()
    assert banner.key.what == "The film is in film.mp4."
    assert any(b.text() == "Show in folder" for b in banner.findChildren(QAbstractButton))


def test_a_stopped_export_leaves_no_file(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    a_shot(window, frames=5000)
    out = tmp_path / "film.mp4"
    export = begun(window, out)
    qtbot.waitUntil(lambda: export._sign.bar.value() > 0, timeout=60_000)
    qtbot.mouseClick(export._sign.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.doings.exports, timeout=60_000)
    assert list(tmp_path.glob("film*")) == []
    assert window.banners.shown() == []


def test_a_new_board_gets_a_name_that_every_system_takes(tmp_path: Path) -> None:
    assert file_name('a/b: "c"?') == "a b c"
    assert file_name("最后一公里 🚀") == "最后一公里 🚀"
    assert file_name("...") == "Untitled"
    assert len(file_name("长" * 300).encode()) <= 180
    (tmp_path / "My film.shotweave").mkdir()
    assert free_path(tmp_path, "My film").name == "My film 2.shotweave"


def test_the_dialog_of_a_new_board_says_what_was_chosen(window: MainWindow) -> None:
    dialog = NewBoardDialog(dark(), window)
    dialog.title.setText("Night train")
    dialog.frame.setCurrentIndex(2)
    wanted = dialog.wanted()
    assert (wanted.title, wanted.size) == ("Night train", (720, 1280))
    assert wanted.path.name == "Night train.shotweave"
