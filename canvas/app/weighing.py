"""Examining big updates from a room in a process of its own, so that neither their size nor their
shape reaches the screen."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from collab.gate import APART_SECONDS, Examined, TurnedAway, question, verdict
from collab.replica import NOTHING

_ROOT = Path(__file__).parents[2]


class Apart:
    """A process that waits for one update: started early, it costs nobody its start."""

    def __init__(self) -> None:
        """Raises OSError."""
        known = filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "collab.gate"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # its exit code says enough
            env={**os.environ, "PYTHONPATH": os.pathsep.join(known)},
            start_new_session=True,  # Ctrl+C is for us
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )

    def weigh(self, channel: int, update: bytes) -> Examined:
        """Any thread; takes a second for 10 MB. Raises TurnedAway."""
        try:
            out, _ = self._child.communicate(
                question(channel, NOTHING, update), timeout=2 * APART_SECONDS
            )
        except (OSError, subprocess.TimeoutExpired):  # it has died, or hangs
            return verdict(1, b"")
        return verdict(self._child.returncode, out)

    def close(self) -> None:
        if self._child.poll() is None:
            self._child.kill()
        self._child.communicate()


def weigh(channel: int, update: bytes) -> Examined:
    """Examine an update and try it, in a child process. Any thread. Raises TurnedAway."""
    try:
        apart = Apart()
    except OSError:  # no process to be had
        return verdict(1, b"")
    with closing(apart):
        return apart.weigh(channel, update)


class Scales:
    """Weighs one update after the other on a thread of its own; `woken` when a verdict is there.
    Everything else belongs to the board's thread."""

    def __init__(self, woken: Callable[[], None]) -> None:
        self._woken = woken
        self._verdicts: deque[tuple[int, Examined | TurnedAway]] = deque()
        self._turn = 0
        self._thread: threading.Thread | None = None

    def put(self, channel: int, update: bytes) -> None:
        """Weigh this; a verdict on what came before is of no interest any more."""
        self._turn += 1
        turn, before = self._turn, self._thread

        def work() -> None:
            if before is not None:
                before.join()
            if turn != self._turn:
                return
            try:
                found: Examined | TurnedAway = weigh(channel, update)
            except TurnedAway as refusal:
                found = refusal
            self._verdicts.append((turn, found))
            self._woken()

        self._thread = threading.Thread(target=work, name="scales", daemon=True)
        self._thread.start()

    def take(self) -> Examined | TurnedAway | None:
        """The verdict on the last update put, once it is there."""
        while self._verdicts:
            turn, found = self._verdicts.popleft()
            if turn == self._turn:
                return found
        return None

    def forget(self) -> None:
        """Nobody waits for a verdict any more."""
        self._turn += 1
        self._verdicts.clear()
