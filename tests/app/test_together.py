"""A board with others on it: SPEC.md, section 8, with real servers, sockets and folders."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from canvas.app.commands.board import undo
from canvas.app.commands.nodes import rename
from canvas.app.memberships import Membership, Memberships
from canvas.app.notices import PeopleChanged, Reopen, TogetherChanged, Told
from canvas.app.room_troubles import MayNotEdit, refused
from canvas.document.change import Change
from collab.roles import REVOKED, SENT_AWAY, Role
from collab.wire import Code
from tests.app.rooms import Cable, Table, link_to, note, said, titles
from tests.collab.serving import ServedHere


def test_what_one_does_the_other_sees_and_knows_whose_it_is(
    table: Table, server: ServedHere
) -> None:
    """R8.1"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    changes: list[Change] = []
    bob.board.listen(changes.append)

    note(ann, "hers")
    table.until(lambda: titles(bob) == ["hers"])

    assert [(c.origin, c.foreign, c.label) for c in changes] == [("ann", True, "Add note")]
    bob.flush()
    latest = list(bob.journal.history())[-1]
    assert (latest.person, latest.label) == ("ann", "Add note")


def test_without_a_connection_the_board_works_the_same_and_the_room_gets_it_later(
    table: Table, server: ServedHere
) -> None:
    """R8.2"""
    with Cable(server.port) as cable:
        ann = table.owner("ann", server)
        bob = table.guest("bob", server, port=cable.port)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        note(bob, "his")
        assert bob.together.standing.unsaved == 1
        note(ann, "hers")
        table.drain()
        assert not bob.together.standing.saved_there
        assert bob.saved in ("saving", "saved")
        cable.mend()
        table.until_equal(ann, bob)
        assert titles(ann) == ["hers", "his"]


def test_edits_made_before_the_program_was_closed_reach_the_room_when_it_is_opened_again(
    table: Table, server: ServedHere
) -> None:
    """R8.3"""
    ann = table.owner("ann", server)
    with Cable(server.port) as cable:
        bob = table.guest("bob", server, port=cable.port)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        for title in ("one", "two"):
            note(bob, title)
            path = bob.path
            table.close(bob)
            bob = table.open("bob", path)
        assert bob.together.standing.unsaved == 2
        cable.mend()
        table.until_equal(ann, bob)
    assert titles(ann) == ["one", "two"]
    assert bob.together.standing.unsaved == 0


def test_each_ones_undo_takes_back_only_their_own_also_after_a_reconnect(
    table: Table, server: ServedHere
) -> None:
    """R8.4"""
    with Cable(server.port) as cable:
        ann = table.owner("ann", server)
        shared = note(ann, "start")
        bob = table.guest("bob", server, port=cable.port)
        rename(bob, shared, "his")
        own = note(bob, "bob's")
        table.until_equal(ann, bob)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        rename(ann, shared, "hers")
        cable.mend()
        table.until_equal(ann, bob)

        undo(bob)
        assert own not in bob.board.nodes
        assert undo(bob) is None or bob.board.nodes[shared].title == "hers"
        table.until_equal(ann, bob)
        assert ann.board.nodes[shared].title == "hers"
        undo(ann)
        assert ann.board.nodes[shared].title != "hers"


def test_a_second_window_of_the_same_person_is_somebody_else_to_undo(
    table: Table, server: ServedHere
) -> None:
    """R8.5"""
    ann = table.owner("ann", server)
    shared = note(ann, "start")
    rename(ann, shared, "hers")
    table.until_settled(ann)
    window = table.open("ann", _copy_of(ann.path, table.place / "elsewhere" / ann.path.name))
    table.until_settled(window, ann)
    assert window.together.me.id == ann.together.me.id

    assert ann.board.can_undo == "Rename"
    rename(window, shared, "in the second window")
    table.until(lambda: ann.board.nodes[shared].title == "in the second window")
    assert ann.board.can_undo == "Add note"
    undo(window)
    table.until(lambda: ann.board.nodes[shared].title == "hers")
    table.until(lambda: [person.id for person in ann.together.people.values()] == ["ann"])
    table.until(lambda: [person.id for person in window.together.people.values()] == ["ann"])
    assert ann.together.people.keys() != window.together.people.keys()


def _copy_of(board: Path, place: Path) -> Path:
    shutil.copytree(board, place, ignore=shutil.ignore_patterns("board.lock", "owner.json"))
    return place


