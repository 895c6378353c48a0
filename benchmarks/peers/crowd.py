"""A crowd at one room: so many people, some of whom write, all of whom read; in a process of its
own, `python -m benchmarks.peers.crowd`, with a plan as JSON on stdin and what was seen on stdout.

Every update is made beforehand; at its time it gets the clock written into it, and whoever receives
it reads the clock off its bytes without decoding anything. One machine, one clock.
"""

from __future__ import annotations

import asyncio
import gc
import json
import random
import re
import sys
import time
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc, Map, TransactionEvent

from benchmarks.peers.lines import Line
from benchmarks.peers.varints import counted, number
from collab.wire import Ack, decode

STAMP = re.compile(rb"~T(\d{3})(\d{19})")
BLANK = "~T" + "0" * 22
HELLO, EDIT, WELCOME, STEP1, STEP2 = 100, 102, 101, 105, 106
ACK = b"\x67"
NOTHING = b"\0\0"
"""The update that brings nothing."""


@dataclass(frozen=True)
class Plan:
    """What the crowd does."""

    url: str
    own: bool = False
    """Speak shotweave.v1; otherwise plain y-websocket."""
    lineage: str = ""
    clients: int = 20
    writers: int = 5
    hz: float = 20.0
    presence_hz: float = 0.0
    seconds: float = 5.0
    patience: float = 5.0
    """How long the last updates are waited for."""


@dataclass
class Seen:
    """Nanoseconds from the sending to each receiver, and how many frames came in all."""

    delays: array[int] = field(default_factory=lambda: array("q"))
    acks: array[int] = field(default_factory=lambda: array("q"))
    """From an edit to the word that it is on the disk."""
    frames: int = 0
    sent: int = 0
    closed: list[tuple[int, str]] = field(default_factory=list)


class Writer:
    """The updates of one person who renames one card, ready to be sent."""

    def __init__(self, index: int, count: int) -> None:
        self.index = index
        self._doc: Doc[Any] = Doc()
        made: list[bytes] = []
        nodes = self._doc.get("nodes", type=Map)
        with self._doc.transaction():
            nodes[f"bench{self.client}"] = Map({"kind": "note", "pos": [0.0, 0.0], "title": BLANK})
        self.begin = self._doc.get_update()
        keep = self._doc.observe(_into(made))
        for _ in range(count):
            nodes[f"bench{self.client}"]["title"] = BLANK
        self._doc.unobserve(keep)
        blank = BLANK.encode()
        self.pieces = [tuple(update.split(blank)) for update in made]

    @property
    def client(self) -> int:
        return int(self._doc.client_id)

    def stamped(self, at: int) -> bytes:
        """The update number `at`, with the time now in it."""
        head, tail = self.pieces[at]
        return b"%b~T%03d%019d%b" % (head, self.index, time.monotonic_ns(), tail)


def _into(made: list[bytes]) -> Callable[[TransactionEvent], None]:
    def take(event: TransactionEvent) -> None:
        made.append(event.update)

    return take


