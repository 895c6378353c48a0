"""A step of the tour is over when the person has done it, not before."""

from __future__ import annotations

from pathlib import Path

from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node, set_text
from canvas.app.session import Session
from canvas.app.touring import Made, done, newest
from canvas.document.records import NodeKind


def test_words_count_once_something_is_written(session: Session) -> None:
    before = Made.on(session.board)
    words = add_node(session, "prompt", (0, 0))
    assert not done("words", before, Made.on(session.board))
    set_text(session, words, " ")
    assert not done("words", before, Made.on(session.board))
    set_text(session, words, "A cat")
    assert done("words", before, Made.on(session.board))
    assert not done("picture", before, Made.on(session.board))


def test_a_picture_counts_with_its_file_and_a_link_where_it_ends_in_a_clip(
    session: Session, pictures: Path
) -> None:
    before = Made.on(session.board)
    add_node(session, "picture", (0, 0))
    assert not done("picture", before, Made.on(session.board))
    (picture,) = import_files(session, [pictures / "cat.jpg"], clips=False).nodes
    assert done("picture", before, Made.on(session.board))
    clip = add_node(session, "clip", (400, 0))
    assert not done("link", before, Made.on(session.board))
    connect(session, picture, "picture", clip, "first")
    assert done("link", before, Made.on(session.board))


def test_what_was_there_before_does_not_count(session: Session) -> None:
    add_node(session, "prompt", (0, 0), text="A cat")
    before = Made.on(session.board)
    assert not done("words", before, Made.on(session.board))
    for unseen in ("play", "export"):
        assert not done(unseen, before, Made.on(session.board))


def test_the_newest_is_the_front_most(session: Session) -> None:
    assert newest(session.board, NodeKind.prompt) is None
    add_node(session, "prompt", (0, 0))
    last = add_node(session, "prompt", (0, 300))
    assert newest(session.board, NodeKind.prompt) == last
