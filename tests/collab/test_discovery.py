"""Rooms on the local network, announced and found over this computer's loopback: SPEC.md, section
8."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from uuid import uuid4

import pytest

from collab import discovery
from collab.discovery import Announcement, Found, Search, addresses, read

LOOPBACK = ("127.0.0.1",)
PRINT = "ab" * 32


def until(condition: Callable[[], object], patience: float = 30.0) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_r8_31_a_room_is_found_while_it_is_announced_and_its_token_is_not() -> None:
    changed = threading.Event()
    room = f"room-{uuid4().hex[:12]}"  # others may announce theirs on this computer, too
    with closing(Search(changed.set, interfaces=LOOPBACK)) as search:
        announcement = Announcement(
            room, "最后一公里 🎬", 4747, owner="Ann", fingerprint=PRINT, interfaces=LOOPBACK
        )

        def found() -> list[Found]:
            return [one for one in search.found.values() if one.room == room]

        with closing(announcement):
            until(found)
            assert found() == [Found(room, "最后一公里 🎬", "127.0.0.1", 4747, PRINT, "Ann")]
            assert changed.is_set()
        until(lambda: not found())


def test_r8_35_who_gets_another_address_announces_that(monkeypatch: pytest.MonkeyPatch) -> None:
    now = ["10.1.1.1"]
    monkeypatch.setattr(discovery, "addresses", lambda: list(now))
    monkeypatch.setattr(discovery, "LOOK_AGAIN", 0.05)
    room = f"room-{uuid4().hex[:12]}"
    with (
        closing(Announcement(room, "Film", 4747)),
        closing(Search(lambda: None)) as search,
    ):

        def hosts() -> list[str]:
            return [host for one in search.found.values() if one.room == room for host in one.hosts]

        until(lambda: hosts() == ["10.1.1.1"])
        now[:] = []  # out of every network
        until(lambda: not hosts())
        now[:] = ["10.1.1.2", "fd00::2"]
        until(lambda: hosts() == ["10.1.1.2", "fd00::2"])


def test_r8_35_nobody_takes_the_place_of_a_room_by_calling_themselves_so() -> None:
    """The longest name that a room can have, said by two computers with a certificate each."""
    room = uuid4().hex * 2
    other = "cd" * 32
    with (
        closing(Search(lambda: None, interfaces=LOOPBACK)) as search,
        closing(Announcement(room, "", 4747, fingerprint=other, interfaces=("127.0.0.4",))),
    ):
        until(lambda: search.holding(room, other))
        with closing(Announcement(room, "", 4747, fingerprint=PRINT, interfaces=LOOPBACK)):
            until(lambda: search.holding(room, PRINT))
            assert [one.host for one in search.holding(room, other)] == ["127.0.0.4"]
            assert [one.host for one in search.holding(room, PRINT)] == ["127.0.0.1"]


def test_closing_at_once_is_fine() -> None:
    for _ in range(2):
        Announcement("room-2", "Film", 1, interfaces=LOOPBACK).close()
        Search(lambda: None, interfaces=LOOPBACK).close()


@pytest.mark.parametrize(
    ("about", "hosts", "port"),
    [
        ({}, ["192.168.1.2"], 4747),
        ({b"room": b"a room"}, ["192.168.1.2"], 4747),
        ({b"room": b"r" * 65}, ["192.168.1.2"], 4747),
        ({b"room": b"r", b"fp": b"not hex"}, ["192.168.1.2"], 4747),
        ({b"room": b"r"}, [], 4747),
        ({b"room": b"r"}, ["192.168.1.2"], None),
        ({b"room": b"r"}, ["192.168.1.2"], 0),
        ({b"room": None}, ["192.168.1.2"], 1),
    ],
)
def test_what_cannot_be_a_room_is_not_shown(
    about: dict[bytes, bytes | None], hosts: list[str], port: int | None
) -> None:
    assert read(about, hosts, port) is None


def test_what_strangers_announce_is_cut_to_a_line_and_the_likeliest_address() -> None:
    about = {b"room": b"r", b"title": b"a\nb\x00" + b"x" * 200, b"owner": b"\xff\xfe", b"fp": b""}
    found = read(about, ["fd00::2", "192.168.1.2", "8.8.8.8"], 4747)
    assert found is not None
    assert found.title.startswith("a b ")
    assert len(found.title) <= 80
    assert found.host == "192.168.1.2"
    assert read({b"room": b"r"}, ["10.0.0.1"], 1) == Found("r", "r", "10.0.0.1", 1, "")


def test_this_computers_addresses_are_not_its_own_alone() -> None:
    assert not any(host.startswith(("127.", "::1", "fe80")) for host in addresses())
