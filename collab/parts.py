"""A step 2 that is larger than a frame comes in parts: announced, and each when the room says so.

So nobody's work is too large to come in, and a room holds only so much of what is not whole yet.
SPEC.md, section 4.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from collab.effects import Outgoing, PeerId
from collab.peers import WHOLE_FRAME, Peer
from collab.wire import Code, Malformed, More, Part, encode

PART = 512 << 10
"""Bytes of every part but the last."""
MOST_COMING = 2 * WHOLE_FRAME
"""Bytes that may be on their way in one room; what is more waits for its turn."""
PATIENCE = 60.0
"""Seconds for one part to come."""


@dataclass(slots=True)
class _Coming:
    peer: Peer
    channel: int
    total: int
    data: bytearray = field(default_factory=bytearray)
    begun: bool = False
    """It has its turn."""
    asked: float | None = None
    """When its next part was asked for; None while it is not."""

    @property
    def left(self) -> int:
        return self.total - len(self.data)


class Parts:
    def __init__(self, out: Outgoing) -> None:
        self._out = out
        self._coming: dict[PeerId, _Coming] = {}

    def hear(self, peer: Peer, part: Part, now: float) -> bytes | None:
        """Gives the step 2 once it is whole. Raises Malformed."""
        coming = self._coming.get(peer.id)
        if coming is None:
            self._announced(peer, part, now)
            return None
        wanted = min(PART, coming.left)
        fits = len(part.data) == wanted and part.left == coming.left - wanted
        if coming.asked is None or part.channel != coming.channel or not fits:
            raise Malformed("this client sends another part than it was asked for")
        coming.data += part.data
        coming.asked = None
        if not coming.left:
            del self._coming[peer.id]
            self._go_on(now)
            return bytes(coming.data)
        self._ask(coming, now)
        return None

    def late(self, now: float) -> list[PeerId]:
        """Ask for what may come now; gives who keeps the others waiting."""
        self._go_on(now)
        return [
            coming.peer.id
            for coming in self._coming.values()
            if coming.asked is not None and now - coming.asked >= PATIENCE
        ]

    def forget(self, peer: PeerId) -> None:
        self._coming.pop(peer, None)

    def _announced(self, peer: Peer, part: Part, now: float) -> None:
        if part.data or not part.left:
            raise Malformed("the first part of an update announces the others")
        if part.left > WHOLE_FRAME:
            raise Malformed("this update is too large", Code.large)
        if not peer.standings[part.channel].asked:
            raise Malformed("nobody has asked this client for what it has")
        self._coming[peer.id] = _Coming(peer, part.channel, part.left)
        self._go_on(now)

    def _go_on(self, now: float) -> None:
        """Who came first is first; one person has one turn at a time."""
        begun = [coming for coming in self._coming.values() if coming.begun]
        held = sum(coming.total for coming in begun)
        people = {coming.peer.person.id for coming in begun}
        for coming in self._coming.values():
            if not coming.begun:
                if held + coming.total > MOST_COMING:
                    break
                if coming.peer.person.id in people:
                    continue
                coming.begun = True
                held += coming.total
                people.add(coming.peer.person.id)
            if coming.asked is None:
                self._ask(coming, now)

    def _ask(self, coming: _Coming, now: float) -> None:
        """Its bytes come no faster than they may."""
        if coming.peer.parts.take(now, min(PART, coming.left)):
            coming.asked = now
            coming.peer.bytes.give(min(PART, coming.left))
            self._out.send(coming.peer.id, encode(More(coming.channel)))
