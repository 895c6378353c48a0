"""Fields that are taken from under somebody's fingers: what they still type is no command."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from canvas.app.commands.nodes import add_node, delete_nodes
from canvas.document.records import NodeKind
from canvas.ui.desk import Desk
from collab.roles import Role
from tests.app.rooms import Table
from tests.collab.serving import ServedHere
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]

TYPED = "and then she lo, k"
"""On the field: space plays the film, n, h, e, d, k and p are tools and locks."""


def write_on(room: Room) -> None:
    """Type as somebody does who has not looked at the screen yet."""
    target = QApplication.focusWidget() or room.window.view
    for letter in TYPED:
        QTest.keyClick(target, letter)
        room.work()
    QTest.keyClick(target, Qt.Key.Key_Delete)


def nothing_was_done(room: Room, nodes: int) -> None:
    player = room.window.cinema.player
    assert player is None or not player.isVisible()
    assert room.window.view.editor.tool == "select"
    assert len(room.session.board.nodes) == nodes
    assert not any(node.locked for node in room.session.board.nodes.values())


def test_whoever_writes_when_their_right_ends_sets_nothing_off_by_writing_on(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    """R8.9"""
    room = Room(table, server, desk, Role.editor)
    node = add_node(room.session, NodeKind.prompt, (0, 0), text="mine")
    room.until(lambda: node in room.bob.board.nodes)
    nodes = len(room.session.board.nodes)
    room.window.writing.begin(node)
    told: list[object] = []
    me = room.session.together.me.id
    room.bob.together.ask("role", {"user": me, "role": "commenter"}, told.append, told.append)
    room.until(lambda: room.session.looks_only)
    write_on(room)
    nothing_was_done(room, nodes)
    assert room.told().count("not change it") == 1
    room.window.close()


def test_whoever_writes_in_what_another_deletes_sets_nothing_off_by_writing_on(room: Room) -> None:
    """Neither in words nor in a title; after a rest letters are commands again."""
    writing, view = room.window.writing, room.window.view
    other = add_node(room.session, NodeKind.note, (400, 0), text="stays")
    for begin in (writing.begin, writing.rename):
        node = add_node(room.session, NodeKind.prompt, (0, 0), text="A cat", title="Cat")
        room.until(lambda node=node: {node, other} <= room.bob.board.nodes.keys())
        nodes = len(room.session.board.nodes) - 1
        begin(node)
        view.editor.select([other])
        delete_nodes(room.bob, [node])
        room.until(lambda node=node: node not in room.session.board.nodes)
        write_on(room)
        nothing_was_done(room, nodes)
    writing._hush._rest.start(50)
    room.until(lambda: not writing._hush.lasts)
    QTest.keyClick(view, "h")
    assert view.editor.tool == "hand"
