"""What Python throws away dies on the Qt thread, whoever was at work when it was due."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from canvas.ui.collecting import Collecting


class Knot(QObject):
    """Held by nothing but itself, so that only a collection can find it."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def much_work() -> None:
    """Enough for Python to look for garbage many times, were it left to itself."""
    kept = [[number] for number in range(200_000)]
    assert len(kept) == 200_000


def test_another_threads_work_destroys_nothing_of_qt(app: QApplication) -> None:
    died_in: list[str] = []
    knot = Knot()
    weakref.finalize(knot, lambda: died_in.append(threading.current_thread().name))
    del knot

    thread = threading.Thread(target=much_work, name="decoder")
    thread.start()
    thread.join()

    assert died_in == []
    gc.collect()
    assert died_in == ["MainThread"]


def test_what_is_due_goes_while_the_loop_turns(app: QApplication, qtbot: QtBot) -> None:
    gone: list[bool] = []
    collecting = Collecting()
    gc.collect()
    knot = Knot()
    weakref.finalize(knot, lambda: gone.append(True))
    del knot

    kept = [[number] for number in range(10_000)]

    qtbot.waitUntil(lambda: bool(gone), timeout=5000)
    collecting.close()
    assert len(kept) == 10_000


def test_one_that_is_closed_leaves_things_as_they_were(app: QApplication) -> None:
    before = gc.isenabled()

    Collecting().close()

    assert gc.isenabled() is before
