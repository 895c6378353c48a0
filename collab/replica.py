"""A peer's side of a room, without I/O: what it says on coming in, what it does with what comes,
and what the room has of ours.

Frames and the time go in, frames and outcomes come out. SPEC.md, section 8.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from canvas.document.crdt import TornBoard, merged
from collab import agreed
from collab.agreed import Agreed
from collab.gate import APART, LIMITS, Examined, TurnedAway, examine
from collab.outcomes import (
    Answered,
    Broken,
    Healed,
    Heavy,
    Leased,
    Outcome,
    Parted,
    Remarked,
    Seen,
    Told,
    TooLarge,
    Welcomed,
)
from collab.packing import unpacked
from collab.pens import CONTESTED
from collab.piecemeal import Piecemeal
from collab.roles import Role
from collab.unsent import Unsent
from collab.vectors import read_vector, vector_hash
from collab.wire import (
    BOARD,
    COMMENTS,
    PROTOCOL,
    Ack,
    Answer,
    Ask,
    Aware,
    Bye,
    Check,
    Code,
    Edit,
    Hello,
    Lease,
    Malformed,
    Message,
    More,
    Packed,
    Remark,
    State,
    Step1,
    Step2,
    Welcome,
    decode,
    encode,
)

LEAST_ROLE = {BOARD: Role.editor, COMMENTS: Role.commenter}
"""Who may write on a channel."""

NOTHING = b"\x00\x00"
"""A Yjs update without structs and deletions."""

MOST_IDS = 1000
"""Client ids in a HELLO."""

MOST_UNASKED = 32 << 10
"""Bytes of state vectors that go along with a HELLO, before the room has answered."""

AROUND = 256
"""Bytes that an edit has besides its update, at most."""

_PRESENCE_APART = 0.05
"""Seconds between two states of ours."""


class Side(Protocol):
    """A document that a channel keeps in step."""

    def vector(self) -> bytes: ...

    def encode(self, since: bytes | None = None) -> bytes: ...

    def receive(self, update: bytes, origin: str, label: str = "") -> object: ...


@dataclass(slots=True)
class _Channel:
    side: Side
    unsent: Unsent
    received: bool = False
    """The room's STEP2 has come."""
    told: bool = False
    """Our STEP2 went out: edits may follow it."""
    healing: bool = False
    again: bytes | None = None
    """What the room said that it has, while our STEP2 is on its way in parts."""
    doubted: bool = False
    """The last CHECK differed while edits were on their way, which may be all there is to it."""


