"""A board shared from here, others who join it, and servers that die: SPEC.md, section 8."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import stat
import time
from dataclasses import replace
from pathlib import Path

import pytest

from assets.disk import Stopped
from canvas.app import joining
from canvas.app.company import Invitation
from canvas.app.hosting import Hosting
from canvas.app.joining import join
from canvas.app.memberships import Kept, Membership, Memberships
from canvas.app.room_troubles import NoBoardThere, NotTogether, RoomRefused
from canvas.app.session import Session
from canvas.document.words import Trouble
from collab.links import BadLink, parse
from collab.roles import Role
from collab.server.serving import Options
from tests.app.rooms import Cable, Table, link_to, note, titles
from tests.collab.serving import ServedHere


def shared(table: Table, person: str = "ann") -> Session:
    session = table.create(person)
    session.together.share(lan=False)
    table.until_settled(session)
    return session


def invited(table: Table, host: Session, role: Role = Role.editor) -> str:
    made: list[Invitation] = []
    host.together.invite(role, made.append, lambda trouble: pytest.fail(str(trouble)))
    table.until(lambda: made)
    assert made[0].role is role
    assert made[0].id
    return made[0].links[0]


def hosting_of(session: Session) -> Hosting:
    assert session.together._sharing is not None
    return session.together._sharing.hosting


def guest_of(table: Table, person: str, link: str) -> Session:
    path = join(link, table.place / person, table.sit(person))
    session = table.open(person, path)
    table.until_settled(session)
    return session


def test_r8_27_one_click_shares_a_board_and_others_come_by_its_link(table: Table) -> None:
    ann = shared(table)
    assert ann.together.standing.hosting
    assert ann.together.role is Role.owner
    note(ann, "hers")
    bob = guest_of(table, "bob", invited(table, ann))
    note(bob, "his")
    table.until_equal(ann, bob)
    assert titles(ann) == ["hers", "his"]
    assert bob.title == "Film"
    assert (ann.path / "room").is_dir()


def test_r8_27_a_server_that_is_killed_comes_back_on_its_port_with_everybody(
    table: Table,
) -> None:
    """R8.28"""
    ann = shared(table)
    bob = guest_of(table, "bob", invited(table, ann))
    hosting = hosting_of(ann)
    for title in ("one", "two"):
        server = hosting.process
        assert server is not None
        os.kill(server, signal.SIGKILL)
        note(ann, f"ann's {title}")
        note(bob, f"bob's {title}")
        table.until(lambda server=server: hosting.process not in (None, server))
        table.until_equal(ann, bob)
    assert titles(ann) == ["ann's one", "ann's two", "bob's one", "bob's two"]


def test_r8_27_sharing_ends_with_the_session_and_begins_again_with_the_next(
    table: Table,
) -> None:
    ann = shared(table)
    bob = guest_of(table, "bob", invited(table, ann))
    note(bob, "before")
    table.until_equal(ann, bob)
    hosting = hosting_of(ann)
    server, path = hosting.process, ann.path
    assert server is not None
    table.close(ann)
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
    table.until(lambda: bob.together.state == "offline")
    assert bob.together.standing.trouble is not None
    note(bob, "meanwhile")

    ann = table.open("ann", path)
    table.until_equal(ann, bob)
    assert titles(ann) == ["before", "meanwhile"]

    ann.together.stop()
    assert ann.together.state == "alone"
    table.close(ann)
    ann = table.open("ann", path)
    assert ann.together.state == "alone"


def test_r8_27_a_board_that_was_shared_once_takes_its_old_links_again(table: Table) -> None:
    ann = shared(table)
    bob = guest_of(table, "bob", invited(table, ann))
    ann.together.stop()
    table.until(lambda: bob.together.state == "offline")
    note(ann, "alone")
    note(bob, "alone too")
    ann.together.share(lan=False)
    table.until_equal(ann, bob)
    assert titles(bob) == ["alone", "alone too"]
    assert {person.id for person in ann.together.people.values()} <= {"bob"}


def test_a_server_that_cannot_start_is_told_and_the_board_goes_on(table: Table) -> None:
    ann = table.create("ann")
    (ann.path / "room").write_text("in the way")
    ann.together.share(lan=False)
    table.until(lambda: ann.together.standing.trouble is not None)
    note(ann, "still here")
    assert titles(ann) == ["still here"]
    (ann.path / "room").unlink()
    table.until_settled(ann)
    assert ann.together.standing.trouble is None


def test_r8_28_whoever_was_in_the_middle_of_work_loses_nothing_when_a_server_dies(
    table: Table, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    options = Options(data, room="film")
    with ServedHere(data, options) as server, Cable(server.port) as cable:
        ann = table.owner("ann", server, cable.port)
        bob = table.guest("bob", server, port=cable.port)
        for number in range(30):
            if number % 10 == 5:
                cable.after = 40  # the next bytes end in the middle of a frame
            note(ann, f"a{number}")
            note(bob, f"b{number}")
            table.drain()
        table.until_equal(ann, bob)
        assert len(titles(ann)) == 60


def test_r8_32_a_wiped_store_is_filled_again_by_the_owner_while_others_wait(
    table: Table, tmp_path: Path
) -> None:
    data, keys = tmp_path / "data", tmp_path / "keys"
    options = Options(data, room="film")
    with ServedHere(data, options) as server, Cable(server.port) as cable:
        ann = table.owner("ann", server, cable.port)
        note(ann, "hers")
        bob = table.guest("bob", server, port=cable.port)
        note(bob, "his")
        table.until_equal(ann, bob)
        cable.cut()
        table.until(lambda: bob.together.state == ann.together.state == "offline")
        keys.write_bytes((data / "keys.toml").read_bytes())
    note(bob, "his, later")
    shutil.rmtree(data)
    data.mkdir()
    (data / "keys.toml").write_bytes(keys.read_bytes())
    with ServedHere(data, options) as server, Forwarded(cable.port, server.port):
        table.until_equal(ann, bob)
        assert titles(ann) == ["hers", "his", "his, later"]


def test_r8_32_who_waits_for_the_owner_is_told_that_and_nothing_else(
    table: Table, server: ServedHere
) -> None:
    bob = table.create("bob")
    bob.together.join(link_to(server))
    table.until(lambda: bob.together.standing.trouble)
    trouble = bob.together.standing.trouble
    assert trouble is not None
    assert str(trouble.what).startswith("127.0.0.1")
    assert "answers, but not yet with the board: the owner has not opened" in str(trouble.what)
    assert "Check the network" not in str(trouble.remedy)


class Forwarded(Cable):
    """The same address, leading to another server."""

    def __init__(self, port: int, to: int) -> None:
        super().__init__(to)
        self._server.close()
        self._server = socket.create_server(("127.0.0.1", port))


def test_r8_24_a_token_that_expires_is_renewed_by_the_link_and_one_stays_who_one_is(
    table: Table, server: ServedHere
) -> None:
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    note(bob, "his")
    table.until_equal(ann, bob)
    path, lineage = bob.path, bob.board.meta.lineage
    table.close(bob)
    table.sit("bob")
    kept = Memberships.here().load(lineage)
    assert kept is not None
    expired = server.personal("bob", seconds=-5)
    Memberships.here().save(replace(kept, token=expired))
    bob = table.open("bob", path)
    note(bob, "his again")
    table.until_equal(ann, bob)
    assert bob.together.me.id == "bob"


def test_r8_24_a_revoked_link_keeps_everything_here_and_says_so(
    table: Table, server: ServedHere
) -> None:
    ann = table.owner("ann", server)
    made: list[Invitation] = []
    ann.together.invite(Role.editor, made.append, lambda trouble: pytest.fail(str(trouble)))
    table.until(lambda: made)
    link = replace(parse(made[0].links[0]), port=server.port).for_app()
    bob = guest_of(table, "bob", link)
    note(bob, "his")
    table.until_equal(ann, bob)
    ann.together.ask("revoke", {"link": made[0].id}, lambda _: None, lambda t: pytest.fail(str(t)))
    table.until(lambda: bob.together.state == "refused")
    assert isinstance(bob.together.standing.trouble, RoomRefused)
    note(bob, "mine all the same")
    assert titles(bob) == ["his", "mine all the same"]
    assert bob.together.standing.unsaved == 1


def test_r8_20_a_question_fails_when_nobody_is_there_to_answer(
    table: Table, server: ServedHere
) -> None:
    failures: list[Trouble] = []
    alone = table.create("carl")
    alone.together.ask("links", {}, lambda _: None, failures.append)
    assert isinstance(failures.pop(), NotTogether)
    with Cable(server.port) as cable:
        ann = table.owner("ann", server, cable.port)
        cable.freeze()
        ann.together.ask("links", {}, lambda _: None, failures.append)
        assert failures == []
        cable.cut()
        table.until(lambda: failures)
        assert isinstance(failures.pop(), NotTogether)
        ann.together.ask("links", {}, lambda _: None, failures.append)
        assert failures


def test_r8_20_who_may_not_ask_is_refused(table: Table, server: ServedHere) -> None:
    table.owner("ann", server)
    bob = table.guest("bob", server)
    failures: list[Trouble] = []
    bob.together.ask("links", {}, lambda _: None, failures.append)
    table.until(lambda: failures)
    assert isinstance(failures[0], RoomRefused)


def test_r8_25_a_personal_token_is_not_shown_to_another_server(
    table: Table, tmp_path: Path, server: ServedHere
) -> None:
    ann = table.owner("ann", server)
    lineage = ann.board.meta.lineage
    kept = Memberships.here().load(lineage)
    assert kept is not None
    assert kept.token
    here = parse(link_to(server))
    assert kept.is_at(here)
    assert not kept.is_at(replace(here, port=here.port + 1))
    assert not kept.is_at(replace(here, host="evil.example"))
    assert not kept.is_at(replace(here, room="another"))
    pinned = replace(here, tls=True, fingerprint="a" * 64)
    moved = Membership(lineage, "", token="t", origin=replace(pinned, token="").for_app())
    assert moved.is_at(replace(pinned, host="192.168.7.7", port=1))
    assert not moved.is_at(replace(pinned, fingerprint="b" * 64))
    assert not moved.is_at(replace(pinned, fingerprint=""))

    elsewhere = tmp_path / "elsewhere"
    with ServedHere(elsewhere, Options(elsewhere, room="film")) as other:
        ann.together.join(link_to(other, Role.owner))
        table.until_settled(ann)
        asked = [str(event) for event in other.events()]
        assert not any(kept.token in event for event in asked)


def test_r8_29_joining_tells_how_much_has_come_and_gives_a_board_that_is_here_already(
    table: Table, server: ServedHere
) -> None:
    ann = table.owner("ann", server)
    for number in range(50):
        note(ann, f"note {number}")
    table.until_settled(ann)
    told: list[int] = []
    settings = table.sit("bob")
    path = join(link_to(server), table.place / "bob", settings, progress=told.append)
    assert path.name == "Film.shotweave"
    assert told == sorted(told)
    assert told[-1] > 2000
    assert join(link_to(server), table.place / "bob", settings) == path


def test_r8_29_joining_can_be_stopped_and_leaves_nothing(
    table: Table, server: ServedHere, monkeypatch: pytest.MonkeyPatch
) -> None:
    table.owner("ann", server)
    place = table.place / "bob"
    with pytest.raises(Stopped):
        join(link_to(server), place, table.sit("bob"), cancelled=lambda: True)
    with Cable(server.port) as cable:
        cable.freeze()
        began = time.monotonic()
        with pytest.raises(Stopped):
            join(
                link_to(server, port=cable.port),
                place,
                table.sit("bob"),
                cancelled=lambda: time.monotonic() > began + 0.3,
            )
        monkeypatch.setattr(joining, "PATIENCE", 0.3)
        with pytest.raises(NotTogether):
            join(link_to(server, port=cable.port), place, table.sit("bob"))
        cable.cut()
        with pytest.raises(NotTogether):
            join(link_to(server, port=cable.port), place, table.sit("bob"))
    assert not place.exists()


def test_r8_29_a_room_without_a_board_a_bad_token_and_a_bad_link_are_told_apart(
    table: Table, server: ServedHere
) -> None:
    settings, place = table.sit("bob"), table.place / "bob"
    with pytest.raises(NoBoardThere):
        join(link_to(server), place, settings)
    with pytest.raises(RoomRefused):
        join(replace(server.link(), token="none").for_app(), place, settings)
    with pytest.raises(BadLink):
        join("https://example.org/a film", place, settings)
    assert not place.exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a home to its owner by itself")
def test_r8_30_links_and_tokens_are_this_persons_alone_and_in_no_board(
    table: Table, server: ServedHere
) -> None:
    ann = table.owner("ann", server)
    table.sit("ann")
    files = Memberships.here()
    path = files.path(ann.board.meta.lineage)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    kept = files.load(ann.board.meta.lineage)
    assert kept is not None
    ann.flush()
    secrets = (kept.token.encode(), parse(kept.link).token.encode())
    assert all(secrets)
    for file in ann.path.rglob("*"):
        if file.is_file():
            assert not any(secret in file.read_bytes() for secret in secrets)


def test_what_two_windows_note_of_their_folders_does_not_get_lost(tmp_path: Path) -> None:
    files = Memberships(tmp_path)
    base = Membership("lineage", "link", token="t")
    one, two = Path("one"), Path("two")
    files.save(base.keeping(one, Kept(unsaved=1, ids=(5,))), one)
    files.save(base.keeping(two, Kept(unsaved=2)), two)
    found = files.load("lineage")
    assert found is not None
    assert (found.kept(one), found.kept(two)) == (Kept(unsaved=1, ids=(5,)), Kept(unsaved=2))
    files.path("lineage").write_text("no = [toml")
    assert files.load("lineage") is None
    assert files.load("../settings") is None
