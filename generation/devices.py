"""The devices of this machine, found in the background by a child program that imports torch."""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.fit.device import Device, from_plain
from generation.fit.memory import memory

PATIENCE = 120.0
"""Seconds that the child gets: a first import of torch from a slow disk takes half a minute."""
_CHILDREN: set[subprocess.Popen[bytes]] = set()
_ROOT = Path(__file__).parents[1]


class Found(NamedTuple):
    """One answer of the child."""

    torch: str
    """Its version; empty: not installed, or broken."""
    devices: tuple[Device, ...]
    """The processor first."""
    said: tuple[Sentence, ...]
    """What a person should know, the most telling first."""


class Devices:
    """What this machine can draw on. Any thread; nothing here waits but `wait`.

    Until the child has answered, and where it cannot, there is the processor alone. What others
    leave free is believed at its largest: when asked again, a render of our own may fill the card.
    """

    def __init__(self, ask: Callable[[], Found] | None = None) -> None:
        self._ask = ask or asked
        self._found = Found("", (unmeasured(),), ())
        self._lock = threading.Condition()
        self._asking = False
        self._looked = False
        self._listeners: list[Callable[[], None]] = []

    @property
    def looked(self) -> bool:
        """Whether the child has answered since the start."""
        return self._looked

    @property
    def looking(self) -> bool:
        return self._asking

    @property
    def torch(self) -> str:
        """The version of torch; empty: none that works."""
        return self._found.torch

    @property
    def said(self) -> tuple[Sentence, ...]:
        return self._found.said

    def listing(self) -> tuple[Device, ...]:
        """The processor first."""
        return self._found.devices

    def best(self) -> Device:
        """What to draw on when nobody chooses: the card with the most memory, else the
        processor."""
        return best(self.listing())

    def find(self, id: str) -> Device | None:
        return next((device for device in self.listing() if device.id == id), None)

    def look(self, again: bool = False) -> None:
        """Ask the child, unless it has answered or is being asked; `again` asks anew."""
        with self._lock:
            if self._asking or (self._looked and not again):
                return
            self._asking = True
        threading.Thread(target=self._look, name="devices", daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Until the child has answered; False if it took too long."""
        with self._lock:
            return self._lock.wait_for(lambda: self._looked and not self._asking, seconds)

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Be told, on a thread of ours, of every answer; returns what ends it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def _look(self) -> None:
        found = self._ask()
        with self._lock:
            self._found = _together(self._found, found) if self._looked else found
            self._looked, self._asking = True, False
            self._lock.notify_all()
        for listener in tuple(self._listeners):
            listener()


def best(devices: tuple[Device, ...]) -> Device:
    """The card with the most memory; the first is the processor."""
    cards = [device for device in devices if device.kind != "cpu"]
    return max(cards, key=lambda device: device.memory) if cards else devices[0]


def unmeasured() -> Device:
    """The processor, before anybody has looked closer."""
    total, free = memory()
    return Device(
        id="cpu", kind="cpu", name="CPU", memory=total, free=free, ram=total, free_ram=free
    )


def asked(command: tuple[str, ...] = (), patience: float = PATIENCE) -> Found:
    """Run the child and read its answer; never raises. Takes seconds."""
    try:
        child = subprocess.Popen(
            command or (sys.executable, "-P", "-m", "generation.probe"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        return _nothing(say(_FAILED, reason=str(error)))
    _CHILDREN.add(child)
    try:
        out, told = child.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return _nothing(say(_SILENT, seconds=round(patience)))
    finally:
        _CHILDREN.discard(child)
    try:
        return found_from(json.loads(out))
    except (ValueError, KeyError, TypeError):
        lines = told.decode(errors="replace").strip().splitlines()
        reason = lines[-1][:300] if lines else f"exit code {child.returncode}"
        return _nothing(say(_FAILED, reason=reason))


@atexit.register
def _leave_nobody() -> None:
    """A program that ends while it looks takes the child along."""
    for child in tuple(_CHILDREN):
        child.kill()


def found_from(answer: Mapping[str, Any]) -> Found:
    """Raises KeyError, TypeError or ValueError for what the child would not say."""
    devices = tuple(from_plain(plain) for plain in answer["devices"])
    if not devices:
        raise ValueError("not even a processor")
    said = tuple(filter(None, (_sentence(plain) for plain in answer["said"])))
    return Found(str(answer["torch"])[:100], devices, said)


def _nothing(sentence: Sentence) -> Found:
    return Found("", (unmeasured(),), (sentence,))


def _together(old: Found, new: Found) -> Found:
    before = {device.id: device for device in old.devices}

    def kept(device: Device) -> Device:
        seen = before.get(device.id)
        if seen is None or seen.name != device.name or device.kind == "cpu":
            return device
        speeds = max(seen.speeds, device.speeds, key=lambda speeds: speeds.matmul)
        return replace(device, free=max(seen.free, device.free), speeds=speeds)

    return new._replace(devices=tuple(kept(device) for device in new.devices))


def _sentence(plain: Mapping[str, Any]) -> Sentence | None:
    text = _SAID.get(str(plain["code"]))
    if text is None:
        return None
    values = {"reason": "", "driver": "?", "device": "", "torch": ""}
    return say(text, **{name: str(plain.get(name) or empty) for name, empty in values.items()})


def _environment() -> dict[str, str]:
    """As the render process has it: as many threads, so that what is measured is what it gets."""
    threads = str(max(1, (os.cpu_count() or 2) - 1))
    paths = [str(_ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {
        "OMP_NUM_THREADS": threads,
        **os.environ,
        "PYTHONPATH": os.pathsep.join(paths),
        "PYTHONUTF8": "1",
    }


_SILENT = QT_TRANSLATE_NOOP(
    "words",
    "The graphics card did not answer within {seconds} s. Restart the machine if this stays so.",
)
_FAILED = QT_TRANSLATE_NOOP("words", "The devices of this machine could not be read: {reason}")
_SAID: Mapping[str, str] = {
    "no_torch": QT_TRANSLATE_NOOP(
        "words",
        "The part that draws with models is not installed. Animatic works without it.",
    ),
    "torch_broken": QT_TRANSLATE_NOOP(
        "words", "PyTorch is installed but does not start: {reason}. Install it again."
    ),
    "torch_without_cuda": QT_TRANSLATE_NOOP(
        "words",
        "There is an NVIDIA card, but this PyTorch ({torch}) is the one without CUDA. "
        "Install the one with CUDA to use the card.",
    ),
    "driver_old": QT_TRANSLATE_NOOP(
        "words",
        "The driver of the graphics card ({driver}) is too old for this PyTorch. "
        "Update the driver, then look again.",
    ),
    "no_driver": QT_TRANSLATE_NOOP(
        "words", "There is a graphics card, but its driver does not answer. Install it again."
    ),
    "no_card": QT_TRANSLATE_NOOP(
        "words",
        "No graphics card was found. Models draw on the processor, which takes hours: "
        "use Animatic, or a small size.",
    ),
    "device_error": QT_TRANSLATE_NOOP(
        "words", "The graphics card {device} was found but fails: {reason}"
    ),
    "not_measured": QT_TRANSLATE_NOOP(
        "words", "The speed of {device} could not be measured: {reason}"
    ),
}
