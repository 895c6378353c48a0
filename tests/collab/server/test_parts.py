"""Work of more than a frame comes into a real room: SPEC.md, sections 4 and 8."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path

import pytest

from canvas.app.joining import address_of
from canvas.app.peering import Peering
from canvas.document.crdt import Document
from canvas.document.writes import Keep
from collab.outcomes import Told
from collab.peers import FIRST_FRAME
from collab.replica import Replica
from collab.roles import Role
from collab.wire import BOARD
from tests.collab.server.clients import Ours
from tests.collab.serving import LINEAGE, Served

PATIENCE = 240.0
"""Seconds: the gate looks through all of it."""


class Side:
    """A document without a screen."""

    def __init__(self) -> None:
        self.document = Document()
        self.document.watch()

    def vector(self) -> bytes:
        return self.document.vector()

    def encode(self, since: bytes | None = None) -> bytes:
        return self.document.encode(since)

    def receive(self, update: bytes, origin: str, label: str = "") -> object:
        return self.document.receive(update)


def brought(server: Served, side: Side) -> None:
    """An editor comes in with all of this, and it is on the server's disk."""
    woken, told = threading.Event(), []
    replica = Replica(
        {BOARD: side},
        {"id": "bo", "name": "Bo"},
        lineage=LINEAGE,
        ids=[side.document.client],
        role=Role.editor,
        unsaved={BOARD: 1},
    )
    peering = Peering(replica, address_of(server.link(Role.editor)), woken.set, told.append)
    deadline = time.monotonic() + PATIENCE
    try:
        while replica.state != "live" or replica.unsaved[BOARD]:
            assert time.monotonic() < deadline, (replica.state, dict(replica.unsaved), told)
            peering.drain(time.monotonic() + 1)
            woken.wait(0.05)
            woken.clear()
        assert not [each for each in told if isinstance(each, Told)]
    finally:
        peering.close()


@pytest.mark.soak
@pytest.mark.parametrize("mebibytes", [20, 100])
def test_r8_36_an_editor_brings_what_no_frame_of_theirs_would_hold(
    tmp_path: Path, mebibytes: int
) -> None:
    """R4.34"""
    side = Side()

    def paste() -> None:
        for number in range(mebibytes):
            words = f"{number:04}" * (1 << 18)
            side.document.write(Keep("marks", f"m{number}", words))

    side.document.transact(paste)
    assert len(side.encode()) > FIRST_FRAME

    async def found(server: Served) -> None:
        async with Ours(server.url(Role.owner), lineage=LINEAGE) as ada:
            await ada.synced()

    async def seen(server: Served) -> None:
        async with Ours(server.url(Role.owner), lineage=LINEAGE) as ada:
            await ada.until("marks", lambda: len(ada.hand.marks) == mebibytes)

    with Served(tmp_path / "data") as server:
        asyncio.run(found(server))
        brought(server, side)
        server.kill()
        server.start()
        asyncio.run(seen(server))
