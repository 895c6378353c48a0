"""Verbs of comments: say something about a board, answer, settle it, and find what is unread."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from canvas.app.commands.registry import command
from canvas.app.session import Session
from canvas.document.comments import (
    AddComment,
    CommentEdit,
    DeleteComment,
    MoveComment,
    Resolve,
    Reword,
)
from canvas.document.records import Node, new_id
from canvas.document.remarks import Comment, Resolution, Thread
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from canvas.editor.editor import Editor
from canvas.editor.folding import shown_size
from canvas.editor.pins import place_of


class NoSuchComment(Trouble):
    """A comment that is not there, or nothing unread to go to."""

    code = "no_such_comment"


@command("comment.add", title=QT_TRANSLATE_NOOP("commands", "Comment"))
def add_comment(
    session: Session,
    text: str,
    pos: tuple[float, float] | None = None,
    *,
    node: str | None = None,
    frame: int | None = None,
    region: tuple[float, float, float, float] | None = None,
    mentions: Sequence[str] = (),
) -> str:
    """Say something about a place of the board, a node, a moment of a clip, or a part of its
    picture. `frame` counts at the board's rate. Returns the comment's id."""
    pos, spot = _pinned(session, node, pos)
    made = _said(session, text, mentions, node=node, pos=pos, spot=spot)
    if frame is not None:
        made["frame"], made["rate"] = frame, session.board.meta.rate
    comment = Comment(region=region, **made)  # type: ignore[arg-type]  # by name
    session.comments.apply(AddComment(comment))
    return comment.id


@command("comment.reply", title=QT_TRANSLATE_NOOP("commands", "Answer a comment"))
def reply(session: Session, thread: str, text: str, mentions: Sequence[str] = ()) -> str:
    """Answer a comment; one that was resolved is open again. Returns the answer's id."""
    made = _said(session, text, mentions, thread=thread)
    edits: list[CommentEdit] = [AddComment(Comment(**made))]  # type: ignore[arg-type]  # by name
    found = session.comments.threads.get(thread)
    if found is not None and found.is_resolved:
        edits.append(Resolve(thread, None))
    session.comments.apply(*edits, label="Answer")
    session.comments.mark_read([thread])
    return str(made["id"])


@command("comment.edit", title=QT_TRANSLATE_NOOP("commands", "Edit a comment"))
def edit_comment(session: Session, comment: str, text: str, mentions: Sequence[str] = ()) -> None:
    """Say something else in one's own comment."""
    known = session.comments.all.get(comment)
    if known is None or known.text != text.strip():
        session.comments.apply(
            Reword(id=comment, text=text.strip(), mentions=tuple(mentions), when=_now())
        )


@command("comment.move", title=QT_TRANSLATE_NOOP("commands", "Move a comment"))
def move_comment(
    session: Session, comment: str, pos: tuple[float, float], node: str | None = None
) -> None:
    """Pin one's own comment to another place, or onto a node."""
    pos, spot = _pinned(session, node, pos)
    session.comments.apply(MoveComment(id=comment, pos=pos, node=node, spot=spot))


@command("comment.delete", title=QT_TRANSLATE_NOOP("commands", "Delete a comment"))
def delete_comment(session: Session, comment: str) -> None:
    """Delete one's own comment; answers to it stay. `comment.undo` brings it back."""
    session.comments.apply(DeleteComment(comment))


@command("comment.resolve", title=QT_TRANSLATE_NOOP("commands", "Resolve a comment"))
def resolve(session: Session, thread: str) -> None:
    """Settle a thread: it leaves the canvas, and stays in the list."""
    me = session.together.me
    session.comments.apply(Resolve(thread, Resolution(me.id, me.name, _now())))


@command("comment.reopen", title=QT_TRANSLATE_NOOP("commands", "Reopen a comment"))
def reopen(session: Session, thread: str) -> None:
    """Open a thread again that was resolved."""
    session.comments.apply(Resolve(thread, None), label="Reopen comment")


