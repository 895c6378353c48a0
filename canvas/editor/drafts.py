"""What a tool of the hand is making, before the board knows of it; all in world units."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from canvas.editor.arrows import Line

FADES = 1.0
"""Seconds that a laser's trail is to be seen."""

WIDTHS = {"S": 2.0, "M": 4.0, "L": 9.0}
"""Logical pixels of a pen at 100 %."""


@dataclass(slots=True)
class Pen:
    """What the next stroke is drawn with."""

    color: str = ""
    size: str = "M"

    @property
    def width(self) -> float:
        return WIDTHS[self.size]


@dataclass(slots=True)
class InkDraft:
    """A stroke that is being drawn: x, y and pressure of each point."""

    width: float
    """World units of the pen at full pressure."""
    color: str
    points: list[tuple[float, float, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ArrowDraft:
    """An arrow that is being drawn or pulled, and the node that its loose end would hold on to."""

    line: Line
    weight: float
    heads: str
    color: str
    onto: str | None = None


@dataclass(frozen=True, slots=True)
class ErasedDraft:
    """Strokes that the eraser has touched: of which nodes, and which of theirs."""

    strokes: Mapping[str, frozenset[int]]


class Laser:
    """The trail of a laser pointer: points that fade, never a part of the board."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._points: deque[tuple[float, float, float]] = deque(maxlen=512)
        self.pressed = False

    def point_at(self, x: float, y: float) -> None:
        self._points.append((x, y, self._clock()))

    def trail(self) -> list[tuple[float, float, float]]:
        """World x, y and how fresh each point is: 1 is new, 0 gone. The oldest come first."""
        now = self._clock()
        while self._points and now - self._points[0][2] >= FADES and not self._held():
            self._points.popleft()
        return [(x, y, max(1.0 - (now - at) / FADES, 0.0)) for x, y, at in self._points]

    def _held(self) -> bool:
        """The last point stays while the button is held."""
        return self.pressed and len(self._points) == 1

    def __bool__(self) -> bool:
        """Whether there is anything to be seen."""
        return bool(self.trail())
