"""Which checkpoint draws a shot, where its files lie, and how it is run on a device."""

from __future__ import annotations

from assets.home import home
from generation import engine, weights
from generation.contract import ModelOrder, ShotRequest
from generation.devices import Devices
from generation.fit.device import Device
from generation.manifest import Manifest


def cards_of(devices: Devices) -> tuple[Device, ...]:
    """What models are drawn on: every card, and the processor only where there is none."""
    known = devices.listing()
    return tuple(device for device in known if device.kind != "cpu") or known


def order_of(manifest: Manifest, request: ShotRequest, device: Device) -> ModelOrder:
    """How a checkpoint is run there. Raises ModelMissing or ModelDamaged."""
    if engine.lacking():
        raise engine.engine_missing(manifest.name)
    folder = weights.folder(manifest, request.quality)
    return ModelOrder(manifest=manifest, folder=folder, device=device.id, cache=home() / "cache")


def lower(order: ModelOrder, request: ShotRequest, device: Device) -> ModelOrder | None:
    """One step down the ladder, after there was not enough memory; None at its foot."""
    return None
