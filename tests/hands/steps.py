"""A whole table of features.md under one pair of hands: each line is a step, checked by its
effect on the screen or on the board as it lies on disk."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from canvas.app.session import Session
from canvas.app.settings import Settings
from canvas.document.board import Board
from tests.desktop import Desktop
from tests.watched import ask

COPIES = """
import sys
from PySide6.QtCore import QMimeData, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
app, mime = QGuiApplication([]), QMimeData()
mime.setUrls([QUrl(sys.argv[1])])
app.clipboard().setMimeData(mime)
QTimer.singleShot(0, lambda: print("copied", flush=True))
app.exec()
"""
"""A file manager, as far as it matters here."""

HOLDS = """
import sys
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import QApplication, QWidget
class Held(QWidget):
    def mousePressEvent(self, event):
        drag, mime = QDrag(self), QMimeData()
        mime.setUrls([QUrl(one) for one in sys.argv[3:]])
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)
app = QApplication([])
held = Held(None, Qt.WindowType.X11BypassWindowManagerHint | Qt.WindowType.FramelessWindowHint)
held.setGeometry(int(sys.argv[1]) - 20, int(sys.argv[2]) - 20, 40, 40)
held.show()
held.raise_()
QTimer.singleShot(0, lambda: print("held", flush=True))
app.exec()
"""
"""A file manager out of which something is dragged."""

PATIENCE = 60.0
"""Seconds after which an effect that has not shown will not come."""

Place = tuple[float, float]


class Screen:
    """What is on the screen at one moment."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said

    def __getattr__(self, name: str) -> Any:
        try:
            return self.said[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def selected(self) -> set[str]:
        """The titles of the selected nodes."""
        return {self.nodes[id]["title"] for id in self.selection}

    @property
    def titles(self) -> list[str]:
        return sorted(node["title"] for node in self.nodes.values())

    @property
    def zoom(self) -> float:
        return float(self.camera[2])

    def node(self, title: str) -> dict[str, Any]:
        (node,) = [node for node in self.nodes.values() if node["title"] == title]
        return dict(node)

    def corner(self, title: str) -> Place:
        left, top, _, _ = self.node(title)["box"]
        return left, top

    def middle(self, title: str) -> Place:
        left, top, right, bottom = self.node(title)["box"]
        return (left + right) / 2, (top + bottom) / 2

    def id(self, title: str) -> str:
        (id,) = [id for id, node in self.nodes.items() if node["title"] == title]
        return str(id)

    def port(self, title: str, name: str) -> Place:
        x, y = self.node(title)["ports"][name]
        return x, y


class Hands:
    """Mouse and keys on a window, eyes on its screen, and a look into the board's folder."""

    def __init__(self, desktop: Desktop, board: Path) -> None:
        self.desktop, self.path = desktop, board

    # -- eyes

    @property
    def screen(self) -> Screen:
        return Screen(ask(self.desktop.process))

    @property
    def board(self) -> Board:
        """The board as it lies on disk while the window has it: what is read here was saved."""
        with Session.open(self.path, settings=Settings(), readonly=True) as session:
            return session.board

    def id(self, title: str) -> str:
        return self.screen.id(title)

    def sees(
        self, shows: Callable[[Screen], object], what: str = "", seconds: float = PATIENCE
    ) -> Screen:
        """Wait until the screen shows something."""
        return self._until(lambda: self.screen, shows, what, seconds)

    def saved(self, shows: Callable[[Board], object], what: str = "") -> Board:
        """Wait until something has been done to the board, and is on disk."""
        return self._until(lambda: self.board, shows, what)

    def _until(
        self,
        look: Callable[[], Any],
        shows: Callable[[Any], object],
        what: str,
        seconds: float = PATIENCE,
    ) -> Any:
        deadline = time.monotonic() + seconds
        while True:
            found = look()
            if shows(found):
                return found
            if time.monotonic() > deadline:
                said = getattr(found, "said", {})
                rest = {name: said[name] for name in said if name not in ("nodes", "wires")}
                raise AssertionError(f"waited {seconds} s in vain: {what or 'an effect'} {rest}")
            time.sleep(0.04)

    # -- hands

    @contextmanager
    def midair(self, start: Place, end: Place, button: int = 1) -> Iterator[None]:
        """Something is carried from one place to another, and let go when all has been seen."""
        self.point(start)
        self.desktop.tell("mousedown", str(button))
        try:
            for step in range(1, 9):
                x, y = (a + (b - a) * step / 8 for a, b in zip(start, end, strict=True))
                self.point((x, y))
            yield
        finally:
            self.desktop.tell("mouseup", str(button))

    def jog(self) -> None:
        """Tremble, so that the window hears of keys that are held."""
        self.desktop.tell("mousemove_relative", "1", "0")

    def copy_file(self, path: Path) -> subprocess.Popen[bytes]:
        """Copy a file in another program, which then holds the clipboard until it ends."""
        command = [sys.executable, "-c", COPIES, path.resolve().as_uri()]
        other = subprocess.Popen(
            command, env=self.desktop.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert other.stdout is not None
        assert other.stdout.readline() == b"copied\n"
        return other

    @contextmanager
    def dropping(self, path: Path, start: Place, end: Place) -> Iterator[None]:
        """Drag a file out of another program's window, which stands over `start`, and let it go;
        what it carries is asked of that program then."""
        x, y = (str(round(one)) for one in start)
        command = [sys.executable, "-c", HOLDS, x, y, path.resolve().as_uri()]
        with subprocess.Popen(
            command, env=self.desktop.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == b"held\n"
            try:
                self.pull(start, end)
                yield
            finally:
                other.terminate()

    def point(self, at: Place) -> None:
        self.desktop.tell("mousemove", str(round(at[0])), str(round(at[1])))

    def click(self, at: Place, *, times: int = 1, button: int = 1, held: str = "") -> None:
        with self.holding(held):
            self.desktop.click(*at, times=times, button=button)

    def pull(
        self,
        start: Place,
        end: Place,
        *,
        button: int = 1,
        held: str = "",
        midway: Callable[[Screen], object] | None = None,
    ) -> None:
        """Press, move in steps as a hand does, look at what shows midway, release."""
        with self.holding(held), self.midair(start, end, button):
            if midway is not None:
                self.sees(midway, "what shows before the button is let go")

    def wheel(self, notches: int, *, held: str = "") -> None:
        """Turn the wheel where the pointer is; towards oneself where negative."""
        with self.holding(held):
            self.desktop.tell("click", "--repeat", str(abs(notches)), "4" if notches > 0 else "5")

    def key(self, *keys: str) -> None:
        self.desktop.tell("key", "--delay", "20", *keys)

    def type(self, words: str) -> None:
        self.desktop.type(words)

    @contextmanager
    def holding(self, keys: str) -> Iterator[None]:
        names = [name for name in keys.split("+") if name]
        for name in names:
            self.desktop.tell("keydown", name)
        try:
            yield
        finally:
            for name in reversed(names):
                self.desktop.tell("keyup", name)

    # -- lines of the table

    @contextmanager
    def line(self, line: str) -> Iterator[None]:
        """One line of features.md: whatever fails inside says which."""
        try:
            yield
        except Exception as error:
            picture = self.desktop.log.with_name("failed.png")
            self.desktop.picture(picture)
            error.add_note(f"features.md, {line!r}; the screen: {picture}")
            error.add_note(self.desktop.log.read_text("utf-8")[-2000:])
            raise

    def undo(self) -> None:
        """Take one step back, and see the board as it was before it."""
        before = self.places()
        self.key("ctrl+z")
        self.sees(lambda screen: self.places(screen) != before, "one step undone")

    def places(self, screen: Screen | None = None) -> object:
        said = (screen or self.screen).said
        return {id: node["box"] for id, node in said["nodes"].items()}, sorted(said["wires"])

    def nothing_selected(self) -> None:
        self.key("Escape", "Escape")
        self.sees(lambda screen: not screen.selection and not screen.links, "nothing selected")
