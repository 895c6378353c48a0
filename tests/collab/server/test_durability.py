"""What is acknowledged is kept, whatever happens to the server: SPEC.md, section 7."""

from __future__ import annotations

import asyncio
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import pytest
from websockets.exceptions import ConnectionClosed

from collab import wire
from collab.roles import Role
from collab.server.limits import Limits
from collab.server.places import room_folder
from collab.server.serving import Options
from tests.collab.server.clients import Hand, Ours, Stock, soon
from tests.collab.server.http import ask
from tests.collab.serving import LINEAGE, ROOM, ROOT, Served, ServedHere
from tests.collab.test_journal import own_mounts

Server = TypeVar("Server", Served, ServedHere)


def run(work: Callable[[], Awaitable[None]], seconds: float = 90) -> None:
    async def within() -> None:
        async with asyncio.timeout(seconds):
            await work()

    asyncio.run(within())


def owner(server: Served | ServedHere, hand: Hand | None = None) -> Ours:
    return Ours(server.url(Role.owner), hand, lineage=LINEAGE)


def editor(server: Served | ServedHere, hand: Hand | None = None) -> Ours:
    return Ours(server.url(), hand, lineage=LINEAGE)


async def on_the_disk(server: Served | ServedHere) -> dict[str, object]:
    """What somebody finds who brings nothing along."""
    async with Stock(server.url(Role.viewer)) as viewer:
        await viewer.synced()
        return viewer.hand.marks


async def scribble(client: Ours, name: str, kept: dict[int, str], stop: asyncio.Event) -> None:
    """Write as fast as is allowed, until the server goes; `kept` are those with an ACK."""
    numbers: dict[int, str] = {}
    try:
        while not stop.is_set():
            id = f"{name}-{len(numbers)}"
            numbers[await client.write(id)] = id
            await asyncio.sleep(0.006)
    except ConnectionClosed:
        pass
    finally:
        kept.update({number: id for number, id in numbers.items() if number <= client.safe})


def killed_again_and_again(data: Path, rounds: int, seed: int) -> None:
    """Nobody brings back what the server may have lost before somebody has looked."""
    chance = random.Random(seed)
    acknowledged: set[str] = set()

    async def work(server: Served, round: int) -> None:
        stop = asyncio.Event()
        kept: list[dict[int, str]] = [{}, {}, {}]
        async with owner(server) as one, editor(server) as two, editor(server) as three:
            for client in (one, two, three):
                await client.synced()
            tasks = [
                asyncio.create_task(scribble(client, f"{round}-{index}", kept[index], stop))
                for index, client in enumerate((one, two, three))
            ]
            await asyncio.sleep(chance.uniform(0.02, 0.5))
            server.kill()
            for client in (one, two, three):
                await client.closing()
            stop.set()
            await asyncio.gather(*tasks)
        for found in kept:
            acknowledged.update(found.values())
        server.start()
        lost = acknowledged - set(await on_the_disk(server))
        assert not lost, f"acknowledged and lost: {sorted(lost)[:5]}"

    with Served(data) as server:
        for round in range(rounds):
            run(lambda round=round: work(server, round))  # type: ignore[misc]
    assert len(acknowledged) > rounds


def test_r7_3_nothing_acknowledged_is_lost_to_kill_9(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "data", 10, 1)


@pytest.mark.soak
def test_r7_3_nothing_acknowledged_is_lost_to_200_kills(tmp_path: Path) -> None:
    killed_again_and_again(tmp_path / "data", 200, 2)


