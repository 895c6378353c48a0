"""The one crossing into the Qt thread: what finished elsewhere is drained here, in small turns."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal

from canvas.document.words import Trouble

Result = TypeVar("Result")

TURN = 0.008
"""Seconds that one turn may take: half a frame at 60 Hz."""

AFTER_FAULT = 250
"""Milliseconds until the next turn after one that met a fault of ours: what else has come waits,
and the same fault must not keep the window busy."""


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
        if session is None:
            return
        try:
            more = session.drain(TURN)
        except Exception:
            QTimer.singleShot(AFTER_FAULT, self, self.wake)
            raise  # it is told as any fault is
        if more:
            # let painting and input go first, then the rest
            QTimer.singleShot(0, self, self.wake)


def _asleep() -> None:
    """What a closed bridge leaves behind."""


@dataclass(frozen=True, slots=True)
class _Errand:
    work: Callable[[], Any]
    done: Callable[[Any], None]
    failed: Callable[[Trouble], None]


class Errands(QObject):
    """Slow work on a pool of two threads, its result handed back on the Qt thread.

    What an errand holds, widgets as a rule, is let go on the Qt thread: the pool knows its number
    only. Whoever drops the last of a widget takes Qt's locks, and then waits for Python's; a pool
    thread that did so stopped the window for good while the Qt thread held Python's and waited for
    Qt's.
    """

    _finished = Signal(int, object)
    _asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(2)
        self._closed = threading.Event()
        self._numbers = count()
        self._sent: dict[int, _Errand] = {}
        self._finished.connect(self._hand_back, Qt.ConnectionType.QueuedConnection)
        self._asked.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def send(
        self,
        work: Callable[[], Result],
        done: Callable[[Result], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Run `work` on a pool thread, then `done` with what it gave or `failed` on the Qt thread.

        Anything but a Trouble is a fault of ours and is raised on the Qt thread. The Qt thread.
        """
        number = next(self._numbers)
        self._sent[number] = _Errand(work, done, failed)
        self._pool.start(partial(self._carry_out, number))

    def later(self, run: Callable[[], None]) -> None:
        """Have `run` called on the Qt thread. Any thread; while an errand is under way it may hold
        what the errand holds."""
        if not self._closed.is_set():
            self._asked.emit(run)

    @property
    def over(self) -> bool:
        """Whether nobody wants the results any more; long work asks. Any thread."""
        return self._closed.is_set()

    def close(self) -> None:
        """Wait for what runs; nothing more is handed back."""
        self._closed.set()
        self._pool.clear()
        self._pool.waitForDone()
        self._sent.clear()

    def _carry_out(self, number: int) -> None:
        """On a pool thread."""
        try:
            outcome = self._sent[number].work()
        except Exception as error:  # whatever it is: it is told, or raised, on the Qt thread
            _let_go(error)
            outcome = _Failure(error)
        if not self._closed.is_set():
            self._finished.emit(number, outcome)

    def _hand_back(self, number: int, outcome: Any) -> None:
        errand = self._sent.pop(number, None)
        if errand is None or self._closed.is_set():
            return
        if not isinstance(outcome, _Failure):
            errand.done(outcome)
        elif isinstance(outcome.error, Trouble):
            errand.failed(outcome.error)
        else:
            raise outcome.error

    def _run(self, run: Callable[[], None]) -> None:
        if not self._closed.is_set():
            run()


@dataclass(frozen=True, slots=True)
class _Failure:
    error: Exception


def _let_go(error: BaseException) -> None:
    """Drop what the frames of an error held, so that it does not outlive the errand in them."""
    seen: BaseException | None = error
    while seen is not None:
        traceback.clear_frames(seen.__traceback__)
        seen = seen.__cause__ or seen.__context__
