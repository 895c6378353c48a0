"""A clip as a guide: how things move in it, without what they look like.

The motion between frames is found by OpenCV's DIS and told as colours, in the wheel that the
Middlebury benchmark of optical flow uses (Baker et al., "A Database and Evaluation Methodology for
Optical Flow", 2011): the hue says where to, the strength says how far.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]
_ARCS = (15, 6, 4, 11, 13, 6)
"""Steps of the wheel from red to yellow, green, cyan, blue, magenta and back to red."""


def motion_of(frames: Sequence[Pixels], ask: Callable[[], None] | None = None) -> list[Pixels]:
    """One picture for every frame: the motion from it to the next, white where nothing moves.

    `ask` is called before each, and may raise.
    """
    cv2.setNumThreads(1)  # sums in one order
    if len(frames) < 2:
        return [np.full_like(frame, 255) for frame in frames]
    finder = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [np.asarray(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), np.uint8) for frame in frames]
    small = min(grey[0].shape) < 16  # too small to look for anything in it
    coloured = []
    for one, other in pairwise(grey):
        if ask is not None:
            ask()
        still = np.zeros((*one.shape, 2), np.float32)
        coloured.append(_coloured(still if small else _between(finder, one, other)))
    return [*coloured, coloured[-1]]


def _between(finder: cv2.DISOpticalFlow, one: Pixels, other: Pixels) -> Floats:
    return np.asarray(finder.calc(one, other, None), np.float32)  # type: ignore[call-overload]  # None: no first guess


def _coloured(flow: Floats) -> Pixels:
    """Scaled by its own largest motion, but never so far that stillness looks like motion."""
    far = np.hypot(flow[..., 0], flow[..., 1])
    far = far / max(float(far.max()), 1.0)
    wheel = _wheel()
    turn = (np.arctan2(-flow[..., 1], -flow[..., 0]) / np.pi + 1) / 2 * (len(wheel) - 1)
    low = np.floor(turn).astype(int)
    share = (turn - low)[..., None]
    hue = wheel[low] * (1 - share) + wheel[(low + 1) % len(wheel)] * share
    colours = np.rint(255 * (1 - far[..., None] * (1 - hue)))
    return np.asarray(colours, np.uint8)


@cache
def _wheel() -> Floats:
    """(55, 3) in 0..1."""
    corners = np.array(
        [[1, 0, 0], [1, 1, 0], [0, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [1, 0, 0]], np.float32
    )
    arcs = [
        one + (other - one) * (np.arange(steps, dtype=np.float32) / steps)[:, None]
        for one, other, steps in zip(corners, corners[1:], _ARCS, strict=False)
    ]
    return np.concatenate(arcs).astype(np.float32)
