"""Letting others in and going to others: Share, Join, what stands in the top bar, and what may be
done. The server is the real one, started as the app starts it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

import canvas.ui.join_dialog as joining
from canvas.app.commands.nodes import add_node
from canvas.app.company import Standing
from canvas.app.room_troubles import may_not_edit
from canvas.app.session import Session
from canvas.document.records import NodeKind
from canvas.document.words import Trouble, say
from canvas.ui.banner import Banners
from canvas.ui.connection_state import clock, room_lines, room_words
from canvas.ui.desk import Desk
from canvas.ui.join_dialog import JoinDialog
from canvas.ui.main_window import MainWindow
from canvas.ui.qr import QUIET, drawn
from canvas.ui.share_dialog import ShareDialog
from canvas.ui.theme import dark
from canvas.ui.topics import MAY_EDIT
from collab.discovery import Found
from collab.links import parse
from collab.roles import Role
from tests.app.rooms import PATIENCE, Cable, Table, link_to
from tests.collab.serving import ServedHere
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


class Nobody:
    """A network on which nobody announces anything."""

    found: dict[str, Found] = {}  # noqa: RUF012  # replaced, never changed

    def __init__(self, changed: Callable[[], None]) -> None:
        self.changed = changed

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def quiet_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import collab.discovery

    monkeypatch.setattr(collab.discovery, "Search", Nobody)
    monkeypatch.setattr(Nobody, "found", {})
    return iter([None])


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        QApplication.processEvents()
        time.sleep(0.003)


# -- Share


def test_one_press_on_share_opens_the_room_and_shows_a_link_for_each_role(
    window: MainWindow,
) -> None:
    window.top.share.click()
    found = window.findChild(ShareDialog)
    assert isinstance(found, ShareDialog)
    until(lambda: all(row.link for row in found.rows.values()))

    assert window.session.together.standing.hosting
    assert window.top.share.text() == "Shared"
    assert found.state.text().startswith("Open for everyone in this network with a link")
    roles = set()
    for role, row in found.rows.items():
        row.copy.click()
        link = parse(QApplication.clipboard().text())
        assert link.fingerprint, "a link on the network says which certificate to trust"
        assert link.token
        roles.add((role, link.token))
        assert row.copy.text() == "Copied"
    assert len({token for _, token in roles}) == 3
    assert not found.code.image.isNull()
    found.stop.click()
    assert window.session.together.state == "alone"
    assert window.top.share.text() == "Share"


def test_a_link_from_share_lets_somebody_in_and_revoking_it_puts_them_out(
    window: MainWindow, table: Table, tmp_path: Path
) -> None:
    from canvas.app.joining import join

    add_node(window.session, NodeKind.note, (0, 0), title="hers")
    window.actions_.run("share.open")
    found = window.findChild(ShareDialog)
    assert isinstance(found, ShareDialog)
    until(lambda: found.rows[Role.editor].link)
    link = found.rows[Role.editor].link
    assert link is not None
    here = link.__class__("127.0.0.1", link.port, link.room, link.token, link.tls, link.fingerprint)
    settings = table.sit("bob")
    bob = table.open("bob", join(here.for_app(), tmp_path / "bob", settings))

    def met() -> bool:
        table.drain()
        return [peer.name for peer in window.editor.peers] == ["Bob"]

    until(met)
    assert [node.title for node in bob.board.nodes.values()] == ["hers"]
    assert found._here.text() == "Here now: 2"

    row = found.rows[Role.editor]
    row.revoke.click()
    assert row.copy.text() == "End the link"
    assert "have to leave" in row.said.text()
    row.revoke.click()
    assert row.copy.text() == "Copy link", "the cross again: it was not meant"
    row.revoke.click()
    row.copy.click()

    def out() -> bool:
        table.drain()
        return bob.together.state == "refused" and not window.editor.peers

    until(out)
    until(lambda: found.rows[Role.editor].link not in (None, link))
    assert row.copy.text() == "Copy link"


def test_a_code_holds_the_link_with_a_quiet_zone_and_dark_on_light() -> None:
    image = drawn("https://192.168.1.5:4321/join/abc?fp=" + "0" * 64 + "#" + "t" * 150)
    side = image.width()

    assert side == image.height()
    edge = {image.pixelColor(x, y).lightness() for x in range(side) for y in range(QUIET)}
    assert min(edge) == 255
    finder = [image.pixelColor(QUIET + n, QUIET).lightness() < 60 for n in range(8)]
    assert finder == [True] * 7 + [False]


def test_a_guest_sees_who_is_here_and_no_links(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    room = Room(table, server, desk, Role.editor)
    room.window.actions_.run("share.open")
    found = room.window.findChild(ShareDialog)
    assert isinstance(found, ShareDialog)

    assert found.links.isHidden()
    assert found.stop.text() == "Leave the room"
    assert found._here.text() == "Here now: 2"
    room.window.actions_.run("share.copy_link")
    assert "Only the owner" in room.told()
    room.window.close()


def test_copy_link_puts_a_link_to_edit_on_the_clipboard(room: Room) -> None:
    QApplication.clipboard().clear()
    room.window.actions_.run("share.copy_link")
    room.until(lambda: QApplication.clipboard().text().startswith("shotweave://join/"))

    assert "on the clipboard" in room.told()


def test_copy_link_opens_the_room_first_where_there_is_none(window: MainWindow) -> None:
    QApplication.clipboard().clear()
    window.actions_.run("share.copy_link")
    assert "a link to edit follows" in window.banners.shown()[0].key.what
    until(lambda: QApplication.clipboard().text().startswith("shotweave://join/"))

    assert window.session.together.standing.hosting


def test_leaving_says_so_and_the_board_stays(room: Room) -> None:
    add_node(room.session, NodeKind.note, (0, 0), title="stays")
    room.until(lambda: room.session.together.standing.saved_there)
    room.window.actions_.run("share.leave")

    assert room.session.together.state == "alone"
    assert room.peers == ()
    assert not room.people.bar.isVisible()
    assert len(room.session.board.nodes) == 1
    room.window.actions_.run("share.leave")
    assert "you are in no room" in room.told()


# -- Join


def joined(desk: Desk, link: str, act: Callable[[JoinDialog], None]) -> JoinDialog:
    """Open the dialog as the desk does, and let `act` use it."""
    made = JoinDialog(desk, desk.errands, None, link)
    made.show()
    act(made)
    return made


def test_a_link_brings_the_board_here_and_opens_it(
    table: Table, server: ServedHere, desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ann = table.owner("ann", server)
    add_node(ann, NodeKind.note, (0, 0), title="hers")
    table.until_settled(ann)
    table.sit("bob")
    monkeypatch.setattr(joining, "boards_folder", lambda: tmp_path / "boards")
    link = link_to(server)
    shown: list[JoinDialog] = []

    def answer(dialog: JoinDialog) -> int:
        shown.append(dialog)
        dialog.myself.name.setText("Bob")
        dialog.join_button.click()
        until(lambda: (table.drain(), dialog.path)[1])
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(JoinDialog, "exec", answer)
    desk.begin(None, link=link)
    until(lambda: desk.board is not None)
    assert desk.board is not None
    session = desk.board.session
    assert [node.title for node in session.board.nodes.values()] == ["hers"]
    assert desk.settings.name == "Bob"
    until(lambda: (table.drain(), session.together.state == "live")[1])
    until(lambda: (table.drain(), "Bob" in [p.name for p in ann.together.people.values()])[1])
    desk.board.close()


def test_what_is_no_link_is_said_at_once_and_nothing_can_be_joined(desk: Desk) -> None:
    def act(dialog: JoinDialog) -> None:
        dialog.link.setText("https://example.org/")

    dialog = joined(desk, "", act)
    assert not dialog.join_button.isEnabled()
    assert "no link to a shared board" in dialog.trouble.text()
    dialog.link.setText("")
    assert dialog.trouble.text() == ""
    dialog.done(0)


def test_a_room_that_is_not_there_is_said_with_what_to_do(desk: Desk) -> None:
    def act(dialog: JoinDialog) -> None:
        dialog.join_button.click()
        assert dialog.bar.isVisible()
        until(lambda: not dialog.bar.isVisible())

    dialog = joined(desk, "shotweave://join/127.0.0.1:1/film?tls=0#token", act)
    assert dialog.trouble.text() == (
        "127.0.0.1:1 cannot be reached: nobody is listening there\nNothing was opened.\n"
        "This address holds within one network: be in the same one as whoever shares the board,"
        " and see that it is open and shared there."
    )
    assert dialog.join_button.isEnabled()
    assert dialog.path is None
    dialog.done(0)


def test_escape_stops_the_fetching_first(table: Table, server: ServedHere, desk: Desk) -> None:
    with Cable(server.port) as cable:
        cable.freeze()

        def act(dialog: JoinDialog) -> None:
            dialog.join_button.click()
            QTest.keyClick(dialog, Qt.Key.Key_Escape)

        dialog = joined(desk, link_to(server, port=cable.port), act)
        assert dialog.isVisible()
        assert not dialog.bar.isVisible()
        assert dialog.link.isEnabled()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        desk.errands._pool.waitForDone()


def test_rooms_on_the_network_come_and_go_and_ask_for_a_link(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = joined(desk, "", lambda _: None)
    until(lambda: dialog._search is not None)
    assert "none is open" in dialog.none_found.text()
    found = Found("room1", "The Last Mile", "192.168.1.9", 4000, "ab" * 32, "Ann")
    monkeypatch.setattr(Nobody, "found", {"one": found})
    assert isinstance(dialog._search, Nobody)
    dialog._search.changed()
    until(lambda: dialog.rooms.count() == 1)
    assert dialog.rooms.item(0).text().startswith("The Last Mile, by Ann")

    dialog.rooms.itemClicked.emit(dialog.rooms.item(0))
    assert "Ask Ann for a link" in dialog.trouble.text()
    monkeypatch.setattr(Nobody, "found", {})
    dialog._search.changed()
    until(lambda: dialog.rooms.count() == 0)
    dialog.done(0)


def test_our_key_to_a_room_goes_to_the_certificate_we_know_whatever_is_announced(
    table: Table, server: ServedHere
) -> None:
    """Somebody on the network may announce any room with any certificate."""
    bob = table.owner("ann", server) and table.guest("bob", server)
    lineage = bob.board.meta.lineage
    forged = Found(lineage, "film", "10.0.0.66", 666, "66" * 32, "Mallory")
    way = joining._way_into(forged)

    assert way is not None
    assert (way.host, way.port) == ("10.0.0.66", 666)
    assert way.fingerprint != "66" * 32


# -- the sign in the top bar


NOON = time.mktime((2026, 11, 22, 12, 3, 0, 0, 0, -1))


@pytest.mark.parametrize(
    ("standing", "role", "said", "tone"),
    [
        (Standing("joining"), "editor", "connecting…", "busy"),
        (Standing("live"), "editor", "and in the room", "good"),
        (Standing("live", unsaved=3), "editor", "3 on the way to the room", "busy"),
        (Standing("live"), "viewer", "you may look", "quiet"),
        (Standing("live"), "commenter", "you may comment", "quiet"),
        (Standing("offline", NOON), "editor", f"offline since {clock(NOON)}", "busy"),
        (
            Standing("offline", NOON, unsaved=4),
            "editor",
            f"offline since {clock(NOON)}, 4 edits wait",
            "busy",
        ),
        (Standing("refused"), "editor", "the room is closed to you", "bad"),
    ],
)
def test_the_sign_says_where_the_work_is(
    standing: Standing, role: str, said: str, tone: str
) -> None:
    assert room_words(standing, role) == (said, tone)
    assert room_lines(standing, role)


def test_alone_nothing_is_said_of_a_room() -> None:
    assert room_words(Standing(), "owner") is None


def test_a_refusal_says_why_behind_the_sign() -> None:
    trouble = Trouble(say("Your link has ended."), remedy=say("Ask for another."))
    lines = room_lines(Standing("refused", NOON, trouble=trouble), "editor")

    assert "Your link has ended." in lines
    assert "Ask for another." in lines


def test_a_cut_cable_shows_in_the_sign_and_goes_again(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    with Cable(server.port) as cable:
        room = Room(table, server, desk, port=cable.port)
        sign = room.window.top.saved
        room.until(lambda: sign.text() == "Saved · and in the room")
        cable.cut()
        room.until(lambda: "offline since" in sign.text())
        add_node(room.session, NodeKind.note, (0, 0), title="kept here")
        room.until(lambda: "one edit waits" in sign.text())
        assert sign.tone == "busy"
        sign.click()
        panel = room.sharing.panel
        assert panel is not None
        assert "One edit of yours is not saved in the room yet." in panel.there.text()
        cable.mend()
        panel.again.click()
        room.until(lambda: sign.text() == "Saved · and in the room")
        room.until(lambda: len(room.bob.board.nodes) == 1)
        room.window.close()


def test_a_room_that_closes_to_somebody_is_told_where_they_look(
    table: Table, server: ServedHere, desk: Desk
) -> None:
    room = Room(table, server, desk, Role.editor)
    me = room.session.together.me.id
    room.bob.together.ask("kick", {"user": me}, lambda _: None, lambda _: None)
    room.until(lambda: room.session.together.state == "refused")
    room.until(lambda: "You were taken out of this room." in room.told())
    room.window.close()


# -- what is said in a banner


def test_what_was_said_of_a_right_goes_when_it_is_another(app: QApplication, qtbot: QtBot) -> None:
    field = QWidget()
    qtbot.addWidget(field)
    field.resize(800, 600)
    banners = Banners(field, dark())
    banners.tell(may_not_edit(Role.viewer))
    banners.tell(say("Something else."))
    banners.tell(may_not_edit(Role.commenter))
    assert [one.key.what for one in banners.shown()] == [
        "Something else.",
        "You may comment on this board, not change it.",
    ]
    banners.tell(say(MAY_EDIT))
    assert [one.key.what for one in banners.shown()] == ["Something else.", MAY_EDIT]


def test_a_message_stays_while_the_pointer_is_over_it(app: QApplication, qtbot: QtBot) -> None:
    field = QWidget()
    qtbot.addWidget(field)
    field.resize(800, 600)
    field.show()
    banners = Banners(field, dark())
    told = banners.tell(say("News."))
    told.stay(30)
    QApplication.sendEvent(told, QEnterEvent(QPointF(), QPointF(), QPointF()))
    qtbot.wait(120)
    assert banners.shown() == [told]
    QApplication.sendEvent(told, QEvent(QEvent.Type.Leave))
    qtbot.waitUntil(lambda: not banners.shown(), timeout=20_000)


# -- who one is


def test_another_name_goes_to_the_others_at_once(room: Room) -> None:
    room.desk.change(name="Annabel", colour="#C493FF")
    names: set[str] = set()

    def heard() -> bool:
        names.clear()
        names.update(person.name for person in room.bob.together.people.values())
        return names == {"Annabel"}

    room.until(heard)
    assert "Annabel" in room.people.bar.myself.toolTip()


def test_every_verb_of_people_has_a_way_by_keys_or_the_palette(window: MainWindow) -> None:
    verbs = {name for name in window.actions_.verbs if name.split(".")[0] in ("share", "people")}

    assert verbs >= {"share.open", "share.join", "share.leave", "people.next", "people.chat"}
    offered = {action.text() for action in window.actions_.menus["people"].actions()}
    assert all(window.actions_.title(name) in offered for name in verbs)


def test_an_event_of_the_language_turns_every_word(room: Room) -> None:
    room.desk.set_language("en")
    QApplication.sendEvent(room.window, QEvent(QEvent.Type.LanguageChange))
    assert room.window.top.share.text() == "Shared"


def test_readonly_boards_are_not_shared(desk: Desk, board_path: Path) -> None:
    Session.create(board_path, settings=desk.settings, title="My film").close()
    assert desk.open(board_path, readonly=True)
    assert desk.board is not None
    desk.board.actions_.run("share.open")

    assert desk.board.findChild(ShareDialog) is None
    assert desk.board.session.together.state == "alone"
