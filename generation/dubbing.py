"""Puts the sound that a model made into the clip that it drew, or into one made of that clip."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.container import InputContainer, OutputContainer
from numpy.typing import NDArray

from assets.disk import disk_trouble
from assets.mixing import SAMPLE_RATE

_AT_ONCE = 1024
"""Samples in one frame of sound."""


def dub(clip: Path, samples: NDArray[np.float32], rate: int) -> None:
    """Give the clip this sound: (samples, channels) in -1..1, `rate` a second.

    The pictures are copied as they are; sound beyond the last of them is cut off. The clip is
    either whole with its sound or untouched. Raises DiskTrouble.
    """
    dubbed = clip.with_name(f"{clip.stem}-dubbed{clip.suffix}")
    try:
        _write(clip, dubbed, samples, rate)
        os.replace(dubbed, clip)
    except OSError as error:
        raise disk_trouble(error, dubbed) from error
    finally:
        dubbed.unlink(missing_ok=True)


def keep_sound(clip: Path, source: Path) -> None:
    """Give the clip the sound of `source`, if that has any, as it is: nothing is encoded again.
    Sound beyond the last picture is cut off. Raises DiskTrouble.
    """
    dubbed = clip.with_name(f"{clip.stem}-dubbed{clip.suffix}")
    try:
        with av.open(str(source.absolute())) as heard:
            if not heard.streams.audio:
                return
            with (
                av.open(str(clip.absolute())) as seen,
                av.open(
                    str(dubbed.absolute()), "w", format="mp4", options={"movflags": "+faststart"}
                ) as target,
            ):
                _copy(seen, heard, target)
        os.replace(dubbed, clip)
    except OSError as error:
        raise disk_trouble(error, dubbed) from error
    finally:
        dubbed.unlink(missing_ok=True)


def _copy(seen: InputContainer, heard: InputContainer, target: OutputContainer) -> None:
    pictures, sound = seen.streams.video[0], heard.streams.audio[0]
    length = float((pictures.duration or 0) * (pictures.time_base or 0))
    shown = target.add_stream_from_template(pictures)
    dubbed = target.add_stream_from_template(sound)
    for piece in heard.demux(sound):
        if piece.dts is None:  # the one that only flushes
            continue
        if float((piece.pts or 0) * (piece.time_base or 0)) >= length:
            break
        piece.stream = dubbed
        target.mux(piece)
    for packet in seen.demux(pictures):
        if packet.dts is not None:
            packet.stream = shown
            target.mux(packet)


def _write(clip: Path, dubbed: Path, samples: NDArray[np.float32], rate: int) -> None:
    with (
        av.open(str(clip.absolute())) as source,
        av.open(
            str(dubbed.absolute()), "w", format="mp4", options={"movflags": "+faststart"}
        ) as target,
    ):
        _mux(source, target, samples, rate)


def _mux(
    source: InputContainer, target: OutputContainer, samples: NDArray[np.float32], rate: int
) -> None:
    pictures = source.streams.video[0]
    copied = target.add_stream_from_template(pictures)
    sound = target.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
    length = float((pictures.duration or 0) * (pictures.time_base or 0))
    for frame in _frames(samples[: round(length * rate)], rate):
        target.mux(sound.encode(frame))
    target.mux(sound.encode(None))
    for packet in source.demux(pictures):
        if packet.dts is not None:  # the one that only flushes
            packet.stream = copied
            target.mux(packet)


def _frames(samples: NDArray[np.float32], rate: int) -> Iterator[AudioFrame]:
    """The sound as 48 kHz stereo, piece by piece."""
    resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
    stereo = np.clip(_stereo(samples), -1, 1).astype(np.float32)
    for start in range(0, len(stereo), _AT_ONCE):
        piece = np.ascontiguousarray(stereo[start : start + _AT_ONCE].T)
        frame = AudioFrame.from_ndarray(piece, format="fltp", layout="stereo")
        frame.sample_rate, frame.pts = rate, start
        yield from resampler.resample(frame)
    yield from resampler.resample(None)


def _stereo(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    return samples[:, :2] if samples.shape[1] > 1 else np.repeat(samples, 2, axis=1)
