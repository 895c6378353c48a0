"""Exports that begin once the originals they show have come from whoever has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from canvas.app.fetching import Fetching
from canvas.app.notices import ExportProgress, FilesMoved, Notice
from canvas.app.whereabouts import originals_away
from canvas.document.records import Asset

HOPELESS = frozenset({"away", "nobody", "failed", "offline"})
"""Whereabouts from which nothing comes by itself now."""


@dataclass
class _Waiting:
    assets: tuple[Asset, ...]
    frames: int
    begin: Callable[[], None]


class Awaiting:
    """On the thread that owns the board."""

    def __init__(self, fetching: Fetching, tell: Callable[[Notice], None]) -> None:
        self._fetching = fetching
        self._tell = tell
        self._waiting: dict[Path, _Waiting] = {}

    def wait(
        self, out: Path, assets: Sequence[Asset], frames: int, begin: Callable[[], None]
    ) -> None:
        """Have these files come, then `begin`. Raises OriginalsAway where they cannot be had."""
        if lost := self._hopeless(assets):
            raise originals_away([(one, self._fetching.of(one.hash)) for one in lost])
        self._waiting[out] = _Waiting(tuple(assets), frames, begin)
        self._fetching.fetch(one.hash for one in assets)
        self._tell(ExportProgress(out, 0, frames, "queued"))

    def cancel(self, out: Path) -> bool:
        """Whether that export was still waiting; then it never begins."""
        found = self._waiting.pop(out, None)
        if found is None:
            return False
        self._tell(ExportProgress(out, 0, found.frames, "cancelled"))
        return True

    def hear(self, notice: Notice) -> None:
        """Files have come, or will not."""
        if not isinstance(notice, FilesMoved):
            return
        for out, waiting in list(self._waiting.items()):
            touched = [one for one in waiting.assets if one.hash in notice.assets]
            if not touched:
                continue
            left = self._fetching.lacking(one.hash for one in waiting.assets)
            lost = self._hopeless(left)
            if lost or not left:
                del self._waiting[out]
            if lost:
                trouble = originals_away([(one, self._fetching.of(one.hash)) for one in lost])
                self._tell(ExportProgress(out, 0, waiting.frames, "failed", trouble=trouble))
            elif not left:
                waiting.begin()

    def _hopeless(self, assets: Sequence[Asset]) -> list[Asset]:
        found = ((one, self._fetching.of(one.hash)) for one in assets)
        return [one for one, where in found if where is not None and where.state in HOPELESS]
