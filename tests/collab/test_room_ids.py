"""Client ids belong to people: nobody writes in another's name, and nothing is lost by that."""

from __future__ import annotations

from typing import Any

import pytest
from pycrdt import Doc, Map

from collab.pens import MOST_A_PERSON, MOST_BROUGHT, MOST_LENT
from collab.roles import Role
from collab.towers import MOST_A_PERSON as MOST_DEEP
from collab.wire import (
    BOARD,
    Code,
    Remark,
    Step2,
    Sync2,
    SyncUpdate,
)
from tests.collab.peers import (
    Client,
    Host,
    Stock,
    a_room,
    join,
    owner,
    person,
    three,
)
from tests.collab.updates import after, gc, inside, item, update, value


def forged(client: int, clock: int) -> bytes:
    """Ten bytes that make everybody drop what `client` does next."""
    return update((client, clock, [gc(100)]))


@pytest.mark.parametrize("word", ["edit", "step 2", "plain update", "plain step 2"])
def test_r4_16_a_forged_struct_poisons_nobody(word: str) -> None:
    host = a_room()
    ada, bo, _ = three(host)
    bo.put("n", a=1)
    clock = host.room.vector(BOARD)[bo.doc.client_id]
    bad = forged(bo.doc.client_id, clock)
    if word.startswith("plain"):
        eve: Any = Stock(host, person("Eve")).connect()
        eve.send(SyncUpdate(bad) if word == "plain update" else Sync2(bad))
    else:
        eve = join(host, "Eve")
        if word == "edit":
            eve.edit(bad)
        else:
            eve.send(Step2(BOARD, bad))
    bo.put("n", b=2)
    assert ada.sees() == {"n": {"a": 1, "b": 2}}
    if "step" not in word:
        assert host.closed[eve.peer].code == Code.forbidden


def test_r4_15_an_id_belongs_to_who_shows_it_first() -> None:
    host = a_room()
    ada = owner(host)
    eve = join(host, "Eve", ids=[5, ada.doc.client_id])
    assert eve.bye
    assert eve.bye.code == Code.forbidden
    assert host.claims == {}
    ada.put("n", x=1)
    assert host.claims == {ada.doc.client_id: "ada"}


def test_r4_15_an_id_is_kept_for_who_has_left() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    bo.drop()
    eve = join(host, "Eve")
    eve.edit(forged(bo.doc.client_id, 0))
    assert eve.bye
    bo.connect()
    bo.put("n", x=1)
    assert not bo.bye


def test_r4_15_an_edit_claims_the_id_that_it_bears() -> None:
    host = a_room()
    owner(host)
    bo = Stock(host, person("Bo")).connect(present=False)
    bo.nodes["n"] = 1
    assert host.claims[bo.doc.client_id] == "bo"
    eve = join(host, "Eve")
    eve.edit(forged(bo.doc.client_id, 1))
    assert eve.bye
    assert eve.bye.code == Code.forbidden


def test_r4_15_presence_claims_the_id_that_it_bears() -> None:
    host = a_room()
    owner(host)
    bo = Stock(host, person("Bo", Role.viewer)).connect()
    eve = join(host, "Eve")
    eve.edit(forged(bo.doc.client_id, 0))
    assert eve.bye
    assert eve.bye.code == Code.forbidden


def test_r4_15_a_plain_peers_own_work_claims_its_id() -> None:
    host = a_room()
    owner(host)
    bo = Stock(host, person("Bo"))
    bo.nodes["n"] = 1
    bo.connect(present=False)
    assert host.claims[bo.doc.client_id] == "bo"


def test_r4_15_ids_are_owned_past_restarts() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    bo.put("n", x=1)
    again = host.restart()
    eve = Client(again, person("Eve")).connect()
    eve.edit(forged(bo.doc.client_id, again.room.vector(BOARD)[bo.doc.client_id]))
    assert eve.bye
    back = Client(again, person("Bo"), doc=bo.doc)
    back.connect()
    back.put("n", x=2)
    assert not back.bye


