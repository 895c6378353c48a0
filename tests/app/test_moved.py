"""A room of the local network that gets another address is found again by those who were in it, and
by those who were sent a link before: SPEC.md, R8.35 and R8.38. Real servers on addresses of this
computer's loopback, real multicast DNS."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from assets.disk import Stopped
from canvas.app import elsewhere, seeking
from canvas.app.joining import join
from canvas.app.memberships import Memberships
from canvas.app.room_troubles import NotTogether, RoomRefused
from canvas.app.session import Session
from canvas.document.words import Sentence
from collab.discovery import Announcement, Search
from collab.links import parse
from collab.roles import Role
from collab.server.serving import Options
from tests.app.rooms import Cable, Table, note, titles
from tests.collab.serving import Served, ServedHere

FIRST, SECOND = "127.0.0.2", "127.0.0.3"


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "Search", partial(Search, interfaces=("127.0.0.1",)))
    monkeypatch.setattr(elsewhere, "LOOKING", 45.0)  # a slow machine, with others looking too


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Moving]:
    with closing(Moving(tmp_path / "data")) as room:
        yield room


class Moving:
    """One room, at one address after the other."""

    def __init__(self, data: Path) -> None:
        self.name = f"room-{uuid4().hex[:12]}"  # others may announce theirs on this computer
        self._data = data
        self._announced: list[Announcement] = []
        self._server: ServedHere | None = None

    def open(self, host: str) -> ServedHere:
        if self._server is not None:
            self._server.stop()
        options = Options(self._data, host, room=self.name)
        self._server = ServedHere(self._data, options, tls=True).__enter__()
        return self._server

    def announce(self, host: str) -> None:
        assert self._server is not None
        served = self._server
        self._announced.append(announced(self.name, served.port, served.fingerprint, host))

    def link(self, host: str, role: Role = Role.editor) -> str:
        assert self._server is not None
        return replace(self._server.link(role), host=host).for_app()

    def close(self) -> None:
        for each in self._announced:
            each.close()
        if self._server is not None:
            self._server.stop()


def announced(room: str, port: int, fingerprint: str, host: str) -> Announcement:
    return Announcement(room, "Film", port, fingerprint=fingerprint, interfaces=(host,))


def in_it(table: Table, room: Moving, host: str) -> Session:
    ann = table.create("ann")
    ann.together.join(room.link(host, Role.owner))
    table.until_settled(ann)
    return ann


def test_r8_35_a_room_that_moved_is_found_and_gone_on_in(table: Table, room: Moving) -> None:
    room.open(FIRST)
    ann = in_it(table, room, FIRST)
    note(ann, "before")
    table.until_settled(ann)
    room.open(SECOND)
    table.until(lambda: ann.together.state == "offline")
    note(ann, "meanwhile")
    room.announce(SECOND)
    table.until_settled(ann)
    assert titles(ann) == ["before", "meanwhile"]
    path = ann.path
    table.close(ann)
    ann = table.open("ann", path)  # it is known now, without being looked for
    table.until_settled(ann)
    assert f"//join/{SECOND}:" in str(ann.together._membership)


@pytest.mark.soak
def test_r8_35_who_says_the_same_without_the_certificate_is_told_nothing(
    table: Table, room: Moving, tmp_path: Path
) -> None:
    """R8.23: an impostor announces the room with its own fingerprint, and waits for tokens."""
    room.open(FIRST)
    ann = in_it(table, room, FIRST)
    other = Options(tmp_path / "other", "127.0.0.4", room=room.name)
    with ServedHere(tmp_path / "other", other, tls=True) as impostor:
        served = room.open(SECOND)
        with closing(announced(room.name, impostor.port, served.fingerprint, "127.0.0.4")):
            table.until(lambda: "127.0.0.4" in str(ann.together.standing.trouble))
            room.announce(SECOND)
            table.until_settled(ann)
        assert not impostor.events("entered")
        assert not impostor.events("refused")


def left(table: Table, room: Moving) -> str:
    """A link to a room that has a board, and whose host is at that address no more."""
    room.open(FIRST)
    ann = in_it(table, room, FIRST)
    note(ann, "hers")
    table.until_settled(ann)
    table.close(ann)
    link = room.link(FIRST)
    room.open(SECOND)
    return link


def test_r8_38_a_link_whose_host_has_moved_leads_to_the_room_all_the_same(
    table: Table, room: Moving
) -> None:
    link, said = left(table, room), list[Sentence]()
    settings = table.sit("bob")
    room.announce(SECOND)
    path = join(link, table.place / "bob", settings, looking=said.append)
    assert [str(one) for one in said] == [
        f"The room does not answer at {parse(link).place}. Looking for it on this network…"
    ]
    bob = table.open("bob", path)
    table.until_settled(bob)
    assert titles(bob) == ["hers"]
    known = Memberships.here().load(bob.board.meta.lineage)
    assert known is not None
    assert parse(known.link).host == SECOND


def test_r8_38_whoever_keeps_silent_at_its_place_is_not_waited_for(
    table: Table, room: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A computer that is gone refuses nothing: a dial ends only after a long while."""
    monkeypatch.setattr(elsewhere, "PATIENCE", 0.2)
    link = left(table, room)
    with Cable(1) as cable:
        cable.freeze()
        silent = replace(parse(link), host="127.0.0.1", port=cable.port)
        room.announce(SECOND)
        assert join(silent.for_web(), table.place / "bob", table.sit("bob")).exists()


