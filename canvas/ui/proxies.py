"""Pictures out of small films for a screen: cut to the card that shows them, and kept awhile."""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from assets.colour import Converter
    from assets.frames import Frames

Size = tuple[int, int]
"""Width and height in device pixels."""

KEPT = 24 << 20
"""Bytes of pictures kept of what was leafed through."""

Key = tuple[str, Size | None, int]


def image_of(pixels: NDArray[np.uint8]) -> QImage:
    """A QImage of its own from (height, width, 4) BGRA."""
    height, width = pixels.shape[:2]
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


class ProxyFrames:
    """One open film, whose frames come in the size of a card. One thread at a time."""

    def __init__(self, path: Path) -> None:
        # late: the decoders are loaded when the first clip plays, not when the app starts
        from assets.colour import Converter
        from assets.frames import Frames

        self._frames: Frames = Frames(path, threads=1)
        self._converter: Converter = Converter()
        self.count = self._frames.frames
        self.rate = float(self._frames.rate)

    def picture(self, number: int, size: Size | None) -> QImage:
        """Frame `number` filling `size`: what stands over is cut off on both sides alike."""
        if not self._frames.plain:
            return _upright(self._frames.frame(number), size)
        frame = self._frames.decoded(number)
        if size is None:
            return image_of(self._converter.bgra(frame))
        whole = _covering((frame.width, frame.height), size)
        pixels = self._converter.bgra(frame, size=whole)
        left, top = (whole[0] - size[0]) // 2, (whole[1] - size[1]) // 2
        cut = pixels[top : top + size[1], left : left + size[0]]
        return image_of(np.ascontiguousarray(cut))

    def close(self) -> None:
        self._frames.close()


class Leaves:
    """Pictures that were leafed through, the latest ones; bounded. Any thread."""

    def __init__(self, room: int = KEPT) -> None:
        self._room = room
        self._lock = threading.Lock()
        self._images: OrderedDict[Key, QImage] = OrderedDict()
        self.bytes = 0

    def find(self, key: Key) -> QImage | None:
        with self._lock:
            found = self._images.get(key)
            if found is not None:
                self._images.move_to_end(key)
            return found

    def keep(self, key: Key, image: QImage) -> None:
        with self._lock:
            if key in self._images:
                return
            self._images[key] = image
            self.bytes += image.sizeInBytes()
            while self.bytes > self._room and len(self._images) > 1:
                _, old = self._images.popitem(last=False)
                self.bytes -= old.sizeInBytes()


def _covering(film: Size, size: Size) -> Size:
    """The size at which a film fills `size`, its sides in proportion."""
    grown = max(size[0] / film[0], size[1] / film[1])
    return max(round(film[0] * grown), size[0]), max(round(film[1] * grown), size[1])


def _upright(pixels: NDArray[np.uint8], size: Size | None) -> QImage:
    """A picture of a film that lies on its side, or has long pixels: seldom, and slower."""
    height, width = pixels.shape[:2]
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    if size is None:
        return image
    whole = _covering((width, height), size)
    grown = image.scaled(
        *whole, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )
    return grown.copy((whole[0] - size[0]) // 2, (whole[1] - size[1]) // 2, *size)
