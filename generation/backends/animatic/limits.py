"""What a request must be for Animatic to draw it; everything else is refused before anything is
read.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import BadRequest, Motion, Region, ShotRequest
from generation.moves import AXES, PRESETS

SIDE_LOW, SIDE_HIGH = 16, 8192
MOST_FRAMES = 1_000_000
MOST_PATHS = 6


def check(request: ShotRequest) -> None:
    """Raises BadRequest with the first thing that is wrong."""
    for wrong in _wrongs(request):
        raise BadRequest(
            wrong,
            meaning=say(QT_TRANSLATE_NOOP("words", "The shot cannot be rendered as it is.")),
            remedy=say(QT_TRANSLATE_NOOP("words", "Change this setting of the clip.")),
        )


def _wrongs(request: ShotRequest) -> Iterator[Sentence]:
    if not 1 <= request.frames <= MOST_FRAMES:
        yield say(
            QT_TRANSLATE_NOOP("words", "A shot has 1 to {most} frames, not {frames}."),
            most=MOST_FRAMES,
            frames=request.frames,
        )
    if not all(SIDE_LOW <= side <= SIDE_HIGH for side in (request.width, request.height)):
        yield say(
            QT_TRANSLATE_NOOP(
                "words", "A frame measures {low} to {high} pixels a side, not {width} x {height}."
            ),
            low=SIDE_LOW,
            high=SIDE_HIGH,
            width=request.width,
            height=request.height,
        )
    if min(request.rate) <= 0:
        yield say(QT_TRANSLATE_NOOP("words", "The frame rate of this shot is not above zero."))
    if request.quality not in ("draft", "final"):
        yield say(
            QT_TRANSLATE_NOOP(
                "words", "A shot is rendered as draft or as final, not as {quality}."
            ),
            quality=request.quality,
        )
    for keyframe in request.keyframes:
        if not -request.frames <= keyframe.at < request.frames:
            yield say(
                QT_TRANSLATE_NOOP("words", "A keyframe lies at frame {at}, outside the shot."),
                at=keyframe.at,
            )
    yield from _wrong_motion(request.motion)


def _wrong_motion(motion: Motion) -> Iterator[Sentence]:
    for axis in AXES:
        value = getattr(motion.camera, axis)
        if not (math.isfinite(value) and -10 <= value <= 10):
            yield say(
                QT_TRANSLATE_NOOP(
                    "words", "The camera's {axis} goes from -10 to 10, not to {value}."
                ),
                axis=axis,
                value=value,
            )
    if motion.camera.preset and motion.camera.preset not in PRESETS:
        yield say(
            QT_TRANSLATE_NOOP("words", "There is no camera move called {preset}."),
            preset=motion.camera.preset,
        )
    if len(motion.paths) > MOST_PATHS:
        yield say(
            QT_TRANSLATE_NOOP("words", "A shot takes {most} drawn paths at most, not {count}."),
            most=MOST_PATHS,
            count=len(motion.paths),
        )
    for path in motion.paths:
        if len(path.points) < 2 or not all(_sane(*point) for point in path.points):
            yield say(QT_TRANSLATE_NOOP("words", "A drawn path is not two or more points."))
    for region in (motion.subject, *(path.region for path in motion.paths)):
        if region is not None and not _is_region(region):
            yield say(
                QT_TRANSLATE_NOOP("words", "The box around a subject is empty or off the picture.")
            )


def _sane(*values: float) -> bool:
    return all(math.isfinite(value) and -4 <= value <= 5 for value in values)


def _is_region(region: Region) -> bool:
    if region.box is None:
        return region.mask is not None
    left, top, width, height = region.box
    if not _sane(*region.box) or width <= 0 or height <= 0:
        return False
    return left < 1 and top < 1 and left + width > 0 and top + height > 0
