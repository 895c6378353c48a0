"""A room and five people in one process, with nothing between them but queues that can be cut:
everything that a network, a kill and a disk do to shared work, chosen by a seed.

The rules are the real ones: Room at the one side, Replica and Board at the other. A socket is a
pair of queues; what waits in them when it is cut is lost. The room's disk has what was committed.
"""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from canvas.app.joining import is_one
from canvas.document import ordering
from canvas.document.board import Board
from canvas.document.change import Change
from canvas.document.edits import AddNode
from collab.effects import Pack, Vouched
from collab.gate import LIMITS, TurnedAway, examine
from collab.outcomes import Broken, Healed, Heavy, Parted, TooLarge
from collab.packing import packed
from collab.replica import Replica
from collab.roles import Role
from collab.room import (
    Asked,
    Claimed,
    Close,
    Keep,
    Lineage,
    PeerId,
    Room,
    RoomState,
    Send,
    Weigh,
)
from collab.room import Person as Entrant
from collab.vectors import read_vector
from collab.wire import BOARD, encode
from tests.collab.person import Person
from tests.document.boards import a_board, a_node, everything

STEP = 0.05
"""Seconds of the world's clock from one operation to the next."""

PATIENCE = 400
"""Turns after which a room that has not come to rest never will."""


class Apart(AssertionError):
    """Copies that should be the same are not, or never came together."""


@dataclass
class Disk:
    """What outlives the server."""

    updates: list[bytes] = field(default_factory=list)
    sequence: int = 0
    claims: dict[int, str] = field(default_factory=dict)
    lineage: str = ""
    vouched: dict[int, int] = field(default_factory=dict)

    def state(self) -> RoomState:
        return RoomState(
            {BOARD: list(self.updates)},
            {BOARD: self.sequence},
            dict(self.claims),
            self.lineage,
            dict(self.vouched),
        )


@dataclass
class Socket:
    """One person's line to the room."""

    peer: PeerId
    up: deque[bytes] = field(default_factory=deque)
    down: deque[bytes] = field(default_factory=deque)
    closing: str = ""


class House:
    """The server as far as it matters: one room, its disk, and who is on which line."""

    def __init__(self, disk: Disk) -> None:
        self.disk, self.now = disk, 0.0
        self.sockets: dict[PeerId, Socket] = {}
        self.closings: list[str] = []
        self.vouches = 0
        self._kept: deque[Keep] = deque()
        self.room = Room("film", disk.state())

    def enter(self, who: Person, role: Role) -> Socket:
        person = Entrant(who.name, who.name, "#30bced", role)
        peer = self.room.enter(person, plain=False, now=self.now)
        self.sockets[peer] = Socket(peer)
        self.pump()
        return self.sockets[peer]

    def hear(self, socket: Socket, frame: bytes) -> None:
        self.room.receive(socket.peer, frame, self.now)
        self.pump()

    def leave(self, socket: Socket) -> None:
        if self.sockets.pop(socket.peer, None) is not None:
            self.room.leave(socket.peer, self.now)
            self.pump()

    def tick(self, seconds: float) -> None:
        self.now += seconds
        self.room.tick(self.now)
        self.pump()

    def commit(self) -> None:
        """Everything so far reaches the disk."""
        last = 0
        while self._kept:
            keep = self._kept.popleft()
            self.disk.updates.append(keep.update)
            last = self.disk.sequence = keep.sequence
        if last:
            self.room.durable(BOARD, last)
            self.pump()

    def die(self) -> None:
        """kill -9: what was not on the disk is gone, and so are all lines."""
        self._kept.clear()
        self.sockets.clear()
        self.room = Room("film", self.disk.state())

    def pump(self) -> None:
        while effects := self.room.take_effects():
            for effect in effects:
                self._do(effect)

    def _do(self, effect: object) -> None:
        match effect:
            case Send(peers, frame):
                for peer in peers:
                    if peer in self.sockets:
                        self.sockets[peer].down.append(frame)
            case Pack(peer, step):
                if peer in self.sockets:
                    self.sockets[peer].down.append(encode(packed(step)))
            case Keep():
                self._kept.append(effect)
            case Claimed(client, person):
                self.disk.claims[client] = person
            case Vouched(client, None):
                self.disk.vouched.pop(client, None)
            case Vouched(client, int(clock)):
                self.disk.vouched[client] = clock
                self.vouches += 1
            case Lineage(lineage):
                self.disk.lineage = lineage
            case Weigh(job, _, channel, update):
                self.room.weighed(job, _verdict(channel, update), self.now)
            case Close(peer, code, reason):
                if peer in self.sockets:
                    self.sockets[peer].closing = f"{code} {reason}"
            case Asked(peer, id):
                self.room.answer(peer, id, False, {})


