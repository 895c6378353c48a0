"""Exports and renders that begin once the originals they need have come from whoever has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from canvas.app.fetching import Fetching
from canvas.app.notices import ExportProgress, FilesMoved, Notice, Told
from canvas.app.whereabouts import OriginalsAway, originals_away
from canvas.document.records import Asset
from canvas.document.words import QT_TRANSLATE_NOOP, say

HOPELESS = frozenset({"away", "nobody", "failed", "offline"})
"""Whereabouts from which nothing comes by itself now."""


@dataclass(eq=False)
class _Waiting:
    assets: tuple[Asset, ...]
    begin: Callable[[], None]
    give_up: Callable[[OriginalsAway], None]


class Awaiting:
    """On the thread that owns the board."""

    def __init__(self, fetching: Fetching, tell: Callable[[Notice], None]) -> None:
        self._fetching = fetching
        self._tell = tell
        self._exports: dict[Path, tuple[_Waiting, int]] = {}
        self._renders: list[_Waiting] = []

    def export(
        self, out: Path, assets: Sequence[Asset], frames: int, begin: Callable[[], None]
    ) -> None:
        """Have these files come, then `begin`. Raises OriginalsAway where they cannot be had."""

        def give_up(trouble: OriginalsAway) -> None:
            self._tell(ExportProgress(out, 0, frames, "failed", trouble=trouble))

        self._exports[out] = (self._waiting(assets, begin, give_up), frames)
        self._tell(ExportProgress(out, 0, frames, "queued"))

    def cancel_export(self, out: Path) -> bool:
        """Whether that export was still waiting; then it never begins."""
        found = self._exports.pop(out, None)
        if found is not None:
            self._tell(ExportProgress(out, 0, found[1], "cancelled"))
        return found is not None

    def render(self, assets: Sequence[Asset], begin: Callable[[], None]) -> None:
        """Have the files that renders begin with come, then `begin`. Raises OriginalsAway where
        they cannot be had."""
        self._renders.append(
            self._waiting(assets, begin, lambda trouble: self._tell(Told(trouble)))
        )
        self._tell(
            Told(
                say(
                    QT_TRANSLATE_NOOP(
                        "words", "Fetching what this render begins with; then it starts by itself."
                    )
                )
            )
        )

    def hear(self, notice: Notice) -> None:
        """Files have come, or will not."""
        if not isinstance(notice, FilesMoved):
            return
        for out, (waiting, _) in list(self._exports.items()):
            if self._is_over(waiting, notice):
                del self._exports[out]
                self._end(waiting)
        over = [waiting for waiting in self._renders if self._is_over(waiting, notice)]
        self._renders = [waiting for waiting in self._renders if waiting not in over]
        for waiting in over:
            self._end(waiting)

    def _waiting(
        self,
        assets: Sequence[Asset],
        begin: Callable[[], None],
        give_up: Callable[[OriginalsAway], None],
    ) -> _Waiting:
        if lost := self._hopeless(assets):
            raise self._away(lost)
        self._fetching.fetch(one.hash for one in assets)
        return _Waiting(tuple(assets), begin, give_up)

    def _is_over(self, waiting: _Waiting, notice: FilesMoved) -> bool:
        """Whether all has come, or something will not."""
        if not any(one.hash in notice.assets for one in waiting.assets):
            return False
        left = self._fetching.lacking(one.hash for one in waiting.assets)
        return not left or bool(self._hopeless(left))

    def _end(self, waiting: _Waiting) -> None:
        left = self._fetching.lacking(one.hash for one in waiting.assets)
        if left:
            waiting.give_up(self._away(self._hopeless(left)))
        else:
            waiting.begin()

    def _away(self, lost: Sequence[Asset]) -> OriginalsAway:
        return originals_away([(one, self._fetching.of(one.hash)) for one in lost])

    def _hopeless(self, assets: Sequence[Asset]) -> list[Asset]:
        found = ((one, self._fetching.of(one.hash)) for one in assets)
        return [one for one, where in found if where is not None and where.state in HOPELESS]
