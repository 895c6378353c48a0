"""Many at one server: slow readers, big updates, endings and returns: SPEC.md, section 7."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path

import pytest

from collab import wire
from collab.roles import Role
from collab.room import Room
from collab.server.limits import Limits
from collab.server.outbox import MOST_TOGETHER, Memory, Outbox, frame_of
from collab.server.places import room_folder
from collab.server.serving import Options
from tests.collab.server.clients import Hand, Ours, Stock, soon
from tests.collab.server.http import UPGRADE
from tests.collab.serving import LINEAGE, ROOM, Served, ServedHere


def run(work: Callable[[], Awaitable[None]], seconds: float = 90) -> None:
    async def within() -> None:
        async with asyncio.timeout(seconds):
            await work()

    asyncio.run(within())


def ours(server: Served | ServedHere, who: Role = Role.editor, hand: Hand | None = None) -> Ours:
    return Ours(server.url(who), hand, lineage=LINEAGE)


# -- outboxes


class Way:
    """A socket that takes what it is told to."""

    def __init__(self) -> None:
        self.paused = False
        self.written: list[bytes] = []

    def is_open(self) -> bool:
        return True

    def write(self, data: bytes) -> None:
        self.written.append(data)


def box(way: Way, *, join: bool = True, limit: int = 1000) -> tuple[Outbox, list[int]]:
    told: list[int] = []
    made = Outbox(way, join=join, limit=limit, piece=500, overflowed=lambda: told.append(1))
    return made, told


def test_r7_7_what_comes_together_travels_together_and_plain_peers_get_each_alone() -> None:
    way, plain_way = Way(), Way()
    (outbox, _), (plain, _) = box(way), box(plain_way, join=False)
    for each in (outbox, plain):
        for payload in (b"one", b"two", b"three"):
            each.put(payload)
        each.flush(Memory(), 1.0)
    assert way.written == [frame_of(b"onetwothree")]
    assert plain_way.written == [frame_of(b"one") + frame_of(b"two") + frame_of(b"three")]


def test_r7_7_a_frame_of_small_messages_stays_small() -> None:
    way = Way()
    outbox, _ = box(way, limit=1 << 30)
    for _ in range(20):
        outbox.put(bytes(MOST_TOGETHER // 8))
    outbox.flush(Memory(), 1.0)
    sizes = [len(frame_of(bytes(MOST_TOGETHER // 8 * 8))), len(b"".join(way.written))]
    assert sizes[1] < 20 * MOST_TOGETHER // 8 + 3 * 14
    assert sizes[0] < MOST_TOGETHER + 14


def test_r7_8_what_waits_is_bounded_and_thrown_away_at_once() -> None:
    way = Way()
    outbox, told = box(way)
    way.paused = True
    outbox.put(bytes(600))
    outbox.put(b"presence", fleeting=True)
    outbox.flush(Memory(), 1.0)
    assert (outbox.size, told) == (600, [])
    outbox.put(bytes(600))
    outbox.flush(Memory(), 2.0)
    assert (outbox.size, told, outbox.lost, outbox.stalled_at) == (0, [1], True, 1.0)
    outbox.put(b"more")
    assert outbox.size == 0


def test_r7_8_a_slow_transport_gets_pieces() -> None:
    way = Way()

    def write(data: bytes) -> None:
        way.written.append(data)
        way.paused = True

    way.write = write  # type: ignore[method-assign]
    outbox, _ = box(way, join=False, limit=10_000)
    for _ in range(10):
        outbox.put(bytes(200))
    outbox.flush(Memory(), 1.0)
    assert len(way.written[0]) == 3 * 204
    assert outbox.size == 7 * 200


async def flood(client: Ours, mebibytes: int) -> None:
    """What nobody keeps: the same register again and again, each time with something else."""
    for _ in range(mebibytes * 8):
        await client.write("flood", f"{client.sent}" + "x" * 130_000)


@pytest.mark.parametrize("kind", ["ours", "stock"])
def test_r7_8_a_reader_that_stalls_costs_little_and_catches_up(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R4.27: a stock client is closed in place of being caught up."""
    held: list[int] = []
    flush = Outbox.flush

    def watched(self: Outbox, memory: Memory, now: float) -> None:
        held.append(self.size + getattr(self._way, "held"))  # noqa: B009 - a Way has none
        flush(self, memory, now)

    monkeypatch.setattr(Outbox, "flush", watched)

    async def work(server: ServedHere) -> None:
        token = server.token()
        slow = Ours(server.url(token), lineage=LINEAGE) if kind == "ours" else None
        stock = Stock(server.url(token)) if kind == "stock" else None
        client = slow or stock
        assert client is not None
        async with ours(server, Role.owner) as ada, client:
            await ada.synced()
            await client.synced()
            client.socket.transport.pause_reading()
            await flood(ada, 20)
            await ada.until("ACK", lambda: ada.safe >= ada.sent)
            assert server.events("slow")
            client.socket.transport.resume_reading()
            if slow is not None:
                await slow.until("flood", lambda: slow.hand.marks == ada.hand.marks)
                await ada.write("after")
                await slow.sees("after")
            else:
                assert (await client.closing())[0] == wire.Code.slow

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))
    assert 4 << 20 < max(held) < 8 << 20


