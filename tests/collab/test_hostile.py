"""People who mean harm, at a real server over real sockets: it stays up and small, everybody else
goes on, and they are told why they are shown the door.

The frames are those of tests/collab/bombs.py. `make soak` sends a million of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from random import Random
from typing import Any

import pytest

from benchmarks.peers.lines import Line
from benchmarks.peers.rooms import resident_mb
from collab import wire
from collab.vectors import read_vector
from collab.wire import BOARD, SUBPROTOCOL, Bye, Code, Denied, Hello, Malformed, Step1, Step2
from tests.collab.bombs import Victim, bombs, corpus, mutant
from tests.collab.server.clients import Hand, Ours
from tests.collab.serving import LINEAGE, Served
from tests.collab.updates import Doc, Map, a_board, recorded

MIB = 64
"""What all of it together may cost the server."""

PATIENCE = 20.0
DISMISSED = frozenset(code.value for code in Code) - {Code.leaving, Code.going}
NOTHING = b"\0\0"
NAMES = sorted(bombs(2, Victim(1, 0)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("hostile") / "data") as served:
        yield served


class Stranger:
    """Somebody with a good token and bad manners."""

    def __init__(self, line: Line, *, plain: bool) -> None:
        self.line, self.plain = line, plain
        self.words: list[str] = []
        line.hear = self._hear

    @classmethod
    async def comes(
        cls, url: str, client: int, *, plain: bool = False, greets: bool = True
    ) -> Stranger:
        """Into the room, with all that a good client says first."""
        one = cls(await Line.open(url, "" if plain else SUBPROTOCOL), plain=plain)
        if greets and plain:
            one.line.send(wire.encode(wire.Sync1(b"\0")))
            one.line.send(wire.encode(wire.Sync2(NOTHING)))
        elif greets:
            hello = Hello({"protocol": wire.PROTOCOL, "lineage": LINEAGE, "ids": [client]})
            answers = (Step2(channel, NOTHING) for channel in wire.CHANNELS)
            one.line.send(wire.encode(hello, Step1(BOARD, b"\0"), *answers))
        return one

    async def dismissed(self) -> tuple[int, str]:
        """How the room closed on them."""
        async with asyncio.timeout(PATIENCE):
            return await self.line.closed

    def _hear(self, frame: bytes) -> None:
        with suppress(Malformed):  # more than one message in a plain frame is not looked at
            for message in wire.decode(frame, plain=self.plain):
                if isinstance(message, Bye | Denied):
                    self.words.append(message.reason)


async def throw(server: Served, name: str) -> None:
    """One bomb, between two people who go on working."""
    url = server.url()
    ada, bo = Ours(url, lineage=LINEAGE), Ours(url, lineage=LINEAGE)
    async with ada, bo:
        await asyncio.gather(ada.synced(), bo.synced())
        await ada.write(f"{name} before")
        await bo.sees(f"{name} before")
        me = Hand().client
        bomb = bombs(me, victim_in(ada.hand))[name]
        greets = "HELLO" not in name and "JSON" not in name
        stranger = await Stranger.comes(url, me, plain=bomb.plain, greets=greets)
        for frame in bomb.frames:
            stranger.line.send(frame)
        code, reason = await stranger.dismissed()
        assert code in bomb.codes, (code, reason)
        assert reason, "nobody was told why"
        assert not stranger.words or stranger.words[-1] == reason
        await ada.write(f"{name} after")
        await bo.write(f"{name} also")
        await asyncio.gather(bo.sees(f"{name} after"), ada.sees(f"{name} also"))


def victim_in(hand: Hand) -> Victim:
    clocks = read_vector(hand.document.vector())
    return Victim(hand.client, clocks[hand.client])


@pytest.mark.parametrize("name", NAMES)
def test_r4_25_a_bomb_closes_on_its_sender_and_on_nobody_else(server: Served, name: str) -> None:
    """R4.25, R2.6, R3.2, R4.16, R4.21, R5.6: whoever throws it is told why; two others go on."""
    assert server.process is not None
    before = resident_mb(server.process.pid)
    asyncio.run(throw(server, name))
    assert server.process.poll() is None
    assert resident_mb(server.process.pid) - before < MIB


async def torment(server: Served, random: Random, frames: int) -> int:
    """So many frames with bytes gone wrong, from a crowd that comes back each time it is thrown
    out, while two people work; how often it was."""
    url = server.url()
    ada, bo = Ours(url, lineage=LINEAGE), Ours(url, lineage=LINEAGE)
    async with ada, bo:
        await asyncio.gather(ada.synced(), bo.synced())
        left, out = frames, 0

        async def hate(dice: Random, plain: bool) -> None:
            nonlocal left, out
            me = Hand().client
            doc = a_board(4)
            frames = corpus(me, [doc.get_update(), *recorded(doc, lambda: _work(doc))])
            while left > 0:
                one = await Stranger.comes(url, me, plain=plain, greets=dice.random() < 0.9)
                for _ in range(dice.choice((1, 1, 2, 5))):
                    left -= 1
                    one.line.send(mutant(dice, frames))
                one.line.send(b"\x7f")  # whoever is still in is thrown out for this
                code, reason = await one.dismissed()
                assert code in DISMISSED, (code, reason)
                assert reason
                out += 1

        async def work() -> None:
            for step in range(1, 1 + frames):
                await ada.write(f"ada {step}")
                await bo.sees(f"ada {step}")
                if left <= 0:
                    return
                await asyncio.sleep(0.05)

        haters = (hate(Random(random.random()), plain=at % 2 == 1) for at in range(8))
        await asyncio.gather(work(), *haters)
        await bo.write("last")
        await ada.sees("last")
    return out


def _work(doc: Doc[Any]) -> None:
    nodes = doc.get("nodes", type=Map)
    for step in range(6):
        nodes["n1"]["pos"] = [float(step), 2.0]


def _tormented(server: Served, seed: int, frames: int) -> None:
    assert server.process is not None
    before = resident_mb(server.process.pid)
    assert asyncio.run(torment(server, Random(seed), frames)) > frames / 6
    assert server.process.poll() is None
    assert resident_mb(server.process.pid) - before < MIB


@pytest.mark.parametrize("seed", range(4))
def test_r2_6_ten_thousand_frames_gone_wrong_leave_a_room_as_it_was(
    server: Served, seed: int
) -> None:
    """R2.6, R4.25: whatever the bytes, their senders are told, and two others go on working."""
    _tormented(server, seed, 2500)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10, 20))
def test_r2_6_a_million_frames_gone_wrong_leave_a_room_as_it_was(server: Served, seed: int) -> None:
    _tormented(server, seed, 100_000)
