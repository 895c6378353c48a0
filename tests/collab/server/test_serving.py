"""The server over real sockets and a real disk: SPEC.md, section 7."""

from __future__ import annotations

import asyncio
import gc
import socket
from contextlib import suppress
from pathlib import Path

from collab.roles import Role
from tests.collab.server.clients import Ours, Stock
from tests.collab.serving import LINEAGE, ServedHere


def test_r7_1_stock_clients_and_ours_see_each_others_work(tmp_path: Path) -> None:
    async def work(server: ServedHere) -> None:
        async with (
            Ours(server.url(Role.owner), lineage=LINEAGE) as owner,
            Ours(server.url(), lineage=LINEAGE) as editor,
            Stock(server.url()) as stock,
            Stock(server.url()) as another,
        ):
            for client in (owner, editor, stock, another):
                await client.synced()
            await owner.write("a")
            await editor.write("b")
            await stock.write("c")
            await another.write("d")
            for client in (owner, editor, stock, another):
                await client.sees("a", "b", "c", "d")

    with ServedHere(tmp_path / "data") as server:
        asyncio.run(work(server))


def test_r7_2_what_was_acknowledged_is_there_after_a_restart(tmp_path: Path) -> None:
    async def write(server: ServedHere) -> None:
        async with Ours(server.url(Role.owner), lineage=LINEAGE) as owner:
            await owner.synced()
            last = 0
            for index in range(200):
                last = await owner.write(f"m{index}", index)
            await owner.until("ACK", lambda: owner.safe >= last)

    async def read(server: ServedHere) -> None:
        async with Stock(server.url(Role.viewer)) as viewer:
            await viewer.synced()
            assert viewer.hand.marks == {f"m{index}": index for index in range(200)}

    with ServedHere(tmp_path / "data") as server:
        asyncio.run(write(server))
    with ServedHere(tmp_path / "data") as server:
        asyncio.run(read(server))


def test_r7_11_whoever_is_half_way_in_is_shown_out(tmp_path: Path) -> None:
    """Taken by the system and not yet by us, or without having asked for anything yet."""
    for _ in range(3):
        with ServedHere(tmp_path / "data") as server:
            waiting = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(8)]
        for one in waiting:
            one.settimeout(10)
            with one, suppress(ConnectionError):
                assert one.recv(1) == b""
        gc.collect()  # a socket of the server's that was forgotten would be told now
