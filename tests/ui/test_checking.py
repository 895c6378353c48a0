"""The check of a board in its window: beside the work, and said in banners."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from canvas.app.commands.media import import_files
from canvas.ui.main_window import MainWindow


def told(window: MainWindow) -> list[str]:
    return [banner.key.what for banner in window.banners.shown()]


def test_a_whole_board_is_said_to_be_whole(
    window: MainWindow, pictures: Path, qtbot: QtBot
) -> None:
    import_files(window.session, [pictures / "cat.jpg"])
    window.verbs.check()
    assert told(window) == []  # the window did not wait for it
    qtbot.waitUntil(lambda: told(window) == ["This board is whole."])


def test_what_is_missing_stays_on_the_screen(
    window: MainWindow, pictures: Path, qtbot: QtBot
) -> None:
    (node,) = import_files(window.session, [pictures / "cat.jpg"]).nodes
    (hash,) = window.session.board.nodes[node].refs
    window.session.store.path(hash).unlink()
    window.verbs.check()
    qtbot.waitUntil(
        lambda: any("cat.jpg" in words and "missing" in words for words in told(window))
    )
