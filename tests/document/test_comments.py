"""Comments: a document of its own, threads that converge, and words that are their author's.

The rules stand in section 10 of collab/SPEC.md.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map

from canvas.document.change import Change
from canvas.document.comments import (
    AddComment,
    Comments,
    DeleteComment,
    MoveComment,
    Resolve,
    Reword,
)
from canvas.document.edits import Refused
from canvas.document.remarks import LONGEST, Comment, Resolution, Thread, names, ordered
from canvas.document.timing import Rate
from tests.document.boards import relaxed

SETTLED = Resolution("bob", "Bob", 99)


def said(id: str, author: str = "ann", **registers: Any) -> Comment:
    told = {"text": f"What {author} says", "name": author.title(), **registers}
    return Comment(id=id, author=author, **told)


def nobody_yet(person: str = "ann") -> Comments:
    return Comments.load((), person=person)


def begun(*comments: Comment, person: str = "ann") -> Comments:
    made = nobody_yet(person)
    for comment in comments:
        made.mine.add(comment.author)
        made.apply(AddComment(comment))
    made.mine = {person}
    made._history.undo.clear()  # whoever began is not who undoes
    return made


def copy(comments: Comments, person: str) -> Comments:
    return Comments.load([comments.encode()], person=person)


def everything(comments: Comments) -> tuple[dict[str, Comment], dict[str, Thread]]:
    return dict(comments.all), dict(comments.threads)


# -- R10.1: a document of its own


def test_a_comment_reads_back_as_it_was_written() -> None:
    """R10.1"""
    whole = said(
        "one",
        when=5,
        node="clip",
        pos=(-3.5, 1e6),
        spot=(0.25, 0.5),
        frame=12,
        rate=Rate(24),
        region=(0.1, 0.2, 0.3, 0.4),
        mentions=("bob", "cid"),
        edited=7,
    )
    comments = nobody_yet()
    comments.apply(AddComment(whole))
    assert comments.all == {"one": whole}
    assert everything(copy(comments, "bob")) == everything(comments)


def test_the_document_has_the_one_root_and_nothing_else() -> None:
    """R10.1"""
    comments = begun(said("one"), said("two", thread="one"))
    stranger: Doc[Any] = Doc()
    stranger.apply_update(comments.encode())
    assert set(stranger.keys()) == {"comments"}
    assert set(stranger.get("comments", type=Map).keys()) == {"one", "two"}


def test_every_listener_hears_what_was_added_changed_and_hidden() -> None:
    """R10.1"""
    comments = nobody_yet()
    heard: list[Change] = []
    stop = comments.listen(heard.append)
    comments.apply(AddComment(said("one")))
    comments.apply(Reword(id="one", text="Otherwise", when=3))
    comments.apply(DeleteComment("one"))
    stop()
    comments.undo()
    added, updated, removed = heard
    assert added.added == {"comments": {"one"}}
    assert updated.updated == {"comments": {"one": {"text", "edited"}}}
    assert removed.removed == {"comments": {"one"}}
    assert [change.label for change in heard] == ["Comment", "Edit comment", "Delete comment"]
    assert all(change.origin == "ann" and change.update for change in heard)


# -- threads


def test_answers_stand_in_the_order_of_their_time_and_then_of_their_id() -> None:
    """R10.2"""
    comments = begun(
        said("head", when=50),
        said("c", thread="head", when=10),
        said("b", thread="head", when=70),
        said("a", thread="head", when=70),
    )
    [thread] = comments.threads.values()
    assert [one.id for one in thread.said] == ["head", "c", "a", "b"]
    assert thread.latest == 70


def test_a_deleted_comment_leaves_the_answers_to_it_standing() -> None:
    """R10.6"""
    comments = begun(said("head"), said("answer", "bob", thread="head"))
    comments.apply(DeleteComment("head"))
    [thread] = comments.threads.values()
    assert thread.head.deleted
    assert [one.id for one in thread.said] == ["answer"]
    assert thread.first.id == "answer"


def test_a_thread_of_which_nothing_is_left_is_gone_and_comes_back_with_undo() -> None:
    """R10.6"""
    comments = begun(said("head"))
    comments.apply(DeleteComment("head"))
    assert not comments.threads
    assert comments.all["head"].deleted
    comments.undo()
    assert list(comments.threads) == ["head"]


def test_the_latest_thread_comes_first() -> None:
    """R10.2"""
    comments = begun(said("old", when=1), said("new", when=2), said("late", thread="old", when=3))
    assert [one.id for one in ordered(comments.threads.values())] == ["old", "new"]


def test_people_are_called_what_they_were_called_last() -> None:
    comments = begun(said("one", when=1, name="A."), said("two", when=2, name="Ann"))
    assert comments.names() == {"ann": "Ann"}
    assert names([said("one", name="")]) == {"ann": ""}


def test_a_thread_knows_whom_it_names() -> None:
    comments = begun(said("one"), said("two", thread="one", mentions=("bob",)))
    [thread] = comments.threads.values()
    assert thread.mentions({"bob", "other"})
    assert not thread.mentions({"cid"})
    assert thread.people() == {"ann"}


def test_a_moment_in_a_clip_stays_where_it_is_when_the_board_counts_otherwise() -> None:
    """R10.11"""
    comment = said("one", frame=48, rate=Rate(24))
    assert comment.frame_at(Rate(25)) == 50
    assert comment.frame_at(Rate(24)) == 48


# -- whose words they are


@pytest.mark.parametrize(
    "edit",
    [
        Reword(id="theirs", text="I never said that"),
        DeleteComment("theirs"),
        MoveComment(id="theirs", pos=(5, 5)),
    ],
)
def test_only_its_author_changes_moves_or_deletes_a_comment(edit: Any) -> None:
    """R10.3"""
    comments = begun(said("theirs", "bob"), said("mine"))
    before = comments.encode()
    with pytest.raises(Refused) as refused:
        comments.apply(DeleteComment("mine"), edit)
    assert "Bob" in str(refused.value)
    assert comments.encode() == before  # all or none


def test_nobody_comments_in_somebody_elses_name() -> None:
    """R10.3"""
    comments = nobody_yet()
    with pytest.raises(Refused):
        comments.apply(AddComment(said("one", "bob")))
    assert not comments.all


def test_the_id_that_a_room_gave_is_this_persons_too() -> None:
    """R10.3"""
    comments = begun(said("one", "ann-in-the-room"))
    comments.mine.add("ann-in-the-room")
    comments.apply(Reword(id="one", text="Mine after all"))
    assert comments.all["one"].text == "Mine after all"


def test_everybody_may_answer_resolve_and_reopen() -> None:
    """R10.4"""
    comments = begun(said("theirs", "bob"))
    comments.apply(AddComment(said("answer", thread="theirs")), Resolve("theirs", SETTLED))
    assert comments.threads["theirs"].is_resolved
    assert comments.threads["theirs"].head.resolved == SETTLED
    comments.apply(Resolve("theirs", None))
    assert not comments.threads["theirs"].is_resolved


def test_an_author_may_say_something_else_and_pin_it_elsewhere() -> None:
    """R10.3"""
    comments = begun(said("one", mentions=("bob",)))
    comments.apply(Reword(id="one", text="Better", mentions=("cid",), when=9))
    comments.apply(MoveComment(id="one", pos=(4, 5), node="clip", spot=(0.5, 1)))
    found = comments.all["one"]
    assert (found.text, found.mentions, found.edited) == ("Better", ("cid",), 9)
    assert (found.pos, found.node, found.spot) == ((4, 5), "clip", (0.5, 1))


# -- what makes no sense


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": " \n"},
        {"text": "x" * 100_000},
        {"text": "\ud800"},
        {"author": "with space", "text": "x"},
        {"when": -1},
        {"frame": -1},
        {"region": (0.0, 0.0, 0.0, 0.5)},
        {"region": (0.9, 0.0, 0.2, 0.5)},
        {"spot": (1.5, 0.0)},
        {"pos": (float("nan"), 0.0)},
        {"mentions": tuple(f"p{n}" for n in range(51))},
        {"thread": "nobody"},
        {"id": "not an id"},
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_written(wrong: dict[str, Any]) -> None:
    """R10.5"""
    comments = nobody_yet()
    comments.mine.add("with space")
    before = comments.encode()
    with pytest.raises(Refused):
        comments.apply(AddComment(replace(said("one"), **wrong)))
    assert comments.encode() == before


def test_a_text_that_is_too_long_is_told_with_how_much_fits() -> None:
    """R10.5"""
    comments = begun(said("one"))
    comments.apply(Reword(id="one", text="x" * LONGEST))
    with pytest.raises(Refused, match="100000 characters; at most 10000"):
        comments.apply(Reword(id="one", text="x" * 100_000))


def test_a_comment_that_is_gone_cannot_be_answered_or_changed() -> None:
    """R10.6"""
    comments = begun(said("one"))
    comments.apply(DeleteComment("one"))
    for edit in (AddComment(said("two", thread="one")), Resolve("one", SETTLED)):
        with pytest.raises(Refused):
            comments.apply(edit)
    with pytest.raises(Refused):
        comments.apply(DeleteComment("never"))


def test_no_id_is_used_twice() -> None:
    comments = begun(said("one"))
    comments.apply(DeleteComment("one"))
    with pytest.raises(Refused):
        comments.apply(AddComment(said("one")))


# -- what strangers write


class Stranger:
    """A program that knows Yjs and nothing of our rules."""

    def __init__(self, comments: Comments) -> None:
        self.comments = comments
        self.doc: Doc[Any] = Doc()
        self.doc.apply_update(comments.encode())
        self.root: Map[Any] = self.doc.get("comments", type=Map)

    def writes(self, id: str, registers: object) -> Change:
        before = self.doc.get_state()
        with self.doc.transaction():
            if isinstance(registers, dict) and id in self.root:
                for name, value in registers.items():
                    self.root[id][name] = value
            else:
                self.root[id] = Map(registers) if isinstance(registers, dict) else registers
        change = self.comments.receive(self.doc.get_update(before), "stranger")
        assert everything(copy(self.comments, "fresh")) == everything(self.comments)
        return change


@pytest.mark.parametrize(
    "registers",
    [{}, {"author": "x"}, {"text": "x"}, {"author": "x", "text": "x" * 100_000}, 7, "text"],
)
def test_what_is_no_comment_is_not_shown_and_kept(registers: object) -> None:
    """R10.5"""
    comments = begun(said("one"))
    Stranger(comments).writes("odd", registers)
    assert list(comments.all) == ["one"]
    assert "odd" in copy(comments, "x")._document.read("comments")


def test_registers_that_make_no_sense_count_as_missing() -> None:
    """R10.5"""
    comments = begun(said("one", node="clip", region=(0, 0, 1, 1), when=4))
    stranger = Stranger(comments)
    stranger.writes(
        "one",
        {
            "node": 7,
            "region": [1, 2],
            "when": "today",
            "resolved": ["x"],
            "mentions": Array(["bob", "not an id"]),
            "new": "from a later program",
        },
    )
    assert comments.all["one"] == said("one")
    stranger.writes("one", {"text": 7})
    assert "one" not in comments.all
    stranger.writes("one", {"text": "Back again"})
    assert comments.threads["one"].head.text == "Back again"


def test_an_answer_to_an_answer_or_to_nothing_stands_nowhere_until_it_fits() -> None:
    """R10.6"""
    comments = begun(said("head"), said("answer", thread="head"))
    stranger = Stranger(comments)
    stranger.writes("odd", {"author": "x", "text": "?", "thread": "answer"})
    stranger.writes("lost", {"author": "x", "text": "?", "thread": "nobody"})
    stranger.writes("self", {"author": "x", "text": "?", "thread": "self"})
    assert list(comments.threads) == ["head"]
    assert [one.id for one in comments.threads["head"].said] == ["head", "answer"]
    stranger.writes("nobody", {"author": "x", "text": "Here I am"})
    assert [one.id for one in comments.threads["nobody"].said] == ["nobody", "lost"]
    stranger.writes("lost", {"thread": "head"})
    assert [one.id for one in comments.threads["nobody"].said] == ["nobody"]
    assert "lost" in [one.id for one in comments.threads["head"].said]


# -- undo


def test_undo_takes_back_ones_own_steps_alone() -> None:
    """R10.7"""
    mine = begun(said("theirs", "bob"))
    theirs = copy(mine, "bob")
    mine.apply(AddComment(said("answer", thread="theirs")))
    mine.receive(theirs.apply(AddComment(said("later", "bob"))).update, "bob")
    assert mine.can_undo == "Comment"
    mine.undo()
    assert {id for id, one in mine.all.items() if not one.deleted} == {"theirs", "later"}
    assert mine.undo() is None
    mine.redo()
    assert not mine.all["answer"].deleted


def test_undo_leaves_what_somebody_has_written_since() -> None:
    """R10.7"""
    mine = begun(said("one"))
    theirs = copy(mine, "bob")
    theirs.receive(mine.apply(Resolve("one", Resolution("ann", "Ann", 1))).update, "ann")
    mine.receive(theirs.apply(Resolve("one", None)).update, "bob")
    mine.receive(theirs.apply(Resolve("one", SETTLED)).update, "bob")
    assert mine.can_undo is None
    assert mine.undo() is None
    assert mine.threads["one"].head.resolved == SETTLED


# -- copies converge


STEPS = ("add", "answer", "reword", "move", "delete", "resolve", "reopen", "undo", "redo")
steps = st.tuples(st.sampled_from((0, 1, 2)), st.sampled_from(STEPS), st.integers(0, 999))
PEOPLE = ("ann", "bob", "cid")


def act(comments: Comments, what: str, number: int) -> Change | None:
    """Something that one person may do, chosen by a number; None if it is refused."""
    ids = sorted(comments.all)
    chosen = ids[number % len(ids)] if ids else "none"
    new = said(f"{comments.person}{len(ids)}x{number}", comments.person, when=number % 7)
    edits: dict[str, Any] = {
        "add": AddComment(new),
        "answer": AddComment(replace(new, thread=chosen)),
        "reword": Reword(id=chosen, text=f"Said by {comments.person}", mentions=("bob",)),
        "move": MoveComment(id=chosen, pos=(number, -number), node="clip"),
        "delete": DeleteComment(chosen),
        "resolve": Resolve(chosen, Resolution(comments.person, "", number)),
        "reopen": Resolve(chosen, None),
    }
    try:
        if what in ("undo", "redo"):
            return comments.undo() if what == "undo" else comments.redo()
        return comments.apply(edits[what])
    except Refused:
        return None


@relaxed
@given(st.lists(st.tuples(steps, st.sampled_from((0, 1, 2))), max_size=60))
def test_copies_come_to_the_same_threads_whoever_hears_whom_late(
    script: list[tuple[tuple[int, str, int], int]],
) -> None:
    """R10.2"""
    first = begun(said("start"))
    copies = [first, copy(first, "bob"), copy(first, "cid")]
    log: list[tuple[int, bytes]] = []
    read = [0, 0, 0]

    def hear(me: int) -> None:
        for sender, update in log[read[me] :]:
            if sender != me:
                copies[me].receive(update, PEOPLE[sender])
        read[me] = len(log)

    for (me, what, number), hearing in script:
        change = act(copies[me], what, number)
        if change is not None and change.update:
            log.append((me, change.update))
        hear(hearing)
    for me in range(3):
        hear(me)
    assert everything(copies[0]) == everything(copies[1]) == everything(copies[2])
    assert everything(copy(copies[0], "fresh")) == everything(copies[0])
    for comment in copies[0].all.values():  # nobody's words were changed by somebody else
        assert comment.text in (f"What {comment.author} says", f"Said by {comment.author}")
