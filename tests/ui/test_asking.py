"""Whoever may not edit asks for it, and the owner answers with one press."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from canvas.app.session import Session
from canvas.ui.asking import Asking
from canvas.ui.desk import Desk
from collab.roles import Role
from tests.app.rooms import Table
from tests.collab.serving import ServedHere
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


def buttons(room: Room) -> dict[str, QPushButton]:
    """What can be pressed in the banners, by its words."""
    return {
        button.text(): button
        for banner in room.window.banners.shown()
        for button in banner.findChildren(QPushButton)
        if button.text()
    }


def asks(session: Session, name: str) -> list[str]:
    return [one.presence.asks for one in session.together.people.values() if one.name == name]


def test_r5_12_whoever_may_only_look_is_offered_to_ask_and_the_owner_hears(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    room = Room(table, server, desk, Role.viewer)
    room.window.actions_.run("node.paste")
    room.until(lambda: "not change it" in room.told())
    buttons(room)["Ask to edit"].click()
    assert "Bob is asked whether you may edit." in room.told()
    room.until(lambda: asks(room.bob, "Ann") == ["editor"])
    me = room.session.together.me.id
    room.bob.together.ask("role", {"user": me, "role": "editor"}, lambda _: None, lambda _: None)
    room.until(lambda: "You may edit this board now." in room.told())
    assert "Ask to edit" not in buttons(room)
    assert "is asked" not in room.told(), "it is answered"
    room.until(lambda: asks(room.bob, "Ann") == [""])
    room.window.close()


def test_r5_12_the_owner_is_told_once_and_lets_somebody_edit_by_one_press(room: Room) -> None:
    carl = room.join("carl", Role.commenter)
    carl.together.present(asks="editor")
    room.until(lambda: "Carl asks to edit this board." in room.told())
    room.window.banners.clear()
    carl.together.present(doing="reads")
    room.until(lambda: any(peer.doing == "reads" for peer in room.peers))
    assert "Carl asks" not in room.told()
    carl.together.present(asks="")
    room.until(lambda: asks(room.session, "Carl") == [""])
    carl.together.present(asks="editor")
    room.until(lambda: "Carl asks" in room.told())
    buttons(room)["Let Carl edit"].click()
    room.until(lambda: carl.together.role is Role.editor)
    room.until(lambda: "Carl may edit from now on." in room.told())


def test_r5_12_a_question_goes_with_whoever_asked_and_who_may_edit_has_none(room: Room) -> None:
    room.window.actions_.run("people.ask")
    assert "You may edit this board now." in room.told()
    (asking,) = [part for part in room.window.parts if isinstance(part, Asking)]
    assert asking._offer() is None
    room.bob.together.present(asks="editor")
    room.until(lambda: "Bob asks" in room.told())
    room.table.close(room.bob)
    room.until(lambda: "Bob asks" not in room.told())
