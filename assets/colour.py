"""Between RGB pictures and the BT.709 limited-range 4:2:0 frames that every film file of ours
holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias, cast

import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.plane import VideoPlane
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) RGB."""
Plane: TypeAlias = NDArray[np.uint8]

BT709 = 1
"""The number of BT.709 in all three of H.264's colour fields: matrix, primaries and transfer."""
LIMITED = 1
FULL = 2

# ITU-R BT.709 with 8-bit limited range: rows Y, Cb, Cr over columns R, G, B.
_RED, _GREEN, _BLUE = 0.2126, 0.7152, 0.0722
_LUMA = np.array([_RED, _GREEN, _BLUE]) * 219 / 255
_CB = np.array([-_RED, -_GREEN, 1 - _BLUE]) * 112 / 255 / (1 - _BLUE)
_CR = np.array([1 - _RED, -_GREEN, -_BLUE]) * 112 / 255 / (1 - _RED)

# AVColorSpace -> the matrix swscale calls by another number; what is missing here is guessed from
# the size.
_MATRICES: Mapping[int, Colorspace] = {
    1: Colorspace.ITU709,
    4: Colorspace.FCC,
    5: Colorspace.ITU601,
    6: Colorspace.ITU601,
    7: Colorspace.SMPTE240M,
    9: Colorspace.BT2020,
    10: Colorspace.BT2020,
}
_HD_HEIGHT = 720
_FINE = Interpolation.BICUBIC | Interpolation.FULL_CHR_H_INT | Interpolation.ACCURATE_RND


def tag(context: VideoCodecContext) -> None:
    """Write BT.709, limited range, into all four colour fields; without, players guess BT.601."""
    context.colorspace = BT709
    context.color_primaries = BT709
    context.color_trc = BT709
    context.color_range = LIMITED


def plane_view(plane: VideoPlane) -> Plane:
    """The plane's pixels, (height, width), as a writable view without the padding of its lines."""
    lines = np.frombuffer(cast(bytes, plane), np.uint8)
    return lines.reshape(-1, plane.line_size)[: plane.height, : plane.width]


def matrix_of(frame: VideoFrame) -> Colorspace:
    """The matrix that the frame is tagged with, or what players assume for its size."""
    guess = Colorspace.ITU709 if frame.height >= _HD_HEIGHT else Colorspace.ITU601
    return _MATRICES.get(frame.colorspace, guess)


def range_of(frame: VideoFrame) -> ColorRange:
    full = frame.color_range == FULL or frame.format.name.startswith(("yuvj", "rgb", "gbr", "bgr"))
    return ColorRange.JPEG if full else ColorRange.MPEG


def is_film(frame: VideoFrame) -> bool:
    """Whether the frame can enter a film as it is, size aside."""
    return (
        frame.format.name == "yuv420p"
        and matrix_of(frame) is Colorspace.ITU709
        and range_of(frame) is ColorRange.MPEG
    )


