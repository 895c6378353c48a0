"""Who comes again is taken for who they were, at each server, and where that cannot be proved any
more they still come in: SPEC.md, R8.39 and R8.40."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from canvas.app.memberships import Memberships
from canvas.app.notices import Reopen
from canvas.app.session import Session
from collab import intake
from collab.roles import Role
from collab.server.serving import Options
from tests.app.rooms import Table, link_to, note, titles
from tests.collab.serving import ServedHere


def test_one_board_in_rooms_of_two_servers_has_somebody_who_is_known_at_both(
    table: Table, server: ServedHere, tmp_path: Path
) -> None:
    """R8.39"""
    data = tmp_path / "office"
    with ServedHere(data, Options(data, room="film")) as office:
        ann = table.owner("ann", server)
        bob = table.guest("bob", server)
        note(ann, "first")
        table.until_equal(ann, bob)
        for place, title in ((office, "at the office"), (server, "back"), (office, "there again")):
            ann.together.join(link_to(place, Role.owner))
            note(ann, title)
            table.until_settled(ann)
            assert ann.together.me.id == "ann"
        ann.together.join(link_to(server, Role.owner))
        table.until_equal(ann, bob)
        assert titles(bob) == ["at the office", "back", "first", "there again"]
        table.close(ann)


def test_both_tokens_outlive_the_program(table: Table, server: ServedHere, tmp_path: Path) -> None:
    """R8.39"""
    data = tmp_path / "office"
    with ServedHere(data, Options(data, room="film")) as office:
        ann = table.owner("ann", server)
        note(ann, "first")
        table.until_settled(ann)
        ann.together.join(link_to(office, Role.owner))
        note(ann, "at the office")
        table.until_settled(ann)
        table.close(ann)
        again = table.open("ann", ann.path)
        table.until_settled(again)
        again.together.join(link_to(server, Role.owner))
        table.until_settled(again)
        assert again.together.me.id == "ann"
        table.close(again)


def lose_proof(lineage: str) -> None:
    """The file of the keys is gone, or the server's own are: nothing shows any more who it was."""
    rooms = Memberships.here()
    known = rooms.load(lineage)
    assert known is not None
    rooms.save(replace(known, token="", origin=""))


def opened_anew(table: Table, person: str, session: Session) -> Session:
    """What a window does that is told to open its board anew."""
    table.until(lambda: any(isinstance(one, Reopen) for one in table.heard[session]))
    table.close(session)
    return table.open(person, session.path)


def test_an_owner_without_a_proof_comes_in_as_somebody_new_with_everything(
    table: Table, server: ServedHere
) -> None:
    """R8.40"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    note(ann, "hers")
    table.until_equal(ann, bob)
    table.close(ann)
    table.sit("ann")
    lose_proof(ann.board.meta.lineage)
    again = table.open("ann", ann.path)
    note(again, "not there yet")
    again = opened_anew(table, "ann", again)
    table.until_equal(again, bob)
    note(again, "as somebody new")
    table.until_equal(again, bob)
    assert titles(bob) == ["as somebody new", "hers", "not there yet"]
    assert again.together.me.id != "ann"


def test_an_editor_without_a_proof_loses_nothing(
    table: Table, server: ServedHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R8.40"""
    monkeypatch.setattr(intake, "ABSENT", 1.0)
    monkeypatch.setattr(intake, "RETRY_SECONDS", 0.5)
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    note(bob, "his")
    table.until_equal(ann, bob)
    table.close(ann)  # no owner brings it for him
    table.close(bob)
    table.sit("bob")
    lose_proof(bob.board.meta.lineage)
    again = table.open("bob", bob.path)
    again.together.leave()
    note(again, "made alone")
    again.together.resume()
    again = opened_anew(table, "bob", again)
    table.until_settled(again)
    assert titles(again) == ["his", "made alone"]
    ann = table.open("ann", ann.path)
    table.until_equal(ann, again)
    assert titles(ann) == ["his", "made alone"]
