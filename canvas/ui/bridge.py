"""The one crossing into the Qt thread: what finished elsewhere is drained here, in small turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

TURN = 0.008
"""Seconds that one turn may take: half a frame at 60 Hz."""


class Drained(Protocol):
    """What a bridge serves: the Session."""

    wake: Callable[[], None]

    def drain(self, budget_seconds: float = TURN) -> bool: ...


class Bridge(QObject):
    """Turns `session.wake()` from any thread into `session.drain()` on the Qt thread.

    At most one wake signal is in flight: a thousand wakes cost one turn.
    """

    _woken = Signal()

    def __init__(self, session: Drained, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session: Drained | None = session
        self._lock = threading.Lock()
        self._pending = False
        self._woken.connect(self._turn, Qt.ConnectionType.QueuedConnection)
        session.wake = self.wake

    def wake(self) -> None:
        """Ask for a turn. Any thread."""
        with self._lock:
            if self._pending or self._session is None:
                return
            self._pending = True
        self._woken.emit()

    def close(self) -> None:
        """Serve no more; wakes from threads still running fall silent."""
        with self._lock:
            session, self._session = self._session, None
        if session is not None:
            session.wake = _asleep

    def _turn(self) -> None:
        with self._lock:
            self._pending = False
            session = self._session
        if session is not None and session.drain(TURN):
            # let painting and input go first, then the rest
            QTimer.singleShot(0, self.wake)


def _asleep() -> None:
    """What a closed bridge leaves behind."""
