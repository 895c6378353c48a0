"""Files between people: what one has the others get, whole or not at all."""

from __future__ import annotations

import gc
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from assets.store import INCOMING, Store
from canvas.document.records import Asset
from collab.dialling import Address
from collab.exchange import Failed, Given, Moving, Standing
from collab.incoming import Incoming, OutOfStep, WrongBytes, begun, sweep, unfinished
from collab.parcel import Rank
from collab.transfer import Transfer
from tests.collab.media import (
    PATIENCE,
    Served,
    Somebody,
    digest,
    files_of,
    noise,
    people,
    picture_of,
)

FILM, FACE, PROXY = noise(3_000_000, 1), noise(20_000, 2), noise(400_000, 3)
ASSET = picture_of(FILM, FACE, PROXY)
LARGE = noise(60 << 20, 4)
MOVIE = picture_of(LARGE)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path / "room")
    made.name(ASSET, MOVIE)
    yield made
    made.stop()


def want_all(one: Somebody, asset: Asset) -> None:
    one.transfer.know(files_of(asset))
    for file in files_of(asset):
        one.transfer.want(file.hash, file.rank)


# -- one file on its way


def pieces(data: bytes, size: int) -> Iterator[tuple[int, memoryview]]:
    for start in range(0, len(data), size):
        yield start, memoryview(data)[start : start + size]


@pytest.mark.parametrize("size", [1, 1000, 262_144])
def test_r9_1_a_file_enters_the_store_under_its_hash_when_all_has_come(
    tmp_path: Path, size: int
) -> None:
    store, data = Store(tmp_path / "media"), noise(20_000 if size == 1 else 1_500_000)
    file = Incoming(store, digest(data), len(data), ".mp4")
    for start, piece in pieces(data, size):
        assert store.find(digest(data)) is None
        file.write(start, piece)
    assert file.finish().path.read_bytes() == data
    assert list((store.root / INCOMING).iterdir()) == []


def test_r9_1_what_has_another_hash_leaves_nothing(tmp_path: Path) -> None:
    store, data = Store(tmp_path / "media"), noise(500_000)
    file = Incoming(store, digest(b"another"), len(data), ".mp4")
    file.write(0, memoryview(data))
    with pytest.raises(WrongBytes):
        file.finish()
    assert list(store.hashes()) == []
    assert list((store.root / INCOMING).iterdir()) == []


def test_r9_4_a_file_goes_on_where_it_was_cut_off_wherever_that_was(tmp_path: Path) -> None:
    store, data, chance = Store(tmp_path / "media"), noise(40 << 20), Random(5)
    position = 0
    while position < len(data):
        file = Incoming(store, digest(data), len(data), ".mp4")
        assert file.received == position == begun(store, digest(data), ".mp4")
        for _ in range(chance.randrange(1, 60)):
            piece = memoryview(data)[position : position + chance.randrange(1, 262_144)]
            if piece:
                file.write(position, piece)
            position += len(piece)
        file.close()
    assert file.whole
    last = Incoming(store, digest(data), len(data), ".mp4")
    assert last.finish().path.read_bytes() == data


def test_r9_4_a_beginning_that_rotted_is_found_out_at_the_end(tmp_path: Path) -> None:
    store, data = Store(tmp_path / "media"), noise(300_000)
    file = Incoming(store, digest(data), len(data), ".mp4")
    file.write(0, memoryview(data)[:200_000])
    file.close()
    (begun_file,) = (store.root / INCOMING).iterdir()
    begun_file.write_bytes(bytes(200_000))
    again = Incoming(store, digest(data), len(data), ".mp4")
    again.write(200_000, memoryview(data)[200_000:])
    with pytest.raises(WrongBytes):
        again.finish()
    assert begun(store, digest(data), ".mp4") == 0


