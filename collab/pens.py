"""Which client id is whose: a person's windows write with ids that nobody else may write with.

A forged struct under another's id makes that one's next edits vanish at everybody else's. So who
shows an id first has it lent, and it is theirs for good once there are edits under it. SPEC.md,
section 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from collab.effects import Claimed, Vouched
from collab.scanning import CLIENTS
from collab.vectors import MOST_CLIENTS
from collab.wire import Code, Malformed

MOST_A_PERSON = 4096
MOST_BROUGHT = 256
"""Ids of nobody that one person may bring into a document while the room is open."""
MOST_LENT = 20_000
"""Ids without edits; the oldest are forgotten."""
ANOTHERS = "this client id belongs to somebody else"
CONTESTED = "while you were away, others have brought what was made under your name"


class Pens:
    def __init__(
        self,
        claims: Mapping[int, str],
        tell: Callable[[Claimed | Vouched], None],
        vouched: Mapping[int, int] | None = None,
    ) -> None:
        self._owners = dict(claims)
        self._vouched = dict(vouched or {})
        self._counts = Counter(claims.values())
        self._lent: dict[int, str] = {}
        self._brought: Counter[str] = Counter()
        self._tell = tell

    def is_owned(self, client: int) -> bool:
        return client in self._owners

    def holder(self, client: int) -> str | None:
        """Whose the id is, or to whom it is lent."""
        return self._owners.get(client) or self._lent.get(client)

    def is_strange(self, client: int, person: str) -> bool:
        """Whether the id is somebody else's."""
        return (self.holder(client) or person) != person

    def lend(self, client: int, person: str) -> None:
        """Keep an id for whoever shows it first. Raises Malformed if it is another's."""
        if self.is_strange(client, person):
            raise Malformed(ANOTHERS, Code.forbidden)
        if not 0 <= client < CLIENTS:
            raise Malformed("this client id is too great")
        if client not in self._owners:
            self._lent.pop(client, None)
            self._lent[client] = person
            if len(self._lent) > MOST_LENT:
                del self._lent[next(iter(self._lent))]

    def claim(self, client: int, person: str) -> None:
        """There are edits under this id: it is this person's for good. Raises Malformed if it is
        another's, or if there are too many."""
        if client in self._owners:
            return
        self.lend(client, person)
        if self._counts[person] >= MOST_A_PERSON or len(self._owners) >= MOST_CLIENTS:
            raise Malformed("there are too many client ids in this room", Code.many)
        del self._lent[client]
        self._owners[client] = person
        self._counts[person] += 1
        self._tell(Claimed(client, person))

    def bring(self, count: int, person: str) -> None:
        """Count ids that stay nobody's. Raises Malformed if there are too many."""
        self._brought[person] += count
        if self._brought[person] > MOST_BROUGHT:
            raise Malformed("this update brings too many client ids of nobody", Code.many)

    def vouch(self, client: int, clock: int) -> None:
        """From `clock` on, others may bring what was made under this id."""
        if client not in self._vouched:
            self._vouched[client] = clock
            self._tell(Vouched(client, clock))

    def see(self, client: int) -> None:
        """Its author knows what others have brought."""
        if self._vouched.pop(client, None) is not None:
            self._tell(Vouched(client, None))

    def confront(self, clients: Iterable[int], vector: Mapping[int, int]) -> None:
        """The author of these ids is back and has so much. Raises Malformed if that need not be
        what others have brought."""
        for client in [client for client in clients if client in self._vouched]:
            if vector.get(client, 0) > self._vouched[client]:
                raise Malformed(CONTESTED, Code.lineage)
            self.see(client)
