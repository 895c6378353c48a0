"""A board that one process shares stands in the list of another's Join dialog, and is joined:
servers, certificates and multicast DNS are real, the network is this computer's loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import canvas.ui.join_dialog as joining
import collab.discovery
from canvas.app.memberships import Memberships
from canvas.app.session import Session
from canvas.ui.desk import Desk
from canvas.ui.join_dialog import JoinDialog
from tests.app.rooms import PATIENCE
from tests.sharing_host import LOOPBACK

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[dict[str, Any]]:
    """What somebody says who shares a board in a process of their own."""
    home = tmp_path / "hers"
    home.mkdir()
    program = subprocess.Popen(
        [sys.executable, "-m", "tests.sharing_host", str(home), "雨夜短片"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "SHOTWEAVE_HOME": str(home)},
    )
    assert program.stdin is not None
    assert program.stdout is not None
    with program.stdin, program.stdout:
        yield json.loads(program.stdout.readline())
        program.stdin.close()
        assert program.wait(30) == 0


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    search = partial(collab.discovery.Search, interfaces=LOOPBACK)
    monkeypatch.setattr(collab.discovery, "Search", search)
    monkeypatch.setattr(joining, "boards_folder", lambda: tmp_path / "boards")


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        QApplication.processEvents()
        time.sleep(0.003)


def listed(dialog: JoinDialog) -> QPoint:
    """The middle of the row of the shared board, once it stands there."""

    def rows() -> list[QPoint]:
        items = (dialog.rooms.item(row) for row in range(dialog.rooms.count()))
        mine = [item for item in items if item.text().startswith("雨夜短片, by 安妮")]
        return [dialog.rooms.visualItemRect(item).center() for item in mine]

    until(rows)
    return rows()[0]


def press(dialog: JoinDialog) -> None:
    where = listed(dialog)
    QTest.mouseClick(
        dialog.rooms.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where
    )


def test_r8_31_a_board_that_is_shared_is_found_by_others_and_joined(
    desk: Desk, shared: dict[str, Any], tmp_path: Path
) -> None:
    first = JoinDialog(desk, desk.errands, None)
    first.show()
    press(first)
    assert "Ask 安妮 for a link" in first.trouble.text()  # what is announced lets nobody in
    assert first.link.hasFocus() or not first.isActiveWindow()
    first.link.setText(shared["link"])
    first.join_button.click()
    until(lambda: first.path)
    assert first.path is not None
    with Session.open(first.path, settings=desk.settings) as session:
        assert session.board.meta.title == "雨夜短片"
        assert session.board.meta.lineage == shared["room"]
    known = Memberships.here().load(shared["room"])
    assert known is not None
    assert known.token

    again = JoinDialog(desk, desk.errands, None)
    again.show()
    again.link.clear()
    press(again)  # who has been there needs no link any more
    until(lambda: again.path)
    assert again.path == first.path
