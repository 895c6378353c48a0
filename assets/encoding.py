"""Writes clips: one fixed setting for all masters, so that a film can join them without encoding
again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Literal, TypeVar

import av
import cv2
import numpy as np
from av.codec.context import CodecContext, Flags, ThreadType
from av.container import OutputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from assets.colour import Converter, Picture, tag
from assets.disk import disk_trouble
from canvas.document.timing import Rate

Quality = Literal["master", "proxy"]

GOP = 24
"""Frames from keyframe to keyframe at most: a seek takes 26 ms, with a GOP of 250 it takes 342."""

# No B-frames: decoding order is then showing order, a clip starts at 0 without an edit list, and a
# film may cut a copied shot short after any frame.
SETTINGS: Mapping[Quality, Mapping[str, str]] = MappingProxyType(
    {
        "master": {"preset": "veryfast", "crf": "18", "g": str(GOP), "bf": "0"},
        # Every frame a keyframe: hovering over a clip then shows any frame within a millisecond.
        "proxy": {"preset": "veryfast", "crf": "24", "g": "1", "bf": "0", "tune": "fastdecode"},
    }
)
PROXY_SIZE = (320, 180)
_Result = TypeVar("_Result")


def even(size: tuple[int, int]) -> tuple[int, int]:
    """The size that 4:2:0 can hold: odd sides gain one pixel."""
    return size[0] + size[0] % 2, size[1] + size[1] % 2


def fitted(size: tuple[int, int], box: tuple[int, int] = PROXY_SIZE) -> tuple[int, int]:
    """The largest even size of the same shape inside `box`; never larger than `size` itself."""
    share = min(box[0] / size[0], box[1] / size[1], 1.0)
    width, height = (max(2, 2 * round(side * share / 2)) for side in size)
    return width, height


def add_film_stream(
    container: OutputContainer,
    *,
    rate: Rate,
    size: tuple[int, int],
    quality: Quality = "master",
    threads: int = 0,
) -> VideoStream:
    """A new H.264 stream; equal rates, sizes and qualities give equal extradata."""
    stream = container.add_stream("libx264", rate=rate.fraction)
    stream.time_base = 1 / rate.fraction
    _set_up(stream.codec_context, rate, size, quality, threads)
    return stream


def film_encoder(
    *, rate: Rate, size: tuple[int, int], quality: Quality = "master", threads: int = 0
) -> VideoCodecContext:
    """An open encoder outside any container, for a stretch among copied ones."""
    context = CodecContext.create("libx264", "w")
    context.framerate = rate.fraction
    context.flags |= Flags.global_header
    _set_up(context, rate, size, quality, threads)
    context.open()
    return context


def _set_up(
    context: VideoCodecContext, rate: Rate, size: tuple[int, int], quality: Quality, threads: int
) -> None:
    context.options = dict(SETTINGS[quality])
    context.width, context.height = size
    context.pix_fmt = "yuv420p"
    context.time_base = 1 / rate.fraction
    # PyAV's own default cuts each frame into slices: larger files, and bytes that vary.
    context.thread_type = ThreadType.FRAME
    context.thread_count = threads
    tag(context)


class ClipWriter:
    """Writes an MP4 clip frame by frame; one thread at a time.

    `width` x `height` is what the frames measure. A master of odd sides repeats its last row or
    column; a proxy is scaled to fit 320x180. `size` tells what the file holds. The file is whole
    only after close(); leaving the context through an exception discards it.
    """

    def __init__(
        self,
        path: Path,
        *,
        rate: Rate,
        width: int,
        height: int,
        quality: Quality = "master",
        threads: int = 0,
    ) -> None:
        self.path = path
        self.rate = rate
        self.frames = 0
        self.size = fitted((width, height)) if quality == "proxy" else even((width, height))
        self._given = (width, height)
        self._tick = 1 / rate.fraction
        self._converter = Converter()
        self._container: OutputContainer | None = None
        self._container = self._guarded(self._open)
        self._stream = add_film_stream(
            self._container, rate=rate, size=self.size, quality=quality, threads=threads
        )

    def write(self, picture: Picture | VideoFrame) -> VideoFrame:
        """Encode one frame, and hand it back as the film's yuv420p: a proxy's writer takes that
        three times faster.
        """
        frame = self._frame(picture)
        frame.pict_type = PictureType.NONE
        frame.pts = self.frames
        frame.time_base = self._tick
        self._guarded(lambda: self._opened.mux(self._stream.encode(frame)))
        self.frames += 1
        return frame

    def close(self) -> None:
        """Finish the file. Raises DiskTrouble, and then leaves none; a second call does
        nothing.
        """
        if self._container is None:
            return
        self._guarded(self._finish)
        self._container = None

    def discard(self) -> None:
        """Give up: close what is open and remove the file."""
        container, self._container = self._container, None
        if container is not None:
            # The file goes anyway; what its trailer could not say no longer matters.
            with suppress(av.FFmpegError, OSError):
                container.close()
        self.path.unlink(missing_ok=True)

    def __enter__(self) -> ClipWriter:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    @property
    def _opened(self) -> OutputContainer:
        if self._container is None:
            raise ValueError(f"{self.path.name} is closed already")
        return self._container

    def _open(self) -> OutputContainer:
        self.path.write_bytes(b"")  # PyAV opens on the first frame; a bad place is told now
        where = str(self.path.absolute())
        return av.open(where, "w", format="mp4", options={"movflags": "+faststart"})

    def _finish(self) -> None:
        self._opened.mux(self._stream.encode(None))
        self._opened.close()

    def _frame(self, picture: Picture | VideoFrame) -> VideoFrame:
        if isinstance(picture, VideoFrame):
            return self._converter.film(picture, size=self.size)
        if picture.dtype != np.uint8 or picture.shape != (self._given[1], self._given[0], 3):
            raise ValueError(f"a frame of this clip is {self._given}, not {picture.shape}")
        if self.size != self._given:
            picture = _resized(picture, self.size)
        return self._converter.yuv(picture)

    def _guarded(self, work: Callable[[], _Result]) -> _Result:
        try:
            return work()
        except OSError as error:
            self.discard()
            raise disk_trouble(error, self.path) from error


def _resized(picture: Picture, size: tuple[int, int]) -> Picture:
    height, width = picture.shape[:2]
    if size[0] - width in (0, 1) and size[1] - height in (0, 1):
        below, right = size[1] - height, size[0] - width
        padded = cv2.copyMakeBorder(picture, 0, below, 0, right, cv2.BORDER_REPLICATE)
        return padded.astype(np.uint8, copy=False)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
