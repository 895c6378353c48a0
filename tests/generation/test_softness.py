"""Pictures that are too small are told of, each once; large ones and unknown ones are not."""

from __future__ import annotations

from generation.contract import Keyframe, Media, ShotRequest, Subject
from generation.softness import soft_pictures

SMALL, LARGE, UNKNOWN = (Media(asset=letter * 64) for letter in "abc")
SIZES = {SMALL: (64, 48), LARGE: (1920, 1080)}


def said(request: ShotRequest) -> list[str]:
    return [str(note.sentence) for note in soft_pictures(request, SIZES.get)]


def test_a_small_picture_that_fills_the_frame_looks_soft() -> None:
    keys = tuple(Keyframe(picture=one, at=at) for at, one in enumerate((SMALL, LARGE, UNKNOWN)))
    assert said(ShotRequest(frames=9, keyframes=keys)) == [
        "A picture of 64 x 48 is blown up and will look soft: a larger one helps."
    ]
    assert said(ShotRequest(frames=9, width=96, height=64, keyframes=keys)) == []


def test_a_small_reference_shows_little_and_is_told_of_once() -> None:
    cast = (Subject(name="Mia", pictures=(SMALL, LARGE)),)
    request = ShotRequest(frames=9, subjects=cast, references=(SMALL, UNKNOWN))
    assert said(request) == ["A reference picture of 64 x 48 shows little: a larger one helps."]