@pytest.mark.parametrize("offset", [0, 99, 101, 1 << 40])
def test_r9_2_a_chunk_out_of_step_is_not_taken(tmp_path: Path, offset: int) -> None:
    store, data = Store(tmp_path / "media"), noise(1000)
    file = Incoming(store, digest(data), len(data), "")
    file.write(0, memoryview(data)[:100])
    with pytest.raises(OutOfStep):
        file.write(offset, memoryview(data)[100:200])
    with pytest.raises(OutOfStep):
        file.write(100, memoryview(noise(1000)))
    assert file.received == 100
    file.close()


def test_r9_4_beginnings_that_nobody_goes_on_with_are_swept_after_a_week(tmp_path: Path) -> None:
    store, data = Store(tmp_path / "media"), noise(1000)
    file = Incoming(store, digest(data), len(data), ".mp4")
    file.write(0, memoryview(data)[:500])
    file.close()
    store.put_bytes(b"whole", ".png")
    assert sweep(store, time.time() + 6 * 86400) == 0
    assert list(unfinished(store)) == [(digest(data), 500)]
    assert sweep(store, time.time() + 8 * 86400) == 1
    assert list(unfinished(store)) == []
    assert list(store.hashes()) == [digest(b"whole")]


# -- between people


def test_r9_1_what_one_person_has_another_gets_by_its_hash(served: Served, tmp_path: Path) -> None:
    with people(served, tmp_path, "ann", "bo") as (ann, bo):
        ann.put(FILM, FACE, PROXY)
        ann.transfer.know(files_of(ASSET))
        want_all(bo, ASSET)
        bo.until_here(FILM, FACE, PROXY)
        assert bo.store.path(digest(FILM)).read_bytes() == FILM
        assert bo.store.path(digest(FILM)).suffix == ".mp4"
        assert served.store.verify(digest(FILM))


def test_r9_13_the_second_upload_of_the_same_bytes_sends_none(
    served: Served, tmp_path: Path
) -> None:
    with people(served, tmp_path, "ann", "bo") as (ann, bo):
        for one in (ann, bo):
            one.put(FILM, FACE, PROXY)
        ann.transfer.know(files_of(ASSET))
        ann.until(lambda: len(ann.all(Given)) == 3)
        before = served.bytes_in
        assert before > len(FILM) + len(FACE) + len(PROXY)
        bo.transfer.know(files_of(ASSET))
        bo.until(lambda: len(bo.all(Given)) == 3)
        assert served.bytes_in - before < 1000


def test_r9_3_a_thumbnail_overtakes_a_film_that_is_on_its_way(
    served: Served, tmp_path: Path
) -> None:
    served.store.put_bytes(LARGE, ".mp4")
    served.store.put_bytes(FACE, ".jpg")
    with people(served, tmp_path, "bo") as (bo,):
        bo.transfer.know([*files_of(MOVIE), *files_of(ASSET)])
        bo.transfer.want(MOVIE.hash, Rank.original)
        bo.until(lambda: bool(bo.all(Moving)))
        bo.transfer.want(digest(FACE), Rank.thumbnail)
        bo.until_here(LARGE, FACE)
        came = [one.hash for one in bo.heard if type(one).__name__ == "Came"]
        assert came == [digest(FACE), MOVIE.hash]


def test_r9_12_whoever_waits_hears_who_has_the_file_and_that_they_left(
    served: Served, tmp_path: Path
) -> None:
    served.named["name_of"] = str.title
    with people(served, tmp_path, "bo") as (bo,):
        want_all(bo, MOVIE)
        bo.until(lambda: bool(bo.all(Standing)))
        assert bo.all(Standing)[-1].absent.holders == ()
        with people(served, tmp_path, "ann") as (ann,):
            ann.put(LARGE)
            served.call(lambda: setattr(served.room, "refuses_until", time.monotonic() + 60))
            ann.transfer.know(files_of(MOVIE))
            bo.until(lambda: bool(bo.all(Standing)[-1].absent.holders))
            (holder,) = bo.all(Standing)[-1].absent.holders
            assert (holder.id, holder.here) == ("ann", True)
        bo.until(lambda: not bo.all(Standing)[-1].absent.holders[0].here)


