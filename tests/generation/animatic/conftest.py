"""Renders requests over the sample's photographs, or over pictures painted for the test.

- `shoot`: all frames of a request; pictures are named by file. - autouse: a QApplication exists
before any text is drawn (a plain QGuiApplication would forbid one).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from generation.backends.animatic.backend import Animatic
from generation.contract import Keyframe, Media, ShotRequest

Shoot = Callable[..., list[NDArray[np.uint8]]]


@pytest.fixture(autouse=True)
def _application(qapp: object) -> None:
    """Letters are drawn in the tests' own application."""


@pytest.fixture
def shoot(pictures: Path) -> Shoot:
    def find(media: Media) -> Path:
        return pictures / (media.asset or media.render)

    def rendered(request: ShotRequest) -> list[NDArray[np.uint8]]:
        frames = Animatic().frames(request, find, lambda progress: None)
        return [frame.copy() for frame in frames]  # each is good until the next is asked for

    return rendered


def shot(first: str = "", prompt: str = "", *, last: str = "", **more: Any) -> ShotRequest:
    """A small request; `first` and `last` are files."""
    keys = [Keyframe(picture=Media(asset=first))] if first else []
    keys += [Keyframe(picture=Media(asset=last), at=-1)] if last else []
    more = {"frames": 12, "width": 320, "height": 180, "keyframes": tuple(keys)} | more
    return ShotRequest(prompt=prompt, **more)
