"""Which stretches of a film are copied from its clips as they are, and which must be encoded."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from assets.encoding import GOP
from canvas.document.sequence import Caption, Cut
from canvas.document.timing import Rate

_WORTH = GOP
"""Frames below which a stretch is not copied: a new keyframe costs more than it saves."""
_START_CODE = b"\x00\x00\x01"


@dataclass(frozen=True, slots=True)
class Run:
    """Frames first .. end - 1 of the film; copied from its `cut`, frame `source` on, or encoded."""

    first: int
    end: int
    cut: int | None = None
    source: int = 0


@dataclass(frozen=True, slots=True)
class Copyable:
    """A clip whose packets fit the film: its frames, and which of them stand for themselves."""

    path: Path
    frames: int
    keys: tuple[int, ...]


def runs(
    cuts: Sequence[Cut], clips: Sequence[Copyable | None], captions: Sequence[Caption], frames: int
) -> list[Run]:
    """The film as runs in order, without gap or overlap; pure.

    `clips` has, for each cut, the clip that fits the film, or None. Copied is what no dissolve and
    no caption touches, from a keyframe on: masters hold no B-frames, so any frame may be the last.
    """
    found: list[Run] = []
    for index, stretch in _solo(cuts, captions):
        clip = clips[index]
        copied = _copied(cuts[index], index, clip, stretch) if clip else None
        if copied:
            found.append(copied)
    ends = [0, *(run.end for run in found)]
    starts = [*(run.first for run in found), frames]
    gaps = [Run(end, start) for end, start in zip(ends, starts, strict=True) if start > end]
    return sorted([*found, *gaps], key=lambda run: run.first)


def _solo(
    cuts: Sequence[Cut], captions: Sequence[Caption]
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Stretches of the film that show one cut and nothing else."""
    for index, cut in enumerate(cuts):
        after = cuts[index + 1].overlap if index + 1 < len(cuts) else 0
        start, end = cut.start + cut.overlap, cut.start + cut.frames - after
        for caption in sorted(captions, key=lambda one: one.start):
            if start < caption.start < end:
                yield index, (start, caption.start)
            if caption.start < end:
                start = max(start, caption.start + caption.frames)
        if start < end:
            yield index, (start, end)


def _copied(cut: Cut, index: int, clip: Copyable, stretch: tuple[int, int]) -> Run | None:
    start, end = stretch
    wanted = cut.source_in + start - cut.start
    end = min(end, start + clip.frames - wanted)
    place = bisect_left(clip.keys, wanted)
    if place == len(clip.keys):
        return None
    key = clip.keys[place]
    first = start + key - wanted
    whole = (first, end) == (cut.start, cut.start + cut.frames)
    return Run(first, end, index, key) if whole or end - first >= _WORTH else None


def copyable(path: Path, *, rate: Rate, size: tuple[int, int], extradata: bytes) -> Copyable | None:
    """The clip if its packets can stand in a film of `rate`, `size` and H.264 `extradata`."""
    try:
        with av.open(str(path.absolute())) as container:
            if not container.streams.video:
                return None
            return _inspected(path, container, rate, size, extradata)
    except (av.FFmpegError, OSError):
        return None  # it is read again, and its trouble told, when its frames are wanted


def _inspected(
    path: Path, container: InputContainer, rate: Rate, size: tuple[int, int], extradata: bytes
) -> Copyable | None:
    stream = container.streams.video[0]
    context = stream.codec_context
    fits = (
        context.name == "h264"
        and (context.width, context.height, context.pix_fmt) == (*size, "yuv420p")
        and parameter_sets(context.extradata or b"") == parameter_sets(extradata)
    )
    if not fits:
        return None
    keys: list[int] = []
    count = 0
    for packet in container.demux(stream):
        if packet.size == 0:
            continue
        if packet.pts != packet.dts or _time(packet) != count / rate.fraction:
            return None  # B-frames, or an uneven rate
        if packet.is_keyframe:
            keys.append(count)
        count += 1
    return Copyable(path, count, tuple(keys)) if keys[:1] == [0] else None


def packets(clip: Copyable, source: int, count: int, rate: Rate) -> Iterator[Packet[VideoStream]]:
    """`count` packets of the clip from keyframe `source` on, as the file holds them."""
    with av.open(str(clip.path.absolute())) as container:
        stream = container.streams.video[0]
        if source and stream.time_base:
            container.seek(int(source / rate.fraction / stream.time_base), stream=stream)
        left = count
        for packet in container.demux(stream):
            if packet.size == 0 or _time(packet) < source / rate.fraction:
                continue
            yield packet
            left -= 1
            if not left:
                return


def _time(packet: Packet[VideoStream]) -> Fraction:
    return Fraction(packet.pts or 0) * packet.time_base


def parameter_sets(extradata: bytes) -> frozenset[bytes]:
    """The sequence and picture parameter sets, whichever of its two forms the extradata has."""
    if not extradata.startswith(b"\x01"):
        return frozenset(units(extradata))
    found: list[bytes] = []
    place, left = 6, extradata[5] & 31
    for _ in range(2):
        for _ in range(left):
            length = int.from_bytes(extradata[place : place + 2], "big")
            found.append(extradata[place + 2 : place + 2 + length])
            place += 2 + length
        left, place = extradata[place], place + 1
    return frozenset(found)


def units(annex_b: bytes) -> Iterator[bytes]:
    """The NAL units of a byte stream with start codes."""
    marks: list[int] = []
    place = annex_b.find(_START_CODE)
    while place >= 0:
        marks.append(place)
        place = annex_b.find(_START_CODE, place + 3)
    for mark, after in pairwise([*marks, len(annex_b)]):
        # A unit never ends in a zero byte; what does belongs to the next start code.
        yield annex_b[mark + 3 : after].rstrip(b"\x00")


def with_lengths(annex_b: bytes) -> bytes:
    """The same units as an MP4 file holds them: each behind its length in four bytes."""
    return b"".join(len(unit).to_bytes(4, "big") + unit for unit in units(annex_b))
