"""Clips that play inside their nodes, with real proxies, threads and an event loop."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from canvas.document.timing import Rate
from canvas.ui.playback import ProxyPlayer
from canvas.ui.proxies import Leaves, ProxyFrames
from tests.assets.painted import number_of, numbered, write_clip


def number_in(image: QImage) -> int:
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return number_of(rows[..., :3])


class Seen:
    """What the player has shown, node by node."""

    def __init__(self, player: ProxyPlayer) -> None:
        self.numbers: dict[str, list[int]] = {}
        self.times: list[float] = []
        self.troubles: list[str] = []
        player.frame.connect(self._frame)
        player.failed.connect(lambda node, trouble: self.troubles.append(node))

    def _frame(self, node: str, image: QImage) -> None:
        self.numbers.setdefault(node, []).append(number_in(image))
        self.times.append(time.monotonic())

    def of(self, node: str) -> list[int]:
        return self.numbers.get(node, [])


@pytest.fixture
def proxy(tmp_path: Path) -> Path:
    frames = (numbered(number) for number in range(40))
    return write_clip(tmp_path / "proxy.mp4", frames, rate=Rate(60), quality="proxy")


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[ProxyPlayer]:
    player = ProxyPlayer(lambda hash: None)
    yield player
    player.close()


def test_a_clip_plays_its_frames_in_order_and_over_again(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    seen = Seen(player)
    player.play("a", proxy)
    qtbot.waitUntil(lambda: any(np.diff(seen.of("a")) < 0), timeout=15_000)
    first_round = seen.of("a")[: int(np.argmax(np.diff(seen.of("a")) < 0)) + 1]
    assert first_round == sorted(set(first_round)), "never twice, never backwards"
    assert player.playing == {"a"}


def test_a_clip_plays_at_its_own_rate(qtbot: QtBot, player: ProxyPlayer, tmp_path: Path) -> None:
    """Frames may be dropped when late; the clock may not drift."""
    slow = write_clip(
        tmp_path / "slow.mp4", (numbered(n) for n in range(100)), rate=Rate(10), quality="proxy"
    )
    seen = Seen(player)
    player.play("a", slow)
    qtbot.waitUntil(lambda: len(seen.of("a")) > 4 and seen.of("a")[-1] >= 12, timeout=15_000)
    behind = [when - number / 10 for when, number in zip(seen.times, seen.of("a"), strict=True)]
    early, late = behind[: len(behind) // 2], behind[len(behind) // 2 :]
    assert abs(min(late) - min(early)) < 0.3, "a busy machine may delay all but one of each"


def test_many_clips_play_at_once(qtbot: QtBot, player: ProxyPlayer, proxy: Path) -> None:
    seen = Seen(player)
    nodes = [f"node{index}" for index in range(24)]
    for node in nodes:
        player.play(node, proxy)
    qtbot.waitUntil(lambda: all(len(seen.of(node)) >= 3 for node in nodes), timeout=30_000)


def test_a_stopped_clip_shows_nothing_more(qtbot: QtBot, player: ProxyPlayer, proxy: Path) -> None:
    seen = Seen(player)
    player.play("a", proxy)
    player.play("b", proxy)
    qtbot.waitUntil(lambda: len(seen.of("a")) > 2, timeout=15_000)
    player.stop("a")
    count, others = len(seen.of("a")), len(seen.of("b"))
    qtbot.waitUntil(lambda: len(seen.of("b")) > others + 5, timeout=15_000)
    assert len(seen.of("a")) == count
    player.stop_all()
    assert player.playing == frozenset()


def test_hovering_holds_the_frame_under_the_hand(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    seen = Seen(player)
    for share, number in ((0.0, 0), (1.0, 39), (0.5, 20), (0.25, 10)):
        player.seek("a", share, proxy)
        qtbot.waitUntil(lambda number=number: seen.of("a")[-1:] == [number], timeout=15_000)
    assert player.share("a") == pytest.approx(11 / 40)


def test_a_hand_that_moves_fast_ends_at_the_last_place(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    seen = Seen(player)
    for step in range(200):
        player.seek("a", step / 199, proxy)
    qtbot.waitUntil(lambda: seen.of("a")[-1:] == [39], timeout=15_000)


def test_playing_goes_on_after_hovering(qtbot: QtBot, player: ProxyPlayer, proxy: Path) -> None:
    seen = Seen(player)
    player.seek("a", 0.5, proxy)
    qtbot.waitUntil(lambda: seen.of("a") == [20], timeout=15_000)
    player.play("a", proxy)
    qtbot.waitUntil(lambda: len(seen.of("a")) > 4, timeout=15_000)


def test_a_hash_is_looked_up(qtbot: QtBot, proxy: Path) -> None:
    player = ProxyPlayer({"abc": proxy}.get)
    seen = Seen(player)
    player.play("a", "abc")
    player.play("b", "gone")
    qtbot.waitUntil(lambda: len(seen.of("a")) > 1 and seen.troubles == ["b"], timeout=15_000)
    assert player.playing == {"a"}
    player.close()


def test_a_broken_proxy_is_told_and_dropped(
    qtbot: QtBot, player: ProxyPlayer, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"nothing" * 100)
    seen = Seen(player)
    player.play("a", broken)
    qtbot.waitUntil(lambda: seen.troubles == ["a"], timeout=15_000)
    assert player.playing == frozenset()


def test_closing_while_clips_play_leaves_no_thread(qtbot: QtBot, proxy: Path) -> None:
    player = ProxyPlayer(lambda hash: None)
    for index in range(8):
        player.play(f"node{index}", proxy)
    player.close()
    assert player.playing == frozenset()
    player.close()


def test_a_clip_that_plays_once_ends_after_its_last_frame(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    seen = Seen(player)
    with qtbot.waitSignal(player.finished, timeout=15_000) as ended:
        player.play("a", proxy, once=True)
    assert ended.args == ["a"]
    assert player.playing == frozenset()
    assert seen.of("a") == sorted(set(seen.of("a"))), "it never began again"


def test_pictures_come_in_the_size_of_their_card(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    """What stands over is cut off on both sides alike: a square shows the middle."""
    sizes: list[tuple[int, int]] = []
    player.frame.connect(lambda node, image: sizes.append((image.width(), image.height())))
    player.seek("a", 0.5, proxy, size=(123, 77))
    qtbot.waitUntil(lambda: sizes == [(123, 77)], timeout=15_000)
    player.resize("a", (90, 90))
    qtbot.waitUntil(lambda: sizes == [(123, 77), (90, 90)], timeout=15_000)
    player.resize("a", (640, 360))
    qtbot.waitUntil(lambda: sizes[-1] == (640, 360), timeout=15_000)


def test_the_middle_of_a_picture_stays_when_its_sides_are_cut_off(tmp_path: Path) -> None:
    wide = np.zeros((180, 320, 3), np.uint8)
    wide[:, 80:240] = 255
    path = write_clip(tmp_path / "wide.mp4", [wide] * 4, quality="proxy")
    film = ProxyFrames(path)
    image = film.picture(0, (100, 180))
    levels = np.frombuffer(image.constBits(), np.uint8).reshape(180, 100, 4)[90, :, 0]
    assert levels.min() > 230, "only the white middle is left"
    film.close()


def test_what_nobody_sees_rests_and_goes_on_where_it_was(
    qtbot: QtBot, player: ProxyPlayer, tmp_path: Path
) -> None:
    slow = write_clip(
        tmp_path / "slow.mp4", (numbered(n) for n in range(200)), rate=Rate(10), quality="proxy"
    )
    seen = Seen(player)
    player.play("a", slow)
    player.play("b", slow)
    qtbot.waitUntil(lambda: len(seen.of("a")) > 2, timeout=15_000)
    player.pause("a")
    last, others = seen.of("a")[-1], len(seen.of("b"))
    qtbot.waitUntil(lambda: len(seen.of("b")) > others + 8, timeout=15_000)
    assert seen.of("a")[-1] == last, "a paused clip shows nothing"
    player.resume("a")
    qtbot.waitUntil(lambda: seen.of("a")[-1] > last, timeout=15_000)
    assert seen.of("a")[-1] < seen.of("b")[-1], "it has missed nothing"


def test_while_held_nothing_that_plays_is_decoded_but_leafing_goes_on(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    seen = Seen(player)
    player.play("a", proxy)
    qtbot.waitUntil(lambda: len(seen.of("a")) > 1, timeout=15_000)
    player.hold(True)
    player.seek("b", 0.5, proxy)
    qtbot.waitUntil(lambda: seen.of("b") == [20], timeout=15_000)
    player.seek("b", 1.0)
    qtbot.waitUntil(lambda: seen.of("b") == [20, 39], timeout=15_000)
    before = len(seen.of("a"))
    player.seek("b", 0.0)
    qtbot.waitUntil(lambda: seen.of("b")[-1] == 0, timeout=15_000)
    assert len(seen.of("a")) == before
    player.hold(False)
    qtbot.waitUntil(lambda: len(seen.of("a")) > before, timeout=15_000)


def test_a_screen_that_is_late_gets_one_picture_of_each_clip(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    """Nothing queues up while the screen does something else: the latest picture waits alone."""
    seen = Seen(player)
    player.play("a", proxy)
    qtbot.waitUntil(lambda: len(seen.of("a")) > 2, timeout=15_000)
    asleep = threading.Event()
    before = len(seen.of("a"))
    asleep.wait(0.4)  # 24 frames of the clip go by without a turn of the event loop
    QCoreApplication.processEvents()
    assert len(seen.of("a")) - before <= 2


def test_leafed_pictures_are_kept_within_bounds() -> None:
    leaves = Leaves(room=4 * 100 * 50 * 10)
    for number in range(40):
        leaves.keep(("film", (100, 50), number), QImage(100, 50, QImage.Format.Format_RGB32))
    assert leaves.bytes <= 4 * 100 * 50 * 10
    assert leaves.find(("film", (100, 50), 39)) is not None
    assert leaves.find(("film", (100, 50), 0)) is None


def test_leafing_back_decodes_nothing_again(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decoded: list[int] = []
    picture = ProxyFrames.picture

    def watched(self: ProxyFrames, number: int, size: tuple[int, int] | None) -> QImage:
        decoded.append(number)
        return picture(self, number, size)

    monkeypatch.setattr(ProxyFrames, "picture", watched)
    seen = Seen(player)
    for share, number in ((0.0, 0), (0.5, 20), (0.0, 0), (0.5, 20)):
        player.seek("a", share, proxy)
        qtbot.waitUntil(lambda number=number: seen.of("a")[-1:] == [number], timeout=15_000)
    assert decoded == [0, 20]


def test_a_file_that_vanishes_between_two_looks_is_told(
    qtbot: QtBot, player: ProxyPlayer, proxy: Path
) -> None:
    seen = Seen(player)
    player.seek("a", 0.5, proxy)
    qtbot.waitUntil(lambda: seen.of("a") == [20], timeout=15_000)
    player.pause("a")
    proxy.unlink()
    player.resume("a")
    player.seek("a", 0.2)
    qtbot.waitUntil(lambda: seen.troubles == ["a"], timeout=15_000)
    assert player.playing == frozenset()
