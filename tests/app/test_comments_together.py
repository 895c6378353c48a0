"""Comments in a real room: they reach the others, wait while there is no connection, and need no
right to write the board. The rules stand in section 10 of collab/SPEC.md."""

from __future__ import annotations

import shutil

import pytest

from canvas.app.commands.comments import (
    add_comment,
    delete_comment,
    edit_comment,
    reply,
    resolve,
    undo_comment,
)
from canvas.app.comments import MayNotComment
from canvas.app.notices import CommentsChanged
from canvas.app.room_troubles import MayNotEdit
from canvas.app.session import Session
from canvas.document.comments import AddComment
from canvas.document.edits import Refused
from canvas.document.remarks import Comment
from collab.roles import Role
from tests.app.rooms import Cable, Table, link_to, note
from tests.collab.serving import ServedHere


def said(session: Session) -> list[str]:
    return sorted(one.text for each in session.comments.threads.values() for one in each.said)


def test_what_one_says_the_other_reads_and_answers(table: Table, server: ServedHere) -> None:
    """R10.13"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    thread = add_comment(ann, "Too dark", (3, 4))
    table.until(lambda: said(bob) == ["Too dark"])
    assert CommentsChanged(frozenset({thread})) in table.heard[bob]
    assert [one.id for one in bob.comments.unread()] == [thread]
    assert bob.comments.people()["ann"] == "Ann"
    reply(bob, thread, "It is dawn")
    resolve(bob, thread)
    table.until(lambda: said(ann) == ["It is dawn", "Too dark"])
    table.until_settled(ann, bob)
    assert dict(ann.comments.all) == dict(bob.comments.all)
    found = ann.comments.threads[thread].head.resolved
    assert found is not None
    assert found.name == "Bob"


def test_what_was_said_before_the_room_is_there_for_whoever_joins(
    table: Table, server: ServedHere
) -> None:
    """R10.13"""
    ann = table.create("ann")
    add_comment(ann, "Before anybody came", (0, 0))
    table.close(ann)
    ann = table.open("ann", ann.path)
    ann.together.join(link_to(server, Role.owner))
    table.until_settled(ann)
    bob = table.guest("bob", server)
    table.until(lambda: said(bob) == ["Before anybody came"])


def test_what_is_said_without_a_connection_is_read_later(table: Table, server: ServedHere) -> None:
    """R10.13"""
    with Cable(server.port) as cable:
        ann = table.owner("ann", server)
        bob = table.guest("bob", server, port=cable.port)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        add_comment(bob, "From the train", (0, 0))
        add_comment(ann, "From the desk", (0, 0))
        table.drain()
        assert said(ann) == ["From the desk"]
        cable.mend()
        table.until(lambda: said(ann) == said(bob) == ["From the desk", "From the train"])
        table.until_settled(ann, bob)


def test_it_waits_through_a_restart_too(table: Table, server: ServedHere) -> None:
    """R10.8, R10.13"""
    ann = table.owner("ann", server)
    with Cable(server.port) as cable:
        bob = table.guest("bob", server, port=cable.port)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        add_comment(bob, "Kept", (0, 0))
        bob.flush()
        table.close(bob)
        cable.mend()
        table.open("bob", bob.path)
        table.until(lambda: said(ann) == ["Kept"])


def test_a_commenter_comments_and_leaves_the_board_alone(table: Table, server: ServedHere) -> None:
    """R10.4"""
    ann = table.owner("ann", server)
    cid = table.guest("cid", server, Role.commenter)
    thread = add_comment(ann, "What do you think?", (0, 0))
    table.until(lambda: said(cid) == ["What do you think?"])
    reply(cid, thread, "Good")
    table.until(lambda: said(ann) == ["Good", "What do you think?"])
    with pytest.raises(MayNotEdit):
        note(cid, "not allowed")
    table.until_settled(ann, cid)


def test_a_viewer_reads_and_says_nothing(table: Table, server: ServedHere) -> None:
    """R10.4"""
    ann = table.owner("ann", server)
    vic = table.guest("vic", server, Role.viewer)
    thread = add_comment(ann, "Hello", (0, 0))
    table.until(lambda: said(vic) == ["Hello"])
    with pytest.raises(MayNotComment):
        reply(vic, thread, "I may not")
    assert said(vic) == ["Hello"]


def test_words_stay_their_authors_in_the_room(table: Table, server: ServedHere) -> None:
    """R10.3, R10.7"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    thread = add_comment(ann, "Mine", (0, 0))
    table.until(lambda: said(bob) == ["Mine"])
    with pytest.raises(Refused, match="Ann"):
        edit_comment(bob, thread, "Yours")
    delete_comment(ann, thread)
    table.until(lambda: said(bob) == [])
    assert undo_comment(bob) is None  # nothing of his own
    undo_comment(ann)
    table.until(lambda: said(bob) == ["Mine"])
    table.until_settled(ann, bob)


def in_anns_name(bob: Session, id: str) -> None:
    """What Bob's program would not do, unless he has changed it."""
    bob.comments.must_be_writable()
    bob.comments.comments.mine = {"ann"}
    bob.comments.comments.apply(AddComment(Comment(id=id, author="ann", name="Ann", text="Cut it")))


def test_a_changed_program_comments_in_nobody_elses_name(table: Table, server: ServedHere) -> None:
    """R10.3"""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    mine = add_comment(bob, "Mine", (0, 0))
    table.until_settled(ann, bob)
    in_anns_name(bob, "forged")
    table.until(lambda: bob.together.state == "refused")
    assert set(ann.comments.all) == {mine}


def test_nor_by_doing_it_where_nobody_looks(table: Table, server: ServedHere) -> None:
    """R10.3: his board goes on, his comments wait."""
    with Cable(server.port) as cable:
        ann = table.owner("ann", server)
        bob = table.guest("bob", server, port=cable.port)
        cable.cut()
        table.until(lambda: bob.together.state == "offline")
        in_anns_name(bob, "forged")
        made = note(bob, "From the train")
        cable.mend()
        table.until(lambda: made in ann.board.nodes)
        assert bob.together.state == "live"
        cid = table.guest("cid", server)
        assert said(ann) == said(cid) == []


def test_who_is_somebody_else_to_the_room_signs_anew(table: Table, server: ServedHere) -> None:
    """R10.3: what was said before the room knew one by another id is said under that one."""
    ann = table.owner("ann", server)
    bob = table.guest("bob", server)
    table.until_settled(ann, bob)
    table.close(bob)
    for home in (table.place / "home of bob").rglob("rooms"):
        shutil.rmtree(home)
    bob = table.open("bob", bob.path)  # his computer has forgotten the room, and who he is there
    said_alone = add_comment(bob, "Said alone", (0, 0))
    assert bob.comments.all[said_alone].author == "bob"
    bob.together.join(link_to(server))
    table.until_settled(ann, bob)
    table.until(lambda: said_alone in ann.comments.all)
    assert bob.together.me.id != "bob"
    assert ann.comments.all[said_alone].author == bob.together.me.id
    assert dict(ann.comments.all) == dict(bob.comments.all)
    edit_comment(bob, said_alone, "Said here")
    table.until(lambda: said(ann) == ["Said here"])
