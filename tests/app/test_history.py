"""What the journal tells, in steps; versions that everybody can find; the past at any moment
(R11.3 to R11.9, R11.14, R11.16 to R11.20)."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from assets.folder import PathTaken
from canvas.app.acquaintances import FILE, Acquaintance, Acquaintances
from canvas.app.commands.history import (
    copy_board,
    name_version,
    restore_board,
    restore_nodes,
)
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes, set_text
from canvas.app.company import Person
from canvas.app.history import (
    Moment,
    NoSuchMoment,
    Past,
    board_at,
    is_torn,
    moments,
    read_chapter,
    steps,
)
from canvas.app.session import ReadOnly, Session
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.comments import AddComment, Comments
from canvas.document.edits import DeleteNodes, PutMark, SetNode
from canvas.document.past import PastIsPast
from canvas.document.records import NodeKind
from canvas.document.remarks import Comment
from canvas.document.versions import Version, mark_of
from collab.journal import Journal
from collab.presence import Presence
from tests.document.boards import ACTIONS, act, everything

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_moment(number: int, seconds: float, person: str = "ann", label: str = "Move node") -> Moment:
    return Moment(number, NOON + timedelta(seconds=seconds), person, label)


def last(session: Session) -> int:
    return moments(session.journal)[-1].number


@pytest.fixture
def note(session: Session) -> str:
    return add_node(session, NodeKind.note, (0, 0), title="Rain")


# -- steps


def test_the_same_done_again_within_seconds_is_one_step() -> None:
    """R11.9"""
    found = [a_moment(1, 0), a_moment(2, 5), a_moment(3, 14), a_moment(4, 40)]
    assert [(step.first.number, step.number, step.count) for step in steps(found)] == [
        (1, 3, 3),
        (4, 4, 1),
    ]


def test_other_people_and_other_doings_are_other_steps() -> None:
    """R11.9"""
    found = [a_moment(1, 0), a_moment(2, 1, "bob"), a_moment(3, 2), a_moment(4, 3, label="Rename")]
    assert len(steps(found)) == 4


def test_who_writes_may_think_for_longer_than_who_moves() -> None:
    """R11.9"""
    assert len(steps([a_moment(1, 0, label="Write"), a_moment(2, 45, label="Write")])) == 1
    assert len(steps([a_moment(1, 0), a_moment(2, 45)])) == 2


def test_a_step_does_not_go_on_for_ever_and_a_rest_begins_a_session() -> None:
    """R11.9"""
    busy = [a_moment(n, n * 8) for n in range(100)]
    assert [step.count for step in steps(busy)] == [38, 38, 24]
    late = steps([a_moment(1, 0), a_moment(2, 3 * 3600)])
    assert [step.after_rest for step in late] == [True, True]
    assert [step.after_rest for step in steps([a_moment(1, 0), a_moment(2, 60)])] == [True, False]


def test_a_moment_that_got_a_name_parts_what_was_done_around_it() -> None:
    """R11.9"""
    found = [a_moment(1, 0), a_moment(2, 2), a_moment(3, 4)]
    assert [step.number for step in steps(found, [NOON + timedelta(seconds=3)])] == [2, 3]


# -- the board of then


def test_the_journal_tells_who_did_what_in_order(session: Session, note: str) -> None:
    """R11.9"""
    session.board.receive(
        Board.load([session.board.encode()], person="bob").apply(SetNode(note, pos=(1, 1))).update,
        "bob",
        "Move node",
    )
    told = [(one.number, one.person, one.label) for one in moments(session.journal)]
    assert told == [
        (1, "somebody", "New board"),
        (2, "somebody", "Add note"),
        (3, "bob", "Move node"),
    ]
    assert [one.number for one in moments(session.journal, 2)] == [3]


def test_the_board_of_any_number_is_found_and_no_other(session: Session, note: str) -> None:
    """R11.17"""
    delete_nodes(session, [note])
    session.flush()
    assert board_at(session.journal, 2).nodes.keys() == {note}
    assert not board_at(session.journal, 3).nodes
    with pytest.raises(NoSuchMoment):
        board_at(session.journal, 0)


@pytest.mark.parametrize("seed", range(12))
def test_leafing_through_the_past_shows_what_the_journal_says(session: Session, seed: int) -> None:
    """R11.17: whatever was done, wherever one leafs to, in chapters of any length."""
    dice = Random(seed)
    for _ in range(60):
        act(session.board, dice.choice((*ACTIONS, "undo")), dice.randrange(60), dice.randrange(60))
    session.flush()
    journal, end = session.journal, last(session)
    start = dice.randrange(end)
    past = Past(read_chapter(journal, start, end))
    for _ in range(25):
        wanted = dice.randrange(1, end + 1)
        while (lacking := past.lacks(wanted)) is not None:
            assert past.go(wanted) == past.first
            past.add(read_chapter(journal, *lacking))
        assert past.go(wanted) == wanted
        assert everything(past.board) == everything(board_at(journal, wanted))


def test_what_comes_later_joins_on(session: Session, note: str) -> None:
    session.flush()
    past = Past(read_chapter(session.journal, 0, 2))
    move_nodes(session, [note], 50, 0)
    session.flush()
    assert past.lacks(3) == (2, 3)
    past.add(read_chapter(session.journal, 2, 3))
    assert past.go(3) == 3
    assert past.board.nodes[note].pos == (50, 0)


def test_a_chapter_that_joins_on_nowhere_is_left_out(session: Session, note: str) -> None:
    for x in (10, 20, 30):
        move_nodes(session, [note], x, 0)
    session.flush()
    past = Past(read_chapter(session.journal, 3, 5))
    past.add(read_chapter(session.journal, 0, 2))
    assert past.first == 3
    assert past.go(1) == 3


def test_the_past_says_which_nodes_a_step_is_seen_on(session: Session, note: str) -> None:
    clip = add_node(session, NodeKind.clip, (0, 0))
    set_text(session, note, "Wet")
    session.flush()
    past = Past(read_chapter(session.journal, 0, last(session)))
    assert past.touched(2, 2) == {note}
    assert past.touched(3, 3) == {clip}
    assert past.touched(4, 4) == {note}
    assert past.touched(2, 3) == {note, clip}


def test_the_past_takes_no_edit(session: Session, note: str) -> None:
    """R11.11"""
    session.flush()
    past = Past(read_chapter(session.journal, 0, 2))
    with pytest.raises(PastIsPast):
        past.board.apply(DeleteNodes([note]))
    for attempt in (past.board.undo, past.board.redo):
        with pytest.raises(PastIsPast):
            attempt()
    assert past.board.nodes.keys() == {note}


def test_what_a_damaged_journal_lost_is_bridged(tmp_path: Path, settings: Settings) -> None:
    """R11.18: leafing over a gap ends where the journal's own snapshot says."""
    with Session.create(tmp_path / "Torn", settings=settings) as session:
        note = add_node(session, NodeKind.note, (0, 0))
        move_nodes(session, [note], 10, 0)
        session.flush()
        session.journal.snapshot(session.board.encode(), 3)
        move_nodes(session, [note], 10, 0)
        path = session.folder.journal
    with sqlite3.connect(path) as book:
        book.execute("DELETE FROM updates WHERE number = 3")
        book.execute("DELETE FROM packs")
    book.close()
    with Journal(path, readonly=True) as journal:
        found = moments(journal)
        assert is_torn(found)
        past = Past(read_chapter(journal, 2, 4, torn=True))
        assert past.board.nodes[note].pos == (20, 0)
        past.go(2)
        assert past.board.nodes[note].pos == (0, 0)
        past.go(4)
        assert past.board.nodes[note].pos == (20, 0)


