"""Where the camera is at any moment of a shot: a pure function of the moves, the time and the
seed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from generation.moves import Kind, Move, Moves, Stage

Floats: TypeAlias = NDArray[np.float64]

X, Y, PUSH, LENS, YAW, PITCH, ROLL = range(7)
"""The columns of a table of poses. X and Y: where the camera stands, in frame widths, right and
down. PUSH and LENS: logarithms of how much larger a thing at the middle distance gets by walking
and by the lens. Angles in radians: YAW turns right, PITCH up, ROLL clockwise.
"""

FOCAL = 1.2
"""Focal length in frame widths: a normal lens, 45 degrees across."""

RAMP = 0.3
"""The share of a move that speeds up, and that slows down."""
DRIFT_RATE, DRIFT_MOST = 0.008, 0.035
"""The unasked drift towards a still, in logarithms of size: a second, and at most."""


@dataclass(frozen=True, slots=True)
class _Pace:
    """How far a move goes: per second, at least, at most; and at most whatever the speed."""

    rate: float
    least: float
    most: float
    limit: float

    def reach(self, seconds: float, speed: float) -> float:
        ordinary = min(max(self.rate * seconds, self.least), self.most)
        return min(ordinary * speed, self.limit)


_SIZE = _Pace(0.048, 0.09, 0.36, math.log(2.4))
_ACROSS = _Pace(0.05, 0.08, 0.3, 0.7)
_UPWARDS = _Pace(0.034, 0.055, 0.22, 0.5)
_AROUND = _Pace(0.05, 0.1, 0.24, 0.4)
_TILTED = _Pace(math.radians(2.4), math.radians(4), math.radians(12), math.radians(45))
_DOLLY_ZOOM = _Pace(0.11, 0.22, 0.6, 0.8)
_WHIP = 0.42
_WHIP_SECONDS = 0.42
_TURN_MOST = math.radians(9)
"""What a still can be turned before it looks like a board: the rest of a pan slides."""
DUTCH = math.radians(7)


@dataclass(frozen=True, slots=True)
class Room:
    """How much wider and higher than the frame's view the picture is, in frame widths."""

    across: float = 0.0
    upwards: float = 0.0


@dataclass(frozen=True, slots=True)
class _Leg:
    """A stage placed in time: from `start` to `end` seconds it adds `delta` to the pose."""

    start: float
    end: float
    delta: Floats
    whip: bool = False

    def progress(self, seconds: Floats) -> Floats:
        share = np.clip((seconds - self.start) / (self.end - self.start), 0, 1)
        return np.asarray(smooth(share) if self.whip else eased(share))


@dataclass(frozen=True, slots=True)
class Path:
    """The camera over a shot. `at` takes frame numbers, whole or not, and gives a row of pose for
    each.
    """

    frames: int
    seconds: float
    legs: tuple[_Leg, ...]
    unrest: Unrest | None = None
    loop: bool = False
    dutch: bool = False
    gain: float = 1.0
    """Scales travel and turns, not sizes: less than 1 where the picture has no room for them."""
    calm: float = 1.0
    """Scales all of it: less than 1 for what should hardly move."""
    chained: bool = False
    """Begins at rest, with the whole picture: it goes on from the last frame of the shot before."""

    def at(self, frames: Floats) -> Floats:
        seconds = self._seconds(np.asarray(frames, np.float64))
        poses = np.zeros((seconds.size, 7))
        for leg in self.legs:
            poses += leg.progress(seconds)[:, None] * leg.delta
        poses -= self._middle()
        if self.unrest:
            poses += self.unrest.at(np.asarray(frames, np.float64) / self.frames * self.seconds)
        poses[:, ROLL] += DUTCH if self.dutch else 0.0
        poses[:, [X, Y, YAW, PITCH, ROLL]] *= self.gain
        return np.asarray(poses * self.calm)

    @property
    def moves(self) -> bool:
        return bool(self.legs) or self.unrest is not None

    def _seconds(self, frames: Floats) -> Floats:
        if self.loop:
            return (1 - np.cos(2 * np.pi * frames / self.frames)) / 2 * self.seconds
        return frames / max(self.frames - 1, 1) * self.seconds

    def _middle(self) -> Floats:
        """Travel and turns lie evenly around the middle of the picture, sizes count from the first
        frame.
        """
        if self.chained:
            return np.zeros(7)
        corners = np.cumsum([np.zeros(7), *(leg.delta for leg in self.legs)], axis=0)
        middle: Floats = (corners.min(axis=0) + corners.max(axis=0)) / 2
        middle[[PUSH, LENS]] = 0
        return middle