def test_r4_15_two_windows_of_one_person_share_their_ids() -> None:
    host = a_room()
    ada = owner(host)
    first, second = join(host, "Bo"), join(host, "Bo")
    first.put("n", x=1)
    second.drop()
    second.connect(ids=[second.doc.client_id, first.doc.client_id])
    second.put("n", y=2)
    assert not second.bye
    assert not first.bye
    assert ada.sees() == first.sees() == {"n": {"x": 1, "y": 2}}


def lost_by_the_room(host: Host) -> tuple[Client, Client, Client, Host]:
    """Bo's last edit went to Di and was never kept; the room has come back without it."""
    ada, bo, di = owner(host), join(host, "Bo"), join(host, "Di")
    bo.put("n1", x=1)
    kept = len(host.kept)
    ada.drop()
    bo.put("n2", x=2)
    assert di.sees().keys() == {"n1", "n2"}
    del host.kept[kept:]
    again = host.restart()
    for each in (ada, bo, di):
        each.host, each.online = again, False
        each.heard.clear()
    ada.connect()
    assert ada.sees().keys() == {"n1"}
    return ada, bo, di, again


def test_r4_17_what_others_made_waits_for_them() -> None:
    """R4.17: their own comes in meanwhile, as far as it stands alone."""
    ada, bo, di, host = lost_by_the_room(a_room())
    di.put("n3", x=3)
    di.connect()
    assert ada.sees().keys() == {"n1", "n3"}
    assert [remark.code for remark in di.said(Remark)] == [Code.later]
    assert di.acked == 0
    assert not di.bye
    di.put("n3", y=3)
    assert ada.sees()["n3"] == {"x": 3, "y": 3}
    assert di.acked == 0  # it would say that all before it is safe
    di.put("n2", y=9)  # rests on what only Bo may bring
    assert "n2" not in ada.sees()
    bo.connect()
    assert ada.sees().keys() == {"n1", "n2", "n3"}
    host.tick(6.0)
    assert ada.sees() == bo.sees() == di.sees()
    assert ada.sees()["n2"] == {"x": 2, "y": 9}
    assert di.acked == di.counts[0]
    assert len(di.said(Remark)) == 1


def test_r4_17_an_owner_may_bring_it_too() -> None:
    """R4.17, R4.18"""
    ada, bo, di, host = lost_by_the_room(a_room())
    ada.doc.apply_update(di.doc.get_update())
    ada.drop()
    ada.connect()
    assert host.room.vector(BOARD)[bo.doc.client_id] > 2
    assert ada.acked == 1
    di.connect()
    assert di.acked == 1
    assert not di.said(Remark)


def test_r4_17_a_plain_peer_waits_likewise() -> None:
    ada, bo, di, host = lost_by_the_room(a_room())
    cy = Stock(host, person("Cy"), doc=Doc())
    cy.doc.apply_update(di.doc.get_update())
    cy.connect()
    cy.nodes["n4"] = Map({"x": 4})
    assert ada.sees().keys() == {"n1", "n4"}
    bo.connect()
    host.tick(6.0)
    assert ada.sees() == cy.sees()


def test_r4_17_waiting_is_no_reason_to_be_closed() -> None:
    _ada, _bo, di, host = lost_by_the_room(a_room())
    di.connect()
    for each in range(60):
        di.put("n2", y=each)
        host.tick(1.0)
    assert not di.bye