def locked(path: Path) -> sqlite3.Connection:
    """Somebody else writes into the file and does not end."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    return connection


def test_r7_4_an_edit_is_seen_at_once_and_acknowledged_once_it_is_on_the_disk(
    tmp_path: Path,
) -> None:
    async def work(server: ServedHere) -> None:
        async with owner(server) as ada, editor(server) as bo:
            await ada.synced()
            await bo.synced()
            with closing(locked(room_folder(server.data, ROOM) / "board.sqlite")) as disk:
                number = await ada.write("a")
                await bo.sees("a")
                answer = await ada.ask("links")  # a whole turn of the server later
                assert answer.ok
                assert ada.safe < number
                disk.execute("ROLLBACK")
            await ada.until("ACK", lambda: ada.safe >= number)

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_4_updates_that_come_together_share_a_commit(tmp_path: Path) -> None:
    commits: list[int] = []

    async def work(server: ServedHere) -> None:
        async with owner(server) as ada:
            await ada.synced()
            journal = server.house.rooms[ROOM].keeping._journals[0]
            stop = journal.listen(commits.append)
            for index in range(300):
                number = await ada.write(f"m{index}")
            await ada.until("ACK", lambda: ada.safe >= number)
            stop()

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))
    assert 300 / 256 < len(commits) < 100


def test_r7_5_nothing_is_acknowledged_before_its_client_id_is_kept(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with owner(server) as ada:
            await ada.synced()
            bo = editor(server)
            with closing(locked(room_folder(server.data, ROOM) / "room.sqlite")) as disk:
                async with bo:
                    number = await ada.write("a")  # the first under this id, which is Ada's now
                    await bo.sees("a")
                    assert ada.safe < number
                    disk.execute("ROLLBACK")
                    await ada.until("ACK", lambda: ada.safe >= number)
        with closing(sqlite3.connect(room_folder(server.data, ROOM) / "room.sqlite")) as book:
            claims = dict(book.execute("SELECT client, person FROM claims"))
        assert set(claims) == {ada.hand.client}

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_6_a_room_that_nobody_uses_is_closed_with_a_snapshot_and_opens_again(
    tmp_path: Path,
) -> None:
    async def work(server: ServedHere) -> None:
        async with owner(server) as ada:
            await ada.synced()
            for index in range(100):
                await ada.write("a", index)
        await soon(lambda: not server.house.rooms)
        async with editor(server) as bo:
            await bo.sees("a")

    options = Options(tmp_path, room=ROOM, lineage=LINEAGE, limits=Limits(idle=0.1))
    with ServedHere(tmp_path / "data", options) as server:
        run(lambda: work(server))
        assert len(server.events("opened")) == 2
        assert server.events("closed")
    with closing(sqlite3.connect(room_folder(tmp_path / "data", ROOM) / "board.sqlite")) as book:
        (upto,) = book.execute("SELECT max(upto) FROM snapshots").fetchone()
        assert upto >= 100


def test_r7_6_a_mebibyte_of_updates_brings_a_snapshot_beside_the_work(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        path = room_folder(server.data, ROOM) / "board.sqlite"
        async with owner(server) as ada:
            await ada.synced()
            for index in range(20):
                await ada.write("big", str(index) * 60_000)
            with closing(sqlite3.connect(path)) as book:
                await soon(lambda: book.execute("SELECT max(upto) FROM snapshots").fetchone()[0])
            number = await ada.write("after")
            await ada.until("ACK", lambda: ada.safe >= number)
        assert set(await on_the_disk(server)) == {"big", "after"}

    with ServedHere(tmp_path / "data") as server:
        run(lambda: work(server))


def test_r7_15_a_torn_tail_and_a_damaged_book_are_mended(tmp_path: Path) -> None:
    async def write(server: Served) -> None:
        async with owner(server) as ada:
            await ada.synced()
            for index in range(50):
                await ada.write(f"m{index}")
                if index in (24, 49):  # at least two commits: the tail may take the last with it
                    await ada.until("ACK", lambda: ada.safe >= ada.sent)
            server.kill()

    async def read(server: Served) -> None:
        found = await on_the_disk(server)
        assert 25 <= len(found) <= 50
        async with owner(server) as ada:
            await ada.synced()
            await ada.write("new")
        assert "new" in await on_the_disk(server)

    with Served(tmp_path / "data") as server:
        run(lambda: write(server))
        folder = room_folder(server.data, ROOM)
        tail = folder / "board.sqlite-wal"
        tail.write_bytes(tail.read_bytes()[:-3000])
        (folder / "room.sqlite-wal").unlink(missing_ok=True)
        (folder / "room.sqlite").write_bytes(b"no book at all" * 500)
        server.start()
        run(lambda: read(server))
        assert list(folder.glob("room.sqlite.damaged-*"))


def test_r7_17_a_wiped_room_takes_the_board_anew_from_its_owner(tmp_path: Path) -> None:
    ada_hand, bo_hand = Hand(), Hand()

    async def fill(server: ServedHere) -> None:
        async with owner(server, ada_hand) as ada, editor(server, bo_hand) as bo:
            await ada.synced()
            await bo.synced()
            await ada.write("a")
            await bo.write("b")
            await ada.sees("a", "b")

    async def again(server: ServedHere) -> None:
        assert await on_the_disk(server) == {}
        async with owner(server, ada_hand) as ada:
            await ada.synced()
            assert set(await on_the_disk(server)) == {"a", "b"}
            async with editor(server, bo_hand) as bo:
                await bo.synced()
                await bo.write("c")
                await ada.sees("c")

    with ServedHere(tmp_path / "data") as server:
        run(lambda: fill(server))
    shutil.rmtree(tmp_path / "data" / "rooms")
    with ServedHere(tmp_path / "data") as server:
        run(lambda: again(server))


ON_A_SMALL_DISK = 'mount -t tmpfs -o size=4m tmpfs "$1" && dd if=/dev/zero of="$1/filler" bs=64k'
ON_A_SMALL_DISK += ' count=20 2>/dev/null && shift && exec "$@"'


@pytest.mark.skipif(not own_mounts(), reason="no disks of our own may be mounted here")
def test_r7_13_on_a_full_disk_people_read_and_once_there_is_room_all_is_kept(
    tmp_path: Path,
) -> None:
    place = tmp_path / "disk"
    place.mkdir()
    line = [sys.executable, str(ROOT / "main.py"), "serve", "--data", str(place / "data")]
    line += ["--port", "0", "--room", ROOM, "--lineage", LINEAGE, "--json"]
    with Served(tmp_path / "unused").around(
        ["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh", str(place), *line]
    ) as server:
        run(lambda: _filled(server, place))


async def _filled(server: Served, place: Path) -> None:
    assert server.process is not None
    inside = Path(f"/proc/{server.process.pid}/root{place}")
    async with owner(server) as ada, owner(server) as bo:
        await ada.synced()
        await bo.synced()
        number, told = 0, []
        while not told:
            number = await ada.write("big", "x" * 60_000)
            await ada.ask("links")
            told = [each for each in ada.heard if type(each).__name__ == "Remark"]
        assert "full" in told[0].reason
        assert ada.safe < number
        await ada.write("while-full")
        await ada.ask("links")
        assert "while-full" not in bo.hand.marks
        async with owner(server) as reader:  # who comes now still gets the board
            await reader.sees("big")
        (inside / "filler").unlink()
        await bo.sees("while-full")
        await ada.until("ACK", lambda: ada.safe >= ada.sent)
        await bo.write("afterwards")
        await bo.until("ACK", lambda: bo.safe >= bo.sent)
        await ada.sees("afterwards")
    async with owner(server) as reader:
        await reader.sees("big", "while-full", "afterwards")


def test_r7_13_a_disk_that_hangs_is_not_waited_for_in_memory(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with owner(server) as ada, owner(server) as bo:
            await ada.synced()
            await bo.synced()
            with closing(locked(room_folder(server.data, ROOM) / "board.sqlite")) as disk:
                for index in range(8):
                    await ada.write("big", str(index) * 50_000)
                await bo.until("big", lambda: "big" in bo.hand.marks)  # how many pass, is luck
                await soon(lambda: server.house.health(None)["ok"] is False)
                assert (await asyncio.to_thread(ask, server.port, "/health")).status == 503  # R6.21
                await ada.write("more")
                remark = await ada.hear(wire.Remark)
                assert "slow" in remark.reason
                disk.execute("ROLLBACK")
            await bo.sees("more")
            assert str(bo.hand.marks["big"]).startswith("7")
            await ada.until("ACK", lambda: ada.safe >= ada.sent)
            assert server.house.health(None)["ok"] is True
            assert (await asyncio.to_thread(ask, server.port, "/health")).status == 200

    options = Options(tmp_path, room=ROOM, lineage=LINEAGE, limits=Limits(unsafe=200_000))
    with ServedHere(tmp_path / "data", options) as server:
        run(lambda: work(server))


def test_r7_16_a_second_server_on_the_same_folder_ends_and_says_so(tmp_path: Path) -> None:
    with Served(tmp_path / "data") as server:
        line = [sys.executable, "main.py", "serve", "--data", str(server.data), "--json"]
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert '"data-busy"' in done.stdout