def test_r7_8_the_second_time_a_reader_is_closed(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with ours(server, Role.owner) as ada, ours(server) as slow:
            await ada.synced()
            await slow.synced()
            for _ in range(2):
                dropped = len(server.events("slow"))
                slow.socket.transport.pause_reading()
                while len(server.events("slow")) == dropped:
                    await flood(ada, 1)
                    await ada.until("ACK", lambda: ada.safe >= ada.sent)
                slow.socket.transport.resume_reading()
                if not dropped:
                    await slow.until("flood", lambda: slow.hand.marks == ada.hand.marks)
            assert (await slow.closing())[0] in (wire.Code.later, 1006)
            await soon(lambda: server.events("left"))  # written after the way is closed
            assert [each["code"] for each in server.events("left")] == [wire.Code.later]

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_8_whoever_asks_for_pongs_and_reads_none_is_cut_off(tmp_path: Path) -> None:
    ping = b"\x89\xfd" + bytes(4) + bytes(125)  # masked with zeros: RFC 6455, 5.3
    sent = 0
    with (
        ServedHere(tmp_path / "data") as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=30) as there,
    ):
        request = f"GET /v1/{ROOM}?token={server.owner} HTTP/1.1\r\nHost: x\r\n{UPGRADE}\r\n"
        there.sendall(request.encode())
        assert there.recv(12) == b"HTTP/1.1 101"
        with suppress(ConnectionError):
            while sent < 64 << 20:
                there.sendall(ping * 500)
                sent += 500 * len(ping)
    assert sent < 32 << 20