def test_r4_18_an_owner_brings_any_ids_into_an_empty_room() -> None:
    """R4.18: a board that was worked on by many, in many sessions, is shared for the first time."""
    past: Doc[Any] = Doc()
    for each in range(300):
        doc: Doc[Any] = Doc()
        doc.apply_update(past.get_update())
        doc.get("nodes", type=Map)[f"n{each}"] = Map({"x": each})
        past.apply_update(doc.get_update())
    host = a_room()
    ada = Client(host, person("Ada", Role.owner))
    ada.doc.apply_update(past.get_update())
    ada.connect()
    assert ada.acked == 1
    assert host.claims == {}
    bo = join(host, "Bo")
    assert len(bo.sees()) == 300


def test_r4_18_a_wiped_room_is_filled_again_by_those_who_have_the_board() -> None:
    """R4.5, R4.18: the owner first; then everybody writes on under the ids that they had."""
    host = a_room()
    ada, bo = owner(host), join(host, "Bo")
    ada.put("n1", x=1)
    bo.put("n1", x=2)
    wiped = a_room()
    for each in (ada, bo):
        each.host, each.online = wiped, False
        each.heard.clear()
    bo.put("n2", x=3)  # offline
    bo.connect()
    assert bo.bye
    assert bo.bye.code == Code.later
    ada.connect()
    bo.connect()
    bo.put("n3", x=4)
    assert ada.sees() == bo.sees()
    assert ada.sees() == {"n1": {"x": 2}, "n2": {"x": 3}, "n3": {"x": 4}}
    assert wiped.claims[bo.doc.client_id] == "bo"


def test_r4_23_a_window_that_comes_back_replaces_its_older_self() -> None:
    """R4.23: a half-open connection would linger until the server has noticed."""
    host = a_room()
    ada = owner(host)
    bo = join(host, "Bo")
    bo.show(b'{"doing":"x"}')
    old = bo.peer
    del host.clients[old]  # the line is dead, and nobody knows yet
    bo.connect()
    assert host.closed[old].code == Code.replaced
    assert bo.peer not in host.closed
    bo.put("n", x=1)
    assert ada.sees() == bo.sees()
    assert sorted(who.id for who in host.room.people().values()) == ["ada", "bo"]


def test_r4_29_a_person_has_only_so_many_ids() -> None:
    host = a_room()
    owner(host)
    eve = join(host, "Eve")
    for client in range(1, MOST_A_PERSON + 2):
        if eve.bye:
            break
        host.now += 0.1
        eve.edit(update((client, 0, [gc(1)])))
    assert eve.bye
    assert eve.bye.code == Code.many
    assert list(host.claims.values()) == ["eve"] * MOST_A_PERSON


def test_r4_29_an_edit_is_of_one_client() -> None:
    host = a_room()
    owner(host)
    eve = join(host, "Eve")
    eve.edit(update((5, 0, [gc(1)]), (6, 0, [gc(1)])))
    assert eve.bye
    assert host.claims == {}


