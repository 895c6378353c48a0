"""Clips that play inside their nodes, with real proxies, threads and an event loop."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from canvas.document.timing import Rate
from canvas.ui.playback import ProxyPlayer
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
    qtbot.waitUntil(lambda: len(seen.of("a")) > 1 and seen.of("a")[-1] >= 8, timeout=15_000)
    played = (seen.of("a")[-1] - seen.of("a")[0]) / 10
    assert abs((seen.times[-1] - seen.times[0]) - played) < 0.5


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
