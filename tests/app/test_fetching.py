"""Files between boards: SPEC.md, section 9, with real servers, sockets, folders and renders."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assets.folder import BoardFolder
from assets.store import Store
from canvas.app.commands.board import set_meta
from canvas.app.commands.export import cancel_export, start_export
from canvas.app.commands.film import add_shot
from canvas.app.commands.links import connect
from canvas.app.commands.media import import_files
from canvas.app.commands.nodes import add_node
from canvas.app.commands.originals import NothingToFetch, fetch_originals, stop_fetching
from canvas.app.commands.render import render
from canvas.app.notices import ExportProgress, FilesMoved
from canvas.app.session import Session
from canvas.app.whereabouts import OriginalsAway
from canvas.document.records import Asset, NodeKind
from collab.parcel import Offered
from collab.roles import Role
from collab.server.shelf import Shelf
from tests.app.rooms import Cable, Table
from tests.assets.painted import write_beeps
from tests.assets.recorded import record
from tests.collab.serving import ServedHere


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return record(tmp_path / "numbers.mp4", frames=24)


def the_asset(session: Session) -> Asset:
    (asset,) = session.board.assets.values()
    return asset


def has(session: Session, *hashes: str | None) -> bool:
    return all(hash is not None and session.store.find(hash) is not None for hash in hashes)


def bring(session: Session, file: Path) -> str:
    (node,) = import_files(session, [file], clips=False).nodes
    return node


def exports(table: Table, session: Session) -> list[ExportProgress]:
    return [one for one in table.heard[session] if isinstance(one, ExportProgress)]


def test_r9_20_a_picture_that_one_person_brings_in_comes_to_the_others_by_itself(
    table: Table, server: ServedHere, pictures: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    bring(ann, pictures / "cat.jpg")
    table.until(lambda: bob.board.assets and has(bob, the_asset(ann).thumbnail))
    table.until(lambda: has(bob, the_asset(ann).hash))
    asset = the_asset(bob)
    assert bob.store.path(asset.hash).read_bytes() == (pictures / "cat.jpg").read_bytes()

    def came() -> set[str]:
        return {
            hash for one in table.heard[bob] if isinstance(one, FilesMoved) for hash in one.came
        }

    table.until(lambda: came() == {asset.hash, asset.thumbnail})
    assert bob.fetching.of(asset.hash) is None


def test_r9_20_of_a_video_comes_the_thumbnail_and_once_it_is_seen_the_proxy_but_not_the_original(
    table: Table, server: ServedHere, video: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    node = bring(ann, video)
    asset = the_asset(ann)
    table.until(lambda: has(bob, asset.thumbnail))
    table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "there")
    assert not has(bob, asset.proxy)
    bob.fetching.show([node])
    table.until(lambda: has(bob, asset.proxy))
    assert not has(bob, asset.hash)
    assert bob.fetching.playable(asset.hash) == bob.store.path(str(asset.proxy))


def test_r9_20_a_sound_that_one_person_brings_in_comes_to_the_others_by_itself(
    table: Table, server: ServedHere, tmp_path: Path
) -> None:
    """There is nothing smaller of it that could be heard or seen instead."""
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    bring(ann, write_beeps(tmp_path / "rain.wav", 1))
    table.until(lambda: bob.board.assets and has(bob, the_asset(ann).hash))


def test_r9_20_proxies_of_what_the_film_shows_come_without_being_seen(
    table: Table, server: ServedHere, video: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    add_shot(ann, bring(ann, video))
    table.until(lambda: bob.board.assets and has(bob, the_asset(bob).proxy))


def test_r9_20_an_original_comes_when_it_is_asked_for_and_is_played_in_its_place_then(
    table: Table, server: ServedHere, video: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    node = bring(ann, video)
    asset = the_asset(ann)
    table.until(lambda: bob.fetching.of(asset.hash) is not None)
    assert fetch_originals(bob, [node]) == (asset.hash,)
    table.until(lambda: has(bob, asset.hash) and bob.fetching.of(asset.hash) is None)
    assert bob.fetching.playable(asset.hash) == bob.store.path(asset.hash)
    with pytest.raises(NothingToFetch):
        fetch_originals(bob, [node])
    with pytest.raises(NothingToFetch):
        stop_fetching(bob, [node])


def test_r9_20_an_original_that_is_played_comes_too(
    table: Table, server: ServedHere, video: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    add_shot(ann, bring(ann, video))
    asset = the_asset(ann)
    table.until(lambda: has(bob, asset.proxy))
    bob.fetching.playable(asset.hash)
    table.until(lambda: has(bob, asset.hash))


def test_r9_22_a_clip_that_one_person_renders_appears_at_the_others_without_anybody_asking(
    table: Table, server: ServedHere, pictures: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    set_meta(ann, width=64, height=36)
    picture = bring(ann, pictures / "cat.jpg")
    clip = add_node(ann, NodeKind.clip, (400, 0), title="Cat", params={"frames": 6})
    connect(ann, picture, "picture", clip, "first")
    add_shot(ann, clip)
    render(ann, [clip])
    table.until(lambda: bob.board.takes_of(clip))
    (take,) = bob.board.takes_of(clip)
    made = bob.board.assets[take.asset]
    table.until(lambda: has(bob, made.thumbnail, made.proxy))
    assert bob.state(clip).state == "done"
    assert render(bob, [clip]).queued == ()
    assert bob.store.verify(str(made.proxy))


def test_r9_21_a_render_waits_for_the_film_that_it_goes_on_from(
    table: Table, server: ServedHere, video: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    set_meta(ann, width=64, height=36)
    node = bring(ann, video)
    clip = add_node(ann, NodeKind.clip, (400, 0), title="On", params={"frames": 6})
    connect(ann, node, "video", clip, "previous")
    asset = the_asset(ann)
    table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "there")
    table.until(lambda: bob.board.links_into(clip, "previous"))
    assert render(bob, [clip]).queued == (clip,)
    assert bob.state(clip).state not in ("queued", "running", "failed")
    table.until(lambda: ann.board.takes_of(clip))
    assert has(bob, asset.hash)


def test_r9_13_what_lies_in_the_folder_of_a_shared_board_is_not_sent_to_its_own_server(
    tmp_path: Path, pictures: Path
) -> None:
    folder = BoardFolder.create(tmp_path / "Film.shotweave")
    media, room = Store(folder.media), Store(folder.path / "room" / "media")
    stored = media.put(pictures / "cat.jpg", ".jpg")
    record = {"kind": "picture", "mime": "image/jpeg", "suffix": ".jpg", "bytes": stored.bytes}
    shelf = Shelf(room, {stored.hash: record}.get, beside=media)
    shelf.examine(Offered(stored.hash, stored.hash, stored.bytes, ".jpg"))
    assert shelf.lend(stored.hash)
    assert room.path(stored.hash).samefile(stored.path)
    folder.close()


def test_r9_21_an_export_waits_for_the_originals_that_it_shows(
    table: Table, server: ServedHere, video: Path, tmp_path: Path
) -> None:
    """Who may only look at a board may make a film of it: that changes nothing of the board."""
    ann, bob = table.owner("ann", server), table.guest("bob", server, Role.viewer)
    set_meta(ann, width=64, height=36)
    add_shot(ann, bring(ann, video))
    asset = the_asset(ann)
    table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "there")
    out = tmp_path / "film.mp4"
    start_export(bob, out)
    assert [one.state for one in exports(table, bob)] == ["queued"]
    assert not out.exists()
    table.until(lambda: exports(table, bob)[-1].state in ("done", "failed"))
    assert exports(table, bob)[-1].state == "done"
    assert out.stat().st_size > 0
    assert has(bob, asset.hash)


def test_r9_21_an_export_whose_originals_nobody_here_has_says_who_had_them(
    table: Table, server: ServedHere, video: Path, tmp_path: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    add_shot(ann, bring(ann, video))
    asset = the_asset(ann)
    table.until(lambda: has(bob, asset.proxy))
    rooms = list(server.data.rglob(f"{asset.hash}.mp4"))
    table.close(ann)
    for path in rooms:
        path.unlink()
    bob.fetching.fetch([asset.hash])
    table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "nobody")
    with pytest.raises(OriginalsAway, match=r"numbers\.mp4"):
        start_export(bob, tmp_path / "film.mp4")
    assert not list(tmp_path.glob("film.mp4"))


def test_r9_19_an_export_that_waits_can_be_cancelled(
    table: Table, server: ServedHere, video: Path, tmp_path: Path
) -> None:
    ann, bob = table.owner("ann", server), table.guest("bob", server)
    add_shot(ann, bring(ann, video))
    table.until(lambda: bob.board.film and bob.fetching.of(the_asset(ann).hash))
    out = tmp_path / "film.mp4"
    start_export(bob, out)
    cancel_export(bob, out)
    assert [one.state for one in exports(table, bob)] == ["queued", "cancelled"]
    table.until(lambda: has(bob, the_asset(ann).hash))
    assert not out.exists()


def test_r9_23_while_the_room_is_not_reached_a_file_is_said_to_be_with_the_others(
    table: Table, server: ServedHere, video: Path
) -> None:
    with Cable(server.port) as cable:
        ann, bob = table.owner("ann", server), table.guest("bob", server, port=cable.port)
        bring(ann, video)
        asset = the_asset(ann)
        table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "there")
        cable.cut()
        table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "offline")
        cable.mend()
        table.until(lambda: (where := bob.fetching.of(asset.hash)) and where.state == "there")


def test_a_board_that_nobody_shares_starts_no_thread_for_files(
    table: Table, pictures: Path
) -> None:
    """R9.20"""
    ann = table.create("ann")
    bring(ann, pictures / "cat.jpg")
    table.drain()
    assert not [one for one in threading.enumerate() if one.name.startswith("media")]
    assert ann.fetching.of(the_asset(ann).hash) is None
