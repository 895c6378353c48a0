"""Comments beside an open board: kept in a file of their own, unread by person, with their verbs.

The rules stand in section 10 of collab/SPEC.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from canvas.app.commands.board import show
from canvas.app.commands.comments import (
    NoSuchComment,
    add_comment,
    counted,
    delete_comment,
    edit_comment,
    go_to_next_unread,
    mark_all_read,
    mark_read,
    move_comment,
    redo_comment,
    reopen,
    reply,
    resolve,
    undo_comment,
)
from canvas.app.commands.nodes import add_node, delete_nodes, move_nodes
from canvas.app.comments import FILE, MayNotComment
from canvas.app.notices import CommentsChanged, Notice
from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.app.together import Together
from canvas.document.comments import AddComment, Comments
from canvas.document.edits import Refused
from canvas.document.remarks import Comment
from canvas.document.words import Trouble
from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.pins import place_of
from collab.roles import Role


@pytest.fixture
def editor(session: Session) -> Iterator[Editor]:
    made = Editor(session.board)
    made.camera = Camera(width=1000, height=800)
    yield made
    made.close()


class Somebody:
    """Another person on the same board, heard as a room would bring it."""

    def __init__(self, session: Session, name: str = "Bob") -> None:
        self.name, self.id = name, name.lower()
        self._session = session
        self._copy = Comments.load([session.comments.encode()], person=self.id)
        self._count = 0

    def says(self, text: str, thread: str | None = None, **more: object) -> str:
        self._count += 1
        vector = self._copy.vector()
        self._copy.receive(self._session.comments.encode(vector), "room")
        comment = Comment(
            id=f"{self.id}-{self._count}",
            author=self.id,
            name=self.name,
            text=text,
            when=self._count,
            thread=thread,
            **more,  # type: ignore[arg-type]  # by name
        )
        change = self._copy.apply(AddComment(comment))
        self._session.comments.receive(change.update, self.id, "Comment")
        return comment.id


@pytest.fixture
def bob(session: Session) -> Somebody:
    return Somebody(session)


def texts(session: Session) -> list[str]:
    return [one.text for thread in session.comments.latest_first() for one in thread.said]


def reopened(session: Session, *, readonly: bool = False) -> Session:
    session.close()
    return Session.open(session.path, settings=session.settings, readonly=readonly)


# -- kept


def test_a_board_without_comments_has_no_file_for_them(session: Session) -> None:
    """R10.8"""
    add_node(session, "note", (0, 0))
    assert session.comments.journal is None
    assert session.saved in ("saved", "saving")
    session.close()
    assert not (session.path / FILE).exists()


def test_what_was_said_is_there_when_the_board_is_opened_again(session: Session) -> None:
    """R10.8"""
    thread = add_comment(session, "The cat looks left", (5, 6))
    reply(session, thread, "It does")
    before = dict(session.comments.all)
    with reopened(session) as again:
        assert dict(again.comments.all) == before
        assert texts(again) == ["The cat looks left", "It does"]


def test_it_counts_as_saved_only_once_it_is_on_disk(session: Session) -> None:
    """R10.8"""
    add_comment(session, "Saved?", (0, 0))
    session.flush()
    session.drain()
    assert session.saved == "saved"
    with sqlite3.connect(session.path / FILE) as file:
        assert file.execute("select count(*) from updates").fetchone() == (1,)
    file.close()


def test_a_board_to_look_at_only_shows_comments_and_takes_none(session: Session) -> None:
    """R10.4"""
    add_comment(session, "Seen", (0, 0))
    with reopened(session, readonly=True) as again:
        assert texts(again) == ["Seen"]
        with pytest.raises(MayNotComment):
            add_comment(again, "Not here", (0, 0))
        with pytest.raises(MayNotComment):
            undo_comment(again)


def test_looking_at_a_board_without_comments_makes_no_file(session: Session) -> None:
    """R10.8"""
    with reopened(session, readonly=True) as again:
        assert texts(again) == []
    assert not (session.path / FILE).exists()


def test_a_file_that_is_no_journal_leaves_the_board_open_and_is_told(session: Session) -> None:
    """R10.8"""
    session.close()
    folder = session.path / FILE
    folder.mkdir()  # nothing can be read or written there
    with Session.open(session.path, settings=session.settings) as again:
        assert again.notices
        with pytest.raises(Trouble):
            add_comment(again, "Nowhere to keep it", (0, 0))
        add_node(again, "note", (0, 0))


def test_a_snapshot_of_the_comments_is_proved_on_the_comments(session: Session) -> None:
    """R10.8"""
    add_comment(session, "One", (0, 0))
    journal = session.comments.journal
    assert journal is not None
    session.flush()
    other = Comments.load((), person="x")
    assert not journal.snapshot(other.encode(), journal.durable)  # says less than the journal
    assert journal.snapshot(session.comments.encode(), journal.durable)


def test_what_came_in_while_the_disk_refused_is_kept_later(session: Session, bob: Somebody) -> None:
    """R10.8"""
    blocked = session.path / FILE
    blocked.mkdir()
    bob.says("Hello")
    assert texts(session) == ["Hello"]
    assert session.saved == "failed"
    assert session.saving_trouble is not None
    blocked.rmdir()
    session.drain()
    session.flush()
    assert session.saved == "saved"
    with reopened(session) as again:
        assert texts(again) == ["Hello"]


# -- saying


def test_a_comment_says_who_where_and_when(session: Session) -> None:
    """R10.1"""
    node = add_node(session, "clip", (100, 50))
    wide, high = session.board.nodes[node].size
    said = add_comment(
        session,
        "  Too dark  ",
        (100 + wide / 2, 50 + high / 4),
        node=node,
        frame=12,
        region=(0, 0, 0.5, 0.5),
        mentions=("bob", "bob"),
    )
    comment = session.comments.all[said]
    assert (comment.author, comment.name) == ("somebody", "Somebody")
    assert (comment.text, comment.node, comment.spot) == ("Too dark", node, (0.5, 0.25))
    assert (comment.frame, comment.rate) == (12, session.board.meta.rate)
    assert comment.mentions == ("bob",)
    assert comment.when > 1_700_000_000_000


def test_a_comment_on_what_is_gone_is_refused(session: Session) -> None:
    node = add_node(session, "note", (0, 0))
    delete_nodes(session, [node])
    with pytest.raises(NoSuchComment):
        add_comment(session, "On nothing", node=node)


def test_a_pin_moves_with_its_node_and_stays_listed_when_that_is_deleted(
    session: Session, editor: Editor
) -> None:
    """R10.9"""
    node = add_node(session, "note", (0, 0))
    said = add_comment(session, "Here", (10, 20), node=node)
    assert place_of(session.comments.all[said], editor.table) == (10, 20)
    move_nodes(session, [node], 300, -40)
    assert place_of(session.comments.all[said], editor.table) == (310, -20)
    delete_nodes(session, [node])
    assert place_of(session.comments.all[said], editor.table) is None
    assert said in session.comments.threads


def test_an_answer_opens_a_resolved_thread_again(session: Session) -> None:
    thread = add_comment(session, "Cut here?", (0, 0))
    resolve(session, thread)
    found = session.comments.threads[thread].head.resolved
    assert found is not None
    assert (found.by, found.name) == ("somebody", "Somebody")
    reply(session, thread, "No, later")
    assert not session.comments.threads[thread].is_resolved
    resolve(session, thread)
    reopen(session, thread)
    assert not session.comments.threads[thread].is_resolved


def test_ones_own_comment_can_be_changed_moved_deleted_and_brought_back(session: Session) -> None:
    """R10.3, R10.7"""
    said = add_comment(session, "Frist", (0, 0))
    edit_comment(session, said, "First")
    assert session.comments.all[said].edited is not None
    move_comment(session, said, (7, 8))
    assert session.comments.all[said].pos == (7, 8)
    delete_comment(session, said)
    assert texts(session) == []
    assert undo_comment(session) == "Undo Delete comment"
    assert texts(session) == ["First"]
    assert redo_comment(session) == "Redo Delete comment"
    assert texts(session) == []


def test_saying_the_same_again_writes_nothing(session: Session) -> None:
    said = add_comment(session, "Same", (0, 0))
    before = session.comments.encode()
    edit_comment(session, said, "Same ")
    assert session.comments.encode() == before


def test_the_undo_of_the_board_leaves_comments_alone(session: Session) -> None:
    """R10.7"""
    add_node(session, "note", (0, 0))
    add_comment(session, "Stays", (0, 0))
    session.undo()
    assert not session.board.nodes
    assert texts(session) == ["Stays"]


def test_somebody_elses_words_are_not_ours_to_change(session: Session, bob: Somebody) -> None:
    """R10.3"""
    said = bob.says("Mine")
    for attempt in (
        lambda: edit_comment(session, said, "Yours"),
        lambda: delete_comment(session, said),
        lambda: move_comment(session, said, (1, 1)),
    ):
        with pytest.raises(Refused, match="Bob"):
            attempt()
    assert texts(session) == ["Mine"]


def test_whoever_may_only_look_is_told_so(
    session: Session, bob: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R10.4"""
    thread = bob.says("Hello")
    monkeypatch.setattr(Together, "role", Role.viewer)
    for attempt in (
        lambda: add_comment(session, "x", (0, 0)),
        lambda: reply(session, thread, "x"),
        lambda: resolve(session, thread),
    ):
        with pytest.raises(MayNotComment) as refused:
            attempt()
        assert refused.value.remedy is not None
    monkeypatch.setattr(Together, "role", Role.commenter)
    reply(session, thread, "Now I may")
    assert texts(session) == ["Hello", "Now I may"]


