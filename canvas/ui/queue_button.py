"""The button of the top bar that opens the queue, and says how long it takes."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent

from canvas.app.notices import Notice, QueueChanged
from canvas.app.queue import Snapshot
from canvas.ui import queue_words
from canvas.ui.bench import Bench
from canvas.ui.controls import Button
from canvas.ui.icons import icon
from canvas.ui.theme import Theme

SLOWLY = 500
"""Milliseconds between two looks at a queue at work: what it says are minutes."""


class QueueButton(Button):
    """Main thread. Out of sight while there is nothing to say."""

    wanted = Signal()

    def __init__(self, bench: Bench) -> None:
        super().__init__(quiet=True)
        self._bench = bench
        self._soon = QTimer(self, singleShot=True, interval=SLOWLY)
        self._soon.timeout.connect(self.refresh)
        self.clicked.connect(self.wanted)
        self.set_theme(bench.theme)
        self._stop = bench.session.listen(self._hear)
        self.refresh()

    def close_down(self) -> None:
        self._soon.stop()
        self._stop()

    def set_theme(self, theme: Theme) -> None:
        self.setIcon(icon("queue", theme, 16))

    def refresh(self) -> None:
        """Say how things stand."""
        shown = self._bench.session.queue.snapshot()
        text = self._words(shown)
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        self.setVisible(bool(text))
        self.setToolTip(queue_words.heading(shown) or queue_words.why_paused(shown.why_paused))
        self.setAccessibleName(", ".join((self.tr("Queue"), self.text(), self.toolTip())))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._soon.stop()

    def _words(self, shown: Snapshot) -> str:
        if shown.why_paused:
            return self.tr("Paused")
        if not shown.running and not shown.waiting:
            return ""
        return queue_words.whole(shown) or self.tr("Queue")

    def _hear(self, notice: Notice) -> None:
        if isinstance(notice, QueueChanged) and not self._soon.isActive():
            self._soon.start()
