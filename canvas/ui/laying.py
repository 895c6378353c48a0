"""A large paste, laid out between the frames of the screen, with its progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog

from canvas.app.commands.clipboard import Placing
from canvas.document.words import Trouble
from canvas.ui.bench import Bench

TURN = 12
"""Milliseconds of one turn that go into laying out."""

STEPS = 1000


class Laying(QProgressDialog):
    """Main thread. The window is painted meanwhile; its hand waits, for an edit in between would
    part the one step of undo in two."""

    def __init__(
        self, bench: Bench, placing: Placing, title: str, done: Callable[[], None]
    ) -> None:
        super().__init__(title, "", 0, STEPS, bench.banners.window())
        self._bench, self._placing, self._done = bench, placing, done
        self.setCancelButtonText(self.tr("Cancel"))
        self.setWindowTitle(self.tr("Paste"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAutoClose(False)
        self.setAutoReset(False)
        self.setMinimumDuration(0)
        self.canceled.connect(self._cancel)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()
        self.show()

    def _cancel(self) -> None:
        """Nothing of it stays on the board."""
        if self._end():
            self._placing.cancel()

    def _turn(self) -> None:
        clock = QElapsedTimer()
        clock.start()
        while clock.elapsed() < TURN:
            try:
                more = self._placing.step()
            except Trouble as trouble:
                self._end()
                self._bench.tell(trouble)
                return
            if not more:
                self._end()
                self._done()
                return
        self.setValue(round(self._placing.share * STEPS))

    def _end(self) -> bool:
        """Says whether it was still going on."""
        if not self._timer.isActive():
            return False
        self._timer.stop()
        self.hide()
        self.deleteLater()
        return True
