"""A picture too small for the frame, or of quite another shape, mounted as a panel on a dark blur
of itself.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from generation.backends.animatic.plate import Pixels
from generation.backends.animatic.stack import Sheet
from generation.backends.animatic.view import Ground
from generation.moves import Kind, Moves

ENLARGE = 1.6
"""Beyond this a picture looks soft."""
WHOLE = 0.5
"""A picture of which filling the frame would leave less than this is shown whole instead."""
SHARE = 0.8
"""Of the frame's width or height for the panel, whichever it reaches first."""
SMALLEST, BLOWN = 0.36, 3.0
"""A tiny picture grows to this share of the frame's height, but never by more than BLOWN."""
CALM = 0.45
"""How much of the asked movement a panel makes: it must stay in the frame."""
MARGIN = 1.5
"""The ground's width, in frame widths."""
NEAR, FAR = 0.9, 1.5
_DIM, _GROUND = 0.4, 160


def wanted(size: tuple[int, int], frame: tuple[int, int], moves: Moves) -> bool:
    """Whether a picture of `size` is mounted rather than made to fill the frame."""
    wide, high = frame[0] / size[0], frame[1] / size[1]
    if max(wide, high) > ENLARGE:
        return True
    along = (Kind.tilt, Kind.crane) if wide > high else (Kind.pan, Kind.truck, Kind.whip)
    travels = any(moves.has(kind) for kind in along)
    return min(wide, high) / max(wide, high) < WHOLE and not travels


def mounted(picture: Pixels, frame: tuple[int, int]) -> tuple[list[Sheet], Ground]:
    """The ground and the panel on it, and the plane they lie on."""
    picture, span = _sized(picture, frame)
    high, wide = picture.shape[:2]
    canvas = round(span * MARGIN), round(span * MARGIN * frame[1] / frame[0])
    panel, rim = _panel(picture, span)
    origin = ((canvas[0] - wide) // 2 - rim, (canvas[1] - high) // 2 - rim)
    back = _blur(picture, frame)
    grain = canvas[0] / back.shape[1]
    sheets = [Sheet(back, FAR, grain=grain), Sheet(panel, NEAR, origin)]
    return sheets, Ground(*canvas, frame, span=span)


def _sized(picture: Pixels, frame: tuple[int, int]) -> tuple[Pixels, float]:
    """The picture no finer than the frame can show, and how many of its pixels make a frame
    width.
    """
    high, wide = picture.shape[:2]
    fill = min(SHARE * frame[0] / wide, SHARE * frame[1] / high)
    grown = min(max(ENLARGE, SMALLEST * frame[1] / high), BLOWN)
    scale = min(fill, grown)
    if scale < 0.6:
        size = max(1, round(wide * scale / 0.6)), max(1, round(high * scale / 0.6))
        picture = cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        scale = 0.6
    return picture, frame[0] / scale


def _panel(picture: Pixels, span: float) -> tuple[Pixels, int]:
    """The picture with round corners and a soft shadow, premultiplied RGBA, and the width of the
    shadow's rim.
    """
    high, wide = picture.shape[:2]
    rim, radius, soft = round(span * 0.045), max(1, round(span * 0.008)), span * 0.014
    shape = np.zeros((high + 2 * rim, wide + 2 * rim), np.uint8)
    round_box(shape, rim, rim, wide, high, radius)
    shade = np.zeros_like(shape)
    round_box(shade, rim, rim + round(span * 0.006), wide, high, radius)
    shade = cv2.GaussianBlur(shade, (0, 0), soft).astype(np.uint8)
    inside = shape.astype(np.float32)[..., None] / 255
    framed = cv2.copyMakeBorder(picture, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    colour = framed * inside
    alpha = 255 * inside + 0.62 * shade[..., None] * (1 - inside)
    return np.rint(np.concatenate([colour, alpha], axis=2)).astype(np.uint8), rim


def round_box(plane: Pixels, x: int, y: int, wide: int, high: int, radius: int) -> None:
    """Filled white, its corners round and soft at the edge."""
    radius = min(radius, wide // 2, high // 2)
    cv2.rectangle(plane, (x + radius, y), (x + wide - 1 - radius, y + high - 1), 255, -1)
    cv2.rectangle(plane, (x, y + radius), (x + wide - 1, y + high - 1 - radius), 255, -1)
    for across in (x + radius, x + wide - 1 - radius):
        for down in (y + radius, y + high - 1 - radius):
            cv2.circle(plane, (across, down), radius, 255, -1, cv2.LINE_AA)


def _blur(picture: Pixels, frame: tuple[int, int]) -> Pixels:
    """The ground: the picture filled out, out of focus, dark, with a little grain against bands."""
    wide, high = round(frame[0] * MARGIN * 0.66), round(frame[1] * MARGIN * 0.66)
    small = (_GROUND, max(2, round(_GROUND * high / wide)))
    soft = cv2.resize(_filled(picture, small[0] / small[1]), small, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(soft.astype(np.float32), (0, 0), _GROUND / 20)
    grey = soft.mean(axis=2, keepdims=True)
    soft = (grey + (soft - grey) * 0.85) * _DIM
    smooth = cv2.resize(soft, (wide, high), interpolation=cv2.INTER_CUBIC)
    tile = np.random.default_rng(11).random((128, 128, 1), np.float32)
    grain = np.tile(tile, (math.ceil(high / 128), math.ceil(wide / 128), 1))[:high, :wide]
    return np.asarray(np.clip(smooth + grain, 0, 255), np.uint8)


def _filled(picture: Pixels, aspect: float) -> Pixels:
    """The middle of the picture, cut to the shape of the ground."""
    high, wide = picture.shape[:2]
    across, down = min(wide, round(high * aspect)), min(high, round(wide / aspect))
    left, top = (wide - across) // 2, (high - down) // 2
    return picture[top : top + max(down, 1), left : left + max(across, 1)]
