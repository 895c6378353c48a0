"""What is done to a room without its being open: founded for a board, links made and revoked."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

from assets.logbook import logbook_trouble
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from collab.auth import Claims, Keys, new_id
from collab.roles import Role
from collab.server.book import FOREVER, Book, Invitation, Statement
from collab.server.places import book_file

DAY = 86_400


class OtherBoard(Trouble):
    """The room holds another board."""

    code = "other-board"


def invitation(keys: Keys, role: Role, days: int, person: str = "") -> Invitation:
    """A new link; 0 days are for ever."""
    now = int(time.time())
    exp = now + days * DAY if days else FOREVER
    return Invitation(new_id(), role, exp, keys.current, now, person)


def token_of(keys: Keys, room: str, link: Invitation) -> str:
    """The token of a link, the same each time."""
    return keys.sign(Claims(room, link.role, link.exp, link=link.id, kid=link.kid))


def found(data: Path, keys: Keys, room: str, lineage: str) -> str:
    """Make the room for a board of this lineage; its owner's token, the same at each start. Raises
    OtherBoard, DiskTrouble."""
    with closing(Book(book_file(data, room))) as book:
        if lineage and book.lineage not in ("", lineage):
            raise OtherBoard(
                say(QT_TRANSLATE_NOOP("words", "The room {room} holds another board."), room=room),
                meaning=say(QT_TRANSLATE_NOOP("words", "Nothing was shared or changed.")),
                remedy=say(QT_TRANSLATE_NOOP("words", "Choose another name for the room.")),
            )
        statements = []
        if lineage and not book.lineage:
            statements.append(book.take_lineage(lineage))
        link = _owners(book)
        if link is None:
            link = invitation(keys, Role.owner, 0)
            statements.append(book.invite(link))
        _write(book, statements)
        return token_of(keys, room, link)


def invite(data: Path, keys: Keys, room: str, role: Role, days: int) -> tuple[Invitation, str]:
    """A new link and its token. Raises DiskTrouble."""
    link = invitation(keys, role, days)
    with closing(Book(book_file(data, room))) as book:
        _write(book, [book.invite(link)])
    return link, token_of(keys, room, link)


def revoke(data: Path, room: str, id: str) -> bool:
    """Whether the room knew this link. Raises DiskTrouble."""
    with closing(Book(book_file(data, room))) as book:
        known = id in book.links
        _write(book, [book.revoke(id)])
        return known


def good_links(data: Path, room: str) -> list[Invitation]:
    """Those that still open the room. Raises DiskTrouble."""
    now = time.time()
    with closing(Book(book_file(data, room))) as book:
        return [link for link in book.links.values() if not link.revoked and link.exp > now]


def _owners(book: Book) -> Invitation | None:
    """The link that this server made for the owner before."""
    for link in book.links.values():
        if link.role == Role.owner and not link.person and not link.revoked and link.exp == FOREVER:
            return link
    return None


def _write(book: Book, statements: list[Statement]) -> None:
    if not statements:
        return
    try:
        book.write(statements)
    except sqlite3.Error as error:
        raise logbook_trouble(error, book.path) from error
