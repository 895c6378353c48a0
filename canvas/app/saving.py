"""How a board stays saved: every change goes into the journal, and only the journal says what is
safe."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from canvas.document.change import Change
from canvas.document.words import Trouble
from collab.journal import Journal


class Kept(Protocol):
    """What is saved: a board, or what people say about it."""

    person: str

    def encode(self) -> bytes: ...

    def listen(self, listener: Callable[[Change], None]) -> Callable[[], None]: ...


class Saving:
    """Lives on the thread that owns the board; `woken` is called on the journal's thread after each
    commit."""

    def __init__(self, board: Kept, journal: Journal, woken: Callable[[], None]) -> None:
        self._board = board
        self._journal = journal
        self._last = journal.durable
        self._snapshot: threading.Thread | None = None
        self._stop = (board.listen(self._keep), journal.listen(lambda _number: woken()))

    @property
    def state(self) -> str:
        """saved, saving or failed: never `saved` before the last change is on disk."""
        if self._journal.failed is not None:
            return "failed"
        return "saved" if self._journal.durable >= self._last else "saving"

    @property
    def trouble(self) -> Trouble | None:
        return self._journal.failed

    @property
    def last(self) -> int:
        """The number of the latest change; it is safe once `journal.durable` has reached it."""
        return self._last

    def begin(self, label: str) -> None:
        """Journal the whole board as its first entry: a board that has just been made."""
        state = self._board.encode()
        self._last = self._journal.append(state, person=self._board.person, label=label)

    def tend(self) -> None:
        """Start a snapshot in the background when one is due and everything is on disk."""
        running = self._snapshot is not None and self._snapshot.is_alive()
        if running or self.state != "saved" or not self._journal.snapshot_due:
            return
        state, upto = self._board.encode(), self._last
        self._snapshot = threading.Thread(
            target=self._journal.snapshot, args=(state, upto), name="snapshot"
        )
        self._snapshot.start()

    def close(self) -> None:
        """Stop listening, once what is under way has reached the disk or failed for good."""
        for stop in self._stop:
            stop()
        if self._snapshot is not None:
            self._snapshot.join()
        self._journal.flush()

    def _keep(self, change: Change) -> None:
        for each in change.each():
            if each.update:
                self._last = self._journal.append(each.update, person=each.origin, label=each.label)
