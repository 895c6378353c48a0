"""What a message is about: news of one thing takes the place of what was said of it before."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble

RIGHTS, ROOM = "rights", "room"

MAY_EDIT = QT_TRANSLATE_NOOP("words", "You may edit this board now.")
MAY_COMMENT = QT_TRANSLATE_NOOP(
    "words", "You may comment on this board, not change it. Ask its owner for more."
)
MAY_LOOK = QT_TRANSLATE_NOOP(
    "words", "You may look at this board, not change it. Ask its owner for more."
)

_OF_RIGHTS = frozenset((MAY_EDIT, MAY_COMMENT, MAY_LOOK))


def topic_of(about: Trouble | Sentence) -> str:
    """Empty for what stands for itself."""
    if isinstance(about, Sentence):
        return RIGHTS if about.text in _OF_RIGHTS else ""
    return RIGHTS if is_passing(about) else ""


def is_passing(about: Trouble) -> bool:
    """A press that is refused, with nothing lost by it: whoever has read that needs it no more."""
    # late: no start page needs it
    from canvas.app.comments import MayNotComment
    from canvas.app.room_troubles import MayNotEdit, RenderLeftOut

    refused = isinstance(about, MayNotEdit | MayNotComment)
    return refused and not isinstance(about, RenderLeftOut)
