"""People who mean harm, at a real server over real sockets: it stays up and small, everybody else
goes on, and they are told why they are shown the door.

The frames are those of tests/collab/bombs.py. `make soak` sends a million of them.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

import pytest

from benchmarks.peers.lines import Line
from benchmarks.peers.rooms import Room, crowd, resident_mb
from collab.vectors import read_vector
from collab.wire import Code
from tests.collab.bombard import Stranger
from tests.collab.bombs import Victim, bombs, corpus, mutant
from tests.collab.server.clients import Hand, Ours
from tests.collab.serving import LINEAGE, Served
from tests.collab.updates import Doc, Map, a_board, recorded

ROOT = Path(__file__).resolve().parents[2]
MIB = 64
"""What all of it together may cost the server."""

DISMISSED = frozenset(code.value for code in Code) - {Code.leaving, Code.going}
NAMES = sorted(bombs(2, Victim(1, 0)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("hostile") / "data") as served:
        yield served


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
        stranger = await Stranger.comes(url, me, LINEAGE, plain=bomb.plain, greets=greets)
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
                one = await Stranger.comes(
                    url, me, LINEAGE, plain=plain, greets=dice.random() < 0.9
                )
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


class _Door(Room):
    """The served room, as benchmarks know rooms."""

    name, own = "the room", True

    def __init__(self, server: Served) -> None:
        self._server, self.url = server, server.url()

    @property
    def pid(self) -> int:
        assert self._server.process is not None
        return self._server.process.pid


@pytest.mark.soak
def test_r7_19_bystanders_wait_at_most_twice_as_long_while_bombs_fall(server: Served) -> None:
    """Twenty people work, five of them write; beside them somebody throws in what they have, twenty
    times a second. Medians of five, by turns with the same room in peace."""
    quiet, stormy = [], []
    for round in range(5):
        quiet.append(_p99(server))
        with _bombarded(server, round):
            stormy.append(_p99(server))
    assert median(stormy) <= 2 * median(quiet), (quiet, stormy)


def _p99(server: Served) -> float:
    seen = crowd(_Door(server), lineage=LINEAGE, clients=20, writers=5, seconds=4.0)
    assert seen["delivered"] == seen["expected"], seen
    return float(seen["p99_ms"])


@contextmanager
def _bombarded(server: Served, seed: int) -> Iterator[None]:
    """In a process of its own, so that only the server is between the two."""
    command = [sys.executable, "-m", "tests.collab.bombard", server.url(), LINEAGE, str(seed)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT) as process:
        try:
            yield
        finally:
            assert process.poll() is None, "the bombs ran out"
            process.communicate()
            assert process.returncode == 0


def test_r2_6_bombs_fall_as_long_as_they_are_meant_to(server: Served) -> None:
    with _bombarded(server, 1):
        time.sleep(1)


def test_a_line_that_is_turned_away_stays_open_at_neither_end() -> None:
    async def knock(listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        port = listening.getsockname()[1]
        opening = asyncio.ensure_future(Line.open(f"ws://127.0.0.1:{port}/v1/film"))
        other, _ = await loop.sock_accept(listening)
        with other:
            other.setblocking(False)
            await loop.sock_sendall(other, b"HTTP/1.1 403 Forbidden\r\n\r\n")
            with pytest.raises(ConnectionError):
                await opening
            with suppress(ConnectionError):
                async with asyncio.timeout(10):
                    while await loop.sock_recv(other, 4096):
                        pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        asyncio.run(knock(listening))
