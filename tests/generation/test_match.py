"""What a model gets of a request, and the words for what it does not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.catalogue import Catalogue, Limits, Manifest, Settings, installed, read
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
from generation.fingerprint import content_key
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
    assert given_ == {name.name for name in INPUTS} - {"edit", "clip"}
    told = match(EVERYTHING, NOTHING)
    assert (names(told.used), names(told.ignored)) == (set(), given_)
    everything = taking(*given_)
    assert names(match(EVERYTHING, everything).used) == given_
    assert match(EVERYTHING, everything).request == EVERYTHING


@pytest.mark.parametrize("name", [one.name for one in INPUTS if one.name not in ("edit", "clip")])
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


# -- the checkpoints that this program describes

MODELS = [each for each in read().models.values() if each.wants_weights]
_MEDIA = st.sampled_from([A, B, C])
_ODD = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.none())
_AXIS = st.sampled_from([0.0, -10.0, 3.5])
ANY_REQUEST = st.builds(
    ShotRequest,
    frames=st.one_of(st.integers(1, 500), st.sampled_from([-1, 0, 10**9])),
    rate=st.sampled_from([(24, 1), (24000, 1001), (25, 1), (16, 1), (60, 1), (1, 3), (0, 1)]),
    width=st.one_of(st.integers(64, 4096), st.sampled_from([-5, 0, 1, 100_000])),
    height=st.one_of(st.integers(64, 4096), st.sampled_from([-5, 0, 1, 100_000])),
    quality=st.sampled_from(["draft", "final", "best"]),
    seed=st.integers(-(2**70), 2**70),
    prompt=st.sampled_from(["", "a cat", "猫" * 9000, "word " * 9000, "ไทย" * 3000, "x" * 20_000]),
    negative=st.sampled_from(["", "blurry", "rain " * 9000]),
    keyframes=st.lists(
        st.builds(
            Keyframe,
            picture=_MEDIA,
            at=st.one_of(st.integers(-3, 400), st.just(-(10**9))),
            strength=st.sampled_from([1.0, 0.5, 0.0, -1.0, 7.0, float("nan")]),
        ),
        max_size=24,
    ).map(tuple),
    references=st.lists(_MEDIA, max_size=12).map(tuple),
    subjects=st.lists(
        st.builds(Subject, name=st.just("Mia"), pictures=st.lists(_MEDIA, max_size=12).map(tuple)),
        max_size=5,
    ).map(tuple),
    video=st.one_of(
        st.none(),
        st.builds(
            VideoReference,
            video=_MEDIA,
            use=st.sampled_from(["guide", "edit"]),
            mask=st.one_of(st.none(), _MEDIA),
        ),
    ),
    motion=st.builds(
        Motion,
        camera=st.builds(Camera, zoom=_AXIS, pan=_AXIS),
        paths=st.lists(st.just(PATH), max_size=8).map(tuple),
        subject=st.one_of(st.none(), st.just(Region(mask=B))),
    ),
    sounds=st.lists(st.builds(SoundPart, kind=st.just("music"), media=_MEDIA), max_size=3).map(
        tuple
    ),
    guidance=_ODD,
    steps=st.one_of(st.none(), st.integers(-5, 10**6)),
    loop=st.booleans(),
)


def admitted(request: ShotRequest, manifest: Manifest) -> ShotRequest | None:
    """What the model gets, with everything checked that holds for every model; None if refused."""
    told = match(request, manifest)
    again = match(told.request, manifest)
    assert again.request == told.request == fitted(request, manifest), "fitted for good"
    key = content_key(replace(request, model=manifest.id))
    assert key == content_key(replace(told.request, model=manifest.id))
    for note in (*told.refused, *told.ignored, *told.snapped):
        assert str(note.sentence).endswith((".", ".”")), note
    if told.refused:
        return None
    assert again.ignored == again.snapped == again.refused == ()
    drawn, limits = told.request, manifest.limits
    for given_ in INPUTS:
        assert given_.count(drawn) <= manifest.inputs.get(given_.name, 0), given_.name
    assert limits.frames_low <= drawn.frames <= limits.frames_high
    assert drawn.frames % limits.frames_step == limits.frames_offset % limits.frames_step
    assert drawn.width % limits.multiple == drawn.height % limits.multiple == 0
    assert limits.side_low <= min(drawn.width, drawn.height)
    assert max(drawn.width, drawn.height) <= limits.side_high
    assert drawn.width * drawn.height <= limits.pixels_high
    assert sum(len(one.pictures) for one in drawn.subjects) + len(drawn.references) <= max(
        limits.pictures, 0
    )
    assert drawn.steps is not None
    assert limits.steps_low <= drawn.steps <= limits.steps_high
    assert (drawn.guidance is not None) == bool(manifest.inputs.get("guidance"))
    assert 0 <= (drawn.guidance or 0) <= limits.guidance_high
    assert 0 <= drawn.seed < 2**63
    assert len({key.at for key in drawn.keyframes}) == len(drawn.keyframes)
    assert all(-1 <= key.at < max(drawn.frames - 1, 1) for key in drawn.keyframes)
    assert {key.at % limits.between_step for key in drawn.keyframes if key.at > 0} <= {
        1 % limits.between_step
    }
    assert max(drawn.width, drawn.height) <= min(drawn.width, drawn.height) * (
        limits.shape_high or 1000
    )
    assert all(0 <= key.strength <= 1 for key in drawn.keyframes)
    assert len(drawn.prompt) <= 12 * limits.tokens + 12
    return drawn


@pytest.mark.parametrize("manifest", MODELS, ids=lambda one: one.id)
@settings(max_examples=500 // 14, deadline=None)
@given(request=ANY_REQUEST)
def test_whatever_is_asked_is_refused_by_name_or_fitted_for_good(
    manifest: Manifest, request: ShotRequest
) -> None:
    admitted(request, manifest)


@pytest.mark.soak
@pytest.mark.parametrize("manifest", MODELS, ids=lambda one: one.id)
@settings(max_examples=10_000 // 14, deadline=None)
@given(request=ANY_REQUEST)
def test_ten_thousand_requests_are_refused_by_name_or_fitted_for_good(
    manifest: Manifest, request: ShotRequest
) -> None:
    admitted(request, manifest)


# -- what people are told, in words


def model(id: str) -> Manifest:
    found = read().find(id)
    assert found is not None
    return found


def told(notes: tuple[Note, ...], what: str) -> str:
    return next(str(note.sentence) for note in notes if note.what == what)


def a_shot(**more: object) -> ShotRequest:
    return replace(ShotRequest(frames=96, prompt="a cat"), **more)  # type: ignore[arg-type]  # by name


def test_a_model_of_another_rate_draws_as_long_and_says_so() -> None:
    found = match(a_shot(), model("wan2.1-t2v-1.3b"))
    assert (found.request.frames, found.request.rate) == (65, (16, 1))
    assert told(found.snapped, "rate") == (
        "Wan 2.1 T2V 1.3B draws 65 frames, 16 a second, instead of 96, 24 a second: the shot lasts"
        " as long."
    )


@given(
    frames=st.integers(1, 400),
    rate=st.sampled_from([(24, 1), (25, 1), (30, 1), (24000, 1001), (60, 1)]),
    chosen=st.sampled_from([one for one in MODELS if one.makes == "video"]),
)
@settings(deadline=None)
def test_no_model_draws_less_time_than_was_asked(
    frames: int, rate: tuple[int, int], chosen: Manifest
) -> None:
    taken = fitted(a_shot(frames=frames, rate=rate), chosen)
    assert Fraction(taken.frames) / Fraction(*taken.rate) >= frames / Fraction(*rate)


def test_pictures_in_between_keep_their_place_in_time() -> None:
    keys = tuple(Keyframe(picture=A, at=at) for at in (0, 24, 48, 95))
    taken = fitted(a_shot(keyframes=keys), model("wan2.1-vace-1.3b"))
    assert [key.at for key in taken.keyframes] == [0, 16, 32, -1]
    assert fitted(a_shot(keyframes=keys), model("ltx-2")).keyframes[1].at == 25
    assert "every 8th frame" in told(
        match(a_shot(keyframes=keys), model("ltx-2")).snapped, "between"
    )


def test_two_pictures_on_one_frame_are_one_and_it_is_said() -> None:
    keys = tuple(Keyframe(picture=A, at=at) for at in (25, 26))
    found = match(a_shot(keyframes=keys), model("wan2.1-vace-1.3b"))
    assert len(found.request.keyframes) == 1
    assert "fall on one frame" in told(found.ignored, "between")


@pytest.mark.parametrize(
    ("size", "quality", "expected"),
    [
        ((1280, 720), "final", (832, 464)),
        ((720, 1280), "final", (464, 832)),
        ((640, 640), "final", (624, 624)),
        ((480, 272), "final", (480, 272)),
        ((1280, 720), "draft", (592, 336)),
        ((160, 90), "final", (224, 128)),
    ],
)
def test_a_frame_keeps_its_shape_within_what_the_model_can_draw(
    size: tuple[int, int], quality: str, expected: tuple[int, int]
) -> None:
    asked = a_shot(width=size[0], height=size[1], quality=quality)
    taken = fitted(asked, model("wan2.1-t2v-1.3b"))
    assert (taken.width, taken.height) == expected


@pytest.mark.parametrize(
    ("id", "more", "what", "says"),
    [
        ("wan2.1-t2v-1.3b", {"prompt": ""}, "words", "without: The words."),
        ("wan2.2-i2v-a14b", {}, "first", "without: The first picture."),
        ("wan2.2-ti2v-5b", {"prompt": ""}, "words", "The words, or The first picture."),
        ("wan2.1-t2v-1.3b", {"frames": 240}, "frames", "at most 5.0 s at a time: shorten"),
        ("minimax-h3", {"frames": 24 * 16}, "frames", "at most 14.3 s"),
        ("svd-xt", {"frames": 96, "keyframes": (Keyframe(picture=A),)}, "frames", "3.5 s"),
        ("minimax-h3", {"width": 3000, "height": 500}, "size", "at most 4.0 to 1"),
        ("qwen-image-edit-plus", {}, "first", "needs something to go by"),
    ],
)
def test_a_refusal_names_its_input_and_says_what_to_do(
    id: str, more: dict[str, object], what: str, says: str
) -> None:
    assert says in told(match(a_shot(**more), model(id)).refused, what)


@pytest.mark.parametrize("text", ["word " * 20_000, "猫" * 100_000, "ไทย" * 33_334, "x" * 100_000])
def test_endless_words_are_cut_where_the_model_stops_reading(text: str) -> None:
    found = match(a_shot(prompt=text), model("wan2.1-t2v-1.3b"))
    assert found.refused == ()
    assert text.startswith(found.request.prompt)
    assert 512 <= len(found.request.prompt) <= 12 * 512
    assert "reads about 512 words" in told(found.snapped, "words")


def test_a_guidance_of_one_reads_nothing_to_avoid() -> None:
    found = match(a_shot(negative="rain", guidance=1.0), model("wan2.1-t2v-1.3b"))
    assert found.request.negative == ""
    assert "guidance at 1" in told(found.ignored, "negative")


def test_of_two_inputs_that_exclude_each_other_the_first_is_used() -> None:
    asked = a_shot(keyframes=(Keyframe(picture=A),), references=(B,))
    found = match(asked, model("minimax-h3"))
    assert (len(found.request.keyframes), found.request.references) == (1, ())
    assert "not both" in told(found.ignored, "references")


def test_a_cast_without_a_picture_is_nothing_to_go_by() -> None:
    """Found at random: the pipeline looks for the size of a picture that is not there."""
    cast = (Subject(name="Fox", description="red"),)
    asked = a_shot(prompt="@Fox waits", subjects=cast)
    assert "first" in names(match(asked, model("qwen-image-edit-plus")).refused)
    shown = replace(asked, subjects=(replace(cast[0], pictures=(A,)),))
    assert match(shown, model("qwen-image-edit-plus")).refused == ()
    assert match(asked, model("wan2.1-vace-1.3b")).refused == (), "there are words"


VOICE = SoundPart(kind="effect", media=C)


def test_a_sound_to_go_by_is_taken_beside_what_is_seen_and_never_alone() -> None:
    h3 = model("minimax-h3")
    seen = a_shot(references=(B,), sounds=(VOICE, VOICE, VOICE))
    assert len(match(seen, h3).request.sounds) == 2
    alone = match(a_shot(sounds=(VOICE,)), h3)
    assert alone.request.sounds == ()
    assert "only along with “Reference pictures”" in told(alone.ignored, "sound")
    between = a_shot(keyframes=(Keyframe(picture=A),), references=(B,), sounds=(VOICE,))
    assert match(between, h3).request.sounds == (), "the references gave way to the first picture"
    named = a_shot(subjects=(Subject(name="Ann", description="red"),), sounds=(VOICE,))
    assert match(named, h3).request.sounds == (), "nobody sees her"


def test_lines_are_not_sound_and_a_model_with_its_own_sound_is_not_called_silent() -> None:
    line = SoundPart(kind="speech", text="Hm.")
    found = match(a_shot(references=(B,), sounds=(line, VOICE, VOICE)), model("minimax-h3"))
    assert found.request.sounds == (VOICE, VOICE)
    assert "say them in the words" in told(found.ignored, "sound")
    ltx = match(a_shot(sounds=(VOICE,)), model("ltx-2"))
    assert "a sound of its own" in told(ltx.ignored, "sound")
    wan = match(a_shot(sounds=(VOICE,)), model("wan2.1-t2v-1.3b"))
    assert "silent pictures" in told(wan.ignored, "sound")


def test_settings_are_filled_in_and_those_asked_for_are_kept_within_bounds() -> None:
    wan = model("wan2.1-t2v-1.3b")
    assert (fitted(a_shot(), wan).steps, fitted(a_shot(), wan).guidance) == (50, 5.0)
    assert fitted(a_shot(quality="draft"), wan).steps == 20
    found = match(a_shot(steps=900, guidance=99.0), wan)
    assert (found.request.steps, found.request.guidance) == (200, 30.0)
    assert {"steps", "guidance"} <= names(found.snapped)


def test_a_picture_model_draws_one_frame_whatever_the_films_rate() -> None:
    model_ = model("z-image-turbo")
    keys = {
        content_key(a_shot(model="z-image-turbo", rate=rate, frames=frames))
        for rate in ((24, 1), (25, 1))
        for frames in (24, 96)
    }
    assert len(keys) == 1
    assert "one picture" in told(match(a_shot(), model_).snapped, "frames")


def test_a_key_changes_with_what_the_checkpoint_draws_with_and_with_nothing_else() -> None:
    wan = model("wan2.1-t2v-1.3b")

    def key(manifest: Manifest, quality: str = "final") -> str:
        shelf = Catalogue({manifest.id: manifest})
        return content_key(a_shot(model=manifest.id, quality=quality), shelf)

    same = replace(wan, name="Another name", about="", licence="MIT", patience=1.0, unchecked=())
    assert key(same) == key(wan)
    drafts = {**wan.defaults, "draft": Settings(steps=4)}
    assert key(replace(wan, defaults=drafts)) == key(wan)
    assert key(replace(wan, defaults=drafts), "draft") != key(wan, "draft")
    for other in (replace(wan, revision="v2"), replace(wan, repo="a/b"), replace(wan, version="2")):
        assert key(other) != key(wan)


def test_a_model_without_a_camera_is_told_of_it_in_words() -> None:
    moving = Motion(camera=Camera(pan=2.0, zoom=-8.0, vertical=5.0))
    found = match(a_shot(motion=moving), model("ltx-video"))
    assert found.request.prompt == (
        "The camera rises, pans right slowly and zooms out fast.\na cat"
    )
    assert found.request.motion == Motion()
    assert "told in words: “The camera rises" in told(found.snapped, "camera")
    assert match(a_shot(motion=moving), model("wan2.1-vace-1.3b")).request.prompt == "a cat"
    svd = match(a_shot(motion=moving, keyframes=(Keyframe(picture=A),)), model("svd-xt"))
    assert "camera" in names(svd.ignored)
