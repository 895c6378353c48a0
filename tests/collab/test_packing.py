"""A room's step 2 made small for a network: SPEC.md, sections 2, 4, 7 and 8."""

from __future__ import annotations

import asyncio
import random
import threading
import tracemalloc
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab import packing
from collab.dialling import Address
from collab.packing import LEAST, packed, unpacked
from collab.roles import Role
from collab.server.outbox import Memory, Outbox, frame_of
from collab.wire import BOARD, Code, Edit, Malformed, Packed, Step2
from tests.collab.peers import Client, Host, a_room, join, owner
from tests.collab.server.clients import Hand, Ours
from tests.collab.serving import LINEAGE, ServedHere


@pytest.fixture
def host() -> Host:
    return a_room()


@given(st.binary(min_size=1, max_size=5000), st.sampled_from([0, 1]))
def test_r2_9_what_is_packed_is_unpacked(update: bytes, channel: int) -> None:
    step = Step2(channel, update)
    assert unpacked(packed(step)) == step


@given(st.data())
def test_r2_9_what_was_damaged_or_cut_is_malformed(data: st.DataObject) -> None:
    update = data.draw(st.binary(min_size=1, max_size=400))
    sound = packed(Step2(BOARD, update)).data
    at = data.draw(st.integers(0, len(sound) - 1))
    flipped = sound[:at] + bytes([sound[at] ^ data.draw(st.integers(1, 255))]) + sound[at + 1 :]
    for broken in (sound[:at], sound + b"\x00", b"", b"x" + sound):
        with pytest.raises(Malformed):
            unpacked(Packed(BOARD, len(update), broken))
    with suppress(Malformed):  # a few bits of a head mean nothing
        assert unpacked(Packed(BOARD, len(update), flipped)).update == update


@pytest.mark.parametrize("size", [0, 99, 101, packing.MOST + 1])
def test_r2_9_another_size_than_it_says_is_malformed(size: int) -> None:
    with pytest.raises(Malformed):
        unpacked(Packed(BOARD, size, zlib.compress(bytes(100))))


def test_r2_9_no_more_is_unpacked_than_it_says() -> None:
    bomb = Packed(BOARD, 1000, zlib.compress(bytes(50 << 20)))
    tracemalloc.start()
    try:
        with pytest.raises(Malformed):
            unpacked(bomb)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def large(client: Client) -> None:
    dice = random.Random(1)
    client.put("large", words=dice.randbytes(LEAST).hex())


def test_r4_35_who_asks_gets_large_answers_packed_and_small_ones_as_they_are(host: Host) -> None:
    ann = owner(host)
    ann.put("small", words="a")
    bo = join(host, "Bo", packed=True)
    assert len(bo.said(Step2)) == 2
    assert bo.said(Packed) == []
    large(ann)
    cy, di = join(host, "Cy", packed=True), join(host, "Di")
    (answer,) = cy.said(Packed)
    assert (answer.channel, len(answer.data) < 0.7 * answer.size) == (BOARD, True)
    assert len(cy.said(Step2)) == 1  # of the comments, which are few
    assert (len(di.said(Step2)), di.said(Packed)) == (2, [])
    boards = [client.doc.get_update() for client in (bo, cy, di)]
    assert boards == [host.room.encode(BOARD)] * 3


def test_r2_9_a_room_hears_nothing_packed(host: Host) -> None:
    owner(host)
    bo = join(host, "Bo")
    bo.send(packed(Step2(BOARD, bytes(100))))
    assert host.closed[bo.peer].code == Code.malformed


class _Way:
    paused = False

    def __init__(self) -> None:
        self.written: list[bytes] = []

    def is_open(self) -> bool:
        return True

    def write(self, data: bytes) -> None:
        self.written.append(data)


def _outbox(way: _Way, limit: int = 1000) -> Outbox:
    return Outbox(way, join=False, limit=limit, piece=500, overflowed=lambda: None)


def test_r7_23_what_comes_later_waits_behind_what_is_being_made() -> None:
    way = _Way()
    outbox = _outbox(way)
    outbox.put(b"before")
    first = outbox.reserve()
    outbox.put(b"between")
    second = outbox.reserve()
    outbox.put(b"after")
    assert first is not None
    assert second is not None
    outbox.flush(Memory(), 1.0)
    assert way.written == [frame_of(b"before")]
    outbox.fill(second, b"SECOND")
    outbox.flush(Memory(), 2.0)
    assert way.written == [frame_of(b"before")]
    outbox.fill(first, b"FIRST")
    outbox.flush(Memory(), 3.0)
    rest = [frame_of(each) for each in (b"FIRST", b"between", b"SECOND", b"after")]
    assert b"".join(way.written[1:]) == b"".join(rest)
    assert outbox.size == 0


def test_r7_23_what_was_thrown_away_does_not_come_after_all() -> None:
    way = _Way()
    outbox = _outbox(way, limit=10)
    slot = outbox.reserve()
    outbox.put(bytes(20))
    outbox.flush(Memory(), 1.0)
    assert slot is not None
    assert (outbox.size, outbox.lost) == (0, True)
    assert outbox.reserve() is None
    outbox.fill(slot, b"late")
    outbox.flush(Memory(), 2.0)
    assert (way.written, outbox.size) == ([], 0)


def test_r7_23_only_so_many_are_made_at_once_for_one_peer() -> None:
    """Or whoever asks for everything again and again has the server hold it as often."""
    outbox = _outbox(_Way())
    slots = [outbox.reserve() for _ in range(3)]
    assert [slot is not None for slot in slots] == [True, True, False]
    assert slots[0] is not None
    outbox.fill(slots[0], b"made")
    assert outbox.reserve() is not None


def test_r7_23_nobody_waits_for_what_is_being_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, packing_now = threading.Event(), threading.Event()

    def slowly(step: Step2) -> Packed:
        packing_now.set()
        assert go_on.wait(60)
        return packed(step)

    monkeypatch.setattr(packing, "packed", slowly)

    async def work(server: ServedHere) -> None:
        hand = Hand()
        hand.write("large", random.Random(2).randbytes(LEAST).hex())
        async with (
            Ours(server.url(Role.owner), hand, lineage=LINEAGE) as ann,
            Ours(server.url(), lineage=LINEAGE) as bo,
        ):
            await ann.synced()
            await bo.sees("large")
            async with Ours(server.url(), lineage=LINEAGE, hello={"packed": True}) as cy:
                assert await asyncio.to_thread(packing_now.wait, 60)
                await ann.write("meanwhile")
                await bo.sees("meanwhile")
                assert [each for each in cy.heard if isinstance(each, Packed | Edit)] == []
                go_on.set()
                cy.hand.document.receive(unpacked(await cy.hear(Packed)).update)
                await cy.sees("large", "meanwhile")

    try:
        with ServedHere(tmp_path / "data") as server:
            asyncio.run(work(server))
    finally:
        go_on.set()


@pytest.mark.parametrize(
    ("url", "far"),
    [
        ("ws://127.0.0.1:5000/v1/film", False),
        ("wss://[::1]:5000/v1/film", False),
        ("ws://localhost/v1/film", False),
        ("wss://192.168.1.7:5000/v1/film", True),
        ("wss://film.example:443/v1/film", True),
    ],
)
def test_r8_37_only_what_goes_over_a_network_is_packed(url: str, far: bool) -> None:
    assert Address(url).is_far is far