class Converter:
    """Converts pictures and decoded frames, whatever their format and tags.

    Keeps its tables and planes between calls: fresh memory costs more than the sums. One thread.
    """

    def __init__(self) -> None:
        self._reformatter = VideoReformatter()
        self._sides: list[Plane] = []
        self._halves: list[Plane] = []

    def yuv(self, picture: Picture) -> VideoFrame:
        """A new tagged yuv420p frame of an RGB picture with even sides; each level within 1.

        Sums of whole planes: a third of what swscale takes, so that x264 stays the bottleneck.
        """
        height, width = picture.shape[:2]
        self._make_room(height, width)
        frame = VideoFrame(width, height, "yuv420p")
        luma, cb, cr = (plane_view(plane) for plane in frame.planes)
        red, green, blue = cv2.split(picture, self._sides)
        # Doubled, so that rounding the partial sum costs a quarter of a level and not a half.
        outer = cv2.addWeighted(red, 2 * _LUMA[0], blue, 2 * _LUMA[2], 0, dst=self._sides[3])
        cv2.addWeighted(outer, 0.5, green, _LUMA[1], 16, dst=luma)
        for side, half in zip(self._sides[:3], self._halves, strict=True):
            cv2.resize(side, half.shape[::-1], dst=half, interpolation=cv2.INTER_AREA)
        _weigh(self._halves, _CB, order=(2, 0, 1), into=cb)
        _weigh(self._halves, _CR, order=(0, 2, 1), into=cr)
        return tagged(frame)

    def rgb(self, frame: VideoFrame, *, size: tuple[int, int] | None = None) -> Picture:
        """A new RGB picture, as exact as 4:2:0 allows; `size` (width, height) scales it."""
        return self._packed(frame, "rgb24", 3, size, _FINE)

    def bgra(self, frame: VideoFrame, *, size: tuple[int, int] | None = None) -> Plane:
        """(height, width, 4) for a screen's Format_RGB32: thirty times faster than `rgb`, less
        fine.
        """
        return self._packed(frame, "bgra", 4, size, Interpolation.BILINEAR)

    def film(self, frame: VideoFrame, *, size: tuple[int, int] | None = None) -> VideoFrame:
        """The frame as BT.709 limited-range yuv420p; itself where it already is that."""
        width, height = size or (frame.width, frame.height)
        if is_film(frame) and (frame.width, frame.height) == (width, height):
            return frame
        flags = Interpolation.AREA if width * 2 <= frame.width else Interpolation.BICUBIC
        return tagged(self._reformatted(frame, "yuv420p", (width, height), flags))

    def _make_room(self, height: int, width: int) -> None:
        if not self._sides or self._sides[0].shape != (height, width):
            self._sides = [np.empty((height, width), np.uint8) for _ in range(4)]
            self._halves = [np.empty((height // 2, width // 2), np.uint8) for _ in range(3)]

    def _reformatted(
        self, frame: VideoFrame, format: str, size: tuple[int, int], flags: Interpolation
    ) -> VideoFrame:
        return self._reformatter.reformat(
            frame,
            *size,
            format,
            src_colorspace=matrix_of(frame),
            dst_colorspace=Colorspace.ITU709,
            src_color_range=range_of(frame),
            dst_color_range=ColorRange.MPEG if format == "yuv420p" else ColorRange.JPEG,
            interpolation=flags,
        )

    def _packed(
        self,
        frame: VideoFrame,
        format: str,
        channels: int,
        size: tuple[int, int] | None,
        flags: Interpolation,
    ) -> Plane:
        width, height = size or (frame.width, frame.height)
        if width * 2 <= frame.width:
            flags = Interpolation.AREA
        plane = self._reformatted(frame, format, (width, height), flags).planes[0]
        lines = np.frombuffer(cast(bytes, plane), np.uint8).reshape(-1, plane.line_size)
        return lines[:height, : width * channels].reshape(height, width, channels).copy()


def tagged(frame: VideoFrame) -> VideoFrame:
    """The frame itself, saying of its colours what the stream will say."""
    frame.colorspace, frame.color_range = BT709, LIMITED
    frame.color_primaries, frame.color_trc = BT709, BT709
    return frame


def blended(before: VideoFrame, after: VideoFrame, share: float) -> VideoFrame:
    """A new film frame: `share` of `after`, the rest of `before`; both of one size."""
    mixed = VideoFrame(before.width, before.height, "yuv420p")
    for old, new, into in zip(before.planes, after.planes, mixed.planes, strict=True):
        sides = plane_view(old), 1 - share, plane_view(new), share, 0
        cv2.addWeighted(*sides, dst=plane_view(into))
    return tagged(mixed)


def _weigh(
    sides: list[Plane], weights: NDArray[np.float64], *, order: tuple[int, int, int], into: Plane
) -> None:
    # The greatest weight first and green last: no partial sum then leaves 0..255.
    first, second, last = order
    cv2.addWeighted(sides[first], weights[first], sides[second], weights[second], 128, dst=into)
    cv2.addWeighted(into, 1.0, sides[last], weights[last], 0, dst=into)
