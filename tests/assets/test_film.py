"""Exported films, judged by ffprobe, ffmpeg and the numbers painted into their frames."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from assets.film import FilmFrames, Options, export
from canvas.document.sequence import Caption, Card, Still
from canvas.document.timing import Rate
from tests.assets.painted import (
    FILM_RATES,
    PATCHES,
    SIZE,
    Shelf,
    checksums,
    decoded_levels,
    film,
    grey,
    moving,
    number_of,
    numbers_in,
    patches,
    patches_of,
    probed,
    write_clip,
)

RE_ENCODE = Options(copy=False)


@pytest.mark.parametrize("copy", [True, False], ids=["copied", "encoded"])
@pytest.mark.parametrize("rate", FILM_RATES, ids=str)
def test_a_film_has_exactly_the_planned_frames_from_zero_without_a_gap(
    shelf: Shelf, out: Path, rate: Rate, copy: bool
) -> None:
    a, b = shelf.clip("a", 37, rate=rate), shelf.clip("b", 41, 100, rate=rate)
    sequence = film([(moving(a, 37, rate), 37), (moving(b, 41, rate), 41)], rate=rate)
    made = export(sequence, shelf, out, options=Options(copy=copy))
    assert (made.frames, made.copied) == (78, copy)
    picture, sound = probed(
        out, "stream=nb_read_frames,start_time,duration,codec_name", "-count_frames"
    )
    assert (picture["codec_name"], sound["codec_name"]) == ("h264", "aac")
    assert picture["nb_read_frames"] == "78"
    assert float(picture["start_time"]) == float(sound["start_time"]) == 0
    length = 78 / float(rate)
    assert abs(float(picture["duration"]) - length) <= 0.001
    assert abs(float(sound["duration"]) - length) <= 0.001
    times = [
        float(one["pts_time"]) for one in probed(out, "frame=pts_time", "-select_streams", "v")
    ]
    assert np.abs(np.diff(times) - 1 / float(rate)).max() < 0.0001
    assert numbers_in(out) == [*range(37), *range(100, 141)]


def test_a_film_is_tagged_bt709_and_its_index_stands_in_front(shelf: Shelf, out: Path) -> None:
    sequence = film([(moving(shelf.clip("a", 5), 5), 5)])
    export(sequence, shelf, out, options=RE_ENCODE)
    fields = "codec_name,pix_fmt,color_range,color_space,color_transfer,color_primaries"
    said = probed(out, f"stream={fields}")[0]
    assert list(said.values()) == ["h264", "yuv420p", "tv", "bt709", "bt709", "bt709"]
    data = out.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_a_film_says_its_title_and_what_made_it(shelf: Shelf, out: Path) -> None:
    sequence = replace(film([(moving(shelf.clip("a", 5), 5), 5)]), title="最后一公里")
    export(sequence, shelf, out)
    with av.open(str(out)) as container:
        assert container.metadata["title"] == "最后一公里"
        assert "Shotweave" in container.metadata["comment"]


def test_colours_pass_through_a_film_within_three_levels(shelf: Shelf, out: Path) -> None:
    """Encoded twice: once as a clip, once as a film with a dissolve."""
    write_clip(shelf("a"), [patches()] * 20)
    sequence = film([(moving("a", 20), 20), (moving("a", 20), 20, 0, 8)])
    export(sequence, shelf, out, options=RE_ENCODE)
    for frame in decoded_levels(out, SIZE)[[3, 15, 30]]:
        off = np.abs(np.array(patches_of(frame)) - np.array(PATCHES)).max()
        assert off <= 3, patches_of(frame)


def test_a_copied_film_is_bit_identical_to_its_clips(shelf: Shelf, out: Path) -> None:
    a, b = shelf.clip("a", 60), shelf.clip("b", 60, 200)
    made = export(film([(moving(a, 60), 60), (moving(b, 60), 60)]), shelf, out)
    assert made.copied
    assert checksums(out) == checksums(shelf("a")) + checksums(shelf("b"))


def test_a_shot_may_end_early_and_still_be_copied(shelf: Shelf, out: Path) -> None:
    a, b = shelf.clip("a", 60), shelf.clip("b", 60, 200)
    made = export(film([(moving(a, 60), 31), (moving(b, 60), 60)]), shelf, out)
    assert made.copied
    assert checksums(out) == checksums(shelf("a"))[:31] + checksums(shelf("b"))


def test_only_what_a_dissolve_or_a_trim_touches_is_encoded_again(shelf: Shelf, out: Path) -> None:
    """The middle of the first shot and the second shot's tail are the clips' own packets."""
    a, b = shelf.clip("a", 96), shelf.clip("b", 96, 200)
    sequence = film([(moving(a, 96), 90, 6), (moving(b, 96), 96, 0, 12)])
    made = export(sequence, shelf, out)
    assert not made.copied
    own = checksums(out)
    assert len(own) == 90 + 96 - 12
    assert own[18:78] == checksums(shelf("a"))[24:84]
    assert own[90 - 12 + 24 :] == checksums(shelf("b"))[24:]
    assert numbers_in(out)[:78] == list(range(6, 84))


def test_a_clip_of_another_encoder_is_encoded_again(shelf: Shelf, out: Path) -> None:
    with av.open(str(shelf("a.mp4")), "w") as container:
        stream = container.add_stream("libx264", rate=24, options={"crf": "30", "bf": "2"})
        stream.width, stream.height, stream.pix_fmt = (*SIZE, "yuv420p")
        for level in range(40):
            frame = av.VideoFrame.from_ndarray(grey(level * 5), format="rgb24")
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    b = shelf.clip("b", 40)
    made = export(film([(moving("a.mp4", 40), 40), (moving(b, 40), 40)]), shelf, out)
    assert not made.copied
    assert probed(out, "stream=nb_read_frames", "-count_frames")[0]["nb_read_frames"] == "80"
    assert checksums(out)[40:] == checksums(shelf("b"))


@pytest.mark.parametrize("copy", [True, False])
def test_a_dissolve_is_exact(shelf: Shelf, out: Path, copy: bool) -> None:
    """Frame k of n shows (k + 1) / (n + 1) of the shot that comes."""
    write_clip(shelf("dark"), [grey(40)] * 48)
    write_clip(shelf("light"), [grey(220)] * 48)
    sequence = film([(moving("dark", 48), 48), (moving("light", 48), 48, 0, 12)])
    export(sequence, shelf, out, options=Options(copy=copy))
    levels = [frame[90, 160].mean() for frame in decoded_levels(out, SIZE)]
    assert len(levels) == 84
    assert max(abs(level - 40) for level in levels[:36]) <= 1
    assert max(abs(level - 220) for level in levels[48:]) <= 1
    for k in range(12):
        assert abs(levels[36 + k] - (40 + 180 * (k + 1) / 13)) <= 2, (k, levels[36 + k])


@pytest.mark.parametrize(
    ("film_rate", "clip_rate"), [(24, 30), (30, 24), (25, 24), (24, 60), (30, 10)]
)
def test_a_clip_of_another_rate_keeps_its_speed(
    shelf: Shelf, out: Path, film_rate: int, clip_rate: int
) -> None:
    a = shelf.clip("a", clip_rate * 2, rate=Rate(clip_rate))
    source = moving(a, clip_rate * 2, Rate(clip_rate))
    export(film([(source, film_rate * 2)], rate=Rate(film_rate)), shelf, out)
    expected = [int(Fraction(n * clip_rate, film_rate)) for n in range(film_rate * 2)]
    assert numbers_in(out) == expected


def test_a_clip_of_another_shape_is_shown_whole_on_a_blurred_ground(
    shelf: Shelf, out: Path
) -> None:
    write_clip(shelf("tall"), [grey(200, (180, 320))] * 4)
    export(film([(moving("tall", 4), 4)], size=(640, 360)), shelf, out)
    frame = decoded_levels(out, (640, 360))[2]
    across = frame[180, :, 0].astype(int)
    inside = across[(640 - 202) // 2 + 3 : (640 + 202) // 2 - 3]
    assert np.abs(inside - 200).max() <= 4
    assert across[:200].max() < 120, "the ground is darker than the picture"
    assert across[:60].min() > 25, "and no black bar"


def test_a_clip_of_nearly_the_films_shape_fills_it_and_one_of_16_a_second_keeps_its_speed(
    shelf: Shelf, out: Path
) -> None:
    write_clip(shelf("wide"), [grey(60 + 2 * n, (416, 232)) for n in range(65)], rate=Rate(16))
    export(film([(moving("wide", 65, Rate(16)), 96)], size=(640, 360)), shelf, out)
    frames = decoded_levels(out, (640, 360))
    assert len(frames) == 96
    for number in (0, 3, 48, 95):
        level = 60 + 2 * (number * 16 // 24)
        assert np.abs(frames[number].astype(int) - level).max() <= 3, number


def test_a_still_fills_the_frame_when_shapes_agree_and_is_mounted_when_they_do_not(
    shelf: Shelf, out: Path
) -> None:
    Image.fromarray(patches((1280, 720))).save(shelf("wide.png"))
    Image.fromarray(grey(200, (100, 100))).save(shelf("small.png"))
    sequence = film([(Still(asset="wide.png"), 5), (Still(asset="small.png"), 5)], size=(640, 360))
    export(sequence, shelf, out)
    frames = decoded_levels(out, (640, 360))
    assert np.abs(np.array(patches_of(frames[2])) - np.array(PATCHES)).max() <= 3
    across = frames[7][180, :, 0].astype(int)
    assert abs((across > 190).sum() - 160) <= 4, "a small picture grows 1.6 times and no more"


def test_a_shot_of_words_is_a_card_that_can_be_read(shelf: Shelf, out: Path) -> None:
    sequence = film([(Card(title="WIDE", number="2D", text="Earth turns 地球"), 6)])
    export(sequence, shelf, out)
    frame = decoded_levels(out, SIZE)[3].astype(int)
    blank = film([(Card(title="", number="", text=""), 6)])
    export(blank, shelf, out)
    assert np.abs(frame - decoded_levels(out, SIZE)[3]).max() > 100


@pytest.mark.parametrize("size", [(320, 180), (402, 226), (321, 181), (180, 320), (64, 64)])
def test_a_film_may_have_any_size(shelf: Shelf, out: Path, size: tuple[int, int]) -> None:
    a = shelf.clip("a", 6)
    export(film([(moving(a, 6), 6)], size=size), shelf, out)
    said = probed(out, "stream=width,height")[0]
    wide, high = (side + side % 2 for side in size)
    assert (int(said["width"]), int(said["height"])) == (wide, high)


def test_captions_are_burnt_in_only_when_asked_for(shelf: Shelf, out: Path) -> None:
    write_clip(shelf("a"), [grey(30)] * 60)
    plain = film([(moving("a", 60), 60)])
    sequence = replace(plain, captions=(Caption(text="Good morning 早上好", start=30, frames=10),))
    assert export(sequence, shelf, out).copied
    assert decoded_levels(out, SIZE)[35].max() < 60
    export(sequence, shelf, out, options=Options(captions=True))
    frames = decoded_levels(out, SIZE)
    assert [bool(frames[n].max() > 150) for n in (29, 30, 39, 40)] == [False, True, True, False]


# --- GIF


def test_a_gif_lasts_as_long_as_the_film(shelf: Shelf, tmp_path: Path) -> None:
    """Centiseconds are carried on: 24000/1001 rounds to none of them."""
    for rate in FILM_RATES:
        a = shelf.clip(f"a{rate}", 50, rate=rate)
        out = tmp_path / f"{rate}.gif"
        export(film([(moving(a, 50, rate), 50)], rate=rate), shelf, out)
        with Image.open(out) as made:
            shown = 0
            for index in range(made.n_frames):
                made.seek(index)
                shown += made.info["duration"]
        assert abs(shown - 50_000 / float(rate)) <= 10, rate


def test_a_gif_shows_the_right_frames_in_good_colours(shelf: Shelf, tmp_path: Path) -> None:
    write_clip(shelf("colours"), [patches()] * 24)
    a = shelf.clip("a", 24)
    out = tmp_path / "film.gif"
    export(film([(moving(a, 24), 24), (moving("colours", 24), 24)]), shelf, out)
    seen = decoded_levels(out, SIZE)
    with Image.open(out) as made:
        assert made.n_frames == 24
        assert made.info["loop"] == 0
    assert [number_of(frame) for frame in seen[:12]] == list(range(0, 24, 2))
    for frame in seen[12:]:
        assert np.abs(np.array(patches_of(frame)) - np.array(PATCHES)).max() <= 12


def test_a_gif_is_no_wider_than_asked_for(shelf: Shelf, tmp_path: Path) -> None:
    a = shelf.clip("a", 6, size=(1280, 720))
    out = tmp_path / "film.gif"
    options = Options(gif_width=480, gif_rate=Rate(24))
    export(film([(moving(a, 6), 6)], size=(1280, 720)), shelf, out, options=options)
    with Image.open(out) as made:
        assert made.size == (480, 270)
        assert made.n_frames == 6


# --- what a frame looks like


def test_frames_come_in_any_order(shelf: Shelf) -> None:
    a, b = shelf.clip("a", 40), shelf.clip("b", 40, 100)
    sequence = film([(moving(a, 40), 40), (moving(b, 40), 40)])
    with FilmFrames(sequence, shelf) as frames:
        assert [number_of(frames.frame(n)) for n in (70, 3, 41, 39, 0)] == [130, 3, 101, 39, 0]
        assert [number_of(one) for one in frames.iterate(76)] == [136, 137, 138, 139]
        with pytest.raises(IndexError):
            frames.frame(80)


def test_a_smaller_film_is_the_same_film(shelf: Shelf) -> None:
    a, b = shelf.clip("a", 20), shelf.clip("b", 20, 100)
    sequence = film([(moving(a, 20), 20), (moving(b, 20), 20)])
    with FilmFrames(sequence, shelf, size=(160, 90)) as frames:
        assert frames.screen(25).shape == (90, 160, 4)
        assert number_of(frames.frame(25)) == 105
