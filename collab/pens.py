"""Which client id is whose: a person's windows write with ids that nobody else may write with.

A forged struct under another's id makes that one's next edits vanish at everybody else's, so an id
belongs for good to the first person who shows it. SPEC.md, section 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from collab.effects import Claimed
from collab.scanning import CLIENTS
from collab.vectors import MOST_CLIENTS
from collab.wire import Code, Malformed

MOST_A_PERSON = 4096
MOST_BROUGHT = 256
"""Ids of nobody that one person may bring into a document while the room is open."""


class Pens:
    def __init__(self, claims: Mapping[int, str], tell: Callable[[Claimed], None]) -> None:
        self._owners = dict(claims)
        self._counts = Counter(claims.values())
        self._brought: Counter[str] = Counter()
        self._tell = tell

    def owner(self, client: int) -> str | None:
        return self._owners.get(client)

    def is_strange(self, client: int, person: str) -> bool:
        """Whether the id is somebody else's."""
        return self._owners.get(client, person) != person

    def claim(self, client: int, person: str) -> None:
        """Bind a free id. Raises Malformed if it is another's, or if there are too many."""
        owner = self._owners.get(client)
        if owner == person:
            return
        if owner is not None:
            raise Malformed("this client id belongs to somebody else", Code.forbidden)
        if not 0 <= client < CLIENTS:
            raise Malformed("this client id is too great")
        if self._counts[person] >= MOST_A_PERSON or len(self._owners) >= MOST_CLIENTS:
            raise Malformed("there are too many client ids in this room", Code.many)
        self._owners[client] = person
        self._counts[person] += 1
        self._tell(Claimed(client, person))

    def bring(self, count: int, person: str) -> None:
        """Count ids that stay nobody's. Raises Malformed if there are too many."""
        self._brought[person] += count
        if self._brought[person] > MOST_BROUGHT:
            raise Malformed("this update brings too many client ids of nobody", Code.many)
