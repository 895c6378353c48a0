"""A room and its peers in memory: edits, order, acknowledgement, what is missing, what time
brings."""

from __future__ import annotations

import random
from typing import Any

import pytest
from pycrdt import Doc, Map

from collab.effects import Keep, Send
from collab.roles import Role
from collab.vectors import read_vector
from collab.wire import (
    BOARD,
    COMMENTS,
    Code,
    Edit,
    Step1,
    Step2,
    Sync1,
    SyncUpdate,
)
from tests.collab.peers import Client, Stock, a_room, hello, join, owner, person, three
from tests.collab.updates import gc, recorded, update, value

# Everybody sees the same


def test_r1_2_everybody_sees_what_anybody_does() -> None:
    ada, bo, cy = three(a_room())
    ada.put("n1", pos=[1.0, 2.0], title="Rain")
    bo.put("n1", title="Snow")
    cy.nodes["n2"] = Map({"pos": [3.0, 4.0]})
    bo.put("n2", pos=[5.0, 6.0])
    assert ada.sees() == bo.sees() == cy.sees()
    assert ada.sees()["n1"] == {"pos": [1.0, 2.0], "title": "Snow"}
    assert ada.sees()["n2"] == {"pos": [5.0, 6.0]}
    assert not ada.host.closed


@pytest.mark.parametrize("seed", range(12))
def test_r1_2_peers_that_come_go_and_repeat_themselves_converge(seed: int) -> None:
    """R1.2, R1.3, R4.11: with disconnects, restarts of the room and every edit in doubt."""
    draw = random.Random(seed)
    host = a_room()
    peers: list[Any] = [owner(host), *(join(host, name) for name in ("Bo", "Di", "Ed"))]
    peers += [Stock(host, person("Cy")).connect()]
    for _ in range(120):
        peer = draw.choice(peers)
        action = draw.random()
        if action < 0.08:
            (peer.drop if peer.online else peer.connect)()
        elif action < 0.1:
            again = host.restart()
            for each in peers:
                each.online, each.host = False, again
            host = again
            peers[0].connect()
        elif action < 0.15 and peer.online and isinstance(peer, Client):
            peer.edit(peer.doc.get_update())  # all of it again
        else:
            act(draw, peer)
        host.tick()
    for peer in peers:
        if peer.online:
            peer.drop()
        peer.connect()
    for _ in range(2):
        host.tick(6.0)
    assert all(peer.sees() == peers[0].sees() for peer in peers)
    fresh: Doc[Any] = Doc()
    fresh.apply_update(host.room.encode(BOARD))
    assert fresh.get("nodes", type=Map).to_py() == peers[0].nodes.to_py()
    assert dict(host.room.vector(BOARD)) == read_vector(peers[0].doc.get_state())
    assert not {close.code for close in host.closed.values()} - {Code.replaced}


def act(draw: random.Random, peer: Client | Stock) -> None:
    node = f"n{draw.randrange(6)}"
    with peer.doc.transaction():
        if node not in peer.nodes:
            peer.nodes[node] = Map({"pos": [0.0, 0.0]})
        else:
            register = draw.choice(["pos", "title", "del"])
            peer.nodes[node][register] = draw.choice([[draw.random(), 1.0], "雨", True])


def test_r1_3_a_room_goes_on_from_what_it_kept() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    ada.put("n1", title="Rain")
    bo.put("n2", title="Snow")
    again = host.restart()
    di = Client(again, person("Di")).connect()
    assert di.sees() == ada.sees()
    di.put("n3", title="Sun")
    assert [keep.sequence for keep in again.kept] == [1, 2, 3]


def test_r1_4_what_is_kept_is_counted_without_gaps() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    for each in range(5):
        ada.put("n", x=each)
        bo.put("n", y=each)
        cy.nodes["n"]["z"] = each
        ada.note(f"c{each}", "well")
    by_channel = {c: [k.sequence for k in host.kept if k.channel == c] for c in (0, 1)}
    assert by_channel == {BOARD: list(range(1, 16)), COMMENTS: list(range(1, 6))}
    assert (host.room.sequence(BOARD), host.room.sequence(COMMENTS)) == (15, 5)


