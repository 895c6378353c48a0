"""The canvas on an empty board, for hands that move about.

- `view`: the world's (0, 0) in the top left corner of 1000 x 700 pixels, at 100 %.
- `words`: a prompt at (100, 100).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.editor import Editor
from canvas.ui.hands import BoardHand
from canvas.ui.theme import dark
from canvas.ui.view import CanvasView


@pytest.fixture
def view(session: Session, qtbot: QtBot) -> Iterator[CanvasView]:
    """The world's (0, 0) in the top left corner of 1000 x 700 pixels."""
    editor = Editor(session.board)
    view = CanvasView(session, editor, dark(), BoardHand(session, lambda trouble: None))
    view.resize(1000, 700)
    view.show()
    qtbot.waitExposed(view)
    editor.camera = replace(editor.camera, x=500, y=350, zoom=1.0)
    yield view
    view.close_down()
    editor.close()
    view.close()


@pytest.fixture
def words(view: CanvasView, session: Session) -> str:
    return add_node(session, NodeKind.prompt, (100, 100), text="Push in.")
