"""Cards as they were drawn once at this zoom: a pan or a hand that drags only lays them out."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap

MAX_BYTES = 48 << 20
"""What the cards may take before the oldest are dropped."""

LARGEST = 500_000
"""Pixels of a card above which it is not worth keeping: only a few are ever in sight."""

PATIENCE = 0.004
"""Seconds of one frame that may go into drawing cards anew; the rest follow in the next ones."""

Draw = Callable[[QPainter], None]


@dataclass(slots=True)
class Card:
    key: Hashable
    """All that is drawn on it, but pictures."""
    pixmap: QPixmap
    arrivals: float
    """How many pictures had come when it was looked at last."""
    pictures: Hashable
    """Which of its own were there."""


class Deck:
    """Pixmaps by card, each with the key of all that is drawn on it. Main thread."""

    def __init__(self) -> None:
        self._cards: OrderedDict[str, Card] = OrderedDict()
        self._bytes = 0
        self._spent = 0.0
        self.unfinished = False
        """Whether there was no time to draw all that were asked for."""

    def __len__(self) -> int:
        return len(self._cards)

    def begin(self) -> None:
        """A new frame has time of its own."""
        self._spent = 0.0
        self.unfinished = False

    def find(
        self, id: str, key: Hashable, arrivals: float, pictures: Callable[[], Hashable]
    ) -> QPixmap | None:
        """The card with this key, unless a picture on it has come or changed."""
        kept = self._cards.get(id)
        if kept is None or kept.key != key:
            return None
        if kept.arrivals != arrivals:
            if kept.pictures != pictures():
                return None
            kept.arrivals = arrivals
        self._cards.move_to_end(id)
        return kept.pixmap

    def draw(
        self,
        id: str,
        key: Hashable,
        arrivals: float,
        pictures: Hashable,
        size: tuple[int, int],
        draw: Draw,
    ) -> QPixmap | None:
        """Draw a card anew and keep it; None where this frame has no time left."""
        if self._spent > PATIENCE:
            self.unfinished = True
            return None
        started = time.perf_counter()
        pixmap = QPixmap(*size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            draw(painter)
        self._spent += time.perf_counter() - started
        self._keep(id, Card(key, pixmap, arrivals, pictures))
        return pixmap

    def last(self, id: str) -> QPixmap | None:
        """A card as it was drawn last, at whatever zoom."""
        kept = self._cards.get(id)
        return None if kept is None else kept.pixmap

    def clear(self) -> None:
        self._cards.clear()
        self._bytes = 0

    def _keep(self, id: str, card: Card) -> None:
        old = self._cards.pop(id, None)
        if old is not None:
            self._bytes -= _size(old.pixmap)
        self._cards[id] = card
        self._bytes += _size(card.pixmap)
        while self._bytes > MAX_BYTES and len(self._cards) > 1:
            _, oldest = self._cards.popitem(last=False)
            self._bytes -= _size(oldest.pixmap)


def _size(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height() * 4
