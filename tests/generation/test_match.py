"""What a model gets of a request, and the words for what it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generation.catalogue import Limits, Manifest, installed
from generation.contract import (
    Camera,
    Keyframe,
    Media,
    Motion,
    Path2D,
    Region,
    ShotRequest,
    Slate,
    SoundPart,
    Subject,
    VideoReference,
)
from generation.match import INPUTS, Note, fitted, match

A, B, C = (Media(asset=letter * 64) for letter in "abc")
PATH = Path2D(points=((0.0, 0.0), (1.0, 1.0)))
EVERYTHING = ShotRequest(
    frames=96,
    prompt="push in on @Chelsea",
    negative="blurry",
    keyframes=(
        Keyframe(picture=A),
        Keyframe(picture=B, at=40, strength=0.5),
        Keyframe(picture=C, at=-1),
    ),
    references=(A, B),
    subjects=(Subject(name="Chelsea", pictures=(A, B, C)),),
    video=VideoReference(video=A, mask=C),
    motion=Motion(camera=Camera(zoom=3.0), paths=(PATH, PATH), subject=Region(mask=B)),
    sounds=(SoundPart(kind="music", media=C),),
    guidance=5.0,
    steps=30,
    seed=7,
    loop=True,
    quality="draft",
    slate=Slate(title="Dawn"),
)
NOTHING = Manifest(id="n", name="Nothing", backend="a:B", version="1")


def taking(*names: str, **limits: int) -> Manifest:
    return replace(NOTHING, inputs=dict.fromkeys(names, 9), limits=Limits(**limits))


def names(notes: tuple[Note, ...]) -> set[str]:
    return {note.what for note in notes}


def test_every_input_is_either_used_or_ignored_with_a_sentence() -> None:
    given_ = {name.name for name in INPUTS if name.count(EVERYTHING)}
    assert given_ == {name.name for name in INPUTS} - {"edit"}
    told = match(EVERYTHING, NOTHING)
    assert (names(told.used), names(told.ignored)) == (set(), given_)
    everything = taking(*given_)
    assert names(match(EVERYTHING, everything).used) == given_
    assert match(EVERYTHING, everything).request == EVERYTHING


@pytest.mark.parametrize("name", [given_.name for given_ in INPUTS if given_.name != "edit"])
def test_an_input_that_is_ignored_is_gone_and_only_that_one(name: str) -> None:
    others = [given_.name for given_ in INPUTS if given_.name != name]
    taken = match(EVERYTHING, taking(*others))
    counts = {given_.name: given_.count(taken.request) for given_ in INPUTS}
    before = {given_.name: given_.count(EVERYTHING) for given_ in INPUTS}
    with_it = {"guide": {"mask": 0}, "between": {"strength": 0}}.get(name, {})
    assert counts == {**before, name: 0, **with_it}
    sentence = str(taken.ignored[0].sentence)
    assert "Nothing" in sentence
    assert sentence.endswith(".")


def test_a_video_to_edit_is_another_input_than_a_guide() -> None:
    edited = replace(EVERYTHING, video=VideoReference(video=A, use="edit", mask=B))
    assert match(edited, taking("guide")).request.video is None
    assert match(edited, taking("edit", "mask")).request.video == edited.video


def test_too_many_of_an_input_are_cut_and_counted() -> None:
    one = replace(NOTHING, name="One", inputs={"references": 1})
    told = match(EVERYTHING, one)
    assert told.request.references == (A,)
    sentences = [str(note.sentence) for note in told.ignored if note.what == "references"]
    assert sentences == ["One uses only the first 1 of 2."]


def test_pictures_are_counted_over_the_whole_cast() -> None:
    cast = (Subject(name="A", pictures=(A, B)), Subject(name="B", pictures=(C, A)))
    told = match(replace(EVERYTHING, subjects=cast), taking("cast", pictures=3))
    assert [subject.pictures for subject in told.request.subjects] == [(A, B), (C,)]
    assert "pictures" in names(told.ignored)


def test_sizes_and_lengths_snap_up_and_say_so() -> None:
    manifest = taking(multiple=16, frames_step=4, frames_offset=1)
    told = match(ShotRequest(frames=96, width=1281, height=720), manifest)
    assert (told.request.width, told.request.height, told.request.frames) == (1296, 720, 97)
    assert [str(note.sentence) for note in told.snapped] == [
        "Nothing draws 1296 x 720 instead of 1281 x 720.",
        "Nothing draws 97 frames instead of 96.",
    ]


def test_what_cannot_be_drawn_is_refused_by_name() -> None:
    manifest = replace(
        taking("first", frames_high=50, side_low=64, side_high=1000), needs=("first",)
    )
    told = match(ShotRequest(frames=96, width=32, height=2000), manifest)
    assert names(told.refused) == {"first", "size", "frames"}
    assert "64 to 1000 pixels" in str(told.refused[1].sentence)
    fine = ShotRequest(frames=50, width=640, height=360, keyframes=(Keyframe(picture=A),))
    assert match(fine, manifest).refused == ()


def test_a_keyframe_at_the_last_number_is_the_last_one() -> None:
    request = ShotRequest(frames=10, keyframes=(Keyframe(picture=A, at=9),))
    assert names(match(request, taking("last")).used) == {"last"}


_REQUESTS = st.builds(
    ShotRequest,
    frames=st.integers(1, 300),
    width=st.integers(1, 3000),
    height=st.integers(1, 3000),
    prompt=st.text(max_size=5),
    keyframes=st.lists(
        st.builds(Keyframe, picture=st.sampled_from([A, B]), at=st.integers(-1, 9)), max_size=4
    ).map(tuple),
    references=st.lists(st.sampled_from([A, B, C]), max_size=4).map(tuple),
    seed=st.integers(0, 3),
    loop=st.booleans(),
)
_MANIFESTS = st.builds(
    Manifest,
    id=st.just("m"),
    name=st.just("M"),
    backend=st.just("a:B"),
    version=st.just("1"),
    inputs=st.dictionaries(st.sampled_from([each.name for each in INPUTS]), st.integers(0, 3)),
    limits=st.builds(
        Limits,
        frames_step=st.integers(1, 8),
        frames_offset=st.integers(0, 8),
        multiple=st.integers(1, 64),
        pictures=st.integers(0, 9),
    ),
)


@given(request=_REQUESTS, manifest=_MANIFESTS)
def test_fitting_never_fails_and_fits_for_good(request: ShotRequest, manifest: Manifest) -> None:
    told = match(request, manifest)
    again = match(told.request, manifest)
    assert fitted(told.request, manifest) == told.request == again.request
    assert again.ignored == again.snapped == ()
    assert told.request.frames >= request.frames


def test_animatic_is_always_there_and_draws_words_alone() -> None:
    animatic = installed().find("animatic")
    assert animatic is not None
    assert not animatic.wants_weights
    told = match(ShotRequest(frames=96, prompt="a quiet harbour"), animatic)
    assert (told.refused, told.snapped, told.ignored) == ((), (), ())
