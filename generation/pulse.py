"""A sign of life while something long has no words of its own: an import, a file of many gigabytes.

Silence is how a render process that hangs is found out, so the sign is given only while the process
really does something.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from generation.contract import Cancelled, Progress

BEAT = 2.0
"""Seconds."""

Work = tuple[float, int]


@contextmanager
def beating(report: Callable[[Progress], None], progress: Progress) -> Iterator[None]:
    """Say this again every few seconds, from a thread of its own, until the block is left.

    A Cancelled is left to whoever reports next on the thread that works.
    """
    over = threading.Event()

    def beat() -> None:
        before = _work()
        while not over.wait(BEAT):
            now = _work()
            if now != before:
                with suppress(Cancelled):
                    report(progress)
            before = now

    thread = threading.Thread(target=beat, name="pulse", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _work() -> Work:
    """What the process has done so far: time on the processor in tenths, and pages read."""
    try:
        import resource
    except ImportError:  # Windows counts no pages
        return round(time.process_time(), 1), 0
    used = resource.getrusage(resource.RUSAGE_SELF)
    return round(time.process_time(), 1), used.ru_majflt + used.ru_inblock
