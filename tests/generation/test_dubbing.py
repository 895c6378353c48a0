"""The sound that a model makes goes into its clip; the pictures stay as they were."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from assets.encoding import ClipWriter
from canvas.document.timing import Rate
from generation.dubbing import dub

RATE = 24_000
FRAMES = 24


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    with ClipWriter(path, rate=Rate(24), width=64, height=48) as writer:
        for number in range(FRAMES):
            writer.write(np.full((48, 64, 3), 10 * number, np.uint8))
    return path


def tone(seconds: float, channels: int = 2, pitch: float = 440.0) -> np.ndarray:
    wave = 0.5 * np.sin(2 * np.pi * pitch * np.arange(round(seconds * RATE)) / RATE)
    return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)


def heard(path: Path) -> np.ndarray:
    """(samples, 2) at 48 kHz."""
    with av.open(str(path)) as container:
        frames = [frame.to_ndarray() for frame in container.decode(audio=0)]
    return np.concatenate(frames, axis=1).T


def packets(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.dts is not None]


@pytest.mark.parametrize("channels", [1, 2])
def test_a_tone_is_heard_at_its_pitch_for_as_long_as_the_pictures(
    clip: Path, channels: int
) -> None:
    before = packets(clip)
    dub(clip, tone(1.0, channels), RATE)
    assert packets(clip) == before, "the pictures were touched"
    samples = heard(clip)
    assert len(samples) / 48_000 == pytest.approx(1.0, abs=0.05)
    middle = samples[8_000:40_000, 1]
    loudest = np.abs(np.fft.rfft(middle)).argmax() * 48_000 / len(middle)
    assert loudest == pytest.approx(440, abs=3)
    assert [path.name for path in clip.parent.iterdir()] == ["clip.mp4"]


def test_sound_that_is_longer_ends_with_the_pictures(clip: Path) -> None:
    dub(clip, tone(5.0), RATE)
    assert len(heard(clip)) / 48_000 == pytest.approx(1.0, abs=0.05)


def test_sound_that_is_too_loud_is_clipped_and_not_wrapped(clip: Path) -> None:
    dub(clip, 10 * tone(1.0), RATE)
    assert np.abs(heard(clip)).max() < 1.5


def test_what_cannot_be_dubbed_stays_as_it_was(clip: Path) -> None:
    before = clip.read_bytes()
    with pytest.raises(IndexError):
        dub(clip, np.zeros((100,), np.float32), RATE)
    assert clip.read_bytes() == before
    assert [path.name for path in clip.parent.iterdir()] == ["clip.mp4"]
