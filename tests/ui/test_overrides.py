"""An error in an event handler is told as a fault; the program goes on."""

from __future__ import annotations

import subprocess
import sys

HANDLER = """
from canvas.ui import loading
loading.load(board=False)
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete
app, gone = QApplication([]), QWidget()
delete(gone)
app.setQuitOnLastWindowClosed(False)
class Card(QWidget):
    def closeEvent(self, event):
        gone.setFocus()
card = Card()
card.show()
QTimer.singleShot(0, card.close)
QTimer.singleShot(50, lambda: print("goes on", flush=True))
QTimer.singleShot(100, app.quit)
app.exec()
"""


def test_a_widget_that_is_gone_is_no_crash() -> None:
    """In a program of its own: it would end with it."""
    run = subprocess.run(
        [sys.executable, "-c", HANDLER], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert "goes on" in run.stdout
    assert "already deleted" in run.stderr, "it is told"
