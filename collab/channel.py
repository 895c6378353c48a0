"""One document of a room: what it has, what may come in, who waits to hear that it is safe."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from canvas.document.crdt import Document, TornBoard
from collab.authorship import Authors, Misnamed
from collab.effects import PeerId, Person
from collab.gate import APART, LIMITS, Examined, examine, part
from collab.parents import Parents
from collab.pens import Pens
from collab.resting import cuts
from collab.roles import Role
from collab.scanning import TurnedAway
from collab.towers import Towers
from collab.vectors import MOST_CLIENTS, read_vector, vector_hash
from collab.wire import BOARD, COMMENTS, Code, Malformed

LEAST = (Role.editor, Role.commenter)
"""The role that may write, by channel."""
MOST_CLOSED = 20_000
"""Client ids of which a channel remembers that they are closed; the oldest are forgotten."""
NOTHING = b"\x00\x00"
"""An update that holds no change."""


class Orphan(Exception):
    """An update that rests on one which the room does not have; `left` where that is one of these
    clients', whose structs its sender has and may not bring."""

    def __init__(self, left: Sequence[int] = ()) -> None:
        super().__init__()
        self.left = left


class Admitted(NamedTuple):
    fresh: bytes
    """What of it was news; empty if nothing was."""
    left: Sequence[int]
    """Clients of others whose structs were left out."""


