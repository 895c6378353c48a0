"""The render process: `python -m generation.worker`.

Orders come in as lines on stdin, reports leave as lines on stdout. It never outlives its parent:
when its input closes or nobody reads its reports, it drops what it draws and leaves.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from typing import BinaryIO

from generation.memory import give_back
from generation.messages import (
    Cancel,
    Export,
    Ready,
    Render,
    Report,
    order_from_line,
    report_to_line,
)
from generation.stage import Stage, Wishes

NICE = 10
"""Two busy threads at nice 0 cost the canvas 5-8 ms a frame, at nice 10 none."""
LEAVE_WITHIN = 2.0
"""Seconds that a shot has to stop by itself once nobody wants it any more."""


class Server:
    """Reads orders on a thread of its own and carries them out on the caller's."""

    def __init__(self, orders: BinaryIO, reports: BinaryIO) -> None:
        self._orders = orders
        self._reports = reports
        self._speaking = threading.Lock()
        self._wishes = Wishes()
        self._waiting: SimpleQueue[Render | Export | None] = SimpleQueue()

    def serve(self) -> None:
        """Until the input ends."""
        threading.Thread(target=self._read, name="orders", daemon=True).start()
        self._say(Ready(pid=os.getpid()))
        stage = Stage(self._say, self._wishes)
        while (order := self._waiting.get()) is not None and not self._wishes.over:
            stage.carry_out(order)
            give_back()

    def _read(self) -> None:
        try:
            for line in self._orders:
                order = order_from_line(line)
                if isinstance(order, Cancel):
                    self._wishes.cancel(order.job)
                else:
                    self._waiting.put(order)
        finally:
            self._leave()

    def _say(self, report: Report) -> None:
        """Any thread."""
        try:
            with self._speaking:
                self._reports.write(report_to_line(report))
                self._reports.flush()
        except OSError:  # nobody reads it: the app is gone
            self._leave()

    def _leave(self) -> None:
        """Stop soon: by dropping the shot in hand, or else by force."""
        if self._wishes.over:
            return
        self._wishes.end()
        self._waiting.put(None)
        timer = threading.Timer(LEAVE_WITHIN, os._exit, (1,))
        timer.daemon = True
        timer.start()


def _keep_to_ourselves() -> tuple[BinaryIO, BinaryIO]:
    """Take stdin and stdout away from everything else: what a library prints goes to the log."""
    orders, reports = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return os.fdopen(orders, "rb"), os.fdopen(reports, "wb")


def _step_back() -> None:
    """Leave the processor to the app.

    Linux shares it out between sessions first, and the app starts us in one of our own: there a
    nice value counts for nothing until the session has it too.
    """
    os.nice(NICE)
    if os.getsid(0) == os.getpid():  # never slow down somebody else's session
        with suppress(OSError):  # a system that does not group by session
            Path("/proc/self/autogroup").write_text(str(NICE), "ascii")


def main() -> None:
    if sys.platform != "win32":  # there the app starts us low
        _step_back()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the app's to handle
    Server(*_keep_to_ourselves()).serve()
    sys.stderr.flush()
    os._exit(0)  # whatever threads a backend has left


if __name__ == "__main__":
    main()
