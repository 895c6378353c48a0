"""Peers in memory for the room's tests: they do what a good client does, and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakMethod, finalize

from pycrdt import Doc, Map

from collab.effects import Claimed, Close, Effect, Keep, Lineage, Pack, Send, Vouched, Weigh
from collab.gate import judged, question, verdict
from collab.packing import packed, unpacked
from collab.roles import Role
from collab.room import Person, Room, RoomState
from collab.scanning import TurnedAway
from collab.vectors import read_vector, vector_hash
from collab.wire import (
    Ack,
    Aware,
    Bye,
    Check,
    Edit,
    Hello,
    Message,
    Packed,
    State,
    Step1,
    Step2,
    Sync1,
    Sync2,
    SyncUpdate,
    decode,
    encode,
)

LINEAGE = "board-1"


def tell(peer: object, doc: Doc[Any], edited: WeakMethod[Callable[[Any], None]]) -> None:
    """Tell a peer of the edits in its document for as long as there is that peer: the library holds
    on to what observes, and to what is observed, beyond the garbage collector's sight."""

    def hear(event: Any) -> None:
        if (method := edited()) is not None:
            method(event)

    finalize(peer, doc.observe(hear).drop).atexit = False


@dataclass
class Host:
    """The room and what a server does for it; time stands still unless a test moves it."""

    room: Room
    now: float = 100.0
    kept: list[Keep] = field(default_factory=list)
    claims: dict[int, str] = field(default_factory=dict)
    vouched: dict[int, int | None] = field(default_factory=dict)
    lineage: list[str] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    closed: dict[int, Close] = field(default_factory=dict)
    clients: dict[int, Client] = field(default_factory=dict)
    weighs: list[Weigh] = field(default_factory=list)
    safe: bool = True
    """Whether everything kept is on the disk at once."""

    def settle(self) -> None:
        """Do what the room wants until it wants nothing more."""
        while effects := self.room.take_effects():
            self.effects += effects
            for effect in effects:
                self._do(effect)

    def _do(self, effect: Effect) -> None:
        match effect:
            case Send(peers, frame):
                for peer in peers:
                    if peer in self.clients:
                        self.clients[peer].hear(frame)
            case Pack(peer, step):
                if peer in self.clients:
                    self.clients[peer].hear(encode(packed(step)))
            case Keep(channel, sequence):
                self.kept.append(effect)
                if self.safe:
                    self.room.durable(channel, sequence)
            case Claimed(client, person):
                self.claims[client] = person
            case Vouched(client, clock):
                self.vouched = {**self.vouched, client: clock}
            case Lineage(lineage):
                self.lineage.append(lineage)
            case Close(peer):
                self.closed[peer] = effect
            case Weigh():
                self.weighs.append(effect)

    def weigh(self) -> None:
        """What the process apart does."""
        for weigh in self.weighs:
            try:
                found = verdict(0, judged(question(weigh.channel, weigh.state, weigh.update)))
                self.room.weighed(weigh.job, found, self.now)
            except TurnedAway as refusal:
                self.room.weighed(weigh.job, refusal, self.now)
        self.weighs = []
        self.settle()

    def tick(self, seconds: float = 1 / 30) -> None:
        self.now += seconds
        self.room.tick(self.now)
        self.settle()

    def restart(self) -> Host:
        """The server dies and comes back with what it kept."""
        updates: dict[int, list[bytes]] = {0: [], 1: []}
        for keep in self.kept:
            updates[keep.channel].append(keep.update)
        state = RoomState(
            updates,
            {0: len(updates[0]), 1: len(updates[1])},
            dict(self.claims),
            self.lineage[-1] if self.lineage else self.room.lineage,
            {client: clock for client, clock in self.vouched.items() if clock is not None},
        )
        host = Host(Room(self.room.name, state), now=self.now, kept=list(self.kept))
        host.claims, host.lineage = dict(self.claims), list(self.lineage)
        host.vouched = dict(self.vouched)
        return host


