"""What the Models page says of a model, in words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale

from canvas.app.fitting import Fitting
from canvas.app.models import Model
from canvas.document.words import say
from canvas.ui.language import tell
from generation import engine
from generation.contract import ShotRequest
from generation.downloads import RUNNING, Fetching
from generation.fit.ladder import Fit
from generation.given import INPUTS
from generation.manifest import Manifest
from generation.weight_troubles import listed, reason_text
from generation.weights import Damaged, Missing, Present

translate = QCoreApplication.translate

SAMPLE_SECONDS = 5
"""Of the shot that tells whether a model fits."""
_ENDLESS = 600
"""Seconds that nobody takes for a bound."""
_TAKEN = (
    *("words", "first", "last", "between", "references", "cast", "guide", "edit", "clip"),
    *("camera", "paths", "sound"),
)
"""What a person would ask of a model; seeds, steps and their like go without saying."""


def size(bytes: int) -> str:
    """14.5 GB, as the language writes numbers."""
    unit, divisor = ("GB", 1e9) if bytes >= 1e9 else ("MB", 1e6)
    value = bytes / divisor
    return f"{QLocale().toString(value, 'f', 1 if value < 100 else 0)} {unit}"


def state(model: Model) -> tuple[str, str]:
    """How it stands, and the name of the colour that says so too."""
    if model.lent:
        return lent(model), "good"
    fetching = model.fetching
    if fetching is not None and fetching.state in RUNNING:
        return progress(fetching), "accent"
    if isinstance(model.state, Present):
        if model.manifest.wants_weights and engine.lacking():
            return translate("Models", "Its files are here"), "picture"
        return translate("Models", "Ready"), "good"
    if fetching is not None:
        return halted(fetching), "bad" if fetching.state == "failed" else "picture"
    if isinstance(model.state, Damaged):
        return translate("Models", "Damaged"), "bad"
    if model.state.files:
        return translate("Models", "Incomplete"), "bad"
    if model.lenders:
        return lent(model), "good"
    return translate("Models", "Not on this computer"), "faint"


def lent(model: Model) -> str:
    """Who can draw it instead."""
    names = translate("Models", ", ").join(model.lenders)
    return translate("Models", "{names} of this room can render it").format(names=names)


def brief(model: Model) -> str:
    """The second line of a row of the list."""
    words, colour = state(model)
    if colour == "good" and not model.ready:
        return words  # lent
    if not model.manifest.wants_weights:
        return translate("Models", "Built in")
    if colour == "faint":
        words = translate("Models", "Not here")
    if not model.bytes or (model.fetching is not None and model.fetching.state in RUNNING):
        return words
    return f"{words} · {size(model.bytes)}"


def progress(fetching: Fetching) -> str:
    """What a download does now."""
    if fetching.state == "asking" or not fetching.total:
        return translate("Models", "Asking for its files …")
    share = int(100 * fetching.done / fetching.total)
    if fetching.state == "checking":
        return translate("Models", "Checking · {share} %").format(share=share)
    return translate("Models", "Downloading · {share} %").format(share=share)


def halted(fetching: Fetching) -> str:
    share = int(100 * fetching.done / fetching.total) if fetching.total else 0
    if fetching.state == "failed" and not fetching.total:
        return translate("Models", "Not downloaded")
    if fetching.state == "failed":
        return translate("Models", "Stopped at {share} %").format(share=share)
    return translate("Models", "Paused at {share} %").format(share=share)


def pace(fetching: Fetching) -> str:
    """4.2 GB of 14.5 GB · 12 MB a second · 14 min left."""
    if not fetching.total:
        return ""
    parts = [
        translate("Models", "{done} of {total}").format(
            done=size(fetching.done), total=size(fetching.total)
        )
    ]
    if fetching.speed > 0 and fetching.state == "fetching":
        parts.append(
            translate("Models", "{size} a second").format(size=size(round(fetching.speed)))
        )
        parts.append(left(fetching.seconds_left or 0.0))
    return " · ".join(parts)


def left(seconds: float) -> str:
    if seconds < 60:
        return translate("Models", "less than a minute left")
    if seconds < 5400:
        return translate("Models", "{n} min left").format(n=round(seconds / 60))
    return translate("Models", "{n} h left").format(n=round(seconds / 3600))


def wrong(model: Model) -> str:
    """Which files keep it from being used; empty where none does."""
    found = model.state
    if isinstance(found, Missing) and found.files:
        words = translate("Models", "Missing: {files}")
        return words.format(files=listed(found.files))
    if isinstance(found, Damaged):
        return tell(
            say(reason_text(found.reason), model=model.manifest.name, file=listed(found.files))
        )
    return ""


def takes(manifest: Manifest) -> str:
    """Words, the first picture, the last picture ..."""
    labels = {each.name: each.label for each in INPUTS}
    found = [
        tell(say(labels[name])) for name in _TAKEN if manifest.inputs.get(name) and name in labels
    ]
    joined = [*found[:1], *(each[:1].lower() + each[1:] for each in found[1:])]
    return translate("Models", ", ").join(joined)


def makes(manifest: Manifest) -> str:
    """A film of up to 5 s at 16 frames a second, up to 832 x 480."""
    if not manifest.wants_weights:
        return translate("Models", "Films of any length and size")
    if manifest.makes == "picture":
        return translate("Models", "Single pictures")
    if manifest.makes == "larger":
        return translate("Models", "Frames of other models, enlarged")
    num, den = manifest.rate or (24, 1)
    seconds = manifest.limits.frames_high * den / num
    if seconds > _ENDLESS:
        return translate("Models", "Films of any length, {rate} frames a second").format(
            rate=round(num / den)
        )
    words = translate("Models", "Films of up to {seconds} s, {rate} frames a second")
    if manifest.sound:
        words = translate("Models", "Films with sound of up to {seconds} s, {rate} frames a second")
    return words.format(
        seconds=QLocale().toString(round(seconds, 1), "g", 3), rate=round(num / den)
    )


def sample(manifest: Manifest) -> ShotRequest:
    """A shot as large as the model draws them, to ask whether it fits."""
    limits, (num, den) = manifest.limits, manifest.rate or (24, 1)
    pixels = limits.pixels_high or 832 * 480
    height = max(limits.side_low, _down((pixels * 9 / 16) ** 0.5, limits.multiple))
    return ShotRequest(
        frames=min(limits.frames_high, max(limits.frames_low, SAMPLE_SECONDS * num // den)),
        rate=(num, den),
        width=min(limits.side_high, _down(pixels / height, limits.multiple)),
        height=height,
        model=manifest.id,
        prompt="a",
    )


def verdict(model: Model, fitting: Fitting) -> tuple[str, str]:
    """Whether its shots fit this machine, in a word, and the name of a colour; empty while nobody
    knows."""
    manifest = model.manifest
    if not manifest.wants_weights or model.lent:
        return "", ""
    usual = sample(manifest)
    if isinstance(fitting.of(usual), Fit):
        return translate("Models", "Fits"), "good"
    limits = manifest.limits
    side = max(limits.side_low, limits.multiple)
    least = replace(usual, frames=limits.frames_low, width=side, height=side)
    found = fitting.of(least)
    if isinstance(found, Fit):
        return translate("Models", "Smaller shots fit"), "picture"
    return ("", "") if found is None else (translate("Models", "Too large"), "bad")


def _down(side: float, multiple: int) -> int:
    return int(side) // multiple * multiple
