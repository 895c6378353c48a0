"""Who tears a room stays out of it for a while, and nobody else does: SPEC.md, section 7."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from canvas.document.crdt import TornBoard
from canvas.document.words import say
from collab import wire
from collab.roles import Role
from collab.room import Room
from collab.server.barred import FIRST, LONGEST, MOST, Barred
from tests.collab.server.clients import Ours
from tests.collab.serving import LINEAGE, ServedHere


def test_r7_22_it_is_twice_as_long_each_time_and_for_that_room_alone() -> None:
    barred = Barred()
    lengths = [barred.bar("film", "eve", 0.0) for _ in range(9)]
    assert lengths == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert barred.left("film", "eve", LONGEST - 1) == 1
    assert barred.left("film", "eve", LONGEST + 1) == 0
    assert not barred.left("film", "ada", 0.0)
    assert not barred.left("other", "eve", 0.0)


def test_r7_22_so_many_are_remembered() -> None:
    barred = Barred()
    for number in range(MOST + 1):
        barred.bar("film", f"p{number}", 0.0)
    assert barred.left("film", "p0", 1.0) == 0
    assert barred.left("film", f"p{MOST}", 1.0) == FIRST - 1


def test_r7_22_who_tears_a_room_is_told_named_and_kept_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    receive = Room.receive

    def tearing(self: Room, peer: int, frame: bytes, now: float) -> None:
        receive(self, peer, frame, now)
        if b"poison" in frame:
            raise TornBoard(say("half way"))

    async def work(server: ServedHere) -> None:
        eves = server.url(server.personal("eve", Role.editor))
        adas = server.url(server.personal("ada", Role.owner))
        async with asyncio.timeout(60), Ours(adas, lineage=LINEAGE) as ada:
            await ada.synced()
            number = await ada.write("a")
            await ada.until("ACK", lambda: ada.safe >= number)
            async with Ours(eves, lineage=LINEAGE) as eve:
                await eve.synced()
                await eve.write("poison")
                assert (await eve.closing())[0] == wire.Code.malformed
            assert (await ada.closing())[0] == wire.Code.later
            async with Ours(adas, ada.hand, lineage=LINEAGE) as again:
                await again.synced()
                async with Ours(eves, lineage=LINEAGE) as eve:
                    code, reason = await eve.closing()
                    assert code == wire.Code.later
                    assert "broke the room" in reason
                number = await again.write("b")
                await again.until("ACK", lambda: again.safe >= number)
        (told,) = server.events("tore")
        assert (told["person"], told["barred"]) == ("eve", FIRST)

    with ServedHere(tmp_path / "data") as server:
        monkeypatch.setattr(Room, "receive", tearing)
        asyncio.run(work(server))
