"""How a room hears presence: who shows itself, and under whose client id. SPEC.md, section 5."""

from __future__ import annotations

from collab.company import GONE, SPOOFS, Company
from collab.effects import Outgoing
from collab.owned import Owned
from collab.peers import Peer
from collab.wire import AskAware, Aware, Code, Denied, Malformed, State, encode


class Showing:
    def __init__(self, company: Company, owned: Owned, out: Outgoing) -> None:
        self._company = company
        self._owned = owned
        self._out = out

    def hear(self, peer: Peer, message: Aware) -> None:
        """Raises Malformed if a peer speaks for another."""
        for state in message.states:
            if peer.presence is None and self._is_its_own(peer, state):
                self._owned.keep_for(peer.person.id, (state.client,))
                peer.presence = state.client
            if state.client == peer.presence:
                self._company.show(peer, state)
            elif not peer.plain:
                raise Malformed("this client speaks for another", Code.forbidden)
            elif not self._company.is_innocent(state):
                self._spoofed(peer)

    def ask(self, peer: Peer, _: AskAware | None = None) -> None:
        """Tell this one of everybody who is here."""
        if everybody := self._company.everybody():
            self._out.send(peer.id, everybody)

    def _is_its_own(self, peer: Peer, state: State) -> bool:
        """Whether a peer that has not shown itself does so now, and does not repeat another."""
        client = state.client
        free = not self._company.is_live(client)
        free = free and not self._owned.is_anothers(client, peer.person.id)
        return free and state.state != GONE

    def _spoofed(self, peer: Peer) -> None:
        peer.spoofs += 1
        reason = "this client speaks for another; that is not passed on"
        if peer.spoofs > SPOOFS:
            raise Malformed(reason, Code.forbidden)
        if peer.spoofs == 1:
            self._out.send(peer.id, encode(Denied(reason)))
