"""Verbs of places: bookmarks of the board, and the way back after a leap."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import count

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.edits import PutMark
from canvas.document.ordering import between
from canvas.document.places import Bookmark, bookmarks, mark_of
from canvas.document.records import NodeKind, new_id
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.editor.editor import Editor


class NoSuchPlace(Trouble):
    """A bookmark that is not, or no longer, on the board."""

    code = "no_such_place"


@command(
    "bookmark.add",
    title=QT_TRANSLATE_NOOP("commands", "Bookmark this view"),
    keys=("Alt+B",),
    menu="view",
    scope="view",
)
def add_bookmark(session: Session, editor: Editor, name: str = "") -> str:
    """Keep what is in sight as a place to go to, for everybody on the board. Returns its id."""
    known = bookmarks(session.board.marks)
    seq = between(known[-1].seq if known else None, None)
    name = _free(name.strip() or _scene_in(editor), {place.name for place in known})
    place = Bookmark(id=new_id(), name=name, view=editor.camera.view, seq=seq)
    session.apply(PutMark(mark_of(place)), label="Add bookmark")
    return place.id


@command("bookmark.go", title=QT_TRANSLATE_NOOP("commands", "Go to bookmark"), scope="view")
def go_to_bookmark(session: Session, editor: Editor, bookmark: str) -> None:
    """Look at a place again, as much of it as was in sight. Raises NoSuchPlace."""
    place = _place(session, bookmark)
    editor.leap(editor.camera.fitted(place.view, margin=0.0, most=8.0))


@command("bookmark.rename", title=QT_TRANSLATE_NOOP("commands", "Rename bookmark"))
def rename_bookmark(session: Session, bookmark: str, name: str) -> None:
    """Give a place another name; an empty one leaves it to its number. Raises NoSuchPlace."""
    place = _place(session, bookmark)
    if place.name != name.strip():
        renamed = replace(place, name=name.strip())
        session.apply(PutMark(mark_of(renamed)), label="Rename bookmark")


@command("bookmark.retake", title=QT_TRANSLATE_NOOP("commands", "Bookmark what is in sight now"))
def retake_bookmark(
    session: Session, bookmark: str, view: tuple[float, float, float, float]
) -> None:
    """Let a bookmark mean another part of the board. Raises NoSuchPlace."""
    moved = replace(_place(session, bookmark), view=view)
    session.apply(PutMark(mark_of(moved)), label="Move bookmark")


@command("bookmark.delete", title=QT_TRANSLATE_NOOP("commands", "Delete bookmark"))
def delete_bookmark(session: Session, bookmark: str) -> None:
    """Take a place off the list; undo brings it back. Raises NoSuchPlace."""
    place = _place(session, bookmark)
    session.apply(PutMark(mark_of(place, deleted=True)), label="Delete bookmark")


@command(
    "view.back",
    title=QT_TRANSLATE_NOOP("commands", "Back to where I looked"),
    keys=("Alt+Home",),
    menu="view",
    scope="view",
)
def go_back(session: Session, editor: Editor) -> None:
    """Look where one looked before the last leap: a search, a bookmark, the outline, a fit."""
    place = editor.journey.back(editor.camera)
    if place is None:
        raise NoSuchPlace(say(QT_TRANSLATE_NOOP("words", "You have not looked elsewhere before.")))
    editor.travel(place)


@command(
    "view.forward",
    title=QT_TRANSLATE_NOOP("commands", "Forward again"),
    keys=("Alt+End",),
    menu="view",
    scope="view",
)
def go_forward(session: Session, editor: Editor) -> None:
    """Look where one looked before going back."""
    place = editor.journey.forward(editor.camera)
    if place is None:
        raise NoSuchPlace(say(QT_TRANSLATE_NOOP("words", "You have not gone back before.")))
    editor.travel(place)


def _place(session: Session, bookmark: str) -> Bookmark:
    for place in bookmarks(session.board.marks):
        if place.id == bookmark:
            return place
    raise NoSuchPlace(
        say(QT_TRANSLATE_NOOP("words", "This bookmark is no longer on the board.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Undo brings back what was deleted by mistake.")),
    )


def _free(name: str, taken: Collection[str]) -> str:
    """The name, numbered where another place has it."""
    numbered = (f"{name} {number}" for number in count(2))
    return next(one for one in numbered if one not in taken) if name in taken and name else name


def _scene_in(editor: Editor) -> str:
    """The name of the scene frame in the middle of the view: what a person would call the place."""
    camera, nodes = editor.camera, editor.board.nodes
    for row in reversed(editor.table.cull((camera.x, camera.y, camera.x, camera.y)).tolist()):
        node = nodes[editor.table.ids[row]]
        if node.kind is NodeKind.scene and node.title:
            return node.title
    return ""
