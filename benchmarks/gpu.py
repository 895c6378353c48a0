"""What the engine costs on a real card: models of their true sizes with random weights.

`python -m benchmarks.gpu` needs a card of CUDA or ROCm; where there is none it says so in its one
JSON line. `--tiny` draws the same with tiny models on whatever there is, to see every line run; its
figures mean nothing. `--only NAME` (of benchmarks/architectures.py), `--quick` for the smallest
alone. A 14B model takes the better part of an hour: `--figures step,foretold,cancel,rungs,admitted`
picks some of its figures. Each is told on the error output as soon as it is there, and one that
fails says so and leaves the others be.

Weights are made on the device; words are random too, so no encoder of words is needed. Goals: a
step of ours at most 1.02 of the bare pipeline's with the same settings, at most 0.6 with our
settings of speed; memory foretold within 10 %, time within 25 %; no out-of-memory in 50 admitted
shots; cancel within 300 ms inside a step of the 14B at 720p.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

os.environ["HF_HUB_OFFLINE"] = "1"
if sys.platform == "linux":  # as the render process has it
    os.environ.setdefault("PYTORCH_ALLOC_CONF", "expandable_segments:True")

from generation.devices import asked
from generation.fit.device import Device

QUICK, WHOLE = ("wan-1.3b",), ("wan-1.3b", "wan2.2-5b", "wan-14b")
FIGURES = ("step", "foretold", "cancel", "rungs", "admitted")


def chosen(tiny: bool) -> tuple[Device | None, list[str]]:
    """The card, measured before we take any of it; and why there is none."""
    found = asked()
    cards = [device for device in found.devices if device.kind in ("cuda", "rocm")]
    if cards:
        return max(cards, key=lambda device: device.memory), []
    if tiny and found.torch:
        return found.devices[0], []
    return None, [str(sentence) for sentence in found.said] or ["this PyTorch finds no card"]


def measured(
    device: Device, names: tuple[str, ...], *, tiny: bool, shots: int, wanted: tuple[str, ...]
) -> dict[str, Any]:
    """These figures of these models; the admitted shots are those of the first."""
    from benchmarks.gpu_runs import Bench  # late: without a card torch need not be loaded

    result: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            bench = Bench(name, device, Path(folder), tiny=tiny)
            try:
                result[name] = bench.figures(wanted, shots=shots if name == names[0] else 0)
            finally:
                bench.close()
    return result


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--figures", default=",".join(FIGURES))
    parser.add_argument("--shots", type=int, default=0, help="admitted shots; 50 by itself")
    args = parser.parse_args()
    wanted = tuple(filter(None, args.figures.split(",")))
    if unknown := set(wanted) - set(FIGURES):
        parser.error(f"no such figures: {', '.join(sorted(unknown))}")
    device, why = chosen(args.tiny)
    if device is None:
        print(json.dumps({"benchmark": "gpu", "gpu": False, "why": why}))
        return
    names = tuple(filter(None, args.only.split(","))) or (QUICK if args.quick else WHOLE)
    names = ("small",) if args.tiny else names
    shots = args.shots or (3 if args.tiny else 50)
    result = measured(device, names, tiny=args.tiny, shots=shots, wanted=wanted)
    about = {"name": device.name, "memory": device.memory, "torch": device.torch}
    line = {"benchmark": "gpu", "gpu": device.kind != "cpu", "tiny": args.tiny, "device": about}
    print(json.dumps({**line, **result}))
    sys.stdout.flush()


if __name__ == "__main__":
    main()
