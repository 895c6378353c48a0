"""Which checkpoint draws a shot, where its files lie, and how it is run on a device."""

from __future__ import annotations

from assets.home import home
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import ModelMissing, ShotRequest
from generation.manifest import Manifest
from generation.messages import ModelOrder


def order_of(manifest: Manifest, request: ShotRequest, device: str) -> ModelOrder | None:
    """None for a backend that needs no checkpoint. Raises ModelMissing."""
    if not manifest.wants_weights:
        return None
    if manifest.folder is None:
        raise ModelMissing(
            say(
                QT_TRANSLATE_NOOP("words", "The model {model} is not installed here."),
                model=manifest.name,
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
        )
    return ModelOrder(
        manifest=manifest, folder=manifest.folder, device=device, cache=home() / "cache"
    )
