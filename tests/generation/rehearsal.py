"""A backend for tests that draws real frames and, on cue, does what a backend may do wrong.

The prompt is its script, one cue a line: `tally FILE`, `slow SECONDS`, `print`, `raise`, `memory`,
`few`, `many`, `wide`, `stuck [FILE]`, `kill TIMES FILE`.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assets.frames import Frames
from assets.pictures import read_picture
from generation.contract import Media, Progress, ShotRequest

KILL_AT = 2
"""The frame at which a cue strikes."""


class Rehearsal:
    name = "Rehearsal"
    version = "1"

    def frames(
        self,
        request: ShotRequest,
        media: Callable[[Media], Path],
        report: Callable[[Progress], None],
    ) -> Iterator[NDArray[np.uint8]]:
        cues = dict(line.partition(" ")[::2] for line in request.prompt.splitlines())
        colour = self._first_colour(request, media)
        if "tally" in cues:
            with Path(cues["tally"]).open("a") as tally:
                tally.write(f"{os.getpid()} seed {request.seed}\n")
        if "print" in cues:
            print("a library says what nobody asked for", flush=True)  # noqa: T201 - the cue
        count = request.frames - ("few" in cues) + ("many" in cues)
        for number in range(count):
            if number == KILL_AT:
                self._strike(cues)
            time.sleep(float(cues.get("slow", 0)))
            report(Progress(phase="rendering", done=number, total=request.frames))
            yield self._frame(request, number, colour, wide="wide" in cues)

    def _first_colour(self, request: ShotRequest, media: Callable[[Media], Path]) -> int:
        """A shot that starts from a picture takes its colour from there, else from the seed."""
        if not request.keyframes:
            return request.seed % 200
        picture = request.keyframes[0].picture
        path = media(picture)
        if picture.frame is None:
            return int(read_picture(path)[0, 0, 0])
        with Frames(path, threads=1) as clip:
            return int(clip.frame(picture.frame % clip.frames)[0, 0, 0])

    def _strike(self, cues: dict[str, str]) -> None:
        if "raise" in cues:
            raise RuntimeError("the paint is dry")
        if "memory" in cues:
            raise MemoryError
        if "stuck" in cues:
            if cues["stuck"]:
                Path(cues["stuck"]).touch()
            time.sleep(3600)
        if "kill" in cues:
            times, _, tally = cues["kill"].partition(" ")
            struck = Path(tally).stat().st_size if Path(tally).exists() else 0
            if struck < int(times):
                Path(tally).write_bytes(b"x" * (struck + 1))
                os.kill(os.getpid(), signal.SIGKILL)

    def _frame(
        self, request: ShotRequest, number: int, colour: int, *, wide: bool
    ) -> NDArray[np.uint8]:
        frame = np.full((request.height, request.width + wide, 3), colour, np.uint8)
        frame[:, : (number * 3) % request.width, 1] = 200
        return frame
