"""A large paste, laid out between the frames of the screen, with its progress and a way to stop."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from canvas.app.commands.clipboard import Placing
from canvas.document.words import Trouble
from canvas.ui.bench import Bench

TURN = 12
"""Milliseconds of one turn that go into laying out."""

HELD = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.KeyPress,
        QEvent.Type.Shortcut,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.DragEnter,
        QEvent.Type.ContextMenu,
        QEvent.Type.TabletPress,
    }
)
"""What could edit the board, and so part the one step of undo in two."""


class Laying(QObject):
    """Main thread. Looking around goes on meanwhile; editing waits."""

    def __init__(
        self, bench: Bench, placing: Placing, title: str, done: Callable[[], None]
    ) -> None:
        super().__init__(bench.banners)
        self._bench, self._placing, self._done = bench, placing, done
        self._sign = bench.banners.work(title, self.cancel)
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._turn)
        self._timer.start()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one

    def cancel(self) -> None:
        """Nothing of it stays on the board."""
        if self._end():
            self._placing.cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Close and watched is self._bench.banners.window():
            self.cancel()
            return False
        if event.type() not in HELD or not isinstance(watched, QWidget):
            return False
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.cancel()
            return True
        return not (watched is self._sign or self._sign.isAncestorOf(watched))

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
        self._sign.show_share(self._placing.share)

    def _end(self) -> bool:
        """Says whether it was still going on."""
        if not self._timer.isActive():
            return False
        self._timer.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one
        self._sign.leave()
        self.deleteLater()
        return True
