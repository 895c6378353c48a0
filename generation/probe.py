"""Looks for devices: `python -m generation.probe` prints one JSON object and ends.

A program of its own, for it imports torch where that is installed: {"torch": its version or "",
"devices": [...], "said": [{"code": ..., values}]}. Whatever goes wrong is said, never raised. The
app reads it with generation/devices.py.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from generation.fit.device import Device, Speeds
from generation.fit.memory import memory

WITHIN = 0.25
"""Seconds that one measurement takes at most, its first call not counted."""

Said = dict[str, str]


def look(*, measure: bool = True) -> dict[str, Any]:
    """All devices of this machine, the processor first, and what is to be said of the others."""
    said: list[Said] = []
    torch = _torch(said)
    cpu = Device(id="cpu", kind="cpu", name=processor(), **_ram())
    if torch is None:
        return {"torch": "", "devices": [asdict(cpu)], "said": said}
    found = [*_cuda(torch, said), *_mps(torch, said)]
    version = str(torch.__version__)
    devices = []
    for device in (replace(cpu, half=False, fp8=False, torch=version), *found):
        speeds = _speeds(torch, device, said) if measure else Speeds()
        devices.append(asdict(replace(device, speeds=speeds)))
    return {"torch": version, "devices": devices, "said": said}


def processor() -> str:
    """The name of the processor as the system tells it."""
    with suppress(OSError):  # no such file: not Linux
        for line in Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return " ".join(line.partition(":")[2].split())
    return platform.processor() or platform.machine() or "CPU"


def _ram() -> dict[str, Any]:
    total, free = memory()
    return {"memory": total, "free": free, "ram": total, "free_ram": free}


def _torch(said: list[Said]) -> Any:
    if importlib.util.find_spec("torch") is None:
        said.append({"code": "no_torch"})
        return None
    try:
        import torch
    except Exception as error:  # torch loads libraries of drivers: anything may come of it
        said.append({"code": "torch_broken", "reason": _reason(error)})
        return None
    return torch


def _cuda(torch: Any, said: list[Said]) -> Iterator[Device]:
    """NVIDIA's cards, or AMD's: torch calls both cuda."""
    rocm = bool(torch.version.hip)
    if not torch.version.cuda and not rocm:
        if _card_is_there():
            said.append({"code": "torch_without_cuda", "torch": str(torch.__version__)})
        return
    try:
        torch.cuda.init()
        count = torch.cuda.device_count()
    except Exception as error:  # of all kinds, by the version of torch and the driver
        said.append(_no_cuda(error))
        return
    for number in range(count):
        try:
            yield _card(torch, number, rocm=rocm)
        except Exception as error:  # one card that hangs or is lost must not hide the others
            said.append(
                {"code": "device_error", "device": f"cuda:{number}", "reason": _reason(error)}
            )


def _no_cuda(error: Exception) -> Said:
    text = str(error)
    if "too old" in text:
        return {"code": "driver_old", "driver": _driver(), "reason": _reason(error)}
    if "no NVIDIA driver" in text or "No HIP GPUs" in text or "no CUDA-capable" in text:
        return {"code": "no_driver"} if _card_is_there() else {"code": "no_card"}
    return {"code": "device_error", "device": "cuda", "reason": _reason(error)}


def _card(torch: Any, number: int, *, rocm: bool) -> Device:
    properties = torch.cuda.get_device_properties(number)
    free, total = torch.cuda.mem_get_info(number)
    capability = torch.cuda.get_device_capability(number)
    ram = memory()
    return Device(
        id=f"cuda:{number}",
        kind="rocm" if rocm else "cuda",
        name=str(properties.name),
        memory=int(total),
        free=int(free),
        ram=ram.total,
        free_ram=ram.free,
        driver=_driver(),
        torch=str(torch.__version__),
        half=bool(torch.cuda.is_bf16_supported(including_emulation=False)),
        fp8=hasattr(torch, "float8_e4m3fn") and (rocm or capability >= (8, 0)),
    )


def _mps(torch: Any, said: list[Said]) -> Iterator[Device]:
    """Apple's own processors share their memory with the machine."""
    try:
        if not torch.backends.mps.is_available():
            return
        ram = memory()
        usable = int(torch.mps.recommended_max_memory())
        yield Device(
            id="mps",
            kind="mps",
            name=f"{processor()} (Metal)",
            memory=usable,
            free=min(usable, ram.free or usable),
            ram=ram.total,
            free_ram=ram.free,
            torch=str(torch.__version__),
            half=True,
        )
    except Exception as error:  # as above
        said.append({"code": "device_error", "device": "mps", "reason": _reason(error)})


