"""What people see of each other (SPEC.md, section 5): cursors, selections, nodes in a
hand, faces in the bar, and what one's own window shows the others."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from canvas.app.acquaintances import Acquaintances
from canvas.app.commands.history import restore_board
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes
from canvas.app.history import moments
from canvas.document.records import NodeKind
from canvas.ui.desk import Desk
from canvas.ui.person_menu import person_menu
from collab.presence import Moving
from collab.roles import Role
from tests.app.rooms import Table
from tests.collab.serving import ServedHere
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


def test_whoever_comes_stands_in_the_bar_by_name_and_colour(room: Room) -> None:
    """R8.6"""
    bar = room.people.bar

    assert bar.isVisible()
    assert [face.letters for face in bar.faces] == ["B"]
    assert bar.faces[0].toolTip().startswith("Bob")
    assert bar.faces[0].colour.lower() == room.peer.colour.lower()
    assert "Ann" in bar.myself.toolTip()

    room.table.close(room.bob)
    room.until(lambda: not room.peers)
    assert bar.faces == []


def test_whoever_was_here_is_known_by_name_once_they_have_left(room: Room) -> None:
    bob = room.bob.together.me.id
    room.table.close(room.bob)
    room.until(lambda: not room.peers)
    known = Acquaintances(room.session)
    assert known.of(bob).name == "Bob"
    known.close()


def test_many_people_are_four_faces_and_a_number(room: Room) -> None:
    for name in ("cleo", "dan", "eve", "finn"):
        room.join(name)

    assert len(room.people.bar.faces) == 5
    assert room.people.bar.more.isHidden()
    room.join("gus")
    room.until(lambda: not room.people.bar.more.isHidden())
    assert len(room.people.bar.faces) == 4
    assert room.people.bar.more.letters == "+2"


def test_the_others_cursor_and_selection_are_shown_where_they_are(room: Room) -> None:
    node = add_node(room.session, NodeKind.note, (0, 0), text="here")
    room.until(lambda: node in room.bob.board.nodes)
    room.bob.together.present(cursor=(120.0, 80.0), selection=(node,), view=(0, 0, 800, 600))

    room.until(lambda: room.peer.cursor == (120.0, 80.0))
    assert room.peer.selection == {node}
    assert room.peer.view == (0.0, 0.0, 800.0, 600.0)


def test_this_window_shows_the_others_where_it_points_looks_and_what_it_selects(
    room: Room,
) -> None:
    node = add_node(room.session, NodeKind.note, (0, 0), text="here")
    room.window.editor.select([node])
    room.point(300, 200)
    wanted = room.window.editor.camera.to_world(300, 200)

    room.until(lambda: room.ann.cursor is not None and room.ann.selection == (node,))
    assert room.ann.cursor is not None
    assert abs(room.ann.cursor[0] - wanted[0]) < 0.1
    left, top, right, _ = room.window.editor.camera.view
    assert room.ann.view is not None
    assert abs(room.ann.view[2] - (right - left)) < 0.2
    assert abs(room.ann.view[1] - top) < 0.1

    QTest.qWait(0)
    room.people.presenting.point(None)
    room.until(lambda: room.ann.cursor is None)


def test_what_somebody_drags_moves_here_while_the_board_does_not_know(room: Room) -> None:
    node = add_node(room.session, NodeKind.note, (0, 0), text="mine")
    room.until(lambda: node in room.bob.board.nodes)
    table = room.window.editor.table
    row = table.row(node)
    assert row is not None
    room.bob.together.present(moving=Moving((node,), (200.0, 50.0)))

    room.until(lambda: table.box(row)[:2] == (200.0, 50.0))
    assert room.session.board.nodes[node].pos == (0.0, 0.0)

    move_nodes(room.bob, [node], 200.0, 50.0)
    room.until(lambda: room.session.board.nodes[node].pos == (200.0, 50.0))
    assert table.box(row)[:2] == (200.0, 50.0)
    room.bob.together.present(moving=None)
    room.until(lambda: room.peer.held is None)
    assert table.box(row)[:2] == (200.0, 50.0)


def test_what_ann_drags_goes_to_the_others_while_she_drags_it(room: Room) -> None:
    node = add_node(room.session, NodeKind.prompt, (0, 0), text="mine")
    view, editor = room.window.view, room.window.editor
    x, y = editor.camera.to_screen(20, 10)
    spot = view.rect().topLeft().__class__(round(x), round(y))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot)
    for step in range(1, 6):
        QTest.mouseMove(view, spot + spot.__class__(step * 20, 0))
        room.work()

    room.until(lambda: room.ann.moving is not None)
    assert room.ann.moving is not None
    assert room.ann.moving.ids == (node,)
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot + spot.__class__(100, 0))
    room.until(lambda: room.ann.moving is None)
    room.until(lambda: room.bob.board.nodes[node].pos[0] > 50)


def test_a_node_that_is_deleted_in_ones_hand_is_said_and_nothing_breaks(room: Room) -> None:
    node = add_node(room.session, NodeKind.prompt, (0, 0), text="mine")
    room.until(lambda: node in room.bob.board.nodes)
    view, editor = room.window.view, room.window.editor
    x, y = editor.camera.to_screen(20, 10)
    spot = view.rect().topLeft().__class__(round(x), round(y))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(view, spot + spot.__class__(60, 0))
    assert len(editor.table.held)
    delete_nodes(room.bob, [node])
    room.until(lambda: node not in room.session.board.nodes)

    assert "Bob has deleted" in room.told()
    assert not editor.gesturing
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot + spot.__class__(60, 0))
    assert node not in room.session.board.nodes


def test_a_drag_goes_on_with_what_is_left_of_it(room: Room) -> None:
    first = add_node(room.session, NodeKind.prompt, (0, 0), text="one")
    second = add_node(room.session, NodeKind.prompt, (0, 300), text="two")
    room.until(lambda: second in room.bob.board.nodes)
    view, editor = room.window.view, room.window.editor
    editor.select([first, second])
    x, y = editor.camera.to_screen(20, 10)
    spot = view.rect().topLeft().__class__(round(x), round(y))
    QTest.mousePress(view, Qt.MouseButton.LeftButton, pos=spot)
    QTest.mouseMove(view, spot + spot.__class__(60, 0))
    delete_nodes(room.bob, [second])
    room.until(lambda: second not in room.session.board.nodes)

    assert editor.gesturing
    QTest.mouseMove(view, spot + spot.__class__(120, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, pos=spot + spot.__class__(120, 0))
    assert room.session.board.nodes[first].pos[0] > 60
    assert "Something" not in room.told()


def test_that_somebody_has_restored_the_board_is_told_and_where_more_stands(room: Room) -> None:
    node = add_node(room.session, NodeKind.note, (0, 0), text="hers")
    room.until(lambda: node in room.bob.board.nodes)
    at = moments(room.bob.journal)[-1].number
    add_node(room.session, NodeKind.note, (300, 0), text="after")
    room.until(lambda: len(room.bob.board.nodes) == len(room.session.board.nodes))
    assert "what it was before" not in room.told()
    restore_board(room.bob, at)
    room.until(lambda: "Bob has made the board what it was before." in room.told())


def test_whoever_may_only_look_is_told_why_nothing_else_works_until_the_owner_says_otherwise(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    """R8.8, R8.9"""
    room = Room(table, server, desk, Role.viewer)
    window, actions = room.window, room.window.actions_
    node = next(iter(room.session.board.nodes))

    why = actions.why_not("node.paste")
    assert why is not None
    assert "look at this board, not change it" in why.text
    assert room.session.looks_only
    assert not window.top.title.can_edit
    assert "you may look" in window.top.saved.text()
    window.writing.begin(node)
    assert not window.writing.active
    window.banners.clear()
    for tool in ("note", "comment"):
        window.rail.button(tool).click()
        assert "look at this board, not change it" in room.told()
        assert window.rail.button("select").isChecked()
        assert window.view.editor.tool == "select"
        window.banners.clear()
    window.rail.button("clip").click()
    assert "look at this board, not change it" in room.told()
    assert len(room.session.board.nodes) == 1
    actions.run("share.open")
    dialog = room.sharing.dialog
    assert dialog is not None
    assert "Whoever may edit" in dialog.lending.means.text()

    told: list[object] = []
    me = room.session.together.me.id
    room.bob.together.ask("role", {"user": me, "role": "editor"}, told.append, told.append)
    room.until(lambda: told and not room.session.looks_only)
    assert actions.why_not("node.paste") is None
    assert window.top.title.can_edit
    assert "You may edit" in room.told()
    room.until(lambda: "Whoever may edit" not in dialog.lending.means.text())
    dialog.close()
    assert "not change it" not in room.told(), "what is no longer so stands there still"
    window.close()


def test_whoever_writes_when_the_right_ends_is_told_and_loses_no_word(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    room = Room(table, server, desk, Role.editor)
    node = add_node(room.session, NodeKind.prompt, (0, 0), text="mine")
    room.until(lambda: node in room.bob.board.nodes)
    room.window.editor.select([node])
    bar = room.window.bar
    assert bar is not None
    assert bar.isVisible()
    room.window.writing.begin(node)
    told: list[object] = []
    me = room.session.together.me.id
    room.bob.together.ask("role", {"user": me, "role": "commenter"}, told.append, told.append)
    room.until(lambda: room.session.looks_only)

    assert not room.window.writing.active
    assert "You may comment" in room.told()
    room.until(lambda: not bar.isVisible())
    room.bob.together.ask("role", {"user": me, "role": "editor"}, told.append, told.append)
    room.until(bar.isVisible)
    room.window.close()


def entries(room: Room) -> dict[str, QAction]:
    menu = person_menu(room.people, room.peer)
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_menu_of_a_person_follows_goes_there_and_calls(room: Room) -> None:
    room.bob.together.present(view=(1000.0, 500.0, 800.0, 600.0))
    room.until(lambda: room.peer.view is not None)
    entries(room)["Follow Bob"].trigger()
    assert room.people.follow.id == room.peer.id
    entries(room)["Follow Bob no longer"].trigger()
    assert room.people.follow.id == ""
    entries(room)["Bring Bob to me"].trigger()
    room.until(lambda: room.ann.calling == room.bob.together.me.id)
    assert "Bob is asked" in room.told()


def test_somebody_is_asked_once_and_not_again_when_they_come_back(room: Room) -> None:
    room.people.presenting._asked.setInterval(1)
    room.people.call(room.peer.id)
    assert room.people.presenting.calling == room.bob.together.me.id
    room.until(lambda: room.people.presenting.calling == "")
    room.until(lambda: room.ann.calling == "")
    # and whoever was asked looks on when the question is over
    room.bob.together.present(view=(1000.0, 500.0, 800.0, 600.0))
    room.bob.together.present(calling=room.session.together.me.id)
    room.until(lambda: room.people.follow.id == room.peer.id)
    room.bob.together.present(calling="")
    room.until(lambda: next(iter(room.session.together.people.values())).presence.calling == "")
    assert room.people.follow.id == room.peer.id


def test_the_owner_says_in_it_what_somebody_may_do_and_who_goes(room: Room) -> None:
    """R4.14"""
    entries(room)["May comment"].trigger()
    room.until(lambda: room.bob.together.role is Role.commenter)
    room.until(lambda: "Bob may look and comment" in room.told())
    entries(room)["Remove Bob from the room"].trigger()
    room.until(lambda: room.bob.together.state == "refused")
    room.until(lambda: not room.peers)


def test_a_guest_has_no_such_words_in_it(table: Table, server: ServedHere, desk: Desk) -> None:
    room = Room(table, server, desk, Role.editor)

    assert set(entries(room)) == {"Follow Bob", "Go to Bob", "Bring Bob to me"}
    room.window.close()


def test_who_looks_elsewhere_pales_and_comes_back(room: Room) -> None:
    room.bob.together.present(away=True)
    room.until(lambda: room.peer.away)
    assert room.people.bar.faces[0].asleep
    room.bob.together.present(away=False)
    room.until(lambda: not room.people.bar.faces[0].asleep)


def test_who_renders_stands_at_the_pointer_by_the_name_of_the_shot(room: Room) -> None:
    clip = add_node(room.session, NodeKind.clip, (0, 0), title="2B")
    room.until(lambda: clip in room.bob.board.nodes)
    room.bob.together.present(rendering=(clip,))
    room.until(lambda: room.peer.doing == "rendering 2B")
    assert room.peer.rendering == {clip}


def test_people_are_found_in_the_palette_by_name(room: Room) -> None:
    titles = [entry.title for entry in room.people.entries()]

    assert titles == ["Follow Bob", "Go to Bob", "Bring Bob to me"]
    room.people.entries()[0].run()
    assert room.people.follow.id == room.peer.id


def test_a_pointer_glides_there_and_then_nothing_ticks_any_more(room: Room) -> None:
    room.desk.change(motion="full")
    room.bob.together.present(cursor=(0.0, 0.0))
    room.until(lambda: room.peer.cursor == (0.0, 0.0))
    seen: set[float] = set()
    room.window.editor.listen(lambda _: seen.add((room.peer.cursor or (0.0, 0.0))[0]))
    room.bob.together.present(cursor=(400.0, 0.0))
    room.until(lambda: room.peer.cursor == (400.0, 0.0))

    assert any(0.0 < x < 400.0 for x in seen), "it was seen on the way"
    room.until(lambda: not room.people._timer.isActive())


def test_with_reduced_motion_it_is_there_at_once(room: Room) -> None:
    room.bob.together.present(cursor=(0.0, 0.0))
    room.until(lambda: room.peer.cursor == (0.0, 0.0))
    seen: set[float] = set()
    room.window.editor.listen(lambda _: seen.add((room.peer.cursor or (0.0, 0.0))[0]))
    room.bob.together.present(cursor=(400.0, 0.0))
    room.until(lambda: room.peer.cursor == (400.0, 0.0))

    assert seen <= {0.0, 400.0}
    assert not room.people._timer.isActive()