def _verdict(channel: int, update: bytes) -> Any:
    try:
        return examine(update, LIMITS[channel])
    except TurnedAway as refusal:
        return refusal


class Hand:
    """A person, their replica, and the line they have or have not."""

    def __init__(self, person: Person, lineage: str, role: Role) -> None:
        self.person, self.lineage, self.role = person, lineage, role
        self.socket: Socket | None = None
        self.troubles: list[str] = []
        self._wire()

    def _wire(self) -> None:
        """The program begins: a replica of the board as it came from the disk."""
        person = self.person
        self.replica = Replica(
            {BOARD: person.board},
            {"id": person.name, "name": person.name, "color": "#30bced"},
            lineage=self.lineage,
            ids=person.clients,
            role=self.role,
        )
        person.hears = self._edited

    def _edited(self, change: Change) -> None:
        if not change.foreign:
            self.replica.edited(BOARD, change.update, change.label)

    def open(self, house: House) -> None:
        if self.socket is None:
            self.socket = house.enter(self.person, self.role)
            self.replica.opened(far=self.role != Role.owner)
            self.say(house)

    def cut(self, house: House) -> None:
        if self.socket is not None:
            house.leave(self.socket)
            self.socket = None
            self.replica.lost()

    def die(self, house: House, random: Random, *, lossy: bool = True) -> None:
        self.cut(house)
        self.person.die(random, lossy=lossy)
        self._wire()

    def say(self, house: House) -> None:
        if self.socket is not None and (frame := self.replica.outgoing(house.now)):
            self.socket.up.append(frame)

    def send(self, house: House) -> None:
        """One frame of ours reaches the room."""
        self.say(house)
        if self.socket is not None and self.socket.up:
            house.hear(self.socket, self.socket.up.popleft())

    def hear(self, house: House, random: Random) -> None:
        """One frame of the room's reaches us, with those after it at times, or twice."""
        socket = self.socket
        if socket is None:
            return
        if socket.down:
            frame = socket.down.popleft()
            while socket.down and random.random() < 0.2:
                frame += socket.down.popleft()
            self.replica.receive(frame)
            while self.replica.work():
                self._act(house)
            self._act(house)
            self.say(house)
        elif socket.closing:
            self.troubles.append(socket.closing)
            self.cut(house)

    def _act(self, house: House) -> None:
        while self.replica.outcomes:
            match self.replica.outcomes.popleft():
                case Heavy(channel, update):
                    self.replica.weighed(_verdict(channel, update))
                case Healed():
                    self.person.board.mend()
                case Broken(reason):
                    raise Apart(f"{self.person.name} takes the room's frame for broken: {reason}")
                case Parted("vouched"):
                    self._compare(house)
                case Parted(why):
                    raise Apart(f"{self.person.name} has parted from the room: {why}")
                case TooLarge():
                    self.cut(house)

    def _compare(self, house: House) -> None:
        """Others have brought what we had made: let us see."""
        if not is_one((house.room.encode(BOARD),), self.person.board.encode()):
            raise Apart(f"{self.person.name} is told that others have forged the board")
        self.replica.looked = True
        self.cut(house)

    @property
    def rests(self) -> bool:
        socket = self.socket
        return (
            socket is not None
            and not (socket.up or socket.down or socket.closing)
            and self.replica.state == "live"
            and not any(self.replica.unsaved.values())
        )