def test_r8_38_another_certificate_is_told_nothing_wherever_it_is(
    table: Table, room: Moving, tmp_path: Path
) -> None:
    """R8.23: somebody has taken the place, and announces the room with its fingerprint."""
    link, said = parse(left(table, room)), list[Sentence]()
    other = Options(tmp_path / "other", "127.0.0.4", room=room.name)
    with ServedHere(tmp_path / "other", other, tls=True) as impostor:
        taken = replace(link, host="127.0.0.4", port=impostor.port)
        with closing(announced(room.name, impostor.port, link.fingerprint, "127.0.0.4")):
            room.announce(SECOND)
            bob = table.sit("bob")
            join(taken.for_app(), table.place / "bob", bob, looking=said.append)
        assert str(said[0]).startswith("Another computer is at 127.0.0.4:")
        assert not impostor.events("entered")
        assert not impostor.events("refused")


def test_r8_38_what_is_not_found_is_said_and_what_nobody_can_prove_is_not_looked_for(
    table: Table, room: Moving, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, place, bob = left(table, room), table.place / "bob", table.sit("bob")
    monkeypatch.setattr(elsewhere, "LOOKING", 0.2)
    with pytest.raises(NotTogether) as lost:
        join(link, place, bob)
    assert str(lost.value.what).startswith(f"{parse(link).place} cannot be reached")
    assert "not found elsewhere on this network" in str(lost.value.meaning)
    with ServedHere(tmp_path / "other", Options(tmp_path / "other", FIRST), tls=True) as other:
        with pytest.raises(RoomRefused) as taken:
            join(replace(parse(link), port=other.port).for_app(), place, bob)
        assert "not found elsewhere on this network" in str(taken.value.meaning)
    said: list[Sentence] = []
    bare = replace(parse(link), fingerprint="", tls=False)
    with pytest.raises(NotTogether):
        join(bare.for_app(), place, bob, looking=said.append)
    assert not said
    assert not place.exists()


def test_r8_31_a_server_that_is_told_to_announces_itself_and_none_of_its_rooms(
    table: Table, tmp_path: Path
) -> None:
    """R8.38: `main.py serve --announce`."""
    with (
        Served(tmp_path / "data", "--announce", lineage="", tls=True) as server,
        socket.create_server(("127.0.0.1", 0)) as gone,
    ):
        table.close(table.owner("ann", server))
        link = replace(server.link(), port=gone.getsockname()[1])
        gone.close()
        assert join(link.for_app(), table.place / "bob", table.sit("bob")).exists()
        heard = threading.Event()
        with closing(Search(heard.set, interfaces=("127.0.0.1",))) as search:
            table.until(lambda: search.holding("any", server.fingerprint))
            assert not [one for one in search.found.values() if one.port == server.port]
            assert "film" not in str(search.holding("any", server.fingerprint))
        assert server.stop() == 0


def test_r8_38_looking_can_be_stopped(table: Table, room: Moving) -> None:
    link, said = left(table, room), list[Sentence]()
    bob = table.sit("bob")
    with pytest.raises(Stopped):
        join(link, table.place / "bob", bob, cancelled=lambda: bool(said), looking=said.append)
    assert not (table.place / "bob").exists()
