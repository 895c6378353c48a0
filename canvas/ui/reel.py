"""The film's frames on their way to the screen: decoded ahead on a thread, in either direction."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

from PySide6.QtGui import QImage

from assets.projection import FilmFrames, Find
from canvas.ui.playback import image_of
from canvas.ui.run import Run

AHEAD = 8
"""Frames decoded before they are due; at 1080p that is 64 MB."""


class Reel:
    """Decodes a film a few frames ahead of its clock, on a thread of its own.

    `ready` is called on that thread when a frame has come.
    """

    def __init__(self, find: Find, ready: Callable[[], None]) -> None:
        self._find = find
        self._ready = ready
        self._changed = threading.Condition()
        self._run: Run | None = None
        self._tick = 0
        self._late = 0
        self._done: deque[tuple[int, QImage]] = deque()
        self._closed = self._stale = False
        self._thread = threading.Thread(target=self._work, name="reel", daemon=True)
        self._thread.start()

    def show(self, run: Run | None) -> None:
        """Decode another run from now on, or nothing."""
        with self._changed:
            self._run, self._tick, self._late = run, 0, 0
            self._done.clear()
            self._changed.notify()

    def look_again(self) -> None:
        """Files have come: what is decoded from now on is opened anew."""
        with self._changed:
            self._stale = True
            self._changed.notify()

    def take(self, tick: int) -> tuple[int, QImage] | None:
        """The newest frame due at `tick`, with its number in the film; what is late is dropped."""
        with self._changed:
            due = None
            while self._done and self._done[0][0] <= tick:
                due = self._done.popleft()
            self._late = tick
            self._changed.notify()
            number = self._run.frame(due[0]) if due and self._run else None
            return (number, due[1]) if due and number is not None else None

    def close(self) -> None:
        """Stop, and wait for the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    # -- on the reel's thread

    def _work(self) -> None:
        film: FilmFrames | None = None
        while (wanted := self._next()) is not None:
            run, tick, number = wanted
            with self._changed:
                stale, self._stale = self._stale, False
            known = film is not None and (film.sequence, film.asked) == (run.sequence, run.size)
            if film is None or stale or not known:
                if film is not None:
                    film.close()
                film = FilmFrames(
                    run.sequence, self._find, size=run.size, captions=True, lenient=True
                )
            image = image_of(film.screen(number))
            with self._changed:
                if self._run is run:
                    self._done.append((tick, image))
            self._ready()
        if film is not None:
            film.close()

    def _next(self) -> tuple[Run, int, int] | None:
        """Wait until a frame should be decoded; its run, tick and number, or None at the end."""
        with self._changed:
            while not self._closed:
                run = self._run
                self._tick = max(self._tick, self._late)
                number = run.frame(self._tick) if run and len(self._done) < AHEAD else None
                over = run is not None and run.step == 0 and self._tick > 0
                if run is not None and number is not None and not over:
                    self._tick += 1
                    return run, self._tick - 1, number
                self._changed.wait()
        return None