def test_people_come_with_what_they_show_and_go_when_they_go(
    table: Table, server: ServedHere
) -> None:
    """R8.6"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    bob.together.present(cursor=(3.0, 4.0), doing="looking")
    table.until(lambda: [p.presence.cursor for p in ann.together.people.values()] == [(3.0, 4.0)])
    (person,) = ann.together.people.values()
    assert (person.id, person.name, person.presence.doing) == ("bob", "Bob", "looking")
    bob.together.present(cursor=None)
    table.until(lambda: [p.presence.cursor for p in ann.together.people.values()] == [None])

    table.close(bob)
    table.until(lambda: not ann.together.people)
    changed = [n for n in table.heard[ann] if isinstance(n, PeopleChanged)]
    assert person.key in changed[-1].keys


def test_a_pointer_that_races_is_shown_twenty_times_a_second_at_most(
    table: Table, server: ServedHere
) -> None:
    """R8.7"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    seen: list[object] = []
    ann.listen(lambda n: seen.append(n) if isinstance(n, PeopleChanged) else None)
    for step in range(1000):
        bob.together.present(cursor=(float(step), 0.0))
    table.until(lambda: [p.presence.cursor for p in ann.together.people.values()] == [(999.0, 0.0)])
    assert len(seen) <= 4


@pytest.mark.parametrize("role", [Role.viewer, Role.commenter])
def test_who_may_not_edit_is_told_so_before_anything_is_written(
    table: Table, server: ServedHere, role: Role
) -> None:
    """R8.8"""
    ann = table.owner("ann", server)
    node = note(ann, "hers")
    bob = table.guest("bob", server, role)
    before = said(bob)
    with pytest.raises(MayNotEdit) as refused:
        rename(bob, node, "his")
    assert refused.value.remedy is not None
    assert said(bob) == before
    rename(ann, node, "still seen")
    table.until(lambda: titles(bob) == ["still seen"])
    assert bob.together.may_comment == (role is Role.commenter)
    path = bob.path
    table.close(bob)
    bob = table.open("bob", path)
    assert bob.together.role is role  # also before the room has been reached
    table.until_settled(bob)


