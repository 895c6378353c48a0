"""How a room and its peers find out what the others have: state vectors, and CHECKs of them."""

from __future__ import annotations

from collab.channel import Channel
from collab.effects import Outgoing, Pack, Send
from collab.intake import Intake
from collab.packing import LEAST
from collab.peers import Peer
from collab.wire import (
    BOARD,
    DIFFERS,
    Check,
    Code,
    Malformed,
    Step1,
    Step2,
    Sync1,
    Sync2,
    encode,
)

CHECK_SECONDS = 30.0


class Abreast:
    def __init__(self, channels: tuple[Channel, ...], intake: Intake, out: Outgoing) -> None:
        self._channels = channels
        self._intake = intake
        self._out = out
        self._checked = float("-inf")

    def step1(self, peer: Peer, message: Step1) -> None:
        """Raises Malformed."""
        channel, again, lacking = self._answer(peer, message.channel, message.vector)
        step = Step2(channel.number, lacking)
        if peer.packs and len(lacking) >= LEAST:
            self._out.add(Pack(peer.id, step))
        else:
            self._out.send(peer.id, encode(step))
        if again and peer.person.role >= channel.least and channel.is_behind(message.vector):
            self._intake.ask_again(peer, channel)

    def sync1(self, peer: Peer, message: Sync1) -> None:
        """Raises Malformed."""
        channel, again, lacking = self._answer(peer, BOARD, message.vector)
        self._out.send(peer.id, encode(Sync2(lacking)))
        if not again and peer.person.role >= channel.least:
            self._intake.ask_again(peer, channel)

    def check(self, peer: Peer, message: Check, now: float) -> None:
        """Raises Malformed."""
        channel = self._channels[message.channel]
        if message.hash == channel.hash():
            return
        if not peer.resyncs.take(now):
            raise Malformed("this client has to be brought up to date too often", Code.many)
        self._out.send(peer.id, encode(Check(channel.number, DIFFERS)))
        if peer.person.role >= channel.least:
            self._intake.ask_again(peer, channel)

    def tick(self, now: float) -> None:
        """Now and then everybody hears what they should have."""
        if now - self._checked < CHECK_SECONDS:
            return
        self._checked = now
        for channel in self._channels:
            if ours := channel.audience(0)[0]:
                self._out.add(Send(ours, encode(Check(channel.number, channel.hash()))))

    def resync(self, peer: Peer) -> None:
        """What was queued for this one is gone: let it ask."""
        for channel in self._channels:
            channel.forget(peer.id)
            peer.standings[channel.number].ready = False
            self._out.send(peer.id, encode(Check(channel.number, DIFFERS)))

    def _answer(self, peer: Peer, number: int, vector: bytes) -> tuple[Channel, bool, bytes]:
        """Gives whether it has asked before, and what it lacks; it is told of every edit from here
        on."""
        channel, standing = self._channels[number], peer.standings[number]
        lacking = channel.lacking(vector)
        again, standing.ready = standing.ready, True
        channel.make_ready(peer.id, peer.plain)
        return channel, again, lacking
