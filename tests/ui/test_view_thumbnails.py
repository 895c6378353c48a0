"""Thumbnails: decoded elsewhere, in the size that is drawn, no more than there is room for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from assets.store import Store
from canvas.ui import thumbnails as module
from canvas.ui.clip_frames import ClipFrames
from canvas.ui.thumbnails import Thumbnails
from canvas.ui.waves import Waves


class Shelf:
    """Pictures in a folder, by name; remembers which threads asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.askers: set[int] = set()

    def put(self, name: str, wide: int = 640, high: int = 360) -> None:
        image = QImage(wide, high, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.darkCyan)
        assert image.save(str(self.folder / name), "JPG")

    def find(self, name: str) -> Path | None:
        self.askers.add(threading.get_ident())
        path = self.folder / name
        return path if path.exists() else None


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


@pytest.fixture
def thumbnails(app: QApplication, shelf: Shelf) -> Iterator[Thumbnails]:
    made = Thumbnails(shelf.find)
    yield made
    made.close()


def wait(thumbnails: Thumbnails, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not thumbnails.busy, timeout=10_000)


def test_a_picture_comes_after_it_was_asked_for_and_says_so(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.put("cat")

    with qtbot.waitSignal(thumbnails.arrived) as told:
        assert thumbnails.best("cat", 300) is None

    assert told.args == ["cat"]
    found = thumbnails.best("cat", 300)
    assert found is not None
    assert found.width() == 640


def test_files_are_never_touched_on_the_main_thread(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.put("cat")
    thumbnails.best("cat", 300)
    wait(thumbnails, qtbot)

    assert shelf.askers
    assert threading.get_ident() not in shelf.askers


@pytest.mark.parametrize(("wide", "decoded"), [(20, 40), (100, 160), (400, 640), (2000, 640)])
def test_it_is_decoded_no_larger_than_needed(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot, wide: int, decoded: int
) -> None:
    shelf.put("cat")
    thumbnails.best("cat", wide)
    wait(thumbnails, qtbot)

    found = thumbnails.best("cat", wide)

    assert found is not None
    assert found.width() == decoded


def test_a_coarser_picture_stands_in_for_a_finer_one(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.put("cat")
    thumbnails.best("cat", 20)
    wait(thumbnails, qtbot)

    found = thumbnails.best("cat", 500, fetch=False)

    assert found is not None
    assert found.width() == 40


def test_while_the_view_moves_nothing_is_sent_for(thumbnails: Thumbnails, shelf: Shelf) -> None:
    shelf.put("cat")

    assert thumbnails.best("cat", 300, fetch=False) is None
    assert not thumbnails.busy


def test_a_missing_file_is_missing_until_it_is_looked_for_again(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot
) -> None:
    thumbnails.best("cat", 300)
    wait(thumbnails, qtbot)
    assert thumbnails.is_missing("cat")

    shelf.put("cat")
    thumbnails.look_again()
    thumbnails.best("cat", 300)
    wait(thumbnails, qtbot)
    assert thumbnails.best("cat", 300) is not None


def test_r9_20_a_picture_that_comes_while_it_is_looked_for_is_not_missing(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot
) -> None:
    """A look that began before it came, and ends after that was told, has found nothing."""
    thumbnails.best("cat", 300)
    thumbnails.forgive(["cat"])
    wait(thumbnails, qtbot)
    assert not thumbnails.is_missing("cat")

    shelf.put("cat")
    thumbnails.best("cat", 300)
    wait(thumbnails, qtbot)
    assert thumbnails.best("cat", 300) is not None


def test_r9_20_a_picture_that_comes_while_it_is_looked_for_in_two_sizes_is_missing_in_neither(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot
) -> None:
    for wide in (160, 1000):
        assert thumbnails.best("cat", wide) is None
    thumbnails._errands._pool.waitForDone()  # both have looked; nothing is told yet
    shelf.put("cat")
    thumbnails.forgive(["cat"])
    wait(thumbnails, qtbot)
    assert not thumbnails.is_missing("cat")
    for wide in (160, 1000):
        thumbnails.best("cat", wide)
    wait(thumbnails, qtbot)
    sizes = {found.width() for wide in (160, 1000) if (found := thumbnails.best("cat", wide))}
    assert len(sizes) == 2


def test_r9_20_a_sound_that_comes_while_it_is_looked_for_is_not_missing(
    app: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    waves = Waves(Store(tmp_path))
    try:
        waves.of("f" * 64)
        waves.forgive(["f" * 64])
        qtbot.waitUntil(lambda: not waves.busy, timeout=20_000)
        assert not waves.is_missing("f" * 64)
    finally:
        waves.close()


@pytest.mark.parametrize("numbers", [(3,), (3, 4)], ids=["one frame", "two frames"])
def test_r9_20_a_film_that_comes_while_it_is_looked_for_is_asked_for_again(
    app: QApplication, qtbot: QtBot, numbers: tuple[int, ...]
) -> None:
    """Every frame that was looked for, each on its own."""
    asked: list[str] = []

    def find(hash: str) -> Path | None:
        asked.append(hash)
        return None

    frames = ClipFrames(find)
    try:
        for _ in range(2):
            with qtbot.waitSignals([frames.arrived] * len(numbers), timeout=20_000):
                for number in numbers:
                    assert frames.best("film", [number], 84) == [None]
                frames.forgive(["film"])
        assert asked == ["film"] * 2 * len(numbers)
    finally:
        frames.close()


@pytest.mark.qt_log_ignore("jpeg", "JPEG")
@pytest.mark.parametrize(
    "bytes_",
    [b"", b"no picture at all", b"\xff\xd8\xff\xe0" + b"\0" * 40],
    ids=["empty", "words", "torn"],
)
def test_a_file_that_is_no_picture_leaves_its_place_empty(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot, bytes_: bytes
) -> None:
    (shelf.folder / "cat").write_bytes(bytes_)
    thumbnails.best("cat", 300)
    wait(thumbnails, qtbot)

    assert thumbnails.best("cat", 300) is None
    assert thumbnails.is_missing("cat")


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.BUDGETS, 640, 3 * 640 * 360 * 4)
    for name in "abcde":
        shelf.put(name)
        thumbnails.best(name, 640)
        wait(thumbnails, qtbot)

    assert thumbnails.best("a", 640, fetch=False) is None
    assert thumbnails.best("e", 640, fetch=False) is not None


def test_no_more_is_under_way_than_two_threads_can_serve_soon(
    thumbnails: Thumbnails, shelf: Shelf, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 4)
    for name in "abcdefgh":
        shelf.put(name)
        thumbnails.best(name, 100)
    wait(thumbnails, qtbot)
    came = [name for name in "abcdefgh" if thumbnails.best(name, 100, fetch=False) is not None]

    assert came == list("abcd")
