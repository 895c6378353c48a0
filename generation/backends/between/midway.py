"""The picture between two pictures, carried along the ways that what they show has gone.

The ways are found by DIS optical flow (Kroeger, Timofte, Dai and Van Gool, "Fast Optical Flow using
Dense Inverse Search", 2016), from the first picture to the second and back. Where the two ways do
not lead back to where they began, something covers or uncovers something: there one picture alone
is looked at, along the ways of what lies around. Two pictures that cannot be carried over to each
other at all are a cut, and nothing stands between them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Floats = NDArray[np.float32]

WIDE = 960
"""Pixels of the longer side at which ways are sought: finer ones are no better, and slow."""
STRAY = 1.2
"""Pixels by which a way there and back may miss its beginning, and be half believed."""
SHARE = 0.06
"""The same as a share of the way's length, beside it."""
UNLIKE = 20.0
"""Levels by which what is carried over may differ, and be half believed."""
LOST = 0.55
"""Where less than this share of the pixels is believed, on the mean, there is no way."""
ROUNDS = 3
"""In which the way through a place is sought."""
ALONE = 0.05
"""How much a way counts that is seen in one picture only, beside 1 of one that is seen in both."""


@dataclass(frozen=True)
class _Side:
    """One of the two pictures, and the ways that lead out of it to the other."""

    picture: Pixels
    ways: Floats
    """(h, w, 2), in pixels of the small size, holes filled from what lies around."""
    trust: Floats
    """(h, w) in 0..1: whether they lead there, and back again."""


class Midway:
    """Two pictures of one size, (h, w, 3) each, and what lies between them."""

    def __init__(self, first: Pixels, second: Pixels) -> None:
        self._grain = max(1.0, max(first.shape[:2]) / WIDE)
        small = [_small(picture, self._grain) for picture in (first, second)]
        there, back = _flow(small[0], small[1]), _flow(small[1], small[0])
        trusts = _trust(small[0], small[1], there, back), _trust(small[1], small[0], back, there)
        self.cut = min(float(trust.mean()) for trust in trusts) < LOST
        """There is no way from one to the other."""
        self._sides = [
            _Side(picture, _filled(ways, trust), trust)
            for picture, ways, trust in zip((first, second), (there, back), trusts, strict=True)
        ]
        self._place = _grid(*small[0].shape[:2])
        self._full = _grid(*first.shape[:2])

    def at(self, share: float) -> Pixels:
        """The picture at `share` of the time from the first, 0, to the second, 1."""
        if share <= 0 or (self.cut and share < 0.5):
            return self._sides[0].picture
        if share >= 1 or self.cut:
            return self._sides[1].picture
        one, other = self._sides
        ahead = self._looked(one, other, share)
        behind = self._looked(other, one, 1 - share)
        least = 1e-3  # where nothing is to be believed the nearer picture counts
        a = ahead.weight + (least if share < 0.5 else 0.0)
        b = behind.weight + (0.0 if share < 0.5 else least)
        mix = self._enlarged(_soft(b / (a + b)))[..., None]
        return np.rint(ahead.colour + (behind.colour - ahead.colour) * mix).astype(np.uint8)

    def _looked(self, side: _Side, other: _Side, share: float) -> _Look:
        """What passes through each place at that share of its way out of `side`: seen in both
        pictures, or in `side` alone where the other one does not show it."""
        x, y = self._place
        way, sure = self._through(side, share)
        trust = _sampled(side.trust, x - share * way[..., 0], y - share * way[..., 1])
        rest = 1 - share
        large = self._enlarged(way) * np.float32(self._grain)
        full_x, full_y = self._full
        here = _sampled(
            side.picture, full_x - share * large[..., 0], full_y - share * large[..., 1]
        )
        there = _sampled(
            other.picture, full_x + rest * large[..., 0], full_y + rest * large[..., 1]
        )
        near = here.astype(np.float32)
        both = near + (there.astype(np.float32) - near) * (
            np.float32(share) * self._enlarged(trust)[..., None]
        )
        return _Look(both, sure * (trust + np.float32(ALONE)))

    def _through(self, side: _Side, share: float) -> tuple[Floats, Floats]:
        """The ways, and how sure they are (0..1). In rounds, for the way of what is here began
        somewhere else: where they come to no end, nothing of `side` passes."""
        x, y = self._place
        way = side.ways
        for _ in range(ROUNDS):
            before = way
            way = _sampled(side.ways, x - share * way[..., 0], y - share * way[..., 1])
        off = np.hypot(way[..., 0] - before[..., 0], way[..., 1] - before[..., 1]) * share
        return way, np.asarray(1 / (1 + off**4), np.float32)

    def _enlarged(self, values: Floats) -> Floats:
        high, wide = self._full[0].shape
        if values.shape[:2] == (high, wide):
            return values
        return np.asarray(cv2.resize(values, (wide, high), interpolation=cv2.INTER_LINEAR))


@dataclass(frozen=True)
class _Look:
    colour: Floats
    """(h, w, 3) in levels, at the full size."""
    weight: Floats
    """(h, w), how far to believe it, at the small size."""


def _flow(start: Pixels, end: Pixels) -> Floats:
    seeker = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    grey = [cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY) for picture in (start, end)]
    empty = np.zeros((*start.shape[:2], 2), np.float32)
    return np.asarray(seeker.calc(grey[0], grey[1], empty), np.float32)


def _trust(start: Pixels, end: Pixels, there: Floats, back: Floats) -> Floats:
    """How far to believe each way out of `start`: 1 where it leads back to its own beginning and to
    the same colour."""
    x, y = _grid(*start.shape[:2])
    across, down = x + there[..., 0], y + there[..., 1]
    returned = _sampled(back, across, down)
    astray = np.hypot(there[..., 0] + returned[..., 0], there[..., 1] + returned[..., 1])
    length = np.hypot(there[..., 0], there[..., 1])
    carried = _sampled(end, across, down)
    unlike = cv2.blur(np.abs(carried.astype(np.float32) - start).mean(axis=2), (5, 5))
    miss = astray / (STRAY + SHARE * length)
    return np.asarray(1 / (1 + miss**4) / (1 + (unlike / UNLIKE) ** 4), np.float32)


def _filled(ways: Floats, trust: Floats) -> Floats:
    """Ways that are not to be believed, from those around them: from further away the larger the
    hole is."""
    weight = trust**2
    found, known = ways * weight[..., None], weight
    total, share = found.copy(), known.copy()
    for size in (9, 27, 81):
        reach = (size, size)
        near, sure = cv2.blur(found, reach), cv2.blur(known, reach)
        left = np.clip(1 - share, 0, 1)
        gain = left / (sure + 1e-4)
        total += near * gain[..., None]
        share += sure * gain
    return np.asarray(total / np.maximum(share, 1e-4)[..., None], np.float32)


def _soft(mix: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(cv2.blur(mix, (3, 3)), np.float32)


def _sampled(values: NDArray[Any], x: Floats, y: Floats) -> Floats:
    found = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found)


def _grid(high: int, wide: int) -> tuple[Floats, Floats]:
    x, y = np.meshgrid(np.arange(wide, dtype=np.float32), np.arange(high, dtype=np.float32))
    return x, y


def _small(picture: Pixels, grain: float) -> Pixels:
    if grain == 1.0:
        return picture
    high, wide = picture.shape[:2]
    size = max(16, round(wide / grain)), max(16, round(high / grain))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)