class Person:
    """One line to the room."""

    def __init__(self, index: int, plan: Plan, seen: Seen, writer: Writer | None) -> None:
        self.index, self.plan, self.seen, self.writer = index, plan, seen, writer
        self.client = writer.client if writer else random.getrandbits(31)
        self.ready = asyncio.Event()
        self._clock = 0
        self._edits = 0
        self._unsafe: deque[tuple[int, int]] = deque()
        """Number and time of each edit that has no ACK yet."""
        self._own = str(index).zfill(3).encode() if writer else b""
        self._line: Line

    async def enter(self) -> None:
        self._line = await Line.open(self.plan.url, "shotweave.v1" if self.plan.own else "")
        self._line.hear = self._greeted
        self._line.closed.add_done_callback(lambda done: self.seen.closed.append(done.result()))
        if self.plan.own:
            step1 = number(STEP1) + b"\0" + counted(b"\0")
            self._line.send(number(HELLO) + counted(self._hello()) + step1)
        else:
            self._line.send(b"\0\0" + counted(b"\0"))
        async with asyncio.timeout(20):
            await self.ready.wait()
        self._line.hear = self._heard
        if self.writer is not None:
            self.edit(self.writer.begin)

    def edit(self, update: bytes) -> None:
        if self.plan.own:
            self._edits += 1
            self._unsafe.append((self._edits, time.monotonic_ns()))
            head = number(EDIT) + b"\0" + number(self._edits) + counted(b"")
            self._line.send(head + counted(b"Rename") + counted(update))
        else:
            self._line.send(b"\0\2" + counted(update))

    def present(self) -> None:
        """Tell where the pointer is."""
        self._clock += 1
        x, y = random.random() * 1600, random.random() * 900
        state = {
            "user": {"id": f"p{self.index}", "name": f"Person {self.index}", "color": "#30bced"},
            "cursor": [round(x, 1), round(y, 1)],
            "view": [0, 0, 1600, 900],
            "selection": [f"bench{self.index}"],
        }
        body = number(1) + number(self.client) + number(self._clock)
        self._line.send(b"\1" + counted(body + counted(json.dumps(state).encode())))

    def leave(self) -> None:
        self._line.close()

    def _hello(self) -> bytes:
        person = {"id": f"p{self.index}", "name": f"Person {self.index}", "color": "#30bced"}
        said = {"protocol": 1, "lineage": self.plan.lineage, "person": person}
        return json.dumps({**said, "ids": [self.client]}).encode()

    def _greeted(self, frame: bytes) -> None:
        """Until the room has said what it holds."""
        kind = frame[0]
        if kind == 0 and frame[1] == 0:
            self._line.send(b"\0\1" + counted(NOTHING))
        elif kind == WELCOME:
            self._edits += 1
            self._line.send(number(STEP2) + b"\0" + counted(NOTHING))
            self.ready.set()
        elif kind == 0 and frame[1] == 1:
            self.ready.set()

    def _heard(self, frame: bytes) -> None:
        seen = self.seen
        seen.frames += 1
        if b"~T" in frame:
            now = time.monotonic_ns()
            for who, when in STAMP.findall(frame):
                if who != self._own:
                    seen.delays.append(now - int(when))
        if self._unsafe and ACK in frame:
            self._safe(frame)

    def _safe(self, frame: bytes) -> None:
        now = time.monotonic_ns()
        for message in decode(frame):
            if isinstance(message, Ack):
                while self._unsafe and self._unsafe[0][0] <= message.number:
                    self.seen.acks.append(now - self._unsafe.popleft()[1])


async def gather(plan: Plan) -> dict[str, Any]:
    count = round(plan.hz * plan.seconds)
    writers = [Writer(index, count) for index in range(plan.writers)]
    seen = Seen()
    people = [
        Person(index, plan, seen, writers[index] if index < plan.writers else None)
        for index in range(plan.clients)
    ]
    for person in people:
        await person.enter()
    await asyncio.sleep(0.7)
    seen.delays, seen.acks, seen.frames = array("q"), array("q"), 0
    sys.stdout.write("go\n")
    sys.stdout.flush()
    spent, began = time.process_time(), time.monotonic()
    await asyncio.gather(*(_write(p, plan, seen) for p in people if p.writer), *_tell(people, plan))
    expected = seen.sent * (plan.clients - 1)
    for _ in range(round(plan.patience / 0.02)):
        if len(seen.delays) >= expected:
            break
        await asyncio.sleep(0.02)
    spent, took = time.process_time() - spent, time.monotonic() - began
    report = {**summed(seen), "expected": expected, "seconds": took, "crowd_cpu": spent / took}
    for person in people:
        person.leave()
    return report


async def _write(person: Person, plan: Plan, seen: Seen) -> None:
    """Send every update at its time, not all people at the same."""
    assert person.writer is not None
    due = time.monotonic() + random.random() / plan.hz
    for at in range(len(person.writer.pieces)):
        await asyncio.sleep(max(due - time.monotonic(), 0))
        person.edit(person.writer.stamped(at))
        seen.sent += 1
        due += 1 / plan.hz


def _tell(people: list[Person], plan: Plan) -> list[Any]:
    if not plan.presence_hz:
        return []

    async def tell(person: Person) -> None:
        due = time.monotonic() + random.random() / plan.presence_hz
        for _ in range(round(plan.presence_hz * plan.seconds)):
            await asyncio.sleep(max(due - time.monotonic(), 0))
            person.present()
            due += 1 / plan.presence_hz

    return [tell(person) for person in people]


def summed(seen: Seen) -> dict[str, Any]:
    found: dict[str, Any] = {"delivered": len(seen.delays), "frames": seen.frames}
    found |= quantiles(seen.delays, "")
    if seen.acks:
        found |= quantiles(seen.acks, "ack_")
    return {**found, "closed": seen.closed[:3]}


def quantiles(nanoseconds: array[int], of: str) -> dict[str, float | None]:
    ranked = sorted(nanoseconds)
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99, "max_ms": 1.0}
    at = {name: min(int(len(ranked) * share), len(ranked) - 1) for name, share in shares.items()}
    return {of + name: round(ranked[i] / 1e6, 3) if ranked else None for name, i in at.items()}


def main() -> None:
    plan = Plan(**json.loads(sys.stdin.readline()))
    gc.disable()  # no pause of ours may pass for one of the server's
    sys.stdout.write(json.dumps(asyncio.run(gather(plan))) + "\n")


if __name__ == "__main__":
    main()
