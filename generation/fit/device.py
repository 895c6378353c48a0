"""What a shot can be drawn on, as it was found; and how fast it proved to be."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

KINDS = ("cuda", "rocm", "mps", "cpu")
MOST = 1 << 60
"""No count of bytes that a machine tells is believed beyond this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """Measured on the device itself in its own best number format; 0 where that failed."""

    matmul: float = 0.0
    """Floating-point operations a second, in matrix products."""
    attention: float = 0.0
    conv: float = 0.0
    moved: float = 0.0
    """Bytes a second that simple operations read and write."""
    link: float = 0.0
    """Bytes a second from the machine's memory into the device's."""

    @property
    def known(self) -> bool:
        return min(self.matmul, self.attention, self.conv, self.moved) > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One device of this machine or of somebody's in the room."""

    id: str
    """As torch names it: cpu, cuda:0, mps."""
    kind: str
    """One of KINDS."""
    name: str
    memory: int = 0
    """Bytes on the device; of the processor the machine's."""
    free: int = 0
    """What others leave of it."""
    ram: int = 0
    free_ram: int = 0
    """0 where the system does not say."""
    driver: str = ""
    torch: str = ""
    """The version of torch that found it; empty: none has looked."""
    half: bool = False
    """Computes in bfloat16."""
    fp8: bool = False
    """Can keep numbers in eight bits."""
    speeds: Speeds = Speeds()

    @property
    def speed_flops(self) -> float:
        return self.speeds.matmul


def to_plain(device: Device) -> dict[str, Any]:
    return asdict(device)


def from_plain(plain: Mapping[str, Any]) -> Device:
    """What another process says. Raises ValueError, KeyError or TypeError."""
    if plain["kind"] not in KINDS:
        raise ValueError(f"no kind of device: {plain['kind']!r}")
    texts: dict[str, Any] = {
        name: str(plain[name])[:200] for name in ("id", "kind", "name", "driver", "torch")
    }
    counts = {name: _bounded(plain[name], MOST) for name in ("memory", "free", "ram", "free_ram")}
    numbers: dict[str, Any] = {name: int(value) for name, value in counts.items()}
    given = plain.get("speeds") or {}
    speeds = {name: float(_bounded(given.get(name, 0.0), 1e20)) for name in Speeds.__slots__}
    return Device(
        **texts,
        **numbers,
        half=plain["half"] is True,
        fp8=plain["fp8"] is True,
        speeds=Speeds(**speeds),
    )


def from_json(text: str) -> Device:
    """Raises ValueError."""
    try:
        return from_plain(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a device: {error!r}") from error


def _bounded(value: object, most: float) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError(f"not a number: {value!r}")
    if not math.isfinite(value) or not 0 <= value <= most:
        raise ValueError(f"beyond all bounds: {value!r}")
    return value
