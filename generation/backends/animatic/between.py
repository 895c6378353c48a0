"""From one picture to the next: both keep moving, and one gives way to the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np

from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.poses import smooth

CROSSING = 0.6
"""The share of the time between two keyframes in which one gives way to the other."""


class Drawing(Protocol):
    def frame(self, number: int) -> Pixels:
        """(height, width, 3) RGB of one frame of the shot, good until the next one is drawn."""
        ...


class Mixture(Protocol):
    def frame(self, number: int, share: float) -> Pixels:
        """A frame `share` of the way from one drawing to the next."""
        ...


@dataclass(frozen=True, slots=True)
class Dissolve:
    """One seen through the other, both moving."""

    first: Drawing
    second: Drawing

    def frame(self, number: int, share: float) -> Pixels:
        one, other = self.first.frame(number), self.second.frame(number)
        cv2.addWeighted(one, 1 - share, other, share, 0, dst=one)
        return one


class Succession:
    """Drawings that follow one another at their keyframes."""

    def __init__(
        self,
        drawings: Sequence[Drawing],
        at: Sequence[int],
        mixtures: Sequence[Mixture],
        frames: int,
        loop: bool,
    ) -> None:
        self.drawings, self.at, self.mixtures = drawings, at, mixtures
        self.frames, self.loop = frames, loop

    def frame(self, number: int) -> Pixels:
        place = self._place(number)
        after = next((i for i, at in enumerate(self.at) if at > place), len(self.at))
        if after in (0, len(self.at)):
            return self.drawings[max(after - 1, 0)].frame(number)
        begin, end = self.at[after - 1], self.at[after]
        share = ((place - begin) / (end - begin) - 0.5) / CROSSING + 0.5
        if share <= 0:
            return self.drawings[after - 1].frame(number)
        if share >= 1:
            return self.drawings[after].frame(number)
        return self.mixtures[after - 1].frame(number, float(smooth(np.array(share))))

    def _place(self, number: int) -> float:
        """A shot that loops goes there and back again."""
        if not self.loop:
            return float(number)
        turn = (1 - np.cos(2 * np.pi * number / self.frames)) / 2
        return float(turn * self.at[-1])
