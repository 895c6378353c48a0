"""Cold start: from nothing to a window that answers, beside a bare PySide6 window.

The bare one also imports numpy and pycrdt, which no canvas on this engine can do without. Each
round starts both in fresh processes, in turn; "answers" means that an event posted after the first
paint has come back. Prints one JSON line: median seconds of the start page, of an opened board and
of the bare window, and the ratios.
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

BARE = """
import sys
import numpy, pycrdt
from PySide6.QtWidgets import QApplication, QWidget
from PySide6.QtCore import QTimer
app = QApplication(sys.argv[:1])
window = QWidget()
window.resize(1600, 1000)
window.show()
window.repaint()
QTimer.singleShot(0, lambda: print("answers", flush=True) or app.quit())
app.exec()
"""

OURS = """
import sys
from pathlib import Path
from canvas.ui.application import prepare
from canvas.ui.desk import Desk
from PySide6.QtCore import QTimer
app = prepare(sys.argv[:1])
desk = Desk(app)
desk.begin(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
for window in app.topLevelWidgets():
    if window.isVisible():
        window.repaint()
QTimer.singleShot(0, lambda: print("answers", flush=True) or app.quit())
app.exec()
desk.close()
"""


def seconds_to_answer(code: str, *arguments: str) -> float:
    """Wall seconds from starting the process to its window's answer."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    said = process.stdout.readline()
    elapsed = time.perf_counter() - started
    process.stdout.read()
    if process.wait() != 0 or said.strip() != "answers":
        raise SystemExit(f"a window ended with {process.returncode} and said {said!r}")
    return elapsed


def make_board(folder: Path) -> str:
    board = folder / "Bench.shotweave"
    subprocess.run(
        [sys.executable, "main.py", "new", str(board)], cwd=ROOT, check=True, capture_output=True
    )
    return str(board)


def measure(rounds: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SHOTWEAVE_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        board = make_board(Path(folder))
        runs = {"bare": (BARE,), "start_page": (OURS,), "board": (OURS, board)}
        took: dict[str, list[float]] = {name: [] for name in runs}
        for turn in range(rounds + 1):
            for name, call in runs.items():
                elapsed = seconds_to_answer(*call)
                if turn:  # the first round only warms the disk's cache
                    took[name].append(elapsed)
    medians = {f"{name}_s": statistics.median(values) for name, values in took.items()}
    return medians | {
        "start_page_ratio": medians["start_page_s"] / medians["bare_s"],
        "board_ratio": medians["board_s"] / medians["bare_s"],
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    result = measure(parser.parse_args().rounds)
    print(json.dumps({"benchmark": "startup", **{k: round(v, 3) for k, v in result.items()}}))