class World:
    """Five people at one board, and what befalls them. With `chance`, the seed decides all of it,
    client ids and the letters of fractional keys too."""

    def __init__(
        self,
        seed: int,
        chance: pytest.MonkeyPatch | None = None,
        people: int = 5,
        lost_power: bool = False,
    ) -> None:
        self.random = Random(seed)
        self.lost_power = lost_power
        if chance is not None:
            drawn = Random(seed)
            chance.setattr("collab.abreast.LEAST", 1 << 10)
            chance.setattr(secrets, "randbits", drawn.getrandbits)
            chance.setattr(secrets, "token_hex", lambda size: drawn.randbytes(size).hex())
            chance.setitem(ordering.between.__kwdefaults__, "chance", drawn)
        words, clip = AddNode(a_node("words"), "Start"), AddNode(a_node("clip", "clip"))
        first = a_board(words, clip, person="p0")
        state, lineage = first.encode(), first.meta.lineage
        self.start = state
        claims = {first.client: "p0"}
        self.house = House(Disk([state], 1, claims, lineage))
        self.hands = [
            Hand(Person(index, [state]), lineage, Role.owner if index == 0 else Role.editor)
            for index in range(people)
        ]
        for hand in self.hands:
            hand.open(self.house)

    def run(self, operations: int) -> None:
        """So many operations by each of them, in any order, then everybody comes to rest."""
        self._work(operations)
        self.settle()

    def forsake(self, operations: int) -> None:
        """The same, but the server dies at the end, and two do not come back, the owner one of
        them, until everybody else has come to rest."""
        self._work(operations)
        self.house.die()
        for hand in self.hands:
            hand.socket = None
            hand.replica.lost()
        _, _, *here = self.hands
        self.settle(here)
        for hand in here[1:]:
            _same(everything(here[0].person.board), everything(hand.person.board), "who stayed")
        self.settle()

    def _are_abreast(self, here: Sequence[Hand]) -> bool:
        """Who has only what others made is not behind with anything, and yet has what the room
        lacks."""
        has = dict(self.house.room.vector(BOARD))
        return all(read_vector(hand.person.board.vector()) == has for hand in here)

    def _work(self, operations: int) -> None:
        order = [hand for hand in self.hands for _ in range(operations)]
        self.random.shuffle(order)
        for hand in order:
            hand.person.work(self.random)
            hand.say(self.house)
            self._befall(hand)
            self._carry()

    def _befall(self, hand: Hand) -> None:
        random, house = self.random, self.house
        dice = random.random()
        if dice < 0.02:
            hand.cut(house)
        elif dice < 0.06:
            hand.open(house)
        elif dice < 0.066:
            house.commit()
            hand.die(house, random, lossy=self.lost_power or self._is_known(hand))
        elif dice < 0.069:
            self._kill_server()
        elif dice < 0.085 and hand.person.made:
            hand.replica.edited(BOARD, random.choice(hand.person.made), "Again")
        if random.random() < 0.3:
            house.commit()
        house.tick(STEP)

    def _kill_server(self) -> None:
        """With `lost_power`, now and then with the machine of one person, whose last steps others
        have seen and nobody has saved."""
        self.house.die()
        for hand in self.hands:
            hand.socket = None
            hand.replica.lost()
        if self.lost_power and self.random.random() < 0.3:
            self.random.choice(self.hands).die(self.house, self.random)

    def _is_known(self, hand: Hand) -> bool:
        """Whether the room has everything that this person ever wrote."""
        has = read_vector(Board.load(self.house.disk.updates, person="").vector())
        own = read_vector(hand.person.board.vector())
        return all(has.get(client, 0) >= own.get(client, 0) for client in hand.person.clients)

    def _carry(self) -> None:
        for _ in range(self.random.choice((0, 2, 6, 16))):
            hand = self.random.choice(self.hands)
            if self.random.random() < 0.5:
                hand.send(self.house)
            else:
                hand.hear(self.house, self.random)

    def settle(self, here: Sequence[Hand] = ()) -> None:
        """Everybody comes back, or who is `here`, and all that is on its way arrives."""
        here = here or self.hands
        for _ in range(PATIENCE):
            for hand in here:
                hand.open(self.house)
                hand.send(self.house)
                hand.hear(self.house, self.random)
            self.house.commit()
            self.house.tick(STEP)
            if all(hand.rests for hand in here) and self._are_abreast(here):
                return
        states = {
            hand.person.name: (hand.replica.state, dict(hand.replica.unsaved), hand.troubles[-3:])
            for hand in here
        }
        raise Apart(f"no rest: {states}")

    def check(self, yjs: Any) -> None:
        """Everybody has the same board; so has who loads what the room holds, what its disk holds,
        and Yjs."""
        wanted = everything(self.hands[0].person.board)
        for hand in self.hands[1:]:
            _same(wanted, everything(hand.person.board), hand.person.name)
        state = self.house.room.encode(BOARD)
        _same(wanted, everything(Board.load([state], person="late")), "a late joiner")
        _same(wanted, everything(Board.load(self.house.disk.updates, person="disk")), "the disk")
        registers = self.hands[0].person.board.registers()
        _same(registers, yjs.reads([state]), "yjs, from the snapshot")
        _same(registers, yjs.reads(self.house.disk.updates), "yjs, from the journal")


def _same(wanted: dict[str, Any], found: dict[str, Any], whose: str) -> None:
    if wanted == found:
        return
    parts = [name for name in wanted if wanted[name] != found.get(name)]
    raise Apart(f"the board of {whose} differs in {parts}")
