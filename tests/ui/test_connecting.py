"""Links in a window: grown, drawn by keys, bent and cut by mouse, and what comes first."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from canvas.app import habits
from canvas.app.commands.links import connect
from canvas.app.commands.nodes import add_node
from canvas.app.commands.rewire import mute
from canvas.app.habits import NONE
from canvas.document.flow import mode_of
from canvas.document.records import NodeKind, PortKind
from canvas.editor.hits import ports_of
from canvas.editor.ports import PortEnd
from canvas.ui import link_menu
from canvas.ui.insertion import Insertion, ends_of, insertions, occasion
from canvas.ui.main_window import MainWindow


@pytest.fixture
def pair(window: MainWindow) -> tuple[str, str, str]:
    """Two clips side by side, the second after the first, and their link; all in sight."""
    session = window.session
    one = add_node(session, NodeKind.clip, (0, 0), title="One")
    two = add_node(session, NodeKind.clip, (500, 0), title="Two")
    link = connect(session, one, "video", two, "previous")
    window.editor.fit()
    return one, two, link


def on_view(window: MainWindow, x: float, y: float) -> QPoint:
    return QPointF(*window.editor.camera.to_screen(x, y)).toPoint()


def middle_of(window: MainWindow, link: str) -> tuple[float, float]:
    (x0, y0), (x1, y1) = window.editor.wires.ports_of(link)
    return (x0 + x1) / 2, (y0 + y1) / 2


def said(window: MainWindow) -> list[str]:
    return [banner.accessibleName() for banner in window.banners.shown()]


def flows(window: MainWindow) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in window.session.board.edges.values()}


def test_a_double_click_on_a_link_bends_it_and_on_the_bend_straightens_it(
    window: MainWindow, qtbot: QtBot, pair: tuple[str, str, str]
) -> None:
    """features.md 5.1: reroute."""
    board, at = window.session.board, on_view(window, *middle_of(window, pair[2]))
    qtbot.mouseDClick(window.view, Qt.MouseButton.LeftButton, pos=at)
    assert len(board.edges[pair[2]].bends) == 1
    qtbot.mouseDClick(window.view, Qt.MouseButton.LeftButton, pos=at)
    assert board.edges[pair[2]].bends == ()
    window.actions_.run("board.undo")
    assert len(board.edges[pair[2]].bends) == 1


def test_delete_takes_a_selected_bend_before_its_link(
    window: MainWindow, qtbot: QtBot, pair: tuple[str, str, str]
) -> None:
    board, at = window.session.board, on_view(window, *middle_of(window, pair[2]))
    qtbot.mouseDClick(window.view, Qt.MouseButton.LeftButton, pos=at)
    window.actions_.run("node.delete")
    assert board.edges[pair[2]].bends == ()
    window.actions_.run("node.delete")
    assert pair[2] not in board.edges


def test_ctrl_and_the_right_button_cut_a_link_and_open_no_menu(
    window: MainWindow, qtbot: QtBot, pair: tuple[str, str, str]
) -> None:
    """features.md 5.1: cut links."""
    asked: list[object] = []
    window.view.menu_requested.connect(lambda *wish: asked.append(wish))
    x, y = middle_of(window, pair[2])
    held, right = Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.RightButton
    view = window.view
    qtbot.mousePress(view, right, held, on_view(window, x, y - 150))
    window.editor.feed(_pointer(window, x, y - 40))
    assert window.editor.shown.stroke
    qtbot.mouseRelease(view, right, held, on_view(window, x, y + 150))
    assert flows(window) == set()
    assert asked == []


def _pointer(window: MainWindow, x: float, y: float) -> object:
    from canvas.editor.hand import Button, Pointer

    return Pointer(*window.editor.camera.to_screen(x, y), button=Button.right, ctrl=True)


@pytest.mark.parametrize(
    ("key", "before"),
    [(Qt.Key.Key_Right, False), (Qt.Key.Key_Down, False), (Qt.Key.Key_Left, True)],
)
def test_ctrl_and_an_arrow_grow_a_linked_node_beside_the_selected_one(
    window: MainWindow, qtbot: QtBot, key: Qt.Key, before: bool
) -> None:
    """features.md 5.2: linked node from selected."""
    session = window.session
    clip = add_node(session, NodeKind.clip, (0, 0))
    window.editor.select([clip])
    window.activateWindow()
    window.view.setFocus()
    name = {Qt.Key.Key_Right: "right", Qt.Key.Key_Down: "down", Qt.Key.Key_Left: "left"}[key]
    window.actions_.run(f"node.grow_{name}")
    (made,) = set(session.board.nodes) - {clip}
    (edge,) = session.board.edges.values()
    assert (edge.source, edge.target) == ((made, clip) if before else (clip, made))
    x, y = session.board.nodes[made].pos
    assert {"right": x > 304, "down": y >= 218, "left": x < 0}[name]
    assert window.editor.selected == (made,)
    window.actions_.run("board.undo")
    assert set(session.board.nodes) == {clip}, "one step of undo"


def test_a_row_of_clips_grows_key_by_key(window: MainWindow) -> None:
    session = window.session
    window.editor.select([add_node(session, NodeKind.clip, (0, 0))])
    for _ in range(3):
        window.actions_.run("node.grow_right")
    assert len(session.board.nodes) == 4
    assert len(session.board.edges) == 3
    tops = {node.pos[1] for node in session.board.nodes.values()}
    assert tops == {0.0}


def test_what_takes_no_links_says_so_and_grows_nothing(window: MainWindow) -> None:
    window.editor.select([add_node(window.session, NodeKind.note, (0, 0))])
    window.actions_.run("node.grow_right")
    window.actions_.run("link.by_keys")
    assert len(window.session.board.nodes) == 1
    assert len(said(window)) == 2


def test_a_link_is_drawn_by_keys_alone_and_told_to_those_who_do_not_see_it(
    window: MainWindow, qtbot: QtBot
) -> None:
    """features.md 3 J: everything by keyboard."""
    session, view = window.session, window.view
    words = add_node(session, NodeKind.prompt, (0, 0))
    one = add_node(session, NodeKind.clip, (400, 0), title="One")
    two = add_node(session, NodeKind.clip, (400, 300), title="Two")
    window.editor.fit()
    window.editor.select([words])
    window.actions_.run("link.by_keys")
    assert "One" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert "Two" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert flows(window) == {(words, two)}
    window.actions_.run("link.by_keys")
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert flows(window) == {(words, two)}
    assert not window.editor.gesturing
    assert one in session.board.nodes


def test_a_pointer_that_trembles_leaves_a_link_of_the_keys_alone(
    window: MainWindow, qtbot: QtBot
) -> None:
    session, view = window.session, window.view
    words = add_node(session, NodeKind.prompt, (0, 0))
    add_node(session, NodeKind.clip, (400, 0))
    window.editor.fit()
    window.editor.select([words])
    window.actions_.run("link.by_keys")
    qtbot.mouseMove(view, QPoint(200, 200))
    qtbot.mouseMove(view, QPoint(210, 204))
    assert view.keys.reach.active
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert len(session.board.edges) == 1


def test_what_was_chosen_after_a_port_comes_first_there_and_nowhere_else() -> None:
    picture = PortEnd("x", "picture", PortKind.picture, output=True)
    plain = insertions(picture)
    chosen = plain[-1]
    kept = NONE.after(occasion(picture), chosen.choice)
    assert insertions(picture, habits=kept)[0] == chosen
    assert set(insertions(picture, habits=kept)) == set(plain)
    assert insertions(None, habits=kept) == insertions(None)


def test_what_can_be_linked_to_the_selected_node_is_offered_first(window: MainWindow) -> None:
    board = window.session.board
    words = add_node(window.session, NodeKind.prompt, (0, 0))
    found = insertions(None, near=ends_of(board, words))
    assert (found[0].kind, found[0].port) == (NodeKind.clip, "words")
    assert found[0].origin == PortEnd(words, "words", PortKind.words, output=True)
    assert found[1:] == insertions(None), "then everything else"


def test_shift_drops_the_likeliest_node_without_a_list_and_it_is_remembered(
    window: MainWindow,
) -> None:
    session = window.session
    words = add_node(session, NodeKind.prompt, (0, 0))
    start = PortEnd(words, "words", PortKind.words, output=True)
    from canvas.editor.editor import InsertWish

    window.editor.wish_for(InsertWish(400.0, 0.0, start, quick=True))
    (clip,) = set(session.board.nodes) - {words}
    assert session.board.nodes[clip].kind is NodeKind.clip
    assert flows(window) == {(words, clip)}
    assert habits.load().ranked(occasion(start)) == ("clip:words",)


def titles(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.text()]


def test_the_menu_of_a_link_inserts_bends_and_straightens(
    window: MainWindow, pair: tuple[str, str, str]
) -> None:
    one, two, link = pair
    at = middle_of(window, link)
    hit = window.editor.hit(*window.editor.camera.to_screen(*at))
    assert hit.wire == link
    menu = QMenu(window)
    link_menu.fill(menu, window.bench, window.verbs.growing, hit, at)
    assert titles(menu) == ["Insert here", "Add a bend"]
    menu.actions()[1].trigger()
    assert len(window.session.board.edges[link].bends) == 1
    bent = QMenu(window)
    link_menu.fill(bent, window.bench, window.verbs.growing, hit, at)
    assert titles(bent)[-1] == "Straighten"
    bent.actions()[0].trigger()
    (made,) = set(window.session.board.nodes) - {one, two}
    assert flows(window) == {(one, made), (made, two)}
    assert window.editor.selected == (made,)


def test_a_link_that_no_node_can_stand_in_offers_no_insertion(window: MainWindow) -> None:
    words = add_node(window.session, NodeKind.prompt, (0, 0))
    clip = add_node(window.session, NodeKind.clip, (400, 0))
    link = connect(window.session, words, "words", clip, "words")
    from canvas.editor.hits import Hit

    menu = QMenu(window)
    link_menu.fill(menu, window.bench, window.verbs.growing, Hit(wire=link), (300.0, 50.0))
    assert titles(menu) == ["Add a bend"]


def test_rendering_a_muted_clip_says_why_not(
    window: MainWindow, pair: tuple[str, str, str]
) -> None:
    mute(window.session, [pair[0]])
    window.editor.select([pair[0]])
    window.actions_.run("render.start")
    assert "This clip is muted, and so it is not rendered." in " ".join(said(window))


@pytest.mark.parametrize(("name", "mode"), [("node.mute", "muted"), ("node.bypass", "bypassed")])
def test_mute_and_bypass_turn_the_selection_off_and_on(
    window: MainWindow, pair: tuple[str, str, str], name: str, mode: str
) -> None:
    window.editor.select([pair[0]])
    window.actions_.run(name)
    assert mode_of(window.session.board.nodes[pair[0]]) == mode
    window.actions_.run(name)
    assert mode_of(window.session.board.nodes[pair[0]]) == "on"


def test_every_port_in_sight_is_painted_while_a_link_is_in_hand(
    window: MainWindow, pair: tuple[str, str, str]
) -> None:
    """Ports that may take the link stand out, the others step back: the picture says so."""
    words = add_node(window.session, NodeKind.prompt, (0, 400))
    window.editor.fit()
    before = window.view.grab().toImage()
    window.editor.select([words])
    window.actions_.run("link.by_keys")
    window.editor.select()
    after = window.view.grab().toImage()
    table = window.editor.table
    for node in pair[:2]:
        row = table.row(node)
        assert row is not None
        for end, x, y in ports_of(window.session.board, table, row):
            at = on_view(window, x, y)
            assert before.pixelColor(at) != after.pixelColor(at) or end.port == "words", end


def test_offers_name_their_choice_for_habits() -> None:
    assert Insertion(NodeKind.clip, "first").choice == "clip:first"
    assert Insertion(NodeKind.note).choice == "note"
