"""Bad luck at a real server: people whose program, machine or line dies at any byte of what they
were saying, and who come back.

What else can go wrong is proved beside the part that survives it: half-open lines (R7.9, R8.22),
clocks (R7.14), torn pages (R7.15), wiped stores (R7.17, R8.32), full disks (R7.13), two windows of
one person (R8.5).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.peers.lines import Line
from collab import wire
from collab.wire import BOARD, SUBPROTOCOL, Edit, Hello, Step1, Step2
from tests.collab.server.clients import Hand, Ours
from tests.collab.serving import LINEAGE, Served

EDITS = 6


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path / "data") as served:
        yield served


class Mortal(Line):
    """A line that breaks once so many bytes of what is said have gone out."""

    left = 0
    dead = False

    def _write(self, content: bytes) -> None:
        if self.dead:
            return
        super()._write(content[: self.left])
        self.left -= len(content)
        if self.left <= 0:
            self.dead = True
            assert self._transport is not None
            self._transport.abort()


def sayings(hand: Hand) -> list[bytes]:
    """All that a short visit says, and which marks come with it."""
    hello = Hello({"protocol": wire.PROTOCOL, "lineage": LINEAGE, "ids": [hand.client]})
    frames = [wire.encode(hello, Step1(BOARD, b"\0"), Step2(BOARD, b"\0\0"))]
    for number in range(EDITS):
        update = hand.write(f"{hand.client} {number}", "雨" * 5)
        frames.append(wire.encode(Edit(BOARD, number + 2, "", "Mark", update)))
    return frames


async def dies(url: str, hand: Hand, after: int) -> bool:
    """Say it all, and be gone after so many bytes; whether that was in the middle."""
    Mortal.left = after
    try:
        line = await Mortal.open(url, SUBPROTOCOL)
    except ConnectionError:
        return True
    for frame in sayings(hand):
        line.send(frame)
    cut = line.dead
    if not cut:
        line.close()
    await line.closed
    return cut


def test_r7_19_whoever_dies_at_any_byte_leaves_whole_edits_and_takes_nobody_along(
    server: Served,
) -> None:
    """R7.12: they come back with what had not got through, and everybody has it once."""

    async def play() -> None:
        url = server.url()
        async with Ours(url, lineage=LINEAGE) as ada:
            await ada.synced()
            hands, after, cut = [], 1, True
            while cut:
                hands.append(Hand())
                cut = await dies(server.url(server.personal(f"u{after}")), hands[-1], after)
                after += STRIDE
            assert len(hands) > 100, "there was hardly anything to break"
            # marks of one person come in their order, and none of them half
            for hand in hands:
                got = {id for id in hand.marks if id in ada.hand.marks}
                assert got == {f"{hand.client} {number}" for number in range(len(got))}
            await back(server, hands, ada)

    asyncio.run(play())
    assert server.process is not None
    assert server.process.poll() is None
    assert not server.events("fault"), "the server took it for a fault of its own"


STRIDE = 7
"""Bytes from one death to the next: no length of anything here is a multiple of it."""


async def back(server: Served, hands: list[Hand], ada: Ours) -> None:
    """Everybody comes again, under who they were, with what they had."""
    after = 1
    for hand in hands:
        url = server.url(server.personal(f"u{after}"))
        after += STRIDE
        async with Ours(url, hand, lineage=LINEAGE) as again:
            await again.synced()
    wanted = {f"{hand.client} {number}" for hand in hands for number in range(EDITS)}
    written = {id for hand in hands for id in hand.marks}
    assert written <= wanted
    await ada.sees(*written)
    assert {id for id in ada.hand.marks if " " in id} == written
