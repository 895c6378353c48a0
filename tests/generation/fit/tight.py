"""A backend with weights that runs out of memory on cue, and tells what it took when it does not.

The prompt is its script: `tally FILE` notes each try as process, rung and tiling; `tight RUNGS`
names the rungs (with commas) that have too little memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.contract import Media, ModelOrder, Progress, ShotRequest, Spent


class Tight:
    name = "Tight"
    version = "1"

    def __init__(self, order: ModelOrder) -> None:
        self._order = order

    def frames(
        self,
        request: ShotRequest,
        media: Callable[[Media], Path],
        report: Callable[[Progress], None],
    ) -> Iterator[NDArray[np.uint8]]:
        cues = dict(line.partition(" ")[::2] for line in request.prompt.splitlines())
        with Path(cues["tally"]).open("a") as tally:
            tally.write(f"{os.getpid()} {self._order.rung} {self._order.speed['tiling']}\n")
        for number in range(request.frames):
            if number == 1 and self._order.rung in cues.get("tight", "").split(","):
                raise MemoryError
            report(Progress(phase="rendering", done=number, total=request.frames))
            yield np.full((request.height, request.width, 3), number, np.uint8)

    def spent(self) -> Spent:
        return Spent(bytes=3 << 30, ram=1 << 30, loading=2.0, denoising=8.0, decoding=1.0)
