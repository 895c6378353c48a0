"""What a shot takes: seconds by phase, the peak of the card's memory and of the machine's."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import torch

from generation.backends.diffusion.running import Run
from generation.contract import ModelOrder, Spent
from generation.fit.predict import SLACK, WORKSPACE

_PHASES = {"rendering": "denoising"}


class Purse:
    """Counts what one shot takes. Drawing thread only."""

    def __init__(self, order: ModelOrder) -> None:
        self._order = order
        self._seconds: dict[str, float] = {}

    def open(self) -> None:
        """A new shot."""
        self._seconds = {}
        if self._order.device.startswith("cuda") and torch.cuda.is_available():
            with suppress(RuntimeError, AssertionError):  # nothing of it is there yet
                torch.cuda.reset_peak_memory_stats(self._order.device)

    @contextmanager
    def taking(self, phase: str) -> Iterator[None]:
        began = time.monotonic()
        try:
            yield
        finally:
            self._add(phase, time.monotonic() - began)

    @contextmanager
    def paying(self, run: Run) -> Iterator[None]:
        """A run knows its own phases."""
        try:
            yield
        finally:
            for phase, seconds in run.taken.items():
                self._add(_PHASES.get(phase, phase), seconds)

    @property
    def spent(self) -> Spent:
        seconds = {
            phase: self._seconds.get(phase, 0.0)
            for phase in ("loading", "encoding", "denoising", "decoding")
        }
        return Spent(bytes=self._card(), ram=_peak_of_process(), **seconds)

    def _add(self, phase: str, seconds: float) -> None:
        self._seconds[phase] = self._seconds.get(phase, 0.0) + seconds

    def _card(self) -> int:
        if self._order.device.startswith("cuda"):
            device = self._order.device
            held = int(torch.cuda.max_memory_reserved(device))
            used = int(torch.cuda.max_memory_allocated(device))
            # what is held may be left over from a larger shot before
            return min(held, round(used * SLACK) + WORKSPACE)
        if self._order.device == "mps":
            return int(torch.mps.driver_allocated_memory())
        return 0


def _peak_of_process() -> int:
    try:
        import resource
    except ImportError:  # Windows has none of it
        return 0
    import sys

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
