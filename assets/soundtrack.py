"""The AAC track of a film file: always there, silent where nothing is heard."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from av.audio.frame import AudioFrame
from av.container import OutputContainer

from assets.mixing import SAMPLE_RATE, Mix, Part, samples_from
from canvas.document.timing import Rate

_BLOCK = 1024
"""Samples that AAC codes at once."""


class Soundtrack:
    """Mixes and encodes the film's sound in step with its picture, so that neither waits in memory.

    One PCM mix, encoded once: AAC cannot be joined without a gap at every seam.
    """

    def __init__(
        self, container: OutputContainer, parts: Sequence[Part], frames: int, rate: Rate
    ) -> None:
        self._container = container
        self._stream = container.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
        self._stream.bit_rate = 192_000
        self._stream.time_base = Fraction(1, SAMPLE_RATE)
        self._mix = Mix(parts)
        self._rate = rate
        self._total = samples_from(frames, rate)
        self._done = 0

    def reach(self, frame: int) -> None:
        """Write the sound up to the film's frame, in whole blocks."""
        until = min(samples_from(frame, self._rate), self._total)
        while self._done + _BLOCK <= until:
            self._write(_BLOCK)

    def finish(self) -> None:
        """Write what is left: the track ends with the picture, to the sample."""
        while self._done < self._total:
            self._write(min(_BLOCK, self._total - self._done))
        self._container.mux(self._stream.encode(None))
        self._mix.close()

    def _write(self, count: int) -> None:
        samples = np.ascontiguousarray(self._mix.take(count))
        frame = AudioFrame.from_ndarray(samples, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts, frame.time_base = self._done, Fraction(1, SAMPLE_RATE)
        self._container.mux(self._stream.encode(frame))
        self._done += count
