"""Puts a picture of any shape into a frame: filled, fitted, or mounted on a blur of itself."""

from __future__ import annotations

import cv2
import numpy as np

from assets.colour import Picture

ENLARGE = 1.6
"""A still grows by no more than this; beyond it looks soft, and is mounted as a panel instead."""

CROP = 0.8
"""A still of nearly the frame's shape, within this share, loses its edges and gets no bars."""

_GROUND_WIDTH = 96
_DIM = 0.42
_SHADE = 0.55


def mounted(
    picture: Picture, size: tuple[int, int], *, enlarge: float = ENLARGE, crop: float = CROP
) -> Picture:
    """The (height, width, 3) picture, centred in a frame of `size` (width, height).

    It fills the frame where their shapes agree to `crop`, and else stays whole.
    """
    height, width = picture.shape[:2]
    fit = min(size[0] / width, size[1] / height)
    fill = max(size[0] / width, size[1] / height)
    if fit >= fill * crop and fill <= enlarge:
        return _filled(picture, size)
    scale = min(fit, enlarge)
    inner = (min(size[0], round(width * scale)), min(size[1], round(height * scale)))
    frame = _ground(picture, size, inner)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    frame[top : top + inner[1], left : left + inner[0]] = resized(picture, inner)
    return frame


def resized(picture: Picture, size: tuple[int, int]) -> Picture:
    smaller = size[0] < picture.shape[1]
    way = cv2.INTER_AREA if smaller else cv2.INTER_CUBIC
    return cv2.resize(picture, size, interpolation=way).astype(np.uint8, copy=False)


def _filled(picture: Picture, size: tuple[int, int]) -> Picture:
    """The middle of the picture, all over the frame."""
    height, width = picture.shape[:2]
    fill = max(size[0] / width, size[1] / height)
    wide, high = min(width, round(size[0] / fill)), min(height, round(size[1] / fill))
    left, top = (width - wide) // 2, (height - high) // 2
    return resized(np.ascontiguousarray(picture[top : top + high, left : left + wide]), size)


def _ground(picture: Picture, size: tuple[int, int], inner: tuple[int, int]) -> Picture:
    """A dark blur of the picture, darker still around what will lie on it; made small, blown up."""
    small = (_GROUND_WIDTH, max(2, round(_GROUND_WIDTH * size[1] / size[0])))
    blur = cv2.GaussianBlur(_filled(picture, small), (0, 0), _GROUND_WIDTH / 24)
    share = small[0] / size[0]
    shade = np.zeros((small[1], small[0]), np.float32)
    half_width, half_height = inner[0] * share / 2, inner[1] * share / 2
    across = slice(round(small[0] / 2 - half_width), round(small[0] / 2 + half_width))
    down = slice(round(small[1] / 2 - half_height), round(small[1] / 2 + half_height))
    shade[down, across] = _SHADE
    shade = cv2.GaussianBlur(shade, (0, 0), 2.2).astype(np.float32)
    dark = blur.astype(np.float32) * (_DIM * (1 - shade))[..., None]
    large = cv2.resize(dark, size, interpolation=cv2.INTER_CUBIC)
    frame: Picture = np.clip(large + 0.5, 0, 255).astype(np.uint8)
    return frame
