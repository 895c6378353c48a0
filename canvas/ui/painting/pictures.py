"""Pictures on cards: tiles of exactly the size that is drawn, and a sheet of dots for overviews."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from canvas.ui.painting import checked
from canvas.ui.thumbnails import Thumbnails

Floats = NDArray[np.float64]

TILE_BYTES = 16 << 20
"""What tiles may take before the oldest are dropped."""

PATIENCE = 0.005
"""Seconds of one frame that may go into cutting tiles; the rest is shown scaled, and cut later."""

DOT = (32, 18)
"""Pixels of a picture in an overview."""

STAMP = (80, 45)
"""Pixels of a picture that is drawn small while the zoom moves."""

SHEET = (32, 32)
"""Dots across and down one sheet."""

DOT_BYTES = 32 << 20
"""What all dots, or all stamps, may take before they are begun anew."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture and where it lies, in device pixels."""

    hash: str
    box: QRect


class Tiles:
    """Pictures cut and scaled to fill their boxes, kept by size. Main thread."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails
        self._tiles: OrderedDict[tuple[str, int, int], tuple[QPixmap, int]] = OrderedDict()
        self._bytes = 0
        self._spent = 0.0
        self._hurried = True
        self.unfinished = False
        """Whether something was drawn that a later frame would draw better."""

    def begin(self) -> None:
        """A new frame: it has its own time for cutting tiles."""
        self._spent = 0.0
        self.unfinished = False

    def draw(
        self,
        painter: QPainter,
        placed: Sequence[Placed],
        ground: QColor,
        *,
        exact: bool,
    ) -> list[Placed]:
        """Draw pictures; those that are not there yet get the ground's colour, and come back.

        Unless `exact`, for a zoom that moves, nothing new is decoded or cut.
        """
        absent: list[Placed] = []
        for one in placed:
            image = self._thumbnails.best(one.hash, _width_for(one.box), fetch=exact)
            if image is None:
                painter.fillRect(one.box, ground)
                absent.append(one)
            elif exact and (tile := self._tile(one, image)) is not None:
                painter.drawPixmap(one.box.topLeft(), tile)
            else:
                painter.drawImage(QRectF(one.box), image, covered(image, one.box))
        return absent

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """While it lasts, every picture is cut at once, and none is kept: its card is."""
        self._hurried = False
        try:
            yield
        finally:
            self._hurried = True

    @property
    def arrivals(self) -> int:
        """Grows whenever any picture comes, or turns out to be missing."""
        return self._thumbnails.arrivals

    def version(self, hash: str, box: QRect) -> int | None:
        """What a picture would be cut from; None while it is not there, 0 if it never will be."""
        image = self._thumbnails.best(hash, _width_for(box))
        if image is None:
            return 0 if self._thumbnails.is_missing(hash) else None
        return image.cacheKey()

    def is_missing(self, hash: str) -> bool:
        """Whether the picture's file is gone, rather than on its way."""
        return self._thumbnails.is_missing(hash)

    def clear(self) -> None:
        self._tiles.clear()
        self._bytes = 0

    def _tile(self, one: Placed, image: QImage) -> QPixmap | None:
        if not self._hurried:
            return QPixmap.fromImage(filled(image, one.box))
        key = (one.hash, one.box.width(), one.box.height())
        found = self._tiles.get(key)
        if found is not None and found[1] == image.cacheKey():
            self._tiles.move_to_end(key)
            return found[0]
        if self._spent > PATIENCE:
            self.unfinished = True
            return None
        start = time.perf_counter()
        tile = QPixmap.fromImage(filled(image, one.box))
        self._spent += time.perf_counter() - start
        if found is not None:
            self._bytes -= _size(found[0])
        self._tiles[key] = (tile, image.cacheKey())
        self._bytes += _size(tile)
        while self._bytes > TILE_BYTES and len(self._tiles) > 1:
            _, (old, _) = self._tiles.popitem(last=False)
            self._bytes -= _size(old)
        return tile


