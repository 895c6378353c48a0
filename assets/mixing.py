"""The sound of a film as one stream of samples: cues and the videos' own tracks, summed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from canvas.document.sequence import Sequence as Film
from canvas.document.timing import Rate
from canvas.document.words import QT_TRANSLATE_NOOP, Trouble, say

SAMPLE_RATE = 48_000

Samples = NDArray[np.float32]
"""(2, count), left and right, -1..1."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one file's sound in the film; all times in samples."""

    path: Path
    start: int
    count: int
    skip: int = 0
    """Of the file, before what is heard."""
    gain: float = 1.0
    fade_in: int = 0
    fade_out: int = 0


def samples_from(frames: int, rate: Rate) -> int:
    """The sample at which frame `frames` of the film begins."""
    return int(frames / rate.fraction * SAMPLE_RATE + Fraction(1, 2))


def parts_of(film: Film, find: Callable[[str], Path]) -> tuple[Part, ...]:
    """What is heard when. What begins or ends with a shot fades while that shot dissolves."""
    fades_in = {cut.start: cut.overlap for cut in film.cuts}
    fades_out = {cut.end: after.overlap for cut, after in pairwise(film.cuts)}

    def at(frames: int) -> int:
        return samples_from(frames, film.rate)

    return tuple(
        Part(
            find(cue.asset),
            start=at(cue.start),
            count=at(cue.start + cue.frames) - at(cue.start),
            skip=at(cue.source_in),
            gain=float(10 ** (cue.gain_db / 20)),
            fade_in=at(fades_in.get(cue.start, 0)),
            fade_out=at(fades_out.get(cue.start + cue.frames, 0)),
        )
        for cue in film.sounds
    )


class SoundUnreadable(Trouble):
    """A file of the film that should sound does not; names the file."""

    code = "sound_unreadable"


class Mix:
    """Hands out the sum of the parts from sample `start` on; opens a file only while it is heard.

    One thread. A file that breaks off is silent from there; one that cannot be opened raises
    SoundUnreadable.
    """

    def __init__(self, parts: Sequence[Part], *, start: int = 0) -> None:
        ahead = (part for part in parts if part.start + part.count > start)
        self._waiting = sorted(ahead, key=lambda part: part.start)
        self._heard: list[tuple[Part, _Track]] = []
        self._at = start

    def take(self, count: int) -> Samples:
        """The next `count` samples."""
        sum_ = np.zeros((2, count), np.float32)
        first, end = self._at, self._at + count
        while self._waiting and self._waiting[0].start < end:
            part = self._waiting.pop(0)
            self._heard.append((part, _Track(part.path, part.skip + max(0, first - part.start))))
        for part, track in self._heard:
            a, b = max(first, part.start), min(end, part.start + part.count)
            if a < b:
                sum_[:, a - first : b - first] += track.take(b - a) * _envelope(part, a, b)
        self._drop_past(end)
        self._at = end
        return np.clip(sum_, -1, 1)

    def close(self) -> None:
        for _, track in self._heard:
            track.close()
        self._heard, self._waiting = [], []

    def _drop_past(self, end: int) -> None:
        for part, track in self._heard:
            if part.start + part.count <= end:
                track.close()
        self._heard = [one for one in self._heard if one[0].start + one[0].count > end]


class _Track:
    """One file's sound at the film's sample rate, from sample `skip` on, silence after its end."""

    def __init__(self, path: Path, skip: int) -> None:
        self._container = opened_sound(path)
        self._pieces = self._decode(skip)
        self._rest: Samples = np.zeros((2, 0), np.float32)

    def take(self, count: int) -> Samples:
        pieces, have = [self._rest], self._rest.shape[1]
        while have < count and (piece := next(self._pieces, None)) is not None:
            pieces.append(piece)
            have += piece.shape[1]
        joined = np.concatenate(pieces, axis=1)
        self._rest = joined[:, count:]
        short = max(0, count - have)
        return np.pad(joined[:, :count], ((0, 0), (0, short))) if short else joined[:, :count]

    def close(self) -> None:
        self._pieces = iter(())
        self._container.close()

    def _decode(self, skip: int) -> Iterator[Samples]:
        """Resampled pieces from exactly `skip` on; earlier samples only warm the filters up."""
        stream = self._container.streams.audio[0]
        resampler = AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
        if skip > SAMPLE_RATE:
            early = Fraction(skip - SAMPLE_RATE // 2, SAMPLE_RATE)
            self._container.seek(int(early * av.time_base), backward=True)
        position: int | None = None
        try:
            for frame in self._container.decode(stream):
                if position is None:
                    position = _position(frame)
                for made in resampler.resample(frame):
                    piece = made.to_ndarray().astype(np.float32, copy=False)
                    position, after = position + piece.shape[1], position
                    if position > skip:
                        yield piece[:, max(0, skip - after) :]
        except (av.FFmpegError, OSError):
            return


def opened_sound(path: Path) -> InputContainer:
    """A file that holds sound. Raises SoundUnreadable."""
    try:
        container = av.open(str(path.absolute()), metadata_errors="replace")
    except (av.FFmpegError, OSError) as error:
        raise _unreadable(path) from error
    if container.streams.audio:
        return container
    container.close()
    raise _unreadable(path)


def _unreadable(path: Path) -> SoundUnreadable:
    return SoundUnreadable(
        say(QT_TRANSLATE_NOOP("words", "“{name}” cannot be read as a sound."), name=path.name),
        remedy=say(QT_TRANSLATE_NOOP("words", "Import the sound again, or take it out.")),
    )


def _position(frame: AudioFrame) -> int:
    """The film sample at which the frame begins."""
    if frame.pts is None or frame.time_base is None:
        return 0
    return round(frame.pts * frame.time_base * SAMPLE_RATE)


def _envelope(part: Part, a: int, b: int) -> Samples | float:
    """The part's loudness at samples a .. b of the film."""
    if not part.fade_in and not part.fade_out:
        return part.gain
    into = np.arange(a - part.start, b - part.start, dtype=np.float32)
    shape = np.full(b - a, part.gain, np.float32)
    if part.fade_in:
        shape *= np.minimum(1, into / part.fade_in)
    if part.fade_out:
        shape *= np.minimum(1, (part.count - into) / part.fade_out)
    return shape
