"""A subject lifted off its ground: a soft matte from a box or a mask, and the ground painted in
behind it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from generation.backends.animatic.plate import Pixels

Matte = NDArray[np.float32]
Box = tuple[float, float, float, float]

SMALL = 260
"""Pixels of the longer side at which the subject is told from its ground: 5.6 s at 720p, 0.1 s at
320x180.
"""
FINE = 960
"""Pixels of the longer side at which the matte is drawn to the picture's edges."""
BEHIND = 480
"""Pixels of the longer side at which the ground is painted in: what is seen of it is a narrow
rim.
"""
LEAST, MOST = 0.1, 0.93
"""The share of its box that a believable subject fills."""
SPAN = 0.6
"""How much of the box's width, and of its height, it reaches over, at least."""
AGREE = 0.78
"""Overlap of two attempts from a little different boxes, under which the matte is not to be
trusted.
"""
APART, SHARP = 16.0, 0.88
"""Subject and ground differ by this much (8-bit CIE Lab) along this share of the outline, at
least.
"""
AROUND = 0.4
"""How much of what is around the box is looked at, in boxes."""


@dataclass(frozen=True, slots=True)
class Cutout:
    """A piece of a picture, premultiplied RGBA, with the place of its top left pixel."""

    pixels: Pixels
    origin: tuple[int, int]
    matte: Matte
    """(h, w) of the whole picture, 0..1."""


def from_box(picture: Pixels, box: Box) -> Matte | None:
    """The matte of what a box (shares of the picture) surrounds; None where it can't be told for
    sure.
    """
    high, wide = picture.shape[:2]
    x0, y0, x1, y1 = pixels_of(_grown(box, AROUND), (wide, high))
    near = picture[y0:y1, x0:x1]
    here = _within(box, (x0 / wide, y0 / high, (x1 - x0) / wide, (y1 - y0) / high))
    small = _scaled(near, SMALL)
    rough, again = _found(small, here), _found(small, _grown(here, 0.03), open_minded=True)
    if rough is None or again is None or _overlap(rough, again) < AGREE:
        return None
    if not _plausible(small, rough, here):
        return None
    matte = np.zeros((high, wide), np.float32)
    matte[y0:y1, x0:x1] = _refined(near, rough.astype(np.float32))
    return matte


def _within(box: Box, outer: Box) -> Box:
    """The box as shares of another one."""
    left, top, wide, high = box
    return (
        (left - outer[0]) / outer[2],
        (top - outer[1]) / outer[3],
        wide / outer[2],
        high / outer[3],
    )


def from_mask(picture: Pixels, mask: Pixels) -> Matte | None:
    """The matte of a drawn mask; None where it holds nothing, or everything."""
    share = float(mask.mean()) / 255
    if not 0.001 < share < 0.97:
        return None
    high, wide = picture.shape[:2]
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.6, max(high, wide) / 1600))
    return np.asarray(soft, np.float32) / np.float32(255)


def lifted(picture: Pixels, matte: Matte) -> Cutout:
    """The subject cut along its matte. Where it leaves the picture it goes on beyond the border, so
    that no cut edge comes into view when it moves.
    """
    high, wide = matte.shape
    rows, columns = (np.flatnonzero(matte.max(axis=axis) > 0.004) for axis in (1, 0))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    left, right = int(columns[0]), int(columns[-1]) + 1
    alpha = matte[top:bottom, left:right, None]
    colour = picture[top:bottom, left:right] * alpha
    piece: Pixels = np.rint(np.concatenate([colour, alpha * 255], axis=2)).astype(np.uint8)
    rim = round(max(high, wide) * 0.12)
    up, down, west, east = (
        rim * cut for cut in (top == 0, bottom == high, left == 0, right == wide)
    )
    grown = cv2.copyMakeBorder(piece, up, down, west, east, cv2.BORDER_REPLICATE)
    return Cutout(grown.astype(np.uint8, copy=False), (left - west, top - up), matte)


