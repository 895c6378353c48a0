"""Animatic: the built-in renderer. No weights, no GPU, always there, and the same pixels every
time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import cv2
import numpy as np

from generation.backends.animatic import limits, pictures
from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.shots import shot_of
from generation.contract import Progress, ShotRequest


class Animatic:
    """Moves a camera over pictures, and draws a slate where there are only words."""

    name = "Animatic"
    version = "2"

    def frames(
        self,
        request: ShotRequest,
        media: pictures.Find,
        report: Callable[[Progress], None],
    ) -> Iterator[Pixels]:
        """See generation.contract.Backend. A request that cannot be drawn is refused here, before
        the first frame.
        """
        limits.check(request)
        return _drawn(request, media, report)


def _drawn(
    request: ShotRequest, media: pictures.Find, report: Callable[[Progress], None]
) -> Iterator[Pixels]:
    cv2.setNumThreads(1)  # one core, and sums in one order
    size = request.width, request.height
    inner = _drawing_size(request)
    report(Progress(phase="loading", done=0, total=1))
    drawing = shot_of(request, media, inner)
    whole = np.empty((size[1], size[0], 3), np.uint8)
    for number in range(request.frames):
        frame = drawing.frame(number)
        if inner != size:
            cv2.resize(frame, size, dst=whole, interpolation=cv2.INTER_CUBIC)
        yield frame if inner == size else whole


def _drawing_size(request: ShotRequest) -> tuple[int, int]:
    """A draft is drawn at half the size: a quarter of the work, nearly the same look in motion."""
    if request.quality == "final" or min(request.width, request.height) < 128:
        return request.width, request.height
    return request.width // 2, request.height // 2
