"""The outline mirrors the board and the selection, and works from the keyboard (design, 7)."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from canvas.app.commands.film import add_shot
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes
from canvas.app.commands.scenes import put_into
from canvas.app.session import Session
from canvas.document.edits import SetShot
from canvas.ui.main_window import MainWindow
from canvas.ui.outline import OutlineDock
from canvas.ui.outline_model import BATCH, OutlineModel
from canvas.ui.outline_panel import OutlinePanel, state_name


def tree_of(model: OutlineModel, parent: QModelIndex | None = None) -> list[object]:
    """What Qt would show, all of it fetched."""
    parent = parent or QModelIndex()
    while model.canFetchMore(parent):
        model.fetchMore(parent)
    rows = [model.index(row, 0, parent) for row in range(model.rowCount(parent))]
    return [(model.node(row), tree_of(model, row)) for row in rows]


@pytest.fixture
def dock(window: MainWindow) -> OutlineDock:
    [part] = [part for part in window.parts if isinstance(part, OutlineDock)]
    return part


@pytest.fixture
def scene(window: MainWindow) -> str:
    return add_node(window.session, "scene", (0, 0), title="Market")


@pytest.fixture
def note(window: MainWindow, scene: str) -> str:
    return add_node(window.session, "note", (60, 60), title="Rain")


@pytest.fixture
def clip(window: MainWindow) -> str:
    return add_node(window.session, "clip", (0, 2000), title="Walk")


@pytest.fixture
def panel(window: MainWindow, dock: OutlineDock, scene: str, note: str, clip: str) -> OutlinePanel:
    window.actions_.actions["window.outline"].trigger()
    assert dock.panel is not None
    return dock.panel


def test_frames_hold_their_nodes_and_rows_speak(
    window: MainWindow, panel: OutlinePanel, scene: str, note: str, clip: str
) -> None:
    add_shot(window.session, clip)
    shot = window.session.board.film[0]
    window.session.apply(SetShot(shot.id, number="12A"))
    assert tree_of(panel.model) == [(scene, [(note, [])]), (clip, [])]
    spoken = panel.model.data(panel.model.index_of(clip))
    assert spoken == "Clip, 12A, Walk, not rendered yet"
    assert panel.model.data(panel.model.index_of(note)) == "Note, Rain"


def test_selecting_here_selects_there_and_back(
    window: MainWindow, panel: OutlinePanel, note: str, clip: str
) -> None:
    window.editor.select([note])
    assert [panel.model.node(one) for one in panel.tree.selectedIndexes()] == [note]
    panel.tree.setCurrentIndex(panel.model.index_of(clip))
    assert window.editor.selected == (clip,)
    window.editor.select([note, clip])
    assert len(panel.tree.selectedIndexes()) == 2


def test_everything_works_from_the_keyboard(
    window: MainWindow, panel: OutlinePanel, note: str, clip: str, qtbot: QtBot
) -> None:
    """Arrows walk, F2 renames in place, Enter goes there, Delete deletes, Escape leaves."""
    tree = panel.tree
    tree.setFocus()
    tree.setCurrentIndex(panel.model.index_of(note))
    qtbot.keyClick(tree, Qt.Key.Key_F2)
    [field] = tree.viewport().findChildren(QLineEdit)
    qtbot.keyClicks(field, "Storm")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.board.nodes[note].title == "Storm")
    qtbot.keyClick(tree, Qt.Key.Key_Down)
    assert window.editor.selected == (clip,)
    window.editor.camera = window.editor.camera.centred(50_000, 0)
    qtbot.keyClick(tree, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: clip in window.view.in_sight())
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    assert clip not in window.session.board.nodes
    qtbot.keyClick(tree, Qt.Key.Key_Escape)
    assert window.focusWidget() is window.view


def test_a_row_dropped_on_a_frame_goes_into_it(
    window: MainWindow, panel: OutlinePanel, scene: str, clip: str, qtbot: QtBot
) -> None:
    model = panel.model
    carried = model.mimeData([model.index_of(clip)])
    target = model.index_of(scene)
    model.dropMimeData(carried, Qt.DropAction.MoveAction, -1, -1, target)
    qtbot.waitUntil(lambda: window.session.board.nodes[clip].parent == scene)
    assert clip in [id for id, _ in tree_of(model, model.index_of(scene))]  # type: ignore[misc]
    window.actions_.run("board.undo")
    assert window.session.board.nodes[clip].parent is None


def test_the_filter_finds_what_the_search_finds(
    window: MainWindow, panel: OutlinePanel, scene: str, note: str, qtbot: QtBot
) -> None:
    panel.filter.setText("rain")
    qtbot.waitUntil(lambda: tree_of(panel.model) == [(scene, [(note, [])])])
    assert panel.tree.isExpanded(panel.model.index_of(scene))
    qtbot.keyClick(panel.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(tree_of(panel.model)) == 2)


def test_bookmarks_stand_over_the_tree(
    window: MainWindow, panel: OutlinePanel, qtbot: QtBot
) -> None:
    assert not panel.places.isVisible()
    window.actions_.run("bookmark.add")
    assert panel.places.item(0).text() == "Place 1"
    panel.places.item(0).setText("The quay")
    assert [mark.name for mark in window.session.board.marks.values()] == ["The quay"]
    panel.places.setCurrentRow(0)
    qtbot.keyClick(panel.places, Qt.Key.Key_Delete)
    assert panel.places.count() == 0


def test_it_stays_as_it_was_left(window: MainWindow, dock: OutlineDock) -> None:
    window.actions_.run("window.outline")
    assert window.bench.settings.outline
    assert window.actions_.actions["window.outline"].isChecked()
    window.actions_.run("window.outline")
    assert not window.bench.settings.outline
    assert not dock.is_open()


def test_a_screen_reader_hears_the_rows(panel: OutlinePanel, note: str) -> None:
    """Features, J: screen-reader announcements."""
    seen = QAccessible.queryAccessibleInterface(panel.tree)
    names = [seen.child(at).text(QAccessible.Text.Name) for at in range(seen.childCount())]
    assert "Note, Rain" in names


def test_the_model_keeps_every_promise_to_qt_while_the_board_changes(session: Session) -> None:
    """Qt's own tester watches; at the end the tree is what a fresh one is."""
    chance = random.Random(11)
    model = OutlineModel(session, state_name)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    stop = session.board.listen(model.follow)
    scenes = [add_node(session, "scene", (4000.0 * at, 0)) for at in range(4)]
    notes = [add_node(session, "note", (500.0 * at, 3000)) for at in range(30)]
    for _ in range(120):
        nodes = session.board.nodes
        alive = [id for id in notes if id in nodes]
        frames = [id for id in scenes if id in nodes]
        match chance.randrange(5):
            case 0:
                put_into(session, chance.sample(alive, 2), chance.choice([None, *frames]))
            case 1:
                move_nodes(
                    session, [chance.choice([*alive, *frames])], chance.uniform(-3e3, 3e3), 40
                )
            case 2:
                notes.append(add_node(session, "note", (chance.uniform(0, 9e3), 50)))
            case 3:
                delete_nodes(session, [chance.choice([*alive, *frames[1:]])])
            case 4:
                session.undo()
        while model.canFetchMore(QModelIndex()):
            model.fetchMore(QModelIndex())
    fresh = OutlineModel(session, state_name)
    assert tree_of(model) == tree_of(fresh)
    stop()


