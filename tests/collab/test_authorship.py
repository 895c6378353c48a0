"""Comments in a room are whose they say they are, whatever a program sends: R10.3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pycrdt import Map

from collab.roles import Role
from collab.wire import COMMENTS, Code, Remark
from tests.collab.peers import Client, Host, a_room, join, owner

FORGE = Callable[[Client], None]


def say(client: Client, id: str, author: str = "", **more: Any) -> None:
    said = {"author": author or client.person.id, "text": f"Said by {client.person.name}", **more}
    client.notes[id] = Map(said)


def notes(client: Client) -> Any:
    return client.notes.to_py() or {}


def two(host: Host, role: Role = Role.commenter) -> tuple[Client, Client]:
    """The owner has said something, and somebody else is there."""
    ada, eve = owner(host), join(host, "Eve", role)
    say(ada, "one")
    return ada, eve


def reword(client: Client) -> None:
    client.notes["one"]["text"] = "Otherwise"


def same_again(client: Client) -> None:
    client.notes["one"]["text"] = "Said by Ada"


def rob(client: Client) -> None:
    client.notes["one"]["author"] = "eve"


def unsay(client: Client) -> None:
    del client.notes["one"]["text"]


def remove(client: Client) -> None:
    del client.notes["one"]


def take_place(client: Client) -> None:
    say(client, "one")


def speak_for_another(client: Client) -> None:
    say(client, "two", "ada")


def hand_over(client: Client) -> None:
    with client.comments.transaction():
        say(client, "two")
        client.notes["two"]["author"] = "ada"


def one_of_two(client: Client) -> None:
    with client.comments.transaction():
        say(client, "two")
        say(client, "three", "ada")


FORGERIES = (
    reword,
    same_again,
    rob,
    unsay,
    remove,
    take_place,
    speak_for_another,
    hand_over,
    one_of_two,
)


@pytest.mark.parametrize("forge", FORGERIES)
def test_r10_3_who_forges_a_comment_is_refused(forge: FORGE) -> None:
    host = a_room()
    ada, eve = two(host)
    before = notes(ada)
    kept = len(host.kept)
    forge(eve)
    assert eve.bye is not None
    assert eve.bye.code == Code.forbidden
    assert notes(ada) == before
    assert len(host.kept) == kept
    bo = join(host, "Bo")
    assert notes(bo) == before
    reword(ada)  # and hers goes on as if nothing had been
    assert notes(bo)["one"]["text"] == "Otherwise"


@pytest.mark.parametrize("forge", FORGERIES)
def test_r10_3_a_forgery_from_hours_without_a_connection_changes_nothing(forge: FORGE) -> None:
    host = a_room()
    ada, eve = two(host, Role.editor)
    before = notes(ada)
    eve.drop()
    forge(eve)
    eve.connect()
    assert notes(ada) == before
    assert notes(join(host, "Bo")) == before
    if forge not in (unsay, remove):  # of which nothing is left but what it deletes
        assert [each.code for each in eve.said(Remark)] == [Code.later]
    assert eve.bye is None  # the board is still theirs to write
    eve.put("n", x=1)
    assert ada.sees() == {"n": {"x": 1}}


def test_r10_3_nor_after_the_room_has_begun_anew() -> None:
    host = a_room()
    two(host)
    host = host.restart()
    ada, eve = owner(host), join(host, "Eve", Role.commenter)
    before = notes(ada)
    assert before["one"]["author"] == "ada"
    reword(eve)
    assert eve.bye is not None
    assert notes(ada) == before


def test_r10_3_ones_own_are_ones_own_from_any_window() -> None:
    host = a_room()
    ada, eve = two(host)
    say(eve, "two")
    other = join(host, "Eve", Role.commenter)
    other.notes["two"]["text"] = "Better"
    other.drop()
    other.notes["two"]["text"] = "Best"
    other.connect()
    assert notes(ada)["two"]["text"] == notes(eve)["two"]["text"] == "Best"
    assert not host.closed


def test_r10_4_anybody_resolves_and_reopens() -> None:
    host = a_room()
    ada, eve = two(host)
    eve.notes["one"]["resolved"] = ["eve", "Eve", 5.0]
    assert notes(ada)["one"]["resolved"] == ["eve", "Eve", 5.0]
    eve.notes["one"]["resolved"] = None
    assert notes(ada)["one"]["resolved"] is None
    assert not host.closed


def test_r10_3_an_owner_gives_a_room_back_what_all_had_said() -> None:
    host = a_room()
    ada, eve = two(host)
    say(eve, "two")
    everything = notes(ada)
    eve.drop()
    ada.drop()
    lost = a_room(lineage="board-1")
    ada.host = eve.host = lost
    ada.connect()
    assert notes(join(lost, "Bo")) == everything
    eve.connect()
    eve.notes["two"]["text"] = "Mine still"
    assert notes(ada)["two"]["text"] == "Mine still"
    reword(eve)
    assert eve.bye is not None


def test_r10_3_who_is_not_the_owner_may_have_what_the_room_lost_of_others() -> None:
    """An author's change is with somebody else alone: it waits for its author, and what it took
    the place of stays till then."""
    host = a_room()
    ada, eve = two(host)
    old = host.restart()
    reword(ada)  # old has never heard of it, and Eve has
    assert notes(eve)["one"]["text"] == "Otherwise"
    eve.drop()
    ada.drop()
    eve.host = ada.host = old
    eve.connect()
    assert eve.bye is None
    assert notes(join(old, "Bo"))["one"]["text"] == "Said by Ada"
    ada.connect()
    assert notes(join(old, "Cy"))["one"]["text"] == "Otherwise"


def test_r10_3_what_was_refused_leaves_the_room_able_to_read() -> None:
    host = a_room()
    ada, _ = two(host)
    for each in range(5):
        eve = join(host, f"Eve{each}", Role.commenter)
        speak_for_another(eve)
        say(ada, f"between {each}")
    assert len(notes(ada)) == 6
    assert host.room.vector(COMMENTS)
