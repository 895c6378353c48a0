"""What a camera is asked to do: the moves, how fast, in which order, and how a shot is framed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from generation.contract import Camera


class Kind(StrEnum):
    """A way to move the camera; the sign of a move's `way` picks the direction."""

    push = "push"
    """The camera walks: +1 in, -1 back."""
    zoom = "zoom"
    """The lens changes: +1 in, -1 out."""
    pan = "pan"
    """+1 turns right, -1 left."""
    tilt = "tilt"
    """+1 looks up, -1 down."""
    truck = "truck"
    """+1 slides right, -1 left."""
    crane = "crane"
    """+1 rises, -1 sinks."""
    orbit = "orbit"
    """+1 goes round to the right, -1 to the left."""
    dolly_zoom = "dolly zoom"
    """+1 walks in while the lens widens, -1 the other way round."""
    roll = "roll"
    """+1 clockwise, -1 counter-clockwise."""
    whip = "whip pan"
    """+1 right, -1 left."""
    handheld = "handheld"
    static = "static"


NAMES: dict[tuple[Kind, int], str] = {
    (Kind.push, 1): "push in",
    (Kind.push, -1): "pull back",
    (Kind.zoom, 1): "zoom in",
    (Kind.zoom, -1): "zoom out",
    (Kind.pan, 1): "pan right",
    (Kind.pan, -1): "pan left",
    (Kind.tilt, 1): "tilt up",
    (Kind.tilt, -1): "tilt down",
    (Kind.truck, 1): "truck right",
    (Kind.truck, -1): "truck left",
    (Kind.crane, 1): "crane up",
    (Kind.crane, -1): "crane down",
    (Kind.orbit, 1): "orbit right",
    (Kind.orbit, -1): "orbit left",
    (Kind.dolly_zoom, 1): "dolly zoom in",
    (Kind.dolly_zoom, -1): "dolly zoom out",
    (Kind.roll, 1): "roll clockwise",
    (Kind.roll, -1): "roll counter-clockwise",
    (Kind.whip, 1): "whip right",
    (Kind.whip, -1): "whip left",
}

SIZES = (
    "extreme close-up",
    "close-up",
    "medium close-up",
    "medium",
    "full",
    "wide",
    "extreme wide",
)
"""Shot sizes from near to far."""


@dataclass(frozen=True, slots=True)
class Move:
    """One thing the camera does. `speed` 1 is the ordinary, restrained pace."""

    kind: Kind
    way: int = 1
    speed: float = 1.0
    degrees: float | None = None
    """How far it turns, where the words say."""
    factor: float | None = None
    """How much nearer or farther it ends, where the words say: 2 is twice as near, or as far."""

    @property
    def name(self) -> str:
        return NAMES.get((self.kind, self.way), self.kind.value)

    @property
    def pace(self) -> str:
        """very slow, slow, fast, very fast, or nothing at the ordinary pace."""
        if self.speed == 1:
            return ""
        if self.speed < 1:
            return "very slow" if self.speed < 0.45 else "slow"
        return "very fast" if self.speed > 2 else "fast"


@dataclass(frozen=True, slots=True)
class Stage:
    """Moves made at the same time, for `seconds` or for a fair share of the shot."""

    moves: tuple[Move, ...]
    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Moves:
    """All that the words, or the control, ask of the camera; stages follow one another."""

    stages: tuple[Stage, ...] = ()
    shake: float = 0.0
    """Handheld unrest over the whole shot: 0 none, 1 a person who walks."""
    static: bool = False
    """The words ask for a camera that stands still."""
    size: str = ""
    """One of SIZES."""
    angle: str = ""
    """low, high, overhead or dutch."""

    def __bool__(self) -> bool:
        return bool(self.stages) or self.static or self.shake > 0

    def has(self, kind: Kind) -> bool:
        return any(move.kind is kind for stage in self.stages for move in stage.moves)

    def told(self) -> str:
        """The movement in plain English: "slow pan right, then push in, handheld"."""
        parts = [
            " + ".join(f"{move.pace} {move.name}".strip() for move in stage.moves)
            for stage in self.stages
        ]
        told = ", then ".join(parts)
        extras = ["static"] if self.static and not parts else []
        extras += ["handheld"] if self.shake else []
        return ", ".join(filter(None, [told, *extras]))


PRESETS: dict[str, Camera] = {
    "down_back": Camera(vertical=-4, zoom=-5),
    "forward_up": Camera(vertical=4, zoom=5),
    "right_turn_forward": Camera(horizontal=4, pan=4, zoom=4),
    "left_turn_forward": Camera(horizontal=-4, pan=-4, zoom=4),
}
"""The four named combinations, in terms of the axes."""

AXES: dict[str, Kind] = {
    "horizontal": Kind.truck,
    "vertical": Kind.crane,
    "pan": Kind.pan,
    "tilt": Kind.tilt,
    "roll": Kind.roll,
    "zoom": Kind.zoom,
}
"""What each axis does as it grows: right, up, right, up, clockwise, nearer, as film people use the
words. Some vendors swap pan and tilt and turn zoom round: an adapter for one must convert."""

MIDDLE = 4.0
"""The axis value that means the ordinary pace."""


def moves_from_camera(camera: Camera) -> Moves:
    """The moves of the 6-axis control, falsy at rest. KeyError for a preset that is not there."""
    if camera.preset:
        camera = PRESETS[camera.preset]
    moves = tuple(
        Move(kind, 1 if value > 0 else -1, abs(value) / MIDDLE)
        for axis, kind in AXES.items()
        if (value := float(getattr(camera, axis)))
    )
    return Moves(stages=(Stage(moves),) if moves else ())
