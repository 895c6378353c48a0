"""What a file is: kind, size, length and rate, read from its content and never from its name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median_low
from typing import Literal, TypeAlias

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition
from av.video.stream import VideoStream
from numpy.typing import NDArray

from assets import formats, unreadable
from assets.disk import disk_trouble, plain
from assets.formats import Format
from assets.frames import CannotRead, Frames
from assets.pictures import measure, read_picture, shrunk
from assets.unreadable import MOST_PIXELS
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say

Kind = Literal["picture", "video", "sound"]
Picture: TypeAlias = NDArray[np.uint8]
"""(height, width, 3) RGB."""

THUMBNAIL = (640, 360)
"""The box that a thumbnail fits into, width and height."""

DARK = 16
"""The mean level, of 255, below which a frame shows next to nothing."""

_PADDING = 4096
"""Bytes after the end of a GIF that are looked through."""

SHORT = Fraction(19, 20)
"""A file that holds less than this share of its length was cut short."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What a file is."""

    kind: Kind
    mime: str
    suffix: str
    width: int = 0
    height: int = 0
    """Pixels as shown: turned upright, pixels square."""
    frames: int = 0
    """Of a video: periods of `rate` from its first frame to the end of its last."""
    rate: Rate | None = None
    seconds: float = 0.0
    sound: bool = False
    """A sound, or a video that carries one."""
    variable_rate: bool = False
    """Its frames stand for unequal times; `rate` is their average."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A probed file with the picture that stands for it and what the person should know."""

    probe: Probe
    face: Picture | None = None
    notices: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class _Times:
    """When the packets of a stream are shown, in seconds."""

    first: Fraction
    end: Fraction
    uneven: bool
    promised: Fraction | None
    """How long the file says it is."""

    @property
    def length(self) -> Fraction:
        return self.end - self.first


def examine(path: Path) -> Examined:
    """Read a file far enough to be sure of it. Raises Unreadable, DiskTrouble."""
    found = formats.recognise(path)
    examined = _moving(path, found) if found.reader else _picture(path, found)
    notices = (*_misnamed(path, found), *examined.notices)
    return Examined(examined.probe, examined.face, notices)


def _picture(path: Path, found: Format) -> Examined:
    size = measure(path)
    if found is formats.GIF and size.frames > 1:
        moving = _moving(path, formats.ANIMATED_GIF)
        return replace(moving, notices=(*moving.notices, *_unfinished_gif(path)))
    face = read_picture(path, fit=THUMBNAIL)
    probe = Probe(
        kind="picture",
        mime=found.mime,
        suffix=found.suffix,
        width=size.width,
        height=size.height,
    )
    return Examined(probe, face, (_first_only(path),) if size.frames > 1 else ())


def _moving(path: Path, found: Format) -> Examined:
    with _open(path, found) as container:
        pictures = [s for s in container.streams.video if not _is_cover(s)]
        sounds = container.streams.audio
        if pictures and _can_decode(pictures[0]):
            return _video(path, found, container, pictures[0], bool(sounds))
        if sounds and not pictures and _can_decode(sounds[0]):
            return _sound(path, found, container, sounds[0])
        if pictures or sounds:
            raise unreadable.undecodable(path.name)
    raise unreadable.without_frames(path.name)


def _video(
    path: Path, found: Format, container: InputContainer, stream: VideoStream, sound: bool
) -> Examined:
    context = stream.codec_context
    if context.width * context.height > MOST_PIXELS:
        raise unreadable.too_large(path.name, context.width, context.height)
    times = _times(path, container, stream)
    with _frames(path) as film:
        length = min(film.frames, max(1, round(times.length * film.rate.fraction)))
        probe = Probe(
            kind="video",
            mime=found.mime,
            suffix=found.suffix,
            width=film.width,
            height=film.height,
            frames=length,
            rate=film.rate,
            seconds=float(length / film.rate.fraction),
            sound=sound,
            variable_rate=times.uneven,
        )
        face = _face(film, length)
    return Examined(probe, face, tuple(_about(path, probe, times)))


def _sound(path: Path, found: Format, container: InputContainer, stream: AudioStream) -> Examined:
    times = _times(path, container, stream)
    with _open(path, found) as again, _guarded(path):
        if next(again.decode(audio=0), None) is None:
            raise unreadable.without_frames(path.name)
    probe = Probe(
        kind="sound",
        mime=found.mime.replace("video/", "audio/"),
        suffix=".m4a" if found is formats.MP4 else found.suffix,
        seconds=float(times.length),
        sound=True,
    )
    return Examined(probe, None, tuple(_about(path, probe, times)))


