"""Writes GIFs frame by frame: a palette for each shot, steady dither, exact time, flat memory.

Pillow's own writer keeps every frame until the end, merges equal ones and rounds each duration.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.GifImagePlugin import getdata

from assets.colour import Picture
from assets.projection import FilmFrames
from canvas.document.timing import Rate

_FASTEST = 15
"""Frames a second at most, unless asked for: beyond it GIFs grow and browsers slow them down."""
_COLOURS = 255
_SAME = 255
"""The index of "as before": what does not change costs nothing."""
_SAMPLES = 6
_SAMPLE_SIZE = (160, 90)

# Ordered dither stands still from frame to frame, where error diffusion would boil.
_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]])
_STRENGTH = 6

Indices = NDArray[np.uint8]


def gif_rate(film: Rate) -> Rate:
    """The film's rate, halved until it is one that GIFs are good at."""
    rate = film
    while float(rate) > _FASTEST:
        rate = Rate(rate.numerator, rate.denominator * 2)
    return rate


def numbers_of(frames: int, film: Rate, gif: Rate) -> list[int]:
    """Which frames of the film the GIF shows; never one twice."""
    step = max(Fraction(1), film.fraction / gif.fraction)
    return [int(k * step) for k in range(int(-(-frames // step)))]


def centiseconds(starts: Sequence[int], frames: int, rate: Rate) -> list[int]:
    """How long each frame shows until the next, the rounding carried on: the sum is the film's."""
    ends = [int(n * 100 / rate.fraction + Fraction(1, 2)) for n in (*starts, frames)]
    return [end - start for start, end in pairwise(ends)]


def write_gif(
    film: FilmFrames,
    place: Path,
    *,
    width: int = 480,
    rate: Rate | None = None,
    tell: Callable[[int], None],
) -> None:
    """Write the film, at most `width` pixels wide; `tell` hears the film's frames done."""
    of = film.sequence
    numbers = numbers_of(of.frames, of.rate, rate or gif_rate(of.rate))
    shown = centiseconds(numbers, of.frames, of.rate)
    with place.open("wb") as file:
        file.write(_header(_size(film.size, width)))
        for number, part in _parts(film, numbers, shown, _size(film.size, width)):
            file.write(part)
            tell(number + 1)
        file.write(b";")


def _parts(
    film: FilmFrames, numbers: Sequence[int], shown: Sequence[int], size: tuple[int, int]
) -> Iterator[tuple[int, bytes]]:
    """The film's frames as GIF data, each only where it differs from the one before."""
    shots = [cut.start for cut in film.sequence.cuts] or [0]
    dither = _dither(size)
    shot, palette, before = -1, Image.new("P", (1, 1)), np.empty(0, np.uint8)
    for number, time in zip(numbers, shown, strict=True):
        now = bisect_right(shots, number) - 1
        if now != shot:
            shot, before = now, np.empty(0, np.uint8)
            end = shots[now + 1] if now + 1 < len(shots) else film.sequence.frames
            palette = _palette(film, range(number, max(end, number + 1)))
        indices = _indices(_small(film.frame(number), size), palette, dither)
        changed = indices if not before.size else np.where(indices == before, _SAME, indices)
        before = indices
        yield number, _data(changed.astype(np.uint8), palette, time)


def _header(size: tuple[int, int]) -> bytes:
    sides = b"".join(side.to_bytes(2, "little") for side in size)
    for_ever = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    return b"GIF89a" + sides + b"\x70\x00\x00" + for_ever


def _size(film: tuple[int, int], width: int) -> tuple[int, int]:
    if film[0] <= width:
        return film
    return width, round(film[1] * width / film[0])


def _small(picture: Picture, size: tuple[int, int]) -> Picture:
    if picture.shape[1::-1] == size:
        return picture
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def _dither(size: tuple[int, int]) -> NDArray[np.int16]:
    """What is added to every frame before its colours are matched."""
    steps = np.rint((_BAYER + 0.5) * _STRENGTH / _BAYER.size - _STRENGTH / 2).astype(np.int16)
    tiles = np.tile(steps, (size[1] // 4 + 1, size[0] // 4 + 1))[: size[1], : size[0]]
    return np.repeat(tiles[..., None], 3, axis=2)


def _palette(film: FilmFrames, shot: range) -> Image.Image:
    """An image with the colours that frames from all over the shot need."""
    step = max(1, len(shot) // _SAMPLES)
    samples = [_small(film.frame(number), _SAMPLE_SIZE) for number in shot[step // 2 :: step]]
    found = Image.fromarray(np.concatenate(samples)).quantize(
        _COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1
    )
    colours = (found.getpalette() or [0, 0, 0])[: 3 * _COLOURS]
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours + colours[:3] * (256 - len(colours) // 3))
    return palette


def _indices(picture: Picture, palette: Image.Image, dither: NDArray[np.int16]) -> Indices:
    noisy = np.clip(picture.astype(np.int16) + dither, 0, 255).astype(np.uint8)
    matched = Image.fromarray(noisy).quantize(palette=palette, dither=Image.Dither.NONE)
    indices = np.asarray(matched)
    return np.where(indices == _SAME, 0, indices).astype(np.uint8)


def _data(indices: Indices, palette: Image.Image, time: int) -> bytes:
    image = Image.frombytes("P", indices.shape[::-1], indices.tobytes())
    image.putpalette(palette.getpalette() or [])
    parts = getdata(
        image, duration=time * 10, transparency=_SAME, disposal=1, include_color_table=True
    )
    return b"".join(parts)
