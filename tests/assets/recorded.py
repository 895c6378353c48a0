"""Files as other programs write them: videos and sounds of many formats, whole and broken."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.container import OutputContainer
from av.video.stream import VideoStream

from tests.assets.painted import numbered

SOUND_RATE = 48_000
MILLISECOND = Fraction(1, 1000)


def record(
    path: Path,
    *,
    codec: str = "libx264",
    frames: int = 24,
    size: tuple[int, int] = (320, 180),
    rate: Fraction | int = 24,
    pixels: str = "yuv420p",
    sound: str | None = None,
    moments: Sequence[int] | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """A video whose frame n shows the number n; `moments` (milliseconds) make its rate vary."""
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=Fraction(rate))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        tick = MILLISECOND if moments else 1 / Fraction(rate)
        stream.codec_context.time_base = tick
        voice = container.add_stream(sound, rate=SOUND_RATE) if sound else None
        for number in range(frames):
            frame = av.VideoFrame.from_ndarray(numbered(number, size), "rgb24")
            frame = frame.reformat(format=pixels)
            frame.pts, frame.time_base = moments[number] if moments else number, tick
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if isinstance(voice, AudioStream):
            _sing(container, voice, frames / float(rate))
    return path


def sing(path: Path, *, codec: str, seconds: float = 2.0) -> Path:
    """A sound of one note."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=SOUND_RATE)
        assert isinstance(stream, AudioStream)
        _sing(container, stream, seconds)
    return path


def _sing(container: OutputContainer, stream: AudioStream, seconds: float) -> None:
    times = np.arange(int(SOUND_RATE * seconds)) / SOUND_RATE
    wave = (np.sin(times * 440 * 2 * np.pi) * 9000).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(wave.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts = SOUND_RATE, 0
    if not stream.codec_context.is_open:
        stream.codec_context.open()
    resampler = av.AudioResampler(
        format=stream.codec_context.format,
        layout=stream.codec_context.layout,
        rate=SOUND_RATE,
        frame_size=stream.codec_context.frame_size or 1024,
    )
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        container.mux(stream.encode(piece))
    container.mux(stream.encode(None))


def png_header(width: int, height: int) -> bytes:
    """A PNG that says it is so large and holds a few bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
