"""Who somebody is whose token was good. Rules: SPEC.md, section 6."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from collab.auth import ROOM, BadToken, Claims, Keys, new_id
from collab.effects import Person
from collab.presence import LONGEST_NAME, colour, words
from collab.roles import REVOKED, SENT_AWAY
from collab.server.book import Book, Known, Statement
from collab.server.door import Visit

PEOPLE_MOST = 20_000
"""That a room remembers; who comes later is known by their token alone."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Somebody, and what is to be remembered of them."""

    person: Person
    link: str
    token: str
    """Their personal one, for the next time; empty for plain peers, who could not keep it."""
    remember: tuple[Statement, ...] = ()


def settle(visit: Visit, hello: Mapping[str, Any], book: Book, keys: Keys) -> Settled:
    """Of what a HELLO says of its person, name and colour are believed; an id must be free, or
    proved by an `identity`: a personal token of before, in time or not. Whoever was sent away and
    comes by a link that is good is welcome back as who they were."""
    claims = visit.claims
    person_said = hello.get("person")
    said = person_said if isinstance(person_said, dict) else {}
    proved = visit.was or _proved(hello.get("identity"), claims.room, keys)
    id = _id(visit, said, proved, book)
    before = book.people.get(id)
    known = _back(before, claims.link) if before is not None and not claims.user else before
    person = Person(
        id,
        words(said.get("name"), LONGEST_NAME),
        colour(said.get("color")),
        known.role if known is not None and known.role is not None else claims.role,
        time.monotonic() + (claims.exp - time.time()),
    )
    if visit.plain:
        return Settled(person, claims.link, "")
    now_known = replace(known or Known(id), name=person.name, link=claims.link)
    same = now_known == before or (before is None and _is_full(book))
    remember = () if same else (book.know(now_known),)
    return Settled(person, claims.link, personal(claims, now_known, keys), remember)


def personal(claims: Claims, known: Known, keys: Keys) -> str:
    """A token that says who somebody is, good for as long as what it was made from, or until they
    are sent away."""
    return keys.sign(replace(claims, user=known.id, kid="", turn=known.turn))


def must_be_welcome(claims: Claims, book: Book) -> None:
    """A token that was good may have been taken back since. Raises BadToken."""
    if claims.link and book.is_revoked(claims.link):
        raise BadToken("revoked", f"Nobody comes in: {REVOKED}.")
    known = book.people.get(claims.user)
    if known is not None and (known.out or known.turn != claims.turn):
        raise BadToken("sent-away", f"Nobody comes in: {SENT_AWAY}.")


def of_media(visit: Visit, book: Book) -> Claims:
    """The same for a media socket, which has no HELLO: whoever has no personal token yet is known
    by their link."""
    claims = visit.claims
    user = claims.user or f"link-{claims.link}"[:64]
    known = book.people.get(user)
    role = known.role if known is not None and known.role is not None else claims.role
    return replace(claims, user=user, role=role)


def _proved(token: object, room: str, keys: Keys) -> str:
    try:
        proof = keys.identity(token) if isinstance(token, str) else None
    except BadToken:
        return ""  # one comes in all the same, as somebody new
    return proof.user if proof is not None and proof.room == room else ""


def _id(visit: Visit, said: Mapping[str, Any], proved: str, book: Book) -> str:
    claims = visit.claims
    if claims.user:
        return claims.user
    if visit.plain:
        # a stock client keeps its client id when it comes again, so its person must stay, too
        return f"link-{claims.link}"[:64]
    if proved:
        return proved
    proposed = said.get("id")
    free = (
        isinstance(proposed, str)
        and ROOM.fullmatch(proposed)
        and not proposed.startswith("link-")
        and proposed not in book.people
        and not _is_full(book)
    )
    return str(proposed) if free else new_id()


def _is_full(book: Book) -> bool:
    return len(book.people) >= PEOPLE_MOST


def _back(known: Known, link: str) -> Known:
    """Welcome again, if they were sent away: with what they might do then or, by another link than
    they came by, with what that says."""
    if not known.out:
        return known
    return replace(known, out=False, role=known.role if link == known.link else None)
