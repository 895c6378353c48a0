"""The stock Yjs client, y-websocket 3.1.0 as npm installs it, in rooms of ours."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from benchmarks.peers.npm import installed
from canvas.document.writes import Splice
from collab import wire
from collab.roles import Role
from collab.wire import BOARD
from tests.collab.server.clients import Ours
from tests.collab.serving import LINEAGE, Served
from tests.collab.yjs import HERE

PATIENCE = 45.0
WORDS = "她 looks up 🌧"


class StockClient:
    """A node process with the client in it."""

    def __init__(self, server: Served, role: Role = Role.editor) -> None:
        installed(HERE)
        address = [f"ws://127.0.0.1:{server.port}/v1", server.room, server.token(role)]
        self._process = subprocess.Popen(
            ["node", "stock.mjs", *address],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> StockClient:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def tell(self, verb: str, **what: Any) -> dict[str, Any]:
        """Do something; what the client has afterwards."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"verb": verb, **what}) + "\n")
        stdin.flush()
        return dict(json.loads(stdout.readline()))

    async def sees(self, shows: Callable[[dict[str, Any]], object], what: str) -> dict[str, Any]:
        """Wait until the client shows something; less long than the room's renewals are apart."""
        deadline = time.monotonic() + PATIENCE
        while not shows(said := self.tell("look")):
            assert time.monotonic() < deadline, f"waited in vain: {what}; {said}"
            await asyncio.sleep(0.05)
        return said


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Served]:
    with Served(tmp_path / "data") as served:
        yield served


def test_r7_1_the_stock_client_writes_with_ours_and_with_another_of_its_kind(
    server: Served,
) -> None:
    async def play() -> None:
        with StockClient(server) as stock, StockClient(server) as other:
            async with Ours(server.url(Role.owner), lineage=LINEAGE) as ours:
                await ours.synced()
                for one in (stock, other):
                    await one.sees(lambda said: said["synced"], "a client in step")
                stock.tell("mark", id="theirs", value={"a": [1, "né"]})
                other.tell("mark", id="anothers", value=True)
                await ours.write("ours", "雨")
                await ours.sees("theirs", "anothers")
                for one in (stock, other):
                    await one.sees(lambda said: len(said["marks"]) == 3, "everybody's marks")
                assert stock.tell("look")["marks"]["ours"] == "雨"
                await _type_together(ours, stock)

    asyncio.run(play())


async def _type_together(ours: Ours, stock: StockClient) -> None:
    """Words that one begins and the other goes on with, past what is one letter in one engine and
    two in the other."""
    stock.tell("begin", id="n", text=WORDS)
    document = ours.hand.document
    await ours.until("words", lambda: document.text("n") == WORDS)
    update = document.transact(lambda: document.write(Splice("n", len(WORDS), 0, "!"))).update
    ours.sent += 1
    await ours.say(wire.Edit(BOARD, ours.sent, "", "Type", update))
    await stock.sees(lambda said: said["texts"].get("n") == WORDS + "!", "our letter")
    stock.tell("type", id="n", at=len(WORDS.encode("utf-16-le")) // 2, text=" wet")
    await ours.until("words", lambda: document.text("n") == WORDS + " wet!")


def test_r7_1_the_stock_client_works_offline_and_comes_back(server: Served) -> None:
    async def play() -> None:
        with StockClient(server) as stock:
            async with Ours(server.url(), lineage=LINEAGE) as ours:
                await ours.synced()
                await stock.sees(lambda said: said["synced"], "a client in step")
                stock.tell("part")
                stock.tell("mark", id="offline")
                await ours.write("meanwhile")
                stock.tell("meet")
                await ours.sees("offline")
                await stock.sees(lambda said: "meanwhile" in said["marks"], "what it missed")

    asyncio.run(play())


def test_r4_24_the_stock_client_shows_itself_and_is_shown_under_the_name_of_its_token(
    server: Served,
) -> None:
    """R5.1, R5.5: its presence comes back to it, or it would take the room for dead."""

    async def play() -> None:
        with StockClient(server) as stock:
            client = (await stock.sees(lambda said: said["synced"], "in step"))["client"]
            stock.tell("show", state={"user": {"name": "Zoë 雨", "id": "forged"}, "cursor": [1, 2]})
            async with Ours(server.url(), lineage=LINEAGE) as ours:
                state = await _shown(ours, client)
                assert state["cursor"] == [1, 2]
                assert state["user"]["name"] == "Zoë 雨"
                assert state["user"]["id"] != "forged"
                shown = wire.State(ours.hand.client, 1, b'{"cursor":[3,4]}')
                await ours.say(wire.Aware((shown,)))
                mine = ours.hand.client
                await stock.sees(lambda said: mine in [id for id, _ in said["states"]], "us")
            await stock.sees(lambda said: [id for id, _ in said["states"]] == [client], "us gone")

    asyncio.run(play())


async def _shown(ours: Ours, client: int) -> dict[str, Any]:
    while True:
        aware = await ours.hear(wire.Aware)
        for state in aware.states:
            if state.client == client and state.state != b"null":
                return dict(json.loads(state.state))


def test_r4_12_a_stock_client_that_may_only_look_changes_nothing(server: Served) -> None:
    async def play() -> None:
        with StockClient(server, Role.viewer) as viewer:
            async with Ours(server.url(), lineage=LINEAGE) as ours:
                await ours.write("before")
                await viewer.sees(lambda said: "before" in said["marks"], "what there is")
                viewer.tell("mark", id="forbidden")
                await viewer.sees(lambda said: not said["connected"], "the door")
                await ours.write("after")
                await ours.synced()
                assert "forbidden" not in ours.hand.marks

    asyncio.run(play())
