"""What an owner may ask of the server: links, roles, and who has to go. Rules: SPEC.md, section 6.

Answers come once what they say is on the disk.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from collab.auth import Claims
from collab.effects import Asked
from collab.roles import Role
from collab.server.book import FOREVER, Book, Invitation, Known
from collab.server.clerk import Clerk
from collab.server.common import Common
from collab.server.founding import invitation, token_of
from collab.server.identity import personal
from collab.server.visitor import Visitor

DAYS_MOST = 3650
LINKS_MOST = 1000
"""Links of one room that are good at once."""

Body: TypeAlias = "dict[str, Any]"


class No(Exception):
    """A question that gets no for an answer."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass
class Owning:
    """The owner's desk of one room, on the loop's thread."""

    room: str
    clerk: Clerk
    common: Common
    visitors: Mapping[int, Visitor]
    set_role: Callable[[str, Role], None]
    renew: Callable[[int, str, float], None]
    look: Callable[[], None]
    """Send away whoever may no longer be here."""

    @property
    def book(self) -> Book:
        return self.clerk.book

    async def answer(self, asked: Asked) -> Body:
        """Raises No, and Trouble if the disk refuses."""
        verbs: dict[str, Callable[[Visitor, Asked], Awaitable[Body]]] = {
            "invite": self._invite,
            "links": self._links,
            "revoke": self._revoke,
            "role": self._role,
            "kick": self._kick,
            "rotate": self._rotate,
        }
        verb, visitor = verbs.get(asked.verb), self.visitors.get(asked.peer)
        if verb is None or visitor is None:
            raise No("unknown-verb", "Nobody here knows how to do that.")
        if not visitor.role.allows(Role.owner):
            raise No("not-allowed", "Only an owner of this board may do that.")
        self.common.log.write("asked", room=self.room, person=visitor.person.id, verb=asked.verb)
        return await verb(visitor, asked)

    async def _invite(self, visitor: Visitor, asked: Asked) -> Body:
        role, days = _role(asked.body), asked.body.get("days", 0)
        if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= DAYS_MOST:
            raise No("wrong-days", f"A link lasts from 0 (for ever) to {DAYS_MOST} days.")
        good = [link for link in self.book.links.values() if not link.revoked]
        if len(good) >= LINKS_MOST:
            raise No("too-many", "This board has too many links; revoke some first.")
        link = invitation(self.common.keys, role, days, visitor.person.id)
        await self.clerk.keep(self.book.invite(link))
        return self._told(link)

    async def _links(self, visitor: Visitor, asked: Asked) -> Body:
        here = Counter(other.link for other in self.visitors.values())
        now = time.time()
        links = [
            self._told(link) | {"made": link.made, "by": link.person, "here": here[link.id]}
            for link in self.book.links.values()
            if not link.revoked and link.exp > now
        ]
        return {"links": links[-LINKS_MOST:]}

    async def _revoke(self, visitor: Visitor, asked: Asked) -> Body:
        id = _word(asked.body, "link")
        if id not in self.book.links:
            raise No("unknown-link", "This board has no such link.")
        if id == visitor.link:
            raise No("own-link", "You came by this link yourself; renew all links instead.")
        await self.clerk.keep(self.book.revoke(id))
        self.look()
        return {"link": id}

    async def _role(self, visitor: Visitor, asked: Asked) -> Body:
        role, user = _role(asked.body), self._other(visitor, asked)
        known = replace(self._known(user), role=role)
        await self.clerk.keep(self.book.know(known))
        self.set_role(user, role)
        return {"user": user, "role": role.name}

    async def _kick(self, visitor: Visitor, asked: Asked) -> Body:
        """They may come again by a link that is good: the answer names theirs, to be revoked."""
        user = self._other(visitor, asked)
        before = self._known(user)
        known = replace(before, out=True, turn=before.turn + 1)
        await self.clerk.keep(self.book.know(known))
        self.look()
        return {"user": user, "link": known.link}

    async def _rotate(self, visitor: Visitor, asked: Asked) -> Body:
        """Every link ends now, and with it all who came by one; who asks is given another."""
        if self.common.alone:  # other rooms of a server keep the key that their links need
            loop = asyncio.get_running_loop()
            self.common.keys = await loop.run_in_executor(
                self.common.disk, self.common.keys.rotated
            )
        mine = invitation(self.common.keys, Role.owner, 0, visitor.person.id)
        old = {link.id for link in self.book.links.values() if not link.revoked}
        old |= {other.link for other in self.visitors.values()}
        statements = [self.book.revoke(id) for id in old if id]
        known = replace(self._known(visitor.person.id), link=mine.id)
        await self.clerk.keep(*statements, self.book.invite(mine), self.book.know(known))
        token = personal(
            Claims(self.room, Role.owner, mine.exp, link=mine.id), known, self.common.keys
        )
        for peer, other in self.visitors.items():
            if other.person.id == visitor.person.id:
                other.link = mine.id
                self.renew(peer, token, mine.exp)
        self.look()
        return self._told(mine)

    def _told(self, link: Invitation) -> Body:
        return {
            "link": link.id,  # `id` is the question's own, on the wire
            "role": link.role.name,
            "exp": 0 if link.exp >= FOREVER else link.exp,
            "token": token_of(self.common.keys, self.room, link),
        }

    def _known(self, user: str) -> Known:
        found = self.book.people.get(user)
        if found is not None:
            return found
        here = next((v for v in self.visitors.values() if v.person.id == user), None)
        if here is None:
            raise No("unknown-user", "Nobody of that name has been here.")
        return Known(user, here.person.name, here.link)

    def _other(self, visitor: Visitor, asked: Asked) -> str:
        user = _word(asked.body, "user")
        if user == visitor.person.id:
            raise No("yourself", "You cannot do that to yourself.")
        self._known(user)
        return user


def _role(body: Mapping[str, Any]) -> Role:
    name = body.get("role")
    if not isinstance(name, str) or name not in Role.__members__:
        raise No("wrong-role", "A role is viewer, commenter, editor or owner.")
    return Role[name]


def _word(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    if not isinstance(found, str) or not 0 < len(found) <= 64:
        raise No("wrong-body", f"It takes a {name}.")
    return found