def behind(picture: Pixels, matte: Matte) -> Pixels:
    """The picture with what the matte covers painted over from around it."""
    high, wide = picture.shape[:2]
    small = _scaled(picture, BEHIND)
    size = small.shape[1], small.shape[0]
    hole = (cv2.resize(matte, size, interpolation=cv2.INTER_AREA) > 0.02).astype(np.uint8)
    reach = max(3, round(max(size) * 0.016)) | 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))
    hole = cv2.dilate(hole, disc).astype(np.uint8, copy=False)
    large = cv2.resize(_painted(small, hole), (wide, high), interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), reach / 4)
    share = cv2.resize(soft, (wide, high), interpolation=cv2.INTER_LINEAR)[..., None]
    tile = np.random.default_rng(5).normal(0, _roughness(picture), (256, 256, 1)).astype(np.float32)
    grain = np.tile(tile, (-(-high // 256), -(-wide // 256), 1))[:high, :wide]
    mixed = picture + (large + grain - picture) * np.minimum(share * 1.6, 1)
    return np.asarray(np.clip(np.rint(mixed), 0, 255), np.uint8)


def _painted(small: Pixels, hole: NDArray[np.uint8]) -> Matte:
    """The hole filled: what is around it goes on for a little way, and deeper in only as soft
    colour, for streaks that run to the middle of a large hole look like nothing on earth.
    """
    streaks = cv2.inpaint(small, hole, 4, cv2.INPAINT_TELEA).astype(np.float32)
    edge = cv2.GaussianBlur(streaks, (0, 0), max(small.shape) / 200)
    tiny = _scaled(small, 72)
    spot = cv2.resize(hole, tiny.shape[1::-1], interpolation=cv2.INTER_AREA)
    spot = cv2.dilate((spot > 0).astype(np.uint8), np.ones((3, 3), np.uint8))
    colour = cv2.inpaint(tiny, spot, 24, cv2.INPAINT_NS).astype(np.float32)
    colour = np.asarray(cv2.GaussianBlur(colour, (0, 0), 3.5), np.float32)
    deep = cv2.resize(colour, small.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    inward = cv2.distanceTransform(hole, cv2.DIST_L2, 3) / (max(small.shape) * 0.09)
    share = np.clip(inward, 0, 1)[..., None].astype(np.float32)
    return np.asarray(edge + (deep - edge) * share, np.float32)


def _roughness(picture: Pixels) -> float:
    """How grainy the picture is, so that what is painted in does not look like plastic."""
    grey = cv2.cvtColor(_scaled(picture, FINE), cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), 1.0)
    return float(min(np.median(np.abs(fine)) * 1.2, 4.0))


def _scaled(picture: Pixels, longest: int) -> Pixels:
    high, wide = picture.shape[:2]
    share = min(1.0, longest / max(high, wide))
    size = max(8, round(wide * share)), max(8, round(high * share))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _grown(box: Box, by: float) -> Box:
    left, top, wide, high = box
    return left - by * wide, top - by * high, wide * (1 + 2 * by), high * (1 + 2 * by)


def pixels_of(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom in pixels, inside the picture."""
    left, top, wide, high = box
    x0, x1 = np.clip([left * size[0], (left + wide) * size[0]], 0, size[0]).round().astype(int)
    y0, y1 = np.clip([top * size[1], (top + high) * size[1]], 0, size[1]).round().astype(int)
    return int(x0), int(y0), int(x1), int(y1)


def _found(small: Pixels, box: Box, *, open_minded: bool = False) -> NDArray[np.uint8] | None:
    """0 or 1 for each pixel: the box's subject by colour and edges, without crumbs and holes. Open-
    minded, it takes all of the box for the subject at first, not only its middle.
    """
    high, wide = small.shape[:2]
    x0, y0, x1, y1 = pixels_of(box, (wide, high))
    if x1 - x0 < 6 or y1 - y0 < 6:
        return None
    marks = np.full((high, wide), cv2.GC_BGD, np.uint8)
    marks[y0:y1, x0:x1] = cv2.GC_PR_BGD
    centre, radii = ((x0 + x1) // 2, (y0 + y1) // 2), ((x1 - x0) * 0.46, (y1 - y0) * 0.48)
    if open_minded:
        marks[y0:y1, x0:x1] = cv2.GC_PR_FGD
    cv2.ellipse(marks, centre, (int(radii[0]), int(radii[1])), 0, 0, 360, cv2.GC_PR_FGD, -1)
    core = (int(radii[0] * 0.25), int(radii[1] * 0.25))
    cv2.ellipse(marks, centre, core, 0, 0, 360, cv2.GC_FGD, -1)
    if not (marks == cv2.GC_BGD).sum() >= 64:
        return None
    cv2.setRNGSeed(1)
    ground, subject = np.zeros((1, 65)), np.zeros((1, 65))
    anywhere = (0, 0, wide, high)
    cv2.grabCut(small, marks, anywhere, ground, subject, 3, cv2.GC_INIT_WITH_MASK)
    return _whole(np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8))


def _whole(found: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without crumbs, its small holes filled."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, disc).astype(np.uint8, copy=False)
    for keep, share in ((1, 0.12), (0, 0.04)):
        count, labels, stats, _ = cv2.connectedComponentsWithStats((found == keep).astype(np.uint8))
        areas = stats[:, cv2.CC_STAT_AREA]
        least = share * max(int(found.sum()), 1)
        for label in range(1, count):
            if areas[label] < least:
                found[labels == label] = 1 - keep
    return found


def _overlap(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    either = int(np.logical_or(one, other).sum())
    return float(np.logical_and(one, other).sum()) / either if either else 0.0


def _plausible(small: Pixels, found: NDArray[np.uint8], box: Box) -> bool:
    """Whether it fills its box like a thing does, and differs from what is around it."""
    high, wide = found.shape
    x0, y0, x1, y1 = pixels_of(box, (wide, high))
    share = float(found[y0:y1, x0:x1].mean())
    inside = found[y0:y1, x0:x1]
    rows, columns = np.max(inside, axis=1), np.max(inside, axis=0)
    if not LEAST < share < MOST or min(rows.mean(), columns.mean()) < SPAN:
        return False
    return _edged(small, found) > SHARP


def _edged(small: Pixels, found: NDArray[np.uint8]) -> float:
    """The share of the outline, the picture's own border aside, along which the colours differ."""
    colours = cv2.cvtColor(small, cv2.COLOR_RGB2Lab).astype(np.float32)
    inside = found.astype(np.float32)[..., None]
    reach = (11, 11)
    near = [
        cv2.blur(colours * part, reach) / (cv2.blur(part, reach)[..., None] + 1e-3)
        for part in (inside, 1 - inside)
    ]
    apart = np.sqrt(((near[0] - near[1]) ** 2).sum(axis=2))
    grown = np.asarray(cv2.dilate(found, np.ones((3, 3), np.uint8)))
    outline: NDArray[np.bool_] = np.asarray(grown != found)
    outline[[0, 1, -2, -1], :] = outline[:, [0, 1, -2, -1]] = False
    return float((apart[outline] > APART).mean()) if outline.any() else 0.0


def _refined(picture: Pixels, rough: Matte) -> Matte:
    """The rough matte drawn to the picture's own edges: a guided filter (He, Sun and Tang,
    2010).
    """
    high, wide = picture.shape[:2]
    grey = cv2.cvtColor(_scaled(picture, FINE), cv2.COLOR_RGB2GRAY)
    guide = np.asarray(grey, np.float32) / np.float32(255)
    size = guide.shape[1], guide.shape[0]
    matte = np.asarray(cv2.resize(rough, size, interpolation=cv2.INTER_CUBIC), np.float32)
    reach = (2 * round(max(size) / 160) + 1,) * 2

    def mean(plane: Matte) -> Matte:
        return np.asarray(cv2.blur(plane, reach), np.float32)

    low, also = mean(guide), mean(matte)
    spread = mean(guide * guide) - low * low + np.float32(4e-4)
    slope = np.asarray((mean(guide * matte) - low * also) / spread, np.float32)
    fine = mean(slope) * guide + mean(np.asarray(also - slope * low, np.float32))
    firm = np.clip((fine - 0.18) / 0.64, 0, 1).astype(np.float32)
    return np.asarray(cv2.resize(firm, (wide, high), interpolation=cv2.INTER_LINEAR), np.float32)
