"""Frames, rates as exact fractions, and timecode."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Rate:
    """Frames per second as an exact fraction, so that 23.976 is 24000/1001 and never drifts."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError(
                f"a rate is two positive integers, not {self.numerator}/{self.denominator}"
            )

    @property
    def fraction(self) -> Fraction:
        return Fraction(self.numerator, self.denominator)

    @property
    def nominal(self) -> int:
        """The whole number that timecode counts with: 24 for 23.976."""
        return round(self.fraction)

    def __float__(self) -> float:
        return float(self.fraction)

    def __str__(self) -> str:
        return f"{float(self):.3f}".rstrip("0").rstrip(".")


RATES: tuple[Rate, ...] = (
    Rate(24000, 1001),
    Rate(24),
    Rate(25),
    Rate(30000, 1001),
    Rate(30),
    Rate(60),
)
"""The rates that the app offers; a board may hold any other."""


def rate_from(value: float | Fraction | str) -> Rate:
    """The exact rate for what a person writes: 23.976, 29.97 and 59.94 mean the NTSC fractions."""
    wanted = Fraction(str(value)) if not isinstance(value, Fraction) else value
    for rate in (*RATES, Rate(60000, 1001)):
        if abs(rate.fraction - wanted) < Fraction(1, 200):
            return rate
    simple = wanted.limit_denominator(1001)
    return Rate(simple.numerator, simple.denominator)


def frames_from(seconds: float | Fraction, rate: Rate) -> int:
    """The nearest whole number of frames, half up."""
    return int(Fraction(seconds) * rate.fraction + Fraction(1, 2))


def seconds_from(frames: int, rate: Rate) -> Fraction:
    return frames / rate.fraction


def rescaled(frames: int, old: Rate, new: Rate) -> int:
    """The frame of `new` nearest in time to frame `frames` of `old`."""
    return frames_from(seconds_from(frames, old), new)


def timecode(frames: int, rate: Rate) -> str:
    """Non-drop timecode MM:SS.FF, with hours in front once there are any."""
    base = rate.nominal
    seconds, rest = divmod(max(frames, 0), base)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    text = f"{minute:02d}:{second:02d}.{rest:02d}"
    return f"{hours}:{text}" if hours else text
