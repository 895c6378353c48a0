"""What the clipboard and a drop bring beyond a few nodes: much at once, pictures, links, words.

features.md 3 A (paste and drop pictures, video, text, URLs, files); issue 3, bad input: ten
thousand nodes pasted at once, with progress, cancel and one undo.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from canvas.app.clipping import from_text, to_text
from canvas.app.commands import clipboard
from canvas.app.commands.film import add_shots
from canvas.app.commands.nodes import add_node
from canvas.document.edits import AddNode
from canvas.document.records import Node, NodeKind, new_id
from canvas.ui.banner import Working
from canvas.ui.laying import Laying
from canvas.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def ready(window: MainWindow, qtbot: QtBot) -> MainWindow:
    QGuiApplication.clipboard().clear()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.view.setFocus()
    return window


@pytest.fixture
def served(pictures: Path) -> Iterator[str]:
    """The address of a folder of pictures on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """A test says what went wrong by itself."""

    handler = functools.partial(Quiet, directory=str(pictures))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def crowd(window: MainWindow, count: int) -> None:
    """A clipboard with many nodes that are on the board too."""
    made = [
        Node(id=new_id(), kind=NodeKind.prompt, pos=(n % 40 * 300.0, n // 40 * 200.0))
        for n in range(count)
    ]
    window.session.apply(*(AddNode(node, f"words {node.id}") for node in made), label="Crowd")
    window.editor.select_all()
    window.actions_.run("node.copy")
    window.editor.fit()


def signs(window: MainWindow) -> list[Working]:
    return [sign for sign in window.banners.findChildren(Working) if sign.isVisible()]


def laying(window: MainWindow) -> list[Laying]:
    return [dialog for dialog in window.findChildren(Laying) if dialog.isVisible()]


def drop(window: MainWindow, mime: QMimeData, at: tuple[float, float] = (300, 200)) -> None:
    event = QDropEvent(
        QPointF(*at),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.view.dropEvent(event)


@pytest.mark.parametrize("many", [1200, pytest.param(10_000, marks=pytest.mark.soak)])
def test_a_large_paste_shows_its_progress_and_is_one_step_of_undo(
    ready: MainWindow, qtbot: QtBot, many: int
) -> None:
    crowd(ready, many)
    ready.actions_.run("node.paste")
    qtbot.waitUntil(lambda: bool(laying(ready)))
    assert len(ready.session.board.nodes) < 2 * many, "it is laid out piece by piece"

    qtbot.waitUntil(lambda: len(ready.session.board.nodes) == 2 * many, timeout=120_000)
    qtbot.waitUntil(lambda: not laying(ready))
    assert len(ready.editor.selection) == many

    ready.session.undo()
    assert len(ready.session.board.nodes) == many
    ready.session.redo()
    assert len(ready.session.board.nodes) == 2 * many


def test_a_large_paste_that_is_cancelled_leaves_nothing_and_no_redo(
    ready: MainWindow, qtbot: QtBot
) -> None:
    crowd(ready, 1200)
    ready.actions_.run("node.paste")
    qtbot.waitUntil(lambda: len(ready.session.board.nodes) > 1200)

    qtbot.mouseClick(laying(ready)[0].findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert len(ready.session.board.nodes) == 1200
    assert ready.session.board.can_redo is None
    assert ready.session.board.can_undo == "Crowd"


def test_escape_ends_a_large_paste_and_the_window_waits_for_it(
    ready: MainWindow, qtbot: QtBot
) -> None:
    crowd(ready, 1200)
    ready.actions_.run("node.paste")
    qtbot.waitUntil(lambda: len(ready.session.board.nodes) > 1200)
    assert QApplication.activeModalWidget() is laying(ready)[0]
    qtbot.keyClick(laying(ready)[0], Qt.Key.Key_Escape)
    assert len(ready.session.board.nodes) == 1200
    assert QApplication.activeModalWidget() is None


def test_what_was_cut_comes_back_into_the_film_once(ready: MainWindow) -> None:
    session = ready.session
    clip = add_node(session, NodeKind.clip, (0, 0))
    add_shots(session, [clip])
    ready.editor.select([clip])
    ready.actions_.run("node.cut")
    assert not session.board.film
    for _ in range(3):
        ready.actions_.run("node.paste")
    assert len(session.board.nodes) == 3
    assert len(session.board.film) == 1


def test_a_picture_on_the_clipboard_is_stored_beside_the_work(
    ready: MainWindow, qtbot: QtBot
) -> None:
    image = QImage(640, 360, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkCyan)
    QGuiApplication.clipboard().setImage(image)
    ready.actions_.run("node.paste")
    assert not ready.session.board.nodes
    assert signs(ready)
    qtbot.waitUntil(lambda: len(ready.session.board.nodes) == 1, timeout=10_000)
    (node,) = ready.session.board.nodes.values()
    asset = ready.session.board.assets[node.refs[0]]
    assert (asset.width, asset.height) == (640, 360)
    assert ready.editor.selection == {node.id}


def test_a_link_to_a_picture_is_fetched_when_it_is_pasted(
    ready: MainWindow, qtbot: QtBot, served: str, pictures: Path
) -> None:
    name = sorted(pictures.glob("*.jpg"))[0].name
    QGuiApplication.clipboard().setText(f"{served}/{name}")
    ready.actions_.run("node.paste")
    qtbot.waitUntil(lambda: len(ready.session.board.nodes) == 1, timeout=10_000)
    (node,) = ready.session.board.nodes.values()
    assert node.kind is NodeKind.picture
    assert ready.session.board.assets[node.refs[0]].name == name
    assert ready.session.store.path(node.refs[0]).read_bytes() == (pictures / name).read_bytes()


def test_a_link_that_cannot_be_fetched_is_kept_as_a_note_with_the_reason(
    ready: MainWindow, qtbot: QtBot, served: str
) -> None:
    link = f"{served}/nothing-here.png"
    QGuiApplication.clipboard().setText(link)
    ready.actions_.run("node.paste")
    qtbot.waitUntil(lambda: len(ready.session.board.nodes) == 1, timeout=10_000)
    (node,) = ready.session.board.nodes.values()
    assert node.kind is NodeKind.note
    assert ready.session.board.text(node.id) == link
    (banner,) = ready.banners.shown()
    assert link in banner.key.what


def test_a_link_to_a_page_is_kept_as_a_note(ready: MainWindow) -> None:
    QGuiApplication.clipboard().setText("https://film.test/brief")
    ready.actions_.run("node.paste")
    (node,) = ready.session.board.nodes.values()
    assert node.kind is NodeKind.note


def test_words_let_go_over_the_canvas_become_a_prompt_where_they_fell(ready: MainWindow) -> None:
    mime = QMimeData()
    mime.setText("A slow push in\r\non the cat 猫")
    drop(ready, mime, (500, 300))
    (node,) = ready.session.board.nodes.values()
    assert node.kind is NodeKind.prompt
    assert ready.session.board.text(node.id) == "A slow push in\non the cat 猫"
    x, y = ready.editor.camera.to_world(500, 300)
    assert node.pos == (x - node.size[0] / 2, y - node.size[1] / 2)


def test_files_let_go_over_the_canvas_bring_their_clips(
    ready: MainWindow, qtbot: QtBot, pictures: Path
) -> None:
    mime = QMimeData()
    files = sorted(pictures.glob("*.jpg"))[:2]
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    drop(ready, mime)
    qtbot.waitUntil(lambda: len(ready.session.board.nodes) == 4, timeout=20_000)
    assert len(ready.session.board.film) == 2


def test_pieces_of_a_paste_come_to_what_a_paste_in_one_go_does(ready: MainWindow) -> None:
    session = ready.session
    crowd(ready, 30)
    text = clipboard.copy(session, ready.editor.selected)
    placing = clipboard.Placing(session, from_text(text), pos=(0, 0))
    while placing.step():
        pass
    whole = clipboard.paste(session, text, pos=(0, 0))
    board = session.board
    pieces = sorted((board.nodes[id].pos, board.nodes[id].size) for id in placing.nodes)
    assert pieces == sorted((board.nodes[id].pos, board.nodes[id].size) for id in whole)
    assert to_text(from_text(text)) == text
