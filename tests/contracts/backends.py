"""Everything that draws, each with a shot that it can draw in a moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generation.contract import (
    Backend,
    Keyframe,
    Media,
    ModelOrder,
    ShotRequest,
    VideoReference,
)
from generation.manifest import Manifest, Settings

PICTURE, OTHER = Keyframe(picture=Media(asset="fox")), Keyframe(picture=Media(asset="snow"), at=-1)
SHOT = ShotRequest(
    frames=5, width=32, height=32, model="tiny", prompt="a fox crosses the snow", seed=1, steps=3
)
CHECKPOINT = "generation.backends.diffusion.backend:Diffusion"


@dataclass(frozen=True)
class Subject:
    """One thing that draws."""

    name: str
    request: ShotRequest
    family: str = ""
    """Of its checkpoint; empty: it has none."""
    settings: Settings = field(default_factory=lambda: Settings(steps=3, guidance=3.0))
    seeded: bool = True
    """Another seed gives other frames."""
    looks: bool = True
    """It shows what it draws before the first frame is done."""
    marks: tuple[Any, ...] = ()

    def made(self, checkpoint: Callable[[str], Path], cache: Path | None = None) -> Backend:
        """A fresh one. What is kept from shot to shot goes into `cache`."""
        if self.request.model == "between":
            from generation.backends.between.backend import Between

            return Between()
        if not self.family:
            from generation.backends.animatic.backend import Animatic

            return Animatic()
        from generation.backends.diffusion.backend import Diffusion

        return Diffusion(self.order(checkpoint, cache))

    def order(self, checkpoint: Callable[[str], Path], cache: Path | None = None) -> ModelOrder:
        folder = checkpoint(self.name)
        manifest = Manifest(
            id=self.name,
            name=self.name,
            backend=CHECKPOINT,
            version="1",
            family=self.family,
            defaults={"final": self.settings},
            folder=folder,
        )
        return ModelOrder(manifest=manifest, folder=folder, cache=cache)

    @property
    def pictured(self) -> ShotRequest | None:
        """The shot with a picture that cannot be had; None for one that takes no pictures."""
        if self.request.video is not None:
            return replace(self.request, video=_clip("gone"))
        if not self.request.keyframes:
            return None
        first = replace(self.request.keyframes[0], picture=Media(asset="gone"))
        return replace(self.request, keyframes=(first, *self.request.keyframes[1:]))


def _clip(asset: str) -> VideoReference:
    return VideoReference(video=Media(asset=asset), use="same")


def _finishing(**more: Any) -> ShotRequest:
    return replace(SHOT, prompt="", steps=None, video=_clip("walk"), **more)


def _with(*keys: Keyframe, **more: Any) -> ShotRequest:
    return replace(SHOT, keyframes=keys, **more)


_LARGE: dict[str, Any] = {"width": 64, "height": 64}
SUBJECTS: Mapping[str, Subject] = {
    subject.name: subject
    for subject in (
        Subject(
            "animatic",
            _with(PICTURE, steps=None, frames=12),
            seeded=False,  # only what is shaken by a hand is
            looks=False,
        ),
        Subject("wan", SHOT, "wan"),
        Subject("wan-two-experts", SHOT, "wan"),
        Subject("wan-small-card", replace(SHOT, **_LARGE), "wan"),
        Subject("wan-image", _with(PICTURE), "wan"),
        Subject("wan-between", _with(PICTURE, OTHER), "wan"),
        Subject("wan-between-two-experts", _with(PICTURE, OTHER), "wan"),
        Subject("wan-vace", _with(PICTURE, OTHER), "wan-vace"),
        Subject("ltx", _with(PICTURE, frames=9, **_LARGE), "ltx"),
        Subject("ltx2", _with(PICTURE, frames=9, **_LARGE), "ltx2"),
        Subject("svd", _with(PICTURE, prompt="", rate=(7, 1), **_LARGE), "svd"),
        Subject("animatediff", replace(SHOT, **_LARGE), "animatediff"),
        Subject("z-image", replace(SHOT, frames=1, **_LARGE), "z-image"),
        Subject("qwen-edit", _with(PICTURE, frames=1, **_LARGE), "qwen-edit"),
        Subject(
            "between",
            _finishing(model="between", frames=8),
            seeded=False,
            looks=False,
        ),
        *(
            Subject(
                name,
                _finishing(frames=9, width=128, height=64),
                name,
                settings=Settings(steps=1),
                seeded=False,  # a clip is enlarged in one way only
                looks=False,
            )
            for name in ("ltx-larger", "ltx2-larger")
        ),
        Subject("h3", _with(PICTURE, OTHER, frames=124), "h3"),
    )
}
