"""Bookmarks and the way back, as commands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from canvas.app.commands.marks import (
    NoSuchPlace,
    add_bookmark,
    delete_bookmark,
    go_back,
    go_forward,
    go_to_bookmark,
    rename_bookmark,
    retake_bookmark,
)
from canvas.app.commands.nodes import add_node
from canvas.app.session import Session
from canvas.document.places import bookmarks
from canvas.editor.camera import Camera
from canvas.editor.editor import Editor


@pytest.fixture
def editor(session: Session) -> Iterator[Editor]:
    editor = Editor(session.board)
    editor.camera = Camera(x=0, y=0, width=1000, height=800)
    yield editor
    editor.close()


def names(session: Session) -> list[str]:
    return [place.name for place in bookmarks(session.board.marks)]


def test_a_bookmark_leads_back_to_what_was_in_sight(session: Session, editor: Editor) -> None:
    editor.camera = editor.camera.centred(5000, -2000).zoom_at(500, 400, 0.5)
    there = editor.camera
    place = add_bookmark(session, editor, "The roof")
    editor.camera = Camera(x=0, y=0, width=500, height=400)
    go_to_bookmark(session, editor, place)
    assert (editor.camera.x, editor.camera.y) == pytest.approx((there.x, there.y))
    assert editor.camera.zoom == pytest.approx(0.25), "half the window shows the same part"


def test_a_place_is_called_as_the_scene_frame_around_it(session: Session, editor: Editor) -> None:
    add_node(session, "scene", (-400, -300), title="The market")
    add_bookmark(session, editor)
    add_bookmark(session, editor)
    editor.camera = editor.camera.centred(9000, 0)
    add_bookmark(session, editor)
    add_bookmark(session, editor)
    assert names(session) == ["The market", "The market 2", "", ""]


def test_bookmarks_are_renamed_moved_and_deleted_in_one_step_each(
    session: Session, editor: Editor
) -> None:
    place = add_bookmark(session, editor, "Here")
    rename_bookmark(session, place, "  There ")
    retake_bookmark(session, place, (0.0, 0.0, 10.0, 10.0))
    delete_bookmark(session, place)
    assert names(session) == []
    session.undo()
    assert bookmarks(session.board.marks)[0].view == (0.0, 0.0, 10.0, 10.0)
    session.undo()
    session.undo()
    assert names(session) == ["Here"]
    session.undo()
    assert names(session) == []


def test_a_bookmark_that_is_gone_is_refused_with_a_sentence(
    session: Session, editor: Editor
) -> None:
    with pytest.raises(NoSuchPlace, match="no longer on the board"):
        go_to_bookmark(session, editor, "nowhere")
    with pytest.raises(NoSuchPlace):
        rename_bookmark(session, "nowhere", "A")


def test_back_and_forward_after_a_leap(session: Session, editor: Editor) -> None:
    start = editor.camera
    editor.camera = start.centred(9000, 0)
    place = add_bookmark(session, editor)
    editor.camera = start
    go_to_bookmark(session, editor, place)
    go_back(session, editor)
    assert editor.camera == start
    go_forward(session, editor)
    assert editor.camera.x == pytest.approx(9000)
    with pytest.raises(NoSuchPlace):
        go_forward(session, editor)
    assert editor.camera.x == pytest.approx(9000)