class Dots:
    """Every picture at the size of a dot, or of a stamp, on sheets that one call draws thousands
    from; bounded."""

    def __init__(self, thumbnails: Thumbnails, cell: tuple[int, int] = DOT) -> None:
        self._thumbnails = thumbnails
        self._cell = cell
        self._sheets: list[QPixmap] = []
        self._slots: dict[str, int] = {}
        self.generation = 0
        """Grows when all are dropped, and with them every slot that was ever given."""

    def __len__(self) -> int:
        return len(self._slots)

    def slot(self, hash: str, *, fetch: bool) -> int:
        """Where a picture lies on the sheets; -1 while it is not there."""
        found = self._slots.get(hash)
        if found is not None:
            return found
        image = self._thumbnails.best(hash, self._cell[0], fetch=fetch)
        return -1 if image is None else self._enter(hash, image)

    def draw(self, painter: QPainter, slots: NDArray[np.intp], boxes: Floats) -> None:
        """Draw pictures stretched over (n, 4) boxes of whole device pixels."""
        cells, (wide, high) = SHEET[0] * SHEET[1], self._cell
        for index, sheet in enumerate(self._sheets):
            chosen = slots // cells == index
            if not chosen.any():
                continue
            at, box = slots[chosen] % cells, boxes[chosen]
            made = np.zeros((len(box), checked.FRAGMENT))
            made[:, 0] = box[:, 0] + box[:, 2] / 2
            made[:, 1] = box[:, 1] + box[:, 3] / 2
            made[:, 2] = at % SHEET[0] * wide
            made[:, 3] = at // SHEET[0] * high
            made[:, 4], made[:, 5] = wide, high
            made[:, 6], made[:, 7] = box[:, 2] / wide, box[:, 3] / high
            made[:, 9] = 1.0
            checked.fragments(painter, made, sheet, opaque=True)

    def _enter(self, hash: str, image: QImage) -> int:
        cells, (wide, high) = SHEET[0] * SHEET[1], self._cell
        if (len(self._slots) + 1) * wide * high * 4 > DOT_BYTES:
            self._slots.clear()
            self._sheets.clear()
            self.generation += 1
        slot = len(self._slots)
        sheet, at = divmod(slot, cells)
        if sheet == len(self._sheets):
            self._sheets.append(QPixmap(SHEET[0] * wide, SHEET[1] * high))
        box = QRect(at % SHEET[0] * wide, at // SHEET[0] * high, wide, high)
        with QPainter(self._sheets[sheet]) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, image)
        self._slots[hash] = slot
        return slot


class Places:
    """Where the pictures of many cards lie on sheets, looked up for all at once."""

    def __init__(self, dots: Dots) -> None:
        self.dots = dots
        self._generation = dots.generation
        self._slot_of: NDArray[np.intp] = np.full(1, -1, np.intp)

    def of(
        self, codes: NDArray[np.int64], count: int, name: Callable[[int], str], *, fetch: bool
    ) -> NDArray[np.intp]:
        """A slot for each code out of `count`; -1 for code -1, and while a picture is absent."""
        if self._generation != self.dots.generation:
            self._slot_of[:] = -1
        more = count + 1 - len(self._slot_of)
        if more > 0:
            # the last place stands for "no picture", code -1
            self._slot_of = np.concatenate([self._slot_of[:-1], np.full(more + 1, -1, np.intp)])
        slots = self._slot_of[codes]
        absent = (slots < 0) & (codes >= 0)
        if absent.any():
            self._generation = self.dots.generation
            for code in np.flatnonzero(np.bincount(codes[absent])).tolist():
                self._slot_of[code] = self.dots.slot(name(code), fetch=fetch)
            slots = self._slot_of[codes]
        return slots


def filled(image: QImage, box: QRect) -> QImage:
    """The middle of a picture, scaled so that it fills a box."""
    source = covered(image, box).toAlignedRect().intersected(image.rect())
    return image.copy(source).scaled(
        box.size(), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def covered(image: QImage, box: QRect) -> QRectF:
    """The largest middle part of a picture that has the box's proportions."""
    wide, high = float(image.width()), float(image.height())
    if wide * box.height() > high * box.width():
        cut = high * box.width() / box.height()
        return QRectF((wide - cut) / 2, 0, cut, high)
    cut = wide * box.height() / box.width()
    return QRectF(0, (high - cut) / 2, wide, cut)


def _width_for(box: QRect) -> float:
    """How wide a picture has to be to fill a box, taking the usual 16:9."""
    return max(box.width(), box.height() * 16 / 9)


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