def test_r4_9_an_edit_goes_to_everybody_but_its_sender() -> None:
    ada, bo, cy = three(a_room())
    bo.counts[0] += 1
    other = Doc(client_id=bo.doc.client_id)
    (one,) = recorded(other, lambda: other.get("nodes", type=Map).update({"n": Map({"a": 1})}))
    bo.send(Edit(BOARD, bo.counts[0], "", "Add a note", one))
    assert ada.said(Edit) == [Edit(BOARD, 1, "bo", "Add a note", one)]
    assert cy.said(SyncUpdate) == [SyncUpdate(one)]
    assert bo.said(Edit) == []
    assert bo.host.kept == [Keep(BOARD, 1, one, "bo", "Add a note")]


def test_r4_9_a_label_is_a_line_of_text() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    one = update((ada.doc.client_id, 0, [gc(1)]))
    ada.edit(one, label="Move\n\u202e3 nodes")
    assert [edit.label for edit in bo.said(Edit)] == ["Move  3 nodes"]


def test_r4_9_everybody_hears_the_same_order() -> None:
    host = a_room()
    peers = [owner(host), join(host, "Bo"), join(host, "Di")]
    late = join(host, "Ed")
    for each in range(9):
        peers[each % 3].put("n", x=each)
    assert [edit.number for edit in late.said(Edit)] == list(range(1, 10))
    for peer in peers:
        heard = [edit.number for edit in peer.said(Edit)]
        assert heard == sorted(heard)
        assert len(heard) == 6


def test_r4_9_one_effect_carries_an_edit_to_all() -> None:
    host = a_room()
    ada = owner(host)
    bos = [join(host, f"B{each}") for each in range(5)]
    host.effects.clear()
    ada.put("n", x=1)
    sends = [e for e in host.effects if isinstance(e, Send) and e.frame[0] == 0x66]
    assert [set(send.peers) for send in sends] == [{bo.peer for bo in bos}]


def test_r4_9_comments_travel_beside_the_board() -> None:
    ada, bo, cy = three(a_room())
    ada.note("c1", "Longer?")
    assert dict(bo.notes.to_py() or {}) == {"c1": "Longer?"}
    assert [edit.channel for edit in bo.said(Edit)] == [COMMENTS]
    assert not cy.said(SyncUpdate)


# Acknowledgement


def test_r4_10_an_edit_is_acknowledged_once_it_is_on_the_disk() -> None:
    host = a_room()
    host.safe = False
    ada, bo, _ = three(host)
    before = ada.acked
    for each in range(3):
        ada.put("n", x=each)
    bo.put("n", y=1)
    assert ada.acked == before
    host.room.durable(BOARD, 2)
    host.settle()
    assert ada.acked == before + 2
    host.room.durable(BOARD, 4)
    host.settle()
    assert ada.acked == ada.counts[0] == before + 3
    assert bo.acked == bo.counts[0]


def test_r4_10_a_step_2_counts_as_one_edit() -> None:
    host = a_room()
    ada = owner(host)
    bo = Client(host, person("Bo"))
    for each in range(10):
        bo.put(f"n{each}", x=each)
    bo.connect()
    assert bo.counts[0] == bo.acked == 1
    bo.put("n", x=1)
    assert bo.counts[0] == bo.acked == 2
    assert ada.sees() == bo.sees()


def test_r4_10_edits_are_counted_one_by_one() -> None:
    host = a_room()
    ada = owner(host)
    ada.send(Edit(BOARD, 7, "", "", b"\x00\x00"))
    assert ada.bye
    assert ada.bye.code == Code.malformed


def test_r4_10_nobody_hears_of_an_ack_after_leaving() -> None:
    host = a_room()
    host.safe = False
    ada, _bo, _ = three(host)
    ada.put("n", x=1)
    ada.drop()
    host.room.durable(BOARD, 1)
    assert host.room.take_effects() == []


def test_r4_11_an_edit_that_comes_twice_is_acknowledged_and_goes_nowhere() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    (one,) = recorded(ada.doc, lambda: ada.put("n", x=1))
    kept, heard = len(host.kept), len(bo.heard)
    for _ in range(3):
        ada.edit(one)
    assert (len(host.kept), len(bo.heard)) == (kept, heard)
    assert ada.acked == ada.counts[0]


def test_r4_11_a_deletion_that_comes_twice_goes_nowhere() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    ada.doc.get("texts", type=Map)["t"] = "x"

    def delete() -> None:
        del ada.doc.get("texts", type=Map)["t"]

    (gone,) = recorded(ada.doc, delete)
    kept, heard = len(host.kept), len(bo.heard)
    ada.edit(gone)
    assert (len(host.kept), len(bo.heard)) == (kept, heard)
    assert ada.acked == ada.counts[0]


