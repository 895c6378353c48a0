"""The little world of a slate's viewfinder: a stage with a horizon, and a figure as large as the
shot size says.
"""

from __future__ import annotations

import cv2
import numpy as np

from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.stack import Sheet
from generation.backends.animatic.view import Ground

MARGIN = 1.5
"""The stage's width and height, in views."""
NEAR, FAR = 0.85, 1.7
FINE = 4
"""Shapes are drawn this much larger and averaged down: soft edges at any place."""

HEIGHTS = {
    "extreme close-up": 7.4,
    "close-up": 4.1,
    "medium close-up": 2.8,
    "medium": 1.85,
    "full": 0.84,
    "wide": 0.46,
    "extreme wide": 0.2,
}
"""How high a standing figure would be, in views."""
HEADROOM = {"extreme close-up": -0.2, "close-up": 0.1}
HORIZONS = {"low": 0.8, "high": 0.3, "overhead": 0.12}

# The right half of somebody who stands, from the neck down, in heights: x y, x y ...
_OUTLINE = (
    "0 .12, .021 .12, .024 .15, .05 .166, .093 .178, .112 .2, .118 .24, .122 .33, .13 .44, "
    ".128 .49, .112 .49, .104 .44, .092 .34, .084 .27, .08 .36, .086 .47, .084 .56, .07 .76, "
    ".064 .95, .078 .985, .074 1, .03 1, .026 .95, .022 .76, .01 .53, 0 .52"
)
_BODY = [(float(x), float(y)) for x, y in (point.split() for point in _OUTLINE.split(","))]

_SKY, _DUSK = (66, 88, 126), (104, 126, 164)
_SOIL, _NEAR_SOIL = (40, 54, 80), (27, 36, 54)
_HILLS = ((58, 77, 112), (49, 66, 97))
_FIGURE, _LIT = (205, 219, 243), (168, 187, 220)


def stage(view: tuple[int, int], size: str, angle: str) -> tuple[list[Sheet], Ground]:
    """The sheets of the stage, back to front, and the plane they lie on, for a viewfinder of `view`
    pixels.
    """
    wide, high = round(view[0] * MARGIN), round(view[1] * MARGIN)
    ground = Ground(wide, high, view, span=float(view[0]))
    horizon = _down(HORIZONS.get(angle, 0.56), high)
    figure, origin = _figure((wide, high), view, size)
    return [Sheet(_backdrop(wide, high, horizon), FAR), Sheet(figure, NEAR, origin)], ground


def _down(share: float, high: int) -> int:
    """A height in the view as a row of the stage."""
    return round(high * ((1 - 1 / MARGIN) / 2 + share / MARGIN))


def _backdrop(wide: int, high: int, horizon: int) -> Pixels:
    rows = np.empty((high, 3), np.float32)
    rows[:horizon] = np.linspace(_SKY, _DUSK, max(horizon, 1))[:horizon]
    rows[horizon:] = np.linspace(_SOIL, _NEAR_SOIL, high)[: high - horizon]
    noise = np.random.default_rng(3).random((high, wide, 1), np.float32)
    plain = (rows[:, None] + noise).astype(np.uint8)
    world = np.repeat(np.repeat(plain, 2, axis=0), 2, axis=1)
    _hills(world, horizon * 2)
    _floor(world, horizon * 2)
    return cv2.resize(world, (wide, high), interpolation=cv2.INTER_AREA).astype(np.uint8)


def _hills(world: Pixels, horizon: int) -> None:
    across = np.arange(world.shape[1])
    turns = across / world.shape[1] * 2 * np.pi
    for tone, lift, waves, shift in zip(_HILLS, (0.1, 0.055), (3.1, 5.3), (0.4, 2.1), strict=True):
        wave = 0.62 + 0.38 * np.sin(turns * waves + shift) * np.sin(turns * 1.3 + shift * 2)
        tops = horizon - wave * lift * world.shape[0] / MARGIN
        outline = np.stack([across, tops], axis=1)
        ends = np.array([[across[-1], horizon], [0, horizon]])
        shape = np.rint(np.concatenate([outline, ends])).astype(np.int32)
        cv2.fillPoly(world, [shape], tone, cv2.LINE_AA)


def _floor(world: Pixels, horizon: int) -> None:
    """Lines that run to the horizon and across it: what makes a move legible."""
    lined = world.copy()
    high, wide = world.shape[:2]
    middle = wide // 2
    thick = max(1, round(wide / 700))
    for step in range(-14, 15):
        foot = (round(middle + step * wide * 0.16), high)
        cv2.line(
            lined, (middle + round(step * wide * 0.012), horizon), foot, _FIGURE, thick, cv2.LINE_AA
        )
    for step in range(1, 9):
        row = round(horizon + (high - horizon) * (step / 8) ** 2.2)
        cv2.line(lined, (0, row), (wide, row), _FIGURE, thick, cv2.LINE_AA)
    cv2.addWeighted(lined, 0.16, world, 0.84, 0, dst=world)


def _figure(
    stage: tuple[int, int], view: tuple[int, int], size: str
) -> tuple[Pixels, tuple[int, int]]:
    """Premultiplied RGBA of the figure, and where it stands on the stage."""
    tall = HEIGHTS.get(size, HEIGHTS["full"]) * view[1]
    if size in ("", "full", "wide", "extreme wide"):
        feet = 0.93 if size in ("", "full") else 0.8 if size == "wide" else 0.66
        top = _down(feet, stage[1]) - tall
    else:
        top = _down(HEADROOM.get(size, 0.12), stage[1])
    over = round(tall * 0.02)  # air for the soft edge above the head
    first, bottom = round(top) - over, min(round(top + tall) + over, stage[1])
    wide, high = round(tall * 0.34), max(bottom - first, 1)
    alpha = _silhouette(tall, wide, high, over)
    shade = np.linspace(_FIGURE, _LIT, max(high, 2))[:high, None] * np.ones((1, wide, 1))
    colour = shade * (alpha[..., None] / 255.0)
    sheet = np.rint(np.concatenate([colour, alpha[..., None]], axis=2)).astype(np.uint8)
    return sheet, (round(stage[0] / 2 - wide / 2), first)


def _silhouette(tall: float, wide: int, high: int, over: int) -> Pixels:
    """Head, neck, shoulders, arms and legs of somebody `tall` pixels high, cut off below `high` and
    `over` from the top.
    """
    fine = FINE if tall < 1200 else 2
    plane = np.zeros((max(high, 1) * fine, max(wide, 1) * fine), np.uint8)

    def at(x: float, y: float) -> tuple[int, int]:
        return round(wide * fine / 2 + x * tall * fine), round((over + y * tall) * fine)

    head = round(0.048 * tall * fine), round(0.066 * tall * fine)
    cv2.ellipse(plane, at(0, 0.066), head, 0, 0, 360, 255, -1)
    for side in (-1, 1):
        outline = np.array([at(side * x, y) for x, y in _BODY], np.int32)
        cv2.fillPoly(plane, [outline], 255)
    soft = cv2.GaussianBlur(plane, (0, 0), max(0.0035 * tall * fine, 0.6))
    crisp = np.clip((soft.astype(np.float32) - 127.5) * 3 + 127.5, 0, 255).astype(np.uint8)
    size = max(wide, 1), max(high, 1)
    return np.asarray(cv2.resize(crisp, size, interpolation=cv2.INTER_AREA), np.uint8)
