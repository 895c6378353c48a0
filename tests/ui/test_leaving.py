"""A program that has copied something ends as quietly as any other."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

COPIES = """
from PySide6.QtCore import QMimeData
from canvas.ui.application import prepare, release_clipboard
app = prepare([])
data = QMimeData()
data.setText("nodes")
app.clipboard().setMimeData(data)
del data
{last}
"""


def ended(last: str, home: Path) -> int:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "SHOTWEAVE_HOME": str(home)}
    command = [sys.executable, "-c", COPIES.format(last=last)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def test_what_was_copied_is_let_go_before_python_ends(home: Path) -> None:
    assert ended("release_clipboard(app)", home) == 0


def test_the_fault_of_the_toolkit_that_this_is_for_is_still_there(home: Path) -> None:
    """When this one fails, PySide has learned to end by itself: then release_clipboard can go."""
    assert ended("", home) != 0
