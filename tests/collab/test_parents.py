"""What a struct lies in: only shared types hold anything, and the room knows which those are."""

from __future__ import annotations

import pytest
from pycrdt import Map, Text

from canvas.document.crdt import Document, TornBoard
from collab.gate import APART, LIMITS, TurnedAway, examine, part
from collab.parents import PAGE, Parents
from collab.resting import cuts
from collab.vectors import read_vector
from collab.wire import BOARD, Code, Edit, Step1, Step2
from tests.collab.peers import Client, Host, a_room, join, owner, three
from tests.collab.updates import (
    A_MAP,
    VICTIM,
    a_board,
    after,
    gc,
    inside,
    item,
    look,
    recorded,
    update,
    value,
)

A_VALUE = value(b"\x79")
OTHER = 78


@pytest.fixture
def host() -> Host:
    return a_room()


def told(client: Client) -> str:
    assert client.bye is not None
    assert client.bye.code == Code.malformed
    return client.bye.reason


@pytest.mark.parametrize(
    "holder",
    [item(8, A_VALUE), item(3, b"\x01a"), item(4, b"\x02hi")],
    ids=["value", "bytes", "letters"],
)
def test_r3_13_nothing_lies_in_what_is_no_shared_type(host: Host, holder: bytes) -> None:
    ada, bo, _ = three(host)
    ada.put("n", x=1)
    own = bo.doc.client_id
    bo.edit(update((own, 0, [holder, item(7, A_MAP, key="m"), inside(8, A_VALUE, own, 0)])))
    assert "holds nothing" in told(bo)
    assert ada.sees() == {"n": {"x": 1}}


def test_r3_13_the_library_tears_what_is_refused_here() -> None:
    """Or there would be no reason to."""
    torn = Document(())
    with pytest.raises(TornBoard):
        torn.load([update((VICTIM, 0, [item(8, A_VALUE), inside(8, A_VALUE, VICTIM, 0)]))])
    assert read_vector(torn.vector())


def test_r3_13_nothing_lies_in_what_the_room_knows_for_a_value(host: Host) -> None:
    """Whether it was made while the room was open, or before."""
    ada = owner(host)
    ada.put("n", x=1, y=2)
    theirs = ada.doc.client_id
    for room in (host, host.restart()):
        for number, clock in enumerate((1, 2)):
            bo = join(room, f"Bo{number}")
            bo.edit(update((bo.doc.client_id, 0, [inside(8, A_VALUE, theirs, clock)])))
            assert "holds nothing" in told(bo)
        cy = join(room, "Cy")
        cy.edit(update((cy.doc.client_id, 0, [inside(8, A_VALUE, theirs, 0, key="z")])))
        assert cy.acked
        assert cy.sees()["n"].keys() >= {"x", "y"}


def test_r3_13_an_update_that_lies_about_what_the_room_has_is_refused(host: Host) -> None:
    """It calls a value of the room a map, which the library does not believe."""
    ada, bo, _ = three(host)
    own = bo.doc.client_id
    bo.edit(update((own, 0, [item(8, A_VALUE)])))
    again = [item(7, A_MAP), inside(8, A_VALUE, own, 0)]
    bo.edit(update((own, 0, again)))
    assert "holds nothing" in told(bo)
    assert ada.sees() == {"k": False}


def test_r3_13_what_lies_in_something_deleted_comes_in(host: Host) -> None:
    """Offline work inside what another has taken away meanwhile."""
    ada = owner(host)
    bo = join(host, "Bo")
    ada.texts["t"] = Text("")
    ada.put("n", x=1)
    assert bo.doc.get("texts", type=Map)["t"] is not None
    bo.drop()
    with bo.doc.transaction():
        bo.doc.get("texts", type=Map)["t"].insert(0, "a word")
        bo.put("n", y=2)
    del ada.texts["t"]
    ada.nodes["n"] = Map({"x": 3})
    for room in (host, host.restart()):
        here = Client(room, bo.person, bo.doc, bo.comments).connect()
        assert here.bye is None
        assert here.acked
        assert read_vector(room.room.encode(BOARD) and here.doc.get_state()) == dict(
            room.room.vector(BOARD)
        )


def test_r3_13_each_page_of_the_document_is_read_once() -> None:
    doc = a_board(3000, client=VICTIM)
    document = Document(())
    document.load([doc.get_update()])
    have = read_vector(document.vector())
    assert have[VICTIM] > 3 * PAGE
    asked: list[bytes] = []

    def lacking(vector: bytes) -> bytes:
        asked.append(vector)
        return document.encode(vector)

    parents = Parents(lacking, LIMITS[BOARD])
    types = sorted(clock for _, clock in look(doc.get_update()).types)
    for clock in (*types[:200], *types[-200:], types[0]):
        parents.check(look(update((OTHER, 0, [inside(8, A_VALUE, VICTIM, clock)]))), have)
    with pytest.raises(TurnedAway):
        parents.check(look(update((OTHER, 0, [inside(8, A_VALUE, VICTIM, types[2] + 1)]))), have)
    assert 2 <= len(asked) <= 4


