"""Camera and drawn paths as a control video: white lines of a room and white boxes, on black.

The room is seen by the very camera that the animatic moves, so what was tried there is what the
model is steered by.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.backends.animatic.poses import (
    FOCAL,
    LENS,
    PITCH,
    PUSH,
    ROLL,
    YAW,
    Room,
    X,
    Y,
    path_for,
)
from generation.contract import Camera, Motion, Path2D, ShotRequest
from generation.moves import moves_from_camera

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float64]

_WIDE, _HIGH, _DEEP, _NEAR = 1.6, 0.9, 4.0, 0.35
"""The room, from its middle to its walls, in frame widths at the middle distance; its far wall and
its near end, in middle distances."""
_MESH = 0.4
_PIECES = 24
"""A line of the room is drawn in so many pieces: those behind the camera are left out."""
_CLOSEST = 0.08
_BOX = 0.16
"""Side of what moves along a path that has no region, as a share of the frame's shorter side."""


def steers(request: ShotRequest) -> bool:
    """Whether there is a camera or a path to follow."""
    return bool(request.motion.paths) or request.motion.camera != Camera()


def control_frames(request: ShotRequest) -> list[Pixels]:
    """(height, width, 3) for every frame of the shot."""
    size = request.width, request.height
    frames = [np.zeros((size[1], size[0], 3), np.uint8) for _ in range(request.frames)]
    if request.motion.camera != Camera():
        for frame, pose in zip(frames, _poses(request), strict=True):
            _draw_room(frame, pose)
    for path in request.motion.paths:
        for frame, corners in zip(
            frames, boxes(path, request.motion, request.frames, size), strict=True
        ):
            _draw_box(frame, corners)
    return frames


def boxes(
    path: Path2D, motion: Motion, frames: int, size: tuple[int, int]
) -> Iterator[tuple[int, int, int, int]]:
    """Where the box of a path lies in every frame: left, top, right, bottom in pixels.

    It runs along the drawn line at an even pace.
    """
    width, height = size
    wide, high = _measures(path, motion, size)
    line = np.array(path.points, np.float64) * (width, height)
    far = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    for share in np.linspace(0.0, 1.0, frames):
        x, y = (np.interp(share * far[-1], far, line[:, axis]) for axis in (0, 1))
        left, top = round(x - wide / 2), round(y - high / 2)
        yield left, top, left + round(wide), top + round(high)


def _measures(path: Path2D, motion: Motion, size: tuple[int, int]) -> tuple[float, float]:
    region = path.region or (motion.subject if len(motion.paths) == 1 else None)
    if region is not None and region.box is not None:
        return max(4.0, region.box[2] * size[0]), max(4.0, region.box[3] * size[1])
    side = max(4.0, _BOX * min(size))
    return side, side


def _draw_box(frame: Pixels, corners: tuple[int, int, int, int]) -> None:
    left, top, right, bottom = corners
    edge = max(1, min(frame.shape[:2]) // 120)
    cv2.rectangle(frame, (left, top), (right, bottom), (255, 255, 255), cv2.FILLED)
    cv2.rectangle(frame, (left, top), (right, bottom), (0, 0, 0), edge)


def _poses(request: ShotRequest) -> Floats:
    seconds = request.frames * request.rate[1] / request.rate[0]
    moves = moves_from_camera(request.motion.camera)
    path = path_for(moves, request.frames, seconds, loop=request.loop, room=Room(1.0, 1.0))
    return path.at(np.arange(request.frames, dtype=np.float64))


def _draw_room(frame: Pixels, pose: Floats) -> None:
    height, width = frame.shape[:2]
    lines = _room(height / width)
    seen = _seen(lines.reshape(-1, 3), pose).reshape(*lines.shape[:2], 3)
    points = seen[..., :2] * width + (width / 2, height / 2)
    pieces = np.stack([points[:, :-1], points[:, 1:]], axis=2)  # (lines, pieces, 2 ends, 2)
    near = np.minimum(seen[:, :-1, 2], seen[:, 1:, 2])
    drawn = (near > _CLOSEST) & (np.abs(pieces).max(axis=(2, 3)) < 8 * width)
    ends = np.rint(pieces[drawn]).astype(np.int32)
    thickness = max(1, round(width / 400))
    cv2.polylines(frame, list(ends), False, (255, 255, 255), thickness, cv2.LINE_AA)


def _seen(points: Floats, pose: Floats) -> Floats:
    """(n, 3): right and down of the middle in frame widths, and the distance."""
    walked = 1 - np.exp(-pose[PUSH])
    x, y = points[:, 0] - pose[X], points[:, 1] - pose[Y]
    z = (points[:, 2] - walked) * FOCAL
    x, z = _rotated(x, z, pose[YAW])
    z, y = _rotated(z, y, pose[PITCH])
    x, y = _rotated(x, y, -pose[ROLL])
    lens = FOCAL * np.exp(pose[LENS])
    near = np.maximum(z, 1e-6)
    return np.stack([lens * x / near, lens * y / near, z / FOCAL], axis=1)


def _rotated(a: Floats, b: Floats, angle: float) -> tuple[Floats, Floats]:
    return np.cos(angle) * a - np.sin(angle) * b, np.sin(angle) * a + np.cos(angle) * b


def _room(shape: float) -> Floats:
    """(lines, pieces, 3): the mesh of floor, ceiling and walls."""
    high = _HIGH * shape * 16 / 9
    across, along = np.arange(-_WIDE, _WIDE + 1e-6, _MESH), np.arange(_NEAR, _DEEP + 1e-6, _MESH)
    upward = np.linspace(-high, high, 5)
    ends = [((x, y, _NEAR), (x, y, _DEEP)) for x in across for y in (-high, high)]
    ends += [((x, y, _NEAR), (x, y, _DEEP)) for x in (-_WIDE, _WIDE) for y in upward[1:-1]]
    ends += [((-_WIDE, y, z), (_WIDE, y, z)) for z in along for y in (-high, high)]
    ends += [((x, -high, z), (x, high, z)) for z in along for x in (-_WIDE, _WIDE)]
    ends += [((x, -high, _DEEP), (x, high, _DEEP)) for x in across]
    ends += [((-_WIDE, y, _DEEP), (_WIDE, y, _DEEP)) for y in upward]
    share = np.linspace(0, 1, _PIECES + 1)[None, :, None]
    start, end = (np.array([pair[side] for pair in ends])[:, None, :] for side in (0, 1))
    return np.asarray(start + (end - start) * share)
