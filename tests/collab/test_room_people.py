"""Who may come into a room, with which board, and what their roles allow."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Map

from collab import room as rooms
from collab.effects import Claimed, Lineage
from collab.roles import Role
from collab.wire import (
    BOARD,
    COMMENTS,
    Ack,
    Aware,
    Bye,
    Check,
    Code,
    Denied,
    Edit,
    Step1,
    Step2,
    Sync1,
    Sync2,
    SyncUpdate,
    Welcome,
    decode,
    encode,
)
from tests.collab.peers import (
    LINEAGE,
    Client,
    Stock,
    a_room,
    arriving,
    hello,
    join,
    owner,
    person,
    three,
)
from tests.collab.updates import deleting, gc, update

# HELLO and WELCOME


def test_r4_1_whoever_does_not_say_hello_first_is_refused() -> None:
    host = a_room()
    owner(host)
    for word in (Step1(BOARD, b"\x00"), Edit(BOARD, 1, "", "", b"\x00\x00"), Aware(())):
        bo = arriving(host, "Bo")
        bo.send(word)
        assert bo.bye
        assert bo.bye.code == Code.malformed


def test_r4_1_whoever_says_nothing_is_refused() -> None:
    host = a_room()
    owner(host)
    bo = arriving(host, "Bo")
    host.tick(rooms.GREETING_SECONDS - 0.1)
    assert not bo.bye
    host.tick(1.2)
    assert bo.bye


def test_r4_1_hello_is_said_once() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    bo.send(hello(bo))
    assert bo.bye


@pytest.mark.parametrize(
    "wrong",
    [
        {"protocol": 2},
        {"protocol": None},
        {"lineage": None},
        {"lineage": "x" * 101},
        {"ids": []},
        {"ids": None},
        {"ids": ["a"]},
        {"ids": [True]},
        {"ids": [-1]},
        {"ids": [2**53]},
        {"ids": [1.5]},
        {"ids": list(range(1025))},
    ],
)
def test_r4_2_a_hello_that_says_too_little_is_refused(wrong: dict[str, Any]) -> None:
    host = a_room()
    owner(host)
    bo = arriving(host, "Bo")
    bo.send(hello(bo, **wrong))
    assert bo.bye
    assert bo.bye.code == Code.malformed
    assert bo.bye.reason


def test_r4_3_a_welcome_says_where_one_is() -> None:
    host = a_room()
    owner(host)
    bo = Client(host, person("Bo", color="#112233"))
    bo.peer = host.room.enter(bo.person, plain=False, now=0, token="personal", wall=1.8e9)
    host.clients[bo.peer] = bo
    host.room.title = "The last mile"
    bo.send(hello(bo, person={"id": "ada", "name": "Bo 雨\n", "color": "#AABBCC"}))
    (welcome,) = bo.said(Welcome)
    limits = welcome.body.pop("limits")
    assert welcome.body == {
        "protocol": 1,
        "lineage": LINEAGE,
        "role": "editor",
        "you": {"id": "bo", "name": "Bo 雨", "color": "#aabbcc"},
        "token": "personal",
        "title": "The last mile",
        "time": 1.8e9,
    }
    assert limits["frame"] == rooms.FRAME
    assert limits["edit"] < rooms.FRAME


def test_r4_3_everybody_has_a_colour() -> None:
    host = a_room()
    colors = [
        each.said(Welcome)[0].body["you"]["color"]
        for each in (owner(host), join(host, "Bo"), join(host, "Di"), join(host, "Bo"))
    ]
    assert all(len(color) == 7 and color.startswith("#") for color in colors)
    assert colors[1] == colors[3]
    assert len(set(colors)) == 3


# Lineage


def test_r4_4_the_first_owner_gives_a_room_its_lineage() -> None:
    host = a_room()
    owner(host)
    assert host.lineage == [LINEAGE]
    assert host.room.lineage == LINEAGE
    assert host.restart().room.lineage == LINEAGE


def test_r4_4_a_lineage_stays() -> None:
    host = a_room(lineage="first")
    ada = Client(host, person("Ada", Role.owner)).connect(lineage="second")
    assert ada.bye
    assert ada.bye.code == Code.lineage
    assert host.lineage == []


@pytest.mark.parametrize("role", [Role.viewer, Role.commenter, Role.editor])
def test_r4_5_before_the_owner_everybody_else_waits(role: Role) -> None:
    host = a_room()
    for lineage in ("", LINEAGE):
        bo = join(host, "Bo", role, lineage=lineage)
        assert bo.bye
        assert bo.bye.code == Code.later
    empty_handed = Client(host, person("Ada", Role.owner)).connect(lineage="")
    assert empty_handed.bye
    assert not [effect for effect in host.effects if isinstance(effect, Lineage | Claimed)]


def test_r4_6_another_board_is_never_merged() -> None:
    """R4.6: not even one character of it, whatever follows the HELLO in its frame."""
    host = a_room()
    ada = owner(host)
    ada.put("n", title="ours")
    bo = Client(host, person("Bo"))
    bo.put("n", title="theirs")
    bo.peer = host.room.enter(bo.person, plain=False, now=host.now)
    host.clients[bo.peer] = bo
    bo.raw(
        encode(
            hello(bo, lineage="another"),
            Step1(BOARD, b"\x00"),
            Step2(BOARD, bo.doc.get_update()),
            Edit(BOARD, 2, "", "", bo.doc.get_update()),
        )
    )
    assert bo.bye
    assert bo.bye.code == Code.lineage
    assert ada.sees() == {"n": {"title": "ours"}}
    assert bo.sees() == {"n": {"title": "theirs"}}
    assert len(host.kept) == 1


def test_r4_6_who_has_nothing_yet_takes_what_the_room_has() -> None:
    host = a_room()
    ada = owner(host)
    ada.put("n", title="ours")
    bo = join(host, "Bo", lineage="")
    assert bo.said(Welcome)[0].body["lineage"] == LINEAGE
    assert bo.sees() == ada.sees()


# Roles


@pytest.mark.parametrize(
    ("role", "board", "comments"),
    [
        (Role.viewer, False, False),
        (Role.commenter, False, True),
        (Role.editor, True, True),
        (Role.owner, True, True),
    ],
)
def test_r4_12_roles_say_who_writes_what(role: Role, board: bool, comments: bool) -> None:
    """R4.12, R4.25"""
    for channel, may in ((BOARD, board), (COMMENTS, comments)):
        host = a_room()
        ada = owner(host)
        bo = join(host, "Bo", role)
        (bo.put("n", x=1) if channel == BOARD else bo.note("c", "x"))
        assert bool(host.kept) == may
        assert bool(ada.said(Edit)) == may
        assert (bo.bye is None) == may
        if bo.bye:
            assert bo.bye.code == host.closed[bo.peer].code == Code.forbidden
            assert "look" in bo.bye.reason


def test_r4_12_a_plain_viewer_is_told_and_closed() -> None:
    """R4.12, R4.25"""
    host = a_room()
    ada = owner(host)
    bo = Stock(host, person("Bo", Role.viewer)).connect()
    bo.nodes["n"] = 1
    assert bo.said(Denied)
    assert host.closed[bo.peer].code == Code.forbidden
    assert ada.sees() == {}


def test_r4_12_a_viewer_cannot_delete_either() -> None:
    host = a_room()
    ada = owner(host)
    ada.put("n", x=1)
    bo = join(host, "Bo", Role.viewer)
    bo.edit(update(deletes=deleting((ada.doc.client_id, 0, 2))))
    assert bo.bye
    assert bo.bye.code == Code.forbidden
    assert ada.sees() == {"n": {"x": 1}}
    assert len(host.kept) == 1


def test_r4_13_who_only_looks_may_repeat_what_everybody_has() -> None:
    host = a_room()
    ada = owner(host)
    ada.put("n", x=1)
    ada.put("n", x=2)
    bo = Stock(host, person("Bo", Role.viewer)).connect()
    assert bo.said(Sync1) == []
    bo.send(Sync2(bo.doc.get_update()))
    bo.send(Sync2(b"\x00\x00"))
    assert bo.peer not in host.closed
    bo.send(Sync2(update((bo.doc.client_id, 0, [gc(1)]))))
    assert host.closed[bo.peer].code == Code.forbidden
    assert len(host.kept) == 2


def test_r4_14_a_role_changes_at_once_for_all_windows() -> None:
    host = a_room()
    ada = owner(host)
    bos = [join(host, "Bo", Role.viewer), join(host, "Bo", Role.viewer)]
    di = join(host, "Di", Role.viewer)
    host.room.set_role("bo", Role.editor)
    host.settle()
    for bo in bos:
        assert [welcome.body["role"] for welcome in bo.said(Welcome)] == ["viewer", "editor"]
        assert bo.said(Step1)
        bo.put(f"n{bo.peer}", x=1)
        assert not bo.bye
    assert len(di.said(Welcome)) == 1
    assert len(ada.sees()) == 2
    host.room.set_role("bo", Role.viewer)
    host.settle()
    bos[0].put("m", x=1)
    assert bos[0].bye
    assert "m" not in ada.sees()


def test_r4_25_whoever_is_sent_away_is_told_why() -> None:
    host = a_room()
    owner(host)
    bos = [join(host, "Bo"), join(host, "Bo")]
    host.room.kick("bo", Code.forbidden, "the owner has sent you away")
    host.settle()
    for bo in bos:
        assert bo.bye == Bye(Code.forbidden, "the owner has sent you away")
        assert host.closed[bo.peer].reason == "the owner has sent you away"
    assert {who.id for who in host.room.people().values()} == {"ada"}


def test_r4_25_a_frame_that_is_none_is_told_and_closed() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    bo.raw(b"\xff" * 50)
    cy.raw(b"\x07")
    assert bo.bye
    assert bo.bye.code == Code.malformed
    assert cy.said(Denied)
    assert host.closed.keys() == {bo.peer, cy.peer}
    ada.put("n", x=1)
    bo.raw(b"\xff")  # what still comes from them is nobody's
    assert not ada.bye


# Plain peers


def test_r4_24_a_plain_peer_shakes_hands_as_with_y_websocket() -> None:
    host = a_room()
    ada = owner(host)
    ada.put("n", x=1)
    cy = Stock(host, person("Cy")).connect()
    kinds = [type(message) for message in cy.heard]
    assert kinds[:2] == [Sync2, Sync1]
    assert cy.sees() == ada.sees()
    frames = [e.frame for e in host.effects if isinstance(e, rooms.Send) and cy.peer in e.peers]
    assert all(len(decode(frame, plain=True)) == 1 for frame in frames)


def test_r4_24_plain_peers_alone_can_work_in_a_room_without_lineage() -> None:
    host = a_room()
    a = Stock(host, person("A")).connect()
    b = Stock(host, person("B")).connect()
    a.nodes["n"] = Map({"x": 1})
    b.nodes["n"]["y"] = 2
    assert a.sees() == b.sees() == {"n": {"x": 1, "y": 2}}


def test_r4_24_a_plain_peer_has_no_comments_and_no_words_of_ours() -> None:
    host = a_room()
    ada, _, cy = three(host)
    ada.note("c", "secret")
    host.tick(31.0)
    known = {Sync1, Sync2, SyncUpdate, Aware, Denied}
    assert {type(message) for message in cy.heard} <= known
    assert not cy.said(Ack)
    assert not cy.said(Check)


def test_r4_24_a_plain_peer_that_speaks_our_words_is_refused() -> None:
    host = a_room()
    _, _, cy = three(host)
    cy.raw(encode(Step1(BOARD, b"\x00")))
    assert host.closed[cy.peer].code == Code.malformed
