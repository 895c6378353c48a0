"""Comments in a window: what others say, as a room would bring it, and what is open."""

from __future__ import annotations

import time

from PySide6.QtCore import QPoint

from canvas.app.session import Session
from canvas.document.comments import AddComment, CommentEdit, Comments
from canvas.document.remarks import Comment
from canvas.ui.comment_thread import ThreadCard
from canvas.ui.commenting import Commenting
from canvas.ui.main_window import MainWindow


class Somebody:
    """Another person on the same board."""

    def __init__(self, session: Session, name: str = "Bob Martin", id: str = "bob") -> None:
        self.name, self.id = name, id
        self._session, self._count = session, 0

    def says(self, text: str, thread: str | None = None, **more: object) -> str:
        self._count += 1
        comment = Comment(
            id=f"{self.id}-{self._count}",
            author=self.id,
            name=self.name,
            text=text,
            when=time.time_ns() // 1_000_000,
            thread=thread,
            **more,  # type: ignore[arg-type]  # by name
        )
        self.does(AddComment(comment))
        return comment.id

    def does(self, *edits: CommentEdit) -> None:
        talk = self._session.comments
        copy = Comments.load([talk.encode()], person=self.id)
        talk.receive(copy.apply(*edits).update, self.id, "Comment")


def card(talk: Commenting) -> ThreadCard:
    assert talk.discussion.card is not None
    assert talk.discussion.is_open
    return talk.discussion.card


def screen(window: MainWindow, x: float, y: float) -> QPoint:
    px, py = window.editor.camera.to_screen(x, y)
    return QPoint(round(px), round(py))


def said(session: Session) -> list[str]:
    return [one.text for thread in session.comments.latest_first() for one in thread.said]
