"""From a pixel of the frame to a point of the picture, and a path fitted so that no pixel ever
misses it.

The picture lies on a plane in front of the camera. Lengths are frame widths at the picture's cover-
fit scale, the origin is the middle of the picture, y points down.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from generation.backends.animatic.poses import (
    FOCAL,
    LENS,
    PITCH,
    PUSH,
    ROLL,
    YAW,
    Floats,
    Path,
    X,
    Y,
)

MOST_OVERSCAN = 1.35
"""How much closer than needed a frame may sit on the picture to give travel its room."""
EDGE = 1e-3
"""Kept between the frame and the picture's border, in frame widths."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A picture of `width` x `height` pixels under a frame of `frame` (width, height) pixels."""

    width: int
    height: int
    frame: tuple[int, int]
    focus: tuple[float, float] = (0.5, 0.5)
    """What a push goes to, as shares of the picture."""
    span: float = 0.0
    """Picture pixels to a frame width where the camera starts from; 0: the picture just covers the
    frame.
    """

    @property
    def unit(self) -> float:
        wide, high = self.frame
        return self.span or min(float(self.width), self.height * wide / high)

    @property
    def half(self) -> Floats:
        """Half the picture's size."""
        return np.array([self.width, self.height]) / self.unit / 2

    @property
    def target(self) -> Floats:
        return (np.array(self.focus) - 0.5) * 2 * self.half

    @property
    def shape(self) -> Floats:
        """The frame's size."""
        wide, high = self.frame
        return np.array([1.0, high / wide])

    def to_pixels(self) -> Floats:
        """3x3: from the plane to pixel centres of the picture."""
        return np.array(
            [[self.unit, 0, self.width / 2 - 0.5], [0, self.unit, self.height / 2 - 0.5], [0, 0, 1]]
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """A path that stays inside its picture: `closer` and `shift` see to it, the path's gain where
    they cannot.
    """

    path: Path
    ground: Ground
    closer: float | Floats = 1.0
    """One magnification for the whole shot, or one for each frame."""
    shift: Floats = field(default_factory=lambda: np.zeros(2))

    def matrices(self, frames: Floats, depth: float = 1.0) -> Floats:
        """(n, 3, 3): from pixel centres of the frame to pixel centres of the picture, at each time.

        `depth` is the distance of a flat layer, 1 the middle one: nearer ones move more.
        """
        poses = self.path.at(np.asarray(frames, np.float64))
        sizes = _sizes(poses, depth)
        smallest = _sizes(self._all(), 1.0).min()
        closer = self._closer(np.asarray(frames, np.float64))
        centres = _centres(
            poses, sizes, smallest, self.ground, self.nearest, depth, self.path.chained
        )
        centres = centres + self.shift
        planes = np.zeros((len(poses), 3, 3))
        planes[:, 0, 0] = planes[:, 1, 1] = FOCAL / (sizes * closer)
        planes[:, :2, 2] = centres
        planes[:, 2, 2] = 1
        return self.ground.to_pixels() @ planes @ _turned(poses) @ _from_pixels(self.ground.frame)

    @property
    def nearest(self) -> float:
        return float(np.max(self.closer))

    def _closer(self, frames: Floats) -> float | Floats:
        if isinstance(self.closer, float):
            return self.closer
        return np.interp(frames, np.arange(len(self.closer)), self.closer)

    def _all(self) -> Floats:
        return self.path.at(_samples(self.path))


def fitted(path: Path, ground: Ground, depth: float = 1.0) -> Fitted:
    """The path as near to what was asked as the picture allows, for a ground at `depth`."""
    if path.chained:
        return _following(path, ground, depth)
    calm = _Trace(replace(path, gain=0.0), ground, depth).closest()
    trace = _Trace(path, ground, depth)
    if trace.closest() > calm * MOST_OVERSCAN:
        trace = _restrained(path, ground, depth, calm * MOST_OVERSCAN)
    closer = trace.closest()
    return Fitted(trace.path, ground, closer, trace.shift(closer))


def _restrained(path: Path, ground: Ground, depth: float, most: float) -> _Trace:
    low, high = 0.0, 1.0
    for _ in range(10):
        gain = (low + high) / 2
        fits = _Trace(replace(path, gain=gain), ground, depth).fits(most)
        low, high = (gain, high) if fits else (low, gain)
    return _Trace(replace(path, gain=low), ground, depth)


def _following(path: Path, ground: Ground, depth: float) -> Fitted:
    """Begins with exactly the whole picture and comes closer just as travel needs the room."""
    trace = _Trace(path, ground, depth, every=True)
    if (
        trace.sizes.min() < trace.sizes[0] - 1e-9
    ):  # it backs away, and there is nothing to back away to
        return fitted(replace(path, chained=False), ground, depth)
    low, high = 0.0, 1.0
    if trace.needed().max() > MOST_OVERSCAN:
        for _ in range(10):
            gain = (low + high) / 2
            trial = _Trace(replace(path, gain=gain), ground, depth, every=True)
            low, high = (gain, high) if trial.needed().max() <= MOST_OVERSCAN else (low, gain)
        trace = _Trace(replace(path, gain=low), ground, depth, every=True)
    return Fitted(trace.path, ground, trace.needed())


class _Trace:
    """What a path sees of a ground, ready to be asked at any magnification."""

    def __init__(self, path: Path, ground: Ground, depth: float, *, every: bool = False) -> None:
        self.path, self.ground, self.depth = path, ground, depth
        self.poses = path.at(np.arange(path.frames, dtype=np.float64) if every else _samples(path))
        self.sizes = _sizes(self.poses, depth)
        self.smallest = float(_sizes(self.poses, 1.0).min())
        self.rays = self._rays()

    def _rays(self) -> Floats:
        """(n, 2, 4): where the frame's corners look, for a camera that stands at the origin."""
        wide, high = self.ground.frame
        x, y = (-0.5, wide - 0.5), (-0.5, high - 0.5)
        corners = np.array([[x[0], x[1], x[0], x[1]], [y[0], y[0], y[1], y[1]], [1, 1, 1, 1]])
        seen = _turned(self.poses) @ (_from_pixels(self.ground.frame) @ corners)
        return np.asarray(FOCAL * seen[:, :2] / seen[:, 2:] / self.sizes[:, None, None])

    def reach(self, closer: float) -> tuple[Floats, Floats]:
        """The box around all that any frame shows."""
        centres = _centres(self.poses, self.sizes, self.smallest, self.ground, closer, self.depth)
        points = self.rays / closer + centres[:, :, None]
        return points.min(axis=(0, 2)), points.max(axis=(0, 2))

    def needed(self) -> Floats:
        """For each frame alone, the magnification that keeps it inside a picture it began in the
        middle of.
        """
        centres = _centres(
            self.poses, self.sizes, self.smallest, self.ground, 1.0, self.depth, still=True
        )
        room = self.ground.half[None, :, None] - np.sign(self.rays) * centres[:, :, None]
        needed = (np.abs(self.rays) / np.maximum(room, 1e-3)).max(axis=(1, 2))
        return np.asarray(np.maximum(needed, 1.0))

    def fits(self, closer: float) -> bool:
        low, high = self.reach(closer)
        return bool(np.all(high - low <= 2 * (self.ground.half - EDGE)))

    def closest(self) -> float:
        """The smallest magnification, 1 at least, at which no frame is larger than the picture."""
        if self.fits(1.0):
            return 1.0
        low, high = 1.0, 20.0
        for _ in range(24):
            middle = (low * high) ** 0.5
            low, high = (low, middle) if self.fits(middle) else (middle, high)
        return high

    def shift(self, closer: float) -> Floats:
        """What brings every frame inside the picture."""
        low, high = self.reach(closer)
        inside = self.ground.half - EDGE
        return np.asarray(np.maximum(-inside - low, 0) - np.maximum(high - inside, 0))


def _samples(path: Path) -> Floats:
    """Every frame of a short shot; of a long one enough for what moves this slowly."""
    return np.unique(np.linspace(0, path.frames - 1, min(path.frames, 240)).round())


def _sizes(poses: Floats, depth: float) -> Floats:
    """How large things at `depth` are, 1 where the path counts from."""
    walked = 1 - np.exp(-poses[:, PUSH])
    return np.asarray(np.exp(poses[:, LENS]) * depth / (depth - walked))


def _centres(
    poses: Floats,
    sizes: Floats,
    smallest: float,
    ground: Ground,
    closer: float,
    depth: float,
    still: bool = False,
) -> Floats:
    """(n, 2): the point of the picture that the camera faces. A push keeps its target where it is
    in the frame; only travel, not the framing it starts from, sets near and far apart. `still`
    starts from the picture's middle.
    """
    travel = poses[:, [X, Y]] / depth
    if still:
        return np.asarray(travel)
    room = np.maximum(ground.half - ground.shape / (2 * closer * smallest), 0)
    start = np.clip(ground.target, -room, room)
    homing = (start - ground.target) * (smallest / sizes)[:, None]
    return np.asarray(ground.target + homing + travel)


def _turned(poses: Floats) -> Floats:
    """(n, 3, 3): roll, then pitch, then yaw."""
    yaw, pitch, roll = poses[:, YAW], poses[:, PITCH], poses[:, ROLL]
    turn = np.zeros((3, len(poses), 3, 3))
    for axis, (angle, a, b) in enumerate(((yaw, 2, 0), (pitch, 2, 1), (roll, 0, 1))):
        turn[axis, :, [a, b, 3 - a - b], [a, b, 3 - a - b]] = 1
        turn[axis, :, a, a] = turn[axis, :, b, b] = np.cos(angle)
        turn[axis, :, b, a] = np.sin(angle) * (1 if axis != 1 else -1)
        turn[axis, :, a, b] = -turn[axis, :, b, a]
    return np.asarray(turn[0] @ turn[1] @ turn[2])


def _from_pixels(frame: tuple[int, int]) -> Floats:
    """3x3: from pixel centres of the frame to rays."""
    wide, high = frame
    return np.array(
        [[1 / wide, 0, 0.5 / wide - 0.5], [0, 1 / wide, (0.5 - high / 2) / wide], [0, 0, FOCAL]]
    )