def eased(share: Floats, ramp: float = RAMP) -> Floats:
    """0..1 -> 0..1: an even pace between a soft start and a soft stop, without a jump in
    acceleration.
    """
    pace = 1 / (1 - ramp)
    early = np.minimum(share, 1 - share)
    start = pace * (early / 2 - ramp / (2 * np.pi) * np.sin(np.pi * np.minimum(early, ramp) / ramp))
    start = np.where(early < ramp, start, pace * (early - ramp / 2))
    return np.where(share <= 0.5, start, 1 - start)


def smooth(share: Floats) -> Floats:
    """The softest start and stop, for what is over in a blink."""
    return np.asarray(share**3 * (share * (6 * share - 15) + 10))


@dataclass(frozen=True, slots=True)
class Unrest:
    """A hand that holds the camera: slow sway and a little tremor, band-limited, the same for the
    same seed.
    """

    amount: float
    seed: int
    seconds: float
    loop: bool = False
    waves: Floats = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "waves", self._waves())

    def _waves(self) -> Floats:
        """(wave, column, [cycles a second, phase, amplitude])."""
        random = np.random.default_rng(self.seed)
        pitch = np.geomspace(0.22, 2.1, 7)[:, None] * random.uniform(0.85, 1.15, (7, 7))
        if self.loop:
            pitch = np.maximum(1, np.round(pitch * self.seconds)) / self.seconds
        phase = random.uniform(0, 2 * np.pi, (7, 7))
        sizes = np.array([0.0036, 0.0042, 0.004, 0.0, 0.0016, 0.0016, 0.0045])
        return np.stack([pitch, phase, sizes * (0.22 / pitch) ** 0.75], axis=2)

    def at(self, seconds: Floats) -> Floats:
        cycles, phase, size = np.moveaxis(self.waves, 2, 0)
        swing = np.sin(2 * np.pi * cycles * seconds[:, None, None] + phase) * size
        return np.asarray(self.amount * swing.sum(axis=1))


def path_for(
    moves: Moves, frames: int, seconds: float, *, seed: int = 0, loop: bool = False, room: Room
) -> Path:
    """The camera's path for a shot. A still that nobody moves drifts, hardly seen; `static` holds
    it.
    """
    unrest = Unrest(moves.shake, seed, seconds, loop) if moves.shake else None
    legs = tuple(_legs(moves.stages, seconds, room))
    if not legs and not moves.static and not unrest:
        legs = (_drift(seconds),)
    return Path(frames, seconds, legs, unrest, loop, moves.angle == "dutch")


def _drift(seconds: float) -> _Leg:
    delta = np.zeros(7)
    delta[PUSH] = min(DRIFT_RATE * seconds, DRIFT_MOST)
    return _Leg(0.0, seconds, delta)


def _legs(stages: tuple[Stage, ...], seconds: float, room: Room) -> list[_Leg]:
    legs: list[_Leg] = []
    start = 0.0
    for stage, length in zip(stages, lengths(stages, seconds), strict=True):
        end = start + length
        whips = [move for move in stage.moves if move.kind is Kind.whip]
        others = [move for move in stage.moves if move.kind is not Kind.whip]
        if others:
            delta = sum((_delta(move, length, room) for move in others), np.zeros(7))
            legs.append(_Leg(start, end, delta))
        for move in whips:
            half = min(_WHIP_SECONDS / move.speed**0.5, length) / 2
            middle = (start + end) / 2
            legs.append(_Leg(middle - half, middle + half, _delta(move, length, room), whip=True))
        start = end
    return legs


