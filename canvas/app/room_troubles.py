"""What can go wrong with a room, in words for people."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, Trouble, say
from collab.roles import REVOKED, SENT_AWAY, Role
from collab.wire import Code


class MayNotEdit(Trouble):
    """A change by somebody who may only look, or only comment."""

    code = "may_not_edit"


class RenderLeftOut(MayNotEdit):
    """A take that has nowhere to go."""

    code = "render_left_out"


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
    copy: Path | None = None
    """Where the board lies that was set aside."""


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


def render_left_out(role: Role) -> RenderLeftOut:
    """A render that was begun before the role was another."""
    trouble = may_not_edit(role)
    return RenderLeftOut(
        trouble.what,
        meaning=say(
            QT_TRANSLATE_NOOP(
                "words", "A render has finished; its take was not added to the board."
            )
        ),
        remedy=trouble.remedy,
    )


def taken_for_another(place: str) -> RoomRefused:
    return RoomRefused(
        say(
            QT_TRANSLATE_NOOP(
                "words",
                "The room at {place} no longer knew you, so this board was opened anew, and you"
                " are somebody new there.",
            ),
            place=place,
        ),
        meaning=say(
            QT_TRANSLATE_NOOP(
                "words",
                "All your work is here. What the room lacks of it comes there with an owner, or"
                " after ten minutes.",
            )
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "You can work on.")),
    )


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
        words = QT_TRANSLATE_NOOP("words", "The room refuses: {reason}")
        what = say(words, reason=in_words(reason))
        remedy = QT_TRANSLATE_NOOP("words", "Ask the owner of the board.")
    return RoomRefused(what, meaning=_all_here(), remedy=say(remedy))


_REASONS = frozenset(
    {
        QT_TRANSLATE_NOOP("words", "nobody answers"),
        QT_TRANSLATE_NOOP("words", "nothing was heard any more"),
        QT_TRANSLATE_NOOP("words", "the connection was lost"),
        QT_TRANSLATE_NOOP("words", "nobody knows this name"),
        QT_TRANSLATE_NOOP("words", "nobody is listening there"),
        QT_TRANSLATE_NOOP("words", "there is no way to it from here"),
        QT_TRANSLATE_NOOP("words", "this computer has no network"),
        QT_TRANSLATE_NOOP("words", "the server is stopping"),
        QT_TRANSLATE_NOOP("words", "the room begins anew"),
        QT_TRANSLATE_NOOP("words", "the owner has not opened this board here yet"),
        QT_TRANSLATE_NOOP("words", "some edits wait for the people who made them"),
        QT_TRANSLATE_NOOP("words", "some comments bear somebody else's name"),
        QT_TRANSLATE_NOOP("words", "a comment in somebody else's name"),
        QT_TRANSLATE_NOOP("words", "the server's disk is too slow for now"),
        QT_TRANSLATE_NOOP("words", "this client keeps the others waiting"),
        QT_TRANSLATE_NOOP("words", "this client sends more than the room can take in"),
        QT_TRANSLATE_NOOP("words", "this window has come back on a new connection"),
        QT_TRANSLATE_NOOP("words", "this client id belongs to somebody else"),
        QT_TRANSLATE_NOOP("words", "Too many attempts from this address; wait a minute."),
        QT_TRANSLATE_NOOP("words", "There is nothing here."),
        QT_TRANSLATE_NOOP("words", "The server is about to stop."),
        QT_TRANSLATE_NOOP("words", "The server has too many rooms open; try again in a minute."),
        QT_TRANSLATE_NOOP(
            "words", "this room speaks another version of the protocol: update Shotweave"
        ),
    }
)
"""What we and our server say to people who did nothing wrong; others say what they like."""


def in_words(reason: str) -> Sentence | str:
    """What somebody else says of themselves, in the reader's language where it is known."""
    return say(reason) if reason in _REASONS else reason


def unreachable(host: str, reason: str) -> NotTogether:
    reason = reason or "the connection was lost"
    return NotTogether(
        say(
            QT_TRANSLATE_NOOP("words", "{host} cannot be reached: {reason}"),
            host=host,
            reason=in_words(reason),
        ),
        meaning=_all_here(),
        remedy=say(
            QT_TRANSLATE_NOOP(
                "words", "It is tried again by itself. Check the network, and whether it is on."
            )
        ),
    )


def not_now(host: str, reason: str, *, first: bool = False) -> NotTogether:
    """It answers, and has a reason to let nobody in for a while; `first` for whoever has no board
    of it yet."""
    remedy = QT_TRANSLATE_NOOP("words", "It is tried again by itself.")
    meaning = _all_here()
    if first:
        remedy = QT_TRANSLATE_NOOP("words", "Try again in a minute.")
        meaning = say(QT_TRANSLATE_NOOP("words", "Nothing was opened."))
    words = QT_TRANSLATE_NOOP("words", "{host} answers, but not yet with the board: {reason}")
    what = say(words, host=host, reason=in_words(reason))
    return NotTogether(what, meaning=meaning, remedy=say(remedy))


def not_found(place: str, reason: str) -> NotTogether:
    """The same for whoever comes for the first time."""
    remedy = QT_TRANSLATE_NOOP(
        "words", "See that the board is open and shared there, and try again or ask for a new link."
    )
    if is_inside(place):
        remedy = QT_TRANSLATE_NOOP(
            "words",
            "This address holds within one network: be in the same one as whoever shares the"
            " board, and see that it is open and shared there.",
        )
    trouble = unreachable(place, reason)
    trouble.meaning = say(QT_TRANSLATE_NOOP("words", "Nothing was opened."))
    trouble.remedy = say(remedy)
    return trouble


def is_inside(place: str) -> bool:
    """Whether host:port means something within one network alone."""
    host = urlsplit(f"//{place}").hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".local")
    return not address.is_global


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
                "words", "The room did not take the changes that were last made here."
            )
        )
    trouble = ApartFromRoom(
        what,
        meaning=say(
            QT_TRANSLATE_NOOP("words", "Your own board is kept, whole, as “{copy}”."),
            copy=copy.stem,
        ),
        remedy=say(QT_TRANSLATE_NOOP("words", "You now see the board of the room.")),
    )
    trouble.copy = copy
    return trouble
