"""Fixtures of the screen's tests: a real application, a real board on disk, a real window.

- `app`: the QApplication with our faces and the dark theme.
- `session`: an empty board in a folder of its own.
- `desk`: what opens boards; `window`: that board in its window, closed at the end.
- `talk`: the comments of that window, which looks at (300, 200); `bob`: somebody who says things.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from canvas.app import settings as kept
from canvas.app.session import Session
from canvas.ui.application import prepare
from canvas.ui.collecting import Collecting, collect
from canvas.ui.desk import Desk

if TYPE_CHECKING:
    from canvas.ui.commenting import Commenting
    from canvas.ui.main_window import MainWindow
    from tests.ui.talk import Somebody


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["shotweave"]


@pytest.fixture(scope="session")
def app(qapp: QApplication) -> QApplication:
    return prepare([])


@pytest.fixture(scope="session", autouse=True)
def _collecting() -> Iterator[None]:
    """As in the program: no thread but this one looks for garbage."""
    collecting = Collecting()
    yield
    collecting.close()


GROWN = 150_000
"""Blocks of memory after which the windows of earlier tests are looked for and go: they hear of
every style and language that comes after them."""

_blocks = [0]


@pytest.fixture(autouse=True)
def _collected() -> Iterator[None]:
    yield
    if sys.getallocatedblocks() - _blocks[0] > GROWN:
        gc.collect()
        _blocks[0] = sys.getallocatedblocks()
    else:
        collect()


@pytest.fixture(autouse=True)
def _hands_off(app: QApplication) -> Iterator[None]:
    """Qt remembers the buttons that a test leaves pressed, and where it leaves the pointer."""
    yield
    held = app.mouseButtons()
    if held != Qt.MouseButton.NoButton:
        table = QWidget()
        table.show()
        for button in (one for one in Qt.MouseButton if one & held):
            QTest.mouseRelease(table, button)
        table.close()
        assert app.mouseButtons() == Qt.MouseButton.NoButton
    QCursor.setPos(0, 0)


@pytest.fixture
def board_path(tmp_path: Path) -> Path:
    return tmp_path / "My film.shotweave"


@pytest.fixture
def session(app: QApplication, board_path: Path) -> Iterator[Session]:
    with Session.create(board_path, settings=kept.load().settings, title="My film") as session:
        yield session


@pytest.fixture
def desk(app: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(app)
    desk.set_language("en")
    desk.change(toured=True)  # test_tour.py asks for it
    yield desk
    desk.close()
    if desk.start is not None:
        desk.start.close()
    desk.language.speak("en")
    app.processEvents()


@pytest.fixture
def window(desk: Desk, board_path: Path) -> MainWindow:
    """An empty board in its window."""
    Session.create(board_path, settings=desk.settings, title="My film").close()
    assert desk.open(board_path)
    assert desk.board is not None
    return desk.board


@pytest.fixture
def talk(window: MainWindow, qtbot: QtBot) -> Commenting:
    from canvas.ui.commenting import Commenting

    window.editor.camera = replace(window.editor.camera, x=300, y=200, zoom=1.0)
    window.view.reduced_motion = True
    window.view.setFocus()
    qtbot.waitUntil(window.view.hasFocus)
    [part] = [part for part in window.parts if isinstance(part, Commenting)]
    return part


@pytest.fixture
def bob(window: MainWindow) -> Somebody:
    from tests.ui.talk import Somebody

    return Somebody(window.session)
