"""What nobody expected: a fault of the program reaches the person in a banner and the log beside
the settings, instead of a terminal that nobody sees."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)

from canvas.app import settings as kept
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

LOG, LONGEST = "shotweave.log", 1_000_000
"""The file beside the settings, and the bytes after which a new one begins; one old one stays."""

_LEVELS = {
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Fault(Trouble):
    """The program did what it should not."""

    code = "fault"


class Faults(QObject):
    """Listens from `install` until `remove`. `fault` arrives on the main thread, whichever thread
    it was that failed; every other method belongs to the main thread."""

    fault = Signal(object)
    """A Fault, in words for a person."""

    def __init__(self) -> None:
        super().__init__()
        self.path = kept.folder() / LOG
        self._log = logging.getLogger("shotweave.faults")
        self._log.propagate = False
        self._file: logging.Handler | None = None
        self._before: Callable[[], None] = lambda: None

    def install(self) -> None:
        """From now on nothing fails unseen. What heard of it before still does."""
        hook, thread_hook = sys.excepthook, threading.excepthook
        self._open()

        def in_thread(told: threading.ExceptHookArgs) -> None:
            if told.exc_type is not SystemExit:
                self._hear(told.exc_type, told.exc_value, told.exc_traceback)
            thread_hook(told)

        def anywhere(
            kind: type[BaseException], error: BaseException, trace: TracebackType | None
        ) -> None:
            if issubclass(kind, Exception):
                self._hear(kind, error, trace)
            hook(kind, error, trace)

        sys.excepthook, threading.excepthook = anywhere, in_thread
        qt = qInstallMessageHandler(self._hear_qt)

        def before() -> None:
            sys.excepthook, threading.excepthook = hook, thread_hook
            qInstallMessageHandler(qt)

        self._before = before

    def remove(self) -> None:
        self._before()
        if self._file is not None:
            self._log.removeHandler(self._file)
            self._file.close()
            self._file = None

    def _hear(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """On any thread."""
        self._log.error("A fault", exc_info=(kind, error or kind(), trace))
        self.fault.emit(_in_words(kind, error, self.path))

    def _hear_qt(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        """On any thread. Qt says much that means nothing to a person: it goes into the log."""
        level = _LEVELS.get(kind)
        if level is not None:
            self._log.log(level, "Qt: %s", message)
        if sys.stderr is not None:
            sys.stderr.write(f"{message}\n")

    def _open(self) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            made = RotatingFileHandler(
                self.path, maxBytes=LONGEST, backupCount=1, encoding="utf-8", delay=True
            )
        except OSError:
            return  # the settings say already that nothing can be written there
        made.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        self._log.addHandler(made)
        self._file = made


def _in_words(kind: type[BaseException], error: BaseException | None, log: Path) -> Fault:
    what = str(error).strip().split("\n")[0][:160] if error is not None else ""
    return Fault(
        say(
            QT_TRANSLATE_NOOP("words", "Something in Shotweave went wrong: {what}"),
            what=f"{kind.__name__}: {what}" if what else kind.__name__,
        ),
        meaning=say(
            QT_TRANSLATE_NOOP(
                "words", "What you did before is kept; the sign at the top says when it is on disk."
            )
        ),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "You can work on. What happened is written in {path}."),
            path=log,
        ),
    )