def test_r4_11_a_twin_waits_for_the_first_to_be_safe() -> None:
    host = a_room()
    ada = owner(host)
    host.safe = False
    (one,) = recorded(ada.doc, lambda: ada.put("n", x=1))
    ada.edit(one)
    assert ada.acked < ada.counts[0] - 1
    host.room.durable(BOARD, 1)
    host.settle()
    assert ada.acked == ada.counts[0]


# Coming up to date


def test_r4_7_a_step_1_is_answered_with_what_is_lacking() -> None:
    host = a_room()
    ada = owner(host)
    ada.put("n1", title="Rain")
    bo = join(host, "Bo")
    assert bo.sees() == ada.sees()
    bo.drop()
    ada.put("n2", title="Snow")
    bo.connect()
    assert bo.sees() == ada.sees()
    first, second = [step for step in bo.said(Step2) if step.channel == BOARD]
    assert len(second.update) < len(ada.doc.get_update())
    assert first.update != second.update


def test_r4_7_edits_come_after_the_first_step_2_and_not_before() -> None:
    host = a_room()
    ada = owner(host)
    bo = Client(host, person("Bo"))
    bo.peer = host.room.enter(bo.person, plain=False, now=host.now)
    host.clients[bo.peer] = bo
    bo.send(hello(bo))
    ada.put("n1", title="Rain")
    assert bo.said(Edit) == []
    bo.send(Step1(BOARD, bo.doc.get_state()))
    ada.put("n2", title="Snow")
    assert [type(message) for message in bo.heard if isinstance(message, Edit | Step2)] == [
        Step2,
        Edit,
    ]
    assert bo.sees() == ada.sees()


def test_r4_8_only_who_may_write_is_asked_for_state() -> None:
    host = a_room()
    owner(host)
    asked = {
        role: sorted(step.channel for step in join(host, role.name, role).said(Step1))
        for role in Role
    }
    assert asked == {
        Role.viewer: [],
        Role.commenter: [COMMENTS],
        Role.editor: [BOARD, COMMENTS],
        Role.owner: [BOARD, COMMENTS],
    }


def test_r4_19_an_edit_without_the_one_before_it_is_asked_for() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    bo.online = False
    lost, kept = recorded(bo.doc, lambda: [bo.put("n", x=1), bo.put("n", x=2)])
    assert lost != kept
    bo.online = True
    bo.edit(kept)
    assert ada.sees() == bo.sees() == cy.sees() == {"n": {"x": 2}}
    assert bo.acked == bo.counts[0]
    assert not host.closed


def test_r4_19_nothing_of_an_orphan_is_applied_until_the_rest_comes() -> None:
    host = a_room()
    ada = owner(host)
    bo = Stock(host, person("Bo")).connect()
    before = host.room.encode(BOARD)
    asked = len(bo.said(Sync1))
    bo.hear = bo.heard.append  # type: ignore[assignment] # it hears and does not answer
    host.clients[bo.peer] = deaf = Stock(host, bo.person)  # type: ignore[assignment]
    deaf.hear = deaf.heard.append  # type: ignore[assignment]
    orphan = update((bo.doc.client_id, 40, [gc(1)]))
    bo.send(SyncUpdate(orphan))
    bo.send(SyncUpdate(update((bo.doc.client_id, 0, [gc(1)]))))
    assert host.room.encode(BOARD) == before
    assert ada.said(Edit) == []
    assert len(deaf.heard) == 1  # asked once
    assert asked == 1


def test_r4_19_who_rests_on_what_never_comes_is_let_go() -> None:
    """R4.19, R4.25: orphan updates cost the room nothing; 5,000 of them stay in no memory."""
    host = a_room()
    owner(host)
    bad = join(host, "Bo")
    for clock in range(100):
        if bad.bye:
            break
        bad.edit(update((bad.doc.client_id, 1000 + clock, [gc(1)])))
    assert bad.bye
    assert bad.bye.code == Code.malformed
    assert host.closed[bad.peer].code == Code.malformed
    assert dict(host.room.vector(BOARD)) == {}


def test_r4_19_an_edit_in_something_that_nobody_has_is_an_orphan() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    on_victim = update(
        (bo.doc.client_id, 0, [b"\x88\x4d\x05" + value(b"\x7e")])  # after clock 5 of client 77
    )
    bo.edit(on_victim)
    assert bo.said(Step1)[-1].channel == BOARD
    assert dict(host.room.vector(BOARD)) == {}
