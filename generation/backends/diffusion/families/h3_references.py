"""What MiniMax-H3 goes by beside its words: an ordered list of pictures, videos and sounds."""

from __future__ import annotations

import importlib
import json
from contextlib import suppress
from typing import Any

import numpy as np
import torch

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.backends.animatic.pictures import located
from generation.backends.diffusion import hearing, troubles
from generation.backends.diffusion.shot import Shot
from generation.contract import ModelOrder, UnsupportedInput

_RATE = 32000
"""Samples a second that it listens at, where the checkpoint does not say."""


def referring(shot: Shot) -> bool:
    request = shot.request
    shown = any(subject.pictures for subject in request.subjects)
    return bool(shown or request.references or request.video)


def references_of(shot: Shot) -> list[Any]:
    """In the order in which the words count them."""
    h3: Any = importlib.import_module("diffusers.modular_pipelines.minimax_h3")
    request = shot.request
    made = [h3.MiniMaxH3ImageReference(image=one) for one in shot.references()]
    if request.video is not None:
        _must_see_videos(shot)
        frames = np.stack(shot.video(request.video.video))
        made.append(
            h3.MiniMaxH3VideoReference(frames=frames, fps=request.rate[0] / request.rate[1])
        )
    rate = _rate_of(shot.order)
    seconds = request.frames * request.rate[1] / request.rate[0]
    for part in request.sounds:
        if part.media is not None:
            heard = hearing.samples(located(part.media, shot.find), rate, seconds)
            made.append(h3.MiniMaxH3AudioReference(audio=torch.from_numpy(heard), sample_rate=rate))
    return made


def _rate_of(order: ModelOrder) -> int:
    """Of its own decoder of sound: another one would be resampled by a package that is not here."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        config = json.loads((order.folder / "audio_vae" / "config.json").read_text("utf-8"))
        return int(config["sampling_rate"])
    return _RATE


def _must_see_videos(shot: Shot) -> None:
    from generation.backends.diffusion.seeing import sees_videos  # late: transformers

    if sees_videos():
        return
    text = QT_TRANSLATE_NOOP("words", "{model} cannot look at the guiding video here.")
    remedy = QT_TRANSLATE_NOOP(
        "words", "Install the Python package torchvision that belongs to your torch, then render."
    )
    raise UnsupportedInput(
        say(text, model=shot.order.manifest.name),
        meaning=troubles.NOT_RENDERED,
        remedy=say(remedy),
    )
