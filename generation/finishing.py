"""What comes after drawing: frames as large as the film, and as many a second. Pure.

A model draws the sizes and the rate that it was trained for. Another model may enlarge what it
drew, where the person has chosen one; what lies between its frames is drawn from their movement,
where the film has clearly more of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import Media, ShotRequest, VideoReference
from generation.fitting import fitted
from generation.manifest import Manifest
from generation.match import Note, match, shown

BETWEEN = "between"
"""The model that draws what lies between frames: never chosen by anybody."""
SAME = "same"
"""How a finishing render uses its video: it is that very clip, and its sound goes along."""
FASTER = Fraction(11, 10)
"""A film that has not even so many times the frames of the model is left as it is: nearly every
frame would be made up, to spare the eye one that stands twice a second."""
LARGER = 1.4
"""Along a side: frames that are enlarged less look as well when the player does it."""
ONE_PASS = 2.5
"""What is enlarged more is enlarged twice."""

_PACE = 1.2e6
"""Pixels of frames in between that one core draws in a second, about."""

Size = tuple[int, int]
Find = Callable[[str], Manifest | None]


@dataclass(frozen=True, slots=True)
class Finish:
    """What is still to be done to the frames of a shot."""

    enlarger: Manifest | None = None
    sizes: tuple[Size, ...] = ()
    """Of each enlarging render, one after another."""
    smooth: bool = False
    """Frames in between, up to the rate that was asked for."""

    def __bool__(self) -> bool:
        return bool(self.sizes) or self.smooth


def finish_of(
    request: ShotRequest,
    manifest: Manifest,
    find: Find,
    drawn: ShotRequest,
) -> Finish:
    """What a shot still takes once the model has drawn it; `drawn` is the shot, or its first part,
    as the model takes it."""
    if manifest.makes != "video" or not (request.larger or request.smooth):
        return Finish()
    faster = min(request.rate) > 0 and _share(request.rate, drawn.rate) >= FASTER
    smooth = request.smooth and faster and find(BETWEEN) is not None
    enlarger = enlarger_of(request, find)
    sizes = _sizes(request, drawn, enlarger) if enlarger is not None else ()
    if enlarger is None or not sizes or _refusal(drawn, sizes, enlarger) is not None:
        return Finish(smooth=smooth)
    return Finish(enlarger, sizes, smooth)


def enlarger_of(request: ShotRequest, find: Find) -> Manifest | None:
    """The model that was chosen to enlarge the frames, if it is known here and can."""
    found = find(request.larger) if request.larger else None
    return found if found is not None and found.makes == "larger" else None


def enlarged(
    drawn: ShotRequest, clip: Media, size: Size, enlarger: Manifest, *, step: bool
) -> ShotRequest:
    """The render that makes the frames of a clip larger; `drawn` is how they were drawn."""
    return ShotRequest(
        frames=drawn.frames,
        rate=drawn.rate,
        width=size[0],
        height=size[1],
        model=enlarger.id,
        quality=drawn.quality,
        prompt=drawn.prompt,
        video=VideoReference(video=clip, use=SAME),
        step=step,
    )


def smoothed(asked: ShotRequest, clip: Media, size: Size) -> ShotRequest:
    """The render that brings a clip of this size to the rate and length that were asked for."""
    return ShotRequest(
        frames=asked.frames,
        rate=asked.rate,
        width=size[0],
        height=size[1],
        model=BETWEEN,
        quality=asked.quality,
        prompt=asked.prompt,
        video=VideoReference(video=clip, use=SAME),
    )


def seconds_between(request: ShotRequest) -> float:
    """About how long a render of frames in between takes, before one was measured here."""
    return request.frames * request.width * request.height / _PACE


def notes_of(
    request: ShotRequest,
    manifest: Manifest,
    find: Find,
    drawn: ShotRequest,
) -> tuple[list[Note], list[Note]]:
    """What is to be said of it: what is done, and what was asked for in vain."""
    done: list[Note] = []
    vain: list[Note] = []
    finish = finish_of(request, manifest, find, drawn)
    if finish.enlarger is not None:
        text = QT_TRANSLATE_NOOP("words", "{model} enlarges its frames to {width} x {height}.")
        width, height = finish.sizes[-1]
        said = say(text, model=finish.enlarger.name, width=width, height=height)
        done.append(Note("size", said))
    elif request.larger and manifest.makes == "video":
        vain += _in_vain(request, drawn, find)
    if finish.smooth:
        text = QT_TRANSLATE_NOOP(
            "words",
            "{model} draws {rate} frames a second; the frames in between are drawn from the"
            " movement, up to the {wanted} of the film.",
        )
        rates = {"rate": shown(drawn.rate), "wanted": shown(request.rate)}
        done.append(Note("rate", say(text, model=manifest.name, **rates)))
    return done, vain


def _in_vain(request: ShotRequest, drawn: ShotRequest, find: Find) -> list[Note]:
    enlarger = enlarger_of(request, find)
    if enlarger is None:
        text = QT_TRANSLATE_NOOP(
            "words", "{model}, which was to enlarge the frames, is not known here: the player does."
        )
        return [Note("size", say(text, model=request.larger))]
    sizes = _sizes(request, drawn, enlarger)
    refusal = _refusal(drawn, sizes, enlarger) if sizes else None
    if refusal is not None:
        text = QT_TRANSLATE_NOOP("words", "The player enlarges the frames: {reason}")
        return [Note("size", say(text, reason=refusal.sentence))]
    text = QT_TRANSLATE_NOOP(
        "words", "The frames are nearly as large as the film: {model} is not needed."
    )
    return [] if sizes else [Note("size", say(text, model=enlarger.name))]


def _sizes(request: ShotRequest, drawn: ShotRequest, enlarger: Manifest) -> tuple[Size, ...]:
    """Never less than twice what was drawn: whoever enlarges by two throws no detail away first."""
    if min(drawn.width, drawn.height, request.width, request.height) < 1:
        return ()
    share = math.sqrt(request.width * request.height / (drawn.width * drawn.height))
    if share < LARGER:
        return ()
    whole = max(1.0, 2 / share)
    last = _fitting(round(request.width * whole), round(request.height * whole), drawn, enlarger)
    if share <= ONE_PASS:
        return (last,)
    return (_fitting(last[0] // 2, last[1] // 2, drawn, enlarger), last)


def _fitting(width: int, height: int, drawn: ShotRequest, enlarger: Manifest) -> Size:
    taken = fitted(enlarged(drawn, Media(), (width, height), enlarger, step=True), enlarger)
    return taken.width, taken.height


def _refusal(drawn: ShotRequest, sizes: tuple[Size, ...], enlarger: Manifest) -> Note | None:
    """Why the enlarging model cannot take these frames."""
    asked = (enlarged(drawn, Media(asset="-"), size, enlarger, step=True) for size in sizes)
    return next((note for one in asked for note in match(one, enlarger).refused), None)


def _share(rate: tuple[int, int], drawn: tuple[int, int]) -> Fraction:
    return Fraction(*rate) / Fraction(*drawn)
