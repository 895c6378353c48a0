"""The loudness of sounds, measured beside the work and kept for their cards; bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Signal

from assets.store import Store
from canvas.document.words import Trouble
from canvas.ui.bridge import Errands

Loudness = NDArray[np.uint8]
"""How loud a sound is from its beginning to its end, 0..255."""

KEPT = 512
"""Sounds kept in memory; each takes 2 KB."""


class Waves(QObject):
    """`of` never waits: it gives what is there, and has the rest measured. Main thread."""

    arrived = Signal(str)
    """The hash of a sound that can now be drawn, or turned out not to be one."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.keeps = True
        """Whether measures are written down; not on a board that is open to look at only."""
        self._errands = Errands(self)
        self._kept: OrderedDict[str, Loudness] = OrderedDict()
        self._under_way: set[str] = set()
        self._missing: set[str] = set()
        self._came: set[str] = set()
        """What has come while it was looked for: a look that found nothing was too early."""

    def of(self, hash: str) -> Loudness | None:
        """The loudness of a stored sound, None while it is not known."""
        found = self._kept.get(hash)
        if found is not None:
            self._kept.move_to_end(hash)
        elif hash not in self._under_way and hash not in self._missing:
            self._under_way.add(hash)
            work = partial(_measured, hash, self._store, self.keeps, self._over)
            self._errands.send(work, partial(self._keep, hash), partial(self._give_up, hash))
        return found

    def is_missing(self, hash: str) -> bool:
        """Whether the file is not there, or cannot be heard."""
        return hash in self._missing

    @property
    def has_missing(self) -> bool:
        return bool(self._missing)

    def look_again(self) -> None:
        """Files that were missing may have come."""
        self._missing.clear()

    def forgive(self, hashes: Iterable[str]) -> None:
        """These were missing and have come."""
        came = frozenset(hashes)
        self._missing -= came
        self._came |= came & self._under_way

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    def close(self) -> None:
        """Wait for what runs, which ends at once; nothing arrives any more."""
        self._errands.close()
        self._under_way.clear()

    def _over(self) -> bool:
        return self._errands.over

    def _keep(self, hash: str, loudness: Loudness) -> None:
        self._under_way.discard(hash)
        self._came.discard(hash)
        self._kept[hash] = loudness
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit(hash)

    def _give_up(self, hash: str, trouble: Trouble) -> None:
        """Files vanish while boards are open; the card says so in place of the waveform."""
        self._under_way.discard(hash)
        if hash in self._came:
            self._came.discard(hash)  # whoever draws it asks again
        else:
            self._missing.add(hash)
        self.arrived.emit(hash)


def _measured(hash: str, store: Store, keep: bool, over: Callable[[], bool]) -> Loudness:
    from assets.waveform import loudness_of  # late: it brings the decoders

    return loudness_of(hash, store, keep=keep, cancelled=over)
