"""What a link into a room says of itself: which board, what one may do there, who answers."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from canvas.ui.person_menu import role_words
from collab.auth import BadToken, unproved
from collab.discovery import Found
from collab.links import BadLink, Link, parse
from collab.roles import Role

translate = QCoreApplication.translate

FIGURES = 16
"""Of a certificate's 64 figures: as many as two people compare by telephone."""


def link_in(text: str) -> Link | None:
    """The link that stands in a text."""
    try:
        return parse(text)
    except BadLink:
        return None


def role_of(token: str) -> Role | None:
    """What a token says that one may do; it need not be so."""
    try:
        return unproved(token).role
    except BadToken:
        return None


def certificate(fingerprint: str) -> str:
    """The first figures of a fingerprint, in groups; empty without one."""
    if not fingerprint:
        return ""
    figures = " ".join(fingerprint[at : at + 4] for at in range(0, FIGURES, 4))
    return translate("LinkWords", "Certificate {figures}").format(figures=figures)


def board_words(found: Found) -> str:
    """A board that is open on the network, by whom."""
    title = found.title or translate("JoinDialog", "Untitled")
    of = translate("JoinDialog", "{title}, by {owner}")
    return of.format(title=title, owner=found.owner) if found.owner else title


def about(link: Link, here: Iterable[Found]) -> str:
    """One line: the board if it is open on this network, else where it is; what one may do; and by
    which certificate it is known."""
    board = next((board_words(one) for one in here if one.room == link.room), link.place)
    role = role_of(link.token)
    may = role_words(role) if role is not None else ""
    return "  ·  ".join(filter(None, (board, may, certificate(link.fingerprint))))
