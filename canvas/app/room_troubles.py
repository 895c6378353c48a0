"""What can go wrong with a room, in words for people."""

from __future__ import annotations

from pathlib import Path

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from collab.roles import REVOKED, SENT_AWAY, Role
from collab.wire import Code


class MayNotEdit(Trouble):
    """A change by somebody who may only look, or only comment."""

    code = "may_not_edit"


class NotTogether(Trouble):
    """Something was wanted of a room, and there is none, or it cannot be reached."""

    code = "not_together"


class RoomRefused(Trouble):
    """The room does not let us in."""

    code = "room_refused"


class RoomUnfit(Trouble):
    """The room sent what this program does not take."""

    code = "room_unfit"


class NoServer(Trouble):
    """The server beside this program does not start."""

    code = "no_server"


class NoBoardThere(Trouble):
    """There is nothing in the room yet."""

    code = "no_board_there"


class ApartFromRoom(Trouble):
    """This copy and the room's cannot be brought together."""

    code = "apart_from_room"


def _nothing_changed() -> Sentence:
    return say(QT_TRANSLATE_NOOP("words", "Nothing was changed."))


def _all_here() -> Sentence:
    return say(QT_TRANSLATE_NOOP("words", "All your work is saved on this computer."))


def may_not_edit(role: Role) -> MayNotEdit:
    if role is Role.commenter:
        what = say(QT_TRANSLATE_NOOP("words", "You may comment on this board, not change it."))
    else:
        what = say(QT_TRANSLATE_NOOP("words", "You may look at this board, not change it."))
    remedy = QT_TRANSLATE_NOOP("words", "Ask the owner of the board for a link to edit.")
    return MayNotEdit(what, meaning=_nothing_changed(), remedy=say(remedy))


def render_left_out(role: Role) -> MayNotEdit:
    """A render that was begun before the role was another."""
    trouble = may_not_edit(role)
    trouble.meaning = say(
        QT_TRANSLATE_NOOP("words", "A render has finished; its take was not added to the board.")
    )
    return trouble


def not_there() -> NotTogether:
    return NotTogether(
        say(QT_TRANSLATE_NOOP("words", "The room cannot be reached now.")),
        meaning=_all_here(),
        remedy=say(QT_TRANSLATE_NOOP("words", "Try again once you are connected.")),
    )


def alone() -> NotTogether:
    return NotTogether(
        say(QT_TRANSLATE_NOOP("words", "This board is not shared.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Share it first, or join a room by its link.")),
    )


def looking_only() -> NotTogether:
    return NotTogether(
        say(QT_TRANSLATE_NOOP("words", "A board that is open to look at only cannot be shared.")),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Close it where it is being written, then open it again.")
        ),
    )


def other_board() -> NotTogether:
    """A link into the room of another board than this."""
    return NotTogether(
        say(QT_TRANSLATE_NOOP("words", "This link leads to another board than this one.")),
        meaning=_nothing_changed(),
        remedy=say(QT_TRANSLATE_NOOP("words", "Join it as a board of its own.")),
    )


def refused(code: int, reason: str) -> RoomRefused:
    """By a close code that is final."""
    remedy = QT_TRANSLATE_NOOP("words", "Ask the owner of the board for a new link.")
    if code == Code.token or REVOKED in reason:
        what = say(QT_TRANSLATE_NOOP("words", "The link into this room is no longer valid."))
    elif code == Code.forbidden and (SENT_AWAY in reason or not reason):
        what = say(QT_TRANSLATE_NOOP("words", "You were taken out of this room."))
    elif code == Code.lineage:
        what = say(QT_TRANSLATE_NOOP("words", "The room holds another board than this one."))
    else:
        what = say(QT_TRANSLATE_NOOP("words", "The room refuses: {reason}"), reason=reason)
        remedy = QT_TRANSLATE_NOOP("words", "Ask the owner of the board.")
    return RoomRefused(what, meaning=_all_here(), remedy=say(remedy))


_REASONS = frozenset(
    {
        QT_TRANSLATE_NOOP("words", "nobody answers"),
        QT_TRANSLATE_NOOP("words", "nothing was heard any more"),
        QT_TRANSLATE_NOOP("words", "the connection was lost"),
    }
)
"""What we say ourselves; a system and a server say what they like."""


def unreachable(host: str, reason: str) -> NotTogether:
    reason = reason or "the connection was lost"
    return NotTogether(
        say(
            QT_TRANSLATE_NOOP("words", "{host} cannot be reached: {reason}"),
            host=host,
            reason=say(reason) if reason in _REASONS else reason,
        ),
        meaning=_all_here(),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "It is tried again by itself. Check the network, and whether it is on."
            )
        ),
    )


def untrusted(host: str) -> RoomRefused:
    return RoomRefused(
        say(
            QT_TRANSLATE_NOOP(
                "words", "Somebody else answers at {host}: its certificate is not the link's."
            ),
            host=host,
        ),
        meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was sent to it.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Ask the owner of the board for a new link.")),
    )


def unfit(reason: str) -> RoomUnfit:
    return RoomUnfit(
        say(
            QT_TRANSLATE_NOOP("words", "The room sent something unreadable: {reason}"),
            reason=reason,
        ),
        meaning=say(QT_TRANSLATE_NOOP("words", "It was not let in; your board is as you left it.")),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Update Shotweave, here and where the room's server runs.")
        ),
    )


def no_server(reason: str) -> NoServer:
    return NoServer(
        say(
            QT_TRANSLATE_NOOP("words", "The server for this board does not start: {reason}"),
            reason=reason,
        ),
        meaning=_all_here(),
        remedy=say(QT_TRANSLATE_NOOP("words", "It is tried again by itself.")),
    )


def no_board_there() -> NoBoardThere:
    return NoBoardThere(
        say(QT_TRANSLATE_NOOP("words", "There is no board in this room yet.")),
        remedy=say(QT_TRANSLATE_NOOP("words", "Ask its owner to open the board there first.")),
    )


def apart(copy: Path, *, lineage: bool) -> ApartFromRoom:
    """Where what stands here will be found."""
    if lineage:
        what = say(QT_TRANSLATE_NOOP("words", "The room now holds another board than yours."))
    else:
        what = say(
            QT_TRANSLATE_NOOP(
                "words", "The room does not take the changes that you made before you came back."
            )
        )
    return ApartFromRoom(
        what,
        meaning=say(
            QT_TRANSLATE_NOOP("words", "Your own board is kept, whole, as “{copy}”."),
            copy=copy.stem,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "You now see the board of the room.")),
    )
