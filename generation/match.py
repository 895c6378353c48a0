"""What a model will get of a request, and what it will not, said before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from canvas.document.words import QT_TRANSLATE_NOOP, Sentence, say
from generation.catalogue import Limits, Manifest
from generation.contract import Camera, Keyframe, Motion, ShotRequest


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


@dataclass(frozen=True, slots=True)
class Input:
    """One kind of input: how many a request has, how to keep only some, and the words for both."""

    name: str
    label: str
    ignored: str
    count: Callable[[ShotRequest], int]
    kept: Callable[[ShotRequest, int], ShotRequest]


def match(request: ShotRequest, manifest: Manifest) -> Match:
    """Hold a request against a model. Never raises: what cannot be drawn stands in `refused`."""
    used, ignored = [], []
    for given in INPUTS:
        count, limit = given.count(request), manifest.inputs.get(given.name, 0)
        if count and limit:
            used.append(Note(given.name, say(given.label)))
        if count and not limit:
            ignored.append(Note(given.name, say(given.ignored, model=manifest.name)))
        elif count > limit:
            ignored.append(_too_many(given.name, manifest, limit, count))
    ignored += _surplus_pictures(request, manifest)
    taken = fitted(request, manifest)
    return Match(
        request=taken,
        used=tuple(used),
        snapped=tuple(_snapped(request, taken, manifest)),
        ignored=tuple(ignored),
        refused=tuple(_refused(request, manifest)),
    )


def fitted(request: ShotRequest, manifest: Manifest) -> ShotRequest:
    """The request less what the model ignores, its sizes snapped; fitting twice changes nothing."""
    request = _pinned(request)
    for given in INPUTS:
        limit = manifest.inputs.get(given.name, 0)
        if given.count(request) > limit:
            request = given.kept(request, limit)
    if request.subjects:
        request = _with_pictures(request, manifest.limits.pictures)
    limits = manifest.limits
    size = _side(request.width, limits), _side(request.height, limits)
    frames = _frames(request.frames, limits)
    if (*size, frames) == (request.width, request.height, request.frames):
        return request
    return replace(request, width=size[0], height=size[1], frames=frames)


def _pinned(request: ShotRequest) -> ShotRequest:
    """Call every picture at the end, or beyond it, the last: it is to stay so whatever the length
    snaps to."""
    end = max(request.frames - 1, 1)
    if all(key.at < end for key in request.keyframes):
        return request
    keys = (replace(key, at=-1) if key.at >= end else key for key in request.keyframes)
    return replace(request, keyframes=tuple(keys))


def _side(pixels: int, limits: Limits) -> int:
    return -(-pixels // limits.multiple) * limits.multiple


def _frames(frames: int, limits: Limits) -> int:
    """The next length that the model can draw, never shorter than asked."""
    steps = -(-(frames - limits.frames_offset) // limits.frames_step)
    return max(steps * limits.frames_step + limits.frames_offset, limits.frames_low)


def _snapped(asked: ShotRequest, taken: ShotRequest, manifest: Manifest) -> list[Note]:
    notes = []
    if (asked.width, asked.height) != (taken.width, taken.height):
        text = QT_TRANSLATE_NOOP(
            "words", "{model} draws {width} x {height} instead of {old_width} x {old_height}."
        )
        values = {"old_width": asked.width, "old_height": asked.height}
        size = {"width": taken.width, "height": taken.height}
        notes.append(Note("size", say(text, model=manifest.name, **size, **values)))
    if asked.frames != taken.frames:
        text = QT_TRANSLATE_NOOP("words", "{model} draws {frames} frames instead of {old_frames}.")
        values = {"frames": taken.frames, "old_frames": asked.frames}
        notes.append(Note("frames", say(text, model=manifest.name, **values)))
    return notes


def _refused(request: ShotRequest, manifest: Manifest) -> list[Note]:
    limits, model, notes = manifest.limits, manifest.name, []
    for given in INPUTS:
        if given.name in manifest.needs and not given.count(request):
            text = QT_TRANSLATE_NOOP("words", "{model} cannot draw this shot without: {input}.")
            notes.append(Note(given.name, say(text, model=model, input=say(given.label))))
    low, high = sorted((request.width, request.height))
    if low < limits.side_low or high > limits.side_high:
        text = QT_TRANSLATE_NOOP("words", "{model} draws pictures of {low} to {high} pixels.")
        bounds = {"low": limits.side_low, "high": limits.side_high}
        notes.append(Note("size", say(text, model=model, **bounds)))
    if not 1 <= request.frames <= limits.frames_high:
        text = QT_TRANSLATE_NOOP("words", "{model} draws 1 to {high} frames.")
        notes.append(Note("frames", say(text, model=model, high=limits.frames_high)))
    return notes


def _too_many(name: str, manifest: Manifest, limit: int, count: int) -> Note:
    text = QT_TRANSLATE_NOOP("words", "{model} uses only the first {limit} of {count}.")
    return Note(name, say(text, model=manifest.name, limit=limit, count=count))


def _surplus_pictures(request: ShotRequest, manifest: Manifest) -> list[Note]:
    count = sum(len(subject.pictures) for subject in request.subjects)
    limit = manifest.limits.pictures
    if not manifest.inputs.get("cast", 0) or count <= limit:
        return []
    return [_too_many("pictures", manifest, limit, count)]


def _with_pictures(request: ShotRequest, limit: int) -> ShotRequest:
    left, subjects = limit, []
    for subject in request.subjects:
        pictures = subject.pictures[:left]
        left -= len(pictures)
        subjects.append(replace(subject, pictures=pictures))
    return replace(request, subjects=tuple(subjects))


def _place(key: Keyframe, request: ShotRequest) -> str:
    if key.at == 0:
        return "first"
    return "last" if key.at == -1 or key.at >= request.frames - 1 else "between"


def _keyframes(place: str) -> tuple[Callable[[ShotRequest], int], _Kept]:
    def count(request: ShotRequest) -> int:
        return sum(_place(key, request) == place for key in request.keyframes)

    def kept(request: ShotRequest, limit: int) -> ShotRequest:
        found = [key for key in request.keyframes if _place(key, request) == place][limit:]
        return replace(request, keyframes=tuple(k for k in request.keyframes if k not in found))

    return count, kept


def _video(use: str) -> tuple[Callable[[ShotRequest], int], _Kept]:
    def count(request: ShotRequest) -> int:
        return int(request.video is not None and request.video.use == use)

    return count, lambda request, _limit: replace(request, video=None)


def _masked() -> tuple[Callable[[ShotRequest], int], _Kept]:
    def kept(request: ShotRequest, _limit: int) -> ShotRequest:
        video = request.video and replace(request.video, mask=None)
        return replace(request, video=video)

    return lambda request: int(request.video is not None and request.video.mask is not None), kept


def _strengths() -> tuple[Callable[[ShotRequest], int], _Kept]:
    def kept(request: ShotRequest, _limit: int) -> ShotRequest:
        whole = tuple(replace(key, strength=1.0) for key in request.keyframes)
        return replace(request, keyframes=whole)

    return lambda request: int(any(key.strength != 1.0 for key in request.keyframes)), kept


def _first(field: str) -> tuple[Callable[[ShotRequest], int], _Kept]:
    """Of a field that is a tuple: how many, and the first few."""

    def kept(request: ShotRequest, limit: int) -> ShotRequest:
        return replace(request, **{field: getattr(request, field)[:limit]})

    return lambda request: len(getattr(request, field)), kept


def _unless(field: str, default: object) -> tuple[Callable[[ShotRequest], int], _Kept]:
    """Of a field that is given once or stands at its default."""

    def kept(request: ShotRequest, _limit: int) -> ShotRequest:
        return replace(request, **{field: default})  # type: ignore[arg-type]  # one field, by name

    return lambda request: int(getattr(request, field) != default), kept


def _motion(
    count: Callable[[Motion], int], kept: Callable[[Motion, int], Motion]
) -> tuple[Callable[[ShotRequest], int], _Kept]:
    return (
        lambda request: count(request.motion),
        lambda request, limit: replace(request, motion=kept(request.motion, limit)),
    )


_Kept = Callable[[ShotRequest, int], ShotRequest]
_NO_CAMERA = Camera()

INPUTS: tuple[Input, ...] = (
    Input(
        "words",
        QT_TRANSLATE_NOOP("words", "The words"),
        QT_TRANSLATE_NOOP("words", "{model} does not read words."),
        *_unless("prompt", ""),
    ),
    Input(
        "negative",
        QT_TRANSLATE_NOOP("words", "What to avoid"),
        QT_TRANSLATE_NOOP("words", "{model} does not read what to avoid."),
        *_unless("negative", ""),
    ),
    Input(
        "first",
        QT_TRANSLATE_NOOP("words", "The first picture"),
        QT_TRANSLATE_NOOP("words", "{model} cannot start from a picture."),
        *_keyframes("first"),
    ),
    Input(
        "last",
        QT_TRANSLATE_NOOP("words", "The last picture"),
        QT_TRANSLATE_NOOP("words", "{model} cannot end on a picture."),
        *_keyframes("last"),
    ),
    Input(
        "between",
        QT_TRANSLATE_NOOP("words", "Pictures in between"),
        QT_TRANSLATE_NOOP("words", "{model} cannot pass through pictures in between."),
        *_keyframes("between"),
    ),
    Input(
        "strength",
        QT_TRANSLATE_NOOP("words", "How strongly each picture holds"),
        QT_TRANSLATE_NOOP("words", "{model} holds every picture alike."),
        *_strengths(),
    ),
    Input(
        "references",
        QT_TRANSLATE_NOOP("words", "Reference pictures"),
        QT_TRANSLATE_NOOP("words", "{model} does not look at reference pictures."),
        *_first("references"),
    ),
    Input(
        "cast",
        QT_TRANSLATE_NOOP("words", "The cast"),
        QT_TRANSLATE_NOOP("words", "{model} does not look at the cast."),
        *_first("subjects"),
    ),
    Input(
        "guide",
        QT_TRANSLATE_NOOP("words", "The guiding video"),
        QT_TRANSLATE_NOOP("words", "{model} cannot follow a video."),
        *_video("guide"),
    ),
    Input(
        "edit",
        QT_TRANSLATE_NOOP("words", "The video to edit"),
        QT_TRANSLATE_NOOP("words", "{model} cannot edit a video."),
        *_video("edit"),
    ),
    Input(
        "mask",
        QT_TRANSLATE_NOOP("words", "The mask of the video"),
        QT_TRANSLATE_NOOP("words", "{model} changes the whole video, not a part of it."),
        *_masked(),
    ),
    Input(
        "camera",
        QT_TRANSLATE_NOOP("words", "The camera"),
        QT_TRANSLATE_NOOP("words", "{model} has no camera control; say the move in words."),
        *_motion(lambda m: int(m.camera != _NO_CAMERA), lambda m, _n: replace(m, camera=Camera())),
    ),
    Input(
        "paths",
        QT_TRANSLATE_NOOP("words", "The drawn paths"),
        QT_TRANSLATE_NOOP("words", "{model} cannot follow drawn paths."),
        *_motion(lambda m: len(m.paths), lambda m, n: replace(m, paths=m.paths[:n])),
    ),
    Input(
        "subject",
        QT_TRANSLATE_NOOP("words", "The subject's outline"),
        QT_TRANSLATE_NOOP("words", "{model} does not use the subject's outline."),
        *_motion(lambda m: int(m.subject is not None), lambda m, _n: replace(m, subject=None)),
    ),
    Input(
        "sound",
        QT_TRANSLATE_NOOP("words", "Sound"),
        QT_TRANSLATE_NOOP("words", "{model} draws silent pictures; the film adds the sound."),
        *_first("sounds"),
    ),
    Input(
        "guidance",
        QT_TRANSLATE_NOOP("words", "Guidance"),
        QT_TRANSLATE_NOOP("words", "{model} has no guidance to set."),
        *_unless("guidance", None),
    ),
    Input(
        "steps",
        QT_TRANSLATE_NOOP("words", "Steps"),
        QT_TRANSLATE_NOOP("words", "{model} does not draw in steps."),
        *_unless("steps", None),
    ),
    Input(
        "seed",
        QT_TRANSLATE_NOOP("words", "The seed"),
        QT_TRANSLATE_NOOP("words", "{model} draws the same with every seed."),
        *_unless("seed", 0),
    ),
    Input(
        "loop",
        QT_TRANSLATE_NOOP("words", "Looping"),
        QT_TRANSLATE_NOOP("words", "{model} cannot close a loop."),
        *_unless("loop", False),
    ),
    Input(
        "draft",
        QT_TRANSLATE_NOOP("words", "Draft quality"),
        QT_TRANSLATE_NOOP("words", "{model} has one quality only."),
        *_unless("quality", "final"),
    ),
    Input(
        "slate",
        QT_TRANSLATE_NOOP("words", "The slate"),
        QT_TRANSLATE_NOOP("words", "{model} writes nothing on the picture."),
        *_unless("slate", None),
    ),
)
"""Every input that a shot may have, in the order in which people are told of them."""
