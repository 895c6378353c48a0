"""Whether this window may change the board, and why not."""

from __future__ import annotations

from canvas.app.session import Session
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from canvas.ui.topics import MAY_COMMENT, MAY_LOOK


def why_not_write(session: Session) -> Sentence | None:
    """None if the board may be changed here."""
    if session.readonly:
        return say(QT_TRANSLATE_NOOP("words", "This board is open to look at only."))
    if session.together.may_edit:
        return None
    if session.together.may_comment:
        return say(MAY_COMMENT)
    return say(MAY_LOOK)
