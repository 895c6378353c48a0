"""The film's sound while it plays: mixed on a thread, played where the machine has an output."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QIODevice, QTimer
from PySide6.QtMultimedia import QAudioFormat, QAudioSink, QMediaDevices

from assets.mixing import SAMPLE_RATE, Mix, parts_of, samples_from
from assets.projection import Find
from canvas.document.sequence import Sequence
from canvas.document.words import Trouble

_BLOCK = 2048
_BLOCKS_AHEAD = 12
_TURN = 15
"""Milliseconds between two looks at how much the output will take."""


class SoundFeed:
    """Mixes the film's sound from a frame on, a half second ahead, on a thread of its own."""

    def __init__(self, sequence: Sequence, find: Find, frame: int) -> None:
        self._sequence, self._find = sequence, find
        self._start = samples_from(frame, sequence.rate)
        self._blocks: queue.Queue[bytes] = queue.Queue(_BLOCKS_AHEAD)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, name="sound", daemon=True)
        self._thread.start()

    def take(self) -> bytes | None:
        """The next block, interleaved 16 bit stereo, or None while none is mixed."""
        try:
            return self._blocks.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        self._over.set()
        while self.take() is not None:
            pass  # room for the block that the thread may wait to put
        self._thread.join()

    def _work(self) -> None:
        here = tuple(cue for cue in self._sequence.sounds if self._is_here(cue.asset))
        heard = replace(self._sequence, sounds=here)
        with suppress(Trouble):  # a file is broken: the film plays on, and an export names it
            mix = Mix(parts_of(heard, self._find), start=self._start)
            self._pour(mix)
            mix.close()

    def _is_here(self, asset: str) -> bool:
        """Others are heard without one that is with somebody else; to look for it asks for it."""
        with suppress(Trouble):
            self._find(asset)
            return True
        return False

    def _pour(self, mix: Mix) -> None:
        place, end = self._start, samples_from(self._sequence.frames, self._sequence.rate)
        while place < end and not self._over.is_set():
            samples = mix.take(min(_BLOCK, end - place))
            self._put((samples.T * 32767).astype("<i2").tobytes())
            place += samples.shape[1]

    def _put(self, block: bytes) -> None:
        while not self._over.is_set():
            try:
                self._blocks.put(block, timeout=0.05)
            except queue.Full:
                continue
            break


class Speaker:
    """Plays a film's sound on the system's output. Qt thread."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self._feed: SoundFeed | None = None
        self._sink: QAudioSink | None = None
        self._into: QIODevice | None = None
        self._rest = b""
        self._timer = QTimer(interval=_TURN)
        self._timer.timeout.connect(self._turn)

    def start(self, sequence: Sequence, frame: int, *, loudness: float = 1.0) -> bool:
        """Sound from `frame` on; False where there is nothing to hear or no output to hear it."""
        self.stop()
        if not sequence.sounds:
            return False
        output = QMediaDevices.defaultAudioOutput()
        if output.isNull() or not output.isFormatSupported(_format()):
            return False
        self._feed = SoundFeed(sequence, self._find, frame)
        self._sink = QAudioSink(output, _format())
        self._sink.setVolume(loudness)
        self._into = self._sink.start()
        self._timer.start()
        return True

    def stop(self) -> None:
        self._timer.stop()
        if self._sink is not None:
            self._sink.stop()
        if self._feed is not None:
            self._feed.close()
        self._sink = self._feed = self._into = None
        self._rest = b""

    def _turn(self) -> None:
        if self._sink is None or self._feed is None or self._into is None:
            return
        self._rest = pour(self._feed.take, self._rest, self._sink.bytesFree(), self._into.write)


def pour(
    take: Callable[[], bytes | None], rest: bytes, room: int, write: Callable[[bytes], int]
) -> bytes:
    """Write up to `room` bytes of `rest` and what `take` gives; what found no room comes back."""
    while len(rest) < room and (block := take()) is not None:
        rest += block
    if not rest or not room:
        return rest
    return rest[max(0, write(rest[:room])) :]


def _format() -> QAudioFormat:
    made = QAudioFormat()
    made.setSampleRate(SAMPLE_RATE)
    made.setChannelCount(2)
    made.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    return made
