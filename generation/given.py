"""The kinds of input that a shot may have: how many there are, how to keep only some, and the words
for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from canvas.document.words import QT_TRANSLATE_NOOP
from generation.contract import Camera, Keyframe, Motion, ShotRequest


@dataclass(frozen=True, slots=True)
class Input:
    """One kind of input, of the name that manifests give it."""

    name: str
    label: str
    ignored: str
    count: Callable[[ShotRequest], int]
    kept: Callable[[ShotRequest, int], ShotRequest]


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
        "clip",
        QT_TRANSLATE_NOOP("words", "The clip to finish"),
        QT_TRANSLATE_NOOP("words", "{model} does not finish clips."),
        *_video("same"),
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
