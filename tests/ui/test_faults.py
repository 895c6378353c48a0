"""A fault of the program is told and written down, and is swallowed nowhere."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.app import settings as kept
from canvas.ui import faults as module
from canvas.ui.desk import Desk
from canvas.ui.faults import Fault, Faults
from canvas.ui.language import spoken
from canvas.ui.main_window import MainWindow


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the hooks that stood before were told."""
    told: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: told.append(error))
    monkeypatch.setattr(threading, "excepthook", lambda args: told.append(args.exc_value))
    return told


@pytest.fixture
def faults(app: QApplication, seen: list[object]) -> Iterator[Faults]:
    made = Faults()
    made.install()
    yield made
    made.remove()


def fail(words: str) -> None:
    try:
        raise ValueError(words)
    except ValueError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]  # there is one


def test_a_fault_is_told_written_down_and_handed_on(
    desk: Desk, window: MainWindow, faults: Faults, seen: list[object]
) -> None:
    faults.fault.connect(desk.tell)
    fail("the reel is torn")
    [banner] = window.banners.shown()
    assert isinstance(banner.about, Fault)
    words = spoken(banner.about)
    assert "the reel is torn" in words.what
    assert str(faults.path) in words.remedy
    written = faults.path.read_text()
    assert "the reel is torn" in written
    assert "test_faults.py" in written
    assert [str(one) for one in seen] == ["the reel is torn"]


def test_a_fault_on_another_thread_is_told_on_the_main_one(
    faults: Faults, seen: list[object], qtbot: QtBot
) -> None:
    heard: list[object] = []
    threads: list[threading.Thread] = []
    faults.fault.connect(heard.append)
    faults.fault.connect(lambda _: threads.append(threading.current_thread()))

    def work() -> None:
        raise KeyError("lost")

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: len(threads) == 1)
    assert isinstance(heard[0], Fault)
    assert threads == [threading.main_thread()]
    assert len(seen) == 1


@pytest.mark.qt_log_ignore("a remark")
def test_what_qt_remarks_goes_into_the_log_only(faults: Faults) -> None:
    heard: list[object] = []
    faults.fault.connect(heard.append)
    qWarning("a remark")
    assert "a remark" in faults.path.read_text()
    assert heard == []


def test_the_log_never_grows_beyond_its_bounds(
    app: QApplication, seen: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST", 4000)
    made = Faults()
    made.install()
    try:
        for number in range(60):
            fail(f"fault {number}")
    finally:
        made.remove()
    logs = sorted(kept.folder().glob("shotweave.log*"))
    assert [log.name for log in logs] == ["shotweave.log", "shotweave.log.1"]
    assert all(log.stat().st_size <= 4000 for log in logs)
    assert "fault 59" in logs[0].read_text()


def test_afterwards_everything_is_as_it_was(app: QApplication, seen: list[object]) -> None:
    before = sys.excepthook, threading.excepthook
    made = Faults()
    made.install()
    assert sys.excepthook is not before[0]
    made.remove()
    assert (sys.excepthook, threading.excepthook) == before
