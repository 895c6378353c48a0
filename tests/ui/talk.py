"""Other people's comments on a board, as a room would bring them."""

from __future__ import annotations

import time

from canvas.app.session import Session
from canvas.document.comments import AddComment, CommentEdit, Comments
from canvas.document.remarks import Comment


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
