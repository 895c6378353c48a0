"""The render process as the app sees it: started, spoken to, listened to, and ended for certain."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, TypeAlias

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import Cancelled
from generation.job import Job
from generation.messages import (
    Cancel,
    Delivered,
    Doing,
    Export,
    Failed,
    Finished,
    Order,
    Ready,
    Render,
    Report,
    Showing,
    order_to_line,
    report_from_line,
    trouble_to_plain,
)

_ROOT = Path(__file__).parents[1]
_LOG_LINES = 60
GRACE = 5.0
"""Seconds that a process gets to stop by itself before it is killed."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A process said something."""

    process: RenderProcess
    report: Report


@dataclass(frozen=True, slots=True)
class Gone:
    """A process has ended, whoever ended it, or said something that nobody understands."""

    process: RenderProcess


@dataclass(frozen=True, slots=True)
class Begin:
    """Draw this one next."""

    job: Job


@dataclass(frozen=True, slots=True)
class CancelWish:
    job: int


@dataclass(frozen=True, slots=True)
class CloseWish:
    """The program ends: give up what runs, at once."""


Item: TypeAlias = "Heard | Gone | Begin | CancelWish | CloseWish"
Inbox: TypeAlias = "SimpleQueue[Item]"


@dataclass(frozen=True, slots=True)
class Lost:
    """The process ended, or fell silent and was killed, before the order was carried out."""

    silent: bool
    log: str


@dataclass(frozen=True, slots=True)
class Closing:
    """The program ends; the order was given up."""


Hearer: TypeAlias = "Callable[[Ready | Doing | Showing], None]"
Outcome: TypeAlias = "Finished | Delivered | Failed | Lost | Closing"


class RenderProcess:
    """One `python -m generation.worker`. Two threads read what it says and put it into `inbox`.

    It leads a session of its own, so that Ctrl+C in the terminal of the app does not tear a frame;
    it leaves by itself when its input closes, so it never outlives the app.
    """

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._log: deque[str] = deque(maxlen=_LOG_LINES)
        self._process = subprocess.Popen(
            # -P: a file av.py in the folder where the app was started must not be imported
            [sys.executable, "-P", "-m", "generation.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=os.name == "posix",
            creationflags=_windows_flags(),
        )
        self.pid = self._process.pid
        self._threads = [
            threading.Thread(target=work, args=(pipe,), name=f"render process {self.pid}")
            for work, pipe in (
                (self._read_reports, _sure(self._process.stdout)),
                (self._read_log, _sure(self._process.stderr)),
            )
        ]
        for thread in self._threads:
            thread.daemon = True
            thread.start()

    def send(self, order: Order) -> None:
        pipe = _sure(self._process.stdin)
        try:
            pipe.write(order_to_line(order))
            pipe.flush()
        except (BrokenPipeError, ValueError):
            return  # it has ended: Gone is on its way, and says so to whoever waits for this order

    def end(self) -> str:
        """Kill it with all that it started, wait, and hand back the tail of its log."""
        if self._process.returncode is not None:
            return self._wait()
        if os.name == "posix":
            # until it is waited for, its id cannot be somebody else's
            try:
                os.killpg(self.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                self._process.kill()
        else:
            self._process.kill()
        return self._wait()

    def leave(self) -> None:
        """Let an idle process go: it leaves when its input closes."""
        _close(_sure(self._process.stdin))
        try:
            self._process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self.end()
        self._wait()

    @property
    def ended(self) -> bool:
        return self._process.poll() is not None

    def log(self) -> str:
        """The tail of what it wrote to its error output."""
        return "\n".join(self._log)

    def _wait(self) -> str:
        self._process.wait()
        for thread in self._threads:
            thread.join(GRACE)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            _close(_sure(pipe))
        return self.log()

    def _read_reports(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            try:
                report = report_from_line(line)
            except ValueError as error:
                self._log.append(f"not a report: {line[:200]!r}: {error}")
                break
            self._inbox.put(Heard(self, report))
        self._inbox.put(Gone(self))

    def _read_log(self, pipe: IO[bytes]) -> None:
        for line in pipe:
            self._log.append(line.decode(errors="replace").rstrip())


def carry_out(
    process: RenderProcess, inbox: Inbox, order: Render | Export, *, patience: float, hear: Hearer
) -> Outcome:
    """Give one order and wait for its end, on the caller's thread.

    `hear` gets what the process says meanwhile. After `patience` seconds of silence, or GRACE after
    a cancel, the process is killed.
    """
    process.send(order)
    deadline, cancelled = time.monotonic() + patience, False
    while True:
        try:
            item = inbox.get(timeout=max(0.0, deadline - time.monotonic()))
        except Empty:
            log = process.end()
            return _cancelled(order) if cancelled else Lost(silent=True, log=log)
        match item:
            case Gone(source) if source is process:
                log = process.end()
                return _cancelled(order) if cancelled else Lost(silent=False, log=log)
            case Heard(source, report) if source is process:
                if isinstance(report, Finished | Delivered | Failed):
                    return report
                hear(report)
                if not cancelled:
                    deadline = time.monotonic() + patience
            case CancelWish(job) if job == order.job:
                process.send(Cancel(job=job))
                deadline, cancelled = time.monotonic() + GRACE, True
            case CloseWish():
                if isinstance(order, Export):
                    process.leave()  # by itself, for what it has begun lies beside somebody's films
                else:
                    process.end()
                return Closing()
            case _:
                continue  # the last words of a process that is no longer ours, or a wish too late


def _cancelled(order: Render | Export) -> Failed:
    trouble = Cancelled(say(QT_TRANSLATE_NOOP("words", "Cancelled.")))
    return Failed(job=order.job, trouble=trouble_to_plain(trouble))


def _environment() -> dict[str, str]:
    """Ours, with the project importable, as many threads as leave the screen one, and no screen."""
    threads = str(max(1, (os.cpu_count() or 2) - 1))
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    whole = {"PYTORCH_ALLOC_CONF": "expandable_segments:True"} if sys.platform == "linux" else {}
    return {
        "OMP_NUM_THREADS": threads,
        **whole,  # or a card full of shots of several sizes is full of holes; Linux can
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
        "QT_QPA_PLATFORM": "offscreen",  # letters are drawn there, windows are not
    }


if sys.platform == "win32":

    def _windows_flags() -> int:
        group, low = subprocess.CREATE_NEW_PROCESS_GROUP, subprocess.BELOW_NORMAL_PRIORITY_CLASS
        return group | low | subprocess.CREATE_NO_WINDOW

else:

    def _windows_flags() -> int:
        return 0


def _sure(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # all three were asked for
    return pipe


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # an order that nobody will read
