"""People who move cards of a board that is there already, in a process of its own.

A plan as JSON on stdin, the number of moves on stdout. The time of each move stands in
its x, as the part of the second behind the point. Everybody has cards of their own: what is made
ready beforehand would be concurrent otherwise, and a move that loses leaves an old time behind."""

from __future__ import annotations

import asyncio
import json
import math
import random
import struct
import sys
import time
from typing import Any

from pycrdt import Doc, Map

from benchmarks.peers.crowd import EDIT, HELLO, NOTHING, STEP1, STEP2
from benchmarks.peers.lines import Line
from benchmarks.peers.varints import counted, number
from collab.wire import BOARD, Step2, decode

BLANK = 1234567.890123


def clock() -> float:
    """The part of a second that has gone by."""
    return time.monotonic_ns() % 1_000_000_000 / 1e9


class Mover:
    """One person with the whole board, and moves that are ready to be sent."""

    def __init__(self) -> None:
        self._doc: Doc[Any] = Doc()
        self._state: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._moves: list[tuple[float, bytes, bytes]] = []
        self._line: Line

    async def enter(self, url: str, lineage: str, moves: int, share: slice) -> None:
        self._line = await Line.open(url, "shotweave.v1")
        self._line.hear = self._hear
        said = {"protocol": 1, "lineage": lineage, "ids": [self._doc.client_id]}
        answers = b"".join(number(STEP2) + bytes((n,)) + counted(NOTHING) for n in (0, 1))
        step1 = number(STEP1) + b"\0" + counted(b"\0")
        self._line.send(number(HELLO) + counted(json.dumps(said).encode()) + step1 + answers)
        self._doc.apply_update(await self._state)
        self._prepare(moves, share)

    async def move(self, hz: float) -> None:
        due = time.monotonic() + random.random() / hz
        for count, (x, head, tail) in enumerate(self._moves, 2):
            await asyncio.sleep(max(due - time.monotonic(), 0))
            update = head + struct.pack(">d", x + clock()) + tail
            label = counted(b"") + counted(b"Move")
            edit = number(EDIT) + b"\0" + number(count) + label
            self._line.send(edit + counted(update))
            due += 1 / hz
        await asyncio.sleep(1)
        self._line.close()

    def _prepare(self, moves: int, share: slice) -> None:
        made: list[bytes] = []
        nodes = self._doc.get("nodes", type=Map)
        ids = sorted(nodes)[share]
        keep = self._doc.observe(lambda event: made.append(event.update))
        places: list[float] = []
        for _ in range(moves):
            node = nodes[random.choice(ids)]
            x, y = node["pos"]
            places.append(math.floor(x) + random.randrange(-100, 100))
            node["pos"] = [BLANK, y + random.randrange(-100, 100)]
        self._doc.unobserve(keep)
        blank = struct.pack(">d", BLANK)
        for x, update in zip(places, made, strict=True):
            head, tail = update.split(blank)
            self._moves.append((x, head, tail))

    def _hear(self, frame: bytes) -> None:
        if self._state.done():
            return
        for message in decode(frame):
            if isinstance(message, Step2) and message.channel == BOARD:
                self._state.set_result(message.update)


async def run(url: str, lineage: str, people: int, hz: float, seconds: float) -> int:
    movers = [Mover() for _ in range(people)]
    moves = round(hz * seconds)
    for at, mover in enumerate(movers):
        await mover.enter(url, lineage, moves, slice(at, None, people))
    sys.stdout.write("go\n")
    sys.stdout.flush()
    await asyncio.gather(*(mover.move(hz) for mover in movers))
    return moves * people


if __name__ == "__main__":
    sys.stdout.write(f"{asyncio.run(run(**json.loads(sys.stdin.readline())))}\n")
