"""What is done when this board and its room cannot be merged: look at what the room has, stage it,
and set the board aside when the session closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from assets.folder import BoardFolder
from canvas.app import conflict, room_troubles
from canvas.app.joining import Fetched, fetch, is_one
from canvas.app.settings import Settings
from canvas.document.board import Board
from canvas.document.words import Trouble
from collab.dialling import Address

Registers: TypeAlias = "dict[str, dict[str, object]]"


class Parting:
    """Belongs to the board's thread; fetches on one of its own."""

    def __init__(
        self,
        board: Path,
        address: Address,
        settings: Settings,
        woken: Callable[[], None],
        *,
        why: str,
    ) -> None:
        self.why = why
        self.staged = False
        self.copy = conflict.copy_path(board)
        self._board = board
        self._woken = woken
        self._over = threading.Event()
        self._found: Fetched | Trouble | None = None
        self._thread = threading.Thread(
            target=self._fetch, args=(address, settings), name="parting", daemon=True
        )
        self._thread.start()

    @property
    def trouble(self) -> Trouble:
        return room_troubles.apart(self.copy, lineage=self.why == "lineage")

    def take(self) -> Fetched | Trouble | None:
        """What the room has, or why that cannot be had; once, when it is there."""
        found, self._found = self._found, None
        return found

    def is_idle(self, found: Fetched, board: Board) -> bool:
        """Whether the room has all of ours, or the same as we wherever both have something."""
        if self.why == "role":
            return found.contents() == board.registers()
        return self.why == "vouched" and is_one(found.updates, board.encode())

    def stage(self, found: Fetched) -> None:
        """Have it take the board's place when the session closes. Raises what a disk raises."""
        conflict.stage(self._board, found.updates)
        self.staged = True

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def drop(self) -> None:
        """Nothing is to take the board's place."""
        conflict.unstage(self._board)

    def settle(self, folder: BoardFolder) -> None:
        """The journal is closed and the folder still ours: set the board aside."""
        conflict.settle(folder, self.copy, with_comments=self.why == "lineage")

    def _fetch(self, address: Address, settings: Settings) -> None:
        try:
            self._found = fetch(address, settings, cancelled=self._over.is_set)
        except Trouble as trouble:
            self._found = trouble
        self._woken()
