"""A step 2 that is larger than a frame comes in parts, and nobody's work is too large to come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from collab import greeting, parts
from collab.parts import MOST_COMING, PART, PATIENCE
from collab.peers import FIRST_FRAME, PARTS_A_SECOND, WHOLE_FRAME, Bucket
from collab.roles import Role
from collab.vectors import read_vector
from collab.wire import BOARD, COMMENTS, Code, Edit, Message, More, Part, Step1
from tests.collab.many import World
from tests.collab.peers import Client, Host, a_room, join, owner, person

SIZE = 3 * PART + 100


class Piecewise(Client):
    """It brings what it has in parts, as far as it is let."""

    def _answer(self, message: Message) -> None:
        if not isinstance(message, Step1):
            super()._answer(message)


def comes(host: Host, name: str, role: Role = Role.editor) -> Piecewise:
    client = Piecewise(host, person(name, role))
    client.put("big", t="x" * SIZE)
    client.connect()
    return client


def announce(client: Client, size: int, channel: int = BOARD) -> None:
    client.send(Part(channel, size, b""))


def bring(client: Client, update: bytes) -> None:
    """All of it, at the room's pace."""
    announce(client, len(update))
    client.counts[BOARD] += 1
    at = 0
    while at < len(update) and client.bye is None:
        assert len(client.said(More)) == at // PART + 1
        piece = update[at : at + PART]
        at += len(piece)
        client.send(Part(BOARD, len(update) - at, piece))


def test_r4_34_what_came_in_parts_is_taken_as_one() -> None:
    host = a_room()
    ada, bo = owner(host), comes(host, "Bo")
    bring(bo, bo.doc.get_update())
    assert not ada.sees()
    host.weigh()
    assert ada.sees() == {"big": {"t": "x" * SIZE}}
    assert bo.acked == bo.counts[BOARD] == 1
    bo.edit(b"\x00\x00")
    assert bo.acked == 2


def test_r4_34_as_much_comes_in_as_an_owner_may_bring_and_no_more() -> None:
    """Of an editor, who may send frames of an eighth of that."""
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    announce(bo, WHOLE_FRAME)
    assert WHOLE_FRAME > FIRST_FRAME
    piece = bytes(PART)
    for left in range(WHOLE_FRAME - PART, 0, -PART):
        bo.send(Part(BOARD, left, piece))
    assert bo.bye is None
    assert len(bo.said(More)) == WHOLE_FRAME // PART
    cy = comes(host, "Cy")
    announce(cy, WHOLE_FRAME + 1)
    assert host.closed[cy.peer].code == Code.large


@pytest.mark.parametrize(
    "wrong",
    [
        Part(BOARD, SIZE - PART, bytes(PART - 1)),
        Part(BOARD, SIZE - PART - 1, bytes(PART)),
        Part(BOARD, SIZE, b""),
        Part(COMMENTS, SIZE - PART, bytes(PART)),
        Part(BOARD, 0, bytes(SIZE)),
    ],
    ids=["short", "miscounted", "announced twice", "of the other channel", "at once"],
)
def test_r4_34_another_part_than_the_one_asked_for_is_malformed(wrong: Part) -> None:
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    announce(bo, SIZE)
    bo.send(wrong)
    assert host.closed[bo.peer].code == Code.malformed


@pytest.mark.parametrize("first", [Part(BOARD, 0, b""), Part(BOARD, 10, b"x")])
def test_r4_34_the_first_part_announces_and_holds_nothing(first: Part) -> None:
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    bo.send(first)
    assert host.closed[bo.peer].code == Code.malformed


def test_r4_34_parts_come_only_of_what_was_asked_for_and_may_be_written() -> None:
    host = a_room()
    ada = owner(host)
    announce(ada, SIZE)  # her step 2 is in
    assert host.closed[ada.peer].code == Code.malformed
    eve = comes(host, "Eve", Role.commenter)
    announce(eve, SIZE)
    assert host.closed[eve.peer].code == Code.forbidden


def test_r4_34_so_much_is_on_its_way_at_once_and_the_others_have_their_turn_after() -> None:
    host = a_room()
    owner(host)
    most = MOST_COMING // WHOLE_FRAME
    first = [comes(host, f"P{number}") for number in range(most)]
    for each in first:
        announce(each, WHOLE_FRAME)
        assert each.said(More)
    late, again = comes(host, "Late"), comes(host, "P0")
    announce(late, SIZE)
    announce(again, 10)
    assert not late.said(More)
    host.tick(1.1)
    assert not late.said(More)
    first[1].drop()
    host.tick(1.1)
    assert late.said(More)
    assert not again.said(More)  # one person has one turn
    first[0].drop()
    host.tick(1.1)
    assert again.said(More)


def test_r4_34_who_lets_the_others_wait_is_closed() -> None:
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    announce(bo, SIZE)
    host.tick(PATIENCE - 2)
    assert bo.bye is None
    host.tick(3)
    assert host.closed[bo.peer].code == Code.slow


def test_r4_34_parts_are_asked_for_no_faster_than_bytes_may_come() -> None:
    """The room asks later, and refuses nobody for it."""
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    host.room._peers[bo.peer].parts = Bucket(PARTS_A_SECOND, 2 * PART, host.now)
    announce(bo, SIZE)
    bo.send(Part(BOARD, SIZE - PART, bytes(PART)))
    bo.send(Part(BOARD, SIZE - 2 * PART, bytes(PART)))
    assert len(bo.said(More)) == 2
    host.tick(1.1)
    assert len(bo.said(More)) == 3
    assert bo.bye is None


def test_r8_36_a_replica_brings_in_parts_what_is_larger_than_a_frame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Five people in a world of small frames: cuts, kills, and every step 2 in parts."""
    told = greeting.welcome

    def narrow(peer: Any, lineage: str, title: str, limits: Mapping[str, int]) -> dict[str, Any]:
        return told(peer, lineage, title, {**limits, "first": 1100, "part": 512})

    whole: list[int] = []
    hear = parts.Parts.hear

    def heard(self: parts.Parts, peer: Any, part: Part, now: float) -> bytes | None:
        found = hear(self, peer, part, now)
        whole.append(0 if found is None else len(found))
        return found

    monkeypatch.setattr(greeting, "welcome", narrow)
    monkeypatch.setattr(parts, "PART", 512)
    monkeypatch.setattr(parts.Parts, "hear", heard)
    world = World(11, monkeypatch)
    world.run(60)
    boards = [hand.person.board.registers() for hand in world.hands]
    assert all(board == boards[0] for board in boards)
    assert max(whole) > 2 * 512
    room = world.house.room
    assert read_vector(world.hands[0].person.board.vector()) == dict(room.vector(BOARD))


def test_r8_36_edits_wait_for_the_parts_before_them() -> None:
    """They rest on it, and are counted after it."""
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    announce(bo, SIZE)
    bo.send(Edit(BOARD, 2, "", "", b"\x00\x00"))
    assert host.closed[bo.peer].code == Code.malformed


def test_r4_34_a_part_that_comes_back_to_a_new_connection_is_nobodys() -> None:
    host = a_room()
    owner(host)
    bo = comes(host, "Bo")
    announce(bo, SIZE)
    bo.drop()
    again = join(host, "Bo")
    again.send(Part(BOARD, SIZE - PART, bytes(PART)))
    assert host.closed[again.peer].code == Code.malformed