def test_r9_12_whoever_waits_hears_how_far_the_upload_is(served: Served, tmp_path: Path) -> None:
    with people(served, tmp_path, "ann", "bo") as (ann, bo):
        want_all(bo, MOVIE)
        bo.until(lambda: bool(bo.all(Standing)))
        ann.put(LARGE)
        ann.transfer.know(files_of(MOVIE))
        bo.until_here(LARGE)
        on_its_way = [one.absent for one in bo.all(Standing) if one.absent is not None]
        shares = [one.got / one.bytes for one in on_its_way if one.bytes]
        assert shares == sorted(shares)
        assert any(0 < share < 1 for share in shares)


def test_r9_6_a_file_that_the_board_names_late_is_offered_until_it_is_taken(
    tmp_path: Path,
) -> None:
    served = Served(tmp_path / "room")
    try:
        with people(served, tmp_path, "ann", "bo") as (ann, bo):
            ann.put(FILM, FACE, PROXY)
            ann.transfer.know(files_of(ASSET))
            want_all(bo, ASSET)
            ann.until(lambda: not ann.all(Given))
            time.sleep(0.3)
            assert list(served.store.hashes()) == []
            served.name(ASSET)
            bo.until_here(FILM, FACE, PROXY)
    finally:
        served.stop()


def test_r9_19_a_fetch_that_is_cancelled_ends_and_later_goes_on_from_there(
    served: Served, tmp_path: Path
) -> None:
    served.store.put_bytes(LARGE, ".mp4")
    with people(served, tmp_path, "bo") as (bo,):
        want_all(bo, MOVIE)
        bo.until(lambda: bool(bo.all(Moving)))
        bo.transfer.drop(MOVIE.hash)
        bo.transfer.know(files_of(ASSET))
        served.store.put_bytes(FACE, ".jpg")
        served.call(lambda: served.room.kept(digest(FACE)))
        bo.transfer.want(digest(FACE), Rank.thumbnail)
        bo.until_here(FACE)
        came = begun(bo.store, MOVIE.hash, ".mp4")
        assert 0 < came < len(LARGE)
        bo.heard.clear()
        bo.transfer.want(MOVIE.hash, Rank.asked)
        bo.until_here(LARGE)
        assert all(one.got >= came for one in bo.all(Moving))


def test_r9_16_bytes_that_rotted_in_the_room_are_not_taken_and_come_again_from_who_has_them(
    served: Served, tmp_path: Path
) -> None:
    stored = served.store.put_bytes(FILM, ".mp4")
    rotten = bytearray(FILM)
    rotten[1_000_000] ^= 1
    stored.path.chmod(0o644)
    stored.path.write_bytes(rotten)
    with people(served, tmp_path, "bo") as (bo,):
        bo.transfer.know(files_of(ASSET))
        bo.transfer.want(digest(FILM), Rank.original)
        bo.until(lambda: any(one.absent is not None for one in bo.all(Standing)[3:]))
        assert list(bo.store.hashes()) == []
        with people(served, tmp_path, "ann") as (ann,):
            ann.put(FILM)
            ann.transfer.know(files_of(ASSET))
            bo.until_here(FILM)
            assert served.store.verify(digest(FILM))


def test_r9_4_the_server_stops_and_comes_back_in_the_middle_and_nothing_is_sent_twice(
    served: Served, tmp_path: Path
) -> None:
    with people(served, tmp_path, "ann") as (ann,):
        ann.put(LARGE)
        served.deaf_after = 0.2 * len(LARGE)
        ann.transfer.know(files_of(MOVIE))
        for share in (0.5, 0.8, float("inf")):
            ann.until(lambda: served.bytes_in > served.deaf_after)
            served.stop()
            assert 0 < begun(served.store, MOVIE.hash, ".mp4") < len(LARGE)
            served.deaf_after = share * len(LARGE)
            served.start()
        ann.until(lambda: bool(ann.all(Given)))
        assert served.store.verify(MOVIE.hash)
        lost = 3 * (16 + 4) * (256 << 10)  # what stood in the sockets
        assert served.bytes_in < len(LARGE) + lost


