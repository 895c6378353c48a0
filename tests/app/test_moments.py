"""Moments that somebody names: versions that everybody finds, numbers and times
(R11.14, R11.17, R11.20)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assets.folder import BoardFolder
from canvas.app.commands.history import (
    LONGEST_NAME,
    Nameless,
    NoSuchVersion,
    forget_version,
    name_version,
    rename_version,
    version_list,
)
from canvas.app.commands.nodes import add_node, move_nodes, set_text
from canvas.app.history import Moment, NoSuchMoment, board_at, moments
from canvas.app.moments import NotHere, at_time, found_version, meant
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.edits import PutMark, TypeText
from canvas.document.records import Mark, NodeKind
from canvas.document.versions import Version, clocks, covers, mark_of, versions
from collab.journal import Journal

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_moment(number: int, seconds: float) -> Moment:
    return Moment(number, NOON + timedelta(seconds=seconds), "ann", "Move node")


def last(session: Session) -> int:
    return moments(session.journal)[-1].number


@pytest.fixture
def note(session: Session) -> str:
    return add_node(session, NodeKind.note, (0, 0), title="Rain")


# -- versions


def test_a_version_names_what_the_board_is_now(session: Session, note: str) -> None:
    """R11.14"""
    at = last(session)
    name_version(session, "  First   cut ")
    move_nodes(session, [note], 5, 5)
    [version] = version_list(session)
    assert (version.name, version.by, version.person) == ("First cut", "Somebody", "somebody")
    assert found_version(session.journal, moments(session.journal), version) == at


def test_a_version_can_name_what_was(session: Session, note: str) -> None:
    """R11.14"""
    at = last(session)
    for _ in range(5):
        move_nodes(session, [note], 5, 5)
    name_version(session, "Before", at=at)
    [version] = version_list(session)
    found = moments(session.journal)
    assert found_version(session.journal, found, version) == at
    assert version.when == found[at - 1].when.isoformat(timespec="milliseconds")


def test_a_version_holds_what_was_only_deleted_before_it(session: Session, note: str) -> None:
    """R11.20: letters that go move no state vector."""
    set_text(session, note, "Rain and snow")
    session.apply(TypeText(note, 4, 9, ""))
    at = last(session)
    name_version(session, "Short")
    set_text(session, note, "Rain again")
    [version] = version_list(session)
    number = found_version(session.journal, moments(session.journal), version)
    assert number == at
    assert board_at(session.journal, number).text(note) == "Rain"


def test_a_version_of_then_holds_what_was_deleted_right_after_it(
    session: Session, note: str
) -> None:
    """R11.20"""
    set_text(session, note, "Rain and snow")
    at = last(session)
    session.apply(TypeText(note, 4, 9, ""))
    session.apply(TypeText(note, 3, 1, ""))
    name_version(session, "Long", at=at)
    name_version(session, "Shorter", at=at + 1)
    found = moments(session.journal)
    numbers = {
        one.name: found_version(session.journal, found, one) for one in version_list(session)
    }
    assert numbers == {"Long": at, "Shorter": at + 1}


def test_versions_are_renamed_and_forgotten_and_undo_brings_them_back(session: Session) -> None:
    id = name_version(session, "One")
    rename_version(session, id, "Two")
    assert [one.name for one in version_list(session)] == ["Two"]
    forget_version(session, id)
    assert not version_list(session)
    with pytest.raises(NoSuchVersion):
        rename_version(session, id, "Three")
    session.undo()
    assert [one.name for one in version_list(session)] == ["Two"]


def test_a_name_has_letters_and_an_end(session: Session) -> None:
    with pytest.raises(Nameless):
        name_version(session, " \n ")
    name_version(session, "x" * 1000)
    assert len(version_list(session)[0].name) == LONGEST_NAME


@pytest.fixture
def bob(session: Session, note: str, tmp_path: Path) -> Iterator[Session]:
    """Another copy of the same board, which had everything when it began."""
    path = tmp_path / "Bob's.shotweave"
    settings = Settings(person="bob", name="Bob")
    folder = BoardFolder.create(path)
    with Journal(folder.journal) as journal:
        journal.append(session.board.encode(), person="somebody", label="Join")
    folder.close()
    with Session.open(path, settings=settings) as opened:
        yield opened


def carry(source: Session, target: Session) -> None:
    """What one has made reaches the other, change by change."""
    update = source.board.encode(target.board.vector())
    target.board.receive(update, source.board.person, "")


def test_others_find_a_version_in_their_own_journal(
    session: Session, bob: Session, note: str
) -> None:
    """R11.14: by another number, for their journal is another."""
    for x in (10, 20):
        move_nodes(session, [note], x, 0)
        carry(session, bob)
    there = last(bob)
    name_version(session, "Twice moved")
    carry(session, bob)
    move_nodes(session, [note], 5, 0)
    carry(session, bob)
    [version] = version_list(bob)
    number = found_version(bob.journal, moments(bob.journal), version)
    assert number == there
    assert board_at(bob.journal, number).nodes[note].pos == (30, 0)


def test_who_got_a_version_in_one_piece_with_what_followed_is_told_so(
    session: Session, bob: Session, note: str
) -> None:
    """R11.14: never something else in its place."""
    move_nodes(session, [note], 10, 0)
    name_version(session, "While Bob was away")
    move_nodes(session, [note], 5, 0)
    carry(session, bob)
    [version] = version_list(bob)
    with pytest.raises(NotHere) as caught:
        found_version(bob.journal, moments(bob.journal), version)
    assert "Somebody, who named it" in str(caught.value)


def test_a_version_of_too_many_writers_is_found_by_where_it_came_in(
    session: Session, note: str
) -> None:
    """R11.20"""
    at = last(session)
    vector = b"\xff" * 13_000
    version = Version(
        id="v", name="Many", when=datetime.now(UTC).isoformat(), person="somebody", vector=vector
    )
    session.apply(PutMark(mark_of(version)))
    move_nodes(session, [note], 5, 0)
    [found] = version_list(session)
    assert found.vector == b""
    assert found_version(session.journal, moments(session.journal), found) == at


def test_marks_that_are_no_versions_are_passed_over() -> None:
    odd = (
        Mark(id="a", kind="version", name="No moment", value={"person": "x", "vector": ""}),
        Mark(id="b", kind="version", name="No list", value=[1]),
        Mark(id="c", kind="version", name="", value={"when": NOON.isoformat(), "person": "x"}),
        Mark(
            id="d",
            kind="version",
            name="No vector",
            value={"when": NOON.isoformat(), "person": "x", "vector": "?"},
        ),
    )
    assert versions({mark.id: mark for mark in odd}) == ()


def test_a_state_vector_is_read_and_compared() -> None:
    """R11.20"""
    vector = bytes([2, 1, 5, 0x80 | 2, 1, 0x80 | 0, 1])
    assert clocks(vector) == {1: 5, 130: 128}
    assert covers(vector, bytes([1, 1, 5]))
    assert not covers(vector, bytes([1, 1, 6]))
    assert not covers(vector, bytes([1, 9, 1]))
    assert clocks(b"\xff" * 40) == {}
    assert clocks(bytes([3, 1])) == {}


# -- saying which moment


def test_a_moment_is_named_by_number_name_or_time(session: Session, note: str) -> None:
    """R11.17"""
    name_version(session, "First cut")
    found, named = moments(session.journal), version_list(session)
    journal = session.journal
    assert meant(journal, found, named, "2") == meant(journal, found, named, "#2") == 2
    assert meant(journal, found, named, "first CUT") == 2
    local = found[1].when.astimezone()
    assert meant(journal, found, named, local.strftime("%Y-%m-%d %H:%M")) == 3
    then = found[1].when  # the next may have come within the same millisecond
    latest = max(moment.number for moment in found if moment.when <= then)
    assert meant(journal, found, named, then.isoformat()) == latest
    assert meant(journal, found, named, f"{local.date()}") == 3


@pytest.mark.parametrize(
    "text", ["0", "99", "", "yesterday", "1999-01-01", "25:99", "#x", "9" * 40]
)
def test_what_names_no_moment_is_refused(session: Session, text: str) -> None:
    """R11.17"""
    with pytest.raises(NoSuchMoment):
        meant(session.journal, moments(session.journal), (), text)


def test_a_time_means_the_last_that_was_done_until_then() -> None:
    found = [a_moment(1, 0), a_moment(2, 10), a_moment(3, 20)]
    assert at_time(found, NOON + timedelta(seconds=15)) == 2
    with pytest.raises(NoSuchMoment):
        at_time(found, NOON - timedelta(seconds=1))
