"""A room of the local network that gets another address is found again by those who were in it:
SPEC.md, R8.35. Real servers on addresses of this computer's loopback, real multicast DNS."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from canvas.app import seeking
from canvas.app.session import Session
from collab.discovery import Announcement, Search
from collab.roles import Role
from collab.server.serving import Options
from tests.app.rooms import Table, note, titles
from tests.collab.serving import ServedHere

FIRST, SECOND = "127.0.0.2", "127.0.0.3"


@pytest.fixture(autouse=True)
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeking, "Search", partial(Search, interfaces=("127.0.0.1",)))


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
