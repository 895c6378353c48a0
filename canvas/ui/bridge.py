"""The one crossing into the Qt thread: what finished elsewhere is drained here, in small turns."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from canvas.document.words import Trouble

Result = TypeVar("Result")

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


class Errands(QObject):
    """Slow work on a pool of two threads, its result handed back on the Qt thread."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._closed = threading.Event()
        self._finished.connect(_hand_back, Qt.ConnectionType.QueuedConnection)

    def send(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Run `work` on a pool thread, then `done` with what it gave or `failed` on the Qt thread.

        Anything but a Trouble is a fault of ours and is raised on the Qt thread.
        """

        def errand() -> None:
            try:
                result = work()
            except Trouble as trouble:
                self._tell(partial(failed, trouble))
            except Exception as fault:
                self._tell(partial(_raise, fault))
            else:
                self._tell(partial(done, result))

        self._pool.start(errand)

    def later(self, run: Callable[[], None]) -> None:
        """Have `run` called on the Qt thread. Any thread."""
        self._tell(run)

    @property
    def over(self) -> bool:
        """Whether nobody wants the results any more; long work asks. Any thread."""
        return self._closed.is_set()

    def close(self) -> None:
        """Wait for what runs; nothing more is handed back."""
        self._closed.set()
        self._pool.clear()
        self._pool.waitForDone()

    def _tell(self, run: Callable[[], None]) -> None:
        if not self._closed.is_set():
            self._finished.emit(lambda: None if self._closed.is_set() else run())


def _hand_back(run: Callable[[], None]) -> None:
    run()


def _raise(fault: Exception) -> None:
    raise fault
