"""A real screen for tests: an X server of its own, a real window in it, real mouse and keys."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


PASTES = """
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
app, timer = QGuiApplication([]), QTimer()
def look():
    if app.clipboard().text():
        print(app.clipboard().text(), flush=True)
        app.quit()
timer.timeout.connect(look)
timer.start(50)
app.exec()
"""
"""Another program, into which words are pasted as soon as there are any."""


def until(happens: Callable[[], object], *, seconds: float = 90, what: str = "") -> None:
    """Wait for something a person would see, and say what did not come."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happens():
            return
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s in vain: {what or happens}")


class Desktop:
    """One Xvfb with one program in it. Coordinates are pixels of the screen."""

    def __init__(
        self, home: Path, *, width: int = 1600, height: int = 1000, within: Sequence[str] = ()
    ) -> None:
        """`within` stands before every command: the prefix of a tests.hosts.Host. An X server is
        found by its host's own sockets, others' may come and go under the same number."""
        self._home = home
        self._within = within
        read, write = os.pipe()
        self._server = subprocess.Popen(
            [
                *within,
                "Xvfb",
                "-displayfd",
                str(write),
                "-screen",
                "0",
                f"{width}x{height}x24",
                "-nolisten",
                "tcp",
                "-noreset",  # else it begins anew after each look, and may miss who comes then
            ],
            pass_fds=[write],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as pipe:
            self.display = f":{pipe.readline().strip()}"
        self._program: subprocess.Popen[bytes] | None = None
        self.log = home / "window.log"

    def start(self, *arguments: str, program: Sequence[str] = (str(ROOT / "main.py"),)) -> None:
        """Run main.py, or another program of ours, with its window on this screen, and wait until
        that window is there."""
        self._home.mkdir(parents=True, exist_ok=True)
        settings = self._home / "settings.toml"
        known = settings.read_text("utf-8") if settings.exists() else ""
        if "toured = true" not in known:  # somebody who has used it before: no tour in the way
            known = known.replace("toured = false\n", "")
            settings.write_text(f"toured = true\n{known}", "utf-8")
        with self.log.open("wb") as log:
            self._program = subprocess.Popen(
                [*self._within, sys.executable, *program, *arguments],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        until(
            lambda: self.tell("search", "--onlyvisible", "--name", "Shotweave"), what="the window"
        )

    @property
    def environment(self) -> dict[str, str]:
        mine = {
            "DISPLAY": self.display,
            "QT_QPA_PLATFORM": "xcb",
            "SHOTWEAVE_HOME": str(self._home),
            "HOME": str(self._home),  # boards that are joined go to its Documents
        }
        return {**os.environ, **mine, "LC_ALL": "C.UTF-8"}

    def tell(self, *words: str) -> str:
        """Run xdotool and give back what it printed."""
        run = subprocess.run(
            [*self._within, "xdotool", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return run.stdout.strip()

    def fill_screen(self) -> None:
        """Fill the screen with the window and give it the keyboard: nothing manages windows."""
        window = self.tell("search", "--onlyvisible", "--name", "Shotweave").splitlines()[-1]
        self.tell("windowmove", window, "0", "0")
        self.tell("windowsize", window, "1600", "1000")
        self.tell("windowfocus", window)

    def click(self, x: float, y: float, *, times: int = 1, button: int = 1) -> None:
        self.tell("mousemove", str(round(x)), str(round(y)))
        self.tell("click", "--repeat", str(times), "--delay", "60", str(button))

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        """Press, move in ten steps as a hand does, release."""
        (x0, y0), (x1, y1) = start, end
        self.tell("mousemove", str(round(x0)), str(round(y0)), "mousedown", "1")
        for step in range(1, 11):
            x, y = x0 + (x1 - x0) * step / 10, y0 + (y1 - y0) * step / 10
            self.tell("mousemove", str(round(x)), str(round(y)))
        self.tell("mouseup", "1")

    def wait(self, seconds: float) -> None:
        """Give the window time to show what a person would wait for."""
        time.sleep(seconds)

    def key(self, *keys: str) -> None:
        self.tell("key", "--clearmodifiers", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        self.tell("type", "--delay", "15", text)

    def picture(self, path: Path) -> Path:
        """Save what the screen shows."""
        command = [*self._within, "import", "-window", "root", str(path)]
        subprocess.run(command, env=self.environment, check=True)
        return path

    def clipboard(self, seconds: float = 60) -> str:
        """The words that the window has put on the clipboard."""
        command = [*self._within, sys.executable, "-c", PASTES]
        run = subprocess.run(
            command,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=seconds,
            check=True,
        )
        return run.stdout.strip()

    @property
    def process(self) -> int:
        """The id of the program that runs."""
        assert self._program is not None, "nothing has been started"
        return self._program.pid

    @property
    def running(self) -> bool:
        return self._program is not None and self._program.poll() is None

    def close(self) -> None:
        for process in (self._program, self._server):
            if process is not None and process.poll() is None:
                process.terminate()
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
