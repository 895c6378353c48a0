"""Cold start: from nothing to a window that answers, beside a bare PySide6 window.

The bare one also imports numpy and pycrdt, which no canvas on this engine can do without. Each
round starts both in fresh processes, in turn; "answers" means that an event posted after the first
paint has come back. Prints one JSON line: median seconds of the start page, of an opened board and
of the bare window, on the clock (`_s`) and on the processor (`_cpu_s`, hardly moved by what else
runs), and the ratios.
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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UNUSUAL = ("PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME", "OMP_NUM_THREADS")

BARE = """
import sys, time
import numpy, pycrdt
from PySide6.QtWidgets import QApplication, QWidget
from PySide6.QtCore import QTimer
app = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1600, 1000)
window.show()
window.repaint()
QTimer.singleShot(0, lambda: print("answers", time.process_time(), flush=True) or app.quit())
app.exec()
"""

OURS = """
import sys, time
from pathlib import Path
from canvas.ui.loading import load
load(board=len(sys.argv) > 1)
from canvas.ui.application import prepare
from canvas.ui.desk import Desk
from PySide6.QtCore import QTimer
app = prepare(sys.argv[:1])
desk = Desk(app)
desk.begin(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
for window in app.topLevelWidgets():
    if window.isVisible():
        window.repaint()
QTimer.singleShot(0, lambda: print("answers", time.process_time(), flush=True) or app.quit())
app.exec()
desk.close()
"""


def time_to_answer(code: str, *arguments: str) -> tuple[float, float]:
    """Seconds from starting the process to its window's answer: on the clock, on the processor."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env=as_installed(),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    said = process.stdout.readline().split()
    elapsed = time.perf_counter() - started
    process.stdout.read()
    if process.wait() != 0 or said[:1] != ["answers"]:
        raise SystemExit(f"a window ended with {process.returncode} and said {said!r}")
    return elapsed, float(said[1])


def as_installed() -> dict[str, str]:
    """The environment of a person, whose Python keeps the modules that it has compiled."""
    kept = {name: value for name, value in os.environ.items() if name not in UNUSUAL}
    return {"QT_QPA_PLATFORM": "offscreen", **kept}


def make_board(folder: Path) -> str:
    board = folder / "Bench.shotweave"
    command = [sys.executable, "main.py", "new", str(board)]
    subprocess.run(command, cwd=ROOT, env=as_installed(), check=True, capture_output=True)
    return str(board)


def measure(rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOTWEAVE_HOME"] = folder
        board = make_board(Path(folder))
        runs = {"bare": (BARE,), "start_page": (OURS,), "board": (OURS, board)}
        took: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
        for turn in range(rounds + 1):
            for name, call in runs.items():
                found = time_to_answer(*call)
                if turn:  # the first round only compiles, and warms the disk's cache
                    took[name].append(found)
    report: dict[str, float] = {}
    for unit, column in (("s", 0), ("cpu_s", 1)):
        of = {name: statistics.median(one[column] for one in took[name]) for name in runs}
        report |= {f"{name}_{unit}": of[name] for name in runs}
        kind = unit.removesuffix("s")
        report[f"start_page_{kind}ratio"] = of["start_page"] / of["bare"]
        report[f"board_{kind}ratio"] = of["board"] / of["bare"]
    return report


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    result = measure(parser.parse_args().rounds)
    print(json.dumps({"benchmark": "startup", **{k: round(v, 3) for k, v in result.items()}}))