def test_r4_29_showing_ids_leaves_nothing_behind() -> None:
    host = a_room()
    ada = owner(host)
    ada.put("n", x=1)
    for turn in range(MOST_LENT // 1000 + 2):
        ids = list(range(1 + turn * 1000, 1001 + turn * 1000))
        Client(host, person(f"Eve{turn}")).connect(ids=ids).drop()
    assert host.claims == {ada.doc.client_id: "ada"}
    bo = join(host, "Bo", ids=[5])  # what was shown first has been forgotten
    assert not bo.bye
    assert join(host, "Bo", ids=[(MOST_LENT // 1000 + 1) * 1000]).bye


def test_r4_15_an_id_with_edits_of_nobody_goes_to_who_writes_with_it() -> None:
    """R4.15, R4.18: the room was wiped, an owner brought everything; then its author is back."""
    host = a_room()
    ada = Client(host, person("Ada", Role.owner))
    bo = Client(host, person("Bo"))
    bo.put("n", x=1)
    ada.doc.apply_update(bo.doc.get_update())
    ada.connect()
    assert host.claims == {}
    bo.connect()
    assert host.claims == {bo.doc.client_id: "bo"}


def test_r4_29_nobody_floods_the_state_vector() -> None:
    """R4.29: 20,000 client ids would make each greeting 74 kB longer for ever."""
    host = a_room()
    owner(host)
    eve = join(host, "Eve")
    flood = update(*[(client, 0, [gc(1)]) for client in range(1, MOST_BROUGHT + 2)])
    eve.counts[0] += 1
    eve.send(Step2(BOARD, flood))
    assert eve.bye
    assert eve.bye.code == Code.many
    assert dict(host.room.vector(BOARD)) == {}


def test_r3_12_no_tower_of_shared_types_is_built() -> None:
    """R3.12: deleting the lowest of 100,000 ends the process that does it."""
    host = a_room()
    ada = owner(host)
    eve = join(host, "Eve")
    mine = eve.doc.client_id
    eve.edit(update((mine, 0, [item(7, b"\x01")])))
    for clock in range(1, 300):
        host.now += 0.1
        if eve.bye:
            break
        eve.edit(update((mine, clock, [inside(7, b"\x01", mine, clock - 1)])))
    assert eve.bye
    assert host.room.vector(BOARD)[mine] == MOST_DEEP + 1
    assert not ada.bye


def test_r3_12_no_tower_is_built_sideways() -> None:
    """R3.12: each floor lies beside something on the floor below, without naming it."""
    host = a_room()
    owner(host)
    eve = join(host, "Eve")
    mine, clock = eve.doc.client_id, 1
    eve.edit(update((mine, 0, [item(7, b"\x01")])))
    floor = 0
    for _ in range(300):
        host.now += 0.1
        if eve.bye:
            break
        beside = [inside(8, value(b"\x7e"), mine, floor), after(7, b"\x01", mine, clock)]
        eve.edit(update((mine, clock, beside)))
        floor, clock = clock + 1, clock + 2
    assert eve.bye
    assert host.room.vector(BOARD)[mine] == 2 * MOST_DEEP + 1


def test_r3_12_what_is_overwritten_in_a_root_may_be_so_for_ever() -> None:
    """R3.12: stock programs put a new map in the place of an old one."""
    host = a_room()
    ada, bo, cy = three(host)
    for each in range(2 * MOST_DEEP):
        host.now += 1
        ada.nodes["n"] = Map({"x": each})
        cy.nodes["n"] = Map({"y": each})
        bo.nodes["m"] = each
        bo.nodes["m"] = Map({"x": each})
    assert not host.closed
    assert ada.sees() == cy.sees()
    again = host.restart()
    di = Stock(again, person("Di")).connect()
    for each in range(2 * MOST_DEEP):
        again.now += 1
        di.nodes["n"] = Map({"z": each})
    assert not again.closed


@pytest.mark.parametrize("at_once", [True, False])
def test_r3_12_a_forged_repetition_does_not_hide_a_tower(at_once: bool) -> None:
    """R3.12: clocks that the room has are not read again; what they claim now does not count."""
    host = a_room()
    ada = owner(host)
    ada.nodes["n"] = Map({})
    ada.nodes["n"] = Map({})
    eve = join(host, "Eve")
    mine, clock = eve.doc.client_id, 1
    eve.edit(update((mine, 0, [item(7, b"\x01")])))
    floor = 0
    for _ in range(300):
        host.now += 0.1
        if eve.bye:
            break
        eve.edit(update((mine, clock, [inside(8, value(b"\x7e"), mine, floor)])))
        forged, floor_above = item(8, value(b"\x7e")), after(7, b"\x01", mine, clock)
        if at_once:
            eve.edit(update((mine, clock, [forged, floor_above])))
        else:
            eve.edit(update((mine, clock, [forged])))  # it lies in a root, it says
            eve.edit(update((mine, clock + 1, [floor_above])))
        floor, clock = clock + 1, clock + 2
    assert eve.bye
    assert host.room.vector(BOARD)[mine] <= 2 * MOST_DEEP + 2
