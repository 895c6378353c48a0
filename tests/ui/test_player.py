"""The player over a real board: the right frames, by the clock, under real keys."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assets.mixing import Mix, parts_of, samples_from
from assets.store import MissingMedia
from canvas.app.commands.film import trim_shot
from canvas.app.session import Session
from canvas.document.sequence import SoundCue
from canvas.ui.player import Player
from canvas.ui.reel import Reel
from canvas.ui.run import Run
from canvas.ui.speaker import SoundFeed, pour
from canvas.ui.theme import dark, light
from tests.assets.painted import film, moving, number_of, numbered_clip, write_beeps
from tests.ui.films import add_card, add_film

SLOW = 20_000


@pytest.fixture
def field(qtbot: QtBot) -> QWidget:
    """The canvas area that the player covers."""
    field = QWidget()
    qtbot.addWidget(field)
    field.resize(640, 420)
    field.show()
    return field


@pytest.fixture
def player(session: Session, field: QWidget) -> Iterator[Player]:
    """A film of three shots of 24 frames that say 0.., 100.. and 200.."""
    add_film(session, [24, 24, 24])
    player = Player(session, dark(), field)
    yield player
    player.close_down()


def number_in(image: QImage) -> int:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return number_of(rows[..., :3])


def shows(player: Player, number: int) -> bool:
    return not player.image.isNull() and number_in(player.image) == number


def test_it_covers_the_canvas_and_plays_in_order_to_the_end(
    qtbot: QtBot, player: Player, field: QWidget
) -> None:
    frames: list[int] = []
    player.position.connect(frames.append)
    player.open(3)
    assert player.isVisible()
    assert player.geometry() == field.rect()
    qtbot.waitUntil(lambda: not player.playing, timeout=SLOW)
    assert frames == sorted(set(frames)), "each at most once, in order"
    assert player.frame == 71
    assert shows(player, 223)


def test_the_clock_is_kept_even_if_frames_are_dropped(qtbot: QtBot, player: Player) -> None:
    marks: list[tuple[float, int]] = []
    player.position.connect(lambda frame: marks.append((time.monotonic(), frame)))
    player.open(0)
    qtbot.waitUntil(lambda: player.frame >= 60, timeout=SLOW)
    behind = [when - frame / 24 for when, frame in marks]
    assert len(behind) > 4
    early, late = behind[: len(behind) // 2], behind[len(behind) // 2 :]
    assert abs(min(late) - min(early)) < 0.25, "a busy machine may delay all but one of each"


def test_what_is_on_show_is_the_frame_that_is_told(qtbot: QtBot, player: Player) -> None:
    wrong: list[tuple[int, int]] = []

    def check(frame: int) -> None:
        shown = number_in(player.image)
        if shown != frame // 24 * 100 + frame % 24:
            wrong.append((frame, shown))

    player.open(0, play=False)
    qtbot.waitUntil(lambda: shows(player, 0), timeout=SLOW)
    player.position.connect(check)
    player.play()
    qtbot.waitUntil(lambda: player.frame >= 30, timeout=SLOW)
    assert wrong == []


def test_a_seek_shows_exactly_that_frame(qtbot: QtBot, player: Player) -> None:
    player.open(0, play=False)
    for frame, number in ((50, 202), (3, 3), (24, 100), (71, 223), (23, 23)):
        player.seek(frame)
        qtbot.waitUntil(lambda number=number: shows(player, number), timeout=SLOW)
        assert player.frame == frame
        assert not player.playing


def test_keys_step_hold_and_run_both_ways(qtbot: QtBot, player: Player) -> None:
    player.open(60, play=False)  # so far from the start that nothing delays it up to there
    qtbot.keyClick(player, Qt.Key.Key_Right)
    assert player.frame == 61
    qtbot.keyClick(player, Qt.Key.Key_Left)
    qtbot.keyClick(player, Qt.Key.Key_Left)
    assert player.frame == 59
    qtbot.waitUntil(lambda: shows(player, 211), timeout=SLOW)
    qtbot.keyClick(player, Qt.Key.Key_L)
    qtbot.waitUntil(lambda: player.frame > 63, timeout=SLOW)
    qtbot.keyClick(player, Qt.Key.Key_K)
    assert not player.playing
    held = player.frame
    qtbot.keyClick(player, Qt.Key.Key_J)
    qtbot.waitUntil(lambda: player.frame < held - 4, timeout=SLOW)
    qtbot.keyClick(player, Qt.Key.Key_Space)
    assert not player.playing
    qtbot.keyClick(player, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: shows(player, 0), timeout=SLOW)


def test_running_back_ends_at_the_start(qtbot: QtBot, player: Player) -> None:
    player.open(20, play=False)
    player.shuttle(-1)
    player.shuttle(-1)
    qtbot.waitUntil(lambda: not player.playing, timeout=SLOW)
    assert player.frame <= 2


def test_playing_again_at_the_end_starts_over(qtbot: QtBot, player: Player) -> None:
    player.open(70)
    qtbot.waitUntil(lambda: not player.playing, timeout=SLOW)
    frames: list[int] = []
    player.position.connect(frames.append)
    player.toggle()
    qtbot.waitUntil(lambda: any(5 < frame < 70 for frame in frames), timeout=SLOW)


def test_a_loop_goes_round(qtbot: QtBot, player: Player) -> None:
    player.set_loop(True)
    frames: list[int] = []
    player.position.connect(frames.append)
    player.open(66)
    qtbot.waitUntil(lambda: any(after < before for before, after in _pairs(frames)), timeout=SLOW)
    assert player.playing


def _pairs(frames: list[int]) -> list[tuple[int, int]]:
    return list(pairwise(frames))


def test_escape_goes_back_to_the_canvas_and_frees_everything(qtbot: QtBot, player: Player) -> None:
    player.open(0)
    qtbot.waitUntil(lambda: player.frame > 2, timeout=SLOW)
    with qtbot.waitSignal(player.closed):
        qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert not player.isVisible()
    assert not player.playing
    player.open(10, play=False)
    qtbot.waitUntil(lambda: shows(player, 10), timeout=SLOW)


# The offscreen platform says so of every window that is given a size.
@pytest.mark.qt_log_ignore("does not support propagateSizeHints", extend=True)
def test_full_screen_and_back(qtbot: QtBot, player: Player, field: QWidget) -> None:
    player.open(5, play=False)
    qtbot.keyClick(player, Qt.Key.Key_F)
    assert player.isFullScreen()
    qtbot.keyClick(player, Qt.Key.Key_Escape)
    assert not player.isFullScreen()
    assert player.parent() is field
    assert player.isVisible()
    assert player.geometry() == field.rect()


def test_it_follows_the_size_of_the_canvas(qtbot: QtBot, player: Player, field: QWidget) -> None:
    player.open(5, play=False)
    qtbot.waitUntil(lambda: shows(player, 5), timeout=SLOW)
    before = player.image.width()
    field.resize(900, 620)
    assert player.geometry() == field.rect()
    qtbot.waitUntil(lambda: player.image.width() > before, timeout=SLOW)
    assert shows(player, 5)


def test_the_film_goes_on_as_the_board_changes(
    qtbot: QtBot, session: Session, player: Player
) -> None:
    player.open(30, play=False)
    qtbot.waitUntil(lambda: shows(player, 106), timeout=SLOW)
    trim_shot(session, player.sequence.cuts[0].shot, 0, 12)
    qtbot.waitUntil(lambda: shows(player, 118), timeout=SLOW)
    assert player.sequence.frames == 60


def test_a_shot_that_is_not_rendered_shows_its_card(
    qtbot: QtBot, session: Session, player: Player
) -> None:
    add_card(session, 24, "WIDE · pan right")
    player.open(80, play=False)
    qtbot.waitUntil(lambda: _is_slate(player.image), timeout=SLOW)


def _is_slate(image: QImage) -> bool:
    if image.isNull():
        return False
    colour = image.pixelColor(10, image.height() // 2)
    return 15 < colour.red() < colour.blue() < 110


def test_a_missing_file_shows_a_card_and_the_film_plays_on(
    qtbot: QtBot, session: Session, player: Player
) -> None:
    gone = player_asset(session, 1)
    session.store.path(gone).unlink()
    player.open(30, play=False)
    qtbot.waitUntil(lambda: _is_slate(player.image), timeout=SLOW)
    player.seek(50)
    qtbot.waitUntil(lambda: shows(player, 202), timeout=SLOW)


def player_asset(session: Session, shot: int) -> str:
    node = session.board.nodes[session.board.film[shot].node]
    return session.board.takes[node.take or ""].asset


def test_the_bar_can_be_dragged(qtbot: QtBot, player: Player) -> None:
    player.open(0, play=False)
    line = player.bar.line
    qtbot.mouseClick(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    qtbot.waitUntil(lambda: 34 <= player.frame <= 37, timeout=SLOW)
    assert "00:01." in player.bar.time.text()
    assert player.bar.shot.text() == "2 · Shot 100"


def test_the_theme_can_change(player: Player) -> None:
    player.open(0, play=False)
    player.set_theme(light())
    colour = player.bar.grab().toImage().pixelColor(300, 6)
    assert colour == light().colours.panel


def test_an_empty_film_stays_closed_to_playing(session: Session, field: QWidget) -> None:
    player = Player(session, dark(), field)
    player.open(0)
    assert not player.playing
    player.close_player()


# --- frames and sound on their way


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    numbered_clip(tmp_path / "a", 96)
    write_beeps(tmp_path / "beeps", 4)
    return tmp_path


def test_a_reel_never_decodes_what_is_late(qtbot: QtBot, shelf: Path) -> None:
    reel = Reel(shelf.joinpath, lambda: None)
    reel.show(Run(film([(moving("a", 96), 96)]), (320, 180), 0, 1))
    shown: list[int] = []
    for tick in (0, 20, 21, 80, 95):
        qtbot.waitUntil(lambda tick=tick: _took(reel, tick, shown), timeout=SLOW)
    reel.close()
    assert shown[-1] == 95
    assert len(shown) <= 20


def _took(reel: Reel, tick: int, shown: list[int]) -> bool:
    taken = reel.take(tick)
    if taken is None:
        return False
    assert number_in(taken[1]) == taken[0]
    shown.append(taken[0])
    return taken[0] >= tick


def test_a_run_goes_any_way(shelf: Path) -> None:
    sequence = film([(moving("a", 96), 96)])
    back = Run(sequence, (320, 180), 10, -4)
    assert [back.frame(tick) for tick in range(4)] == [10, 6, 2, None]
    round_ = Run(sequence, (320, 180), 90, 4, loop=True)
    assert [round_.frame(tick) for tick in range(3)] == [90, 94, 2]
    still = Run(sequence, (320, 180), 7)
    assert still.frame(0) == 7


def test_the_sound_from_a_frame_on_is_that_of_the_film(shelf: Path) -> None:
    plain = film([(moving("a", 96), 96)])
    cue = SoundCue(asset="beeps", start=0, frames=96)
    sequence = type(plain)(
        title="", rate=plain.rate, width=320, height=180, cuts=plain.cuts, sounds=(cue,)
    )
    feed = SoundFeed(sequence, shelf.joinpath, 36)
    heard = b""
    deadline = time.monotonic() + 20
    total = samples_from(60, plain.rate) * 4
    while len(heard) < total and time.monotonic() < deadline:
        heard += feed.take() or b""
    feed.close()
    mix = Mix(parts_of(sequence, shelf.joinpath), start=samples_from(36, plain.rate))
    expected = (mix.take(total // 4).T * 32767).astype("<i2").tobytes()
    mix.close()
    assert heard == expected
    assert max(heard) > 0


def test_r9_23_a_sound_that_is_with_somebody_else_silences_no_other(shelf: Path) -> None:
    write_beeps(shelf / "beeps.wav", 1)
    plain = film([(moving("a", 24), 24)])
    heard, elsewhere = (SoundCue(asset=name, start=0, frames=24) for name in ("beeps.wav", "gone"))

    def find(asset: str) -> Path:
        if asset == "gone":
            raise MissingMedia(asset)
        return shelf / asset

    feed = SoundFeed(replace(plain, sounds=(elsewhere, heard)), find, 0)
    block, deadline = None, time.monotonic() + 20
    while block is None and time.monotonic() < deadline:
        block = feed.take()
    feed.close()
    assert block is not None
    assert any(block)


def test_a_feed_that_nobody_hears_can_be_closed(shelf: Path) -> None:
    plain = film([(moving("a", 96), 96)])
    cue = SoundCue(asset="gone", start=0, frames=96)
    sequence = type(plain)(
        title="", rate=plain.rate, width=320, height=180, cuts=plain.cuts, sounds=(cue,)
    )
    feed = SoundFeed(sequence, shelf.joinpath, 0)
    feed.close()
    assert feed.take() is None


def test_what_an_output_does_not_take_is_kept_for_its_next_turn() -> None:
    blocks = [b"abcd", b"efgh", b"ijkl"]
    out: list[bytes] = []

    def write(data: bytes) -> int:
        out.append(data[:3])
        return 3

    def take() -> bytes | None:
        return blocks.pop(0) if blocks else None

    rest = b""
    for _ in range(5):
        rest = pour(take, rest, 6, write)
    assert b"".join(out) + rest == b"abcdefghijkl"