@command("comment.read", title=QT_TRANSLATE_NOOP("commands", "Mark a comment as read"))
def mark_read(session: Session, threads: Iterable[str]) -> bool:
    """Note that these threads were read, for this person on this computer. Says whether that is
    news."""
    return session.comments.mark_read(threads)


@command(
    "comment.read_all",
    title=QT_TRANSLATE_NOOP("commands", "Mark all comments as read"),
    menu="view",
    scope="view",
)
def mark_all_read(session: Session, editor: Editor) -> None:
    """Note that everything was read."""
    if not session.comments.mark_read(list(session.comments.threads)):
        raise NoSuchComment(say(QT_TRANSLATE_NOOP("words", "Every comment is read already.")))


@command("comment.next", title=QT_TRANSLATE_NOOP("commands", "Next unread comment"), scope="view")
def go_to_next_unread(session: Session, editor: Editor) -> str:
    """Look at the oldest thread in which something is unread. Returns its id."""
    unread = session.comments.unread()
    if not unread:
        raise NoSuchComment(say(QT_TRANSLATE_NOOP("words", "There is no unread comment.")))
    go_to_comment(session, editor, unread[0].id)
    return unread[0].id


@command("comment.go", title=QT_TRANSLATE_NOOP("commands", "Go to a comment"), scope="view")
def go_to_comment(session: Session, editor: Editor, thread: str) -> None:
    """Look at where a thread is pinned, or was while its node was there."""
    found = session.comments.threads.get(thread)
    if found is None:
        raise NoSuchComment(say(QT_TRANSLATE_NOOP("words", "This comment is no longer there.")))
    x, y = place_of(found.head, editor.table) or found.head.pos
    camera = editor.camera
    left, top, right, bottom = camera.view
    inside_x, inside_y = (right - left) * 0.15, (bottom - top) * 0.15
    if not (left + inside_x < x < right - inside_x and top + inside_y < y < bottom - inside_y):
        editor.leap(camera.centred(x, y))


@command("comment.undo", title=QT_TRANSLATE_NOOP("commands", "Undo in comments"), menu="view")
def undo_comment(session: Session) -> str | None:
    """Take back one's own last step in the comments. Returns what it was, None if there is
    none."""
    change = session.comments.undo()
    return None if change is None else change.label


@command("comment.redo", title=QT_TRANSLATE_NOOP("commands", "Redo in comments"), menu="view")
def redo_comment(session: Session) -> str | None:
    """Do again what was taken back in the comments."""
    change = session.comments.redo()
    return None if change is None else change.label


def counted(session: Session) -> dict[str, int]:
    """How many threads there are, for a description of the board."""
    threads: Sequence[Thread] = list(session.comments.threads.values())
    resolved = sum(thread.is_resolved for thread in threads)
    return {
        "open": len(threads) - resolved,
        "resolved": resolved,
        "unread": len(session.comments.unread()),
    }


def _said(
    session: Session, text: str, mentions: Sequence[str], **where: object
) -> dict[str, object]:
    me = session.together.me
    return {
        "id": new_id(),
        "author": me.id,
        "name": me.name,
        "when": _now(),
        "text": text.strip(),
        "mentions": tuple(dict.fromkeys(mentions)),
        **where,
    }


def _pinned(
    session: Session, node: str | None, pos: tuple[float, float] | None
) -> tuple[tuple[float, float], tuple[float, float] | None]:
    """The place in the world, and its shares of the node that it is on: the top right corner of a
    node where nobody says more."""
    if node is None:
        return pos or (0.0, 0.0), None
    found = session.board.nodes.get(node)
    if found is None:
        raise NoSuchComment(
            say(QT_TRANSLATE_NOOP("words", "What you comment on is no longer on the board.")),
            meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was changed.")),
        )
    if pos is None:
        pos = (found.pos[0] + shown_size(found)[0], found.pos[1])
    return pos, _shares(found, pos)


def _shares(node: Node, pos: tuple[float, float]) -> tuple[float, float]:
    wide, high = shown_size(node)
    across, down = (pos[0] - node.pos[0]) / wide, (pos[1] - node.pos[1]) / high
    return min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0)


def _now() -> int:
    return time.time_ns() // 1_000_000
