"""Clips, pictures and sounds whose every frame says which one it is."""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Iterable
from collections.abc import Sequence as Many
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from assets.encoding import ClipWriter, Quality
from assets.frames import Frames
from canvas.document.sequence import Cut, Moving, Sequence, Source
from canvas.document.timing import Rate

FILM_RATES = [Rate(24), Rate(25), Rate(30), Rate(24000, 1001), Rate(30000, 1001)]
BITS = 12
SIZE = (320, 180)
PATCHES = (
    (200, 50, 50),
    (30, 180, 60),
    (40, 60, 220),
    (255, 255, 255),
    (128, 128, 128),
    (230, 180, 150),
)


def numbered(number: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """A picture with the number painted as white and black bars."""
    width, height = size
    frame = np.zeros((height, width, 3), np.uint8)
    for bit in range(BITS):
        if number >> bit & 1:
            frame[:, bit * width // BITS : (bit + 1) * width // BITS] = 255
    return frame


def number_of(frame: NDArray[np.uint8]) -> int:
    """The number that `numbered` has painted, after whatever coding."""
    height, width = frame.shape[:2]
    middle = frame[height // 2, :, 1]
    return sum(1 << bit for bit in range(BITS) if middle[int((bit + 0.5) * width / BITS)] > 128)


def grey(level: int, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    return np.full((size[1], size[0], 3), level, np.uint8)


def patches(size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    """Six colours side by side."""
    frame = np.zeros((size[1], size[0], 3), np.uint8)
    for index, colour in enumerate(PATCHES):
        frame[:, index * size[0] // 6 : (index + 1) * size[0] // 6] = colour
    return frame


def patches_of(frame: NDArray[np.uint8]) -> list[tuple[int, ...]]:
    height, width = frame.shape[:2]
    places = [index * width // 6 + width // 12 for index in range(6)]
    return [tuple(int(level) for level in frame[height // 2, place]) for place in places]


def write_clip(
    path: Path,
    frames: Iterable[NDArray[np.uint8]],
    *,
    rate: Rate = Rate(24),
    quality: Quality = "master",
) -> Path:
    writer: ClipWriter | None = None
    for frame in frames:
        if writer is None:
            height, width = frame.shape[:2]
            writer = ClipWriter(path, rate=rate, width=width, height=height, quality=quality)
        writer.write(frame)
    assert writer is not None
    writer.close()
    return path


def numbered_clip(
    path: Path,
    count: int,
    *,
    first: int = 0,
    rate: Rate = Rate(24),
    size: tuple[int, int] = SIZE,
) -> Path:
    return write_clip(path, (numbered(first + n, size) for n in range(count)), rate=rate)


@cache
def clip_bytes(count: int, first: int = 0, rate: Rate = Rate(24)) -> bytes:
    """A numbered clip for those who only need one: encoded once a run."""
    with TemporaryDirectory() as folder:
        return numbered_clip(Path(folder) / "clip.mp4", count, first=first, rate=rate).read_bytes()


def film(
    shots: Many[tuple[Source, int] | tuple[Source, int, int] | tuple[Source, int, int, int]],
    *,
    rate: Rate = Rate(24),
    size: tuple[int, int] = SIZE,
) -> Sequence:
    """A sequence of shots, each (source, frames, source_in = 0, overlap = 0)."""
    cuts: list[Cut] = []
    for index, shot in enumerate(shots):
        source, frames, source_in, overlap = (*shot, 0, 0)[:4]
        start = (cuts[-1].end if cuts else 0) - overlap
        cuts.append(
            Cut(
                shot=f"shot{index}",
                node=f"node{index}",
                number=f"{index + 1}",
                title=f"Shot {index + 1}",
                source=source,
                start=start,
                frames=frames,
                source_in=source_in,
                overlap=overlap,
                rung="final",
            )
        )
    return Sequence(title="Film", rate=rate, width=size[0], height=size[1], cuts=tuple(cuts))


def moving(asset: str, frames: int, rate: Rate = Rate(24)) -> Moving:
    return Moving(asset=asset, rate=rate, frames=frames)


class Shelf:
    """Files by name, in place of a store's hashes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str) -> Path:
        return self.folder / name

    def clip(self, name: str, count: int, first: int = 0, **how: object) -> str:
        numbered_clip(self.folder / name, count, first=first, **how)  # type: ignore[arg-type]
        return name


def write_beeps(path: Path, seconds: int, *, rate: int = 48_000) -> Path:
    """A 1 kHz tone of 50 ms at the start of every second, silence between."""
    time = np.arange(rate * seconds) / rate
    tone = np.sin(2 * np.pi * 1000 * time) * 0.8 * (time % 1 < 0.05)
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes((tone * 32767).astype("<i2").tobytes())
    return path


def numbers_in(path: Path) -> list[int]:
    with Frames(path) as frames:
        return [number_of(frame) for frame in frames.between(0, frames.frames)]


def probed(path: Path, entries: str, *more: str) -> list[dict[str, str]]:
    """What ffprobe, which is none of ours, says of a file: one mapping a line."""
    asked = ["ffprobe", "-v", "error", "-show_entries", entries, *more, "-of", "compact"]
    said = subprocess.run([*asked, str(path)], capture_output=True, text=True, check=True)
    assert not said.stderr, said.stderr
    lines = [line.split("|")[1:] for line in said.stdout.splitlines() if "|" in line]
    return [dict(part.split("=", 1) for part in line if "=" in part) for line in lines]


def decoded_levels(path: Path, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Every frame as ffmpeg turns it into RGB by its tags: (frames, height, width, 3)."""
    asked = ["ffmpeg", "-v", "error", "-i", str(path), "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]
    raw = subprocess.run(asked, capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.uint8).reshape(-1, size[1], size[0], 3)


def checksums(path: Path) -> list[str]:
    """ffmpeg's checksum of each decoded frame of the picture."""
    asked = ["ffmpeg", "-v", "error", "-i", str(path), "-map", "0:v", "-fps_mode", "passthrough"]
    said = subprocess.run([*asked, "-f", "framemd5", "-"], capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
    assert not said.stderr, said.stderr
    lines = [line for line in said.stdout.splitlines() if not line.startswith("#")]
    return [line.split(",")[-1].strip() for line in lines]


def heard(path: Path, rate: int = 48_000) -> NDArray[np.float32]:
    """The sound as ffmpeg decodes it, left channel."""
    asked = ["ffmpeg", "-v", "error", "-i", str(path), "-ac", "1", "-ar", str(rate)]
    raw = subprocess.run([*asked, "-f", "f32le", "-"], capture_output=True, check=True).stdout
    return np.frombuffer(raw, np.float32)
