"""Any frame of any video, by its number: exact, in any order, upright and in true colours."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from types import TracebackType

import av
import numpy as np
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from assets.colour import Converter, Picture
from assets.disk import disk_trouble
from canvas.document.timing import Rate, rate_from
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say


class CannotRead(Trouble):
    """A file that should be a video gives no frames."""

    code = "unreadable"


class Frames:
    """A video as a row of frames 0 .. `frames` - 1 at a steady `rate`; one thread at a time.

    Frame n is what a player shows in the middle of the n-th period, so that a file of variable
    rate keeps its timing and loses only its unevenness. `width` x `height` is what people see:
    turned upright, pixels square. `threads` decode at once, 0 lets the machine decide.
    """

    def __init__(self, path: Path, *, threads: int = 0) -> None:
        self.path = path
        self._converter = Converter()
        try:
            self._container: InputContainer = av.open(
                str(path.absolute()), metadata_errors="replace"
            )
        except (FileNotFoundError, PermissionError) as error:
            raise disk_trouble(error, path, reading=True) from error
        except (av.FFmpegError, OSError) as error:
            raise self._unreadable(error) from error
        if not self._container.streams.video:
            self._container.close()
            raise self._unreadable(None)
        self._stream: VideoStream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = threads
        self._stream.thread_type = "NONE" if threads == 1 else "AUTO"
        self._tick = self._stream.time_base or Fraction(1, 90_000)
        self.rate = _rate_of(self._stream)
        self._origin = self._stream.start_time or 0
        self._packets = iter(())  # type: Iterator[VideoFrame]
        # Times stand beside their frames: whoever encodes a frame writes its own pts into it.
        self._shown: tuple[Fraction, VideoFrame] | None = None
        self._next: tuple[Fraction, VideoFrame] | None = None
        self._measure()

    def frame(self, number: int) -> Picture:
        """Frame `number` as a new (height, width, 3) RGB array. Raises IndexError, CannotRead."""
        return self.picture(self.decoded(number))

    def between(self, first: int, end: int) -> Iterator[Picture]:
        """Frames first .. end - 1 in order."""
        return (self.frame(number) for number in range(first, end))

    def decoded(self, number: int) -> VideoFrame:
        """Frame `number` as the decoder gave it: not turned, and only to be read."""
        if not 0 <= number < self.frames:
            raise IndexError(f"frame {number} of {self.frames}")
        return self._at(Fraction(2 * number + 1, 2) / self.rate.fraction)

    def picture(self, frame: VideoFrame) -> Picture:
        """A decoded frame of this video, upright and with square pixels."""
        turned = frame.rotation % 360 in (90, 270)
        size = (self.height, self.width) if turned else (self.width, self.height)
        picture = self._converter.rgb(frame, size=size)
        quarters = round(frame.rotation / 90) % 4
        return np.ascontiguousarray(np.rot90(picture, quarters)) if quarters else picture

    def close(self) -> None:
        self._shown = self._next = None
        self._packets = iter(())
        self._container.close()

    def __enter__(self) -> Frames:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _measure(self) -> None:
        self._seek(Fraction(0))
        if self._shown is None:
            self.close()
            raise self._unreadable(None)
        time, first = self._shown
        self._origin += round(time / self._tick)
        self._shown = None
        square = first.width * (self._stream.sample_aspect_ratio or 1)
        size = (round(square), first.height)
        self.width, self.height = size[::-1] if first.rotation % 180 else size
        self.plain = not first.rotation and size[0] == first.width
        self.frames = _count(self._container, self._stream, self.rate)

    def _at(self, time: Fraction) -> VideoFrame:
        """The frame on show `time` seconds after the first one."""
        if self._shown is None or self._must_seek(time):
            self._seek(time)
            if self._shown is None or self._shown[0] > time > 0:
                self._begin_again()
        while self._next is not None and self._next[0] <= time:
            self._shown, self._next = self._next, self._decode()
        if self._shown is None:
            raise self._unreadable(None)
        return self._shown[1]

    def _must_seek(self, time: Fraction) -> bool:
        """Whether starting at a keyframe is shorter than decoding on from here."""
        if self._shown is None or time < self._shown[0]:
            return True
        if self._next is None:
            return False
        key = self._stream.index_entries.search_timestamp(self._stamp(time))
        if key < 0:
            return time - self._next[0] > 2
        return self._stream.index_entries[key].timestamp > self._stamp(self._next[0])

    def _seek(self, time: Fraction) -> None:
        try:
            self._container.seek(self._stamp(time), stream=self._stream, backward=True)
        except (av.FFmpegError, OSError):
            return self._begin_again()  # some files cannot be entered in the middle
        return self._start()

    def _begin_again(self) -> None:
        """Open the file anew: what helps where a seek has landed too late."""
        context = self._stream.codec_context
        threads, kind = context.thread_count, context.thread_type
        self._container.close()
        self._container = av.open(str(self.path.absolute()), metadata_errors="replace")
        self._stream = self._container.streams.video[0]
        self._stream.codec_context.thread_count = threads
        self._stream.thread_type = kind
        self._start()

    def _start(self) -> None:
        self._packets = self._container.decode(self._stream)
        self._shown, self._next = self._decode(), self._decode()

    def _decode(self) -> tuple[Fraction, VideoFrame] | None:
        try:
            frame = next(self._packets, None)
        except (av.FFmpegError, OSError) as error:
            raise self._unreadable(error) from error
        if frame is None:
            return None
        stamp = frame.pts if frame.pts is not None else frame.dts
        return ((stamp or 0) - self._origin) * self._tick, frame

    def _stamp(self, time: Fraction) -> int:
        return int(time / self._tick) + self._origin

    def _unreadable(self, error: Exception | None) -> CannotRead:
        reason = getattr(error, "strerror", None) or "no frames"
        return CannotRead(
            say(
                QT_TRANSLATE_NOOP("words", "“{name}” cannot be read as a video ({reason})."),
                name=self.path.name,
                reason=reason,
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Check whether another player opens the file.")),
        )


def _rate_of(stream: VideoStream) -> Rate:
    rate = stream.average_rate or stream.guessed_rate or stream.base_rate or Fraction(25)
    return rate_from(rate) if rate > 0 else Rate(25)


def _count(container: InputContainer, stream: VideoStream, rate: Rate) -> int:
    """Periods of `rate` from the first frame to the end of the last."""
    if stream.duration and stream.time_base:
        return max(1, round(stream.duration * stream.time_base * rate.fraction))
    if container.duration:
        return max(1, round(Fraction(container.duration, av.time_base) * rate.fraction))
    return max(1, stream.frames)
