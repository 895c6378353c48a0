"""The parts of one shot, drawn one after another, as one clip.

Each part after the first begins on the last frame of the one before, so that frame is shown once.
A part that a model has drawn in other colours is brought back to those of the frame it began on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from assets.frames import Frames
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import BadRequest, Media, Progress, ShotRequest

Pixels = NDArray[np.uint8]
STRONGEST = 1.25
"""A channel's contrast is changed by no more than this: more is no drift but another scene."""
FARTHEST = 24.0
"""Levels by which a channel is shifted at most."""


class Joining:
    name = "Joining"
    version = "1"

    def frames(
        self,
        request: ShotRequest,
        media: Callable[[Media], Path],
        report: Callable[[Progress], None],
    ) -> Iterator[Pixels]:
        """See generation.contract.Backend. `references` are the parts, in order; `frame` of each is
        the last that is shown of it, -1 all."""
        cv2.setNumThreads(1)  # one core, and sums in one order
        report(Progress(phase="loading", done=0, total=1))
        return _joined(request, media)


def _joined(request: ShotRequest, media: Callable[[Media], Path]) -> Iterator[Pixels]:
    size, left = (request.width, request.height), request.frames
    before: Pixels | None = None
    for part in request.references:
        with Frames(media(part), threads=1) as clip:
            last = clip.frames - 1 if part.frame in (None, -1) else part.frame or 0
            table = None
            for number in range(min(last, clip.frames - 1) + 1):
                picture = _of_size(clip.frame(number), size)
                if before is not None and number == 0:
                    table = matching(picture, before)
                    continue
                shown = picture if table is None else _through(picture, table)
                if not left:
                    return
                left -= 1
                yield shown
            before = shown
    while left and before is not None:  # hold the last, should a part be a frame short
        left -= 1
        yield before
    if left:
        raise BadRequest(say(QT_TRANSLATE_NOOP("words", "There are no parts to join.")))


def matching(drawn: Pixels, wanted: Pixels) -> NDArray[np.uint8] | None:
    """For each channel the levels that turn the one picture's colours into the other's; None where
    they agree. (256, 3)."""
    levels = np.arange(256, dtype=np.float64)[:, None]
    mean, spread = _colours(drawn)
    goal, width = _colours(wanted)
    gain = np.clip(width / np.maximum(spread, 1e-6), 1 / STRONGEST, STRONGEST)
    gain = np.where(spread < 1, 1.0, gain)
    shift = np.clip(goal - mean, -FARTHEST, FARTHEST)
    table = np.clip(np.rint((levels - mean) * gain + mean + shift), 0, 255).astype(np.uint8)
    off = np.abs(table.astype(int) - levels).max()
    return table if off > 1 else None


def _colours(picture: Pixels) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    small = cv2.resize(picture, (64, 36), interpolation=cv2.INTER_AREA).astype(np.float64)
    flat = small.reshape(-1, 3)
    return flat.mean(axis=0), flat.std(axis=0)


def _through(picture: Pixels, table: NDArray[np.uint8]) -> Pixels:
    turned = cv2.LUT(picture, np.ascontiguousarray(table[None]))
    return turned.astype(np.uint8, copy=False)


def _of_size(picture: Pixels, size: tuple[int, int]) -> Pixels:
    if (picture.shape[1], picture.shape[0]) == size:
        return np.ascontiguousarray(picture)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
