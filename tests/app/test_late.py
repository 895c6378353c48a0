"""Late imports from two threads at once, as when a film is rendered while a board is joined: half
of a library must never be taken for the whole."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

RENDERING = """
from generation import messages

def work():
    messages.order_to_line(messages.Cancel(job=1))
"""

JOINING = """
from types import SimpleNamespace
from assets.store import Store
from canvas.app.fetching import Fetching
from canvas.document.board import Board
from canvas.document.crdt import Document
from collab.links import parse

link = parse("shotweave://join/127.0.0.1:9/film#token")

def work():
    fetching = Fetching(
        Board(Document(), person="ann"),
        Store(Path(sys.argv[1])),
        SimpleNamespace(media_address=lambda: link),
        tell=lambda notice: None,
        woken=lambda: None,
        readonly=False,
    )
    fetching.drain()
    fetching.close()
"""

BESIDE_ANOTHER = """
import sys, threading
from pathlib import Path
from assets.late import importing
{work}
late = lambda: [name for name in sys.modules if name.partition(".")[0] == "pydantic"]
assert not late(), "it is imported late"
thread = threading.Thread(target=work)
with importing():
    thread.start()
    thread.join(0.5)
    assert thread.is_alive(), "it did not wait for whoever was importing"
    assert not late(), late()
thread.join(60)
assert late() and not thread.is_alive()
"""


@pytest.mark.parametrize("work", [RENDERING, JOINING], ids=["rendering", "joining"])
def test_a_library_is_imported_late_by_one_thread_at_a_time(work: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BESIDE_ANOTHER.format(work=work), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