def test_listeners_are_told_which_threads_have_changed(session: Session, bob: Somebody) -> None:
    told: list[Notice] = []
    session.listen(told.append)
    thread = bob.says("Hello")
    answer = reply(session, thread, "Hi")
    delete_comment(session, answer)
    changed = [one for one in told if isinstance(one, CommentsChanged)]
    assert len(changed) == 4  # said, answered, read by answering, deleted
    assert set(changed) == {CommentsChanged(frozenset({thread}))}


# -- unread


def test_what_others_say_is_unread_until_it_was_seen(session: Session, bob: Somebody) -> None:
    """R10.10"""
    mine = add_comment(session, "Mine", (0, 0))
    theirs = bob.says("Theirs")
    bob.says("An answer", mine)
    assert [thread.id for thread in session.comments.unread()] == [theirs, mine]
    assert mark_read(session, [theirs])
    assert not mark_read(session, [theirs])
    assert [thread.id for thread in session.comments.unread()] == [mine]
    reply(session, mine, "Seen it")  # whoever answers has read
    assert session.comments.unread() == []


def test_what_was_read_stays_read_and_is_no_part_of_the_document(
    session: Session, bob: Somebody
) -> None:
    """R10.10"""
    theirs = bob.says("Theirs")
    before = session.comments.encode()
    mark_read(session, [theirs])
    assert session.comments.encode() == before
    with reopened(session) as again:
        assert again.comments.unread() == []


