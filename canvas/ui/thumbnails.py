"""Thumbnails from the store, decoded on two threads in the sizes that are drawn; bounded."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from canvas.document.words import Trouble
from canvas.ui.bridge import Errands

WIDTHS = (40, 160, 640)
"""The widths in pixels that pictures are decoded at."""

BUDGETS = {40: 12 << 20, 160: 16 << 20, 640: 40 << 20}
"""Bytes of decoded pixels kept for each width."""

MOST_AT_ONCE = 48
"""Errands under way; what is still wanted then is asked for again by the next frame."""


class Thumbnails(QObject):
    """`best` never waits: it gives what is there and has the rest decoded off the main thread.

    `find` tells where a stored file lies, or None; it is called on the pool's threads.
    """

    arrived = Signal(str)
    """The hash of a thumbnail that can now be drawn better."""

    def __init__(self, find: Callable[[str], Path | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find = find
        self._errands = Errands(self)
        self._images: dict[int, OrderedDict[str, QImage]] = {w: OrderedDict() for w in WIDTHS}
        self._bytes = dict.fromkeys(WIDTHS, 0)
        self._under_way: set[tuple[str, int]] = set()
        self._missing: set[str] = set()
        self._came: set[tuple[str, int]] = set()
        """What has come while it was looked for: looks that find nothing were too early."""
        self.arrivals = 0
        """Grows whenever a picture comes, is dropped, or turns out to be missing."""

    def best(self, hash: str, wide: float, *, fetch: bool = True) -> QImage | None:
        """The best picture there is for drawing `wide` pixels wide; a better one is sent for."""
        level = next((width for width in WIDTHS if width >= wide), WIDTHS[-1])
        found = self._images[level].get(hash)
        if found is not None:
            self._images[level].move_to_end(hash)
            return found
        if fetch:
            self._send_for(hash, level)
        for width in (*WIDTHS[WIDTHS.index(level) :], *reversed(WIDTHS)):
            if (other := self._images[width].get(hash)) is not None:
                return other
        return None

    def is_missing(self, hash: str) -> bool:
        """Whether the file is not there, or cannot be read."""
        return hash in self._missing

    @property
    def has_missing(self) -> bool:
        return bool(self._missing)

    def look_again(self) -> None:
        """Files that were missing may have come, and others gone: those are looked for beside the
        work."""
        self.arrivals += 1
        self._missing.clear()
        kept = frozenset(hash for images in self._images.values() for hash in images)
        if kept:
            self._errands.send(partial(_gone, self._find, kept), self._drop, _not_known)

    def forgive(self, hashes: Iterable[str]) -> None:
        """These were missing and have come."""
        came = frozenset(hashes)
        self._missing -= came
        self._came |= {job for job in self._under_way if job[0] in came}
        self.arrivals += 1

    @property
    def busy(self) -> bool:
        return bool(self._under_way)

    def close(self) -> None:
        """Wait for the decoders; nothing arrives any more."""
        self._errands.close()
        self._under_way.clear()

    def _send_for(self, hash: str, wide: int) -> None:
        job = (hash, wide)
        if job in self._under_way or hash in self._missing or len(self._under_way) >= MOST_AT_ONCE:
            return
        self._under_way.add(job)
        self._errands.send(
            partial(decoded, self._find, hash, wide),
            partial(self._keep, hash, wide),
            partial(self._give_up, hash, wide),
        )

    def _keep(self, hash: str, wide: int, image: QImage | None) -> None:
        early = (hash, wide) in self._came
        self._came.discard((hash, wide))
        self._under_way.discard((hash, wide))
        self.arrivals += 1
        if image is None:
            if not early:  # else whoever draws it asks again
                self._missing.add(hash)
        else:
            kept = self._images[wide]
            kept[hash] = image
            self._bytes[wide] += image.sizeInBytes()
            while self._bytes[wide] > BUDGETS[wide] and len(kept) > 1:
                _, old = kept.popitem(last=False)
                self._bytes[wide] -= old.sizeInBytes()
        self.arrived.emit(hash)

    def _drop(self, gone: frozenset[str]) -> None:
        """These files are there no more: what was decoded of them would be lost on the next day."""
        for hash in gone:
            for wide, images in self._images.items():
                if (old := images.pop(hash, None)) is not None:
                    self._bytes[wide] -= old.sizeInBytes()
            self._missing.add(hash)
            self.arrivals += 1
            self.arrived.emit(hash)

    def _give_up(self, hash: str, wide: int, trouble: Trouble) -> None:
        """Files vanish while boards are open; the card says so where its picture would be."""
        self._keep(hash, wide, None)


def _gone(find: Callable[[str], Path | None], hashes: frozenset[str]) -> frozenset[str]:
    return frozenset(hash for hash in hashes if find(hash) is None)


def _not_known(_trouble: Trouble) -> None:
    """The disk does not answer: what has been decoded is shown on."""


def decoded(find: Callable[[str], Path | None], hash: str, wide: int) -> QImage | None:
    """A stored picture fitted into `wide` pixels, or None if it is not there or no picture.

    Any thread.
    """
    path = find(hash)
    if path is None:
        return None
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() > 2 * wide:
        # a JPEG decoder halves for nothing; the last step is a smooth one
        reader.setScaledSize(size.scaled(QSize(2 * wide, 1 << 20), _KEEP))
    image = reader.read()
    if image.isNull():
        return None
    if image.width() > wide:
        image = image.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation)
    return image.convertToFormat(QImage.Format.Format_RGB32)


_KEEP = Qt.AspectRatioMode.KeepAspectRatio
