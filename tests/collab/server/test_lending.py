"""A room's media socket behind the same door as its edits: SPEC.md, sections 6 and 9."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from assets.store import Store
from canvas.document.records import Asset
from canvas.document.writes import Keep
from collab import wire
from collab.dialling import Address
from collab.roles import Role
from collab.server.serving import Options
from tests.collab.media import PATIENCE, files_of, noise, picture_of, somebody
from tests.collab.server.clients import Ours
from tests.collab.server.http import ask
from tests.collab.serving import LINEAGE, ROOM, ServedHere


def media(server: ServedHere, token: str) -> str:
    return f"ws://127.0.0.1:{server.port}/v1/media/{ROOM}?token={token}"


def heard_out(socket: ClientConnection) -> None:
    """Hear everything up to the end."""
    with suppress(ConnectionClosed):
        while True:
            socket.recv(PATIENCE)


async def name(server: ServedHere, asset: Asset) -> None:
    """Have the board say that there is such a file."""
    record = {
        "kind": asset.kind,
        "mime": asset.mime,
        "suffix": asset.suffix,
        "bytes": asset.bytes,
        "thumbnail": None,
        "proxy": None,
    }
    async with Ours(server.url(Role.owner), lineage=LINEAGE) as owner:
        await owner.synced()
        document = owner.hand.document

        def keep() -> None:
            document.write(Keep("assets", asset.hash, record))

        update = document.transact(keep).update
        owner.sent += 1
        await owner.say(wire.Edit(wire.BOARD, owner.sent, "", "Import", update))
        await owner.until("ACK", lambda: owner.safe >= owner.sent)


def test_files_go_from_one_person_to_another_through_the_room(tmp_path: Path) -> None:
    data = noise(700_000)
    asset = picture_of(data)
    with ServedHere(tmp_path / "data") as server:
        asyncio.run(name(server, asset))
        ann, ben = somebody("ann", tmp_path / "ann"), somebody("ben", tmp_path / "ben")
        try:
            for one in (ann, ben):
                url = media(server, server.personal(one.name)).partition("?")[0]
                one.transfer.connect(Address(url, server.personal(one.name)))
            ann.put(data)
            ann.transfer.know(files_of(asset))
            ben.transfer.know(files_of(asset))
            ben.transfer.want(asset.hash, 3)
            ben.until_here(data)
        finally:
            ann.transfer.close()
            ben.transfer.close()
        there = Store(server.data / "rooms" / ROOM / "media")
        assert there.path(asset.hash).read_bytes() == data


def test_media_of_the_board_itself_lie_on_the_disk_once(tmp_path: Path) -> None:
    data = noise(300_000)
    asset = picture_of(data)
    beside = tmp_path / "board" / "media"
    options = Options(tmp_path, room=ROOM, lineage=LINEAGE, beside=beside)
    with ServedHere(tmp_path / "data", options) as server:
        asyncio.run(name(server, asset))
        ann, ben = somebody("ann", beside), somebody("ben", tmp_path / "ben")
        try:
            url = media(server, "").partition("?")[0]
            for one in (ann, ben):
                one.transfer.connect(Address(url, server.personal(one.name)))
            ann.put(data)
            for one in (ann, ben):
                one.transfer.know(files_of(asset))
            ben.transfer.want(asset.hash, 3)
            ben.until_here(data)
        finally:
            ann.transfer.close()
            ben.transfer.close()
        there = Store(server.data / "rooms" / ROOM / "media").path(asset.hash)
        assert there.samefile(Store(beside).path(asset.hash))


def test_r6_6_the_media_socket_has_the_same_door(tmp_path: Path) -> None:
    with ServedHere(tmp_path / "data") as server:
        path = f"/v1/media/{ROOM}"
        assert ask(server.port, path, upgrade=True).status == 401
        assert ask(server.port, f"{path}?token={server.token()}x", upgrade=True).status == 401
        assert ask(server.port, f"{path}?token={server.token()}").status == 426
        assert ask(server.port, f"{path}?token={server.token()}", upgrade=True).status == 101


@pytest.mark.parametrize("verb", ["revoke", "kick"])
def test_r6_15_whoever_is_sent_away_loses_their_media_socket_too(tmp_path: Path, verb: str) -> None:
    """R6.16 likewise."""

    async def send_away(server: ServedHere, token: str) -> None:
        async with (
            Ours(server.url(Role.owner), lineage=LINEAGE) as owner,
            Ours(server.url(token), lineage=LINEAGE) as bo,
        ):
            you = dict((await bo.hear(wire.Welcome)).body)["you"]["id"]
            body = {"link": server.link_of(token)} if verb == "revoke" else {"user": you}
            assert (await owner.ask(verb, **body)).ok

    with ServedHere(tmp_path / "data") as server:
        token = server.token() if verb == "revoke" else server.personal("bo")
        with connect(media(server, token), compression=None) as socket:
            asyncio.run(send_away(server, token))
            heard_out(socket)
            assert socket.close_code == wire.Code.forbidden
