"""A shot that goes on from another keeps its colours: models let them drift from clip to clip."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generation.contract import ShotRequest

Floats = NDArray[np.float32]
GAIN = 0.2
"""How much contrast is changed at most, either way."""
SHIFT = 0.12
"""How far a colour is moved at most, of 0..1."""


def goes_on(request: ShotRequest) -> bool:
    """Whether it starts where another shot ends."""
    first = next((key.picture for key in request.keyframes if key.at == 0), None)
    return first is not None and bool(first.render) and first.frame is not None


def ends_on_a_picture(request: ShotRequest) -> bool:
    end = request.frames - 1
    return any(key.at in (-1, end) for key in request.keyframes if key.at != 0)


def matched(frames: Floats, start: NDArray[np.uint8], *, fading: bool) -> Floats:
    """The frames (n, h, w, 3) in 0..1, moved as a whole so that the first has the colours of
    `start`: mean and spread of each channel. `fading` lets the change run out towards the end.
    """
    wanted = start.reshape(-1, 3).astype(np.float64) / 255
    drawn = frames[0].reshape(-1, 3).astype(np.float64)
    spread = np.maximum(drawn.std(axis=0), 1e-3)
    gain = np.clip(wanted.std(axis=0) / spread, 1 - GAIN, 1 + GAIN)
    middle = drawn.mean(axis=0)
    shift = np.clip(wanted.mean(axis=0) - middle, -SHIFT, SHIFT)
    count = len(frames)
    share = np.linspace(1, 0, count) if fading and count > 1 else np.ones(count)
    moved = np.empty_like(frames)
    for place, (frame, part) in enumerate(zip(frames, share, strict=True)):
        changed = (frame - middle) * (1 + (gain - 1) * part) + middle + shift * part
        moved[place] = np.clip(changed, 0, 1)
    return moved
