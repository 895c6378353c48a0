"""What is imported before a window, in fresh processes."""

from __future__ import annotations

import json
import subprocess
import sys

IMPORTED = """
import json, sys
from canvas.ui import loading
{steps}
before = set(sys.modules)
import canvas.app.session, canvas.ui.main_window
late = sorted(name for name in set(sys.modules) - before)
print(json.dumps([late, "numpy" in before, "asyncio" in before]))
"""


def _late(steps: str) -> tuple[list[str], bool, bool]:
    code = IMPORTED.format(steps=steps)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    late, numpy, asyncio = json.loads(done.stdout)
    return late, numpy, asyncio


def test_a_boards_window_is_imported_whole_before_the_board_is_read() -> None:
    assert _late("loading.load(board=True)") == ([], True, False)


def test_the_start_page_needs_no_numbers() -> None:
    late, numpy, _ = _late("loading.load(board=False)")
    assert not numpy
    assert "canvas.ui.main_window" in late


def test_the_start_page_makes_ready_for_a_board_piece_by_piece() -> None:
    steps = "loading.load(board=False)\nassert len(list(loading.load_slowly())) > 5"
    assert _late(steps)[0] == []


READ = """
import inspect, json, sys
read, look = [], inspect.getsource
inspect.getsource = lambda module: read.append(module.__name__) or look(module)
from canvas.ui import loading
loading.load(board=False)
import canvas.ui.start_window
ours = ("assets.", "canvas.", "collab.", "generation.")
rooms = [name for name in ("collab.wire", "canvas.app.together") if name in sys.modules]
print(json.dumps([[name for name in read if name.startswith(ours)], rooms]))
"""


def test_the_start_page_reads_no_source_of_what_it_imports_and_imports_no_rooms() -> None:
    done = subprocess.run([sys.executable, "-c", READ], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[], []]
