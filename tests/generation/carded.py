"""A backend that is given a checkpoint, as those that draw on cards are, and notes where it drew.

Its cues beside the rehearsal's: `drawn FILE`, `full RUNG` (not enough memory there), and
`eat MEGABYTES` (of main memory, and keeps them).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generation.contract import Media, ModelOrder, Progress, ShotRequest
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
        return super().frames(request, media, report)
