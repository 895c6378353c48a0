"""A room's media socket against strangers, greed, rot and full disks."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from assets.store import INCOMING, Store
from canvas.document.records import Asset
from collab import incoming
from collab.exchange import Failed, Given
from collab.incoming import Incoming, begun
from collab.parcel import (
    CHUNK,
    MOST,
    TEXT,
    Chunk,
    Drop,
    Have,
    Need,
    Offer,
    Offered,
    Rank,
    Refused,
    Sends,
    There,
    Want,
    head_of,
)
from collab.roles import Role
from tests.assets.disks import own_mounts
from tests.collab.media import (
    PATIENCE,
    Claims,
    Rival,
    Served,
    digest,
    files_of,
    noise,
    people,
    picture_of,
)

FILM, FACE, PROXY = noise(1_500_000, 1), noise(20_000, 2), noise(400_000, 3)
ASSET = picture_of(FILM, FACE, PROXY)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "room")
    made.name(ASSET)
    yield made
    made.stop()


def offered(data: bytes = FILM, asset: Asset = ASSET, rank: int = Rank.original) -> Offered:
    return Offered(digest(data), asset.hash, len(data), ".mp4", rank)


def chunk(data: bytes, offset: int, hash: str = ASSET.hash) -> bytes:
    return head_of(hash, offset) + data[offset : offset + CHUNK]


def upload(rival: Rival, data: bytes) -> None:
    need = rival.hears_a(Need)
    for offset in range(need.start, len(data), CHUNK):
        rival.say(chunk(data, offset, need.hash))


# -- frames


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x01",
        b"\x01" + bytes(40),
        head_of("a" * 64, 0),
        head_of("a" * 64, 0) + bytes(100),
        b"\x01" + b"\xff" * 60,
        b"{}",
        b"[" * 60_000,
        b'{"op":"have","of":' + b"[" * 60_000,
        b'{"op":"have","of":["../../etc/passwd"]}',
        b'{"op":"want","hash":"..","of":".."}',
        json.dumps({"op": "have", "of": ["a" * 64] * (MOST + 1)}).encode(),
        json.dumps({"op": "drop", "hash": "a" * 64, "more": "x" * TEXT}).encode(),
        json.dumps({"op": "want", "hash": "a" * 64, "of": "a" * 64, "start": -1}).encode(),
        json.dumps({"op": "want", "hash": "a" * 64, "of": "a" * 64, "start": 2**53}).encode(),
        json.dumps({"op": "want", "hash": "A" * 64, "of": "a" * 64}).encode(),
        json.dumps({"op": "there", "here": []}).encode(),
    ],
)
def test_r9_2_a_frame_that_is_none_ends_the_connection_and_hurts_nobody(
    served: Served, frame: bytes
) -> None:
    with Rival(served) as eve, Rival(served, "ann") as ann:
        eve.say(frame)
        assert eve.closed_with() == 4400
        ann.say(Have((ASSET.hash,)))
        assert {one.hash for one in ann.hears_a(There).absent} == {
            one.hash for one in files_of(ASSET)
        }


@pytest.mark.parametrize("offset", [CHUNK, 1, 2**40])
def test_r9_2_a_chunk_that_does_not_go_on_is_malformed_and_what_came_before_stays(
    served: Served, offset: int
) -> None:
    with Rival(served) as eve:
        eve.say(Offer((offered(),)))
        assert eve.hears_a(Need) == Need(ASSET.hash, 0, Rank.original)
        if offset != CHUNK:
            eve.say(chunk(FILM, 0))
        eve.say(head_of(ASSET.hash, offset) + FILM[:1000])
        assert eve.closed_with() == 4400
    assert begun(served.store, ASSET.hash, ".mp4") == (0 if offset == CHUNK else CHUNK)


def test_r9_2_bytes_beyond_the_end_are_malformed(served: Served) -> None:
    face = picture_of(FACE)
    served.name(face)
    with Rival(served) as eve:
        eve.say(Offer((offered(FACE, face),)))
        eve.hears_a(Need)
        eve.say(head_of(face.hash, 0) + FACE + b"more")
        assert eve.closed_with() == 4400
    assert list(served.store.hashes()) == []


def test_r9_1_bytes_of_another_hash_are_refused_and_nothing_of_them_stays(served: Served) -> None:
    wrong = bytearray(FILM)
    wrong[700_000] ^= 1
    with Rival(served) as eve:
        eve.say(Offer((offered(),)))
        upload(eve, bytes(wrong))
        assert eve.hears_a(Refused).code == "spoilt"
    assert list(served.store.hashes()) == []
    assert list((served.store.root / INCOMING).iterdir()) == []


# -- what may come


def test_r9_6_what_the_board_does_not_name_is_neither_taken_nor_given(served: Served) -> None:
    secret = served.store.put_bytes(b"of another board", ".png")
    with Rival(served) as eve:
        eve.say(Offer((Offered("b" * 64, ASSET.hash, 10), Offered("b" * 64, "b" * 64, 10))))
        assert [eve.hears_a(Refused).code for _ in range(2)] == ["unnamed", "unnamed"]
        eve.say(Want(secret.hash, secret.hash))
        assert eve.hears_a(Refused).code == "unnamed"
        eve.say(Want(secret.hash, ASSET.hash))
        assert eve.hears_a(Refused).code == "unnamed"
        eve.say(Have(("b" * 64,)))
        assert eve.hears_a(There).unnamed == ("b" * 64,)


@pytest.mark.parametrize("size", [0, 1, len(FILM) - 1, len(FILM) + 1, 2**52])
def test_r9_7_an_original_of_another_size_than_the_board_says_is_refused(
    served: Served, size: int
) -> None:
    with Rival(served) as eve:
        eve.say(Offer((Offered(ASSET.hash, ASSET.hash, size),)))
        assert eve.hears_a(Refused).code in ("size", "too-large")
    assert not (served.store.root / INCOMING).exists()


def test_r9_7_huge_announcements_are_refused_before_a_byte_comes(served: Served) -> None:
    huge = Asset(hash="c" * 64, kind="video", mime="video/mp4", suffix=".mp4", bytes=17 << 30)
    served.name(huge)
    with Rival(served) as eve:
        eve.say(Offer((Offered(huge.hash, huge.hash, huge.bytes),)))
        assert eve.hears_a(Refused).code == "too-large"
        eve.say(Offer((Offered(digest(FACE), ASSET.hash, 9 << 20),)))
        assert eve.hears_a(Refused).code == "too-large"


def test_r9_8_what_is_coming_counts_against_the_quota(tmp_path: Path) -> None:
    served = Served(tmp_path / "room", quota=2_000_000)
    other = picture_of(noise(900_000, 8))
    served.name(ASSET, other)
    try:
        with Rival(served) as eve:
            eve.say(Offer((offered(),)))
            eve.hears_a(Need)
            eve.say(Offer((offered(noise(900_000, 8), other),)))
            assert eve.hears_a(Refused).code == "quota"
            eve.say(Drop(ASSET.hash))
            eve.say(Offer((offered(noise(900_000, 8), other),)))
            assert eve.hears_a(Need).hash == other.hash
    finally:
        served.stop()


def test_r9_8_beginnings_of_the_last_time_count_too(tmp_path: Path) -> None:
    store = Store(tmp_path / "room")
    left = Incoming(store, "d" * 64, 1_000_000, ".mp4")
    left.write(0, memoryview(noise(900_000)))
    left.close()
    served = Served(store.root, quota=2_000_000)
    served.name(ASSET)
    try:
        with Rival(served) as eve:
            eve.say(Offer((offered(),)))
            assert eve.hears_a(Refused).code == "quota"
    finally:
        served.stop()


def test_r9_8_the_last_of_the_disk_is_left_to_the_journal(tmp_path: Path) -> None:
    served = Served(tmp_path / "room", kept_free=1 << 60)
    served.name(ASSET)
    try:
        with Rival(served) as eve:
            eve.say(Offer((offered(),)))
            assert eve.hears_a(Refused).code == "disk-full"
    finally:
        served.stop()


ON_A_SMALL_DISK = """
mount -t tmpfs -o size=2m tmpfs "$1" && exec "$2" -m tests.collab.media_process serve "$1" "$3" 0
"""


@pytest.mark.skipif(not own_mounts(), reason="this machine lets nobody mount a disk")
def test_r9_8_a_disk_that_fills_in_the_middle_is_told_and_the_room_stays_up(
    tmp_path: Path,
) -> None:
    one, two = noise(1_200_000, 11), noise(1_200_000, 12)
    both = {asset.hash: asset for asset in (picture_of(one), picture_of(two))}
    records, room = tmp_path / "records.json", tmp_path / "room"
    room.mkdir()
    named = {hash: asdict(asset) for hash, asset in both.items()}
    records.write_text(json.dumps(named), "utf-8")
    script = ["unshare", "-rm", "sh", "-c", ON_A_SMALL_DISK, "sh"]
    command = [*script, str(room), sys.executable, str(records)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        with Rival(Place(int(process.stdout.readline()))) as ann:
            ann.say(Offer(tuple(offered(data, picture_of(data)) for data in (one, two))))
            for _ in range(2):
                ann.hears_a(Need)
            for data in (one, two):
                for offset in range(0, len(data), CHUNK):
                    ann.say(chunk(data, offset, digest(data)))
            refused = ann.hears_a(Refused)
            assert (refused.hash, refused.code) == (digest(two), "disk-full")
            ann.say(Have((digest(one),)))
            assert ann.hears_a(There).here == (digest(one),)
    finally:
        process.kill()
        process.communicate()


class Place:
    """A server in another process."""

    def __init__(self, port: int) -> None:
        self.url = f"ws://127.0.0.1:{port}/v1/media/room"


@pytest.mark.parametrize("suffix", [".exe", ".sh", ".lnk", ".html", ".desktop"])
def test_r9_9_an_ending_that_is_no_medias_is_dropped(served: Served, suffix: str) -> None:
    with Rival(served) as eve:
        eve.say(Offer((Offered(ASSET.hash, ASSET.hash, len(FILM), suffix),)))
        upload(eve, FILM)
        assert eve.hears_a(There).here == (ASSET.hash,)
    assert served.store.path(ASSET.hash).name == ASSET.hash


@pytest.mark.parametrize("suffix", ["/../../x", ".mp4/x", ".m p4", "..", ".MP4", ".averylongone"])
def test_r9_9_an_ending_that_could_lead_elsewhere_is_malformed(served: Served, suffix: str) -> None:
    with Rival(served) as eve:
        eve.say(Offer((Offered(ASSET.hash, ASSET.hash, len(FILM), suffix),)))
        assert eve.closed_with() == 4400


# -- who, and how much at once


@pytest.mark.parametrize("role", [Role.viewer, Role.commenter])
def test_r9_14_who_may_not_edit_may_fetch_and_not_offer(served: Served, role: Role) -> None:
    served.claims["vi"] = Claims("vi", role)
    served.store.put_bytes(FACE, ".jpg")
    with Rival(served, "vi") as vi:
        vi.say(Offer((offered(),)))
        assert vi.hears_a(Refused).code == "not-allowed"
        vi.say(Want(digest(FACE), ASSET.hash))
        assert vi.hears_a(Sends).bytes == len(FACE)
        assert bytes(vi.hears_a(Chunk).data) == FACE
    assert list(served.store.hashes()) == [digest(FACE)]


def test_r9_11_a_connection_is_asked_for_four_files_at_once_the_small_ones_first(
    served: Served,
) -> None:
    films = [noise(1000 + n, n) for n in range(8)]
    assets = [picture_of(film) for film in films]
    served.name(*assets)
    with Rival(served) as ann:
        offers = [offered(film, one) for film, one in zip(films, assets, strict=True)]
        ann.say(Offer((*offers, offered(FACE, ASSET, Rank.thumbnail))))
        needs = [ann.hears_a(Need) for _ in range(4)]
        assert digest(FACE) in [need.hash for need in needs]
        with Rival(served, "bo") as bo:
            bo.say(Want(assets[7].hash, assets[7].hash, rank=Rank.asked))
            assert ann.hears_a(Need) == Need(assets[7].hash, 0, Rank.asked)


def test_r9_10_an_offer_of_what_is_coming_already_stands_by(served: Served) -> None:
    with Rival(served, "ann") as ann, Rival(served, "bo") as bo:
        ann.say(Offer((offered(),)))
        ann.hears_a(Need)
        ann.say(chunk(FILM, 0))
        bo.say(Offer((offered(),)))
        bo.say(Have((ASSET.hash,)))
        (standing,) = [one for one in bo.hears_a(There).absent if one.hash == ASSET.hash]
        assert sorted(one.id for one in standing.holders) == ["ann", "bo"]
        ann.socket.close()
        assert bo.hears_a(Need) == Need(ASSET.hash, CHUNK, Rank.asked)


def test_r9_11_at_most_64_files_are_sent_at_once(served: Served) -> None:
    assets = []
    for n in range(70):
        data = noise(400_000, n)
        served.store.put_bytes(data, ".mp4")
        assets.append(picture_of(data))
    served.name(*assets)
    with Rival(served) as eve:
        for one in assets:
            eve.say(Want(one.hash, one.hash))
        refused = eve.hears_a(Refused)
        assert refused.code == "busy"


@dataclass
class Ageing:
    """A token that runs out when the test says so."""

    user: str = "ann"
    role: Role = Role.editor
    exp: int = 1 << 40


def test_r9_15_a_token_that_expires_in_the_middle_ends_the_connection(served: Served) -> None:
    token = Ageing()
    served.claims["ann"] = token
    with Rival(served, "ann") as ann:
        ann.say(Have((ASSET.hash,)))
        ann.hears_a(There)
        token.exp = 1
        ann.say(Have((ASSET.hash,)))
        assert ann.closed_with() == 4401


def test_r9_17_a_flood_waits_in_its_own_socket_and_the_others_are_served(served: Served) -> None:
    with Rival(served) as eve, Rival(served, "ann") as ann:
        stop = threading.Event()

        def flood() -> None:
            with suppress(ConnectionClosed, OSError):  # we close it under her
                while not stop.is_set():
                    eve.say(Have((ASSET.hash,) * MOST))

        flooding = threading.Thread(target=flood, daemon=True)
        flooding.start()
        try:
            times = []
            for _ in range(20):
                began = time.monotonic()
                ann.say(Have((ASSET.hash,)))
                ann.hears_a(There)
                times.append(time.monotonic() - began)
            assert max(times) < PATIENCE / 2
            heard = served.bytes_in
        finally:
            stop.set()
            eve.socket.socket.close()
            flooding.join(PATIENCE)
        assert heard < 64 << 20


def test_r9_17_who_does_not_read_is_not_read_to(served: Served) -> None:
    served.store.put_bytes(noise(60 << 20, 9), ".mp4")
    large = picture_of(noise(60 << 20, 9))
    served.name(large)
    with Rival(served) as eve, Rival(served, "ann") as ann:
        eve.say(Want(large.hash, large.hash))
        eve.hears_a(Sends)
        ann.say(Offer((offered(),)))
        upload(ann, FILM)
        while ASSET.hash not in ann.hears_a(There).here:
            pass
        ready = served.call(
            lambda: sum(
                len(one.ready)
                for peer in served.room.peers
                for one in peer._departures._files.values()  # type: ignore[attr-defined]
            )
        )
        assert ready <= 4


def test_r9_18_the_disk_is_touched_on_threads_of_its_own_and_the_room_has_its_turns(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrote: list[str] = []
    write = Incoming.write

    def watched(self: Incoming, offset: int, data: memoryview) -> None:
        wrote.append(threading.current_thread().name)
        write(self, offset, data)

    monkeypatch.setattr(Incoming, "write", watched)
    turns = 0

    def turn() -> None:
        nonlocal turns
        turns += 1
        if len(wrote) * CHUNK < len(FILM):
            served._loop.call_soon(turn)

    served.call(turn)
    with Rival(served) as ann:
        ann.say(Offer((offered(),)))
        upload(ann, FILM)
        while ASSET.hash not in ann.hears_a(There).here:
            pass
    assert all(name.startswith("media_") for name in wrote)
    assert turns > len(wrote) > 1


def test_r9_5_the_hash_is_of_what_the_disk_gives_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "STRIDE", 1 << 20)
    store, data = Store(tmp_path / "room"), noise(3 << 20)
    file = Incoming(store, digest(data), len(data), ".mp4")
    file.write(0, memoryview(data)[: 1 << 19])
    (path,) = (store.root / INCOMING).iterdir()
    with path.open("r+b") as disk:
        disk.seek(1000)
        disk.write(b"rot")
    file.write(1 << 19, memoryview(data)[1 << 19 :])
    with pytest.raises(incoming.WrongBytes):
        file.finish()


def test_r9_13_what_is_in_the_boards_folder_is_not_sent_and_what_comes_is_put_there_too(
    tmp_path: Path,
) -> None:
    folder = Store(tmp_path / "media")
    folder.put_bytes(FILM, ".mp4")
    served = Served(tmp_path / "room", beside=folder)
    served.name(ASSET)
    try:
        with people(served, tmp_path, "host", "guest") as (host, guest):
            host.put(FILM)
            host.transfer.know(files_of(ASSET))
            host.until(lambda: bool(host.all(Given)))
            assert served.bytes_in < 2000
            guest.put(FACE, PROXY)
            guest.transfer.know(files_of(ASSET))
            guest.until(lambda: len(guest.all(Given)) == 2)
        assert folder.verify(digest(FACE))
        assert folder.path(digest(FACE)).samefile(served.store.path(digest(FACE)))
        assert not host.all(Failed)
    finally:
        served.stop()
