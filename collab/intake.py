"""How edits come into a room: rights, gate, ownership, what is missing; then to everybody else."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from collab.authorship import Misnamed
from collab.channel import NOTHING, Channel, Orphan
from collab.effects import Keep, Outgoing, PeerId, Send, Weigh
from collab.gate import APART, Examined, examine
from collab.peers import Peer
from collab.pens import Pens
from collab.scanning import TurnedAway
from collab.wire import BOARD, Ack, Code, Denied, Edit, Remark, Step1, Sync1, SyncUpdate, encode

RETRY_SECONDS = 5.0
WEIGHINGS = 3
"""Of one update, when others bring some of it meanwhile."""
TRIES = 2
"""Step 2s that could not be taken whole, after which their sender's earlier sessions are over."""
ABSENT = 600.0
"""Seconds that the author of edits which the room lost is away, while others wait who have them,
until these may bring them."""
MOST_MISSED = 1000
"""Client ids of which that is remembered."""
LOOK_ONLY = "you may look at this, not change it"


class Incoming(NamedTuple):
    """An update of one peer."""

    peer: Peer
    channel: Channel
    update: bytes
    label: str
    step: bool
    """It is a step 2: all that its sender has and the room lacks."""


class Intake:
    def __init__(self, channels: tuple[Channel, ...], pens: Pens, out: Outgoing) -> None:
        self._channels = channels
        self._pens = pens
        self._out = out
        self._last_job = 0
        self._weighing: dict[int, Incoming] = {}
        self._weighed: dict[PeerId, tuple[int, dict[int, int]]] = {}
        """How often its update was weighed, and against what."""
        self._waiting: dict[PeerId, Peer] = {}
        """Those who have others' edits that the room lost."""
        self._missed: dict[tuple[int, int], float] = {}
        """On which channel and under which ids these were made, and since when their author is
        away."""
        self._held = ""
        self._turned_back: dict[tuple[PeerId, int], tuple[Peer, Channel]] = {}

    def hold(self, reason: str) -> None:
        """Nothing can be kept now: take no edit until release()."""
        self._held = reason

    def release(self) -> None:
        """Ask everybody for what was not taken."""
        self._held = ""
        turned_back, self._turned_back = self._turned_back, {}
        for peer, channel in turned_back.values():
            self.ask_again(peer, channel)

    def take(self, incoming: Incoming, now: float) -> None:
        """Raises TurnedAway, Malformed: its sender has to go."""
        peer, channel, update, _, step = incoming
        standing = peer.standings[channel.number]
        if step:
            standing.called = False
        if update == NOTHING:
            self._settled(incoming)
        elif standing.behind and not step:
            return  # it is part of the step 2 that was asked for
        elif peer.person.role < channel.least:
            self._must_be_known(incoming)
        elif self._held:
            self._turn_back(peer, channel)
        elif len(update) > APART:
            self._weigh(incoming)
        else:
            self._admit(incoming, examine(update, channel.limits), now)

    def pop(self, job: int) -> Incoming | None:
        """The update of a Weigh, whose peer waits no longer."""
        incoming = self._weighing.pop(job, None)
        if incoming is not None:
            incoming.peer.job = None
        return incoming

    def judge(self, incoming: Incoming, verdict: Examined | TurnedAway, now: float) -> None:
        """Raises what the verdict is, if that is a refusal."""
        if isinstance(verdict, TurnedAway):
            raise verdict
        peer, channel = incoming.peer, incoming.channel
        times, had = self._weighed.pop(peer.id, (0, {}))
        if peer.person.role < channel.least:  # it has changed meanwhile
            raise TurnedAway(LOOK_ONLY, Code.forbidden)
        if self._held:
            self._turn_back(peer, channel)
        elif all(channel.vector.get(client, 0) == had.get(client, 0) for client in verdict.spans):
            self._admit(incoming, verdict, now)
        elif times < WEIGHINGS:  # some of it has come from elsewhere: that need not be the same
            self._weigh(incoming, times)
        else:
            self._bring_together(peer, channel, (), now)

    def forget(self, peer: PeerId) -> None:
        self._waiting.pop(peer, None)
        self._weighed.pop(peer, None)
        for channel in self._channels:
            channel.forget(peer)
            self._turned_back.pop((peer, channel.number), None)
        for job in [job for job, held in self._weighing.items() if held.peer.id == peer]:
            del self._weighing[job]

    def ask_for_state(self, peer: Peer) -> None:
        """What this peer has that the room lacks, where it may write."""
        for channel in self._channels:
            if peer.person.role >= channel.least:
                self.ask_again(peer, channel)

    def ask_again(self, peer: Peer, channel: Channel) -> None:
        standing = peer.standings[channel.number]
        standing.asked = standing.called = True
        vector = channel.document.vector()
        asking = Sync1(vector) if peer.plain else Step1(channel.number, vector)
        self._out.send(peer.id, encode(asking))

    def retry(self, peer: Peer, now: float) -> None:
        """Those who wait for others' edits are asked from time to time."""
        for channel, standing in zip(self._channels, peer.standings, strict=True):
            if standing.partly and now >= standing.retry:
                standing.retry = now + RETRY_SECONDS
                self.ask_again(peer, channel)

    def vouch(self, here: Collection[str], now: float) -> None:
        """Edits that the room lost, and whose author is not among these people for long, may be
        brought by whoever has them; what was said is not waited for any more."""
        for missed in self._missed:
            if self._pens.holder(missed[1]) in here:
                self._missed[missed] = now
        for channel in self._channels:
            waiting = [p for p in self._waiting.values() if p.standings[channel.number].partly]
            gone = [
                client
                for (number, client), since in self._missed.items()
                if number == channel.number and now - since >= ABSENT
            ]
            if gone and waiting:
                self._give_up(channel, gone)
                for peer in waiting:
                    self.ask_again(peer, channel)

    def _give_up(self, channel: Channel, clients: Sequence[int]) -> None:
        for client in clients:
            del self._missed[channel.number, client]
            if channel.number == BOARD:
                self._pens.vouch(client, channel.vector.get(client, 0))
        channel.close(clients)

    def _must_be_known(self, incoming: Incoming) -> None:
        """Who may not write may still say in a step 2 what everybody has: stock clients do."""
        _, channel, update, _, step = incoming
        known = step and len(update) <= APART and channel.holds(examine(update, channel.limits))
        if not known:
            raise TurnedAway(LOOK_ONLY, Code.forbidden)

    def _turn_back(self, peer: Peer, channel: Channel) -> None:
        """Its edits stay with it, and come with the step 2 that release() asks for."""
        peer.standings[channel.number].behind = True
        if (peer.id, channel.number) not in self._turned_back:
            self._turned_back[peer.id, channel.number] = (peer, channel)
            words = Denied(self._held) if peer.plain else Remark(Code.later, self._held)
            self._out.send(peer.id, encode(words))

    def _weigh(self, incoming: Incoming, times: int = 0) -> None:
        peer, channel, update, _, _ = incoming
        self._weighed[peer.id] = times + 1, dict(channel.vector)
        self._last_job += 1
        peer.job = self._last_job
        self._weighing[peer.job] = incoming
        state = channel.document.encode()
        self._out.add(Weigh(peer.job, peer.id, channel.number, state, update))

    def _admit(self, incoming: Incoming, examined: Examined, now: float) -> None:
        peer, channel, update, label, step = incoming
        person = peer.person
        try:
            fresh, left = channel.admit(
                update, examined, person, self._pens, plain=peer.plain, step=step
            )
        except Orphan as orphan:
            self._bring_together(peer, channel, orphan.left, now)
            return
        except Misnamed:
            self._hold_back(peer, channel, now, "some comments bear somebody else's name")
            return
        if fresh:
            channel.sequence += 1
            self._out.add(Keep(channel.number, channel.sequence, fresh, person.id, label))
            self._pass_on(peer, channel, fresh, label)
            if step:
                self._ask_the_waiting(peer, channel)
        if left:
            self._miss(channel, left, now)
            self._hold_back(peer, channel, now)
        else:
            self._settled(incoming)

    def _ask_the_waiting(self, sender: Peer, channel: Channel) -> None:
        """News by a step 2 may be what others wait for."""
        for peer in self._waiting.values():
            standing = peer.standings[channel.number]
            if standing.partly and not standing.called and peer is not sender:
                self.ask_again(peer, channel)

    def _pass_on(self, peer: Peer, channel: Channel, update: bytes, label: str) -> None:
        ours, plain = channel.audience(peer.id)
        if ours:
            edit = Edit(channel.number, channel.sequence, peer.person.id, label, update)
            self._out.add(Send(ours, encode(edit)))
        if plain:
            self._out.add(Send(plain, encode(SyncUpdate(update))))

    def _settled(self, incoming: Incoming) -> None:
        """An edit is in, or was before; its sender hears when it is safe."""
        peer, channel = incoming.peer, incoming.channel
        standing = peer.standings[channel.number]
        if incoming.step:
            standing.behind = standing.partly = standing.asked = False
            if not any(each.partly for each in peer.standings):
                self._waiting.pop(peer.id, None)
            self._close(peer, channel)
            self._miss_no_more(channel, peer.person.id)
        if peer.plain or standing.partly:
            return  # an ACK speaks of all that came before, too
        if channel.durable >= channel.sequence:
            self._out.send(peer.id, encode(Ack(channel.number, standing.count)))
        else:
            channel.await_safety(peer.id, standing.count)

    def _bring_together(
        self, peer: Peer, channel: Channel, left: Sequence[int], now: float
    ) -> None:
        """Something is missing under an edit: ask for all that the room lacks."""
        standing = peer.standings[channel.number]
        standing.behind = True
        self._miss(channel, left, now)
        if left or standing.partly:
            self._hold_back(peer, channel, now)
        elif peer.resyncs.take(now):
            self.ask_again(peer, channel)
        else:
            raise TurnedAway("this client's edits rest on others that it never sends")

    def _miss(self, channel: Channel, clients: Sequence[int], now: float) -> None:
        for client in clients:
            if len(self._missed) < MOST_MISSED:
                self._missed.setdefault((channel.number, client), now)

    def _miss_no_more(self, channel: Channel, person: str) -> None:
        """The author has brought what there is: who still waits says so again."""
        for number, client in list(self._missed):
            if number == channel.number and self._pens.holder(client) == person:
                del self._missed[number, client]

    def _close(self, peer: Peer, channel: Channel) -> None:
        """What this one has of its earlier sessions is here, or will not come: others may bring
        what it has lost of them."""
        standing = peer.standings[channel.number]
        if not standing.closed and peer.closing:
            standing.closed = True
            channel.close(peer.closing)
            self._ask_the_waiting(peer, channel)

    def _hold_back(
        self,
        peer: Peer,
        channel: Channel,
        now: float,
        words: str = "some edits wait for the people who made them",
    ) -> None:
        """Its sender has others' edits that the room lost: they or an owner have to bring them."""
        standing = peer.standings[channel.number]
        if not standing.partly and not peer.plain:
            self._out.send(peer.id, encode(Remark(Code.later, words)))
        standing.partly, standing.retry = True, now + RETRY_SECONDS
        self._waiting[peer.id] = peer
        standing.tries += 1
        if standing.tries >= TRIES:
            self._close(peer, channel)
