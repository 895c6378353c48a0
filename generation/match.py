"""What a model will get of a request, and what it will not, said before anything runs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.contract import ShotRequest
from generation.fitting import fitted as fitted
from generation.fitting import pinned, spoken, widest, without_excluded, without_lonely
from generation.given import INPUTS as INPUTS
from generation.given import Input as Input
from generation.manifest import Manifest


class Note(NamedTuple):
    """One input and what is to be said of it."""

    what: str
    sentence: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """The inspector's "What the model gets"."""

    request: ShotRequest
    """What the model really gets."""
    used: tuple[Note, ...] = ()
    snapped: tuple[Note, ...] = ()
    ignored: tuple[Note, ...] = ()
    refused: tuple[Note, ...] = ()
    """Not empty: the shot cannot be rendered with this model."""


def match(request: ShotRequest, manifest: Manifest) -> Match:
    """Hold a request against a model. Never raises: what cannot be drawn stands in `refused`."""
    given = pinned(request)
    asked = spoken(given, manifest)
    taken = fitted(request, manifest)
    return Match(
        request=taken,
        used=tuple(Note(one.name, say(one.label)) for one in INPUTS if _is_used(one, asked, taken)),
        snapped=(*_said(given, asked, manifest), *_snapped(asked, taken, manifest)),
        ignored=tuple(_ignored(asked, taken, manifest)),
        refused=tuple(_refused(asked, taken, manifest)),
    )


def _is_used(one: Input, asked: ShotRequest, taken: ShotRequest) -> bool:
    """A setting that the manifest filled in was not asked for."""
    return bool(one.count(asked) and one.count(taken))


# -- ignored


