"""Clips that play on the canvas: what a frame of the screen costs, and whether they keep time.

Brings 24 videos of 320x180 (H.264, 24 fps, four seconds each, every one another) into a board and
plays all of them at once in the real view, 1600x900, first at rest, then while the board is panned
by seven pixels every frame. A fresh process for each round. Prints one JSON line, medians over the
rounds: `frame_ms` and `panned_frame_ms` are the median and the 95th percentile of painting a frame
of the screen, wall clock; `fps` is how many pictures a second each clip has shown (the slowest
clip); `cpu` is the share of one core that the whole process takes, `main_cpu` that of the thread
which paints; `grown_mb` is what playing adds to the resident memory.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

COLUMNS = 6
PITCH = (336.0, 250.0)
SIZE = 1600, 900
FRAMES = 96


def make_board(path: Path, clips: int) -> None:
    """A board of so many videos, side by side."""
    from canvas.app.commands.media import import_files
    from canvas.app.commands.nodes import move_nodes
    from canvas.app.session import Session
    from canvas.app.settings import Settings

    folder = path.parent / "videos"
    folder.mkdir()
    files = [make_video(folder / f"{number}.mp4", number) for number in range(clips)]
    with Session.create(path, settings=Settings(person="somebody")) as session:
        for number, file in enumerate(files):
            (node,) = import_files(session, [file], clips=False).nodes
            x, y = session.board.nodes[node].pos
            wanted = number % COLUMNS * PITCH[0], number // COLUMNS * PITCH[1]
            move_nodes(session, [node], wanted[0] - x, wanted[1] - y)


def make_video(path: Path, seed: int) -> Path:
    """Soft shapes that drift, with a little noise, as a camera would see them."""
    from assets.encoding import ClipWriter
    from canvas.document.timing import Rate

    dice = np.random.default_rng(seed)
    y, x = np.mgrid[0:180, 0:320].astype(np.float32)
    waves = dice.uniform(0.01, 0.05, (3, 2))
    with ClipWriter(path, rate=Rate(24), width=320, height=180) as writer:
        for frame in range(FRAMES):
            drift = frame * 0.12
            layers = [np.sin(x * a + drift) + np.cos(y * b - drift) for a, b in waves]
            picture = np.stack(layers, axis=2) * 50 + 128 + dice.normal(0, 3, (180, 320, 1))
            writer.write(np.clip(picture, 0, 255).astype(np.uint8))
    return path


def play(board: Path, seconds: float) -> dict[str, Any]:
    """Open the board, play everything, and measure; in a process of its own."""
    from canvas.app.session import Session
    from canvas.app.settings import Settings
    from canvas.ui.application import prepare
    from canvas.ui.desk import Desk
    from canvas.ui.main_window import MainWindow

    app = prepare(sys.argv[:1])
    painted = watched()
    session = Session.open(board, settings=Settings(person="somebody"))
    desk = Desk(app)
    window = MainWindow(session, desk)
    window.show()
    window.doings.fold()
    window.resize(*SIZE)
    view, playing = window.view, window.playing
    app.processEvents()
    view.editor.fit()
    until(app, lambda: view.at_rest, 20)
    before = resident()
    shown: Counter[str] = Counter()
    playing.player.frame.connect(lambda node, _image: shown.update([node]))
    playing.play_in_sight()
    clips = len(playing.playing)
    until(app, lambda: len(shown) == clips, 20)
    result = watch(app, seconds, shown, painted)
    result["grown_mb"] = resident() - before
    result["clips"] = clips
    result["panned"] = pan(app, view, painted)
    window.close()
    desk.close()
    return result


def watched() -> list[float]:
    """Milliseconds that the canvas takes to paint each of its frames from now on."""
    from PySide6.QtGui import QPaintEvent

    from canvas.ui.view import CanvasView

    painted: list[float] = []
    paint = CanvasView.paintEvent

    def timed(self: CanvasView, event: QPaintEvent) -> None:
        began = time.perf_counter()
        paint(self, event)
        painted.append((time.perf_counter() - began) * 1000)

    CanvasView.paintEvent = timed  # type: ignore[method-assign]  # watched, not replaced
    return painted


def watch(app: Any, seconds: float, shown: Counter[str], painted: list[float]) -> dict[str, Any]:
    """Let the event loop run as it does for a person."""
    shown.clear()
    painted.clear()
    began, cpu, main_cpu = time.perf_counter(), time.process_time(), time.thread_time()
    until(app, lambda: time.perf_counter() - began > seconds, seconds + 1)
    took = time.perf_counter() - began
    return {
        "frames": quantiles(painted),
        "screen_fps": len(painted) / took,
        "fps": min(shown.values(), default=0) / took,
        "cpu": (time.process_time() - cpu) / took,
        "main_cpu": (time.thread_time() - main_cpu) / took,
    }


def pan(app: Any, view: Any, painted: list[float], count: int = 120) -> list[float]:
    """Frames of a pan at sixty a second, back and forth, while all goes on playing."""
    painted.clear()
    due = time.perf_counter()
    for step in range(count):
        by = 7 if step % 40 < 20 else -7
        view.editor.camera = view.editor.camera.panned(by, by / 2)
        due += 1 / 60
        until(app, lambda due=due: time.perf_counter() >= due, 1)
    return quantiles(painted)


def until(app: Any, done: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not done() and time.monotonic() < deadline:
        app.processEvents()
        time.sleep(0.0005)


def quantiles(values: list[float]) -> list[float]:
    ranked = sorted(values)
    return [ranked[len(ranked) // 2], ranked[int(len(ranked) * 0.95)]]


def resident() -> float:
    """Megabytes that this process holds in memory."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this system does not tell how much memory a process holds")


def measured(board: Path, seconds: float) -> dict[str, Any]:
    environment = {**os.environ, "SHOTWEAVE_HOME": str(board.parent / "home")}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r}); from pathlib import Path;"
        "from benchmarks.playing import play; import json;"
        f"print(json.dumps(play(Path({str(board)!r}), {seconds})))"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(run, env=environment, cwd=ROOT, stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clips", type=int, default=24)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        board = Path(folder) / "Playing.shotweave"
        os.environ["SHOTWEAVE_HOME"] = str(Path(folder) / "home")
        make_board(board, options.clips)
        rounds = [measured(board, options.seconds) for _ in range(options.rounds)]

    def middle(*names: str | int) -> float:
        values: list[float] = []
        for one in rounds:
            value: Any = one
            for name in names:
                value = value[name]
            values.append(float(value))
        return round(statistics.median(values), 2)

    report = {
        "benchmark": "playing",
        "clips": rounds[0]["clips"],
        "frame_ms": [middle("frames", 0), middle("frames", 1)],
        "panned_frame_ms": [middle("panned", 0), middle("panned", 1)],
        "fps": middle("fps"),
        "screen_fps": middle("screen_fps"),
        "cpu": middle("cpu"),
        "main_cpu": middle("main_cpu"),
        "grown_mb": middle("grown_mb"),
    }
    sys.stdout.write(json.dumps(report) + "\n")


if __name__ == "__main__":
    main()
