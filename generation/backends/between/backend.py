"""A clip at a higher rate than it was drawn at: what was drawn stays, and between it new pictures
carry on the movement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from assets.frames import Frames
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation.backends.animatic import pictures
from generation.backends.between.midway import Midway, Pixels
from generation.contract import BadRequest, Media, Progress, RenderTrouble, ShotRequest


class Between:
    name = "Frames in between"
    version = "1"

    def frames(
        self,
        request: ShotRequest,
        media: Callable[[Media], Path],
        report: Callable[[Progress], None],
    ) -> Iterator[Pixels]:
        """See generation.contract.Backend. `video` is the clip; what it does not last holds."""
        cv2.setNumThreads(1)  # one core, and sums in one order
        if request.video is None:
            text = QT_TRANSLATE_NOOP("words", "There is no clip to draw between.")
            raise BadRequest(say(text))
        report(Progress(phase="loading", done=0, total=1))
        path = pictures.located(request.video.video, media)
        return _smoothed(request, path, report)


def _smoothed(
    request: ShotRequest, path: Path, report: Callable[[Progress], None]
) -> Iterator[Pixels]:
    try:
        with Frames(path, threads=1) as clip:
            pace = clip.rate.fraction / Fraction(*request.rate)
            pair = _Pair(clip, (request.width, request.height))
            for number in range(request.frames):
                report(Progress(phase="rendering", done=number, total=request.frames))
                yield pair.at(number * pace)
    except RenderTrouble:
        raise
    except Trouble as trouble:
        raise pictures.unusable(trouble) from trouble


class _Pair:
    """Two frames of a clip that follow each other, and the way between them once it is wanted."""

    def __init__(self, clip: Frames, size: tuple[int, int]) -> None:
        self._clip = clip
        self._size = size
        self._shown: dict[int, Pixels] = {}
        self._midway: Midway | None = None
        self._start = -1

    def at(self, place: Fraction) -> Pixels:
        """The picture at a frame of the clip, or between two."""
        last = self._clip.frames - 1
        start, share = min(int(place), last), place - int(place)
        if not share or start == last:
            return self._frame(start)
        if start != self._start or self._midway is None:
            self._midway = Midway(self._frame(start), self._frame(start + 1))
            self._start = start
        return self._midway.at(float(share))

    def _frame(self, number: int) -> Pixels:
        if number not in self._shown:
            picture = _of_size(self._clip.frame(number), self._size)
            kept = {at: one for at, one in self._shown.items() if at == number - 1}
            self._shown = {**kept, number: picture}
        return self._shown[number]


def _of_size(picture: Pixels, size: tuple[int, int]) -> Pixels:
    if (picture.shape[1], picture.shape[0]) == size:
        return np.ascontiguousarray(picture)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
