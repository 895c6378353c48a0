"""A way through the film: where it starts, how fast it goes and which way."""

from __future__ import annotations

from dataclasses import dataclass

from canvas.document.sequence import Sequence


@dataclass(frozen=True, slots=True)
class Run:
    """A way through the film in ticks 0, 1, 2 ...: from `start` on, every `step`-th frame."""

    sequence: Sequence
    size: tuple[int, int]
    """Pixels to decode to."""
    start: int
    step: int = 0
    """Negative plays backwards; 0 stays."""
    loop: bool = False

    def frame(self, tick: int) -> int | None:
        """The film's frame at a tick, or None when the run is over."""
        number = self.start + tick * self.step
        if 0 <= number < self.sequence.frames:
            return number
        return number % self.sequence.frames if self.loop else None