class Channel:
    def __init__(self, number: int, updates: Iterable[bytes], sequence: int) -> None:
        self.number = number
        self.least = LEAST[number]
        self.limits = LIMITS[number]
        self.sequence = self.durable = sequence
        # all that a room ever reads: which media its board names, and what has been rendered
        self.document = Document(("assets", "renders") if number == BOARD else ())
        self.document.load(updates)
        self.document.watch()
        self.vector = read_vector(self.document.vector())
        self._towers = Towers(lambda: examine(self.document.encode(), self.limits))
        self._parents = Parents(self.document.encode, self.limits)
        self._authors = Authors(self.document.encode) if number == COMMENTS else None
        self._closed: dict[int, None] = {}
        """Ids with which nobody writes any more."""
        self._hashed = (-1, b"")
        self._unsafe: deque[tuple[int, PeerId, int]] = deque()
        """Sequence, peer and that peer's count: in order."""
        self._ready: dict[PeerId, bool] = {}
        """Who is told of every edit, and whether it speaks plain y-websocket."""
        self._audiences: dict[PeerId, tuple[tuple[PeerId, ...], tuple[PeerId, ...]]] = {}

    def lacking(self, vector: bytes) -> bytes:
        """What somebody with this state vector lacks. Raises Malformed."""
        read_vector(vector)
        try:
            return self.document.encode(vector)
        except TornBoard:
            raise Malformed("this state vector cannot be read") from None

    def is_behind(self, vector: bytes) -> bool:
        """Whether somebody with this state vector has what is not here. Raises Malformed."""
        have = self.vector
        return any(have.get(client, 0) < clock for client, clock in read_vector(vector).items())

    def hash(self) -> bytes:
        """Of what the document really has: looked up anew, so that a CHECK checks the room too."""
        if self._hashed[0] != self.sequence:
            self.vector = read_vector(self.document.vector())
            self._hashed = self.sequence, vector_hash(self.vector)
        return self._hashed[1]

    def holds(self, examined: Examined) -> bool:
        """Whether every struct of an update is here already."""
        return not self._news(examined)

    def admit(
        self,
        update: bytes,
        examined: Examined,
        person: Person,
        pens: Pens,
        *,
        plain: bool,
        step: bool,
    ) -> Admitted:
        """Let in what may come in; `step` for the answer to a state vector, in which people pass
        on what others made. Raises TurnedAway, Malformed, Orphan, Misnamed; then nothing was
        changed."""
        owns = step and person.role >= Role.owner
        news = self._news(examined)
        strange = [c for c in news if pens.is_strange(c, person.id)]
        closed = [c for c in strange if step and c in self._closed]
        left = [] if owns else [c for c in strange if c not in closed]
        if left and not step:
            raise TurnedAway("this edit is under somebody else's client id", Code.forbidden)
        whole = update, examined
        update, examined = self._without(whole, left)
        if self._authors is not None and not owns:
            try:
                update, examined = self._signed(update, examined, person, step=step)
            except Misnamed:
                if not closed:
                    raise
                update, examined = self._without(whole, [*left, *closed])
                update, examined = self._signed(update, examined, person, step=step)
        if examined is not whole[1]:
            news = self._news(examined)
        self._parents.check(examined, self.vector)
        self._bind(news, person, pens, plain=plain, step=step)
        if not step:
            self.reopen(news)
        self._towers.check(examined, self.vector, person.id)
        fresh = self._merge(update, examined)
        if self._authors is not None:
            self._authors.settled(owns)
        return Admitted(fresh, left)

    def close(self, clients: Iterable[int]) -> None:
        """Nobody writes with these any more, and whose they are has brought all there is to
        bring."""
        for client in clients:
            self._closed[client] = None
        while len(self._closed) > MOST_CLOSED:
            del self._closed[next(iter(self._closed))]

    def reopen(self, clients: Iterable[int]) -> None:
        """These are written with."""
        for client in clients:
            self._closed.pop(client, None)

    def await_safety(self, peer: PeerId, count: int) -> None:
        """This peer's first `count` edits are safe once all that was kept so far is."""
        self._unsafe.append((self.sequence, peer, count))

    def made_safe(self, sequence: int) -> dict[PeerId, int]:
        """Who may be told that how many of its edits are safe."""
        self.durable = max(self.durable, sequence)
        safe: dict[PeerId, int] = {}
        while self._unsafe and self._unsafe[0][0] <= self.durable:
            _, peer, count = self._unsafe.popleft()
            safe[peer] = count
        return safe

    def make_ready(self, peer: PeerId, plain: bool) -> None:
        self._ready[peer] = plain
        self._audiences.clear()

    def forget(self, peer: PeerId) -> None:
        if self._ready.pop(peer, None) is not None:
            self._audiences.clear()

    def audience(self, sender: PeerId) -> tuple[tuple[PeerId, ...], tuple[PeerId, ...]]:
        """Everybody else: who speaks the subprotocol, and who does not."""
        found = self._audiences.get(sender)
        if found is None:
            others = [peer for peer in self._ready if peer != sender]
            ours = tuple(peer for peer in others if not self._ready[peer])
            found = self._audiences[sender] = ours, tuple(p for p in others if self._ready[p])
        return found

    def _news(self, examined: Examined) -> list[int]:
        have = self.vector
        return [client for client, span in examined.spans.items() if span[1] > have.get(client, 0)]

    def _without(
        self, whole: tuple[bytes, Examined], strange: Sequence[int]
    ) -> tuple[bytes, Examined]:
        """What of an update stands without these clients; all that it deletes, or nothing. Raises
        Orphan."""
        update, examined = whole
        if not strange:
            if self._is_orphan(examined):
                raise Orphan
            return whole
        if examined.gap:
            raise Orphan(strange)
        ends = cuts(examined.spans, examined.cross, strange, self.vector)
        cut, left = part(update, examined, ends, deleting=True)
        if not self._lacks(left):
            return cut, left
        return part(update, examined, ends, deleting=False)

    def _signed(
        self, update: bytes, examined: Examined, person: Person, *, step: bool
    ) -> tuple[bytes, Examined]:
        """The update, if it says nothing in another's name: a step 2 without what it deletes, if
        that is the others' whose words were left out. Raises TurnedAway, Misnamed."""
        assert self._authors is not None
        try:
            self._authors.check(update, person.id)
        except Misnamed:
            if not step:
                raise TurnedAway("a comment in somebody else's name", Code.forbidden) from None
            if len(update) > APART:  # looking through it again would keep everybody waiting
                raise
            whole = examine(update, self.limits)
            update, _ = part(update, whole, dict.fromkeys(whole.spans), deleting=False)
            self._authors.check(update, person.id)
        return update, examined

    def _is_orphan(self, examined: Examined) -> bool:
        have = self.vector
        if examined.gap or self._lacks(examined):
            return True
        return any(first > have.get(client, 0) for client, (first, _) in examined.spans.items())

    def _lacks(self, examined: Examined) -> bool:
        """Whether something that an update rests on is neither here nor in it."""
        have, spans = self.vector, examined.spans
        for client, until in examined.needs.items():
            if until > have.get(client, 0) and until > spans.get(client, (0, 0))[1]:
                return True
        return False

    def _bind(
        self, news: list[int], person: Person, pens: Pens, *, plain: bool, step: bool
    ) -> None:
        """An edit claims the id that it bears. In a step 2 an id becomes whose it was lent to, a
        plain peer's only new one its own; others stay free."""
        new = [client for client in news if not pens.is_owned(client)]
        if not new:
            return
        if len(self.vector) + len(new) > MOST_CLIENTS:
            raise TurnedAway("there are too many client ids in this room", Code.many)
        if len(new) > 1 and not step:
            raise TurnedAway("an edit is made by one client")
        free = [client for client in new if pens.holder(client) is None]
        if free and (not step or (plain and len(free) == 1)):
            pens.lend(free[0], person.id)
        elif free and person.role < Role.owner:
            pens.bring(len(free), person.id)
        for client in new:
            if (holder := pens.holder(client)) is not None:
                pens.claim(client, holder)

    def _merge(self, update: bytes, examined: Examined) -> bytes:
        try:
            fresh = self.document.merge(update)
        except TornBoard:
            if read_vector(self.document.vector()) != self.vector:
                raise  # half of it is in: this document is not to be built upon
            raise TurnedAway("this update cannot be applied") from None
        if not fresh:  # it was all here, or the library has set it aside
            self.vector = read_vector(self.document.vector())
            return fresh
        have = self.vector
        self._towers.built(examined, have, whole=len(update) <= APART)
        self._parents.built(examined, have)
        for client, span in examined.spans.items():
            if span[1] > have.get(client, 0):
                have[client] = span[1]
        return fresh
