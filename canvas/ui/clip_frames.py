"""Small frames out of the middle of clips, decoded off the Qt thread; bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from canvas.ui.bridge import Errands

KEPT = 512
"""Frames kept; one of 300 x 168 pixels takes 200 KB."""

Key = tuple[str, int, int]
"""A stored file, a frame of it, and how many pixels high it is wanted."""


class ClipFrames(QObject):
    """`best` never waits: it gives what is there, and has the rest decoded. Qt thread.

    Frames asked for in one turn of the event loop are decoded file by file, each opened once.
    """

    arrived = Signal()

    def __init__(self, find: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._errands = Errands(self)
        self._kept: OrderedDict[Key, QImage] = OrderedDict()
        self._under_way: set[Key] = set()
        self._came: set[Key] = set()
        """Whose file has come while it was looked for: looks that find nothing were too early."""

    def best(self, hash: str, numbers: Sequence[int], high: int) -> list[QImage | None]:
        """These frames of a file, None where they have not come yet or cannot be had."""
        keys = [(hash, number, high) for number in numbers]
        absent = [key for key in keys if key not in self._kept and key not in self._under_way]
        if absent:
            self._under_way.update(absent)
            wanted = tuple(dict.fromkeys(number for _, number, _ in absent))
            work = partial(_decoded, self._find, hash, wanted, high)
            give_up = partial(self._keep, hash, high, wanted)
            self._errands.send(work, give_up, lambda _trouble: give_up({}))
        for key in keys:
            if key in self._kept:
                self._kept.move_to_end(key)
        return [
            found if found and not found.isNull() else None for found in map(self._kept.get, keys)
        ]

    def forgive(self, hashes: Iterable[str]) -> None:
        """These were missing and have come: what could not be shown of them is tried again."""
        came = frozenset(hashes)
        self._came |= {key for key in self._under_way if key[0] in came}
        for key in [key for key, image in self._kept.items() if key[0] in came and image.isNull()]:
            del self._kept[key]

    def close(self) -> None:
        """Wait for the decoders; nothing arrives any more."""
        self._errands.close()

    def _keep(self, hash: str, high: int, wanted: Sequence[int], found: dict[int, QImage]) -> None:
        """What could not be read is kept as a null image, so that it is not tried again."""
        keys = {number: (hash, number, high) for number in wanted}
        early = not found and not self._came.isdisjoint(keys.values())
        self._came.difference_update(keys.values())
        for number, key in keys.items():
            self._under_way.discard(key)
            if not early:
                self._kept[key] = found.get(number, QImage())
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()


def _decoded(
    find: Callable[[str], Path | None], hash: str, numbers: Sequence[int], high: int
) -> dict[int, QImage]:
    """Frames of a stored video, `high` pixels high; those beyond its end are its last. Any
    thread."""
    from assets.frames import Frames  # late: the decoder is not needed for the first frame

    path = find(hash)
    if path is None:
        return {}
    with Frames(path, threads=1) as frames:
        last = frames.frames - 1
        return {
            number: _image(frames.frame(min(max(number, 0), last)), high)
            for number in sorted(numbers)
        }


def _image(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], high: int) -> QImage:
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    small = image.scaledToHeight(high, Qt.TransformationMode.SmoothTransformation)
    return small.convertToFormat(QImage.Format.Format_RGB32)
