"""What is being drawn, long before it is done: latents turned into a small picture.

A latent is nearly a linear code of the colours under it. The map is fitted once per VAE, by least
squares over photographs that the VAE itself has encoded, and kept.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

import assets
from assets.pictures import read_picture
from generation import kept
from generation.backends.diffusion.family import Family
from generation.backends.diffusion.keeping import Kept
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.shot import Shot, covering
from generation.contract import Preview
from generation.recording import PREVIEW, PREVIEW_EVERY, jpeg

SIDE = 256
"""Pixels of the photographs that the map is fitted over."""
SAMPLES = 6
"""Latents for every unknown of the map, at least."""
MOST_PICTURES = 24
MOST = kept.MOST[kept.LOOKS]
"""Bytes of maps that are kept."""
_RIDGE = 1e-5
_STRAIGHT = ("FlowMatch", "MiniMaxH3")
"""Schedulers that go straight from noise to picture."""
_PHOTOGRAPHS = Path(assets.__file__).parent / "resources" / "pictures"

Map = NDArray[np.float32]
"""(channels + 1, 3): colours in -1..1 of a latent's channels, and of 1."""


class Looks:
    """Shows previews of one shot, at most four a second. Drawing thread only."""

    def __init__(
        self, pipe: Pipe, family: Family, shot: Shot, map_: Map, show: Callable[[Preview], None]
    ) -> None:
        self._pipe = pipe
        self._family = family
        self._shot = shot
        self._map = map_
        self._show = show
        self._shown = -math.inf
        self._before: torch.Tensor | None = None
        self._step = 0

    def look(self, latents: torch.Tensor) -> None:
        """After a step. The picture is of what the noise is expected to clear into."""
        self._step += 1
        now = time.monotonic()
        if now - self._shown >= PREVIEW_EVERY:
            self._shown = now
            self._show(self._preview(self._cleared(latents)))
        self._before = latents

    def _cleared(self, latents: torch.Tensor) -> torch.Tensor:
        """Straight on from the last two steps to where there is no noise: exact for flow matching,
        whose path is straight."""
        sigmas = getattr(self._pipe.scheduler, "sigmas", None)
        before = self._before
        if before is None or sigmas is None or self._step >= len(sigmas):
            return latents
        if not _flows(self._pipe.scheduler):
            return latents
        was, now = float(sigmas[self._step - 1]), float(sigmas[self._step])
        if before.shape != latents.shape or was - now < 1e-6:
            return latents
        return latents - (before - latents) * (now / (was - now))

    def _preview(self, latents: torch.Tensor) -> Preview:
        frames = self._family.latents(self._pipe, latents, self._shot)
        middle = len(frames) // 2
        picture = coloured(frames[middle].float().cpu().numpy(), self._map)
        width, height = self._shot.size
        share = min(1.0, PREVIEW[0] / width, PREVIEW[1] / height)
        size = max(1, round(width * share)), max(1, round(height * share))
        large = cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC)
        place = round(middle / max(len(frames) - 1, 1) * (self._shot.request.frames - 1))
        whole = np.ascontiguousarray(large, dtype=np.uint8)
        return Preview(jpeg=jpeg(whole, PREVIEW, quality=70), frame=place)


def _flows(scheduler: Any) -> bool:
    """Whether it goes from noise to picture along a straight line."""
    config = scheduler.config
    told = config.get("use_flow_sigmas") or config.get("prediction_type") == "flow_prediction"
    return bool(told) or any(name in type(scheduler).__name__ for name in _STRAIGHT)


def coloured(latent: NDArray[np.float32], map_: Map) -> NDArray[np.uint8]:
    """(channels, rows, columns) -> (rows, columns, 3)."""
    colours = np.tensordot(latent, map_[:-1], axes=(0, 0)) + map_[-1]
    plain = np.nan_to_num(colours, nan=0.0, posinf=1.0, neginf=-1.0)
    picture: NDArray[np.uint8] = np.rint((np.clip(plain, -1, 1) + 1) * 127.5).astype(np.uint8)
    return picture


def map_for(pipe: Pipe, family: Family, kept: Kept, name: str) -> Map | None:
    """The map of a VAE, from the folder or fitted now; None for a family that has no example.

    `name` says which VAE it is, by its contents.
    """
    found = kept.find(name)
    if found is not None:
        return found["map"].numpy()
    try:
        map_ = fitted_map(pipe, family)
    except NotImplementedError:
        return None
    kept.keep({"map": torch.from_numpy(map_)}, name)
    return map_


def fitted_map(pipe: Pipe, family: Family) -> Map:
    """Encode photographs, and solve for the colours under each latent."""
    codes: list[NDArray[np.float64]] = []
    colours: list[NDArray[np.float64]] = []
    unknown = math.inf
    for number, picture in enumerate(_crops()):
        if number >= MOST_PICTURES or sum(len(code) for code in codes) >= SAMPLES * unknown:
            break
        code, colour = _pairs(pipe, family, picture)
        unknown = code.shape[1]
        codes.append(code)
        colours.append(colour)
    a, b = np.concatenate(codes), np.concatenate(colours)
    square = a.T @ a + _RIDGE * len(a) * np.eye(a.shape[1])
    return np.asarray(np.linalg.solve(square, a.T @ b), np.float32)


def _pairs(
    pipe: Pipe, family: Family, picture: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(latents, channels + 1) and (latents, 3)."""
    values = torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1
    with torch.no_grad():
        code = family.example(pipe, values)[0].double().cpu().numpy()
    rows, columns = code.shape[1:]
    small = cv2.resize(picture, (columns, rows), interpolation=cv2.INTER_AREA)
    flat = code.reshape(len(code), -1).T
    ones = np.ones((len(flat), 1))
    return np.concatenate([flat, ones], axis=1), small.reshape(-1, 3).astype(np.float64) / 127.5 - 1


def _crops() -> list[NDArray[np.uint8]]:
    """Squares of the sample's photographs: all of each, then its parts."""
    photographs = [
        read_picture(path, fit=(640, 640)) for path in sorted(_PHOTOGRAPHS.glob("*.jpg"))
    ]
    whole = [covering(picture, (SIDE, SIDE)) for picture in photographs]
    parts = [
        np.ascontiguousarray(picture[top : top + SIDE, left : left + SIDE])
        for top, left in ((0, 0), (0, -SIDE), (-SIDE, 0), (-SIDE, -SIDE))
        for picture in photographs
        if min(picture.shape[:2]) > SIDE
    ]
    return [*whole, *(part for part in parts if part.shape == (SIDE, SIDE, 3))]
