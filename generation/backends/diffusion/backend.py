"""Draws shots with a checkpoint, through diffusers. One object per checkpoint and device."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from generation.backends.diffusion import troubles
from generation.backends.diffusion.drawing import Drawing
from generation.backends.diffusion.family import Sound
from generation.backends.diffusion.registry import family_of
from generation.backends.diffusion.shot import Find, Shot
from generation.contract import ModelOrder, Preview, Progress, RenderTrouble, ShotRequest, Spent

Pixels = NDArray[np.uint8]


class Diffusion:
    """See generation.contract.Backend; it can be watched, and some checkpoints sound."""

    def __init__(self, order: ModelOrder) -> None:
        self.name = order.manifest.name
        self.version = order.manifest.version
        self._order = order
        self._drawing = Drawing(order, family_of(order.manifest))
        self._show: Callable[[Preview], None] | None = None

    def watch(self, show: Callable[[Preview], None]) -> None:
        self._show = show

    def spent(self) -> Spent:
        return self._drawing.spent

    def take_speed(self, order: ModelOrder) -> bool:
        """Draw the next shots with other settings of speed. False: another order altogether."""
        same = replace(order, speed={}) == replace(self._order, speed={})
        if same:
            self._order = order
            self._drawing.take_speed(order)
        return same

    def sound(self) -> Sound | None:
        return self._drawing.sound

    def frames(
        self, request: ShotRequest, media: Find, report: Callable[[Progress], None]
    ) -> Iterator[Pixels]:
        """The whole shot is drawn before its first frame is given."""
        opening = Progress(phase="encoding", done=0, total=2)
        shot = Shot(request, self._order, media, lambda: report(opening))
        try:
            drawn = self._drawing.draw(shot, report, self._show)
        except RenderTrouble:
            raise
        except Exception as error:  # torch has no one type for what cards do
            known = troubles.told_by(error, self._order.device)
            if known is None:
                raise
            raise known from error
        for number in range(len(drawn)):
            yield eight_bits(drawn[number])


def eight_bits(frame: NDArray[np.float32]) -> Pixels:
    """As the pipelines themselves turn colours from 0..1 into pictures."""
    return np.ascontiguousarray((frame * 255).round().astype(np.uint8))
