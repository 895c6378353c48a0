"""Where the shots of the film strip lie: frames to pixels and back. Plain numbers, no Qt."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from canvas.document.sequence import Sequence

GAP = 3.0
"""Pixels between shots."""
_LEAST_SECOND = 22.0
"""Pixels of a second at least; a longer film scrolls."""
_MOST_SECOND = 240.0
"""Pixels of a second at most: a few seconds of film need not fill a wide window."""
_EDGE = 6.0
"""Pixels at each end of a shot by which it is trimmed."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One shot in the strip, from where it begins to where the next one does."""

    index: int
    left: float
    width: float

    @property
    def right(self) -> float:
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Spot:
    """What lies at a place: a shot, and "start" or "end" where its edge can be dragged."""

    index: int
    edge: str = ""


def scale_for(sequence: Sequence, width: float) -> float:
    """Pixels of a frame: the film fills `width`, unless its shots would become too small, or
    larger than anybody needs."""
    least, most = (second / float(sequence.rate) for second in (_LEAST_SECOND, _MOST_SECOND))
    return min(most, max(least, width / sequence.frames)) if sequence.frames else least


class Lane:
    """The strip of a film at `scale` pixels a frame, scrolled by `scroll` pixels."""

    def __init__(self, sequence: Sequence, scale: float, scroll: float = 0.0) -> None:
        self.sequence, self.scale = sequence, scale
        self._starts = [cut.start for cut in sequence.cuts]
        self.scroll = scroll

    @property
    def length(self) -> float:
        """Pixels from the first frame to the end of the last."""
        return self.sequence.frames * self.scale

    def most_scroll(self, width: float) -> float:
        return max(0.0, self.length - width)

    def x_of(self, frame: float) -> float:
        return frame * self.scale - self.scroll

    def frame_at(self, x: float) -> int:
        """The frame at a place, held within the film."""
        frame = int((x + self.scroll) / self.scale)
        return min(max(frame, 0), max(0, self.sequence.frames - 1))

    def slot(self, index: int) -> Slot:
        ends = [*self._starts[index + 1 : index + 2], self.sequence.frames]
        left, right = self.x_of(self._starts[index]), self.x_of(ends[0])
        gap = GAP if index + 1 < len(self._starts) else 0
        return Slot(index, left, max(1.0, right - left - gap))

    def seen(self, width: float) -> list[Slot]:
        """The shots that reach into 0 .. `width`."""
        first = max(0, bisect_right(self._starts, self.frame_at(0)) - 1)
        slots: list[Slot] = []
        for index in range(first, len(self._starts)):
            slot = self.slot(index)
            if slot.left > width:
                break
            slots.append(slot)
        return slots

    def spot(self, x: float) -> Spot | None:
        """The shot at a place, or None beside the film."""
        if not self._starts or not 0 <= x + self.scroll < self.length:
            return None
        index = max(0, bisect_right(self._starts, (x + self.scroll) / self.scale) - 1)
        slot = self.slot(index)
        reach = min(_EDGE, slot.width / 4)
        if x - slot.left < reach:
            return Spot(index, "start")
        return Spot(index, "end" if slot.right - x < reach else "")

    def gap_at(self, x: float) -> int:
        """Before which shot something dropped here goes; their number at the end."""
        slots = (self.slot(index) for index in range(len(self._starts)))
        return sum(1 for slot in slots if slot.left + slot.width / 2 < x)

    def gap_x(self, gap: int) -> float:
        """Where the mark of a gap stands."""
        if gap < len(self._starts):
            return self.slot(gap).left - GAP / 2
        return self.x_of(self.sequence.frames) - GAP / 2
