"""The camera in motion by itself: a short glide to where it was sent, a roll after a flick."""

from __future__ import annotations

import math
import time

from PySide6.QtCore import QObject, Qt, QTimer

from canvas.editor.camera import Camera
from canvas.editor.editor import Editor
from canvas.editor.travelling import between, eased

LENGTH = 0.160
"""Seconds of a glide."""

TICK = 16
"""Milliseconds between two steps."""

FRICTION = 0.325
"""Seconds in which a roll loses all but a third of its speed."""

FLICK, SLOW, FASTEST = 160.0, 24.0, 6000.0
"""Logical pixels a second: what starts a roll, what ends it, and the most."""


class Gliding(QObject):
    """Main thread. Whatever a hand does stops it where it is."""

    def __init__(self, editor: Editor, parent: QObject) -> None:
        super().__init__(parent)
        self._editor = editor
        self._end: Camera | None = None
        self._start = editor.camera
        self._speed = (0.0, 0.0)
        self._since = self._last = 0.0
        self._timer = QTimer(self, interval=TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    @property
    def moving(self) -> bool:
        return self._timer.isActive()

    def travel(self, end: Camera) -> None:
        """Glide to a camera, from wherever the last glide has come to."""
        if end == self._editor.camera:
            self.stop()
            return
        self._start, self._end = self._editor.camera, end
        self._since = time.monotonic()
        self._timer.start()

    def roll(self, speed: tuple[float, float]) -> None:
        """Go on panning after a flick of so many logical pixels a second, and come to rest."""
        pace = math.hypot(*speed)
        if pace < FLICK:
            return
        cut = min(1.0, FASTEST / pace)
        self._end, self._speed = None, (speed[0] * cut, speed[1] * cut)
        self._last = time.monotonic()
        self._timer.start()

    def stop(self) -> None:
        """Stay where it is."""
        self._timer.stop()
        self._end = None

    def finish(self) -> None:
        """Be where it was going to: the field is about to change its size."""
        end = self._end
        self.stop()
        if end is not None:
            self._editor.camera = end

    def _tick(self) -> None:
        now = time.monotonic()
        if self._end is not None:
            self._step(now, self._end)
        else:
            self._roll_on(now)

    def _step(self, now: float, end: Camera) -> None:
        share = (now - self._since) / LENGTH
        if share >= 1.0:
            self.stop()
        self._editor.camera = between(self._start, end, eased(share))

    def _roll_on(self, now: float) -> None:
        passed, self._last = now - self._last, now
        kept = math.exp(-passed / FRICTION)
        vx, vy = self._speed
        # the way that a speed which dies away exponentially covers, whatever the ticks were
        way = FRICTION * (1.0 - kept)
        self._speed = (vx * kept, vy * kept)
        if math.hypot(*self._speed) < SLOW:
            self.stop()
        self._editor.camera = self._editor.camera.panned(vx * way, vy * way)
