"""The one crossing into the Qt thread."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from canvas.document.words import Trouble, say
from canvas.ui.bridge import Bridge, Errands


class Work:
    """Something to drain: turns of it, and on which thread each was taken."""

    def __init__(self, turns: int = 1) -> None:
        self.wake: Callable[[], None] = lambda: None
        self.left = turns
        self.threads: list[threading.Thread] = []

    def drain(self, budget_seconds: float = 0.008) -> bool:
        assert budget_seconds <= 0.008
        self.threads.append(threading.current_thread())
        self.left -= 1
        return self.left > 0


def test_a_wake_from_another_thread_is_drained_on_this_one(qtbot: QtBot) -> None:
    work = Work()
    bridge = Bridge(work)
    thread = threading.Thread(target=work.wake)
    thread.start()
    thread.join()
    assert work.threads == [], "nothing is drained on the thread that woke"
    qtbot.waitUntil(lambda: bool(work.threads))
    assert work.threads == [threading.main_thread()]
    bridge.close()


def test_a_thousand_wakes_cost_one_turn(qtbot: QtBot) -> None:
    work = Work()
    bridge = Bridge(work)
    for _ in range(1000):
        work.wake()
    qtbot.waitUntil(lambda: bool(work.threads))
    qtbot.wait(20)
    assert len(work.threads) == 1
    bridge.close()


def test_what_does_not_fit_in_one_turn_gets_another(qtbot: QtBot) -> None:
    work = Work(turns=5)
    bridge = Bridge(work)
    work.wake()
    qtbot.waitUntil(lambda: work.left == 0)
    assert len(work.threads) == 5
    bridge.close()


def test_what_a_fault_left_waiting_gets_another_turn(qtbot: QtBot) -> None:
    class Faulty(Work):
        def drain(self, budget_seconds: float = 0.008) -> bool:
            more = super().drain(budget_seconds)
            if len(self.threads) == 1:
                raise RuntimeError("a fault of ours")
            return more

    work = Faulty(turns=3)
    bridge = Bridge(work)
    with qtbot.captureExceptions() as faults:
        work.wake()
        qtbot.waitUntil(lambda: work.left == 0)
    assert [str(fault) for _, fault, _ in faults] == ["a fault of ours"], "it is told, and once"
    bridge.close()


def test_a_closed_bridge_falls_silent(qtbot: QtBot) -> None:
    work = Work()
    bridge = Bridge(work)
    wake_from_before = work.wake
    work.wake()
    bridge.close()
    wake_from_before()
    qtbot.wait(20)
    assert work.threads == []


def test_an_errand_is_done_elsewhere_and_told_here(qtbot: QtBot) -> None:
    errands = Errands()
    told: list[tuple[int, threading.Thread]] = []
    errands.send(
        threading.get_ident,
        lambda ident: told.append((ident, threading.current_thread())),
        lambda trouble: None,
    )
    qtbot.waitUntil(lambda: bool(told))
    ident, here = told[0]
    assert ident != threading.get_ident()
    assert here is threading.main_thread()
    errands.close()


def test_the_trouble_of_an_errand_is_told_here(qtbot: QtBot) -> None:
    errands = Errands()
    troubles: list[Trouble] = []

    def fail() -> None:
        raise Trouble(say("The disk is full."))

    errands.send(fail, lambda _: None, troubles.append)
    qtbot.waitUntil(lambda: bool(troubles))
    assert str(troubles[0]) == "The disk is full."
    errands.close()


def test_closed_errands_tell_nothing_more(qtbot: QtBot) -> None:
    errands = Errands()
    gate = threading.Event()
    told: list[object] = []
    errands.send(gate.wait, told.append, told.append)
    gate.set()
    errands.close()
    qtbot.wait(20)
    assert told == []


@pytest.mark.parametrize("goes_well", [True, False])
def test_what_an_errand_held_is_let_go_on_the_qt_thread(qtbot: QtBot, goes_well: bool) -> None:
    """A widget that dies on another thread takes Qt's locks there, and stops the window."""
    errands, died = Errands(), list[threading.Thread]()

    class Held:
        pass

    def errand() -> None:
        held = Held()
        weakref.finalize(held, lambda: died.append(threading.current_thread()))

        def work() -> None:
            assert held
            if not goes_well:
                raise Trouble(say("No."))

        errands.send(work, lambda _: None, lambda _: None)

    for _ in range(50):
        errand()
    qtbot.waitUntil(lambda: len(died) == 50)
    assert set(died) == {threading.main_thread()}
    errands.close()