def _card_is_there() -> bool:
    return Path("/proc/driver/nvidia").exists() or shutil.which("nvidia-smi") is not None


def _driver() -> str:
    """The version that the driver's own tool tells."""
    asked = ["nvidia-smi", "--query-gpu=driver_version", "--format=csv,noheader"]
    with suppress(OSError, subprocess.SubprocessError):  # none there, or it hangs with the card
        told = subprocess.run(asked, capture_output=True, text=True, timeout=5, check=True)
        return told.stdout.partition("\n")[0].strip()
    return ""


def _reason(error: BaseException) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return (lines[0] if lines else type(error).__name__)[:300]


def _speeds(torch: Any, device: Device, said: list[Said]) -> Speeds:
    try:
        with torch.no_grad():
            return _measured(torch, device)
    except Exception as error:  # out of memory beside others, or a card that fails when it works
        said.append({"code": "not_measured", "device": device.name, "reason": _reason(error)})
        return Speeds()


def _measured(torch: Any, device: Device) -> Speeds:
    large = device.kind != "cpu"
    kind = torch.bfloat16 if device.half else torch.float16 if large else torch.float32

    def made(*shape: int) -> Any:
        return torch.randn(*shape, device=device.id, dtype=kind)

    side, length, heads = (8192, 8192, 24) if large else (768, 1024, 8)
    wide, picture = (256, 96) if large else (64, 32)
    width = 128 if large else 64
    left, right = made(side, side), made(side, side)
    query, key, value = (made(1, heads, length, width) for _ in range(3))
    # decoders keep 32 bits on every device
    volume, kernel = made(1, wide, 4, picture, picture).float(), made(wide, wide, 3, 3, 3).float()
    plain = made((1 << 27) if large else (1 << 22))
    attend, convolve = torch.nn.functional.scaled_dot_product_attention, torch.nn.functional.conv3d

    def rate(work: float, call: Callable[[], object]) -> float:
        return work / _seconds(torch, device, call)

    spots = 4 * picture * picture
    return Speeds(
        matmul=rate(2.0 * side**3, lambda: left @ right),
        attention=rate(4.0 * heads * length**2 * width, lambda: attend(query, key, value)),
        conv=rate(54.0 * wide * wide * spots, lambda: convolve(volume, kernel, padding=1)),
        moved=rate(2.0 * plain.numel() * plain.element_size(), lambda: plain * 2),
        link=_link(torch, device),
    )


def _link(torch: Any, device: Device) -> float:
    if device.kind == "cpu":
        return 0.0
    bytes = 1 << 28
    source = torch.empty(bytes, dtype=torch.uint8)
    if device.kind in ("cuda", "rocm"):
        source = source.pin_memory()
    return bytes / _seconds(torch, device, lambda: source.to(device.id))


def _seconds(torch: Any, device: Device, call: Callable[[], object]) -> float:
    """The median of a few calls after a first one."""
    with _finished(torch, device):
        call()
    taken: list[float] = []
    began = time.perf_counter()
    while len(taken) < 9 and (len(taken) < 2 or time.perf_counter() - began < WITHIN):
        start = time.perf_counter()
        with _finished(torch, device):
            call()
        taken.append(time.perf_counter() - start)
    return max(statistics.median(taken), 1e-9)


@contextmanager
def _finished(torch: Any, device: Device) -> Iterator[None]:
    yield
    if device.kind in ("cuda", "rocm"):
        torch.cuda.synchronize(device.id)
    elif device.kind == "mps":
        torch.mps.synchronize()


def main() -> None:
    """Libraries that print must not spoil the answer: it goes out by the real stdout alone."""
    out = os.dup(1)
    os.dup2(2, 1)
    if sys.platform != "win32":
        os.nice(5)
    answer = json.dumps(look(measure="--quick" not in sys.argv))
    with os.fdopen(out, "w", encoding="utf-8") as pipe:
        pipe.write(answer + "\n")
    sys.stderr.flush()
    os._exit(0)  # a driver that hangs at the end is not waited for


if __name__ == "__main__":
    main()
