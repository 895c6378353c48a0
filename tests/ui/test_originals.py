"""Files of others in a real window, on real sockets: what comes, what is said and asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from canvas.app import fetching
from canvas.app.commands.film import add_shot
from canvas.app.commands.media import import_files
from canvas.app.notices import FilesMoved
from canvas.app.session import Session
from canvas.app.whereabouts import OriginalsAway
from canvas.document.records import Asset
from canvas.ui import menus
from canvas.ui.main_window import MainWindow
from canvas.ui.original_line import OriginalLine
from canvas.ui.playing import Playing
from tests.assets.painted import write_beeps
from tests.assets.recorded import record
from tests.ui.company import Room, room, server, table

__all__ = ["room", "server", "table"]


@pytest.fixture
def video(tmp_path: Path) -> Path:
    return record(tmp_path / "numbers.mp4", frames=24)


def bring(session: Session, file: Path) -> str:
    (node,) = import_files(session, [file], clips=False).nodes
    return node


def the_asset(session: Session) -> Asset:
    (asset,) = session.board.assets.values()
    return asset


def has(session: Session, hash: str | None) -> bool:
    return hash is not None and session.store.find(hash) is not None


def known_to_be_elsewhere(room: Room, video: Path) -> tuple[str, Asset]:
    """A video of Bob's, of which Ann's window knows that the room has it."""
    node = bring(room.bob, video)
    asset = the_asset(room.bob)
    room.until(lambda: _state(room, asset) == "there")
    return node, asset


def _state(room: Room, asset: Asset) -> str:
    where = room.session.fetching.of(asset.hash)
    return "" if where is None else where.state


def test_r9_20_a_picture_of_somebody_else_shows_on_the_card_as_soon_as_it_has_come(
    room: Room, pictures: Path
) -> None:
    node = bring(room.bob, pictures / "cat.jpg")
    thumbnail = the_asset(room.bob).thumbnail
    assert thumbnail is not None
    view = room.window.view
    room.until(lambda: node in room.session.board.nodes)
    view.editor.fit([node])
    room.until(lambda: view.thumbnails.best(thumbnail, 160) is not None)
    assert not view.thumbnails.is_missing(thumbnail)


def test_r9_20_the_proxy_of_what_is_on_screen_comes_and_of_what_is_not_does_not(
    room: Room, video: Path, tmp_path: Path
) -> None:
    node, asset = known_to_be_elsewhere(room, video)
    room.window.view.editor.fit([node])
    room.until(lambda: has(room.session, asset.proxy))
    assert not has(room.session, asset.hash)


def test_r9_23_the_inspector_says_where_the_original_is_and_fetches_it(
    room: Room, video: Path, qtbot: QtBot
) -> None:
    node, asset = known_to_be_elsewhere(room, video)
    window = room.window
    window.editor.select([node])
    room.until(lambda: window.inspector.findChildren(OriginalLine))
    (line,) = window.inspector.findChildren(OriginalLine)
    room.until(lambda: not line.isHidden())
    assert line.words.text() == "numbers.mp4 is in the room, not here yet"
    assert line.button.text() == "Fetch original"
    line.button.click()
    room.until(lambda: has(room.session, asset.hash))
    room.until(line.isHidden)


def test_r9_20_the_menu_of_a_card_offers_to_fetch_only_what_is_elsewhere(
    room: Room, video: Path
) -> None:
    node, asset = known_to_be_elsewhere(room, video)
    assert "media.fetch" in menus.for_nodes(room.session, [node])
    assert "media.fetch_stop" not in menus.for_nodes(room.session, [node])
    room.session.fetching.fetch([asset.hash])
    room.until(lambda: has(room.session, asset.hash))
    room.until(lambda: "media.fetch" not in menus.for_nodes(room.session, [node]))


def test_r9_20_a_long_sound_of_somebody_else_plays_as_soon_as_it_has_come(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No playhead moves through silence meanwhile."""
    monkeypatch.setattr(fetching, "SMALL", 0)
    node = bring(room.bob, write_beeps(tmp_path / "rain.wav", 2))
    asset = the_asset(room.bob)
    room.until(lambda: _state(room, asset) == "there")
    (playing,) = [part for part in room.window.parts if isinstance(part, Playing)]
    playing.listening.play(node)
    assert not playing.listening.playing
    assert "“rain.wav” plays as soon as it has come from the room." in room.told()
    room.until(lambda: node in playing.listening.playing)
    assert "rain.wav" not in room.told()
    assert has(room.session, asset.hash)
    playing.listening.stop_all()


def test_r9_23_a_board_that_nobody_shares_offers_no_fetching(
    session: Session, pictures: Path
) -> None:
    node = bring(session, pictures / "cat.jpg")
    offered = menus.for_nodes(session, [node])
    assert "media.fetch" not in offered
    assert "media.fetch_stop" not in offered


def test_r9_23_the_player_shows_a_file_in_place_of_the_card_as_soon_as_it_has_come(
    window: MainWindow, video: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    session = window.session
    add_shot(session, bring(session, video))
    asset = the_asset(session)
    stored, aside = session.store.path(asset.hash), tmp_path / "with Bob"
    stored.rename(aside)
    window.cinema.play_from(0)
    player = window.cinema.player
    assert player is not None
    player.seek(0)
    player.pause()
    qtbot.waitUntil(lambda: not player.image.isNull())
    card = player.image.copy()
    aside.rename(stored)
    session.tell(FilesMoved(frozenset({asset.hash}), frozenset({asset.hash})))
    qtbot.waitUntil(lambda: player.image != card)
    player.close_player()


def test_r9_23_the_player_says_who_has_a_shot_of_which_nothing_has_come(
    room: Room, video: Path
) -> None:
    _, asset = known_to_be_elsewhere(room, video)
    room.session.fetching.cancel([asset.hash])
    for small in (asset.proxy, asset.thumbnail):
        path = room.session.store.find(str(small))
        if path is not None:
            path.unlink()
    with pytest.raises(OriginalsAway, match="numbers"):
        room.session.fetching.playable(asset.hash)
