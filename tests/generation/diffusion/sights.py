"""Pictures, masks and clips that tiny shots are made of."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assets.encoding import ClipWriter
from canvas.document.timing import Rate
from generation.contract import Media

Pixels = NDArray[np.uint8]


class Sights:
    """Finds media by name, as the render process does by hash; what it shows is known."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for number, name in enumerate(("fox", "snow", "dawn", "wide")):
            size = (96, 24) if name == "wide" else (32, 32)
            self.picture(name, pattern(number, size))
        left = np.zeros((32, 32, 3), np.uint8)
        left[:, :16] = 255
        self.picture("left half", left)
        self.clip("walk", [np.roll(pattern(7, (32, 32)), 2 * step, axis=1) for step in range(12)])

    def __call__(self, media: Media) -> Path:
        return self._folder / (media.asset or media.render)

    def picture(self, name: str, pixels: Pixels) -> None:
        path = self._folder / name
        Image.fromarray(pixels).save(path, format="PNG")

    def clip(self, name: str, frames: list[Pixels], rate: Rate = Rate(16)) -> None:
        height, width = frames[0].shape[:2]
        path = self._folder / f"{name}.mp4"
        with ClipWriter(path, rate=rate, width=width, height=height) as writer:
            for frame in frames:
                writer.write(frame)
        path.rename(self._folder / name)

    def seen(self, name: str) -> Image.Image:
        return Image.open(self._folder / name).convert("RGB")


def pattern(seed: int, size: tuple[int, int]) -> Pixels:
    """Soft blots of colour; every seed others."""
    random = np.random.default_rng(seed)
    small = random.integers(0, 256, (5, 5, 3), dtype=np.uint8)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_CUBIC), np.uint8)


@pytest.fixture(scope="session")
def sights(tmp_path_factory: pytest.TempPathFactory) -> Sights:
    return Sights(tmp_path_factory.mktemp("sights"))
