"""The server and one person's edits are gone in one power cut, that person does not come back, and
everybody else goes on: SPEC.md, R4.36. Then that person does come back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from canvas.app import joining, parting
from canvas.app.notices import Reopen
from canvas.app.session import Session
from collab import intake
from collab.server.serving import Options
from tests.app.rooms import Cable, Table, note, titles
from tests.app.test_hosting import Forwarded
from tests.collab.serving import ServedHere


class Cut:
    """A room in which Bob's last note is left with Cy alone, and Bob is away."""

    def __init__(self, table: Table, data: Path) -> None:
        self.table, self.data = table, data
        self.options = Options(data, room="film")
        before = data.with_name("before")
        with ServedHere(data, self.options) as server:
            ann = table.owner("ann", server)
            note(ann, "hers")
            table.until_settled(ann)
            table.close(ann)  # no owner has seen what comes
            with Cable(server.port) as cable:
                self.port = cable.port
                bob = table.guest("bob", server, port=cable.port)
                self.cy = table.guest("cy", server, port=cable.port)
                note(bob, "his")
                table.until_equal(bob, self.cy)
        shutil.copytree(data, before)
        with ServedHere(data, self.options) as server, Forwarded(self.port, server.port):
            note(bob, "lost")
            table.until_equal(bob, self.cy)
            self.bob = bob.path
            table.close(bob)
        shutil.rmtree(data)
        shutil.copytree(before, data)


@pytest.fixture
def cut(table: Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cut:
    monkeypatch.setattr(intake, "ABSENT", 1.0)
    monkeypatch.setattr(intake, "RETRY_SECONDS", 0.5)
    return Cut(table, tmp_path / "data")


def gone_on(cut: Cut, server: ServedHere) -> Session:
    """Cy has gone on; gives Bob, who is back at last."""
    note(cut.cy, "after")
    cut.table.until_settled(cut.cy)
    assert server.events("vouched")
    late = cut.table.guest("dan", server)
    assert titles(late) == ["after", "hers", "his", "lost"]
    cut.table.sit("bob")
    bob = cut.table.open("bob", cut.bob)
    note(bob, "back")
    return bob


def test_r4_36_everybody_goes_on_and_who_comes_back_after_all_is_one_of_them(
    cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, compared = cut.table, list[bool]()

    def compare(updates: tuple[bytes, ...], own: bytes) -> bool:
        compared.append(joining.is_one(updates, own))
        return compared[-1]

    monkeypatch.setattr(parting, "is_one", compare)
    with ServedHere(cut.data, cut.options) as server, Forwarded(cut.port, server.port):
        bob = gone_on(cut, server)
        table.until_equal(bob, cut.cy)
        assert compared == [True]
        assert titles(bob) == ["after", "back", "hers", "his", "lost"]
        assert not list(cut.bob.parent.glob("*conflict*"))
        assert not [one for one in table.heard[bob] if isinstance(one, Reopen)]
        table.close(bob)
        bob = table.open("bob", cut.bob)  # it is looked at once
        table.until_settled(bob)
        assert server.events("entered")[-1]["person"] == bob.together.me.id


def test_r4_36_where_others_said_something_else_the_board_is_kept_as_its_own(
    cut: Cut, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.10"""
    monkeypatch.setattr(parting, "is_one", lambda *_: False)
    table = cut.table
    with ServedHere(cut.data, cut.options) as server, Forwarded(cut.port, server.port):
        bob = gone_on(cut, server)
        table.until(lambda: [one for one in table.heard[bob] if isinstance(one, Reopen)])
        table.close(bob)
        (copy,) = cut.bob.parent.glob("*conflict*")
        with Session.open(copy, settings=table.sit("bob")) as kept:
            assert "back" in titles(kept)
        bob = table.open("bob", cut.bob)
        table.until_equal(bob, cut.cy)
        assert "back" not in titles(bob)
