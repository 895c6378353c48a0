"""One board's window, as a person uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.notices import ACTIVE
from canvas.document.records import NodeKind, PortKind
from canvas.editor.ports import PortEnd
from canvas.ui.desk import Desk
from canvas.ui.insertion import Insertion
from canvas.ui.main_window import MainWindow
from canvas.ui.text import NodeTextEditor


def nodes_of(window: MainWindow, kind: str) -> list[str]:
    return [node.id for node in window.session.board.nodes.values() if node.kind == kind]


@pytest.fixture
def clip(window: MainWindow, pictures: Path) -> str:
    """A short clip of the film, fed by words."""
    session = window.session
    words = add_node(session, "prompt", (0, 0), text="A cat. Push in.")
    clip = add_node(session, "clip", (400, 0), params={"frames": 6})
    connect(session, words, "words", clip, "words")
    add_shot(session, clip)
    return clip


def test_an_empty_board_offers_the_next_step(window: MainWindow, qtbot: QtBot) -> None:
    assert window.empty.isVisible()
    qtbot.mouseClick(window.empty.prompt, Qt.MouseButton.LeftButton)
    (brief,) = nodes_of(window, "prompt")
    assert window.session.board.nodes[brief].title == "Brief"
    assert window.editor.selected == (brief,)
    assert not window.empty.isVisible()
    assert window.view.findChildren(NodeTextEditor), "the words are open for writing"


def test_the_rail_puts_each_kind_where_one_looks(window: MainWindow) -> None:
    window.editor.camera = window.editor.camera.centred(5000, -300)
    for kind in (NodeKind.note, NodeKind.scene, NodeKind.element):
        window.rail.insert_requested.emit(kind)
        window.writing.finish()
        node = window.session.board.nodes[nodes_of(window, kind)[0]]
        assert abs(node.pos[0] + node.size[0] / 2 - 5000) < 30
    assert window.editor.selected == (node.id,)


def test_a_clip_made_by_hand_is_a_shot_of_the_film_in_one_step(window: MainWindow) -> None:
    window.verbs.insert(Insertion(NodeKind.clip), (0, 0))
    assert [shot.node for shot in window.session.board.film] == nodes_of(window, "clip")
    window.actions_.run("board.undo")
    assert not window.session.board.nodes
    assert not window.session.board.film


def test_a_link_dropped_on_empty_ends_at_what_is_chosen(window: MainWindow) -> None:
    words = add_node(window.session, "prompt", (0, 0), text="A cat")
    origin = PortEnd(words, "words", PortKind.words, output=True)
    window.verbs.insert(Insertion(NodeKind.clip, "words"), (400, 0), origin)
    [edge] = window.session.board.edges.values()
    assert (edge.source, edge.into) == (words, "words")
    window.actions_.run("board.undo")
    assert list(window.session.board.nodes) == [words]


def test_a_double_click_writes_in_a_node_and_the_board_follows(
    window: MainWindow, qtbot: QtBot
) -> None:
    words = add_node(window.session, "prompt", (0, 0), text="A cat")
    window.editor.fit()
    x, y = window.editor.camera.to_screen(60, 60)
    qtbot.mouseDClick(window.view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))
    [field] = window.view.findChildren(NodeTextEditor)
    qtbot.keyClicks(field, " runs")
    assert window.session.board.text(words) == "A cat runs"


def test_the_writing_follows_the_camera(window: MainWindow) -> None:
    words = add_node(window.session, "prompt", (0, 0), text="A cat")
    window.editor.fit()
    window.writing.begin(words)
    [field] = window.view.findChildren(NodeTextEditor)
    before = field.geometry()
    window.editor.camera = window.editor.camera.panned(30, 20)
    assert field.geometry().topLeft() == before.topLeft() + QPoint(30, 20)
    window.editor.zoom(2.0)
    assert abs(field.width() - before.width() * 2) <= 2
    assert field.font().pointSizeF() > 15


def test_the_words_of_the_inspector_are_the_words_of_the_node(
    window: MainWindow, clip: str, qtbot: QtBot
) -> None:
    window.editor.select([clip])
    window.inspector.refresh()
    panel = window.inspector._panels["ShotPanel"]
    field = panel.words._fields[0]  # type: ignore[union-attr]
    field.moveCursor(field.textCursor().MoveOperation.End)
    qtbot.keyClicks(field, " Slow.")
    [words] = nodes_of(window, "prompt")
    assert window.session.board.text(words) == "A cat. Push in. Slow."


def test_words_written_for_a_clip_without_any_get_a_node_of_their_own(
    window: MainWindow, qtbot: QtBot
) -> None:
    """In whole, wherever the keyboard goes while the field for one letter becomes the node's, and
    where nothing lies yet."""
    session = window.session
    picture = add_node(session, "picture", (-300, 0))
    clip = add_node(session, "clip", (0, 0))
    connect(session, picture, "picture", clip, "first")
    window.editor.select([clip])
    window.inspector.refresh()
    window.activateWindow()
    panel = window.inspector._panels["ShotPanel"]
    first = panel.words._first  # type: ignore[union-attr]
    assert first is not None
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    for letter in "It rains":
        qtbot.keyClick(QApplication.focusWidget(), letter)
        qtbot.wait(1)  # as somebody types: the window goes on in between
    [words] = nodes_of(window, "prompt")
    assert session.board.text(words) == "It rains"
    assert session.board.links_into(clip, "words")[0].source == words
    made, over = session.board.nodes[words], session.board.nodes[picture]
    assert made.pos[1] >= over.pos[1] + over.size[1]


def test_a_camera_set_by_hand_reaches_the_board_and_zero_gives_it_back(
    window: MainWindow, clip: str, qtbot: QtBot
) -> None:
    window.editor.select([clip])
    window.inspector.refresh()
    panel = window.inspector._panels["ShotPanel"]
    pan = panel.camera._sliders[2]  # type: ignore[union-attr]
    pan.setFocus()
    qtbot.keyClick(pan, Qt.Key.Key_Right)
    assert window.session.board.nodes[clip].param("camera") == [0, 0, 0.5, 0, 0, 0]
    qtbot.keyClick(pan, Qt.Key.Key_Delete)
    assert window.session.board.nodes[clip].param("camera") is None


def test_a_subject_drawn_on_the_first_picture_reaches_the_board(
    window: MainWindow, clip: str, pictures: Path, qtbot: QtBot
) -> None:
    from canvas.app.commands.media import import_files

    [picture] = import_files(window.session, [pictures / "cat.jpg"], clips=False).nodes
    connect(window.session, picture, "picture", clip, "first")
    window.editor.select([clip])
    window.inspector.refresh()
    panel = window.inspector._panels["ShotPanel"]
    box = panel.subject._box  # type: ignore[union-attr]
    box.resize(280, 150)
    place = box._place()
    start, end = place.center().toPoint(), place.bottomRight().toPoint()
    qtbot.mousePress(box, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(box, end)
    qtbot.mouseRelease(box, Qt.MouseButton.LeftButton, pos=end)
    left, top, width, height = window.session.board.nodes[clip].param("subject")  # type: ignore[misc]
    assert left == pytest.approx(0.5, abs=0.02)
    assert top == pytest.approx(0.5, abs=0.02)
    assert width == pytest.approx(0.5, abs=0.02)
    assert height == pytest.approx(0.5, abs=0.02)


def test_the_button_counts_the_stale_shots(window: MainWindow, clip: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.top.render_button.text() == "Render 1")


def test_a_render_shows_its_progress_ends_and_can_be_watched(
    window: MainWindow, clip: str, qtbot: QtBot
) -> None:
    watched: set[str] = set()
    window.playing.player.frame.connect(lambda node, _image: watched.add(node))
    window.editor.select([clip])
    window.actions_.run("render.start")
    assert window.session.state(clip).state in ACTIVE
    qtbot.waitUntil(lambda: window.top.cancel.isVisible(), timeout=5000)
    qtbot.waitUntil(lambda: window.session.state(clip).state == "done", timeout=60_000)
    assert window.session.board.takes_of(clip)
    qtbot.waitUntil(lambda: clip in watched, timeout=10_000)
    qtbot.waitUntil(lambda: window.top.render_button.text() == "Render", timeout=5000)


def test_a_render_can_be_stopped(window: MainWindow, clip: str, qtbot: QtBot) -> None:
    window.bench.set_param(clip, "frames", 2000)
    window.actions_.run("render.start")
    window.actions_.run("render.cancel")
    qtbot.waitUntil(lambda: window.session.state(clip).state not in ACTIVE, timeout=60_000)
    assert not window.session.board.takes_of(clip)


def test_nothing_to_render_is_said(window: MainWindow) -> None:
    window.actions_.run("render.start")
    [banner] = window.banners.shown()
    assert "nothing to render yet" in banner.key.what


def test_pasted_words_become_a_prompt_and_a_pasted_picture_a_picture(
    window: MainWindow, qtbot: QtBot
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("The moon rises")
    window.actions_.run("node.paste")
    [words] = nodes_of(window, "prompt")
    assert window.session.board.text(words) == "The moon rises"
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    clipboard.setImage(image)
    window.actions_.run("node.paste")
    qtbot.waitUntil(lambda: bool(nodes_of(window, "picture")), timeout=10_000)
    [picture] = nodes_of(window, "picture")
    asset = window.session.board.assets[window.session.board.nodes[picture].refs[0]]
    assert (asset.width, asset.height) == (64, 48)
    clipboard.clear()


def test_pasted_files_come_in(window: MainWindow, pictures: Path, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(pictures / "moon.jpg"))])
    QGuiApplication.clipboard().setMimeData(mime)
    window.actions_.run("node.paste")
    qtbot.waitUntil(lambda: bool(nodes_of(window, "picture")), timeout=10_000)
    QGuiApplication.clipboard().clear()


def test_dropped_pictures_come_in_with_their_clips_and_a_bad_file_is_told(
    window: MainWindow, pictures: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "empty.png"
    bad.touch()
    mime, files = QMimeData(), (pictures / "cat.jpg", bad, pictures / "moon.jpg")
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    window.view.dropped.emit(mime, (0.0, 0.0))
    qtbot.waitUntil(lambda: len(nodes_of(window, "clip")) == 2, timeout=20_000)
    assert len(nodes_of(window, "picture")) == 2
    [banner] = window.banners.shown()
    assert "empty" in banner.key.what
    assert banner.key.remedy
    window.actions_.run("board.undo")
    assert not window.session.board.nodes, "one step of undo for all"


def test_delete_takes_the_selected_link_where_no_node_is_selected(
    window: MainWindow, clip: str
) -> None:
    window.editor.select_links(window.session.board.edges)
    window.actions_.run("node.delete")
    assert not window.session.board.edges
    assert len(window.session.board.nodes) == 2


def test_the_title_is_edited_in_the_bar_and_saved(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseDClick(window.top.title, Qt.MouseButton.LeftButton)
    field = window.top.title._field
    field.setText("The long way home")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert window.session.board.meta.title == "The long way home"
    assert window.windowTitle() == "The long way home - Shotweave"
    qtbot.waitUntil(lambda: window.top.saved.state == "saved", timeout=5000)


def test_the_panels_fold_away_and_come_back(window: MainWindow) -> None:
    window.actions_.run("window.fold")
    assert not any(room.isVisible() for room in (window.top, window.inspector, window.strip))
    window.actions_.run("window.fold")
    assert all(room.isVisible() for room in (window.top, window.inspector, window.strip))


def test_a_board_open_to_look_at_only_says_so_and_stays_as_it_is(
    desk: Desk, window: MainWindow, clip: str, qtbot: QtBot
) -> None:
    path = window.session.path
    window.close()
    assert desk.open(path, readonly=True)
    reader = desk.board
    assert reader is not None
    assert reader.top.saved.text() == "Read only"
    assert any("look at only" in banner.key.what for banner in reader.banners.shown())
    reader.editor.select([clip])
    for name in reader.actions_.actions:
        if reader.actions_.actions[name].isEnabled() and name in ("node.delete", "render.start"):
            pytest.fail(f"{name} is offered")
    reader.verbs.delete()
    assert len(reader.session.board.nodes) == 2


def test_closing_needs_no_saving(desk: Desk, window: MainWindow, qtbot: QtBot) -> None:
    path = window.session.path
    window.verbs.insert(Insertion(NodeKind.note), (0, 0))
    [field] = window.view.findChildren(NodeTextEditor)
    qtbot.keyClicks(field, "Remember the milk")
    window.close()
    assert desk.open(path)
    assert desk.board is not None
    [note] = nodes_of(desk.board, "note")
    assert desk.board.session.board.text(note) == "Remember the milk"


def test_the_film_plays_over_the_canvas(window: MainWindow, clip: str, qtbot: QtBot) -> None:
    window.actions_.run("window.play")
    player = window.cinema.player
    assert player is not None
    assert player.isVisible()
    qtbot.waitUntil(lambda: not player.image.isNull(), timeout=10_000)
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert not player.isVisible()


# The offscreen platform says so of every window that is given a size.
@pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
def test_a_film_on_the_full_screen_goes_with_its_window(window: MainWindow, clip: str) -> None:
    window.actions_.run("window.play")
    player = window.cinema.player
    assert player is not None
    player.toggle_full_screen()
    window.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    assert not isValid(player)


def test_writing_again_in_a_text_that_goes_for_being_empty_is_nothing(window: MainWindow) -> None:
    """A text without words goes when the writing ends, as it does when it begins again."""
    window.verbs.insert(Insertion(NodeKind.text), (0, 0))
    [text] = nodes_of(window, "text")
    assert window.writing.active
    window.writing.begin(text)
    assert nodes_of(window, "text") == []
    assert not window.writing.active


def test_another_theme_repaints_everything(desk: Desk, window: MainWindow, clip: str) -> None:
    window.editor.select([clip])
    window.inspector.refresh()
    window.view.grab()
    dark = window.grab().toImage().pixelColor(500, 120).lightness()
    desk.set_theme("light")
    light = window.grab().toImage().pixelColor(500, 120).lightness()
    assert dark < 60 < 200 < light
    desk.set_theme("dark")


def test_several_pictures_become_clips_by_one_press_and_the_clips_are_selected(
    window: MainWindow, qtbot: QtBot, pictures: Path
) -> None:
    files = sorted(pictures.glob("*.jpg"))[:2]
    nodes = import_files(window.session, files, clips=False).nodes
    note = add_node(window.session, NodeKind.note, (900, 900))
    window.editor.select([*nodes, note])

    def offer() -> QAbstractButton | None:
        buttons = window.inspector.findChildren(QAbstractButton)
        shown = (one for one in buttons if one.isVisible())
        return next((one for one in shown if one.text() == "Make clips of 2 files"), None)

    qtbot.waitUntil(lambda: offer() is not None)
    qtbot.mouseClick(offer(), Qt.MouseButton.LeftButton)

    made = [node.id for node in window.session.board.nodes.values() if node.kind is NodeKind.clip]
    assert len(made) == 2
    assert window.editor.selection == frozenset(made)
