"""Who shows what in one room: presence as the room passes it on.

The messages are those of y-protocols' awareness (https://github.com/yjs/y-protocols,
awareness.js); SPEC.md, section 5, says what is different here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from collab.effects import Person
from collab.peers import Peer
from collab.presence import LONGEST, identified
from collab.wire import Aware, Code, Malformed, State, encode

GONE = b"null"
MOST_REMEMBERED = 10_000
"""Clients whose clocks outlive them, so that who comes back is believed."""
LAST_CLOCK = 1 << 48
"""Of a client: the room goes on counting from there."""
SPOOFS = 64
"""Times that a plain peer may speak for others: stock clients in two tabs do so in good faith."""
RENEW = 15.0
"""Seconds: y-protocols forgets who is not heard of for 30."""


@dataclass(slots=True)
class _Shown:
    person: Person
    plain: bool
    clock: int
    state: bytes
    """As the client sent it."""


class Company:
    def __init__(self) -> None:
        self._shown: dict[int, _Shown] = {}
        self._clocks: dict[int, int] = {}
        self._fresh: dict[int, None] = {}
        """Who has changed since the last tick."""
        self._renewed = 0.0

    def is_live(self, client: int) -> bool:
        return client in self._shown

    def show(self, peer: Peer, state: State) -> None:
        """A peer's own state. Raises Malformed."""
        client = state.client
        if state.state == GONE:
            self.remove(client)
            return
        if len(state.state) > LONGEST:
            raise Malformed("what this client shows of itself is too long", Code.large)
        if state.clock > LAST_CLOCK:
            raise Malformed("this client counts further than anybody can")
        # stock clients take nobody in whose clock is not past 0, and we count for our own
        last, here = self._clocks.get(client, -1 if peer.plain else 0), client in self._shown
        clock = state.clock
        if not peer.plain or not here:
            clock = max(clock, last + 1) if peer.plain else last + 1
        elif clock <= last:
            return
        self._note(client, clock)
        self._shown[client] = _Shown(peer.person, peer.plain, clock, state.state)

    def is_innocent(self, state: State) -> bool:
        """Whether a state that somebody else passes on says nothing new: stock clients repeat what
        they hear, and drop whom they no longer hear."""
        return state.state == GONE or state.clock <= self._clocks.get(state.client, -1)

    def remove(self, client: int) -> None:
        if self._shown.pop(client, None) is not None:
            self._note(client, self._clocks[client] + 1)

    def rename(self, person: Person) -> None:
        """The room says something else of somebody who is here."""
        for client, shown in self._shown.items():
            if shown.person.id == person.id:
                shown.person = person
                shown.clock += 1
                self._note(client, shown.clock)

    def everybody(self) -> bytes:
        """A frame with all who are here; empty if nobody is."""
        return self._frame(self._shown)

    def tick(self, now: float) -> bytes:
        """A frame with all who changed since the last one; empty if nobody did."""
        if now - self._renewed >= RENEW:
            self._renewed = now
            for client, shown in self._shown.items():
                if not shown.plain:  # a plain client renews itself, under a clock of its own
                    shown.clock += 1
                    self._note(client, shown.clock)
        if not self._fresh:
            return b""
        fresh, self._fresh = self._fresh, {}
        return self._frame(fresh)

    def _note(self, client: int, clock: int) -> None:
        self._clocks.pop(client, None)
        self._clocks[client] = clock
        self._fresh[client] = None
        if len(self._clocks) > MOST_REMEMBERED:
            gone = next((c for c in self._clocks if c not in self._shown), None)
            if gone is not None:
                del self._clocks[gone]
                self._fresh.pop(gone, None)

    def _frame(self, clients: Iterable[int]) -> bytes:
        states = tuple(self._state(client) for client in clients)
        return encode(Aware(states)) if states else b""

    def _state(self, client: int) -> State:
        shown = self._shown.get(client)
        if shown is None:
            return State(client, self._clocks[client], GONE)
        who = shown.person
        said = identified(shown.state, who.id, who.name, who.color, who.role.name)
        return State(client, shown.clock, said)