def test_r3_13_what_lies_in_many_peoples_work_is_looked_up_at_once() -> None:
    document = Document(())
    people = range(100, 160)
    for client in people:
        document.load([update((client, 0, [item(7, A_MAP, key=f"m{client}"), gc(3)]))])
    asked: list[bytes] = []

    def lacking(vector: bytes) -> bytes:
        asked.append(vector)
        return document.encode(vector)

    parents = Parents(lacking, LIMITS[BOARD])
    have = read_vector(document.vector())
    structs = [inside(8, A_VALUE, client, 0) for client in people]
    parents.check(look(update((OTHER, 0, structs))), have)
    parents.check(look(update((OTHER, 0, [inside(8, A_VALUE, 120, 2)]))), have)
    assert len(asked) == 1


def test_r3_13_what_was_left_out_of_an_update_is_not_believed() -> None:
    """The maps of others that a step 2 brought and the room did not take."""
    parents = Parents(lambda _: b"\x00\x00", LIMITS[BOARD])
    data = update((VICTIM, 0, [item(7, A_MAP, key="m")]), (OTHER, 0, [item(7, A_MAP, key="o")]))
    found = examine(data, LIMITS[BOARD])
    _, left = part(data, found, cuts(found.spans, found.cross, [VICTIM], {}), deleting=True)
    parents.built(left, {})
    parents.check(look(update((5, 0, [inside(8, A_VALUE, OTHER, 0)]))), {OTHER: 1})
    with pytest.raises(TurnedAway):
        parents.check(look(update((5, 0, [inside(8, A_VALUE, VICTIM, 0)]))), {VICTIM: 1})


def test_r3_13_a_struct_beside_another_says_nothing_of_what_holds_it(host: Host) -> None:
    ada, bo, _ = three(host)
    ada.put("n", x=1)
    bo.edit(update((bo.doc.client_id, 0, [after(8, A_VALUE, ada.doc.client_id, 1)])))
    assert bo.bye is None


# An update that is weighed apart, while some of it comes from elsewhere


def big(client: Client) -> bytes:
    (made,) = recorded(client.doc, lambda: client.put("big", t="x" * (APART + 1)))
    return made


def test_r4_32_what_came_from_elsewhere_meanwhile_has_it_weighed_again(host: Host) -> None:
    ada, bo = owner(host), join(host, "Bo")
    bo.online = False
    first = big(bo)
    twin = Client(host, bo.person)
    twin.connect(ids=[5])
    bo.send(Edit(BOARD, bo.counts[BOARD] + 1, "", "", first))
    bo.counts[BOARD] += 1
    assert len(host.weighs) == 1
    forged = update((bo.doc.client_id, 0, [item(8, A_VALUE, key="forged")]))
    twin.send(Step2(BOARD, forged))  # the same person, under the same id
    host.weigh()
    assert "big" not in ada.sees()
    assert len(host.weighs) == 1
    host.weigh()
    assert not host.weighs
    assert ada.sees()["forged"] is False
    assert read_vector(ada.doc.get_state()) == dict(host.room.vector(BOARD))
    assert host.restart().room.vector(BOARD) == host.room.vector(BOARD)


def test_r4_32_who_is_overtaken_all_the_time_is_asked_anew(host: Host) -> None:
    owner(host)
    bo = join(host, "Bo")
    bo.online = False
    own = bo.doc.client_id
    bo.counts[BOARD] += 1

    def several() -> None:
        bo.nodes.update({"k0": 0, "k1": 1, "k2": 2, "big": "x" * (APART + 1)})

    (made,) = recorded(bo.doc, several)
    bo.send(Edit(BOARD, bo.counts[BOARD], "", "", made))
    for clock in range(3):
        assert len(host.weighs) == 1
        twin = Client(host, bo.person).connect(ids=[1000 + clock])
        twin.send(Step2(BOARD, update((own, clock, [item(8, A_VALUE, key=f"k{clock}")]))))
        asked = len(bo.said(Step1))
        host.weigh()
    assert len(bo.said(Step1)) == asked + 1
    host.weigh()  # the answer to that
    assert not host.weighs
    assert bo.acked == bo.counts[BOARD]
    assert host.room.vector(BOARD)[own] == 4