def test_r7_9_who_reads_nothing_at_all_is_gone(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with ours(server, Role.owner) as ada, ours(server) as dead:
            await ada.synced()
            await dead.synced()
            dead.socket.transport.pause_reading()
            await flood(ada, 8)
            room = server.house.rooms[ROOM]
            await soon(lambda: len(room.visitors) == 1)
            dead.socket.transport.resume_reading()

    limits = Limits(ping=0.5, outbox=64 << 20)
    options = Options(tmp_path, room=ROOM, lineage=LINEAGE, limits=limits)
    with ServedHere(tmp_path / "data", options) as server:
        run(lambda: work(server))


# -- others' doings


def test_r7_10_a_big_update_is_examined_while_everybody_else_goes_on(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with ours(server, Role.owner) as ada, ours(server) as bo:
            await ada.synced()
            await bo.synced()
            big = await ada.write("big", ["x" * 1000] * 700)
            assert len(ada.hand.document.encode()) > 512 << 10
            number = await bo.write("small")
            await bo.until("ACK", lambda: bo.safe >= number)
            assert ada.safe < big  # a process takes longer to start than that
            await ada.until("ACK", lambda: ada.safe >= big)
            await bo.sees("big")

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_19_who_breaks_a_rule_goes_alone(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with ours(server, Role.owner) as ada:
            await ada.synced()
            for odd in (b"\xff" * 200_000, b"", b"\x66\x00\x01\x00\x00\x05junk!", "words"):
                async with ours(server) as bad:
                    await bad.synced()
                    await bad.socket.send(odd)
                    assert (await bad.closing())[0] in (4400, 4413, 4403)
            async with Ours(server.url(), lineage="another") as stranger:
                assert (await stranger.closing())[0] == wire.Code.lineage
            heard = len(ada.heard)
            number = await ada.write("a")
            await ada.until("ACK", lambda: ada.safe >= number)
            assert not [m for m in ada.heard[heard:] if isinstance(m, wire.Bye)]
            assert ada.closed is None

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_19_who_says_no_hello_is_told_and_closed(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        silent = ours(server)
        silent.greet = nothing  # type: ignore[method-assign]
        async with silent:
            assert (await silent.closing())[0] == wire.Code.malformed
        rude = ours(server)
        rude.greet = nothing  # type: ignore[method-assign]
        async with rude:
            await rude.say(wire.Step1(0, b"\x00"))
            assert (await rude.closing())[0] == wire.Code.malformed

    async def nothing() -> None:
        return None

    options = Options(tmp_path, room=ROOM, lineage=LINEAGE, limits=Limits(handshake=2))
    with ServedHere(tmp_path / "data", options) as server:
        run(lambda: work(server))


def test_r7_14_a_clock_that_steps_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, off = time.time, [0.0]

    async def work(server: ServedHere) -> None:
        async with ours(server, Role.owner) as ada, ours(server) as bo:
            await ada.synced()
            await bo.synced()
            for hours in (1, -1, 30, -30):
                off[0] = hours * 3600.0
                number = await ada.write(f"at {hours}")
                await ada.until("ACK", lambda number=number: ada.safe >= number)
                await bo.sees(f"at {hours}")
                async with ours(server, Role.owner) as other:
                    await other.sees(f"at {hours}")
            assert ada.closed is None
            assert bo.closed is None

    async def found(server: ServedHere) -> None:
        async with ours(server, Role.owner) as ada:
            await ada.sees("at 1", "at -1", "at 30", "at -30")

    with ServedHere(tmp_path / "data") as server:
        monkeypatch.setattr(time, "time", lambda: real() + off[0])
        run(lambda: work(server))
    with ServedHere(tmp_path / "data") as server:
        run(lambda: found(server))


# -- endings


@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "stdin"])
def test_r7_11_a_server_that_ends_keeps_all_and_tells_everybody(tmp_path: Path, how: str) -> None:
    async def work(server: Served) -> None:
        async with ours(server, Role.owner) as ada, Stock(server.url()) as bo:
            await ada.synced()
            await bo.synced()
            for index in range(50):
                await ada.write(f"m{index}")
            await bo.sees("m49")
            if how != "stdin":
                assert server.process is not None
                server.process.send_signal(getattr(signal, how))
            ending = asyncio.to_thread(server.let_go if how == "stdin" else server.reap)
            code, *_ = await asyncio.gather(ending, ada.closing(), bo.closing())
            assert code == 0
            assert ada.closed is not None
            assert bo.closed is not None
            assert (ada.closed[0], bo.closed[0]) == (wire.Code.going, wire.Code.going)
            assert ada.safe == ada.sent  # all was acknowledged before the goodbye
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=5).close()
        server.start()
        async with Stock(server.url(Role.viewer)) as viewer:
            await viewer.sees(*(f"m{index}" for index in range(50)))

    with Served(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_12_everybody_comes_back_with_what_they_did_meanwhile(tmp_path: Path) -> None:
    hands = [Hand() for _ in range(4)]
    people = ("ada", "bo", "cy", "di")

    def all_of(server: ServedHere) -> list[Ours]:
        roles = (Role.owner, Role.editor, Role.editor, Role.editor)
        tokens = [server.personal(*each) for each in zip(people, roles, strict=True)]
        return [
            Ours(server.url(token), hand, lineage=LINEAGE)
            for token, hand in zip(tokens, hands, strict=True)
        ]

    async def meet(server: ServedHere, *seen: str) -> None:
        ada, bo, cy, di = clients = all_of(server)
        async with ada, bo, cy, di:
            for client in clients:
                await client.synced()
                await client.sees(*seen)
            for name, client in zip(people, clients, strict=True):
                await client.write(f"with others, {name}")
                await client.until("ACK", lambda client=client: client.safe >= client.sent)

    async def before(server: ServedHere) -> None:
        await meet(server)

    async def after(server: ServedHere) -> None:
        alone = [f"alone, {name}" for name in people]
        for id, hand in zip(alone, hands, strict=True):
            hand.write(id)
        await meet(server, *alone, *(f"with others, {name}" for name in people))

    with ServedHere(tmp_path / "data") as server:
        run(lambda: before(server))
    with ServedHere(tmp_path / "data") as server:
        run(lambda: after(server))


def test_r7_18_the_log_is_one_object_a_line(tmp_path: Path) -> None:
    async def work(server: Served) -> None:
        async with ours(server, Role.owner) as ada:
            await ada.synced()

    with Served(tmp_path / "data") as server:
        run(lambda: work(server))
        assert server.stop() == 0
        lines = server.events()
    assert {"listening", "opened", "entered", "left", "stopping", "stopped"} <= {
        str(line["event"]) for line in lines
    }
    assert all(str(line["time"]).endswith("Z") for line in lines)


def test_r7_21_a_fault_in_one_room_closes_that_room_alone_and_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = Room.receive

    def faulty(self: Room, peer: int, frame: bytes, now: float) -> None:
        receive(self, peer, frame, now)
        if b"poison" in frame:
            raise ZeroDivisionError("a fault of ours")

    async def work(server: ServedHere) -> None:
        away = server.owner_of("other")
        async with (
            Ours(server.url(server.personal("ada", Role.owner)), lineage=LINEAGE) as ada,
            Ours(server.address("other", away), lineage="other") as bo,
        ):
            await ada.synced()
            await bo.synced()
            number = await ada.write("a")
            await ada.until("ACK", lambda: ada.safe >= number)
            await ada.write("poison")
            assert (await ada.closing())[0] == wire.Code.later
            monkeypatch.undo()
            async with ours(server, Role.owner) as cy:
                await cy.synced()
                assert set(cy.hand.marks) == {"a"}
                async with Ours(
                    server.url(server.personal("ada", Role.owner)), ada.hand, lineage=LINEAGE
                ) as again:
                    await again.synced()
                    await cy.sees("a", "poison")
            await bo.write("b")
            await bo.until("ACK", lambda: bo.safe >= bo.sent)
        assert "ZeroDivisionError" in str(server.events("fault"))

    with ServedHere(tmp_path / "data") as server:
        monkeypatch.setattr(Room, "receive", faulty)
        run(lambda: work(server))


def test_r7_20_names_that_differ_by_capitals_are_rooms_of_their_own() -> None:
    names = ["film", "Film", "FILM", "con", "Con", "nul", "com1", "f-i_lm"]
    folders = [room_folder(Path("data"), name).name for name in names]
    assert len({folder.casefold() for folder in folders}) == len(names)
    assert not {"con", "nul", "com1"} & set(folders)
