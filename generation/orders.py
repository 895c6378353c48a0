"""Where a shot can be drawn, and how its checkpoint is run there."""

from __future__ import annotations

from assets.home import home
from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation import engine, kept, weights
from generation.contract import ModelOrder, ShotRequest, Spent, UnsupportedInput
from generation.devices import Devices
from generation.fit.device import Device
from generation.fit.ladder import Fit, fit
from generation.fit.learned import learn, learn_failure
from generation.machine import Machine, here
from generation.manifest import Manifest
from generation.match import Note
from generation.speed import speed_for


def cards_of(devices: Devices) -> tuple[Device, ...]:
    """What models are drawn on: every card, and the processor only where there is none."""
    known = devices.listing()
    return tuple(device for device in known if device.kind != "cpu") or known


class Orders:
    """What a machine can draw, and how. Any thread."""

    def __init__(self, machine: Machine | None = None) -> None:
        self._machine = machine or here()
        self.devices = self._machine.devices

    def ready(self) -> bool:
        """Whether the devices are known; while they are not, they are looked for."""
        if not self.devices.looked and not engine.lacking():
            self.devices.look()
            return False
        return True

    def able(self, manifest: Manifest, request: ShotRequest) -> frozenset[str]:
        """The devices that have room for a fitted shot; none where its files or the engine are not
        here, or none of them has."""
        if engine.lacking() or not isinstance(
            weights.state(manifest, request.quality), weights.Present
        ):
            return frozenset()
        cards = cards_of(self.devices)
        return frozenset(
            device.id for device in cards if isinstance(self._fit(manifest, request, device), Fit)
        )

    def order(
        self, manifest: Manifest, request: ShotRequest, device: str, *, below: str = ""
    ) -> ModelOrder:
        """How a checkpoint is run on a device, or on the best one; `below` after there was not
        enough memory at that rung. Raises ModelMissing, ModelDamaged or UnsupportedInput."""
        if engine.lacking():
            raise engine.engine_missing(manifest.name)
        folder = weights.folder(manifest, request.quality)
        where = self._device(device)
        found = self._fit(manifest, request, where, below)
        if isinstance(found, Note):
            raise UnsupportedInput(
                found.sentence,
                remedy=say(QT_TRANSLATE_NOOP("words", "Change the size or length, or the model.")),
            )
        return ModelOrder(
            manifest=manifest,
            folder=folder,
            device=where.id,
            rung=found.rung,
            speed={"tiling": found.tiling, **speed_for(where.kind, found.rung)},
            cache=home() / kept.FOLDER,
        )

    def learn(self, order: ModelOrder, request: ShotRequest, spent: Spent | None) -> None:
        """Remember what a shot took; None: there was not enough memory for it."""
        tiling = order.speed.get("tiling") is True
        learned, device = self._machine.learned, self._device(order.device)
        if spent is None:
            learn_failure(learned, order.manifest, request, device, order.rung, tiling=tiling)
        else:
            learn(learned, order.manifest, request, device, order.rung, spent, tiling=tiling)

    def _fit(
        self, manifest: Manifest, request: ShotRequest, device: Device, below: str = ""
    ) -> Fit | Note:
        return fit(manifest, request, device, self._machine.learned, below=below)

    def _device(self, id: str) -> Device:
        devices = self.devices
        return devices.find(id) or devices.best()
