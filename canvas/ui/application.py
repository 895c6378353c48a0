"""The program on a screen: one QApplication with our faces, and a desk that holds the window."""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from canvas.app import settings as kept
from canvas.document.garbage import settled
from canvas.ui.collecting import Collecting
from canvas.ui.desk import Desk
from canvas.ui.faults import Faults
from canvas.ui.icons import app_icon
from canvas.ui.theme import BODY, font, load_fonts

NAME = "Shotweave"

LENDING = frozenset({"xcb", "wayland", "offscreen", "minimal"})
"""Platforms on which what is copied lives in the program that copied it."""

OWN = frozenset({"offscreen", "minimal"})
"""Those with a clipboard of their own, which never say whose it is."""

_ENDS = (signal.SIGINT, signal.SIGTERM)


def run(board: Path | None = None, *, readonly: bool = False, link: str = "") -> int:
    """Open a board, or the start page, and work until the last window is closed. Main thread."""
    with settled():
        scale_by(kept.scale_before_start())
        app = prepare(sys.argv[:1])
        collecting = Collecting(app)
        desk = Desk(app)
        faults = Faults()
        faults.fault.connect(desk.tell)
        faults.install()
    with _interruptible(app) as wanted:
        desk.begin(board, readonly=readonly, link=link)
        code = 0 if wanted() else app.exec()
        desk.close()
    faults.remove()
    collecting.close()
    release_clipboard(app)
    return code


def release_clipboard(app: QApplication) -> None:
    """Take back what we lent to the clipboard, while Python can still see it go.

    Qt drops it at the very end of the process, after Python itself has ended, and that crashes.
    Where a system keeps what was copied beyond the program (Windows, macOS), Qt hands it over.
    """
    clipboard = app.clipboard()
    ours = clipboard.ownsClipboard() or app.platformName() in OWN
    if ours and app.platformName() in LENDING:
        clipboard.clear()


def scale_by(percent: int) -> None:
    """Enlarge everything; call before there is an application. What the person has set for Qt by
    hand goes before."""
    if percent != 100:
        os.environ.setdefault("QT_SCALE_FACTOR", f"{percent / 100:.2f}")


def prepare(arguments: list[str]) -> QApplication:
    """A QApplication with our faces; the one that exists, if there is one."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments)
    app.setApplicationName(NAME)
    app.setApplicationDisplayName(NAME)
    app.setDesktopFileName("shotweave")
    app.setStyle("Fusion")
    load_fonts()
    app.setFont(font(BODY))
    app.setWindowIcon(app_icon())
    return app


@contextmanager
def _interruptible(app: QApplication) -> Iterator[Callable[[], bool]]:
    """Let Ctrl+C in the terminal, or a polite request to end, do as closing the window does; gives
    the question whether that was wanted already, before there was a loop to quit.

    Python runs signal handlers between its own instructions only, and Qt waits in C++: the byte
    that a signal writes into this socket is what wakes it.
    """
    ours, theirs = socket.socketpair()
    for end in (ours, theirs):
        end.setblocking(False)
    before_fd = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
    pressed: list[int] = []
    before = {number: signal.signal(number, lambda *_: pressed.append(1)) for number in _ENDS}
    notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)

    def woken() -> None:
        ours.recv(64)
        if pressed:
            app.quit()

    notifier.activated.connect(woken)
    try:
        yield lambda: bool(pressed)
    finally:
        notifier.setEnabled(False)
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before_fd)
        ours.close()
        theirs.close()
