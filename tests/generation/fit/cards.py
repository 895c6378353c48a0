"""Cards for tests of what fits: plausible speeds, so that sizes and times can be told apart."""

from __future__ import annotations

from dataclasses import replace

from generation.catalogue import installed
from generation.contract import ShotRequest
from generation.fit.device import Device, Speeds
from generation.manifest import Manifest
from generation.match import fitted

GB = 1 << 30
SPEEDS = Speeds(matmul=150e12, attention=120e12, conv=60e12, moved=900e9, link=20e9)


def card(memory: float, *, ram: float = 64, free: float | None = None, **more: object) -> Device:
    """A card of so many GB in a machine of so many."""
    made = Device(
        id="cuda:0",
        kind="cuda",
        name=f"Card {memory:g}",
        memory=int(memory * GB),
        free=int((memory if free is None else free) * GB),
        ram=int(ram * GB),
        free_ram=int(ram * GB),
        torch="2.13.0",
        half=True,
        fp8=True,
        speeds=SPEEDS,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


def processor(ram: float = 16) -> Device:
    slow = Speeds(matmul=1e11, attention=8e10, conv=5e10, moved=2e10)
    bytes = int(ram * GB)
    return Device(
        id="cpu",
        kind="cpu",
        name="Processor",
        memory=bytes,
        free=bytes,
        ram=bytes,
        free_ram=bytes,
        torch="2.13.0",
        speeds=slow,
    )


def model(id: str) -> Manifest:
    found = installed().find(id)
    assert found is not None, id
    return found


def shot(model_: Manifest, **more: object) -> ShotRequest:
    """A shot of this model's as the matcher leaves it, 81 frames at 832x480 by itself."""
    asked = ShotRequest(model=model_.id, frames=81, rate=(16, 1), width=832, height=480, prompt="a")
    return fitted(replace(asked, **more), model_)  # type: ignore[arg-type]  # fields by name
