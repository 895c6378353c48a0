"""A shot that one model cannot draw in one go, as several renders whose results feed each other.

Its first picture may be drawn by a model of pictures, which looks at a cast that the model of the
shot does not know. A shot that is longer than its model draws at a time is drawn in parts: each
begins on the last frame of the one before, and the parts are joined. Each part may be enlarged by
another model, and what lies between the frames be drawn; see generation/finishing.py. Pure: the
same request gives the same renders.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from canvas.document.words import QT_TRANSLATE_NOOP, say
from generation.contract import Keyframe, Media, Motion, ShotRequest
from generation.finishing import (
    BETWEEN,
    SAME,
    Find,
    Finish,
    enlarged,
    finish_of,
    notes_of,
    smoothed,
)
from generation.fitting import fitted, next_length, pinned
from generation.manifest import Manifest
from generation.match import Match, Note, match, shown

JOIN = "join"
"""The model that puts parts together."""
UNCHOSEN = frozenset({JOIN, BETWEEN})
"""Models that are planned, and never chosen by anybody."""
MOST_PARTS = 24
_SOME = "0" * 64
"""Stands for a key while nobody needs the true one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One render of several."""

    key: str
    request: ShotRequest
    needs: tuple[str, ...] = ()


KeyOf = Callable[[ShotRequest], str]


def steps_of(
    request: ShotRequest, manifest: Manifest, key_of: KeyOf, find: Find
) -> tuple[Step, ...]:
    """The renders of a shot that takes several, the last of which makes it; none where one render
    draws it, or where several could not do it either. `key_of` gives content keys, `find` models.
    """
    painter = painter_of(request, manifest, find)
    if painter is None:
        return _moving(request, manifest, key_of, find)
    still = _still(request, painter)
    picture = Step(key=key_of(still), request=still)
    rest = _from_picture(request, Media(render=picture.key, frame=0))
    steps = _moving(rest, manifest, key_of, find) or (Step(key=key_of(rest), request=rest),)
    return (picture, *(replace(each, needs=(picture.key, *each.needs)) for each in steps))


def renders_of(request: ShotRequest, manifest: Manifest, find: Find) -> tuple[ShotRequest, ...]:
    """All that is drawn for a shot, without its keys: to foretell what it takes."""
    steps = steps_of(request, manifest, lambda _request: _SOME, find)
    return tuple(step.request for step in steps) or (request,)


def left_off(steps: tuple[Step, ...]) -> Step | None:
    """The render that a following shot goes on from: joined if it is, but neither enlarged nor
    smoothed, so that it may be finished otherwise and nothing else is drawn again."""
    joined = (step for step in steps if step.request.model == JOIN)
    drawn = (step for step in reversed(steps) if not _finishes(step.request))
    return next(joined, None) or next(drawn, None)


def _finishes(request: ShotRequest) -> bool:
    return request.video is not None and request.video.use == SAME


def painter_of(request: ShotRequest, manifest: Manifest, find: Find) -> Manifest | None:
    """The model that draws the first picture, if one was chosen and the other can go on from it."""
    if not request.still or manifest.makes != "video" or not manifest.inputs.get("first", 0):
        return None
    painter = find(request.still)
    return painter if painter is not None and painter.makes == "picture" else None


def _still(request: ShotRequest, painter: Manifest) -> ShotRequest:
    """A picture that was linked as the first is what this one is made from."""
    return replace(
        request,
        model=painter.id,
        still="",
        frames=1,
        keyframes=tuple(key for key in request.keyframes if key.at == 0),
        video=None,
        motion=Motion(),
        sounds=(),
        guidance=None,
        steps=None,
        loop=False,
        slate=None,
        larger="",
        smooth=False,
        step=True,
    )


def _from_picture(request: ShotRequest, picture: Media) -> ShotRequest:
    others = tuple(key for key in request.keyframes if key.at != 0)
    # a shot of words alone would be a card with its name on it, and it is that no more
    slate = request.slate if request.keyframes else None
    keys = (Keyframe(picture=picture), *others)
    return replace(request, still="", keyframes=keys, slate=slate)


def _moving(
    request: ShotRequest, manifest: Manifest, key_of: KeyOf, find: Find
) -> tuple[Step, ...]:
    """Drawn, in parts if need be; each enlarged, all of them joined, and made smooth."""
    plain = _unfinished(request)
    spans = parts_of(plain, manifest)
    if not spans and plain is request:
        return ()
    first = fitted(first_part(plain, manifest), manifest)
    finish = finish_of(request, manifest, find, first)
    if not spans and not finish:
        return ()
    parts = _parts(plain, manifest, key_of, spans) if spans else [_whole(plain, key_of)]
    ends, steps, size = parts, [*parts], (first.width, first.height)
    for size in finish.sizes:
        ends = [_enlarged(end, first, size, finish, key_of) for end in ends]
        steps += ends
    if spans:
        request_ = _joined(size, _timed(plain, manifest), spans, ends, step=finish.smooth)
        keys = tuple(dict.fromkeys(end.key for end in ends))
        steps.append(Step(key=key_of(request_), request=request_, needs=keys))
    elif not finish.smooth:
        steps[-1] = replace(steps[-1], request=replace(steps[-1].request, step=False))
    if finish.smooth:
        before = steps[-1].key
        smooth = smoothed(plain, Media(render=before), size)
        steps.append(Step(key=key_of(smooth), request=smooth, needs=(before,)))
    return tuple(steps)


def _unfinished(request: ShotRequest) -> ShotRequest:
    """The shot without what comes after drawing; the same object where nothing does."""
    if request.larger or request.smooth:
        return replace(request, larger="", smooth=False)
    return request


def _whole(request: ShotRequest, key_of: KeyOf) -> Step:
    drawn = replace(request, step=True)
    return Step(key=key_of(drawn), request=drawn)


def _enlarged(
    end: Step, drawn: ShotRequest, size: tuple[int, int], finish: Finish, key_of: KeyOf
) -> Step:
    assert finish.enlarger is not None  # there are no sizes without one
    asked = enlarged(drawn, Media(render=end.key), size, finish.enlarger, step=True)
    return Step(key=key_of(asked), request=asked, needs=(end.key,))


def _parts(
    request: ShotRequest,
    manifest: Manifest,
    key_of: KeyOf,
    spans: tuple[tuple[int, int], ...],
) -> list[Step]:
    whole = _timed(request, manifest)
    steps: list[Step] = []
    for number, (start, length) in enumerate(spans):
        before = steps[-1].key if steps else ""
        part = _part(whole, manifest, start, length, before, number == len(spans) - 1)
        needs = (before,) if before else ()
        steps.append(Step(key=key_of(part), request=part, needs=needs))
    return steps


def told(request: ShotRequest, manifest: Manifest, find: Find = lambda _model: None) -> Match:
    """As `match`, but of all the renders that the shot takes."""
    painter = painter_of(request, manifest, find)
    if painter is None:
        return _told_of_moving(request, manifest, find)
    found = _told_of_moving(_from_picture(request, Media(render=_SOME)), manifest, find)
    drawn = match(_still(request, painter), painter)
    seen = {note.what for note in drawn.used}
    text = QT_TRANSLATE_NOOP(
        "words", "{painter} draws the first picture, and {model} goes on from it."
    )
    note = Note("first", say(text, painter=painter.name, model=manifest.name))
    return replace(
        found,
        used=(*drawn.used, *(each for each in found.used if each.what not in seen | {"first"})),
        snapped=(*found.snapped, note),
        ignored=tuple(each for each in found.ignored if each.what not in seen),
        refused=(*found.refused, *drawn.refused),
    )


def _told_of_moving(request: ShotRequest, manifest: Manifest, find: Find) -> Match:
    plain = _unfinished(request)
    found = _told_of_parts(plain, manifest)
    if plain is request:
        return found
    first = fitted(first_part(plain, manifest), manifest)
    done, vain = notes_of(request, manifest, find, first)
    instead = {note.what for note in done} & {"rate"}
    snapped = tuple(one for one in found.snapped if one.what not in instead)
    return replace(found, snapped=(*snapped, *done), ignored=(*found.ignored, *vain))


def _told_of_parts(request: ShotRequest, manifest: Manifest) -> Match:
    found = match(request, manifest)
    spans = parts_of(request, manifest)
    if not spans:
        return found
    text = QT_TRANSLATE_NOOP(
        "words",
        "{model} draws it in {n} parts at {rate} frames a second, each from the last frame of the"
        " one before, and they are joined.",
    )
    rate = shown(found.request.rate)
    note = Note("frames", say(text, model=manifest.name, n=len(spans), rate=rate))
    refused = tuple(one for one in found.refused if one.what != "frames")
    others = tuple(one for one in found.snapped if one.what not in ("frames", "rate"))
    return replace(found, refused=refused, snapped=(*others, note))


def first_part(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """What the first render of a shot draws: the whole of it, where one render does."""
    spans = parts_of(request, manifest)
    if not spans:
        return request
    whole = _timed(request, manifest)
    return _part(whole, manifest, 0, spans[0][1], "", len(spans) == 1)


def parts_of(request: ShotRequest, manifest: Manifest) -> tuple[tuple[int, int], ...]:
    """Where each part begins and how many frames it has, at the model's own rate; the last frame of
    one is the first of the next. Empty unless the shot has to be drawn in parts and can be."""
    if not _can_go_on(request, manifest):
        return ()
    frames = _timed(request, manifest).frames
    limits = manifest.limits
    count = math.ceil((frames - 1) / max(limits.frames_high - 1, 1))
    length = next_length(math.ceil((frames - 1) / count) + 1, limits)
    if count > MOST_PARTS or length > limits.frames_high or length < 2:
        return ()
    starts = range(0, frames - 1, length - 1)
    return tuple((start, min(length, frames - start)) for start in starts)


def _can_go_on(request: ShotRequest, manifest: Manifest) -> bool:
    """Whether it is too long, and the model can begin on a picture and needs nothing that runs
    through the whole of the shot."""
    if manifest.makes != "video" or manifest.sound:
        return False
    if not manifest.inputs.get("first", 0) or min(request.rate) <= 0 or request.frames < 2:
        return False
    if next_length(_length(request, manifest), manifest.limits) <= manifest.limits.frames_high:
        return False  # nearly every shot: found out before the rest of it is looked at
    taken = fitted(request, manifest)
    if taken.frames <= manifest.limits.frames_high or taken.video or taken.motion.paths:
        return False
    return all(note.what == "frames" for note in match(request, manifest).refused)


def _length(request: ShotRequest, manifest: Manifest) -> int:
    """In frames of the model, as long as was asked and no longer."""
    share = Fraction(*(manifest.rate or request.rate)) / Fraction(*request.rate)
    return math.ceil(request.frames * share)


def _timed(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """The shot at its model's rate."""
    asked = pinned(request)
    rate = manifest.rate or asked.rate
    share = Fraction(*rate) / Fraction(*asked.rate)
    frames = _length(asked, manifest)
    keys = (
        replace(key, at=round(key.at * share)) if key.at > 0 else key for key in asked.keyframes
    )
    return replace(asked, rate=rate, frames=frames, keyframes=tuple(keys))


def _part(
    whole: ShotRequest, manifest: Manifest, start: int, length: int, before: str, is_last: bool
) -> ShotRequest:
    keys = [Keyframe(picture=Media(render=before, frame=-1))] if before else []
    end = start + length - 1
    for key in whole.keyframes:
        if key.at == -1:
            keys += [key] if is_last else []
        elif key.at == 0:
            keys += [] if before else [key]
        elif start < key.at <= end:
            keys.append(replace(key, at=-1 if key.at == end else key.at - start))
    return replace(whole, frames=length, keyframes=tuple(keys), loop=False, step=True)


def _joined(
    size: tuple[int, int],
    whole: ShotRequest,
    spans: tuple[tuple[int, int], ...],
    steps: list[Step],
    *,
    step: bool,
) -> ShotRequest:
    """Every part up to where the next one takes over."""
    parts = tuple(
        Media(render=one.key, frame=length - 1)
        for one, (_start, length) in zip(steps, spans, strict=True)
    )
    return ShotRequest(
        frames=whole.frames,
        rate=whole.rate,
        width=size[0],
        height=size[1],
        model=JOIN,
        quality=whole.quality,
        prompt=whole.prompt,
        references=parts,
        step=step,
    )