def _ignored(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    notes = []
    if manifest.family and manifest.inputs.get("sound", 0):
        notes += _lines(asked, manifest)
        asked = replace(asked, sounds=tuple(part for part in asked.sounds if part.media))
    for given in INPUTS:
        count, limit = given.count(asked), manifest.inputs.get(given.name, 0)
        if given.name == "slate" and manifest.family and not asked.keyframes:
            continue  # nobody asked for it: every shot of words alone has one
        if count and not limit:
            silent = given.name != "sound" or not manifest.sound
            text = given.ignored if silent else _DEAF
            notes.append(Note(given.name, say(text, model=manifest.name)))
        elif count > limit:
            notes.append(_too_many(given.name, manifest, limit, count))
    notes += _excluded(asked, manifest)
    notes += _lonely(asked, manifest)
    notes += _surplus_pictures(asked, manifest)
    if asked.negative and manifest.inputs.get("negative") and not taken.negative:
        text = QT_TRANSLATE_NOOP(
            "words", "With guidance at 1 or less, {model} does not read what to avoid."
        )
        notes.append(Note("negative", say(text, model=manifest.name)))
    lost = _limited(asked, manifest, "between") - sum(key.at > 0 for key in taken.keyframes)
    if lost > 0:
        text = QT_TRANSLATE_NOOP(
            "words", "Two pictures fall on one frame of {model}: the first of them counts."
        )
        notes.append(Note("between", say(text, model=manifest.name)))
    return notes


def _limited(asked: ShotRequest, manifest: Manifest, name: str) -> int:
    given = next(one for one in INPUTS if one.name == name)
    return min(given.count(asked), manifest.inputs.get(name, 0))


def _too_many(name: str, manifest: Manifest, limit: int, count: int) -> Note:
    text = QT_TRANSLATE_NOOP("words", "{model} uses only the first {limit} of {count}.")
    return Note(name, say(text, model=manifest.name, limit=limit, count=count))


def _excluded(asked: ShotRequest, manifest: Manifest) -> list[Note]:
    labels = {one.name: say(one.label) for one in INPUTS}
    _, dropped = without_excluded(asked, manifest)
    text = QT_TRANSLATE_NOOP(
        "words", "{model} takes “{left}” or “{kept}”, not both: the first of the two is left out."
    )
    return [
        Note(name, say(text, model=manifest.name, left=labels[name], kept=labels[by]))
        for name, by in dropped.items()
    ]


def _lonely(asked: ShotRequest, manifest: Manifest) -> list[Note]:
    labels = {one.name: say(one.label) for one in INPUTS}
    found, _ = without_excluded(asked, manifest)
    _, dropped = without_lonely(found, manifest)
    text = QT_TRANSLATE_NOOP(
        "words", "{model} takes “{left}” only along with “{kept}” or the like: it is left out."
    )
    return [
        Note(name, say(text, model=manifest.name, left=labels[name], kept=labels[by]))
        for name, by in dropped.items()
        if manifest.inputs.get(name, 0)
    ]


def _lines(asked: ShotRequest, manifest: Manifest) -> list[Note]:
    if all(part.media for part in asked.sounds):
        return []
    text = QT_TRANSLATE_NOOP(
        "words", "{model} listens to recorded sound, and reads no lines: say them in the words."
    )
    return [Note("sound", say(text, model=manifest.name))]


_DEAF = QT_TRANSLATE_NOOP(
    "words", "{model} makes a sound of its own, and does not listen to this one."
)


def _surplus_pictures(asked: ShotRequest, manifest: Manifest) -> list[Note]:
    limit = manifest.limits.pictures
    count = 0
    if manifest.inputs.get("cast", 0):
        count += sum(len(subject.pictures) for subject in asked.subjects)
    if manifest.family:
        count += min(len(asked.references), manifest.inputs.get("references", 0))
    return [_too_many("pictures", manifest, limit, count)] if count > limit else []


# -- snapped


def _snapped(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    notes = []
    model = manifest.name
    if (asked.width, asked.height) != (taken.width, taken.height):
        text = QT_TRANSLATE_NOOP(
            "words", "{model} draws {width} x {height} instead of {old_width} x {old_height}."
        )
        values = {"old_width": asked.width, "old_height": asked.height}
        size = {"width": taken.width, "height": taken.height}
        notes.append(Note("size", say(text, model=model, **size, **values)))
    notes += _snapped_length(asked, taken, manifest)
    notes += _snapped_places(asked, taken, manifest)
    if taken.prompt and len(taken.prompt) < len(asked.prompt):
        text = QT_TRANSLATE_NOOP(
            "words", "{model} reads about {tokens} words: the last ones read are “{end}”."
        )
        end, most = _tail(taken.prompt), manifest.limits.tokens
        notes.append(Note("words", say(text, model=model, tokens=most, end=end)))
    if taken.negative and len(taken.negative) < len(asked.negative):
        text = QT_TRANSLATE_NOOP("words", "{model} reads only the beginning of what to avoid.")
        notes.append(Note("negative", say(text, model=model)))
    notes += _snapped_numbers(asked, taken, manifest)
    return notes


def _snapped_length(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    model, old = manifest.name, asked.frames
    if manifest.makes == "picture":
        if (taken.frames, taken.rate) == (old, asked.rate):
            return []
        text = QT_TRANSLATE_NOOP("words", "{model} draws one picture, and the shot holds it.")
        return [Note("frames", say(text, model=model))]
    if asked.rate != taken.rate:
        text = QT_TRANSLATE_NOOP(
            "words",
            "{model} draws {frames} frames, {rate} a second, instead of {old_frames}, {old_rate} a"
            " second: the shot lasts as long.",
        )
        rates = {"rate": shown(taken.rate), "old_rate": shown(asked.rate)}
        said = say(text, model=model, frames=taken.frames, old_frames=old, **rates)
        return [Note("rate", said)]
    if old != taken.frames:
        text = QT_TRANSLATE_NOOP("words", "{model} draws {frames} frames instead of {old_frames}.")
        return [Note("frames", say(text, model=model, frames=taken.frames, old_frames=old))]
    return []


def _said(given: ShotRequest, asked: ShotRequest, manifest: Manifest) -> list[Note]:
    if given.prompt == asked.prompt:
        return []
    text = QT_TRANSLATE_NOOP(
        "words", "{model} has no camera control and is told in words: “{words}”"
    )
    words = asked.prompt.partition("\n")[0]
    return [Note("camera", say(text, model=manifest.name, words=words))]


def _snapped_places(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    """Only of models that cannot set a picture at every frame."""
    step = manifest.limits.between_step
    if step == 1 or min(asked.rate) <= 0:
        return []
    share = Fraction(*taken.rate) / Fraction(*asked.rate)
    wanted = {round(key.at * share) for key in asked.keyframes if key.at > 0}
    if {key.at for key in taken.keyframes if key.at > 0} <= wanted:
        return []
    text = QT_TRANSLATE_NOOP(
        "words", "{model} sets pictures in between at every {step}th frame: the nearest is taken."
    )
    return [Note("between", say(text, model=manifest.name, step=step))]


def _snapped_numbers(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    notes = []
    if asked.steps is not None and taken.steps not in (None, asked.steps):
        text = QT_TRANSLATE_NOOP("words", "{model} takes {steps} steps instead of {old}.")
        said = say(text, model=manifest.name, steps=taken.steps, old=asked.steps)
        notes.append(Note("steps", said))
    if asked.guidance is not None and taken.guidance not in (None, asked.guidance):
        text = QT_TRANSLATE_NOOP("words", "{model} takes a guidance of {new} instead of {old}.")
        said = say(text, model=manifest.name, new=taken.guidance, old=asked.guidance)
        notes.append(Note("guidance", said))
    held = [key.strength for key in asked.keyframes]
    if manifest.inputs.get("strength") and any(not 0 <= strength <= 1 for strength in held):
        text = QT_TRANSLATE_NOOP("words", "A picture holds from 0 to 1: more or less is cut.")
        notes.append(Note("strength", say(text)))
    return notes


def shown(rate: tuple[int, int]) -> str:
    return f"{rate[0] / rate[1]:.2f}".rstrip("0").rstrip(".") if rate[1] else "?"


def _tail(text: str) -> str:
    return f"…{text[-24:]}".replace("\n", " ") if len(text) > 24 else text


# -- refused


def _refused(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    return [
        *_missing(taken, manifest),
        *_wrong_size(asked, taken, manifest),
        *_wrong_length(asked, taken, manifest),
    ]


def _missing(taken: ShotRequest, manifest: Manifest) -> list[Note]:
    notes, model = [], manifest.name
    labels = {one.name: say(one.label) for one in INPUTS if not one.count(taken)}
    if not any(subject.pictures for subject in taken.subjects):  # nobody to look at
        labels["cast"] = next(say(one.label) for one in INPUTS if one.name == "cast")
    for name in manifest.needs:
        if name in labels:
            text = QT_TRANSLATE_NOOP("words", "{model} cannot draw this shot without: {input}.")
            notes.append(Note(name, say(text, model=model, input=labels[name])))
    wanted = [name for name in manifest.needs_one_of if name in labels]
    if wanted and len(wanted) == len(manifest.needs_one_of):
        first, last = labels[wanted[0]], labels[wanted[-1]]
        text = (
            QT_TRANSLATE_NOOP("words", "{model} needs something to go by: {first}, or {last}.")
            if len(wanted) == 2
            else QT_TRANSLATE_NOOP(
                "words", "{model} needs something to go by: {first}, {last} or another input."
            )
        )
        notes.append(Note(wanted[0], say(text, model=model, first=first, last=last)))
    return notes


def _wrong_size(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    limits = manifest.limits
    drawn = taken if limits.pixels_high else asked
    low, high = sorted((drawn.width, drawn.height))
    narrow = limits.shape_high and high > low * limits.shape_high
    if low >= limits.side_low and high <= limits.side_high and not narrow:
        return []
    if limits.pixels_high and asked.width > 0 and asked.height > 0:
        text = QT_TRANSLATE_NOOP(
            "words",
            "{model} draws no frame as long and narrow as {width} x {height}: at most {share} to"
            " 1. Change the frame of the film.",
        )
        size = {"width": asked.width, "height": asked.height, "share": widest(limits)}
        return [Note("size", say(text, model=manifest.name, **size))]
    text = QT_TRANSLATE_NOOP("words", "{model} draws pictures of {low} to {high} pixels.")
    bounds = {"low": limits.side_low, "high": limits.side_high}
    return [Note("size", say(text, model=manifest.name, **bounds))]


def _wrong_length(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    limits, model = manifest.limits, manifest.name
    if min(asked.rate) <= 0:
        text = QT_TRANSLATE_NOOP("words", "The frame rate of this shot is not above zero.")
        return [Note("rate", say(text))]
    if asked.frames < 1:
        text = QT_TRANSLATE_NOOP("words", "{model} draws 1 to {high} frames.")
        return [Note("frames", say(text, model=model, high=limits.frames_high))]
    if manifest.makes == "picture" or taken.frames <= limits.frames_high:
        return []
    if not manifest.family:
        text = QT_TRANSLATE_NOOP("words", "{model} draws 1 to {high} frames.")
        return [Note("frames", say(text, model=model, high=limits.frames_high))]
    seconds = math.floor(Fraction(limits.frames_high * 10) / Fraction(*taken.rate)) / 10
    text = QT_TRANSLATE_NOOP(
        "words",
        "{model} draws at most {seconds} s at a time: shorten the shot, or cut it in two with the"
        " second after the first.",
    )
    return [Note("frames", say(text, model=model, seconds=seconds))]
