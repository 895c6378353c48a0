"""The pictures a request names, as arrays of a size that the shot can use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np

from assets.frames import Frames
from assets.pictures import measure, read_picture, read_picture_alpha
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say
from generation.backends.animatic.plate import Pixels
from generation.contract import Media, MediaMissing, UnsupportedInput

Find = Callable[[Media], Path]

VIDEOS = frozenset({".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi"})
ENOUGH = 2.0
"""Picture pixels to a frame pixel, above which a picture is made smaller as it is read."""


def picture(media: Media, find: Find, frame: tuple[int, int], enough: float = ENOUGH) -> Pixels:
    """The picture, or one frame of a video, (h, w, 3) RGB, upright."""
    path = located(media, find)
    try:
        if media.frame is not None or path.suffix.lower() in VIDEOS:
            return _video_frame(path, media.frame or 0)
        return read_picture(path, fit=_useful(path, frame, enough))
    except FileNotFoundError as error:
        raise missing() from error
    except Trouble as trouble:
        raise unusable(trouble) from trouble


def mask(media: Media, find: Find, size: tuple[int, int]) -> Pixels:
    """(h, w), white belongs to it; scaled to `size` (width, height). What is see-through is
    black.
    """
    path = located(media, find)
    try:
        drawn = read_picture_alpha(path)
    except Trouble as trouble:
        raise unusable(trouble) from trouble
    grey = cv2.cvtColor(drawn[..., :3], cv2.COLOR_RGB2GRAY)
    white = cv2.multiply(grey, drawn[..., 3], scale=1 / 255)
    return cv2.resize(white, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def located(media: Media, find: Find) -> Path:
    path = find(media)
    if not path.is_file():
        raise missing()
    return path


def missing() -> MediaMissing:
    return MediaMissing(
        say(QT_TRANSLATE_NOOP("words", "A picture that this shot uses is not on this computer.")),
        meaning=say(QT_TRANSLATE_NOOP("words", "The shot was not rendered.")),
        remedy=say(
            QT_TRANSLATE_NOOP("words", "Import the picture again, or link another one to the clip.")
        ),
    )


def unusable(trouble: Trouble) -> UnsupportedInput:
    return UnsupportedInput(trouble.what, meaning=trouble.meaning, remedy=trouble.remedy)


def _video_frame(path: Path, number: int) -> Pixels:
    with Frames(path, threads=1) as frames:
        place = number if number >= 0 else frames.frames + number
        return frames.frame(min(max(place, 0), frames.frames - 1))


def _useful(path: Path, frame: tuple[int, int], enough: float) -> tuple[int, int] | None:
    """The box to read a picture into: the frame covered `enough` times over."""
    size = measure(path)
    share = enough * max(frame[0] / size.width, frame[1] / size.height)
    if share >= 1:
        return None
    return max(1, round(size.width * share)), max(1, round(size.height * share))
