"""Which comments one person has seen: kept on this computer, never in the document."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assets.whole import write_whole
from canvas.app import settings

MOST = 100_000
"""Ids that are kept for one board: the oldest go first."""


class Seen:
    """The ids of the comments of one board that were read here. One thread, the board's."""

    def __init__(self, lineage: str) -> None:
        name = hashlib.sha256(lineage.encode()).hexdigest()[:32]
        self.path: Path = settings.folder() / "seen" / f"{name}.json"
        self._known: dict[str, None] | None = None

    def __contains__(self, comment: str) -> bool:
        return comment in self._ids

    @property
    def _ids(self) -> dict[str, None]:
        """Read when somebody first asks: a board without comments costs nothing."""
        if self._known is None:
            self._known = dict.fromkeys(self._read())
        return self._known

    def add(self, comments: Iterable[str]) -> bool:
        """Note that these were read. Says whether that is news."""
        new = [id for id in comments if id not in self._ids]
        if new:
            # another window of this person may have written meanwhile
            self._ids.update(dict.fromkeys([*self._read(), *new]))
            self._write()
        return bool(new)

    def _read(self) -> list[str]:
        with suppress(OSError, ValueError):  # none yet, or damaged: everything is unread again
            found = json.loads(self.path.read_text("utf-8"))
            if isinstance(found, list):
                return [id for id in found[-MOST:] if isinstance(id, str) and len(id) <= 64]
        return []

    def _write(self) -> None:
        with suppress(OSError):  # what was read counts as unread in the next session: no loss
            write_whole(self.path, json.dumps(list(self._ids)[-MOST:]))
