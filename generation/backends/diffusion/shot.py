"""One shot with its pictures opened, at the size that it is drawn in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from assets.frames import Frames
from canvas.document.words import Trouble
from generation.backends.animatic import pictures
from generation.backends.diffusion.sentences import Label, spelled_out
from generation.contract import Keyframe, Media, ModelOrder, ShotRequest
from generation.manifest import Settings

Pixels: TypeAlias = "NDArray[np.uint8]"
Find = Callable[[Media], Path]
REFERENCE = 1024
"""Pixels of the longer side of a reference picture at most; models scale it down themselves."""

LEAST, LONGEST = 32, 4
"""Pixels of the shorter side of a reference picture at least, and how many times it is as long at
most: what is smaller the pipelines round to nothing, and raise."""


def _nobody() -> None:
    """Nobody cancels."""


@dataclass(frozen=True, eq=False)
class Shot:
    """What a family makes its arguments of. Pictures are read when they are asked for."""

    request: ShotRequest
    order: ModelOrder
    find: Find
    ask: Callable[[], None] = _nobody
    """Raises Cancelled once the shot is not wanted any more; for what takes long."""

    @property
    def size(self) -> tuple[int, int]:
        """(width, height)."""
        return self.request.width, self.request.height

    @property
    def settings(self) -> Settings:
        """How this quality is drawn, where the request does not say."""
        chosen = self.order.manifest.settings(self.request.quality)
        return chosen or Settings(steps=30, guidance=5.0)

    @property
    def steps(self) -> int:
        return self.request.steps or self.settings.steps

    @property
    def guidance(self) -> float:
        asked = self.request.guidance
        return self.settings.guidance if asked is None else asked

    @property
    def guided(self) -> bool:
        """Whether a second, unguided pass is made, which reads what to avoid."""
        return self.guidance > 1

    def words(self, label: Label | None = None) -> str:
        """The prompt, the cast spelled out; `label` says how each of them is called."""
        words = spelled_out(self.request, label)
        row = self.order.manifest.row(self.request.quality)
        return f"{row.trigger} {words}".strip() if row and row.trigger else words

    @property
    def keyframes(self) -> dict[int, Keyframe]:
        """By the frame that they stand at, counted from 0."""
        last = self.request.frames - 1
        return {min(key.at if key.at >= 0 else last, last): key for key in self.request.keyframes}

    @cached_property
    def first(self) -> Image.Image | None:
        """The picture it starts from."""
        key = self.keyframes.get(0)
        return self.picture(key.picture) if key else None

    @cached_property
    def last(self) -> Image.Image | None:
        """The picture it ends on; of a loop the one it starts from."""
        key = self.keyframes.get(self.request.frames - 1) if self.request.frames > 1 else None
        if key is not None:
            return self.picture(key.picture)
        return self.first if self.request.loop else None

    def picture(self, media: Media) -> Image.Image:
        """The picture, or a frame of a video, filling the frame: what juts out is cut off."""
        drawn = pictures.picture(media, self.find, self.size)
        return Image.fromarray(covering(drawn, self.size))

    def references(self) -> list[Image.Image]:
        """The cast's pictures, then the loose ones, in their own shapes: less what is longer than
        1 to 4, and not smaller than what the pipelines round to nothing."""
        named = [picture for subject in self.request.subjects for picture in subject.pictures]
        return [self._reference(media) for media in (*named, *self.request.references)]

    def video(self, media: Media) -> list[Pixels]:
        """All of a clip: as many frames as the shot has, of the shot's size, in its own time.

        A clip that is too short stands still at its end.
        """
        path = pictures.located(media, self.find)
        rate = self.request.rate[0] / self.request.rate[1]
        try:
            with Frames(path, threads=1) as clip:
                pace = float(clip.rate.fraction) / rate
                places = [round(number * pace) for number in range(self.request.frames)]
                return [self._frame(clip, min(place, clip.frames - 1)) for place in places]
        except Trouble as trouble:
            raise pictures.unusable(trouble) from trouble

    def _frame(self, clip: Frames, place: int) -> Pixels:
        self.ask()
        return covering(clip.frame(place), self.size)

    def mask(self, media: Media) -> Pixels:
        """(height, width), white belongs to it."""
        return pictures.mask(media, self.find, self.size)

    def _reference(self, media: Media) -> Image.Image:
        drawn = pictures.picture(media, self.find, (REFERENCE, REFERENCE), 1.0)
        share = REFERENCE / max(drawn.shape[:2])
        if share < 1:
            size = max(1, round(drawn.shape[1] * share)), max(1, round(drawn.shape[0] * share))
            drawn = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA).astype(np.uint8)
        return Image.fromarray(looked_at(drawn))


def looked_at(picture: Pixels) -> Pixels:
    """The middle of a picture that is too long, and a picture that is too small made larger."""
    height, width = picture.shape[:2]
    wide, high = min(width, LONGEST * height), min(height, LONGEST * width)
    left, top = (width - wide) // 2, (height - high) // 2
    middle = picture[top : top + high, left : left + wide]
    if (share := LEAST / min(wide, high)) > 1:
        size = round(wide * share), round(high * share)
        middle = cv2.resize(middle, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    return np.ascontiguousarray(middle)


def covering(picture: Pixels, size: tuple[int, int]) -> Pixels:
    """The picture scaled until it covers `size` (width, height), its middle cut out."""
    height, width = picture.shape[:2]
    if (width, height) == size:
        return np.ascontiguousarray(picture)
    share = max(size[0] / width, size[1] / height)
    scaled = max(size[0], round(width * share)), max(size[1], round(height * share))
    way = cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC
    large = cv2.resize(picture, scaled, interpolation=way)
    left, top = (scaled[0] - size[0]) // 2, (scaled[1] - size[1]) // 2
    cut = large[top : top + size[1], left : left + size[0]]
    return np.ascontiguousarray(cut, dtype=np.uint8)