def test_frames_go_with_what_they_hold_in_whatever_order_they_are_told(session: Session) -> None:
    """The ids of a change come in no order: new ones, another order."""
    model = OutlineModel(session, state_name)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    stop = session.board.listen(model.follow)
    stays = add_node(session, "note", (0, 5000))
    for _ in range(12):
        outer, inner = add_node(session, "scene", (0, 0)), add_node(session, "scene", (20, 40))
        put_into(session, [inner], outer)
        held = [add_node(session, "note", (40, 80 + 200 * n)) for n in range(3)]
        put_into(session, held, inner)
        assert tree_of(model)[0] == (outer, [(inner, [(id, []) for id in held])])
        delete_nodes(session, [outer, inner, *held])
        assert tree_of(model) == [(stays, [])]
    stop()


def test_a_long_board_is_made_as_it_is_scrolled_to(session: Session) -> None:
    ids = [add_node(session, "note", (0, 200.0 * at)) for at in range(BATCH + 50)]
    model = OutlineModel(session, state_name)
    model.fetchMore(QModelIndex())
    assert model.rowCount() == BATCH
    assert model.canFetchMore(QModelIndex())
    assert not model.index_of(ids[-1]).isValid()
    assert model.index_of(ids[-1], make=True).isValid()
    assert model.rowCount() == BATCH + 50