def test_a_role_that_changes_holds_from_that_moment_on(table: Table, server: ServedHere) -> None:
    """R8.9"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    node = note(bob, "his")
    table.until_equal(ann, bob)
    answers: list[object] = []
    ann.together.ask("role", {"user": "bob", "role": "viewer"}, answers.append, answers.append)
    table.until(lambda: bob.together.role is Role.viewer)
    assert any(
        isinstance(n, TogetherChanged) and n.standing.role is Role.viewer for n in table.heard[bob]
    )
    with pytest.raises(MayNotEdit):
        rename(bob, node, "again")
    ann.together.ask("role", {"user": "bob", "role": "editor"}, answers.append, answers.append)
    table.until(lambda: bob.together.role is Role.editor)
    rename(bob, node, "again")
    table.until(lambda: titles(ann) == ["again"])
    table.until_equal(ann, bob)


def test_edits_that_the_room_takes_no_more_are_kept_in_a_copy_and_told(
    table: Table, server: ServedHere
) -> None:
    """R8.10"""
    with Cable(server.port) as cable:
        ann = table.owner("ann", server)
        note(ann, "hers")
        bob = table.guest("bob", server, port=cable.port)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        note(bob, "made in the dark")
        ann.together.ask("role", {"user": "bob", "role": "viewer"}, print, print)
        note(ann, "later")
        table.until_settled(ann)
        cable.mend()
        reopened = _reopened(table, "bob", bob)
        assert titles(reopened) == ["hers", "later"]
        table.until_equal(ann, reopened)
        assert reopened.together.role is Role.viewer
    copies = [path for path in bob.path.parent.iterdir() if "conflict" in path.name]
    assert len(copies) == 1
    copy = table.open("bob", copies[0])
    assert copy.together.state == "alone", "or the room would set it aside once more"
    assert titles(copy) == ["hers", "made in the dark"]


def test_two_boards_are_never_merged_whatever_the_link_says(
    table: Table, server: ServedHere
) -> None:
    """R8.11"""
    ann = table.owner("ann", server)
    note(ann, "hers")
    table.until_settled(ann)
    bob = table.create("bob")
    note(bob, "another film")
    link, lineage = link_to(server), bob.board.meta.lineage
    been_there = Membership(lineage, link, origin=link, user="bob", role="editor")
    Memberships.here().save(been_there)
    path = bob.path
    table.close(bob)
    bob = table.open("bob", path)
    reopened = _reopened(table, "bob", bob)
    assert titles(ann) == ["hers"]
    assert titles(reopened) == ["hers"]
    (copy,) = [path for path in bob.path.parent.iterdir() if "(conflict " in path.name]
    kept = table.open("bob", copy)
    assert kept.together.state == "alone"
    assert titles(kept) == ["another film"]


def test_a_link_into_another_boards_room_changes_nothing(table: Table, server: ServedHere) -> None:
    """R8.11"""
    ann = table.owner("ann", server)
    note(ann, "hers")
    table.until_settled(ann)
    bob = table.create("bob")
    note(bob, "another film")
    bob.together.join(link_to(server))
    table.until(lambda: any(isinstance(n, Told) for n in table.heard[bob]))
    assert bob.together.state == "alone"
    assert titles(bob) == ["another film"]
    note(bob, "goes on")
    path = bob.path
    table.close(bob)
    bob = table.open("bob", path)
    assert bob.together.state == "alone"
    assert bob.together.may_edit
    assert titles(bob) == ["another film", "goes on"]
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert titles(ann) == ["hers"]


def test_whoever_was_sent_away_is_welcome_again_by_a_new_link(
    table: Table, server: ServedHere
) -> None:
    """R6.16: also with the board still open, whose edits are under numbers that the room knows."""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    note(bob, "his")
    table.until_equal(ann, bob)
    answers: list[object] = []
    ann.together.ask("kick", {"user": "bob"}, answers.append, answers.append)
    table.until(lambda: bob.together.state == "refused")
    assert "taken out" in str(bob.together.standing.trouble)
    note(bob, "meanwhile")
    bob.together.join(link_to(server, Role.owner))
    table.until_equal(ann, bob)
    assert (bob.together.me.id, bob.together.role) == ("bob", Role.owner)
    assert sorted(titles(ann)) == ["his", "meanwhile"]
    path = bob.path
    table.close(bob)
    bob = table.open("bob", path)
    table.until_settled(bob)
    assert bob.together.role is Role.owner


def test_a_new_link_lets_in_though_the_program_ended_before_it_was_answered(
    table: Table, server: ServedHere
) -> None:
    """R8.34"""
    with Cable(server.port) as cable:
        ann = table.owner("ann", server)
        bob = table.guest("bob", server, port=cable.port)
        ann.together.ask("kick", {"user": "bob"}, lambda _: None, refused_to_ann)
        table.until(lambda: bob.together.state == "refused")
        cable.cut()
        bob.together.join(link_to(server, Role.editor, cable.port))
        note(bob, "meanwhile")
        path = bob.path
        table.close(bob)
        cable.mend()
        bob = table.open("bob", path)
        table.until_equal(ann, bob)
        assert bob.together.me.id == "bob"
        table.close(bob)
        bob = table.open("bob", path)
        table.until_settled(bob)


def refused_to_ann(trouble: object) -> None:
    raise AssertionError(trouble)


def test_a_new_link_decides_what_one_may_do_from_then_on(table: Table, server: ServedHere) -> None:
    """R6.11: and not the token that an earlier one gave."""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server, Role.viewer)
    assert not bob.together.may_edit
    bob.together.join(link_to(server, Role.editor))
    table.until(lambda: bob.together.role is Role.editor)
    note(bob, "his")
    table.until(lambda: titles(ann) == ["his"])
    assert bob.together.me.id == "bob"


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (f"Nobody comes in: {SENT_AWAY}.", "You were taken out of this room."),
        (REVOKED, "The link into this room is no longer valid."),
        ("this client id belongs to somebody else", "The room refuses: this client id"),
    ],
)
def test_a_refusal_says_which_one_it_is(reason: str, words: str) -> None:
    assert words in str(refused(Code.forbidden, reason))


def _reopened(table: Table, person: str, session: object) -> object:
    """What a window does that is told to open its board anew."""
    table.until(lambda: any(isinstance(n, Reopen) for n in table.heard[session]))  # type: ignore
    (told,) = [n for n in table.heard[session] if isinstance(n, Reopen)]  # type: ignore
    assert "conflict" in str(told.about)
    table.close(session)  # type: ignore
    return table.open(person, session.path)  # type: ignore