def lengths(stages: tuple[Stage, ...], seconds: float) -> list[float]:
    """What each stage says it takes, the rest shared; all of it shortened or stretched to the
    shot.
    """
    told = [None if stage.seconds is None else min(stage.seconds, seconds) for stage in stages]
    said = sum(length or 0 for length in told)
    silent = told.count(None)
    fair = seconds / max(len(stages), 1)
    share = max((seconds - said) / silent, fair / 3) if silent else 0.0
    lengths = [share if length is None else max(length, fair / 20) for length in told]
    scale = seconds / sum(lengths) if lengths else 1.0
    return [length * scale for length in lengths]


def _delta(move: Move, seconds: float, room: Room) -> Floats:
    delta = np.zeros(7)
    _ADDED[move.kind](delta, move, seconds, room)
    return delta


def _grown(move: Move, pace: _Pace, seconds: float) -> float:
    if move.factor is not None:
        return min(math.log(max(move.factor, 1.0)), math.log(4))
    return pace.reach(seconds, move.speed)


def _push(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    delta[PUSH] = move.way * _grown(move, _SIZE, seconds)


def _zoom(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    delta[LENS] = move.way * _grown(move, _SIZE, seconds)


def _dolly_zoom(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    amount = move.way * _grown(move, _DOLLY_ZOOM, seconds)
    delta[PUSH], delta[LENS] = amount, -amount


def _travel(move: Move, pace: _Pace, seconds: float, spare: float) -> float:
    """Farther over a picture that has more to show, but never in a hurry."""
    return max(
        pace.reach(seconds, move.speed), min(spare * 0.6, 2 * pace.rate * seconds * move.speed)
    )


def _turn(move: Move, pace: _Pace, seconds: float, spare: float) -> tuple[float, float]:
    """Radians to turn and widths to slide for a pan or a tilt."""
    if move.degrees is not None:
        angle = math.radians(min(move.degrees, 60))
        turned = min(angle, 2 * _TURN_MOST)
        return turned, FOCAL * (math.tan(angle) - math.tan(turned))
    travel = _travel(move, pace, seconds, spare)
    turned = min(math.atan(travel / FOCAL), 2 * _TURN_MOST)
    return turned, max(travel - FOCAL * math.tan(turned), 0.0)


def _pan(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    turned, slid = _turn(move, _ACROSS, seconds, room.across)
    delta[YAW], delta[X] = move.way * turned, move.way * slid


def _tilt(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    turned, slid = _turn(move, _UPWARDS, seconds, room.upwards)
    delta[PITCH], delta[Y] = move.way * turned, -move.way * slid


def _truck(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    delta[X] = move.way * _travel(move, _ACROSS, seconds, room.across)


def _crane(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    delta[Y] = -move.way * _travel(move, _UPWARDS, seconds, room.upwards)


def _orbit(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    """Sideways, while the camera turns back to what it goes round."""
    reach = _AROUND.reach(seconds, move.speed)
    if move.degrees is not None:
        reach = min(FOCAL * math.tan(math.radians(min(move.degrees, 40))), _AROUND.limit)
    delta[X] = move.way * reach
    delta[YAW] = -move.way * math.atan(reach / FOCAL)


def _roll(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    angle = math.radians(min(move.degrees, 60)) if move.degrees else None
    delta[ROLL] = move.way * (angle or _TILTED.reach(seconds, move.speed))


def _whip(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    delta[X] = move.way * max(_WHIP, min(room.across * 0.8, 1.5))


def _nothing(delta: Floats, move: Move, seconds: float, room: Room) -> None:
    """A hold."""


_ADDED = {
    Kind.push: _push,
    Kind.zoom: _zoom,
    Kind.dolly_zoom: _dolly_zoom,
    Kind.pan: _pan,
    Kind.tilt: _tilt,
    Kind.truck: _truck,
    Kind.crane: _crane,
    Kind.orbit: _orbit,
    Kind.roll: _roll,
    Kind.whip: _whip,
    Kind.handheld: _nothing,
    Kind.static: _nothing,
}
