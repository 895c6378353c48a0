"""One room: the board's document, the comments' document, the people and what they show.

Single writer and no I/O: frames come in, effects go out. SPEC.md, section 4, is the law. Every
`now` is seconds of one clock that never goes back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, cast

from collab import greeting
from collab.abreast import Abreast
from collab.channel import Channel
from collab.company import Company
from collab.effects import (
    Asked,
    Claimed,
    Close,
    Effect,
    Keep,
    Lineage,
    Outgoing,
    PeerId,
    Person,
    RoomState,
    Send,
    Vouched,
    Weigh,
)
from collab.gate import Examined, TurnedAway
from collab.intake import LOOK_ONLY, Incoming, Intake
from collab.leases import VERB, Leases
from collab.owned import Owned
from collab.parts import PART, Parts
from collab.peers import MESSAGES_A_SECOND, MESSAGES_AT_ONCE, WHOLE_FRAME, Peer, Standing, new_peer
from collab.pens import Pens
from collab.presence import words
from collab.roles import Role
from collab.showing import Showing
from collab.vectors import read_vector
from collab.wire import (
    BOARD,
    CHANNELS,
    LONGEST_LABEL,
    Ack,
    Answer,
    Ask,
    AskAware,
    Aware,
    Bye,
    Check,
    Code,
    Denied,
    Edit,
    Hello,
    Lease,
    Malformed,
    Message,
    Part,
    Remark,
    Step1,
    Step2,
    Sync1,
    Sync2,
    SyncUpdate,
    Welcome,
    decode,
    encode,
)

__all__ = [
    "Asked",
    "Claimed",
    "Close",
    "Effect",
    "Keep",
    "Lineage",
    "PeerId",
    "Person",
    "Role",
    "Room",
    "RoomState",
    "Send",
    "Weigh",
]

FRAME, GREETING_FRAME = 1 << 20, 64 << 10
"""Bytes of a frame; of one before the HELLO."""
EDIT_MARGIN = 1024
"""Bytes of a frame that are no update: numbers, a label."""
GREETING_SECONDS = 5.0
MOST_WAITING = 400
"""Messages that may wait behind a big update."""


class Room:
    """One task owns it: the one that made it."""

    def __init__(self, name: str, state: RoomState, *, title: str = "") -> None:
        self.name = name
        self.title = title
        self.lineage = state.lineage
        self._out = Outgoing()
        pens = Pens(state.claims, self._out_of_pens, state.vouched)
        self._channels = tuple(
            Channel(number, state.updates.get(number, ()), state.sequences.get(number, 0))
            for number in CHANNELS
        )
        self._company = Company()
        self._owned = Owned(self._channels, pens)
        self._intake = Intake(self._channels, pens, self._out)
        self._parts = Parts(self._out)
        self._abreast = Abreast(self._channels, self._intake, self._out)
        self._showing = Showing(self._company, self._owned, self._out)
        self._leases = Leases(self._tell, self._is_rendered)
        self._peers: dict[PeerId, Peer] = {}
        self._last_peer = 0
        self._swept = float("-inf")

    def take_effects(self) -> list[Effect]:
        """What is to be done, in this order; call it after every other call."""
        return self._out.take()

    # Coming and going

    def enter(
        self, person: Person, *, plain: bool, now: float, token: str = "", wall: float = 0.0
    ) -> PeerId:
        """A peer whose right to be here was checked. The server reads the HELLO of a subprotocol
        peer itself to know who that is, and hands that frame to receive() all the same; `token`
        (the personal one) and `wall` (seconds since 1970) go into its WELCOME."""
        self._last_peer += 1
        person = greeting.coloured(person, self._peers.values())
        peer = new_peer(self._last_peer, person, plain, now, token, wall)
        self._peers[peer.id] = peer
        if plain:
            self._showing.ask(peer)
        return peer.id

    def leave(self, peer: PeerId, now: float) -> None:
        """Its connection is gone; harmless for one that the room has closed."""
        if (gone := self._peers.get(peer)) is not None:
            self._forget(gone)

    def refuse(self, peer: PeerId, code: Code, reason: str) -> None:
        """Tell one peer why, then close it."""
        if (refused := self._peers.get(peer)) is not None:
            if code == Code.forbidden:
                self._leases.bar(peer)
            farewell = Denied(reason) if refused.plain else Bye(code, reason)
            self._out.send(refused.id, encode(farewell))
            self._out.add(Close(peer, code, reason))
            self._forget(refused)

    def kick(self, person: str, code: Code, reason: str) -> None:
        """Close all windows of a person."""
        for peer in [peer for peer in self._peers.values() if peer.person.id == person]:
            self.refuse(peer.id, code, reason)

    def set_role(self, person: str, role: Role) -> None:
        """Takes effect at once; all windows of the person are told by another WELCOME."""
        for peer in self._peers.values():
            if peer.person.id == person and peer.person.role != role:
                peer.person = replace(peer.person, role=role)
                self._company.rename(peer.person)
                if not role.allows(Role.editor):
                    self._leases.bar(peer.id)
                if peer.greeted and not peer.plain:
                    self._welcome(peer)
                    self._intake.ask_for_state(peer)

    def renew(self, peer: PeerId, token: str, expires: float, wall: float) -> None:
        """A new personal token, told by another WELCOME."""
        if (renewed := self._peers.get(peer)) is not None:
            renewed.token, renewed.wall = token, wall
            renewed.person = replace(renewed.person, expires=expires)
            if renewed.greeted and not renewed.plain:
                self._welcome(renewed)

    def people(self) -> dict[PeerId, Person]:
        return {peer.id: peer.person for peer in self._peers.values() if peer.greeted}

    # What comes in

    def receive(self, peer: PeerId, frame: bytes, now: float) -> None:
        """One frame of one peer. Whatever is wrong with it is told to that peer and closes it."""
        sender = self._peers.get(peer)
        if sender is None:
            return
        try:
            self._measure(sender, len(frame), now)
            messages = decode(frame, plain=sender.plain)
            if not sender.messages.take(now, len(messages)):
                raise Malformed("this client sends more than the room can take in", Code.many)
            for message in messages:
                self._hear(sender, message, now)
        except (Malformed, TurnedAway) as refusal:
            self.refuse(peer, refusal.code, refusal.reason)

    def weighed(self, job: int, verdict: Examined | TurnedAway, now: float) -> None:
        """What became of a Weigh; then what its sender has sent since is heard."""
        incoming = self._intake.pop(job)
        if incoming is None:
            return
        sender = incoming.peer
        try:
            self._intake.judge(incoming, verdict, now)
            while sender.waiting and sender.job is None and sender.id in self._peers:
                self._hear(sender, sender.waiting.popleft(), now)
        except (Malformed, TurnedAway) as refusal:
            self.refuse(sender.id, refusal.code, refusal.reason)

    def is_waiting(self, peer: PeerId) -> bool:
        """A big update of this peer is being weighed: read no more of its frames until then."""
        return peer in self._peers and self._peers[peer].job is not None

    # What time brings

    def tick(self, now: float) -> None:
        """30 times a second while anybody is here: presence, checks, expiries."""
        if frame := self._company.tick(now):
            here = tuple(peer.id for peer in self._peers.values() if peer.greeted)
            self._out.add(Send(here, frame, fleeting=True))
        self._leases.tick(now, self._channels[BOARD].sequence)
        if now - self._swept >= 1:
            self._swept = now
            for peer in list(self._peers.values()):
                self._sweep(peer, now)
            for late in self._parts.late(now):
                self.refuse(late, Code.slow, "this client keeps the others waiting")
            self._intake.vouch({peer.person.id for peer in self._peers.values()}, now)
        self._abreast.tick(now)

    def durable(self, channel: int, sequence: int) -> None:
        """Everything of this channel up to `sequence` is on the disk."""
        for peer, count in self._channels[channel].made_safe(sequence).items():
            if peer in self._peers:
                self._out.send(peer, encode(Ack(channel, count)))

    # What the server says and asks

    def hold(self, reason: str) -> None:
        """The disk takes nothing: edits are not taken, whoever sends one is told why; all else goes
        on."""
        self._intake.hold(reason)

    def release(self) -> None:
        """The disk is back: what was not taken is fetched."""
        self._intake.release()

    def answer(self, peer: PeerId, id: int, ok: bool, body: Mapping[str, Any]) -> None:
        if peer in self._peers:
            self._out.send(peer, encode(Answer(id, ok, body)))

    def tell(self, peer: PeerId, code: Code, reason: str) -> None:
        """Words for one person that close nothing."""
        if (told := self._peers.get(peer)) is not None and not told.plain:
            self._out.send(told.id, encode(Remark(code, reason)))

    def resync(self, peer: PeerId) -> None:
        """What was queued for this slow peer has been thrown away: bring it up to date anew. A
        plain peer cannot be asked for its state, it has to come back."""
        slow = self._peers.get(peer)
        if slow is None:
            return
        if slow.plain:
            self.refuse(peer, Code.slow, "this client reads too slowly")
            return
        self._abreast.resync(slow)
        self._showing.ask(slow)
        self._leases.repeat(peer)

    def encode(self, channel: int) -> bytes:
        """The whole document, for a snapshot."""
        return self._channels[channel].document.encode()

    def asset(self, hash: str) -> object:
        """What the board says of a file of media, None if it names no such file."""
        return self._channels[BOARD].document.registers("assets", hash)

    def vector(self, channel: int) -> Mapping[int, int]:
        return self._channels[channel].vector

    def sequence(self, channel: int) -> int:
        return self._channels[channel].sequence

    # One message each

    def _hear(self, peer: Peer, message: Message, now: float) -> None:
        if peer.id not in self._peers:
            return
        if peer.job is not None:
            if len(peer.waiting) >= MOST_WAITING:
                raise Malformed("this client sends more than the room can take in", Code.many)
            peer.waiting.append(message)
            return
        if not peer.greeted and not isinstance(message, Hello):
            raise Malformed("a client has to say HELLO first")
        hear = _HEARD.get(type(message))
        if hear is None:
            raise Malformed("only a room says such things")
        hear(self, peer, message, now)

    def _hello(self, peer: Peer, message: Hello, now: float) -> None:
        if peer.greeted:
            raise Malformed("a client says HELLO once")
        hello = greeting.read(message.body)
        self._agree_on_lineage(hello.lineage, peer.person.role)
        self._owned.keep_for(peer.person.id, hello.ids)
        for other in [p for p in self._peers.values() if p.presence == hello.ids[0]]:
            self.refuse(other.id, Code.replaced, "this window has come back on a new connection")
        peer.person = greeting.named(peer.person, hello)
        peer.presence = hello.ids[0]
        self._owned.part(peer, hello, self._peers.values())
        if hello.looked:
            self._owned.seen(hello)
        peer.greeted, peer.packs = True, hello.packs
        self._welcome(peer)
        self._intake.ask_for_state(peer)
        self._showing.ask(peer)

    def _agree_on_lineage(self, lineage: str, role: Role) -> None:
        if not self.lineage:
            if not lineage or role < Role.owner:
                raise Malformed(greeting.NOT_FOUNDED, Code.later)
            self.lineage = lineage
            self._out.add(Lineage(lineage))
        elif lineage not in ("", self.lineage):
            raise Malformed("this is another board than the one that you have", Code.lineage)

    def _step1(self, peer: Peer, message: Step1, now: float) -> None:
        self._allow_state(peer, now)
        if message.channel == BOARD:
            self._owned.confront(peer, read_vector(message.vector))
        self._abreast.step1(peer, message)

    def _sync1(self, peer: Peer, message: Sync1, now: float) -> None:
        self._allow_state(peer, now)
        self._abreast.sync1(peer, message)

    def _allow_state(self, peer: Peer, now: float) -> None:
        if not peer.states.take(now):
            raise Malformed("this client asks for the whole board too often", Code.many)

    def _step2(self, peer: Peer, message: Step2, now: float) -> None:
        channel, standing = self._at(peer, message.channel)
        standing.count += 1
        self._intake.take(Incoming(peer, channel, message.update, "", True), now)

    def _part(self, peer: Peer, message: Part, now: float) -> None:
        channel, standing = self._at(peer, message.channel)
        if peer.person.role < channel.least:
            raise Malformed(LOOK_ONLY, Code.forbidden)
        if (whole := self._parts.hear(peer, message, now)) is not None:
            standing.count += 1
            self._intake.take(Incoming(peer, channel, whole, "", True), now)

    def _edit(self, peer: Peer, message: Edit, now: float) -> None:
        channel, standing = self._at(peer, message.channel)
        standing.count += 1
        if message.number != standing.count:
            raise Malformed("the edits of this client are not counted one by one")
        label = message.label
        if not label.isprintable():
            label = words(label, LONGEST_LABEL)
        self._intake.take(Incoming(peer, channel, message.update, label, False), now)

    def _sync2(self, peer: Peer, message: Sync2, now: float) -> None:
        self._intake.take(Incoming(peer, self._channels[BOARD], message.update, "", True), now)

    def _sync_update(self, peer: Peer, message: SyncUpdate, now: float) -> None:
        self._intake.take(Incoming(peer, self._channels[BOARD], message.update, "", False), now)

    def _check(self, peer: Peer, message: Check, now: float) -> None:
        self._abreast.check(peer, message, now)

    def _aware(self, peer: Peer, message: Aware, now: float) -> None:
        self._showing.hear(peer, message)

    def _ask_aware(self, peer: Peer, message: AskAware, now: float) -> None:
        self._showing.ask(peer)

    def _ask(self, peer: Peer, message: Ask, now: float) -> None:
        if not message.verb.startswith(VERB):
            self._out.add(Asked(peer.id, message.id, message.verb, message.body))
        else:
            self._out.send(peer.id, encode(self._leases.hear(peer, message, now)))

    def _tell(self, peers: tuple[PeerId, ...], said: Lease, may_miss: bool) -> None:
        self._out.add(Send(peers, encode(said), fleeting=may_miss))

    def _is_rendered(self, key: str) -> bool:
        return self._channels[BOARD].document.registers("renders", key) is not None

    def _bye(self, peer: Peer, message: Bye, now: float) -> None:
        self._out.add(Close(peer.id, Code.leaving, ""))
        self._forget(peer)

    # The rest

    def _measure(self, peer: Peer, size: int, now: float) -> None:
        if not peer.greeted:
            most = GREETING_FRAME
        else:
            first = any(standing.asked for standing in peer.standings)
            most = peer.first_frame if first else FRAME
        if size > most:
            raise Malformed("this frame is too large", Code.large)
        if not peer.bytes.take(now, size):
            raise Malformed("this client sends more than the room can take in", Code.many)

    def _sweep(self, peer: Peer, now: float) -> None:
        if now >= peer.person.expires:
            self.refuse(peer.id, Code.token, "your invitation to this room has expired")
        elif not peer.greeted and now - peer.entered >= GREETING_SECONDS:
            self.refuse(peer.id, Code.malformed, "a client has to say HELLO")
        else:
            self._intake.retry(peer, now)

    def _welcome(self, peer: Peer) -> None:
        limits = {
            "frame": FRAME,
            "first": peer.first_frame,
            "edit": FRAME - EDIT_MARGIN,
            "part": PART,
            "whole": WHOLE_FRAME,
            "rate": MESSAGES_A_SECOND,
            "burst": MESSAGES_AT_ONCE,
        }
        body = greeting.welcome(peer, self.lineage, self.title, limits)
        self._out.send(peer.id, encode(Welcome(body)))

    def _forget(self, peer: Peer) -> None:
        del self._peers[peer.id]
        self._leases.leave(peer.id)
        self._intake.forget(peer.id)
        self._parts.forget(peer.id)
        if peer.presence is not None:
            self._company.remove(peer.presence)

    def _at(self, peer: Peer, channel: int) -> tuple[Channel, Standing]:
        return self._channels[channel], peer.standings[channel]

    def _out_of_pens(self, told: Claimed | Vouched) -> None:
        self._out.add(told)


_Hear = Callable[[Room, Peer, Any, float], None]
_HEARD = cast(
    "Mapping[type[Message], _Hear]",
    {
        Hello: Room._hello,
        Step1: Room._step1,
        Step2: Room._step2,
        Part: Room._part,
        Edit: Room._edit,
        Sync1: Room._sync1,
        Sync2: Room._sync2,
        SyncUpdate: Room._sync_update,
        Check: Room._check,
        Aware: Room._aware,
        AskAware: Room._ask_aware,
        Ask: Room._ask,
        Bye: Room._bye,
    },
)
