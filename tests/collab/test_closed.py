"""Earlier sessions, whose last edits a power cut took from their author and from the room: who
still has them may bring them, and nobody forges any."""

from __future__ import annotations

from typing import Any

import pytest

from collab.wire import BOARD, Code, Message, Remark, Step1, Step2
from tests.collab.peers import Client, Host, a_room, arriving, hello, join, owner
from tests.collab.updates import item, update, value


class Silent(Client):
    """It keeps to itself what it has."""

    def _answer(self, message: Message) -> None:
        if not isinstance(message, Step1):
            super()._answer(message)


def lost(host: Host, *, of: int) -> tuple[Host, Client, Client, bytes]:
    """Ada and Bo are there; what Ada did last, `of` edits, only Bo still has."""
    ada = owner(host)
    bo = join(host, "Bo")
    ann = join(host, "Ann")
    ann.put("a", x=1)
    kept, disk = len(host.kept), ann.doc.get_update()
    for number in range(of):
        ann.put("a", x=10 + number)
    del host.kept[kept:]
    for client in (ada, bo, ann):
        client.drop()
    return host.restart(), bo, ann, disk


def again(host: Host, gone: Client, disk: bytes, **hello: Any) -> Client:
    """Her program comes back with what lay on her disk, under a new id."""
    here = Client(host, gone.person)
    here.doc.apply_update(disk)
    ids = [here.doc.client_id, here.comments.client_id, gone.doc.client_id]
    return here.connect(**{"ids": ids, "closed": ids[2:], **hello})


def returns(host: Host, client: Client) -> Client:
    return Client(host, client.person, client.doc, client.comments).connect()


def test_r4_33_what_its_author_lost_comes_back_from_who_still_has_it() -> None:
    host, bo, ann, disk = lost(a_room(), of=3)
    bo = returns(host, bo)
    bo.put("b", y=bo.sees()["a"]["x"])
    assert bo.acked < bo.counts[BOARD]
    assert bo.said(Remark)
    here = again(host, ann, disk)
    assert bo.acked == bo.counts[BOARD]
    assert here.sees()["a"] == {"x": 12}
    assert host.claims[ann.doc.client_id] == "ann"
    assert host.restart().room.vector(BOARD) == host.room.vector(BOARD)


def test_r4_33_an_id_that_is_not_closed_is_brought_by_nobody_else() -> None:
    host, bo, ann, disk = lost(a_room(), of=3)
    bo = returns(host, bo)
    here = again(host, ann, disk, closed=[])
    host.tick(10)
    assert bo.acked < bo.counts[BOARD]
    assert here.sees()["a"] == {"x": 1}


def test_r4_33_what_its_author_has_comes_in_before_anybody_elses_word_on_it() -> None:
    """Nobody forges what she did without a connection, between her HELLO and her step 2."""
    host = a_room()
    owner(host)
    ann = join(host, "Ann")
    ann.put("a", x=1)
    ann.drop()
    ann.online = False
    ann.put("a", x=2)
    eve = join(host, "Eve")
    at = host.room.vector(BOARD)[ann.doc.client_id]
    forged = update((ann.doc.client_id, at, [item(8, value(b"\x7e"), key="forged")]))
    here = Silent(host, ann.person)
    here.doc.apply_update(ann.doc.get_update())
    here.connect(ids=[here.doc.client_id, ann.doc.client_id], closed=[ann.doc.client_id])
    eve.send(Step2(BOARD, forged))
    here.counts[BOARD] += 1
    here.send(Step2(BOARD, here.doc.get_update()))
    eve.send(Step2(BOARD, forged))
    assert eve.sees() == here.sees() == {"a": {"x": 2}}


def test_r4_33_an_id_that_a_window_writes_with_is_not_closed() -> None:
    host, bo, ann, disk = lost(a_room(), of=3)
    bo = returns(host, bo)
    older = Client(host, ann.person)  # the folder was copied while that window was open
    older.connect(ids=[ann.doc.client_id])
    again(host, ann, disk)
    host.tick(10)
    assert bo.acked < bo.counts[BOARD]


def test_r4_33_an_id_that_is_written_with_again_is_open() -> None:
    host = a_room()
    owner(host)
    ann = join(host, "Ann")
    ann.put("a", x=1)
    again(host, ann, ann.doc.get_update()).drop()
    ann.put("a", x=2)
    at = host.room.vector(BOARD)[ann.doc.client_id]
    eve = join(host, "Eve")
    eve.send(Step2(BOARD, update((ann.doc.client_id, at, [item(8, value(b"\x7e"), key="forged")]))))
    assert "forged" not in eve.sees()
    assert eve.said(Remark)


@pytest.mark.parametrize("closed", [[1], ["x"], [5, 6], 7, [2**60], [[]], [True]])
def test_r4_33_a_hello_closes_only_what_it_names(closed: object) -> None:
    host = a_room()
    bo = arriving(host, "Bo")
    owner(host)
    bo.send(hello(bo, ids=[1, 5], closed=closed))
    assert bo.bye
    assert bo.bye.code == Code.malformed
