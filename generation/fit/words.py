"""What a person reads of time and memory: "about 4 min on this card, 11 GB"."""

from __future__ import annotations

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.fit.device import Device
from generation.fit.predict import Estimate
from generation.manifest import Manifest

LONG = 600.0
"""Seconds after which the processor's slowness is worth a word of advice."""


def duration(seconds: float) -> Sentence:
    """As coarse as an estimate deserves."""
    if seconds < 9.5:
        return say(QT_TRANSLATE_NOOP("words", "{n} s"), n=max(1, round(seconds)))
    if seconds < 100:
        return say(QT_TRANSLATE_NOOP("words", "{n} s"), n=5 * round(seconds / 5))
    if seconds < 90 * 60:
        return say(QT_TRANSLATE_NOOP("words", "{n} min"), n=round(seconds / 60))
    if seconds < 60 * 3600:
        return say(QT_TRANSLATE_NOOP("words", "{n} h"), n=round(seconds / 3600))
    return say(QT_TRANSLATE_NOOP("words", "{n} days"), n=round(seconds / 86400))


def size(bytes: float) -> Sentence:
    """In the gigabytes that cards are sold by."""
    gigabytes = bytes / 2**30
    if gigabytes < 0.95:
        return say(QT_TRANSLATE_NOOP("words", "{n} MB"), n=max(1, round(bytes / 2**20)))
    n = round(gigabytes, 1) if gigabytes < 9.95 else round(gigabytes)
    return say(QT_TRANSLATE_NOOP("words", "{n} GB"), n=f"{n:g}")


def expected(found: Estimate, device: Device) -> Sentence:
    """The inspector's line about a shot that fits."""
    if found.bytes is None or found.seconds is None:
        return _not_known(found, device)
    values = {
        "time": duration(found.seconds),
        "memory": size(found.bytes),
        "device": device.name,
    }
    if device.kind == "cpu":
        return say(_SLOW if found.seconds > LONG else _ON_CPU, **values)
    return say(_ON_CARD[found.rung], **values)


def too_large(manifest: Manifest, device: Device, needed: int, free: int, *, ram: bool) -> Sentence:
    """Why nothing fits, before what would."""
    text = _NO_RAM if ram else _NO_ROOM
    where = {"memory": size(needed), "free": size(free), "device": device.name}
    return say(text, model=manifest.name, **where)


def _not_known(found: Estimate, device: Device) -> Sentence:
    if found.seconds is not None:
        text = QT_TRANSLATE_NOOP("words", "About {time} on {device}.")
        return say(text, device=device.name, time=duration(found.seconds))
    if found.bytes is not None:
        text = QT_TRANSLATE_NOOP("words", "{memory} on {device}; how long is not known yet.")
        return say(text, device=device.name, memory=size(found.bytes))
    return say(
        QT_TRANSLATE_NOOP("words", "Not known yet on {device}: the first render will tell."),
        device=device.name,
    )


_ON_CPU = QT_TRANSLATE_NOOP("words", "About {time} on the processor, {memory} of memory.")
_SLOW = QT_TRANSLATE_NOOP(
    "words",
    "About {time} on the processor, {memory} of memory. "
    "A smaller size is sooner done, and Animatic at once.",
)
_ON_CARD = {
    "resident": QT_TRANSLATE_NOOP("words", "About {time} on {device}, {memory}."),
    "model": QT_TRANSLATE_NOOP(
        "words", "About {time} on {device}, {memory}: the parts of the model take turns there."
    ),
    "fp8": QT_TRANSLATE_NOOP(
        "words", "About {time} on {device}, {memory}: with its weights in 8 bits."
    ),
    "stream": QT_TRANSLATE_NOOP(
        "words", "About {time} on {device}, {memory}: its weights stream in while it draws."
    ),
    "quantised": QT_TRANSLATE_NOOP(
        "words", "About {time} on {device}, {memory}: with its small weights."
    ),
}
_NO_ROOM = QT_TRANSLATE_NOOP(
    "words", "{model} needs {memory} for this shot, and {free} are free on {device}."
)
_NO_RAM = QT_TRANSLATE_NOOP(
    "words", "{model} needs {memory} of the machine's memory for this shot, and {free} are free."
)
