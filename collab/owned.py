"""Which of the client ids that people name are theirs, and which nobody writes with any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from collab.channel import Channel
from collab.greeting import Greeting
from collab.peers import Peer
from collab.pens import Pens


class Owned:
    """Across the channels of one room."""

    def __init__(self, channels: tuple[Channel, ...], pens: Pens) -> None:
        self._channels = channels
        self._pens = pens

    def keep_for(self, person: str, clients: Iterable[int]) -> None:
        """These ids are this person's; for good where there are edits under them. Raises
        Malformed."""
        for client in clients:
            self._pens.lend(client, person)
            if any(client in channel.vector for channel in self._channels):
                self._pens.claim(client, person)

    def is_anothers(self, client: int, person: str) -> bool:
        return self._pens.is_strange(client, person)

    def part(self, peer: Peer, hello: Greeting, others: Iterable[Peer]) -> None:
        """Those that this one writes with, and those of earlier sessions, with which nobody does:
        unless a window that is here says otherwise."""
        live = {id for other in others for id in other.ids}
        closed = set(hello.closed)
        peer.ids = tuple(id for id in hello.ids if id not in closed)
        peer.closing = tuple(id for id in hello.closed if id not in live)
        for channel in self._channels:
            channel.reopen(peer.ids)

    def confront(self, peer: Peer, vector: Mapping[int, int]) -> None:
        """This one is back with so much of the board: what others have brought of it meanwhile need
        not be the same. Raises Malformed."""
        self._pens.confront((*peer.ids, *peer.closing), vector)

    def seen(self, hello: Greeting) -> None:
        """Its board and the room's were laid beside each other, and are one."""
        for client in hello.ids:
            self._pens.see(client)