@dataclass
class Client:
    """A subprotocol peer with a document of its own."""

    host: Host
    person: Person
    doc: Doc[Any] = field(default_factory=Doc)
    comments: Doc[Any] = field(default_factory=Doc)
    peer: int = 0
    heard: list[Message] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0])
    online: bool = False
    unsent: list[bytes] = field(default_factory=list)
    nodes: Map[Any] = field(init=False)
    notes: Map[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.nodes = self.doc.get("nodes", type=Map)
        self.texts = self.doc.get("texts", type=Map)
        self.notes = self.comments.get("comments", type=Map)
        self._hearing = False
        tell(self, self.doc, WeakMethod(self._edited_board))
        tell(self, self.comments, WeakMethod(self._edited_comments))

    def docs(self, channel: int) -> Doc[Any]:
        return (self.doc, self.comments)[channel]

    # what the person does

    def connect(
        self, *, lineage: str = LINEAGE, ids: list[int] | None = None, **hello: Any
    ) -> Client:
        self.peer = self.host.room.enter(self.person, plain=False, now=self.host.now)
        self.host.clients[self.peer] = self
        self.counts, self.online = [0, 0], True
        own = [self.doc.client_id, self.comments.client_id]
        said = {"protocol": 1, "lineage": lineage, "person": {"name": self.person.name}}
        self.send(Hello({**said, "ids": own if ids is None else ids, **hello}))
        if self.peer not in self.host.closed:
            self.send(Step1(0, self.doc.get_state()), Step1(1, self.comments.get_state()))
        return self

    def drop(self) -> None:
        """The line breaks."""
        self.online = False
        self.host.clients.pop(self.peer, None)
        self.host.room.leave(self.peer, self.host.now)
        self.host.settle()

    def put(self, id: str, **registers: Any) -> None:
        """One transaction, as the board makes them."""
        with self.doc.transaction():
            if id not in self.nodes:
                self.nodes[id] = Map(dict(registers))
            else:
                for name, value in registers.items():
                    self.nodes[id][name] = value

    def note(self, id: str, words: str) -> None:
        self.notes[id] = words

    def show(self, state: bytes, *, client: int | None = None, clock: int = 1) -> None:
        self.send(Aware((State(client or self.doc.client_id, clock, state),)))

    # what its program does

    def send(self, *messages: Message) -> None:
        self.raw(encode(*messages))

    def raw(self, frame: bytes) -> None:
        self.host.room.receive(self.peer, frame, self.host.now)
        self.host.settle()

    def edit(self, update: bytes, channel: int = 0, label: str = "") -> None:
        self.counts[channel] += 1
        self.send(Edit(channel, self.counts[channel], "", label, update))

    def _edited_board(self, event: Any) -> None:
        self._edited(0, event.update)

    def _edited_comments(self, event: Any) -> None:
        self._edited(1, event.update)

    def _edited(self, channel: int, update: bytes) -> None:
        if not self._hearing and self.online:
            self.edit(update, channel, "Edit")

    def hear(self, frame: bytes) -> None:
        for message in decode(frame):
            self.heard.append(message)
            self._answer(message)

    def _answer(self, message: Message) -> None:
        match message:
            case Edit(channel, _, _, _, update) | Step2(channel, update):
                self._hearing = True
                self.docs(channel).apply_update(update)
                self._hearing = False
            case Packed():
                self._answer(unpacked(message))
            case Step1(channel, vector):
                self.counts[channel] += 1
                self.send(Step2(channel, self.docs(channel).get_update(vector)))
            case Check(channel, hash):
                doc = self.docs(channel)
                if vector_hash(read_vector(doc.get_state())) != hash:
                    self.send(Step1(channel, doc.get_state()))
            case Bye():
                self.online = False

    # what it has heard

    def said(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]

    @property
    def acked(self) -> int:
        return max((ack.number for ack in self.said(Ack) if ack.channel == 0), default=0)

    @property
    def bye(self) -> Bye | None:
        return next(iter(self.said(Bye)), None)

    def sees(self) -> dict[str, Any]:
        return dict(self.nodes.to_py() or {})


@dataclass
class Stock:
    """A stock y-websocket client: one message a frame, no HELLO."""

    host: Host
    person: Person
    doc: Doc[Any] = field(default_factory=Doc)
    peer: int = 0
    heard: list[Message] = field(default_factory=list)
    online: bool = False

    def __post_init__(self) -> None:
        self.nodes: Map[Any] = self.doc.get("nodes", type=Map)
        self._hearing = False
        tell(self, self.doc, WeakMethod(self._edited))

    def connect(self, *, present: bool = True) -> Stock:
        self.peer = self.host.room.enter(self.person, plain=True, now=self.host.now)
        self.host.clients[self.peer] = self  # type: ignore[assignment]
        self.online = True
        self.host.settle()
        self.send(Sync1(self.doc.get_state()))
        if present:
            self.show(b'{"user":{"name":"Stock"}}')
        return self

    def drop(self) -> None:
        self.online = False
        self.host.clients.pop(self.peer, None)
        self.host.room.leave(self.peer, self.host.now)
        self.host.settle()

    def show(self, state: bytes, *, client: int | None = None, clock: int = 1) -> None:
        self.send(Aware((State(client or self.doc.client_id, clock, state),)))

    def send(self, message: Message) -> None:
        self.raw(encode(message))

    def raw(self, frame: bytes) -> None:
        self.host.room.receive(self.peer, frame, self.host.now)
        self.host.settle()

    def _edited(self, event: Any) -> None:
        if not self._hearing and self.online:
            self.send(SyncUpdate(event.update))

    def hear(self, frame: bytes) -> None:
        (message,) = decode(frame, plain=True)
        self.heard.append(message)
        match message:
            case Sync2(update) | SyncUpdate(update):
                self._hearing = True
                self.doc.apply_update(update)
                self._hearing = False
            case Sync1(vector):
                self.send(Sync2(self.doc.get_update(vector)))

    def said(self, kind: type[Any]) -> list[Any]:
        return [message for message in self.heard if isinstance(message, kind)]

    def sees(self) -> dict[str, Any]:
        return dict(self.nodes.to_py() or {})


def a_room(**state: Any) -> Host:
    return Host(Room("film", RoomState(**state)))


def person(name: str, role: Role = Role.editor, **rest: Any) -> Person:
    return Person(id=name.lower(), name=name, role=role, **rest)


def owner(host: Host) -> Client:
    return Client(host, person("Ada", Role.owner)).connect()


def join(host: Host, name: str, role: Role = Role.editor, **hello: Any) -> Client:
    return Client(host, person(name, role)).connect(**hello)


def three(host: Host) -> tuple[Client, Client, Stock]:
    """The owner, an editor and a stock client."""
    return owner(host), join(host, "Bo"), Stock(host, person("Cy")).connect()


def hello(client: Client, **other: Any) -> Hello:
    body = {"protocol": 1, "lineage": LINEAGE, "person": {}, "ids": [client.doc.client_id]}
    return Hello({**body, **other})


def arriving(host: Host, name: str, role: Role = Role.editor) -> Client:
    """Connected, and has not said a word."""
    client = Client(host, person(name, role))
    client.peer = host.room.enter(client.person, plain=False, now=host.now)
    host.clients[client.peer] = client
    return client
