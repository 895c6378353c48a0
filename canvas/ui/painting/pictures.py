"""Pictures on cards: tiles of exactly the size that is drawn, and a sheet of dots for overviews."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from canvas.ui.painting import checked
from canvas.ui.thumbnails import Thumbnails

Floats = NDArray[np.float64]

TILE_BYTES = 40 << 20
"""What tiles may take before the oldest are dropped."""

PATIENCE = 0.005
"""Seconds of one frame that may go into cutting tiles; the rest is shown scaled, and cut later."""

DOT = (32, 18)
"""Pixels of a picture in an overview."""

SHEET = (32, 32)
"""Dots across and down one sheet."""


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

    def is_missing(self, hash: str) -> bool:
        """Whether the picture's file is gone, rather than on its way."""
        return self._thumbnails.is_missing(hash)

    def clear(self) -> None:
        self._tiles.clear()
        self._bytes = 0

    def _tile(self, one: Placed, image: QImage) -> QPixmap | None:
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
    """Every picture at the size of a dot, on sheets that one call draws thousands from."""

    def __init__(self, thumbnails: Thumbnails) -> None:
        self._thumbnails = thumbnails
        self._sheets: list[QPixmap] = []
        self._slots: dict[str, int] = {}

    def slot(self, hash: str, *, fetch: bool) -> int:
        """Where a picture lies on the sheets; -1 while it is not there."""
        found = self._slots.get(hash)
        if found is not None:
            return found
        image = self._thumbnails.best(hash, DOT[0], fetch=fetch)
        return -1 if image is None else self._enter(hash, image)

    def draw(self, painter: QPainter, slots: NDArray[np.intp], boxes: Floats) -> None:
        """Draw pictures stretched over (n, 4) boxes of whole device pixels."""
        cells = SHEET[0] * SHEET[1]
        for index, sheet in enumerate(self._sheets):
            chosen = slots // cells == index
            if not chosen.any():
                continue
            cell, box = slots[chosen] % cells, boxes[chosen]
            made = np.zeros((len(box), checked.FRAGMENT))
            made[:, 0] = box[:, 0] + box[:, 2] / 2
            made[:, 1] = box[:, 1] + box[:, 3] / 2
            made[:, 2] = cell % SHEET[0] * DOT[0]
            made[:, 3] = cell // SHEET[0] * DOT[1]
            made[:, 4:6] = DOT
            made[:, 6], made[:, 7] = box[:, 2] / DOT[0], box[:, 3] / DOT[1]
            made[:, 9] = 1.0
            checked.fragments(painter, made, sheet, opaque=True)

    def _enter(self, hash: str, image: QImage) -> int:
        slot = len(self._slots)
        sheet, cell = divmod(slot, SHEET[0] * SHEET[1])
        if sheet == len(self._sheets):
            self._sheets.append(QPixmap(SHEET[0] * DOT[0], SHEET[1] * DOT[1]))
        box = QRect(cell % SHEET[0] * DOT[0], cell // SHEET[0] * DOT[1], *DOT)
        with QPainter(self._sheets[sheet]) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, image)
        self._slots[hash] = slot
        return slot


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