def test_another_person_on_this_computer_has_not_read_it(
    session: Session, bob: Somebody, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """R10.10"""
    mark_read(session, [bob.says("Theirs")])
    session.close()
    monkeypatch.setenv("SHOTWEAVE_HOME", str(tmp_path / "another home"))
    settings = replace(session.settings, person="another")
    with Session.open(session.path, settings=settings) as again:
        assert len(again.comments.unread()) == 1


def test_a_damaged_list_of_what_was_read_makes_everything_unread(
    session: Session, bob: Somebody, home: Path
) -> None:
    """R10.10"""
    mark_read(session, [bob.says("Theirs")])
    [kept] = (home / "seen").iterdir()
    kept.write_bytes(b"\xff{")
    with reopened(session) as again:
        assert len(again.comments.unread()) == 1
        mark_read(again, again.comments.threads)
        assert again.comments.unread() == []


def test_the_next_unread_thread_is_looked_at(
    session: Session, editor: Editor, bob: Somebody
) -> None:
    far = bob.says("Over here", pos=(9000.0, 9000.0))
    assert go_to_next_unread(session, editor) == far
    assert (editor.camera.x, editor.camera.y) == (9000, 9000)
    editor.camera = editor.camera.panned(50, 50)
    here = editor.camera
    go_to_next_unread(session, editor)  # in sight already
    assert editor.camera == here
    mark_all_read(session, editor)
    with pytest.raises(NoSuchComment):
        go_to_next_unread(session, editor)
    with pytest.raises(NoSuchComment):
        mark_all_read(session, editor)


def test_everybody_who_takes_part_can_be_named(session: Session, bob: Somebody) -> None:
    bob.says("Hello")
    assert session.comments.people() == {"bob": "Bob", "somebody": "Somebody"}


# -- counted


def test_a_board_says_how_many_comments_it_has(session: Session, bob: Somebody) -> None:
    resolve(session, add_comment(session, "Done", (0, 0)))
    bob.says("Open")
    assert counted(session) == {"open": 1, "resolved": 1, "unread": 1}
    assert show(session)["comments"] == {"open": 1, "resolved": 1, "unread": 1}


def test_a_person_without_a_name_can_comment(tmp_path: Path) -> None:
    with Session.create(tmp_path / "B.shotweave", settings=Settings(person="p")) as session:
        said = add_comment(session, "Nameless", (0, 0))
        assert session.comments.all[said].name == ""
