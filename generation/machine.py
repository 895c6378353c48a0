"""The devices of the machine that this program runs on, and what was measured on them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from assets.home import home
from generation.contract import ShotRequest
from generation.devices import Devices, best
from generation.fit.device import Device
from generation.fit.ladder import Fit, fit
from generation.fit.learned import FILE, Learned
from generation.manifest import Manifest
from generation.match import Note


class Machine:
    """Any thread; nothing here waits."""

    def __init__(self, devices: Devices | None = None, learned: Learned | None = None) -> None:
        self.devices = devices or Devices()
        self.learned = learned or Learned()

    def fit(self, manifest: Manifest, request: ShotRequest) -> Fit | Note | None:
        """How the shot, fitted to the model, would be drawn on the best device that has room for
        it; None while the devices are being looked for, which this begins."""
        if manifest.wants_weights and not self.devices.looked:
            self.devices.look()
            return None
        return fit_any(manifest, request, self.devices.listing(), self.learned)


def fit_any(
    manifest: Manifest, request: ShotRequest, devices: tuple[Device, ...], learned: Learned | None
) -> Fit | Note:
    """On the quickest of these devices that has room; the refusal is the best card's. The
    processor is asked only where there is no card."""
    cards = tuple(device for device in devices if device.kind != "cpu") or devices
    found = [(device, fit(manifest, request, device, learned)) for device in cards]
    fits = [one for _, one in found if isinstance(one, Fit)]
    if fits:
        return min(fits, key=lambda one: one.seconds if one.seconds is not None else 1e18)
    chosen = best(cards)
    return next(one for device, one in found if device == chosen)


def here() -> Machine:
    """The one of this program."""
    return _of(home())


@cache
def _devices() -> Devices:
    return Devices()


@cache
def _of(place: Path) -> Machine:
    return Machine(_devices(), Learned(place / FILE))
