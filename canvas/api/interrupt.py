"""Ctrl+C on the command line: the first ends the work in good order, the third ends the program on
the spot."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

STOPPED = 130
"""The exit code of a program that its person stopped."""

_AT_ONCE = 3


class Interrupt:
    """Whether somebody has pressed Ctrl+C. Long work asks `wanted` between its steps."""

    def __init__(self) -> None:
        self.pressed = 0

    def wanted(self) -> bool:
        return self.pressed > 0

    def hear(self, _signal: int, _frame: FrameType | None) -> None:
        """The second press is ignored, so that tidying up is not cut short; a board survives the
        third."""
        self.pressed += 1
        if self.pressed == 1:
            raise KeyboardInterrupt
        if self.pressed >= _AT_ONCE:
            os._exit(STOPPED)


@contextmanager
def interruptible() -> Iterator[Interrupt]:
    """Hear Ctrl+C, and a polite request to end, while the command line works. Main thread only."""
    interrupt = Interrupt()
    before = {number: signal.signal(number, interrupt.hear) for number in _signals()}
    try:
        yield interrupt
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _signals() -> tuple[int, ...]:
    return (signal.SIGINT, signal.SIGTERM)
