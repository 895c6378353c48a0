"""What time brings to a room, what is too much for it, and what it takes its time over."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Doc, Map

from canvas.document.crdt import Document, TornBoard
from canvas.document.words import say
from collab import room as rooms
from collab.channel import Channel
from collab.gate import APART
from collab.peers import FIRST_FRAME
from collab.roles import Role
from collab.vectors import read_vector, vector_hash, write_vector
from collab.wire import (
    BOARD,
    DIFFERS,
    Answer,
    Ask,
    AskAware,
    Bye,
    Check,
    Code,
    Denied,
    Edit,
    Malformed,
    Remark,
    Step1,
    Step2,
    Sync1,
    Welcome,
    blob,
    encode,
    number,
)
from tests.collab.peers import Client, Stock, a_room, hello, join, owner, person, three
from tests.collab.updates import VICTIM, a_board, gc, item, recorded, update, value

# Time


def test_r4_20_every_30_seconds_copies_are_compared() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    ada.put("n", x=1)
    host.tick()
    ada.heard.clear()
    cy.heard.clear()
    host.tick(29.0)
    assert ada.said(Check) == []
    host.tick(1.1)
    ours = vector_hash(read_vector(ada.doc.get_state()))
    assert Check(BOARD, ours) in ada.heard
    assert len(ada.said(Check)) == len(bo.said(Check)[-2:]) == 2
    assert not ada.said(Step2)
    assert not cy.said(Check)


def test_r4_20_a_copy_that_came_apart_is_healed_in_both_directions() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    host.tick()
    bo.online = False
    host.clients.pop(bo.peer)
    ada.put("n1", title="Rain")  # bo does not hear it
    bo.put("n2", title="Snow")  # nobody hears it
    host.clients[bo.peer], bo.online = bo, True
    host.tick(31.0)
    assert ada.sees() == bo.sees()
    assert ada.sees().keys() == {"n1", "n2"}


def test_r4_20_a_check_of_a_peer_is_answered() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    ada.put("n", x=1)
    bo.heard.clear()
    bo.send(Check(BOARD, vector_hash(read_vector(bo.doc.get_state()))))
    assert bo.heard == []
    bo.send(Check(BOARD, b"otherwise"[:8]))
    assert Check(BOARD, DIFFERS) in bo.heard
    assert bo.said(Step1)
    assert bo.said(Step2)


def test_r4_22_an_expired_token_ends_a_visit() -> None:
    host = a_room()
    owner(host)
    bo = Client(host, person("Bo", expires=host.now + 10)).connect()
    host.tick(9.0)
    assert not bo.bye
    host.tick(1.5)
    assert bo.bye
    assert bo.bye.code == Code.token


def test_r4_22_a_renewed_token_keeps_somebody_here() -> None:
    host = a_room()
    owner(host)
    bo = Client(host, person("Bo", expires=host.now + 10)).connect()
    host.room.renew(bo.peer, "new", host.now + 1000, 1.8e9)
    host.settle()
    assert bo.said(Welcome)[-1].body["token"] == "new"
    host.tick(30.0)
    assert not bo.bye


def test_r4_27_a_slow_reader_is_brought_up_to_date() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    del host.clients[bo.peer]
    for each in range(5):
        ada.put(f"n{each}", x=each)  # thrown away before bo reads it
    host.clients[bo.peer] = bo
    host.room.resync(bo.peer)
    host.settle()
    assert bo.sees() == ada.sees()
    ada.put("n", x=1)
    assert bo.sees() == ada.sees()


def test_r4_27_a_slow_plain_reader_has_to_come_back() -> None:
    host = a_room()
    _, _, cy = three(host)
    host.room.resync(cy.peer)
    host.settle()
    assert host.closed[cy.peer].code == Code.slow
    assert cy.said(Denied)


def test_r4_28_while_nothing_can_be_kept_no_edit_is_taken() -> None:
    host = a_room()
    ada, bo, cy = three(host)
    host.room.hold("The disk is full.")
    ada.put("n1", x=1)
    ada.put("n2", x=2)
    cy.nodes["n3"] = Map({"x": 3})
    assert host.kept == []
    assert bo.sees() == {}
    assert [remark.reason for remark in ada.said(Remark)] == ["The disk is full."]
    assert cy.said(Denied)
    assert ada.acked < ada.counts[0]
    host.room.release()
    host.settle()
    assert ada.sees() == bo.sees() == cy.sees()
    assert ada.sees().keys() == {"n1", "n2", "n3"}
    assert ada.acked == ada.counts[0]


# Big updates


def big(client: int = VICTIM) -> tuple[Doc[Any], bytes]:
    doc: Doc[Any] = Doc(client_id=client)
    (one,) = recorded(
        doc, lambda: doc.get("nodes", type=Map).update({"n": Map({"t": "x" * (APART + 1)})})
    )
    return doc, one


def test_r4_26_what_follows_a_big_update_waits_for_it() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    doc, one = big(bo.doc.client_id)
    bo.edit(one)
    (more,) = recorded(doc, lambda: doc.get("nodes", type=Map)["n"].update({"t": "y"}))
    bo.edit(more)
    assert host.room.is_waiting(bo.peer)
    assert host.kept == []
    ada.put("m", x=1)
    assert [keep.person for keep in host.kept] == ["ada"]
    assert bo.sees().keys() == {"m"}
    host.weigh()
    assert not host.room.is_waiting(bo.peer)
    assert ada.sees() == {"m": {"x": 1}, "n": {"t": "y"}}
    assert bo.acked == bo.counts[0]


def test_r4_26_a_big_update_that_is_refused_closes_its_sender_alone() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    data = update((bo.doc.client_id, 0, [item(8, value(b"\x77" + bad_text()))]))
    bo.edit(data)
    assert not bo.bye
    host.weigh()
    assert bo.bye
    assert bo.bye.code == Code.malformed
    ada.put("n", x=1)
    assert not ada.bye


def bad_text() -> bytes:
    return blob(b"\xff" * (APART + 1))


def test_r4_26_who_leaves_meanwhile_is_forgotten() -> None:
    host = a_room()
    _, bo, _ = three(host)
    bo.edit(big(bo.doc.client_id)[1])
    bo.drop()
    host.weigh()
    assert host.kept == []


def test_r4_26_not_everything_may_wait() -> None:
    host = a_room()
    _, bo, _ = three(host)
    bo.edit(big(bo.doc.client_id)[1])
    for _ in range(9):
        host.now += 1.0
        bo.send(*[AskAware()] * 100)
    assert bo.bye
    assert bo.bye.code == Code.many


def test_r4_26_a_right_that_was_lost_meanwhile_counts() -> None:
    host = a_room()
    _, bo, _ = three(host)
    bo.edit(big(bo.doc.client_id)[1])
    host.room.set_role("bo", Role.viewer)
    host.weigh()
    assert bo.bye
    assert bo.bye.code == Code.forbidden
    assert host.kept == []


# Limits


def test_r4_21_a_flood_of_messages_is_cut_off() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    for _ in range(5):
        bo.send(*[AskAware()] * 100)
    assert bo.bye
    assert bo.bye.code == Code.many


def test_r4_21_two_hundred_messages_a_second_are_welcome() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    for _ in range(50):
        host.now += 0.1
        bo.send(*[AskAware()] * 20)
    assert not bo.bye


def test_r4_21_a_frame_has_its_size() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    bo.raw(encode(Edit(BOARD, 2, "", "", bytes(rooms.FRAME))))
    assert bo.bye
    assert bo.bye.code == Code.large


def test_r4_21_a_first_step_2_may_be_larger() -> None:
    host = a_room()
    owner(host)
    bo = Client(host, person("Bo"))
    for each in range(9):
        bo.put(f"n{each}", t=random.Random(each).randbytes(120_000).hex())
    bo.connect()
    assert not bo.bye
    host.weigh()
    assert len(host.kept[0].update) > rooms.FRAME
    assert bo.acked == 1


@pytest.mark.parametrize(("role", "taken"), [(Role.owner, True), (Role.editor, False)])
def test_r4_21_an_owner_may_bring_a_board_of_fifty_thousand_nodes(role: Role, taken: bool) -> None:
    host = a_room()
    ada = Client(host, person("Ada", role))
    ada.put("n", t="x" * FIRST_FRAME)
    ada.connect()
    assert (ada.bye is None) is taken
    host.weigh()
    assert ada.acked == int(taken)


def test_r4_21_a_stranger_says_little() -> None:
    host = a_room()
    owner(host)
    bo = Client(host, person("Bo"))
    bo.peer = host.room.enter(bo.person, plain=False, now=host.now)
    host.clients[bo.peer] = bo
    bo.send(hello(bo, noise="x" * rooms.GREETING_FRAME))
    assert bo.bye
    assert bo.bye.code == Code.large


def test_r4_21_the_whole_board_is_not_to_be_had_all_the_time() -> None:
    host = a_room()
    owner(host)
    for peer in (join(host, "Bo"), Stock(host, person("Cy")).connect()):
        for _ in range(30):
            if isinstance(peer, Client):
                peer.send(Step1(BOARD, b"\x00"))
            else:
                peer.send(Sync1(b"\x00"))
        assert host.closed[peer.peer].code == Code.many


@given(st.dictionaries(st.integers(0, 2**53 - 1), st.integers(0, 2**53 - 1), max_size=9))
def test_r4_7_any_state_vector_is_answered_or_malformed(vector: dict[int, int]) -> None:
    channel = Channel(BOARD, [a_board(3, client=VICTIM).get_update()], 1)
    for said in (vector, {**vector, VICTIM: 5}):
        with suppress(Malformed):
            assert channel.lacking(write_vector(said))


@given(st.binary(max_size=60))
def test_r4_7_bytes_that_are_no_state_vector_are_malformed(said: bytes) -> None:
    channel = Channel(BOARD, [a_board(1).get_update()], 1)
    with suppress(Malformed):
        assert channel.lacking(said)


def test_r4_7_a_state_vector_of_many_clients_is_refused() -> None:
    host = a_room()
    owner(host)
    bo = join(host, "Bo")
    bo.send(Step1(BOARD, number(100_001) + b"\x01\x01" * 100_001))
    assert bo.bye
    assert bo.bye.code == Code.large


def test_r4_31_a_document_that_broke_is_not_built_upon(monkeypatch: pytest.MonkeyPatch) -> None:
    host = a_room()
    ada, bo, _ = three(host)
    ada.put("n", x=1)
    merge = Document.merge

    def half(document: Document, data: bytes) -> bytes:
        merge(document, update((VICTIM, 0, [gc(1)])))
        raise TornBoard(say("half way"))

    monkeypatch.setattr(Document, "merge", half)
    with pytest.raises(TornBoard):
        bo.edit(update((bo.doc.client_id, 0, [gc(1)])))
    assert not bo.said(Bye)


def test_r4_31_an_update_that_cannot_be_read_breaks_nothing() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    bo.edit(update((bo.doc.client_id, 0, [item(8, value(b"\x77" + blob(b"\xff")))])))
    assert bo.bye
    assert bo.bye.code == Code.malformed
    ada.put("n", x=1)
    assert host.restart().room.encode(BOARD) == host.room.encode(BOARD)


def test_r4_30_a_question_goes_to_the_server_and_its_answer_back() -> None:
    host = a_room()
    ada, bo, _ = three(host)
    host.effects.clear()
    ada.send(Ask(5, "invite", {"role": "viewer"}))
    (asked,) = host.effects
    assert asked == rooms.Asked(ada.peer, 5, "invite", {"role": "viewer"})
    host.room.answer(ada.peer, 5, True, {"link": "here"})
    host.settle()
    assert ada.said(Answer) == [Answer(5, True, {"link": "here"})]
    assert bo.said(Answer) == []
