"""A board with one of everything, and a view that shows it.

- `film`: ids by what they are: words, picture, cat, cast, first, second, card, note, scene ...
- `view`: the canvas on that board, shown, its pictures decoded, its zoom at rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QPixmap
from pytestqt.qtbot import QtBot

from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.editor.editor import Editor
from canvas.ui.hands import BoardHand
from canvas.ui.painting import deck, distant
from canvas.ui.painting import pictures as tiles
from canvas.ui.theme import dark
from canvas.ui.view import CanvasView


@pytest.fixture
def film(session: Session, pictures: Path) -> dict[str, str]:
    names = ("coffee.jpg", "cat.jpg")
    found = import_files(session, [pictures / name for name in names], clips=False).nodes
    coffee, cat = (session.board.nodes[id].refs[0] for id in found)
    made = {"picture": found[0], "cat": found[1]}

    def put(name: str, kind: NodeKind, x: float, y: float, **fields: object) -> None:
        made[name] = add_node(session, kind, (x, y), **fields)  # type: ignore[arg-type]  # as given

    put("scene", NodeKind.scene, 420, 60, title="Scene 1 · Morning", size=(760.0, 620.0))
    put("words", NodeKind.prompt, 80, 90, text="@Cat wakes up, slow push in. 猫醒了，推近")
    put("cast", NodeKind.element, 80, 480, title="Cat", text="a tabby", refs=[cat, coffee, cat])
    put("first", NodeKind.clip, 450, 100, title="Waking")
    put("second", NodeKind.clip, 860, 110, title="Coffee", params={"frames": 60})
    put("card", NodeKind.clip, 450, 400, title="Orbit")
    put("over", NodeKind.clip, 560, 470, title="Over another")
    put("empty", NodeKind.clip, 860, 430)
    put("note", NodeKind.note, 900, 340, text="Cut on the eyes 卡点")
    put("sound", NodeKind.sound, 80, 700, title="Score")
    connect(session, made["words"], "words", made["first"], "words")
    connect(session, made["cat"], "picture", made["first"], "first")
    connect(session, made["picture"], "picture", made["second"], "first")
    connect(session, made["cast"], "cast", made["first"], "cast")
    connect(session, made["cast"], "cast", made["second"], "cast")
    connect(session, made["first"], "video", made["second"], "previous")
    connect(session, made["words"], "words", made["card"], "words")
    connect(session, made["second"], "video", made["card"], "previous")
    return made


@pytest.fixture
def view(
    session: Session, film: dict[str, str], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CanvasView]:
    # no frame is short of time here: what is drawn depends on nothing but the board
    monkeypatch.setattr(tiles, "PATIENCE", float("inf"))
    monkeypatch.setattr(distant, "PATIENCE", float("inf"))
    monkeypatch.setattr(deck, "PATIENCE", float("inf"))
    editor = Editor(session.board)
    hand = BoardHand(session, lambda trouble: pytest.fail(str(trouble)))
    view = CanvasView(session, editor, dark(), hand)
    view.resize(900, 640)
    view.show()
    at_rest(view, qtbot)
    yield view
    view.close_down()
    editor.close()
    view.close()


def at_rest(view: CanvasView, qtbot: QtBot) -> None:
    """Wait until the zoom has settled and every picture in sight has come."""

    def rests() -> bool:
        view.repaint()
        return view.at_rest

    qtbot.waitUntil(rests, timeout=10_000)


def pixels(picture: QPixmap | QImage) -> NDArray[np.uint32]:
    """The colours of a picture as numbers (height, width)."""
    image = picture.toImage() if isinstance(picture, QPixmap) else picture
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    raw = np.frombuffer(image.constBits(), np.uint32)
    return raw.reshape(image.height(), image.width()).copy()