class Replica:
    """One peer's copy of a room. One thread owns it, the one that owns the documents."""

    def __init__(
        self,
        sides: Mapping[int, Side],
        person: Mapping[str, str],
        *,
        lineage: str,
        ids: Sequence[int],
        role: Role = Role.viewer,
        unsaved: Mapping[int, int] | None = None,
    ) -> None:
        """`ids`: the numbers under which these documents write, one each, the board's first, then
        those of earlier sessions, with which nobody writes any more; all this person's. `lineage`
        is empty for a copy that takes whatever the room has."""
        counts = unsaved or {}
        self.state = "offline"
        """offline, joining, live or parted."""
        self.person = dict(person)
        self._lineage = lineage
        self._ids = list(ids)[:MOST_IDS]
        self._channels = {
            channel: _Channel(side, Unsent(channel, counts.get(channel, 0)))
            for channel, side in sides.items()
        }
        self._agreed = Agreed(role)
        self._piecemeal = Piecemeal()
        self._welcome = False
        self._wanted: list[Step1] = []
        self._inbox: deque[Message] = deque()
        self._weighing: tuple[_Channel, Edit | Step2] | None = None
        self._out: list[Message] = []
        self._asked = 0
        self._clock = 0
        self._presence: Callable[[], bytes] | None = None
        self._next_shown = float("-inf")
        self._stale = False
        self.looked = False
        """Our board and the room's were compared, and are one: it is told in the next HELLO."""
        self.outcomes: deque[Outcome] = deque()
        """What the owner of this replica has to act on, oldest first."""

    @property
    def role(self) -> Role:
        return self._agreed.role

    @property
    def unsaved(self) -> Mapping[int, int]:
        """Channel -> edits of ours of which the room has not said that they are on its disk."""
        return {channel: each.unsent.count for channel, each in self._channels.items()}

    # -- the connection comes and goes

    def opened(self, *, far: bool = False) -> None:
        """Say who we are and what we have. Nothing is written before the room has welcomed us.
        `far`: a network lies between, which takes longer than packing does."""
        self._forget_connection()
        self.state = "joining"
        body: dict[str, Any] = {
            "protocol": PROTOCOL,
            "lineage": self._lineage,
            "person": self.person,
            "ids": self._ids,
            "closed": self._ids[len(self._channels) :],
            "packed": far,
            "looked": self.looked,
        }
        self._out.append(Hello(body))
        wanted = [Step1(channel, each.side.vector()) for channel, each in self._channels.items()]
        if sum(len(step.vector) for step in wanted) <= MOST_UNASKED:
            self._out.extend(wanted)  # saves a round trip
        else:
            self._wanted = wanted

    def lost(self) -> None:
        """The socket went: everything that had no ACK waits for the next one."""
        self._forget_connection()
        self.state = "offline"

    def _forget_connection(self) -> None:
        self._inbox.clear()
        self._out.clear()
        self._wanted.clear()
        self._weighing = None
        self._welcome = False
        self._stale = self._presence is not None
        self._piecemeal.forget()
        for each in self._channels.values():
            each.unsent.lost()
            each.again = None
            each.received = each.told = each.healing = each.doubted = False

    # -- what is made here

    def edited(self, channel: int, update: bytes, label: str) -> None:
        """Something was changed here."""
        each = self._channels[channel]
        if each.told:
            each.unsent.add(update, label)
        else:
            each.unsent.add_behind()

    def present(self, state: Callable[[], bytes]) -> None:
        """What this screen shows from now on; written down when it is sent, 20 times a second at
        most."""
        self._presence = state
        self._stale = True

    def ask(self, verb: str, body: Mapping[str, Any]) -> int:
        """Put a question; gives the number that the Answered will carry."""
        self._asked += 1
        self._out.append(Ask(self._asked, verb, body))
        return self._asked

    def forgive(self, channel: int) -> None:
        """The room has turned out to hold all of ours."""
        self._channels[channel].unsent.forget()

    def outgoing(self, now: float) -> bytes:
        """What is to be sent now, as one frame; empty if nothing is."""
        messages, self._out = self._out, []
        if self._welcome:
            messages.extend(self._edits(now))
            if self._presence is not None and self._stale and now >= self._next_shown:
                messages.append(self._shown(self._presence(), now))
        return encode(*messages)

    def wants_in(self, now: float) -> float | None:
        """Seconds until outgoing() will have more that waits now; None if nothing does."""
        if not self._welcome:
            return None
        waits = []
        if any(each.unsent.waits for _, each in self._free()):
            waits.append(self._agreed.bucket.wait())
        if self._stale:
            waits.append(max(self._next_shown - now, 0.0))
        return min(waits, default=None)

    def _edits(self, now: float) -> Iterable[Message]:
        most = left = self._agreed.edit
        for channel, each in self._free():
            if not self._may_write(channel):
                continue
            while each.unsent.waits and self._agreed.bucket.take(now):
                if left < each.unsent.first <= most:
                    return  # in a frame of its own
                edit = each.unsent.next(merged, left)
                if edit is None:
                    self.outcomes.append(TooLarge())
                    return
                left -= len(edit.update) + AROUND
                yield edit

    def _free(self) -> Iterable[tuple[int, _Channel]]:
        """The channels on which edits may go: not those whose STEP2 is still on its way."""
        sending = self._piecemeal.is_sending
        return [(number, each) for number, each in self._channels.items() if not sending(number)]

    def _shown(self, state: bytes, now: float) -> Message:
        self._clock += 1
        self._next_shown = now + _PRESENCE_APART
        self._stale = False
        return Aware((State(self._ids[0], self._clock, state),))

    def _may_write(self, channel: int) -> bool:
        return self._agreed.role.allows(LEAST_ROLE[channel])

    # -- what comes

    def receive(self, frame: bytes) -> None:
        """Take a frame; work() does what it says."""
        try:
            self._inbox.extend(decode(frame))
        except Malformed as error:
            self._break(error.reason)

    @property
    def weighing(self) -> bool:
        """A Heavy update waits for its verdict."""
        return self._weighing is not None

    @property
    def busy(self) -> bool:
        """Whether work() has something to do."""
        return bool(self._inbox) and self._weighing is None and self.state != "parted"

    def work(self) -> bool:
        """Do what the next message says; False if there is none to be worked on now."""
        if not self.busy:
            return False
        message = self._inbox.popleft()
        if not self._welcome and not isinstance(message, Welcome | Bye | Answer):
            self._break("the room speaks before it has said who it is")
        else:
            self._handle(message)
        return True

    def weighed(self, verdict: Examined | TurnedAway) -> None:
        """What came of the Heavy update."""
        if self._weighing is None:  # the connection went meanwhile
            return
        (each, message), self._weighing = self._weighing, None
        if isinstance(verdict, TurnedAway):
            self._break(verdict.reason)
        else:
            self._take_in(each, message)

    def _handle(self, message: Message) -> None:
        match message:
            case Edit(channel=channel) | Step2(channel=channel):
                self._foreign(self._channels.get(channel), message)
            case Packed():
                self._unpack(message)
            case Ack(channel):
                if each := self._channels.get(channel):
                    each.unsent.acknowledged(message)
            case Aware(states):
                self._see(states)
            case Check(channel, hash):
                self._compare(channel, hash)
            case Step1(channel, vector):
                self._bring(channel, vector)
            case More(channel):
                self._go_on(channel)
            case Welcome(body):
                self._enter(body)
            case Answer(id, ok, body):
                self.outcomes.append(Answered(id, ok, body))
            case Bye(code, reason):
                self._dismissed(code, reason)
            case Remark(code, reason):
                self.outcomes.append(Remarked(code, reason))
            case Lease(body):
                self.outcomes.append(Leased(body))
            case _:
                self._break("the room speaks out of turn")

    def _enter(self, body: Mapping[str, Any]) -> None:
        lineage = _text(body.get("lineage"))
        if self._lineage and lineage and lineage != self._lineage:
            self._part("lineage")
            return
        try:
            role = Role[_text(body.get("role"))]
        except KeyError:
            self._break("the room gives a role that nobody here knows")
            return
        self._agree(role, body.get("limits"))
        self._welcome, self.looked = True, False
        you = body.get("you")
        self.outcomes.append(
            Welcomed(
                role,
                you if isinstance(you, dict) else {},
                _text(body.get("token")),
                _text(body.get("title")),
                lineage,
            )
        )
        for channel, each in self._channels.items():
            if not self._may_write(channel) and each.unsent.count:
                self._part("role")
                return
        self._out.extend(self._wanted)
        self._wanted = []

    def _agree(self, role: Role, limits: object) -> None:
        said = limits if isinstance(limits, dict) else {}
        if self._welcome:
            self._agreed.role = role
            return
        self._piecemeal.agree(said)
        self._agreed = agreed.read(role, said)

    def _foreign(self, each: _Channel | None, message: Edit | Step2) -> None:
        if each is None:
            return
        if len(message.update) > APART:
            self._weighing = each, message
            self.outcomes.append(Heavy(message.channel, message.update))
            return
        try:
            examine(message.update, LIMITS[message.channel])
        except TurnedAway as error:
            self._break(error.reason)
        else:
            self._take_in(each, message)

    def _unpack(self, message: Packed) -> None:
        try:
            step = unpacked(message)
        except Malformed as error:
            self._break(error.reason)
        else:
            self._foreign(self._channels.get(step.channel), step)

    def _take_in(self, each: _Channel, message: Edit | Step2) -> None:
        whole = isinstance(message, Step2)
        who, label = ("", CAUGHT_UP) if isinstance(message, Step2) else (message.who, message.label)
        each.received = each.received or whole  # a listener of the board may raise
        try:
            if message.update != NOTHING:
                each.side.receive(message.update, who, label)
        except TornBoard as error:
            self._break(str(error.what))
            return
        if not whole:
            return
        if each.healing:
            each.healing = False
            self.outcomes.append(Healed(message.channel))
        self._settle()

    def _bring(self, channel: int, vector: bytes) -> None:
        """Give the room what it lacks of ours. Always: deletions stand in no state vector."""
        each = self._channels.get(channel)
        if each is None:
            return
        if self._piecemeal.is_sending(channel):
            each.again = vector
            return
        if self._may_write(channel):
            update = each.side.encode(vector)
            if update != NOTHING or each.unsent.count:
                said = self._piecemeal.begin(each.unsent.whole(update))
                self._out.extend([said] if said is not None else [])
        each.told = True
        self._settle()

    def _go_on(self, channel: int) -> None:
        """The room takes the next part of our STEP2."""
        self._out.extend(self._piecemeal.more(channel))
        each = self._channels.get(channel)
        if each is None or self._piecemeal.is_sending(channel) or each.again is None:
            return
        vector, each.again = each.again, None
        self._bring(channel, vector)

    def _settle(self) -> None:
        if self.state == "joining" and all(
            # the room asks for what we have only where we may write
            each.received and (each.told or not self._may_write(channel))
            for channel, each in self._channels.items()
        ):
            self.state = "live"

    def _compare(self, channel: int, hash: bytes) -> None:
        each = self._channels.get(channel)
        if each is None or each.healing:
            return
        vector = each.side.vector()
        if hash == vector_hash(read_vector(vector)):
            each.doubted = False
        elif each.unsent.count and not each.doubted:
            each.doubted = True
        else:
            each.doubted, each.healing = False, True
            self._out.append(Step1(channel, vector))

    def _see(self, states: Iterable[State]) -> None:
        seen = {
            each.client: None if each.state == b"null" else each.state
            for each in states
            if each.client not in self._ids
        }
        if seen:
            self.outcomes.append(Seen(seen))

    def _dismissed(self, code: int, reason: str) -> None:
        if code == Code.lineage:
            self._part("vouched" if reason == CONTESTED else "lineage")
        else:
            self.outcomes.append(Told(code, reason))

    def _part(self, why: str) -> None:
        self.state = "parted"
        self.outcomes.append(Parted(why))

    def _break(self, reason: str) -> None:
        self._inbox.clear()
        self.outcomes.append(Broken(reason))


CAUGHT_UP = "Changes from elsewhere"
"""What a catch-up is called in the history; whose they were is the room's to tell."""


def _text(value: object) -> str:
    return value[:4096] if isinstance(value, str) else ""