@pytest.fixture
def apart() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that a test may kill."""
    started: list[subprocess.Popen[str]] = []
    yield started
    for one in started:
        one.kill()
        one.communicate()


def start(apart: list[subprocess.Popen[str]], *arguments: str) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "tests.collab.media_process", *arguments]
    made = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    apart.append(made)
    return made


def grows_beyond(store: Store, size: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while begun(store, MOVIE.hash, ".mp4") < size and not store.find(MOVIE.hash):
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_r9_4_both_sides_are_killed_at_random_moments_and_the_file_arrives_whole(
    tmp_path: Path, apart: list[subprocess.Popen[str]]
) -> None:
    chance = Random()
    records = tmp_path / "records.json"
    records.write_text(json.dumps({MOVIE.hash: asdict(MOVIE)}), "utf-8")
    room, asset = Store(tmp_path / "room"), json.dumps(asdict(MOVIE))
    Store(tmp_path / "ann").put_bytes(LARGE, ".mp4")
    port = "0"
    for share in sorted(chance.random() * 0.9 for _ in range(2)):
        server = start(apart, "serve", str(room.root), str(records), port)
        assert server.stdout is not None
        port = server.stdout.readline().strip()
        url = f"ws://127.0.0.1:{port}/v1/media/room"
        sender = start(apart, "send", str(tmp_path / "ann"), url, asset)
        grows_beyond(room, int(share * len(LARGE)))
        chance.choice((server, sender)).kill()
        server.kill()
        sender.kill()
        server.wait()
        sender.wait()
    before = begun(room, MOVIE.hash, ".mp4")
    start(apart, "serve", str(room.root), str(records), port).stdout.readline()  # type: ignore[union-attr]
    start(apart, "send", str(tmp_path / "ann"), url, asset)
    deadline = time.monotonic() + PATIENCE
    while not room.find(MOVIE.hash):
        assert begun(room, MOVIE.hash, ".mp4") >= before or room.find(MOVIE.hash)
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert room.verify(MOVIE.hash)


def test_r9_4_somebody_who_fetches_is_killed_and_goes_on_from_there(
    served: Served, tmp_path: Path, apart: list[subprocess.Popen[str]]
) -> None:
    served.store.put_bytes(LARGE, ".mp4")
    store = Store(tmp_path / "bo")
    fetcher = start(apart, "fetch", str(store.root), served.url, json.dumps(asdict(MOVIE)))
    grows_beyond(store, int(Random().random() * 0.8 * len(LARGE)))
    fetcher.kill()
    fetcher.wait()
    before = begun(store, MOVIE.hash, ".mp4")
    with people(served, tmp_path, "bo") as (bo,):
        want_all(bo, MOVIE)
        bo.until_here(LARGE)
        assert all(one.got >= before for one in bo.all(Moving))


def test_r9_10_when_the_sender_leaves_another_who_has_the_file_goes_on(
    served: Served, tmp_path: Path
) -> None:
    with people(served, tmp_path, "ann", "cy") as (ann, cy):
        for one in (ann, cy):
            one.put(LARGE)
        served.deaf_after = len(LARGE) / 2
        ann.transfer.know(files_of(MOVIE))
        ann.until(lambda: served.bytes_in > served.deaf_after)
        served.deaf_after = float("inf")
        ann.transfer.close()
        cy.transfer.know(files_of(MOVIE))
        cy.until(lambda: bool(cy.all(Given)))
        assert served.store.verify(MOVIE.hash)
        assert served.bytes_in < len(LARGE) + (8 << 20)


def test_r9_4_two_who_fetch_the_same_file_both_get_it(served: Served, tmp_path: Path) -> None:
    served.store.put_bytes(LARGE, ".mp4")
    with people(served, tmp_path, "bo", "cy") as (bo, cy):
        for one in (bo, cy):
            want_all(one, MOVIE)
        for one in (bo, cy):
            one.until_here(LARGE)
            assert one.store.verify(MOVIE.hash)


def test_r9_1_a_file_that_came_by_another_way_is_fetched_no_more(
    served: Served, tmp_path: Path
) -> None:
    served.store.put_bytes(LARGE, ".mp4")
    with people(served, tmp_path, "bo") as (bo,):
        want_all(bo, MOVIE)
        bo.until(lambda: bool(bo.all(Moving)))
        bo.put(LARGE)
        bo.transfer.have(MOVIE.hash)
        bo.until(lambda: bool(bo.all(Given)) or served.call(lambda: _idle(served)))
        assert bo.store.verify(MOVIE.hash)


def _idle(served: Served) -> bool:
    return all(not len(peer._departures) for peer in served.room.peers)  # type: ignore[attr-defined]


def test_r9_8_a_room_without_room_says_so_and_nothing_is_lost(tmp_path: Path) -> None:
    served = Served(tmp_path / "room", quota=1_000_000)
    served.name(ASSET)
    try:
        with people(served, tmp_path, "ann") as (ann,):
            ann.put(FILM, FACE, PROXY)
            ann.transfer.know(files_of(ASSET))
            ann.until(lambda: bool(ann.all(Failed)) and len(ann.all(Given)) == 2)
            (failed,) = ann.all(Failed)
            assert (failed.hash, failed.code, failed.up) == (ASSET.hash, "quota", True)
            assert ann.store.verify(ASSET.hash)
    finally:
        served.stop()


def test_r9_8_a_disk_here_that_takes_nothing_stops_the_fetch_and_is_told(
    served: Served, tmp_path: Path
) -> None:
    stored = served.store.put_bytes(FILM, ".mp4")
    assert stored.bytes > 2 << 20
    with people(served, tmp_path, "bo") as (bo,):
        bo.store.root.mkdir(parents=True)
        (bo.store.root / INCOMING).write_bytes(b"a file where the folder should be")
        bo.transfer.know(files_of(ASSET))
        bo.transfer.want(ASSET.hash, Rank.original)
        bo.until(lambda: bool(bo.all(Failed)))
        assert bo.all(Failed)[0].hash == ASSET.hash
        (bo.store.root / INCOMING).unlink()
        bo.transfer.want(ASSET.hash, Rank.original)
        bo.until_here(FILM)


def test_r9_15_a_token_that_opens_nothing_is_tried_no_more_until_there_is_another(
    served: Served, tmp_path: Path
) -> None:
    from collab.exchange import Linked
    from tests.collab.media import Claims

    served.claims["old"] = Claims("ann", exp=1)
    served.store.put_bytes(FACE, ".jpg")
    with people(served, tmp_path, "old") as (old,):
        want_all(old, ASSET)
        old.until(lambda: any(not one.up for one in old.all(Linked)))
        assert old.all(Linked)[-1].code == 4401
        old.transfer.connect(Address(served.url, "fresh"))
        old.until_here(FACE)


def test_whoever_leaves_while_the_room_answers_is_gone_from_it(
    served: Served, tmp_path: Path
) -> None:
    """Whatever was dialled at that very moment is hung up on: else a socket would be left over."""
    store, dice = Store(tmp_path / "mine"), Random(1)
    for _ in range(100):
        transfer = Transfer(store)
        transfer.connect(Address(served.url, "ann"))
        time.sleep(dice.random() * 0.02)
        transfer.close()
    gc.collect()  # a socket that nobody closed fails the test now


def test_r9_13_two_stores_of_one_disk_share_a_file_under_two_names(tmp_path: Path) -> None:
    one, other = Store(tmp_path / "one"), Store(tmp_path / "other")
    stored = one.put_bytes(FILM, ".mp4")
    shared = other.share(one, stored.hash)
    assert shared is not None
    assert shared.samefile(stored.path)
    assert other.share(one, "0" * 64) is None
    shutil.rmtree(one.root)
    assert other.verify(stored.hash)
