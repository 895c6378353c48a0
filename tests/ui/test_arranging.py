"""Copy, paste and put in order with real keys in a real window."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from canvas.app.clipping import MIME
from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, toggle_locked
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.ui.bar_place import scene_titles
from canvas.ui.desk import Desk
from canvas.ui.main_window import MainWindow
from canvas.ui.selection_bar import SelectionBar

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """The window with the keyboard, and the pointer away from its canvas."""
    QGuiApplication.clipboard().clear()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.view.setFocus()
    QCursor.setPos(window.mapToGlobal(QPoint(1, 1)))
    return window


def pair(window: MainWindow) -> tuple[str, str]:
    words = add_node(window.session, NodeKind.prompt, (0, 0), text="orbit")
    clip = add_node(window.session, NodeKind.clip, (400, 100))
    connect(window.session, words, "words", clip, "words")
    window.editor.fit()
    return words, clip


def places(window: MainWindow, *nodes: str) -> list[tuple[float, float]]:
    return [window.session.board.nodes[id].pos for id in nodes]


def test_copy_and_paste_by_keys_lies_24_away_each_time_and_is_selected(
    shown: MainWindow, qtbot: QtBot
) -> None:
    nodes = pair(shown)
    shown.editor.select(nodes)
    qtbot.keyClick(shown.view, Qt.Key.Key_C, CTRL)
    data = QGuiApplication.clipboard().mimeData()
    assert data.hasFormat(MIME)
    assert data.text() == "orbit"
    for step in (24, 48):
        qtbot.keyClick(shown.view, Qt.Key.Key_V, CTRL)
        made = shown.editor.selected
        assert sorted(places(shown, *made)) == [(step, step), (400 + step, 100 + step)]
        assert not set(made) & set(nodes)
    assert len(shown.session.board.edges) == 3
    qtbot.keyClick(shown.view, Qt.Key.Key_Z, CTRL)
    assert len(shown.session.board.nodes) == 4


def test_a_paste_goes_under_the_pointer(shown: MainWindow, qtbot: QtBot) -> None:
    note = add_node(shown.session, NodeKind.note, (0, 0))
    shown.editor.fit()
    shown.editor.select([note])
    qtbot.keyClick(shown.view, Qt.Key.Key_X, CTRL)
    assert not shown.session.board.nodes
    here = QPoint(400, 300)
    QCursor.setPos(shown.view.mapToGlobal(here))
    qtbot.keyClick(shown.view, Qt.Key.Key_V, CTRL)
    [node] = shown.session.board.nodes.values()
    x, y = shown.editor.camera.to_world(here.x(), here.y())
    middle = (node.pos[0] + node.size[0] / 2, node.pos[1] + node.size[1] / 2)
    assert middle == pytest.approx((x, y))


def test_a_paste_with_links_is_fed_by_the_same(shown: MainWindow, qtbot: QtBot) -> None:
    words, clip = pair(shown)
    shown.editor.select([clip])
    qtbot.keyClick(shown.view, Qt.Key.Key_C, CTRL)
    qtbot.keyClick(shown.view, Qt.Key.Key_V, CTRL | SHIFT)
    [made] = shown.editor.selected
    assert [edge.source for edge in shown.session.board.links_into(made)] == [words]


def test_words_with_several_lines_are_one_prompt_and_a_link_is_a_note(
    shown: MainWindow, qtbot: QtBot
) -> None:
    for text in ("One\r\ntwo\nthree", "https://example.org/a?b=c"):
        QGuiApplication.clipboard().setText(text)
        qtbot.keyClick(shown.view, Qt.Key.Key_V, CTRL)
    board = shown.session.board
    found = {str(node.kind): board.text(id) for id, node in board.nodes.items()}
    assert found == {"prompt": "One\ntwo\nthree", "note": "https://example.org/a?b=c"}


def test_nodes_reach_another_window_with_their_pictures(
    shown: MainWindow, desk: Desk, tmp_path: Path, pictures: Path, qtbot: QtBot
) -> None:
    import_files(shown.session, [pictures / "cat.jpg"])
    shown.editor.select_all()
    qtbot.keyClick(shown.view, Qt.Key.Key_C, CTRL)
    elsewhere = tmp_path / "Elsewhere.shotweave"
    Session.create(elsewhere, settings=desk.settings).close()
    assert desk.open(elsewhere)
    window = desk.board
    assert window is not None
    window.actions_.run("node.paste")
    qtbot.waitUntil(lambda: len(window.session.board.nodes) == 2, timeout=10_000)
    [picture] = [n for n in window.session.board.nodes.values() if n.kind is NodeKind.picture]
    assert window.session.store.verify(picture.refs[0])
    assert len(window.session.board.film) == 1
    qtbot.waitUntil(lambda: not window.banners.shown())


def test_what_no_board_wrote_is_refused_in_a_banner(shown: MainWindow) -> None:
    from PySide6.QtCore import QMimeData

    data = QMimeData()
    data.setData(MIME, b"\xff{")
    QGuiApplication.clipboard().setMimeData(data)
    shown.actions_.run("node.paste")
    [banner] = shown.banners.shown()
    assert "no nodes" in banner.key.what


def test_keys_align_distribute_frame_and_ungroup(shown: MainWindow, qtbot: QtBot) -> None:
    nodes = [add_node(shown.session, NodeKind.note, (x, x)) for x in (0, 300, 1000)]
    shown.editor.fit()
    shown.editor.select(nodes)
    view = shown.view
    qtbot.keyClick(view, Qt.Key.Key_Up, CTRL | SHIFT)
    assert places(shown, *nodes) == [(0, 0), (300, 0), (1000, 0)]
    qtbot.keyClick(view, Qt.Key.Key_H, ALT | SHIFT)
    assert places(shown, *nodes) == [(0, 0), (500, 0), (1000, 0)]
    qtbot.keyClick(view, Qt.Key.Key_G, CTRL | ALT)
    [scene] = shown.editor.selected
    assert {shown.session.board.nodes[id].parent for id in nodes} == {scene}
    qtbot.keyClick(view, Qt.Key.Key_G, CTRL | SHIFT)
    assert set(shown.editor.selected) == set(nodes)
    assert scene not in shown.session.board.nodes
    qtbot.keyClick(view, Qt.Key.Key_Left, CTRL | SHIFT)
    assert places(shown, *nodes) == [(0, 0), (0, 0), (0, 0)]


def test_a_locked_node_is_neither_dragged_nor_deleted_by_hand(
    shown: MainWindow, qtbot: QtBot
) -> None:
    note = add_node(shown.session, NodeKind.note, (0, 0))
    shown.editor.fit()
    shown.editor.select([note])
    qtbot.keyClick(shown.view, Qt.Key.Key_L, CTRL | SHIFT)
    assert shown.session.board.nodes[note].locked
    x, y = shown.editor.camera.to_screen(80, 50)
    start = QPoint(round(x), round(y))
    qtbot.mousePress(shown.view, Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(shown.view, start + QPoint(60, 60))
    qtbot.mouseRelease(shown.view, Qt.MouseButton.LeftButton, pos=start + QPoint(60, 60))
    qtbot.keyClick(shown.view, Qt.Key.Key_Right)
    qtbot.keyClick(shown.view, Qt.Key.Key_Delete)
    qtbot.keyClick(shown.view, Qt.Key.Key_X, CTRL)
    assert places(shown, note) == [(0, 0)]
    assert "locked" in shown.banners.shown()[0].key.what
    qtbot.keyClick(shown.view, Qt.Key.Key_L, CTRL | SHIFT)
    qtbot.keyClick(shown.view, Qt.Key.Key_Delete)
    assert not shown.session.board.nodes


def test_tidy_means_everything_while_nothing_is_selected(
    shown: MainWindow, app: QApplication, qtbot: QtBot
) -> None:
    clip = add_node(shown.session, NodeKind.clip, (0, 0))
    words = add_node(shown.session, NodeKind.prompt, (50, 50))
    connect(shown.session, words, "words", clip, "words")
    shown.editor.select()
    qtbot.keyClick(shown.view, Qt.Key.Key_T, CTRL | SHIFT)
    assert places(shown, words)[0][0] < places(shown, clip)[0][0]


def test_a_colour_of_the_menu_goes_to_all_that_is_selected(shown: MainWindow) -> None:
    words, clip = pair(shown)
    shown.editor.select([words, clip])
    menu = shown.swatches
    menu.refresh()
    yellow = menu.actions()[1]
    before = shown.view.grab().toImage()
    yellow.trigger()
    board = shown.session.board
    assert [board.nodes[id].color for id in (words, clip)] == ["#F6D873"] * 2
    assert shown.view.grab().toImage() != before
    menu.actions()[0].trigger()
    assert [board.nodes[id].color for id in (words, clip)] == [None] * 2
    shown.editor.select()
    menu.refresh()
    assert not yellow.isEnabled()


@pytest.mark.parametrize("kind", ["clip", "note", "scene"])
def test_a_locked_node_shows_a_padlock(shown: MainWindow, kind: str, qtbot: QtBot) -> None:
    node = add_node(shown.session, kind, (0, 0), title="Title", text="" if kind == "scene" else "x")
    shown.editor.fit()
    shown.editor.zoom(1 / shown.editor.camera.zoom)
    qtbot.waitUntil(lambda: shown.view.at_rest)
    before = shown.view.grab().toImage()
    toggle_locked(shown.session, [node])
    qtbot.waitUntil(lambda: shown.view.at_rest)
    assert shown.view.grab().toImage() != before
    toggle_locked(shown.session, [node])
    qtbot.waitUntil(lambda: shown.view.at_rest)
    assert shown.view.grab().toImage() == before


def test_a_bar_over_several_nodes_puts_them_in_order(shown: MainWindow, qtbot: QtBot) -> None:
    nodes = [add_node(shown.session, NodeKind.note, (x, x)) for x in (0, 200, 400)]
    shown.editor.fit()
    assert shown.bar is None
    shown.editor.select(nodes)
    bar = shown.bar
    assert bar is not None
    assert bar.isVisible()
    assert shown.view.rect().contains(bar.inner().translated(bar.pos()))
    qtbot.mouseClick(offered(bar)["Align top"], Qt.MouseButton.LeftButton)
    assert places(shown, *nodes) == [(0, 0), (200, 0), (400, 0)]
    assert shown.view.hasFocus()
    shown.editor.select()
    assert not bar.isVisible()


def offered(bar: SelectionBar) -> dict[str, QToolButton]:
    found = (button for button in bar.findChildren(QToolButton) if not button.isHidden())
    return {button.accessibleName(): button for button in found}


def test_the_bar_offers_what_fits_the_selection(shown: MainWindow) -> None:
    note = add_node(shown.session, NodeKind.note, (0, 0))
    clip = add_node(shown.session, NodeKind.clip, (300, 0))
    shown.editor.fit()
    shown.editor.select([note])
    bar = shown.bar
    assert bar is not None
    assert {"Rename", "Lock or unlock", "Delete"} <= set(offered(bar))
    assert not {"Align left", "Collapse or expand", "Group"} & set(offered(bar))
    shown.editor.select([clip])
    assert {"Collapse or expand", "Mute or unmute", "Bypass or use"} <= set(offered(bar))
    shown.editor.select([note, clip])
    assert {"Align left", "Group"} <= set(offered(bar))
    assert not {"Rename", "Distribute horizontally", "Ungroup"} & set(offered(bar))
    shown.actions_.run("arrange.group")
    assert "Ungroup" in offered(bar)


@pytest.mark.parametrize("zoom", [0.05, 0.2, 0.5, 1.0, 2.0])
def test_the_bar_covers_neither_its_node_nor_the_name_of_a_scene(
    shown: MainWindow, zoom: float
) -> None:
    add_node(shown.session, NodeKind.scene, (0, 0), size=(700, 500), title="Scene 1")
    node = add_node(shown.session, NodeKind.note, (250, 20), size=(170, 110))
    editor = shown.editor
    editor.select([node])
    bar = shown.bar
    assert bar is not None
    editor.camera = replace(editor.camera, x=335.0, y=80.0, zoom=zoom)
    lying = bar.inner().translated(bar.pos())
    left, top = editor.camera.to_screen(250, 20)
    covered = QRect(round(left), round(top), round(170 * zoom), round(110 * zoom))
    assert not lying.intersects(covered)
    assert not any(lying.intersects(title) for title in scene_titles(editor))


def test_the_bar_is_walked_with_arrows_and_left_with_escape(
    shown: MainWindow, qtbot: QtBot
) -> None:
    node = add_node(shown.session, NodeKind.clip, (0, 0))
    shown.editor.select([node])
    bar = shown.bar
    assert bar is not None
    bar.take_focus()
    first = QApplication.focusWidget()
    qtbot.keyClick(first, Qt.Key.Key_Right)
    second = QApplication.focusWidget()
    assert second is not first
    assert bar.isAncestorOf(second)
    qtbot.keyClick(second, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is first
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    assert shown.view.hasFocus()
    assert shown.editor.selection == {node}


def middle_of(window: MainWindow, node: str, dy: float = 0.0) -> QPoint:
    left, top, right, bottom = window.editor.bounds([node]) or (0.0,) * 4
    x, y = window.editor.camera.to_screen((left + right) / 2, (top + bottom) / 2 + dy)
    return QPoint(round(x), round(y))


def test_a_group_is_made_picked_reached_into_and_dissolved(shown: MainWindow, qtbot: QtBot) -> None:
    """Features 5.2: Ctrl+G and Ctrl+Shift+G; a double click reaches one member."""
    one, two, lone = (add_node(shown.session, NodeKind.note, (x, 0)) for x in (0, 300, 600))
    shown.editor.fit()
    view, left = shown.view, Qt.MouseButton.LeftButton
    shown.editor.select([one, two])
    qtbot.keyClick(view, Qt.Key.Key_G, CTRL)
    qtbot.mouseClick(view, left, pos=middle_of(shown, lone))
    qtbot.mouseClick(view, left, pos=middle_of(shown, one))
    assert shown.editor.selection == {one, two}
    qtbot.mouseDClick(view, left, pos=middle_of(shown, one))
    qtbot.mouseRelease(view, left, pos=middle_of(shown, one))
    assert shown.editor.selection == {one}
    assert not shown.writing.active
    qtbot.mouseDClick(view, left, pos=middle_of(shown, one))
    assert shown.writing.active, "a second one writes"
    shown.writing.finish()
    qtbot.keyClick(view, Qt.Key.Key_G, CTRL | SHIFT)
    assert shown.editor.selection == {one, two}
    qtbot.mouseClick(view, left, pos=middle_of(shown, two))
    assert shown.editor.selection == {two}


def test_a_frame_collapses_by_key_and_a_double_click_expands_it(
    shown: MainWindow, qtbot: QtBot
) -> None:
    """Features 5.2: Alt+C."""
    frame = add_node(shown.session, NodeKind.scene, (0, 0), size=(600, 500))
    clip = add_node(shown.session, NodeKind.clip, (40, 40), title="Waking")
    shown.editor.fit()
    shown.editor.select([frame])
    before = shown.view.grab().toImage()
    qtbot.keyClick(shown.view, Qt.Key.Key_C, ALT)
    assert shown.editor.table.row(clip) is None
    assert shown.view.grab().toImage() != before
    assert shown.editor.hit(*shown.editor.camera.to_screen(500, 450)).empty
    qtbot.mouseDClick(shown.view, Qt.MouseButton.LeftButton, pos=middle_of(shown, frame))
    assert shown.editor.table.row(clip) is not None
    assert not shown.writing.active


def test_a_double_click_on_a_title_renames(shown: MainWindow, qtbot: QtBot) -> None:
    """Features 5.2: double-click title; the words of the same card are written below it."""
    words = add_node(shown.session, NodeKind.prompt, (0, 0), text="orbit")
    shown.editor.fit()
    qtbot.mouseDClick(shown.view, Qt.MouseButton.LeftButton, pos=middle_of(shown, words, -45))
    field = QApplication.focusWidget()
    assert field is not shown.view
    qtbot.keyClicks(field, "Opening")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert shown.session.board.nodes[words].title == "Opening"


def test_a_refusal_is_told_and_changes_nothing(shown: MainWindow, qtbot: QtBot) -> None:
    note = add_node(shown.session, NodeKind.note, (0, 0))
    shown.editor.select([note])
    for key in (Qt.Key.Key_Up, Qt.Key.Key_G):
        qtbot.keyClick(shown.view, key, CTRL | SHIFT)
    assert len(shown.banners.shown()) == 2
    assert shown.session.board.nodes[note].pos == (0, 0)


def test_a_frame_that_hides_something_locked_is_not_deleted(
    shown: MainWindow, qtbot: QtBot
) -> None:
    frame = add_node(shown.session, NodeKind.scene, (0, 0), size=(600, 500))
    clip = add_node(shown.session, NodeKind.clip, (40, 40))
    toggle_locked(shown.session, [clip])
    shown.editor.select([frame])
    qtbot.keyClick(shown.view, Qt.Key.Key_C, ALT)
    qtbot.keyClick(shown.view, Qt.Key.Key_Delete)
    assert {frame, clip} <= set(shown.session.board.nodes)
    assert "locked" in shown.banners.shown()[0].key.what


def test_the_same_kind_and_the_rest_are_selected(shown: MainWindow, qtbot: QtBot) -> None:
    words, clip = pair(shown)
    other = add_node(shown.session, NodeKind.prompt, (0, 400))
    shown.editor.select([words])
    qtbot.keyClick(shown.view, Qt.Key.Key_A, CTRL | ALT)
    assert shown.editor.selection == {words, other}
    qtbot.keyClick(shown.view, Qt.Key.Key_I, CTRL | SHIFT)
    assert shown.editor.selection == {clip}
    shown.editor.select()
    shown.actions_.run("view.select_same")
    assert "first" in shown.banners.shown()[0].key.what
