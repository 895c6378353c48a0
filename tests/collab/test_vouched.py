"""Edits that the room and their author lost in one power cut, and whose author does not come back:
who has them brings them after a while, and nobody forges what the author may still have."""

from __future__ import annotations

from typing import Any

import pytest

from collab.intake import ABSENT
from collab.pens import CONTESTED
from collab.wire import BOARD, COMMENTS, Ack, Code, Remark, Step1, Step2
from tests.collab.peers import Client, Host, a_room, join, owner
from tests.collab.test_authorship import notes, say
from tests.collab.test_closed import Silent, again, lost, returns
from tests.collab.updates import item, update, value


def wait(host: Host, seconds: float) -> None:
    for _ in range(10):
        host.tick(seconds / 10)


def back(host: Host, gone: Client, **hello: Any) -> Silent:
    """Her program comes back with all that she had, and says so before anything else."""
    here = Silent(host, gone.person)
    here.doc.apply_update(gone.doc.get_update())
    ids = [here.doc.client_id, here.comments.client_id, gone.doc.client_id]
    return here.connect(**{"ids": ids, "closed": ids[2:], **hello})  # type: ignore[return-value]  # itself


def forged() -> tuple[Host, Client, Client]:
    """Ann is away and goes on; Eve says meanwhile that Ann had done something else."""
    host = a_room()
    owner(host)
    ann = join(host, "Ann")
    ann.put("a", x=1)
    ann.drop()
    ann.online = False
    ann.put("a", x=2)
    eve = join(host, "Eve")
    at = host.room.vector(BOARD)[ann.doc.client_id]
    eve.drop()
    eve.doc.apply_update(update((ann.doc.client_id, at, [item(8, value(b"\x7e"), key="forged")])))
    eve = returns(host, eve)
    assert eve.said(Remark)
    return host, ann, eve


def test_r4_36_nobody_waits_for_ever_for_an_author_who_never_comes_back() -> None:
    host, bo, ann, _ = lost(a_room(), of=3)
    bo = returns(host, bo)
    bo.put("b", y=bo.sees()["a"]["x"])
    wait(host, ABSENT - 10)
    assert bo.acked < bo.counts[BOARD]
    wait(host, 20)
    assert bo.acked == bo.counts[BOARD]
    late = join(host, "Late")
    assert late.sees() == {"a": {"x": 12}, "b": {"y": 12}}
    assert host.claims[ann.doc.client_id] == "ann"
    assert host.restart().room.vector(BOARD) == host.room.vector(BOARD)


def test_r4_36_the_time_counts_while_its_author_is_away() -> None:
    host, bo, ann, _ = lost(a_room(), of=3)
    bo = returns(host, bo)
    wait(host, ABSENT - 10)
    here = Client(host, ann.person).connect()  # another machine of hers
    wait(host, 60)
    here.drop()
    wait(host, ABSENT - 10)
    assert bo.acked < bo.counts[BOARD]
    wait(host, 20)
    assert bo.acked == bo.counts[BOARD]


def test_r4_36_whose_edits_came_after_all_is_waited_for_as_before() -> None:
    """What somebody else lost meanwhile does not open their ids to others."""
    host, ann, _ = forged()
    here = back(host, ann)
    here.counts[BOARD] += 1
    here.send(Step2(BOARD, here.doc.get_update()))
    here.drop()
    assert not host.room._intake._missed
    wait(host, ABSENT + 10)
    assert not host.vouched


def test_r4_36_it_goes_on_counting_when_who_has_them_comes_and_goes() -> None:
    host, bo, _, _ = lost(a_room(), of=3)
    bo = returns(host, bo)
    wait(host, ABSENT / 2)
    bo.drop()
    wait(host, ABSENT / 2 + 10)
    bo = returns(host, bo)
    wait(host, 10)
    assert bo.acked == bo.counts[BOARD]


def test_r4_36_an_author_who_lost_it_takes_it_like_anybody() -> None:
    host, bo, ann, disk = lost(a_room(), of=3)
    returns(host, bo)
    wait(host, ABSENT + 10)
    assert host.vouched == {ann.doc.client_id: 2}
    here = again(host, ann, disk)
    assert here.sees()["a"] == {"x": 12}
    here.drop()
    here = again(host.restart(), here, here.doc.get_update())
    assert not here.bye


def test_r4_36_an_author_who_has_more_is_not_merged_with_what_others_say() -> None:
    """Or what she did without a connection would be gone everywhere but at her own."""
    host, ann, eve = forged()
    wait(host, ABSENT + 10)
    eve.drop()
    host = host.restart()
    here = back(host, ann)
    assert here.bye
    assert (here.bye.code, here.bye.reason) == (Code.lineage, CONTESTED)


def test_r4_36_an_author_who_has_looked_is_let_in() -> None:
    host, ann, _ = forged()
    wait(host, ABSENT + 10)
    assert back(host, ann).bye
    here = back(host, ann, looked=True)
    assert not here.bye
    here.drop()
    assert not back(host.restart(), ann).bye  # for good


def test_r4_36_what_an_author_comes_for_in_time_is_hers() -> None:
    host, ann, eve = forged()
    wait(host, ABSENT - 10)
    here = back(host, ann)
    assert not here.bye
    here.counts[BOARD] += 1
    here.send(Step2(BOARD, here.doc.get_update()))
    wait(host, 20)
    eve.drop()
    assert join(host, "Late").sees() == here.sees() == {"a": {"x": 2}}


def test_r4_36_another_window_of_the_author_is_not_asked() -> None:
    """It has what it had from the room, like anybody."""
    host, _, _ = forged()
    wait(host, ABSENT + 10)
    other = join(host, "Ann")
    other.send(Step1(BOARD, other.doc.get_state()))
    assert not other.bye


@pytest.mark.parametrize("looked", [1, "yes", None])
def test_r4_36_looked_is_said_plainly(looked: object) -> None:
    host, ann, _ = forged()
    wait(host, ABSENT + 10)
    assert back(host, ann, looked=looked).bye


def test_r4_36_comments_are_nobodys_to_bring_but_their_authors() -> None:
    host = a_room()
    owner(host)
    bo, ann = join(host, "Bo"), join(host, "Ann")
    say(ann, "there")
    kept = len(host.kept)
    say(ann, "lost")
    del host.kept[kept:]
    bo.drop()
    bo.online = False
    say(bo, "his")
    bo = returns(host.restart(), bo)
    assert bo.said(Remark)
    assert not [ack for ack in bo.said(Ack) if ack.channel == COMMENTS]
    wait(bo.host, ABSENT + 10)
    assert [ack for ack in bo.said(Ack) if ack.channel == COMMENTS]  # he does not wait for ever
    bo.drop()
    say(bo, "his, later")
    bo = returns(bo.host, bo)
    assert set(notes(join(bo.host, "Late"))) == {"there", "his", "his, later"}
    assert [ack for ack in bo.said(Ack) if ack.channel == COMMENTS]
    assert not bo.host.vouched
