"""How loud a sound is from its beginning to its end: measured once, kept beside its file's store.

A kept measure is a convenience: one that is damaged or cannot be written is measured again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import av
import numpy as np
from av.audio.resampler import AudioResampler
from numpy.typing import NDArray

from assets.disk import Stopped
from assets.mixing import opened_sound
from assets.store import Store
from assets.whole import write_whole

BINS = 2048
"""Measures of one sound, whatever its length: a bar for each pixel of the largest card."""

FOLDER = "loudness"
"""Where they are kept, within the media folder."""

Loudness = NDArray[np.uint8]
"""(BINS,) peaks, 0..255."""

_MARK = b"loudness 1\n"
_FINEST = 32
"""Samples in one measure of a very short sound."""


def loudness_of(
    hash: str, store: Store, *, keep: bool = True, cancelled: Callable[[], bool] | None = None
) -> Loudness:
    """A stored sound's loudness, kept for the next time. Any thread. Raises MissingMedia,
    SoundUnreadable, Stopped."""
    place = store.root / FOLDER / hash
    kept = _read(place)
    if kept is not None:
        return kept
    made = measure(store.path(hash), cancelled=cancelled)
    if keep:
        _write(place, made)
    return made


def measure(path: Path, *, cancelled: Callable[[], bool] | None = None) -> Loudness:
    """The loudness of a file's sound. Any thread. Raises SoundUnreadable, Stopped."""
    peaks = _Peaks()
    for levels in _levels(path):
        if cancelled is not None and cancelled():
            raise Stopped
        peaks.add(levels)
    return peaks.result()


class _Peaks:
    """Peaks of ever longer stretches: an hour takes no more room than a second."""

    def __init__(self) -> None:
        self._block = _FINEST
        self._peaks: NDArray[np.int32] = np.zeros(0, np.int32)
        self._rest: NDArray[np.int32] = np.zeros(0, np.int32)

    def add(self, levels: NDArray[np.int32]) -> None:
        joined = np.concatenate([self._rest, levels])
        whole = len(joined) // self._block * self._block
        new = joined[:whole].reshape(-1, self._block).max(axis=1, initial=0)
        self._peaks, self._rest = np.concatenate([self._peaks, new]), joined[whole:]
        while len(self._peaks) >= 4 * BINS:
            self._coarser()

    def result(self) -> Loudness:
        peaks = self._peaks
        if len(self._rest):
            peaks = np.append(peaks, self._rest.max())
        if not len(peaks):
            return np.zeros(BINS, np.uint8)
        edges = np.arange(BINS) * len(peaks) // BINS
        highest: NDArray[np.int32] = np.maximum.reduceat(peaks, edges)
        return np.minimum(highest * 255 // 32768, 255).astype(np.uint8)

    def _coarser(self) -> None:
        odd = self._peaks[-1:] if len(self._peaks) % 2 else self._peaks[:0]
        self._peaks = self._peaks[: len(self._peaks) // 2 * 2].reshape(-1, 2).max(axis=1)
        self._peaks = np.concatenate([self._peaks, odd])
        self._block *= 2


def _levels(path: Path) -> Iterator[NDArray[np.int32]]:
    """How far from silence each sample is, 0..32768, in the loudest of its channels."""
    with opened_sound(path) as container:
        stream = container.streams.audio[0]
        resampler = AudioResampler(format="s16p")
        try:
            for frame in container.decode(stream):
                for made in resampler.resample(frame):
                    channels: NDArray[np.int32] = np.abs(made.to_ndarray().astype(np.int32))
                    yield channels.max(axis=0)
        except (av.FFmpegError, OSError):
            return  # it breaks off here, as it does to the ear


def _read(place: Path) -> Loudness | None:
    try:
        data = place.read_bytes()
    except OSError:
        return None
    if not data.startswith(_MARK) or len(data) != len(_MARK) + BINS:
        return None
    return np.frombuffer(data, np.uint8, offset=len(_MARK))


def _write(place: Path, made: Loudness) -> None:
    with suppress(OSError):  # a full disk costs no more than measuring it again
        place.parent.mkdir(exist_ok=True)  # not where the whole board is gone
        write_whole(place, _MARK + made.tobytes())
