"""Which checkpoint draws a shot, where its files lie, and how it is run on a device."""

from __future__ import annotations

from assets.home import home
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import ModelMissing, ShotRequest
from generation.devices import Devices
from generation.fit.device import Device
from generation.manifest import Manifest
from generation.messages import ModelOrder


def cards_of(devices: Devices) -> tuple[Device, ...]:
    """What models are drawn on: every card, and the processor only where there is none."""
    known = devices.listing()
    return tuple(device for device in known if device.kind != "cpu") or known


def order_of(manifest: Manifest, request: ShotRequest, device: Device) -> ModelOrder:
    """How a checkpoint is run there. Raises ModelMissing."""
    if manifest.folder is None:
        raise ModelMissing(
            say(
                QT_TRANSLATE_NOOP("words", "The model {model} is not installed here."),
                model=manifest.name,
            ),
            remedy=say(QT_TRANSLATE_NOOP("words", "Choose another model for this shot.")),
        )
    return ModelOrder(
        manifest=manifest, folder=manifest.folder, device=device.id, cache=home() / "cache"
    )


def lower(order: ModelOrder, request: ShotRequest, device: Device) -> ModelOrder | None:
    """One step down the ladder, after there was not enough memory; None at its foot."""
    return None
