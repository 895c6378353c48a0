"""A window closes at once when all is on disk, and never takes work with it unasked."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from canvas.app.commands.check import check
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.ui.main_window import MainWindow


@pytest.fixture
def refusing(window: MainWindow) -> Iterator[sqlite3.Connection]:
    """The board's file is kept locked by somebody else, so that nothing reaches it."""
    window.session.flush()
    other = sqlite3.connect(window.session.folder.journal, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def answer(words: str, asked: list[str]) -> None:
    """Press the button of this name as soon as there is a question."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        if not isinstance(box, QMessageBox):
            QTimer.singleShot(50, press)
            return
        asked.append(f"{box.text()} {box.informativeText()}")
        next(b for b in box.findChildren(QAbstractButton) if b.text() == words).click()

    QTimer.singleShot(0, press)


def test_work_that_is_not_on_disk_is_kept_when_the_person_says_so(
    window: MainWindow, refusing: sqlite3.Connection
) -> None:
    node = add_node(window.session, "note", (0, 0), text="not to be lost")
    asked: list[str] = []
    answer("Keep it open", asked)
    assert not window.close()
    assert "not saved yet" in asked[0]
    refusing.execute("ROLLBACK")
    window.session.flush()
    path, settings = window.session.path, window.session.settings
    assert window.close()
    with Session.open(path, settings=settings, readonly=True) as again:
        assert again.board.text(node) == "not to be lost"


def test_the_person_may_give_up_what_the_disk_refuses(
    window: MainWindow, refusing: sqlite3.Connection
) -> None:
    add_node(window.session, "note", (0, 0))
    asked: list[str] = []
    answer("Close and lose them", asked)
    assert window.close()
    assert len(asked) == 1


def test_a_file_that_still_comes_in_is_left_out_of_a_closed_board(
    window: MainWindow, board_path: Path, pictures: Path, qtbot: QtBot
) -> None:
    """Its bytes may be in the store; the board was closed without them, and says nothing else."""
    node = add_node(window.session, "picture", (0, 0))
    settings = window.session.settings
    window.verbs.bring_in(paths=[pictures / "cat.jpg", pictures / "moon.jpg"])
    window.verbs.bring_in(into=node, paths=[pictures / "coffee.jpg"])
    assert window.close()
    qtbot.wait(50)
    with Session.open(board_path, settings=settings) as again:
        assert again.board.nodes.keys() == {node}
        assert again.board.nodes[node].refs == ()
        assert check(again) == []


def test_words_in_an_open_field_are_kept_when_the_window_closes(
    window: MainWindow, board_path: Path
) -> None:
    node = add_node(window.session, "note", (0, 0))
    settings = window.session.settings
    window.writing.begin(node)
    assert window.writing._words is not None
    window.writing._words.setPlainText("the last words")
    assert window.close()
    with Session.open(board_path, settings=settings, readonly=True) as again:
        assert again.board.text(node) == "the last words"
