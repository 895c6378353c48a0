"""A backend that is given a checkpoint, as those that draw on cards are, and notes where it drew.

Its cues beside the rehearsal's: `drawn FILE`, `full RUNG` (not enough memory there),
`eat MEGABYTES` (of main memory, and keeps them), and `lost` (the card, in the middle of the shot).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from canvas.document.words import say
from generation.contract import DeviceLost, Media, ModelOrder, Progress, ShotRequest
from tests.generation.rehearsal import Rehearsal


class Carded(Rehearsal):
    def __init__(self, order: ModelOrder) -> None:
        self.order = order
        self._eaten: list[bytearray] = []

    def frames(
        self,
        request: ShotRequest,
        media: Callable[[Media], Path],
        report: Callable[[Progress], None],
    ) -> Iterator[NDArray[np.uint8]]:
        cues = dict(line.partition(" ")[::2] for line in request.prompt.splitlines())
        order = self.order
        with Path(cues["drawn"]).open("a") as drawn:
            drawn.write(f"{os.getpid()} {order.device} {order.manifest.id} {order.rung}\n")
        if order.rung == cues.get("full"):
            raise MemoryError
        if "eat" in cues:
            self._eaten.append(bytearray(os.urandom(1 << 20) * int(cues["eat"])))
        frames = super().frames(request, media, report)
        return _until_lost(frames) if "lost" in cues else frames


def _until_lost(frames: Iterator[NDArray[np.uint8]]) -> Iterator[NDArray[np.uint8]]:
    yield next(frames)
    yield next(frames)
    raise DeviceLost(
        say("The graphics card stopped in the middle of the shot."), remedy=say("Try again.")
    )
