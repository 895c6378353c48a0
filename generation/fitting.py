"""What is left of a request once a model has taken what it takes; done twice, it is done."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from fractions import Fraction

from generation.contract import Camera, Keyframe, ShotRequest, Subject
from generation.given import INPUTS
from generation.manifest import Limits, Manifest, Settings
from generation.saying import in_words
from generation.speed import FIRST_BLOCK, NEVER, SKIPPING

STILL_RATE = (24, 1)
"""Of a single picture, whatever the film's: it is the same picture."""
_LARGEST_SEED = (1 << 63) - 1

# A word costs a text encoder a token at least, and one for every dozen letters; of scripts without
# spaces, two letters share one at best.
_PIECE = re.compile(
    r"\s*(?:(?P<close>[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]{1,2})"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    r"\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]{1,12})"
)


def fitted(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """The request less what the model ignores, its sizes snapped; fitting twice changes nothing."""
    request = spoken(pinned(request), manifest)
    if request.still or request.larger or request.smooth:  # renders of their own; see plan.py
        request = replace(request, still="", larger="", smooth=False)
    if request.exact and not manifest.wants_weights:
        request = replace(request, exact=False)
    if manifest.family:  # a line is no sound yet
        heard = tuple(part for part in request.sounds if part.media)
        request = request if heard == request.sounds else replace(request, sounds=heard)
    for given in INPUTS:
        limit = manifest.inputs.get(given.name, 0)
        if given.count(request) > limit:
            request = given.kept(request, limit)
    request, _ = without_excluded(request, manifest)
    request, _ = without_lonely(request, manifest)
    request = _with_pictures(request, manifest)
    if request.skip and manifest.family not in SKIPPING:
        request = replace(request, skip="")
    if manifest.family:
        request = _set(request, manifest)
    if min(request.rate) > 0:
        request = _timed(request, manifest)
    return _sized(request, manifest)


def spoken(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """The camera in words, before the others, for a model that reads words and knows no camera."""
    takes = manifest.inputs
    if not manifest.family or takes.get("camera", 0) or not takes.get("words", 0):
        return request
    said = in_words(request.motion.camera)
    if not said or not request.prompt:
        return request
    still = replace(request.motion, camera=Camera())
    return replace(request, motion=still, prompt=f"{said}\n{request.prompt}")


def pinned(request: ShotRequest) -> ShotRequest:
    """Call every picture at the end, or beyond it, the last: it is to stay so whatever the length
    snaps to."""
    end = max(request.frames - 1, 1)
    if all(-1 <= key.at < end for key in request.keyframes):
        return request
    return replace(
        request, keyframes=tuple(replace(k, at=_from_start(k.at, end)) for k in request.keyframes)
    )


def _from_start(at: int, end: int) -> int:
    if at < -1:
        return max(end + 1 + at, 0)
    return -1 if at >= end else at


def without_excluded(
    request: ShotRequest, manifest: Manifest
) -> tuple[ShotRequest, dict[str, str]]:
    """The request less what cannot go with the rest: name -> the input that stays instead of it."""
    dropped: dict[str, str] = {}
    by_name = {one.name: one for one in INPUTS}
    for group in manifest.excludes:
        limits = manifest.inputs
        there = [name for name in group if limits.get(name, 0) and by_name[name].count(request)]
        for name in there[1:]:
            request = by_name[name].kept(request, 0)
            dropped[name] = there[0]
    return request, dropped


def without_lonely(request: ShotRequest, manifest: Manifest) -> tuple[ShotRequest, dict[str, str]]:
    """The request less what is used along with others only: name -> the first that it lacks."""
    dropped: dict[str, str] = {}
    by_name = {one.name: one for one in INPUTS}
    for name, others in manifest.along.items():
        if by_name[name].count(request) and not any(_there(other, request) for other in others):
            request = by_name[name].kept(request, 0)
            dropped[name] = others[0] if others else name
    return request, dropped


def _there(name: str, request: ShotRequest) -> bool:
    if name == "cast":  # whoever has no picture is only spoken of
        return any(subject.pictures for subject in request.subjects)
    return any(one.count(request) for one in INPUTS if one.name == name)


# -- pictures and words


def _with_pictures(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """The cast's pictures first, then the other references, up to what the model looks at."""
    left, subjects = manifest.limits.pictures, []
    for subject in request.subjects:
        pictures = subject.pictures[:left]
        left -= len(pictures)
        subjects.append(_with(subject, pictures))
    references = request.references[: max(left, 0)] if manifest.family else request.references
    if (tuple(subjects), references) == (request.subjects, request.references):
        return request
    return replace(request, subjects=tuple(subjects), references=references)


def _with(subject: Subject, pictures: tuple[object, ...]) -> Subject:
    same = len(pictures) == len(subject.pictures)
    return subject if same else replace(subject, pictures=subject.pictures[: len(pictures)])


def read_by(manifest: Manifest, text: str) -> str:
    """The beginning of a text that the model's text encoder can read, at most."""
    left, end = manifest.limits.tokens, 0
    if not left or len(text) <= left:
        return text
    for piece in _PIECE.finditer(text):
        if not left:
            return text[:end]
        left -= 1
        end = piece.end()
    return text


# -- numbers


def _set(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """Everything that the model is told beside pictures, made explicit."""
    settings, limits = manifest.settings(request.quality), manifest.limits
    if settings is None:
        return request
    asked = settings.steps if request.steps is None else request.steps
    steps = max(limits.steps_low, min(asked, limits.steps_high))
    guidance = _within(request.guidance, settings.guidance, limits.guidance_high)
    return replace(
        request,
        prompt=read_by(manifest, request.prompt),
        negative=read_by(manifest, request.negative) if guidance > 1 else "",
        steps=steps,
        skip=_skip(request.skip, settings, manifest),
        guidance=guidance if manifest.inputs.get("guidance", 0) else None,
        seed=request.seed & _LARGEST_SEED,
        keyframes=tuple(_held(key) for key in request.keyframes),
    )


def _skip(asked: str, settings: Settings, manifest: Manifest) -> str:
    """Nothing where it asks for no more than the model's own settings, or for what cannot be."""
    own = settings.cache or NEVER
    can = manifest.family in SKIPPING and asked in (FIRST_BLOCK, NEVER)
    return asked if can and asked != own else ""


def _within(asked: float | None, default: float, high: float) -> float:
    if asked is None or not math.isfinite(asked):
        return default
    return float(max(0.0, min(asked, high)))


def _held(key: Keyframe) -> Keyframe:
    strength = key.strength if math.isfinite(key.strength) else 1.0
    strength = max(0.0, min(strength, 1.0))
    return key if strength == key.strength else replace(key, strength=strength)


# -- time


def _timed(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """At the model's own rate, never shorter than asked, its pictures where they were in time."""
    limits = manifest.limits
    if manifest.makes == "picture":
        return replace(request, frames=1, rate=STILL_RATE, keyframes=request.keyframes)
    rate = manifest.rate or request.rate
    share = Fraction(*rate) / Fraction(*request.rate)
    wanted = math.ceil(request.frames * share)
    frames = next_length(wanted, limits)
    if (frames, rate) == (request.frames, request.rate) and not manifest.family:
        return request
    keys = request.keyframes
    if manifest.family or share != 1:
        keys = _placed(keys, share, frames, limits.between_step)
    return replace(request, frames=frames, rate=rate, keyframes=keys)


def next_length(frames: int, limits: Limits) -> int:
    """The next length that the model can draw, never shorter than asked."""
    low = max(frames, limits.frames_low)
    steps = -(-(low - limits.frames_offset) // limits.frames_step)
    return max(steps * limits.frames_step + limits.frames_offset, limits.frames_low)


def _placed(
    keys: tuple[Keyframe, ...], share: Fraction, frames: int, step: int
) -> tuple[Keyframe, ...]:
    """One picture a frame at most, the earlier in the list before the later."""
    last = (frames - 3) // step * step + 1
    taken: dict[int, Keyframe] = {}
    for key in keys:
        at = key.at
        if at > 0:
            at = round((round(at * share) - 1) / step) * step + 1
            at = max(1, min(at, last)) if frames > 2 else 0
        if at not in taken:
            taken[at] = key if at == key.at else replace(key, at=at)
    return tuple(taken.values())


# -- size


def _sized(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    settings, limits = manifest.settings(request.quality), manifest.limits
    if not limits.pixels_high:
        size = _next_side(request.width, limits), _next_side(request.height, limits)
    else:
        most = (settings.pixels if settings else 0) or limits.pixels_high
        size = _best_size(request.width, request.height, min(most, limits.pixels_high), limits)
    if size == (request.width, request.height):
        return request
    return replace(request, width=size[0], height=size[1])


def _next_side(pixels: int, limits: Limits) -> int:
    return -(-pixels // limits.multiple) * limits.multiple


def _best_size(width: int, height: int, most: int, limits: Limits) -> tuple[int, int]:
    """The size of nearly this shape that the model draws, as large as asked where it can be."""
    if _can_draw(width, height, most, limits) or width < 1 or height < 1:
        return width, height
    scale = min(1.0, math.sqrt(most / (width * height)), limits.side_high / max(width, height))
    scale = max(scale, limits.side_low / min(width, height))
    found = [
        (across, down)
        for across in _around(width * scale, limits.multiple)
        for down in _around(height * scale, limits.multiple)
        if _can_draw(across, down, most, limits)
    ]
    if not found:
        return width, height  # refused: too long and narrow
    shape = math.log(width / height)
    return min(found, key=lambda size: (_off(size, shape), -size[0] * size[1]))


def _off(size: tuple[int, int], shape: float) -> float:
    return round(abs(math.log(size[0] / size[1]) - shape), 3)


def _around(pixels: float, multiple: int) -> tuple[int, ...]:
    down = max(1, int(pixels / multiple + 1e-9))
    return tuple(multiple * count for count in (down - 1, down, down + 1) if count > 0)


def _can_draw(width: int, height: int, most: int, limits: Limits) -> bool:
    if width < 1 or height < 1 or width % limits.multiple or height % limits.multiple:
        return False
    low, high = sorted((width, height))
    if limits.shape_high and high > low * limits.shape_high:
        return False
    return limits.side_low <= low and high <= limits.side_high and width * height <= most


def widest(limits: Limits) -> str:
    """The longest shape that the model draws, as how many to one."""
    side = max(_next_side(limits.side_low, limits), limits.multiple)
    long = min(limits.side_high, limits.pixels_high // side)
    if limits.shape_high:
        return f"{min(long / side, limits.shape_high):.1f}"
    return f"{long / side:.1f}"
