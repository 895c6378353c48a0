"""Python's search for garbage, on the Qt thread only.

Left to itself Python looks for garbage in whichever thread happens to make something, the journal's
or a decoder's as well as ours; windows, icons and timers that nobody holds any more would then be
destroyed beside a Qt that is walking through them. A test run died of that about once in three.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimerEvent

EVERY = 500
"""Milliseconds between two looks at whether a collection is due."""


class Collecting(QObject):
    """Collects in the thread in which it was made, as often as Python would: by its thresholds.

    One is enough for a program; it works until `close`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_on = gc.isenabled()
        gc.disable()
        self._timer = self.startTimer(EVERY)

    def timerEvent(self, event: QTimerEvent) -> None:
        collect()

    def close(self) -> None:
        """Leave it to Python again."""
        self.killTimer(self._timer)
        if self._was_on:
            gc.enable()


def collect() -> None:
    """Look through the generations that are due, which is mostly none or the youngest."""
    due = [
        generation
        for generation, (count, threshold) in enumerate(
            zip(gc.get_count(), gc.get_threshold(), strict=True)
        )
        if threshold and count > threshold
    ]
    if due:
        gc.collect(max(due))
