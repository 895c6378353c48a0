"""The canvas while a render runs at full tilt beside it: what that adds to the slowest frames.

Opens a board of pictures and clips in the real view, 1600x900, and moves its camera for a fixed
number of frames, sixty a second as a hand would: half of them a pan at 100 %, half a zoom to an
overview and back. Does so by turns with the render process at rest and with it drawing and encoding
1280x720 shots without end, as the app starts it: a process of its own at nice 10. Prints one JSON
line: median, 95th and 99th percentile of painting a frame in milliseconds, wall clock, `quiet` and
`rendering`, over all rounds; `p99_moved_ms` is the median over the rounds of what rendering adds
to the 99th percentile; `_cpu` is the same on the processor, without what others on this machine
take; `rendered_frames` proves that it ran.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

if TYPE_CHECKING:
    from canvas.app.session import Session
    from canvas.ui.main_window import MainWindow

SIZE = 1600, 900
PACE = 1 / 60
Rounds = list[list[tuple[float, float]]]
"""Of each round, of each frame: milliseconds on the clock, and on the processor."""

LONG = 100_000
"""Frames of the shot that is drawn meanwhile: it never ends."""


class Loaded:
    """The window, and a render that can be set going beside it."""

    def __init__(self, session: Session, window: MainWindow, app: Any) -> None:
        self.session, self.window, self.app = session, window, app
        self.clip = ""
        self.painted: list[tuple[float, float]] = []
        self.progress: list[float] = []
        session.listen(lambda _notice: self.progress.append(self._done()))

    def begin(self) -> None:
        """Set the render going, and wait until frames come out of it."""
        from canvas.app.commands.nodes import add_node
        from canvas.app.commands.render import render

        if not self.clip:
            far = (-1e6, -1e6)  # out of sight: the card of the render itself is not what we measure
            self.clip = add_node(self.session, "clip", far, params={"frames": LONG})
        self.progress.clear()
        render(self.session, [self.clip])
        if not self.until(lambda: self._done() > 0, 60):
            raise SystemExit("the render did not begin")

    def end(self) -> int:
        """Stop it; how many frames it has drawn."""
        from canvas.app.commands.render import cancel_renders

        drawn = round(self._done() * LONG)
        cancel_renders(self.session)
        self.until(lambda: self.session.state(self.clip).state not in ("running", "queued"), 60)
        return drawn

    def frames(self, count: int) -> list[tuple[float, float]]:
        """Move the camera so many times, each when its time has come; what each frame took, on
        the clock and on the processor."""
        view = self.window.view
        home = replace(view.editor.camera, x=1500.0, y=900.0, zoom=1.0)
        view.editor.camera = home
        self.until(lambda: view.at_rest, 20)
        self.painted.clear()
        due = time.perf_counter()
        for step in range(count):
            view.editor.camera = moved(home, step, count)
            due = max(due + PACE, time.perf_counter())
            self.until(partial(_past, due), 1)
        return list(self.painted)

    def until(self, done: Callable[[], bool], seconds: float) -> bool:
        deadline = time.monotonic() + seconds
        while not done() and time.monotonic() < deadline:
            self.app.processEvents()
            time.sleep(0.0005)
        return done()

    def _done(self) -> float:
        return self.session.state(self.clip).progress if self.clip else 0.0


def _past(due: float) -> bool:
    return time.perf_counter() >= due


def moved(home: Any, step: int, count: int) -> Any:
    """Where the camera is: first it pans in a wide loop, then it zooms out and in again."""
    half = count // 2
    turn = 2 * math.pi * (step % half) / half
    if step < half:
        return replace(home, x=home.x + 900 * math.sin(turn), y=home.y + 400 * math.sin(2 * turn))
    return replace(home, zoom=math.exp(-1.4 * (1 - math.cos(turn))))


def make_window(folder: Path, nodes: int) -> Loaded:
    from PySide6.QtGui import QPaintEvent

    from benchmarks.canvas_open import make_board
    from canvas.app.session import Session
    from canvas.app.settings import Settings
    from canvas.ui.application import prepare
    from canvas.ui.desk import Desk
    from canvas.ui.main_window import MainWindow
    from canvas.ui.view import CanvasView

    board = folder / "Board.shotweave"
    make_board(board, nodes)
    app = prepare(sys.argv[:1])
    session = Session.open(board, settings=Settings(person="somebody"))
    painted: list[tuple[float, float]] = []
    paint = CanvasView.paintEvent

    def timed(self: CanvasView, event: QPaintEvent) -> None:
        began, spent = time.perf_counter(), time.thread_time()
        paint(self, event)
        wall, cpu = time.perf_counter() - began, time.thread_time() - spent
        painted.append((wall * 1000, cpu * 1000))

    CanvasView.paintEvent = timed  # type: ignore[method-assign]  # watched, not replaced
    window = MainWindow(session, Desk(app))
    window.show()
    window.doings.fold()
    window.resize(*SIZE)
    app.processEvents()
    loaded = Loaded(session, window, app)
    loaded.painted = painted
    return loaded


def quantile(values: list[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(int(len(ranked) * share), len(ranked) - 1)]


def summary(rounds: Rounds, which: int) -> dict[str, float]:
    values = [frame[which] for frames in rounds for frame in frames]
    shares = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    return {name: round(quantile(values, share), 2) for name, share in shares.items()}


def moved_by(quiet: Rounds, rendering: Rounds, which: int) -> float:
    """The median over the rounds of how far the 99th percentile moves."""

    def slowest(frames: list[tuple[float, float]]) -> float:
        return quantile([frame[which] for frame in frames], 0.99)

    pairs = zip(quiet, rendering, strict=True)
    return round(median(slowest(loaded) - slowest(free) for free, loaded in pairs), 2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--frames", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    quiet: list[list[tuple[float, float]]] = []
    rendering: list[list[tuple[float, float]]] = []
    drawn = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOTWEAVE_HOME"] = str(Path(folder) / "home")
        loaded = make_window(Path(folder), options.nodes)
        loaded.frames(options.frames)  # every picture and letter that comes into sight is there
        for _ in range(options.rounds):
            quiet.append(loaded.frames(options.frames))
            loaded.begin()
            rendering.append(loaded.frames(options.frames))
            drawn += loaded.end()
        loaded.window.close()
    report = {
        "benchmark": "under_load",
        "nodes": options.nodes,
        "frames": sum(map(len, quiet)),
        "quiet": summary(quiet, 0),
        "rendering": summary(rendering, 0),
        "p99_moved_ms": moved_by(quiet, rendering, 0),
        "quiet_cpu": summary(quiet, 1),
        "rendering_cpu": summary(rendering, 1),
        "p99_cpu_moved_ms": moved_by(quiet, rendering, 1),
        "rendered_frames": drawn,
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