# -- restoring


def test_a_restore_is_one_change_that_undo_takes_back(session: Session, note: str) -> None:
    """R11.12"""
    clip = add_node(session, NodeKind.clip, (300, 0))
    at = last(session)
    delete_nodes(session, [clip])
    move_nodes(session, [note], 70, 0)
    restored = restore_board(session, at)
    assert restored.edits
    assert not restored.left
    assert session.board.nodes.keys() == {note, clip}
    assert [one.label for one in moments(session.journal)][-1] == "Restore the board"
    session.undo()
    assert session.board.nodes.keys() == {note}
    assert session.board.nodes[note].pos == (70, 0)
    assert restore_board(session, last(session)).edits == 0


def test_some_nodes_are_restored_alone(session: Session, note: str) -> None:
    """R11.12"""
    other = add_node(session, NodeKind.note, (300, 0))
    at = last(session)
    move_nodes(session, [note, other], 70, 0)
    restore_nodes(session, [note], at)
    assert session.board.nodes[note].pos == (0, 0)
    assert session.board.nodes[other].pos == (370, 0)
    assert session.board.can_undo == "Restore node"


def test_files_that_are_gone_are_shown_as_missing_and_that_is_said(
    session: Session, pictures: Path
) -> None:
    """R11.19: bytes are never made up."""
    (cat,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    at = last(session)
    file = session.store.path(session.board.nodes[cat].refs[0])
    delete_nodes(session, [cat])
    file.unlink()
    restored = restore_board(session, at)
    assert cat in session.board.nodes
    assert [str(left) for left in restored.left] == [
        "cat.jpg is shown again, but its file is not here."
    ]


def test_a_board_to_look_at_is_not_restored(
    tmp_path: Path, settings: Settings, session: Session, note: str
) -> None:
    """R11.15"""
    session.flush()
    with (
        Session.open(session.path, settings=settings, readonly=True) as looker,
        pytest.raises(ReadOnly),
    ):
        restore_board(looker, 1)


def test_a_copy_of_then_stands_by_itself_with_its_files(
    session: Session, settings: Settings, tmp_path: Path, pictures: Path
) -> None:
    """R11.16"""
    (cat,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    name_version(session, "With a cat")
    at = last(session)
    delete_nodes(session, [cat])
    made = copy_board(session, at, tmp_path / "Copy")
    with Session.open(made, settings=settings) as copy:
        assert copy.board.nodes.keys() == {cat}
        assert copy.store.verify(copy.board.nodes[cat].refs[0])
        assert not copy.board.marks
        assert copy.board.meta.lineage != session.board.meta.lineage
        assert [one.label for one in moments(copy.journal)] == ["Copy board"]
    with pytest.raises(PathTaken):
        copy_board(session, at, tmp_path / "Copy")


# -- names of people


def test_people_are_known_by_the_names_they_had(session: Session) -> None:
    (session.path / FILE).write_text('{"bob": {"name": "Bob Ray", "colour": "#123456"}}', "utf-8")
    known = Acquaintances(session)
    assert (known.of("bob").name, known.of("bob").colour) == ("Bob Ray", "#123456")
    assert known.of("somebody").name == "Somebody"
    assert known.of("stranger").name == ""
    known.close()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"bob": 1}', '{"bob": {"name": 5}}', "\x00", "[" * 100_000, "{" * 10]
)
def test_a_file_of_names_that_makes_no_sense_names_nobody(session: Session, text: str) -> None:
    (session.path / FILE).write_text(text, "utf-8")
    known = Acquaintances(session)
    assert known.of("bob").name == ""
    known.close()


def test_who_named_a_version_is_known_from_it(session: Session) -> None:
    version = Version(id="v", name="V", when=NOON.isoformat(), person="lin", by="林小雨")
    session.apply(PutMark(mark_of(version)))
    known = Acquaintances(session)
    assert known.of("lin").name == "林小雨"
    known.close()


def test_who_has_said_something_is_known_from_it(session: Session) -> None:
    said = Comment(id="c", author="lin", name="林小雨", text="Closer", when=1, pos=(0.0, 0.0))
    theirs = Comments.load([session.comments.encode()], person="lin")
    session.comments.receive(theirs.apply(AddComment(said)).update, "lin", "Comment")
    known = Acquaintances(session)
    assert known.of("lin").name == "林小雨"
    known.close()


def test_whoever_is_met_in_the_room_is_remembered_in_the_board(session: Session) -> None:
    """R11.9: most of them are elsewhere when the history is read."""
    known = Acquaintances(session)
    known.learn([Person("window 1", "bob", "Bob Ray", "#123456", Presence())])
    known.close()
    again = Acquaintances(session)
    assert again.of("bob") == Acquaintance("Bob Ray", "#123456")
    again.close()