def _times(path: Path, container: InputContainer, stream: VideoStream | AudioStream) -> _Times:
    """Read every packet of a stream, decoding none."""
    tick = stream.time_base or Fraction(1, 1000)
    spans: list[tuple[int, int]] = []
    try:
        for packet in container.demux(stream):
            at = packet.pts if packet.pts is not None else packet.dts
            if packet.size and at is not None:
                spans.append((at, packet.duration or 0))
    except (av.FFmpegError, OSError) as error:
        if not spans:
            raise unreadable.truncated(path.name) from error
    if not spans:
        raise unreadable.without_frames(path.name)
    spans.sort()
    steps = [after[0] - before[0] for before, after in pairwise(spans)]
    last, long = spans[-1]
    end = last + (long or (median_low(steps) if steps else 0))
    promised = _promised(container, stream)
    return _Times(spans[0][0] * tick, end * tick, _uneven(steps), promised)


def _uneven(steps: list[int]) -> bool:
    """Whether frames stand unequal times; a file that counts in milliseconds may round each."""
    usual = median_low(steps) if steps else 0
    return any(abs(step - usual) > max(2, usual / 4) for step in steps)


def _promised(container: InputContainer, stream: VideoStream | AudioStream) -> Fraction | None:
    if stream.duration is not None and stream.time_base:
        return stream.duration * stream.time_base
    if container.duration is not None:
        return Fraction(container.duration, av.time_base)
    return None


def _face(film: Frames, length: int) -> Picture:
    """A frame that says what the video is about: not the black that many begin with."""
    for share in (10, 3, 2):
        face = film.frame(length // share)
        if face.mean() > DARK:
            break
    else:
        face = film.frame(0)
    return shrunk(face, THUMBNAIL)


def _can_decode(stream: VideoStream | AudioStream) -> bool:
    """PyAV gives a stream of a codec that it does not know no context, whatever its stubs say."""
    return getattr(stream, "codec_context", None) is not None


def _is_cover(stream: VideoStream) -> bool:
    """The picture on a record's sleeve is no film."""
    return bool(stream.disposition & Disposition.attached_pic)


@contextmanager
def _open(path: Path, found: Format) -> Iterator[InputContainer]:
    with _guarded(path):
        # the reader is named: a list of other files or addresses to open is never followed
        container = av.open(str(path.absolute()), format=found.reader, metadata_errors="replace")
    with container:
        yield container


@contextmanager
def _frames(path: Path) -> Iterator[Frames]:
    try:
        with Frames(path) as film:
            yield film
    except CannotRead as error:
        raise unreadable.without_frames(path.name) from error


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    try:
        yield
    except (FileNotFoundError, PermissionError) as error:
        raise disk_trouble(error, path, reading=True) from error
    except (av.error.InvalidDataError, av.error.EOFError) as error:
        # an index at the end that is not there: the usual sign of a copy that was cut short
        raise unreadable.truncated(path.name) from error
    except (av.FFmpegError, OSError) as error:
        raise unreadable.damaged(path.name) from error


# -- notices: what is odd about a file that is imported all the same


def _misnamed(path: Path, found: Format) -> Iterator[Sentence]:
    promised = formats.SUFFIXES.get(path.suffix.lower())
    if promised is not None and promised.mime != found.mime:
        yield say(
            QT_TRANSLATE_NOOP("words", "“{name}” holds {mime}, and was imported as that."),
            name=path.name,
            mime=found.mime,
        )


def _first_only(path: Path) -> Sentence:
    return say(
        QT_TRANSLATE_NOOP("words", "“{name}” holds several pictures; the first was imported."),
        name=path.name,
    )


def _unfinished_gif(path: Path) -> Iterator[Sentence]:
    """A GIF tells its length nowhere, but ends in a semicolon; some programs pad it."""
    with plain(path, reading=True), path.open("rb") as reader:
        reader.seek(-min(_PADDING, path.stat().st_size), os.SEEK_END)
        end = reader.read().rstrip(b"\0")
    if not end.endswith(b";"):
        yield say(
            QT_TRANSLATE_NOOP(
                "words", "“{name}” seems to end in the middle; what is there was imported."
            ),
            name=path.name,
        )


def _about(path: Path, probe: Probe, times: _Times) -> Iterator[Sentence]:
    if times.promised is not None and times.length < times.promised * SHORT:
        yield say(
            QT_TRANSLATE_NOOP(
                "words", "“{name}” ends early: {seconds} of {promised} seconds are there."
            ),
            name=path.name,
            seconds=f"{float(times.length):.1f}",
            promised=f"{float(times.promised):.1f}",
        )
    if probe.variable_rate and probe.kind == "video":
        yield say(
            QT_TRANSLATE_NOOP(
                "words",
                "“{name}” has no steady frame rate; it plays evenly at {rate} frames a second.",
            ),
            name=path.name,
            rate=str(probe.rate),
        )
