"""A process that loads for long is told from one that hangs."""

from __future__ import annotations

import threading
import time

import pytest

from canvas.document.words import say
from generation import pulse
from generation.contract import Cancelled, Progress

LOADING = Progress(phase="loading", done=1, total=3)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "BEAT", 0.02)


def test_who_works_gives_a_sign_of_it() -> None:
    heard = threading.Event()
    with pulse.beating(lambda progress: heard.set() if progress == LOADING else None, LOADING):
        until = time.monotonic() + 30
        while not heard.is_set():
            assert time.monotonic() < until, "no sign came"
            sum(range(10_000))


def test_who_sleeps_gives_none() -> None:
    signs: list[Progress] = []
    with pulse.beating(signs.append, LOADING):
        time.sleep(0.05)
        signs.clear()  # what had been done before still counted
        time.sleep(0.3)
    assert len(signs) <= 2


def test_who_is_not_wanted_any_more_hears_of_it_at_work() -> None:
    def cancelled(progress: Progress) -> None:
        told.set()
        raise Cancelled(say("Cancelled."))

    told = threading.Event()
    with pulse.beating(cancelled, LOADING):
        until = time.monotonic() + 30
        while not told.is_set():
            assert time.monotonic() < until, "no sign came"
            sum(range(10_000))
