"""A reader that stops reading while others write a lot: what the server keeps for it."""

from __future__ import annotations

import asyncio
import json
import os
import time
from typing import Any

from pycrdt import Doc, Map

from benchmarks.peers.crowd import EDIT, HELLO, NOTHING, STEP1, STEP2
from benchmarks.peers.lines import Line
from benchmarks.peers.rooms import LINEAGE, Room, resident_mb
from benchmarks.peers.varints import counted, number

PIECE = 100_000
"""Bytes of one update."""

WRITERS = 4
PATIENCE = 60.0


class Visitor:
    """A line into a room, and how many bytes came over it."""

    def __init__(self, room: Room) -> None:
        self._room = room
        self._doc: Doc[Any] = Doc()
        self._nodes = self._doc.get("nodes", type=Map)
        self._doc.observe(lambda event: self._made.append(event.update))
        self._made: list[bytes] = []
        self._edits = 1
        self.heard = 0
        self.line: Line

    async def enter(self) -> None:
        self.line = await Line.open(self._room.url, "shotweave.v1" if self._room.own else "")
        self.line.hear = self._hear
        if self._room.own:
            said = {"protocol": 1, "lineage": LINEAGE, "ids": [self._doc.client_id]}
            answers = b"".join(number(STEP2) + bytes((n,)) + counted(NOTHING) for n in (0, 1))
            step1 = number(STEP1) + b"\0" + counted(b"\0")
            self.line.send(number(HELLO) + counted(json.dumps(said).encode()) + step1 + answers)
        else:
            self.line.send(b"\0\0" + counted(b"\0"))
            self.line.send(b"\0\1" + counted(NOTHING))

    def write(self) -> None:
        """Put other bytes in place of the last ones, so that the document itself stays small."""
        self._made.clear()
        self._nodes[f"big{self._doc.client_id}"] = os.urandom(PIECE // 2).hex()
        (update,) = self._made
        if self._room.own:
            self._edits += 1
            head = number(EDIT) + b"\0" + number(self._edits) + counted(b"") + counted(b"Big")
            self.line.send(head + counted(update))
        else:
            self.line.send(b"\0\2" + counted(update))

    def _hear(self, frame: bytes) -> None:
        self.heard += len(frame)


async def cost_mb(room: Room, megabytes: int, *, stalled: bool) -> float:
    """How much the server grows at most while so much goes through it."""
    writers = [Visitor(room) for _ in range(WRITERS)]
    reader, lazy = Visitor(room), Visitor(room)
    for visitor in (*writers, reader, lazy):
        await visitor.enter()
    await asyncio.sleep(0.5)
    if stalled:
        lazy.line.stall()
    before = most = resident_mb(room.pid)
    rounds = megabytes * 1_000_000 // PIECE // WRITERS
    deadline = time.monotonic() + PATIENCE
    for done in range(1, rounds + 1):
        for writer in writers:
            writer.write()
        while reader.heard < done * WRITERS * PIECE and time.monotonic() < deadline:  # noqa: ASYNC110
            await asyncio.sleep(0.002)
        most = max(most, resident_mb(room.pid))
    await asyncio.sleep(0.5)
    most = max(most, resident_mb(room.pid))
    for visitor in (*writers, reader):
        if visitor.line.closed.done():
            raise RuntimeError(f"{room.name} closed on a visitor: {visitor.line.closed.result()}")
        visitor.line.close()
    return most - before
