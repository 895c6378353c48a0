"""Wan VACE: everything that is not words goes in as one video with a mask, and references."""

from __future__ import annotations

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image

from generation.backends.diffusion.control import control_frames, steers
from generation.backends.diffusion.families.wan import Wan
from generation.backends.diffusion.family import Call
from generation.backends.diffusion.guiding import motion_of
from generation.backends.diffusion.loading import Pipe
from generation.backends.diffusion.shot import Shot

Pixels = NDArray[np.uint8]
_NOTHING = 128
"""The grey of a frame that says nothing."""


class Vace(Wan):
    """White in the mask is drawn, black stays as it is. A control video is white all over."""

    kin = ()

    def call(self, shot: Shot) -> Call:
        arguments = self.plain(shot)
        if shot.settings.guidance_2 is not None:
            arguments["guidance_scale_2"] = shot.settings.guidance_2
        # more of them than the shot has latents, and the pipeline miscounts its own masks
        references = shot.references()[: _latents(shot)]
        if references:
            arguments["reference_images"] = references
        conditions = self._conditions(shot)
        if conditions is not None:
            frames, masks = conditions
            arguments["video"] = [Image.fromarray(frame) for frame in frames]
            arguments["mask"] = [Image.fromarray(mask) for mask in masks]
        return Call(arguments=arguments)

    def latents(self, pipe: Pipe, latents: torch.Tensor, shot: Shot) -> torch.Tensor:
        """The references come first, one latent each, and are no part of the shot."""
        return latents[0, :, -_latents(shot) :].transpose(0, 1)

    def _conditions(self, shot: Shot) -> tuple[list[Pixels], list[Pixels]] | None:
        pinned = _pinned(shot)
        frames, masks = self._steered(shot)
        if frames is None:
            if not pinned:
                return None
            frames = [_flat(shot, _NOTHING) for _ in range(shot.request.frames)]
        for place, picture in pinned.items():
            frames[place], masks[place] = picture, _flat(shot, 0)
        return frames, masks

    def _steered(self, shot: Shot) -> tuple[list[Pixels] | None, list[Pixels]]:
        """The video that steers the shot, if there is one, and where it may be drawn over."""
        video, everywhere = shot.request.video, [_flat(shot, 255)] * shot.request.frames
        if video is not None and video.use == "edit":
            frames = shot.video(video.video)
            if video.mask is None:  # its shapes stay, its colours and surfaces are new
                return [_grey(frame) for frame in frames], everywhere
            mask = np.where(shot.mask(video.mask) > 127, 255, 0).astype(np.uint8)
            whole = np.ascontiguousarray(np.repeat(mask[..., None], 3, axis=2))
            cleared = [np.where(whole > 0, np.uint8(_NOTHING), frame) for frame in frames]
            return cleared, [whole] * len(frames)
        if video is not None:
            return motion_of(shot.video(video.video), shot.ask), everywhere
        if steers(shot.request):
            return control_frames(shot.request), everywhere
        return None, everywhere


def _latents(shot: Shot) -> int:
    """How many latents the shot's own frames take."""
    return (shot.request.frames - 1) // 4 + 1


def _pinned(shot: Shot) -> dict[int, Pixels]:
    """Every picture by the frame that it is pinned to; a loop ends where it begins."""
    found = {at: np.asarray(shot.picture(key.picture)) for at, key in shot.keyframes.items()}
    end = shot.request.frames - 1
    if shot.request.loop and 0 in found and end > 0:
        found.setdefault(end, found[0])
    return found


def _flat(shot: Shot, level: int) -> Pixels:
    return np.full((shot.request.height, shot.request.width, 3), level, np.uint8)


def _grey(frame: Pixels) -> Pixels:
    level = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    return np.ascontiguousarray(cv2.cvtColor(level, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
