"""A shot that its model cannot draw in one go, as several renders that feed each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generation.catalogue import Manifest, read
from generation.contract import (
    Keyframe,
    Media,
    Motion,
    Path2D,
    ShotRequest,
    Slate,
    Subject,
    VideoReference,
)
from generation.fingerprint import content_key
from generation.finishing import BETWEEN
from generation.fitting import fitted
from generation.match import match
from generation.plan import (
    JOIN,
    Step,
    first_part,
    left_off,
    parts_of,
    renders_of,
    steps_of,
    told,
)

A, B, C = (Media(asset=letter * 64) for letter in "abc")
SHELF = read()
CHAINS = [
    each
    for each in SHELF.models.values()
    if each.wants_weights and each.makes == "video" and each.inputs.get("first") and not each.sound
]


def model(id: str) -> Manifest:
    found = SHELF.find(id)
    assert found is not None
    return found


WAN = model("wan2.2-i2v-a14b")


def a_shot(seconds: float, **more: object) -> ShotRequest:
    first = (Keyframe(picture=A),)
    asked = ShotRequest(frames=round(24 * seconds), model=WAN.id, prompt="a cat", keyframes=first)
    return replace(asked, **more)  # type: ignore[arg-type]  # fields by name


def planned(request: ShotRequest, manifest: Manifest = WAN) -> tuple[Step, ...]:
    return steps_of(request, manifest, lambda one: content_key(one, SHELF), SHELF.find)


def test_a_shot_that_fits_is_one_render() -> None:
    assert parts_of(a_shot(5), WAN) == ()
    assert planned(a_shot(5)) == ()
    assert first_part(a_shot(5), WAN) == a_shot(5)
    assert told(a_shot(5), WAN) == match(a_shot(5), WAN)


def test_each_part_begins_on_the_last_frame_of_the_one_before() -> None:
    one, two, three, whole = planned(a_shot(12))
    assert one.request.keyframes == (Keyframe(picture=A),)
    assert two.request.keyframes == (Keyframe(picture=Media(render=one.key, frame=-1)),)
    assert three.request.keyframes == (Keyframe(picture=Media(render=two.key, frame=-1)),)
    assert [step.needs for step in (one, two, three)] == [(), (one.key,), (two.key,)]
    assert whole.request.model == JOIN
    assert whole.needs == (one.key, two.key, three.key)
    assert (whole.request.frames, whole.request.rate) == (192, (16, 1))
    assert [media.render for media in whole.request.references] == list(whole.needs)
    drawn = sum((media.frame or 0) for media in whole.request.references) + 1
    assert drawn == 192, "every frame of the shot is shown once"


def test_pictures_stand_in_the_part_that_they_fall_into() -> None:
    vace = model("wan2.1-vace-1.3b")
    keys = tuple(Keyframe(picture=one, at=at) for one, at in ((A, 0), (B, 150), (C, -1)))
    parts = planned(a_shot(10, keyframes=keys, model=vace.id), vace)[:-1]
    assert [[key.at for key in part.request.keyframes] for part in parts] == [[0], [0, 20, -1]]
    assert parts[1].request.keyframes[1].picture == B
    assert parts[1].request.keyframes[2].picture == C


def test_a_part_has_the_key_that_it_would_have_alone() -> None:
    first = planned(a_shot(12))[0]
    alone = replace(first.request, step=False)
    assert content_key(alone, SHELF) == first.key
    assert content_key(replace(alone, rate=(24, 1), frames=97), SHELF) == first.key


@pytest.mark.parametrize(
    "more",
    [
        {"keyframes": ()},
        {"frames": 24 * 3600},
        {"rate": (0, 1)},
        {"width": 10_000, "height": 10},
    ],
)
def test_what_parts_cannot_do_either_stays_refused(more: dict[str, object]) -> None:
    asked = a_shot(12, **more)
    assert planned(asked) == ()
    assert told(asked, WAN).refused == match(asked, WAN).refused != ()


def test_what_runs_through_the_whole_shot_is_not_cut() -> None:
    vace = model("wan2.1-vace-1.3b")
    path = Path2D(points=((0.0, 0.0), (1.0, 1.0)))
    for more in ({"video": VideoReference(video=A)}, {"motion": Motion(paths=(path,))}):
        assert planned(a_shot(12, **more), vace) == ()
    assert planned(a_shot(12, keyframes=()), model("wan2.1-t2v-1.3b")) == ()
    assert planned(a_shot(40), model("ltx-2")) == (), "its sound would be cut"


def test_the_inspector_tells_of_parts_instead_of_a_refusal() -> None:
    found = told(a_shot(12), WAN)
    assert found.refused == ()
    assert str(found.snapped[-1].sentence) == (
        "Wan 2.2 I2V A14B draws it in 3 parts at 16 frames a second, each from the last frame of"
        " the one before, and they are joined."
    )


@given(
    frames=st.integers(1, 3000),
    rate=st.sampled_from([(24, 1), (25, 1), (24000, 1001), (60, 1)]),
    manifest=st.sampled_from(CHAINS),
    places=st.lists(st.integers(1, 2990), max_size=6),
    quality=st.sampled_from(["draft", "final"]),
)
@settings(deadline=None, max_examples=120)
def test_any_plan_covers_the_shot_and_every_render_of_it_is_admitted(
    frames: int, rate: tuple[int, int], manifest: Manifest, places: list[int], quality: str
) -> None:
    keys = (Keyframe(picture=A), *(Keyframe(picture=B, at=at) for at in places if at < frames))
    asked = a_shot(1, frames=frames, rate=rate, keyframes=keys, model=manifest.id, quality=quality)
    steps = planned(asked, manifest)
    if not steps:
        return
    spans = parts_of(asked, manifest)
    assert sum(length - 1 for _, length in spans) + 1 == steps[-1].request.frames
    assert [start for start, _ in spans[1:]] == [start + n - 1 for start, n in spans[:-1]]
    for step in steps[:-1]:
        assert match(step.request, manifest).refused == ()
        assert step.request.step
    whole = match(steps[-1].request, model(JOIN))
    assert whole.refused == whole.ignored[1:] == ()
    assert (whole.request.width, whole.request.height) == (
        steps[-1].request.width,
        steps[-1].request.height,
    )
    made: set[str] = set()
    for step in steps:
        assert set(step.needs) <= made, "each stands after what it needs"
        made.add(step.key)
    lasts = steps[-1].request.frames / (steps[-1].request.rate[0] / steps[-1].request.rate[1])
    assert lasts >= frames / (rate[0] / rate[1]) - 1e-9


# -- a first picture by another model


MIA = (Subject(name="Mia", pictures=(B, C)),)
PAINTED = {"still": "qwen-image-edit-plus", "subjects": MIA, "keyframes": ()}


def test_a_model_of_pictures_draws_the_first_one_from_the_cast() -> None:
    picture, whole = planned(a_shot(4, **PAINTED))
    assert (picture.request.model, picture.request.frames) == ("qwen-image-edit-plus", 1)
    assert (picture.request.subjects, picture.request.step) == (MIA, True)
    assert whole.request.keyframes == (Keyframe(picture=Media(render=picture.key, frame=0)),)
    assert (whole.needs, whole.request.model, whole.request.step) == ((picture.key,), WAN.id, False)
    assert match(picture.request, model("qwen-image-edit-plus")).refused == ()
    assert match(whole.request, WAN).refused == ()


def test_a_shot_with_a_drawn_picture_bears_no_card() -> None:
    picture, whole = planned(a_shot(4, slate=Slate(title="Dawn"), **PAINTED))
    assert (picture.request.slate, whole.request.slate) == (None, None)


def test_a_first_picture_and_parts_go_together() -> None:
    steps = planned(a_shot(12, **PAINTED))
    assert [step.request.model for step in steps] == [PAINTED["still"], *[WAN.id] * 3, JOIN]
    made: set[str] = set()
    for step in steps:
        assert set(step.needs) <= made
        made.add(step.key)


def test_the_picture_is_drawn_again_only_when_what_it_shows_changes() -> None:
    one, two = (planned(a_shot(4, seed=3, frames=frames, **PAINTED)) for frames in (96, 48))
    assert one[0].key == two[0].key
    assert one[1].key != two[1].key
    other = planned(a_shot(4, seed=3, prompt="a dog", **PAINTED))
    assert other[0].key != one[0].key


def test_the_inspector_tells_what_both_models_get() -> None:
    find = SHELF.find
    alone = told(a_shot(4, **{**PAINTED, "still": ""}), WAN, find)
    assert "cast" in {note.what for note in alone.ignored}
    assert "first" in {note.what for note in alone.refused}
    both = told(a_shot(4, **PAINTED), WAN, find)
    assert both.refused == ()
    assert {"words", "cast"} <= {note.what for note in both.used}
    assert "cast" not in {note.what for note in both.ignored}
    assert "Qwen-Image-Edit 2509 draws the first picture" in str(both.snapped[-1].sentence)
    nothing = told(a_shot(4, **{**PAINTED, "subjects": ()}), WAN, find)
    assert "needs something to go by" in str(nothing.refused[0].sentence)


@pytest.mark.parametrize("still", ["nobody", "wan2.1-t2v-1.3b", "animatic"])
def test_what_draws_no_pictures_is_not_asked_for_one(still: str) -> None:
    asked = a_shot(4, still=still)
    assert planned(asked) == ()
    assert content_key(asked, SHELF) == content_key(a_shot(4), SHELF)


def test_a_model_that_starts_from_no_picture_asks_nobody_for_one() -> None:
    asked = a_shot(4, still="z-image-turbo", keyframes=(), model="wan2.1-t2v-1.3b")
    assert planned(asked, model("wan2.1-t2v-1.3b")) == ()


SMOOTH: dict[str, object] = {"smooth": True}


def test_a_film_with_more_frames_than_the_model_draws_gets_those_in_between() -> None:
    drawn, film = planned(a_shot(4, **SMOOTH))
    assert (drawn.request.model, film.request.model) == (WAN.id, BETWEEN)
    assert drawn.key == content_key(a_shot(4), SHELF), "drawn before, it is not drawn again"
    assert drawn.request.step
    assert not film.request.step
    assert film.needs == (drawn.key,)
    assert film.request.video == VideoReference(video=Media(render=drawn.key), use="same")
    assert (film.request.frames, film.request.rate) == (96, (24, 1))
    assert match(film.request, model(BETWEEN)).refused == ()
    assert content_key(film.request, SHELF) == film.key


@pytest.mark.parametrize("rate", [(16, 1), (12, 1), (17, 1), (0, 1)])
def test_a_film_that_is_hardly_faster_is_left_as_it_is(rate: tuple[int, int]) -> None:
    assert planned(a_shot(2, rate=rate, **SMOOTH)) == ()
    asked = a_shot(2, rate=rate, smooth=False)
    assert told(replace(asked, smooth=True), WAN, SHELF.find) == match(asked, WAN)


def test_what_draws_at_any_rate_and_what_draws_one_picture_is_left_as_it_is() -> None:
    for id in ("animatic", "qwen-image-edit-plus", "z-image-turbo"):
        assert planned(a_shot(4, model=id, **SMOOTH), model(id)) == ()


def test_parts_are_joined_before_what_lies_between_is_drawn() -> None:
    plain, smooth = planned(a_shot(12)), planned(a_shot(12, **SMOOTH))
    assert [step.key for step in smooth[:-1]] == [step.key for step in plain]
    assert smooth[-1].request.model == BETWEEN
    assert smooth[-1].request.frames == 288
    assert smooth[-2].request.step
    left = left_off(smooth)
    assert left is not None
    assert left.key == plain[-1].key


def test_the_inspector_tells_of_the_frames_in_between() -> None:
    found = told(a_shot(4, **SMOOTH), WAN, SHELF.find)
    said = [str(note.sentence) for note in found.snapped if note.what == "rate"]
    assert said == [
        "Wan 2.2 I2V A14B draws 16 frames a second; the frames in between are drawn from the"
        " movement, up to the 24 of the film."
    ]


def test_everything_that_a_shot_takes_is_foretold() -> None:
    asked = a_shot(12, **PAINTED, **SMOOTH)
    assert renders_of(a_shot(4), WAN, SHELF.find) == (a_shot(4),)
    found = [one.model for one in renders_of(asked, WAN, SHELF.find)]
    assert found == [PAINTED["still"], *[WAN.id] * 3, JOIN, BETWEEN]


LARGE: dict[str, object] = {"larger": "ltx-upscaler", "width": 1920, "height": 1080}


def test_a_person_chooses_who_enlarges_the_frames() -> None:
    drawn, large, film = planned(a_shot(4, **LARGE, **SMOOTH))
    assert drawn.key == content_key(a_shot(4, width=1920, height=1080), SHELF)
    assert large.request.video == VideoReference(video=Media(render=drawn.key), use="same")
    taken = fitted(drawn.request, WAN)
    assert (taken.width, large.request.width, large.request.height) == (1280, 2624, 1472)
    assert large.request.frames == taken.frames
    assert match(large.request, model("ltx-upscaler")).refused == ()
    assert film.request.video == VideoReference(video=Media(render=large.key), use="same")
    assert (film.request.width, film.request.height) == (2624, 1472)
    alone = planned(a_shot(4, **LARGE))
    assert [step.key for step in alone] == [drawn.key, large.key]
    assert [step.request.step for step in alone] == [True, False]
    left = left_off(alone)
    assert left is not None
    assert left.key == drawn.key


def test_each_part_is_enlarged_before_they_are_joined() -> None:
    steps = planned(a_shot(12, **LARGE, **SMOOTH))
    models = [step.request.model for step in steps]
    assert models == [*[WAN.id] * 3, *["ltx-upscaler"] * 3, JOIN, BETWEEN]
    join = steps[-2].request
    assert [part.render for part in join.references] == [step.key for step in steps[3:6]]
    assert (join.width, join.height) == (2624, 1472)
    assert steps[1].needs == (steps[0].key,), "a part goes on from what was drawn"


def test_a_film_in_4k_is_enlarged_twice() -> None:
    small = model("wan2.1-t2v-1.3b")
    asked = a_shot(4, model=small.id, keyframes=(), larger="ltx-upscaler", width=3840, height=2160)
    sizes = [(one.width, one.height) for one in renders_of(asked, small, SHELF.find)[1:]]
    assert sizes == [(1920, 1088), (3776, 2112)]


def test_a_model_that_draws_small_is_brought_to_the_size_of_the_film() -> None:
    small = model("wan2.1-t2v-1.3b")
    asked = a_shot(4, model=small.id, keyframes=(), **LARGE)
    _, large = planned(asked, small)
    assert (large.request.width, large.request.height) == (1920, 1088)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"larger": "nobody"}, "nobody, which was to enlarge the frames, is not known here"),
        ({"larger": "wan2.1-t2v-1.3b"}, "is not known here: the player does"),
        ({"width": 960, "height": 544}, "nearly as large as the film"),
    ],
)
def test_what_cannot_be_enlarged_is_left_to_the_player_and_told(
    more: dict[str, object], said: str
) -> None:
    asked = a_shot(4, **{**LARGE, **more})
    small = model("wan2.1-t2v-1.3b")
    asked = replace(asked, model=small.id, keyframes=())
    assert planned(asked, small) == ()
    found = told(asked, small, SHELF.find)
    assert said in " ".join(str(note.sentence) for note in found.ignored)


@given(
    frames=st.integers(1, 400),
    rate=st.sampled_from([(24, 1), (30, 1), (24_000, 1001), (60, 1), (8, 1)]),
    width=st.integers(16, 4096),
    height=st.integers(16, 2304),
    larger=st.sampled_from(["", "ltx-upscaler", "ltx-2-upscaler", "animatic", "nobody"]),
    smooth=st.booleans(),
    chosen=st.sampled_from([one for one in SHELF.models.values() if one.makes == "video"]),
)
@settings(max_examples=60, deadline=None)
def test_whatever_is_asked_the_renders_follow_from_each_other_and_are_taken(
    frames: int,
    rate: tuple[int, int],
    width: int,
    height: int,
    larger: str,
    smooth: bool,
    chosen: Manifest,
) -> None:
    asked = a_shot(1, frames=frames, rate=rate, width=width, height=height, model=chosen.id)
    asked = replace(asked, larger=larger, smooth=smooth)
    steps = planned(asked, chosen)
    told(asked, chosen, SHELF.find)
    made: set[str] = set()
    for step in steps:
        assert set(step.needs) <= made
        made.add(step.key)
        if step.request.video is not None:
            assert match(step.request, model(step.request.model)).refused == ()
    assert not steps or not steps[-1].request.step
